"""``annotator export --training`` and ``annotator stories`` as they are started from a shell."""

import json
import random
from pathlib import Path

import pytest
from running import Run

WORDS = [f"word{number}" for number in range(3000)]


def one_sentence(err: str) -> bool:
    return err.startswith("annotator: ") and err.count("\n") == 1 and "Traceback" not in err


@pytest.fixture
def project(run: Run, tmp_path: Path) -> Path:
    """Thirty articles that ana is done with, every second one a copy of the one before."""
    path = tmp_path / "border.annotator"
    run("new", path)
    lines = []
    for number in range(30):
        text = f"Take {number}. {' '.join(random.Random(number // 2).choices(WORDS, k=60))}"
        spans = [{"label": "actor", "start": 0, "end": 4, "text": "Take"}]
        lines.append(json.dumps({"id": f"a{number}", "text": text, "layer": "ana", "status": "done", "spans": spans}))
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    answer = run("import", path, tmp_path / "in.jsonl")
    assert answer.code == 0
    assert "Stories: 30 articles are copies, of 15.\n" in answer.out
    return path


def test_a_folder_of_splits_and_a_card(run: Run, project: Path, tmp_path: Path):
    answer = run("export", project, tmp_path / "out", "--training")
    assert answer.code == 0
    assert answer.out.startswith(f"Wrote 30 articles with 30 spans to {tmp_path / 'out'}.\ntrain: 24 articles of 12 ")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "README.md", "tagset.json", "train.jsonl", "dev.jsonl", "test.jsonl",
    }  # fmt: skip


def test_json_is_one_value_with_what_was_promised(run: Run, project: Path, tmp_path: Path):
    found = run(
        "export", project, tmp_path / "out.zip", "--training", "--shares", "1,0,1", "--seed", "4", "--json"
    ).json
    assert {"articles", "spans", "relations", "loss", "splits", "off_tokens", "left_out", "seeds"} <= found.keys()
    assert {name: split["articles"] for name, split in found["splits"].items()} == {"train": 16, "test": 14}
    assert found["seeds"]["splits"] == 4


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--seed", "3"], "--seed is for --training."),
        (["--training", "--layer", "ana"], "--layer has no use with --training."),
        (["--training", "--tiers", "silver"], "There is no tier silver; there are gold, single, disputed."),
        (["--training", "--shares", "80,20"], "--shares takes 3 values with commas between, not 80,20."),
        (["--training", "--shares", "a,b,c"], "--shares takes three whole numbers, not a,b,c."),
        (["--training", "--dates", "2026-11-01"], "--dates takes 2 values"),
        (["--training", "--split-by", "date"], "No article has a date"),
        (["--training", "--tiers", "disputed"], "There is nothing to train from"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(run: Run, project: Path, tmp_path: Path, options: list[str], why: str):
    answer = run("export", project, tmp_path / "out", *options)
    assert answer.code == 2
    assert one_sentence(answer.err)
    assert why in answer.err
    assert not (tmp_path / "out").exists()


def test_stories_are_named_and_looked_for(run: Run, project: Path):
    listed = run("stories", project, "--json").json
    assert len(listed) == 15
    assert listed[0] == {"story": "a0", "articles": ["a0", "a1"]}
    answer = run("stories", project, "--find")
    assert answer.out.startswith("No new copies were found.\na0: a0, a1\n")


def test_a_dry_run_says_what_the_export_would_say_and_writes_nothing(run: Run, project: Path, tmp_path: Path):
    options = ("--training", "--format", "conll", "--shares", "1,1,1", "--json")
    before = sorted(tmp_path.iterdir())
    foreseen = run("export", project, tmp_path / "out", *options, "--dry-run").json
    said = run("export", project, tmp_path / "out", "--training", "--dry-run").out
    assert sorted(tmp_path.iterdir()) == before
    assert run("export", project, tmp_path / "out", *options).json == foreseen
    assert foreseen["leak_check"] == {"articles": 30, "crossing": 0}
    assert said.startswith("Would write 30 articles with 30 spans to ")
    assert "\nTag actor: 30 spans (24 train, " in said


def test_a_dry_run_of_a_plain_export_counts_the_loss_and_writes_nothing(run: Run, project: Path, tmp_path: Path):
    before = sorted(tmp_path.iterdir())
    answer = run("export", project, tmp_path / "out.csv", "--format", "annotations", "--dry-run", "--json")
    assert sorted(tmp_path.iterdir()) == before
    assert answer.json == run("export", project, tmp_path / "out.csv", "--format", "annotations", "--json").json
    loss = {one["what"]: one for one in answer.json["loss"]}
    assert loss["states of layers"]["place"]["article"] == "a0"
