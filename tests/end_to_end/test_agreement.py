"""``annotator agreement`` as it is started from a shell."""

import json
from pathlib import Path

import pytest
from running import Run

from annotator.jobs.sample import make_sample

TEXT = "The army said 287 fighters were killed near Homs."
SCORES = {"f1", "precision", "recall", "both", "only_a", "only_b"}


def one_sentence(err: str) -> bool:
    return err.startswith("annotator: ") and err.count("\n") == 1 and "Traceback" not in err


def work(layer: str, *marks: tuple[str, str], status: str = "done") -> str:
    spans = [
        {"label": tag, "start": (at := TEXT.index(words)), "end": at + len(words), "text": words}
        for tag, words in marks
    ]
    return json.dumps({"id": "a1", "text": TEXT, "layer": layer, "status": status, "spans": spans}) + "\n"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "sample.annotator"
    make_sample(path, "lead")
    return path


@pytest.fixture
def project(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "border.annotator"
    run("new", path)
    source = tmp_path / "work.jsonl"
    source.write_text(
        work("ana", ("actor", "The army"), ("number", "287"))
        + work("ben", ("actor", "army"), ("number", "287"))
        + work("eva", ("actor", "The army"), status="open")
    )
    assert run("import", path, source).code == 0
    return path


def test_the_answer_has_the_promised_keys(run: Run, project: Path):
    answer = run("agreement", project, "--json")
    assert answer.code == 0
    found = answer.json
    assert (found["match"], found["articles"]) == ("exact", 1)
    assert [pair["layers"] for pair in found["pairs"]] == [["ana", "ben"], ["ana", "eva"], ["ben", "eva"]]
    pair = found["pairs"][0]
    assert pair["articles"] == 1
    assert set(pair["tags"]) == {"actor", "location", "number", "claim"}
    assert all(scores.keys() >= SCORES for scores in (*pair["tags"].values(), pair["overall"]))
    assert {name: pair["tags"]["actor"][name] for name in SCORES} == {
        "f1": 0, "precision": 0, "recall": 0, "both": 0, "only_a": 1, "only_b": 1,
    }  # fmt: skip
    assert pair["overall"]["f1"] == 0.5
    assert found["alpha"].keys() == {"actor", "location", "number", "claim", "overall"}
    assert found["alpha"]["claim"] is None
    assert found["alpha"]["number"] == 1
    assert {"what": "every figure for ana and eva", "why": "no article is done by both"} in found["undefined"]
    assert {"what": "articles of eva", "count": 1, "why": "begun, and not marked as done"} in found["left_out"]


def test_the_match_rule_decides(run: Run, project: Path):
    def overall(match: str) -> dict[str, float]:
        scores: dict[str, float] = run("agreement", project, "--match", match, "--json").json["pairs"][0]["overall"]
        return scores

    assert overall("exact")["f1"] == 0.5
    assert overall("overlap")["f1"] == 1
    assert (overall("token")["both"], overall("token")["only_a"]) == (2, 1)


def test_layers_are_chosen_and_compared_in_that_order(run: Run, project: Path):
    found = run("agreement", project, "--layers", "ben,ana", "--json").json
    assert [pair["layers"] for pair in found["pairs"]] == [["ben", "ana"]]


@pytest.mark.parametrize(
    "words", [("--layers", "nobody"), ("--layers", "ana,gold"), ("--layers", ""), ("--match", "loose")]
)
def test_what_is_not_there_is_one_sentence(run: Run, project: Path, words: tuple[str, ...]):
    answer = run("agreement", project, *words, "--json")
    assert (answer.code, answer.out) == (2, "")
    assert one_sentence(answer.err)


def test_nothing_to_compare_is_an_answer_and_no_error(run: Run, tmp_path: Path):
    path = tmp_path / "empty.annotator"
    run("new", path)
    answer = run("agreement", path, "--json")
    assert answer.code == 0
    assert (answer.json["pairs"], answer.json["articles"]) == ([], 0)
    assert answer.json["undefined"] == [{"what": "every figure", "why": "there is no layer"}]
    assert set(answer.json["alpha"].values()) == {None}
    assert run("agreement", path).out.startswith("Nothing was compared.")


def test_the_sample_is_told_on_lines_that_fit_a_terminal(run: Run, sample: Path):
    answer = run("agreement", sample)
    assert answer.code == 0
    assert all(len(line) <= 100 for line in answer.out.splitlines())
    (overall,) = [line for line in answer.out.splitlines() if line.startswith("all tags") and len(line) > 50]
    assert overall.split()[-2] == "0.81"


def test_the_figures_are_written_as_tables(run: Run, sample: Path, tmp_path: Path):
    answer = run("agreement", sample, "--tables", tmp_path / "tables", "--json")
    assert answer.code == 0
    assert answer.json["articles"] == 13
    assert (tmp_path / "tables" / "pairs.csv").read_text(encoding="utf-8-sig").startswith("a,b,articles,match,tag,both")
    (tmp_path / "file").write_text("")
    refused = run("agreement", sample, "--tables", tmp_path / "file")
    assert refused.code == 2
    assert one_sentence(refused.err)


def test_agreement_reads_and_never_writes(run: Run, sample: Path):
    before = sample.read_bytes()
    run("agreement", sample, "--match", "token")
    assert sample.read_bytes() == before


def test_it_runs_as_a_program_of_its_own(shell: Run, sample: Path):
    answer = shell("agreement", sample, "--match", "overlap", "--json")
    assert (answer.code, answer.err) == (0, "")
    assert answer.json["pairs"][0]["overall"]["f1"] > 0.9
    ascii_only = shell("agreement", sample, more={"PYTHONIOENCODING": "ascii"})
    assert (ascii_only.code, ascii_only.err) == (0, "")
