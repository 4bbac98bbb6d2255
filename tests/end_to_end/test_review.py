"""Reviewing from the command line: exactly the unanimous spans reach gold, and the rest is listed once each."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from running import Run

from annotator.project.presence import Presence

TEXT = "The Observatory said at least 287 fighters were killed near Homs, among them 26 minors."
NAMES = ("ana", "ben", "eva")


@pytest.fixture
def project(run: Run, tmp_path: Path) -> Path:
    """Three layers over twenty articles."""
    path = tmp_path / "border.annotator"
    run("new", path)
    source = tmp_path / "layers.jsonl"
    source.write_text("".join(line(number, name) for number in range(20) for name in NAMES), "utf-8")
    assert run("import", path, source).code == 0
    return path


def line(number: int, name: str) -> str:
    words = ["fighters", "Homs", ["at least 287", "287", "287 fighters"][NAMES.index(name) * (number % 2)]]
    if name == "eva" and number % 3 == 0:
        words.append("26")
    spans = [span(each) for each in words]
    return json.dumps({"text": f"{TEXT} {number}", "id": f"a{number}", "layer": name, "spans": spans}) + "\n"


def span(words: str) -> dict[str, object]:
    start = TEXT.index(words)
    tag = {"fighters": "actor", "Homs": "location"}.get(words, "number")
    return {"label": tag, "start": start, "end": start + len(words), "text": words}


def exported(run: Run, project: Path, layer: str) -> list[dict[str, Any]]:
    out = project.with_name(f"{layer}.jsonl")
    assert run("export", project, out, "--layer", layer).code == 0
    return [json.loads(one) for one in out.read_text("utf-8").splitlines()]


def test_adjudicate_takes_what_is_unanimous_and_nothing_else(run: Run, project: Path) -> None:
    answer = run("adjudicate", project, "--json")
    # Ten articles on which the number differs, and seven on which only eva saw the minors.
    assert (answer.code, answer.err) == (0, "")
    assert answer.json == {"articles": 20, "unanimous": 50, "accepted": 50, "open": 17, "decided": 0, "labels": 0}
    gold = exported(run, project, "gold")
    assert Counter(one["text"] for article in gold for one in article["spans"]) == {
        "fighters": 20, "Homs": 20, "at least 287": 10,
    }  # fmt: skip
    for article in gold:
        for one in article["spans"]:
            assert one["origin"] == "adjudicated"
            assert one["decision"]["by"] == "ana"
            assert one["decision"]["how"] == "unanimous"
            assert one["decision"]["votes"] == dict.fromkeys(NAMES, "same")
    again = run("adjudicate", project, "--json").json
    assert (again["accepted"], again["unanimous"], again["open"]) == (0, 50, 17)
    assert run("verify", project).code == 0


def test_conflicts_lists_the_rest_once_each(run: Run, project: Path) -> None:
    for step in ("before", "after"):
        answer = run("conflicts", project, "--json")
        assert (answer.code, answer.err) == (0, "")
        found = answer.json
        assert len(found) == len({conflict["id"] for conflict in found}) == 17
        assert Counter(tuple(conflict["differs"]) for conflict in found) == {("boundary",): 10, ("missing",): 7}
        listed = Counter(one["id"] for conflict in found for one in conflict["spans"].values() if one)
        assert set(listed.values()) == {1}
        assert all(conflict["state"] == "open" and conflict["decision"] is None for conflict in found)
        assert {tuple(conflict["spans"]) for conflict in found} == {NAMES}
        if step == "before":
            run("adjudicate", project)
    assert run("conflicts", project, "--state", "decided", "--json").json == []
    assert len(run("conflicts", project, "--state", "all", "--json").json) == 17


def test_status_counts_conflicts_before_and_after_anything_was_kept(run: Run, project: Path) -> None:
    assert run("status", project, "--json").json["conflicts"] == {"open": 17, "decided": 0}
    run("adjudicate", project, "--policy", "only-layer")
    status = run("status", project, "--json").json
    assert status["conflicts"] == {"open": 17, "decided": 0}
    assert "Conflicts: 17 open, 0 decided" in run("status", project).out


def test_without_json_each_conflict_is_a_line_for_people(run: Run, project: Path) -> None:
    lines = run("conflicts", project).out.splitlines()
    assert len(lines) == 17
    assert lines[0] == "a0 · open · missing · ana: nothing, ben: nothing, eva: number “26”"
    assert "ana: number “at least 287”, ben: number “287”, eva: number “287 fighters”" in lines[1]
    out = run("adjudicate", project, "--dry-run").out
    assert "50 spans and 0 labels would come into gold." in out
    assert "50 spans and 0 labels came into gold." in run("adjudicate", project).out


def test_a_dry_run_and_the_listing_change_no_byte(run: Run, project: Path) -> None:
    before = project.read_bytes()
    run("adjudicate", project, "--dry-run", "--json")
    run("conflicts", project, "--json")
    run("status", project)
    assert project.read_bytes() == before


def test_other_policies_go_by_their_names(run: Run, project: Path) -> None:
    answer = run("adjudicate", project, "--policy", "shorter-edges", "--json")
    assert (answer.code, answer.json["accepted"]) == (0, 0)
    refused = run("adjudicate", project, "--policy", "majority", "--json")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("annotator: There is no policy called majority")
    assert refused.err.count("\n") == 1


@pytest.mark.parametrize(
    "words", [("adjudicate",), ("conflicts",), ("adjudicate", "--dry-run"), ("conflicts", "--json")]
)
def test_what_cannot_be_read_is_said_in_one_sentence(words: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    (tmp_path / "text.annotator").write_text("no project")
    for path in (tmp_path / "none.annotator", tmp_path / "text.annotator"):
        answer = run(words[0], path, *words[1:])
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith("annotator: ")
        assert answer.err.count("\n") == 1


def test_an_empty_project_has_no_conflicts_and_nothing_to_accept(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.annotator"
    run("new", path)
    assert run("conflicts", path, "--json").json == []
    assert run("conflicts", path).out == ""
    assert run("adjudicate", path, "--json").json["accepted"] == 0
    refused = run("export", path, tmp_path / "gold.jsonl", "--layer", "gold")
    assert refused.code == 2
    assert "no gold layer" in refused.err


def test_a_project_that_is_open_elsewhere_can_be_listed_and_not_decided(run: Run, project: Path) -> None:
    held = Presence.take(project)
    try:
        assert len(run("conflicts", project, "--json").json) == 17
        assert run("adjudicate", project, "--dry-run", "--json").json["accepted"] == 50
        refused = run("adjudicate", project)
        assert refused.code == 2
        assert "is open in another program" in refused.err
    finally:
        held.release()


def test_gold_comes_back_from_its_export_with_the_decisions(run: Run, project: Path, tmp_path: Path) -> None:
    run("adjudicate", project)
    run("export", project, tmp_path / "all.jsonl")
    other = tmp_path / "other.annotator"
    run("new", other)
    assert run("import", other, tmp_path / "all.jsonl", "--json").json["notes"] == []
    run("export", other, tmp_path / "again.jsonl")
    assert (tmp_path / "all.jsonl").read_bytes() == (tmp_path / "again.jsonl").read_bytes()
    assert run("adjudicate", other, "--json").json["accepted"] == 0
    losses = run("export", project, tmp_path / "gold.csv", "--layer", "gold", "--format", "annotations", "--json").json
    assert ("decisions", 50) in [(loss["what"], loss["count"]) for loss in losses["loss"]]


def test_the_view_of_conflicts_can_be_read_by_other_programs(run: Run, project: Path) -> None:
    run("adjudicate", project)
    with closing(sqlite3.connect(project)) as connection:
        rows = connection.execute("SELECT count(*), count(DISTINCT conflict) FROM conflicts").fetchone()
        answers = connection.execute(
            "SELECT layer, tag, text FROM conflicts WHERE differs = '[\"missing\"]' AND article = 'a0'"
        ).fetchall()
    assert rows == (51, 17)
    assert sorted(answers, key=str) == [("ana", None, None), ("ben", None, None), ("eva", "number", "26")]


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal as a terminal does")
@pytest.mark.parametrize(("command", "code"), [(("adjudicate",), 1), (("conflicts", "--json"), 2)])
def test_the_first_ctrl_c_leaves_whole_articles_and_a_whole_answer_or_none(
    command: tuple[str, ...], code: int, run: Run, project: Path
) -> None:
    """Pressed once the program has begun to report how far it is."""
    program = (
        "import os, signal, sys\n"
        "from annotator import cli, cli_base\n"
        "from annotator.jobs import progress\n"
        "told = []\n"
        "class Stop(cli_base._Stop):\n"
        "    def __call__(self):\n"
        "        told.append(1)\n"
        "        if len(told) == 2: os.kill(os.getpid(), signal.SIGINT)\n"
        "        return self.asked\n"
        "cli_base._Stop = Stop\n"
        f"sys.argv = ['annotator', {command[0]!r}, {str(project)!r}, *{command[1:]!r}]\n"
        "cli.main()\n"
    )
    environment = os.environ | {"ANNOTATOR_NAME": "ana", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == code, done.stderr
    assert "topped" in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == "" or command == ("adjudicate",)
    assert run("verify", project).code == 0
