"""What the command line promises, command by command."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from running import Run

from annotator.formats.table import FORMATS
from annotator.project.presence import Presence

TEXT = "BELMARCH — The Observatory said at least 287 fighters 😀 were killed.\r\nThe army denied it.\n"


@pytest.fixture
def project(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "border.annotator"
    assert run("new", path).code == 0
    return path


def line(**values: object) -> str:
    return json.dumps({"text": TEXT, **values}, ensure_ascii=False) + "\n"


def span(words: str, label: str = "number", **values: object) -> dict[str, object]:
    start = TEXT.index(words)
    return {"label": label, "start": start, "end": start + len(words), "text": words, **values}


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def one_sentence(err: str) -> bool:
    return err.startswith("annotator: ") and err.count("\n") == 1 and "Traceback" not in err


def test_what_is_imported_comes_back_from_the_export_with_the_same_code_points(run: Run, project: Path, tmp_path: Path):
    source = tmp_path / "work.jsonl"
    marks = [
        span("at least 287", id="s1", attributes={"low": 287, "modifier": "at_least"}, origin="human", note="sic"),
        span("The army", "actor", id="s2", unsure=True),
        {**span("were killed", "claim", id="s3"), "fragments": [[32, 44], [54, 65]], "start": 32, "text": None},
    ]
    marks[2].pop("text")
    source.write_text(
        line(
            id="a1", meta={"title": "Battle", "desk": "night"}, layer="ana", status="done", spans=marks,
            relations=[{"id": "r1", "label": "about", "head": "s3", "child": "s1"}], labels={"topic": "war"},
        ),
        encoding="utf-8",
    )  # fmt: skip
    assert run("import", project, source).code == 0
    out = tmp_path / "out.jsonl"
    assert run("export", project, out, "--layer", "ana").code == 0
    (back,) = [json.loads(one) for one in out.read_text(encoding="utf-8").splitlines()]
    assert (back["schema"], back["offset_unit"], back["id"], back["text"]) == ("annotator/1", "codepoint", "a1", TEXT)
    assert back["meta"] == {"title": "Battle", "desk": "night"}
    assert back["labels"] == {"topic": "war"}
    by_id = {one["id"]: one for one in back["spans"]}
    assert TEXT[by_id["s1"]["start"] : by_id["s1"]["end"]] == by_id["s1"]["text"] == "at least 287"
    assert by_id["s1"]["attributes"] == {"low": 287, "modifier": "at_least"}
    assert by_id["s1"]["note"] == "sic"
    assert by_id["s2"]["unsure"] is True
    assert by_id["s3"]["fragments"] == [[32, 44], [54, 65]]
    assert back["relations"] == [{"id": "r1", "label": "about", "head": "s3", "child": "s1"}]


def test_an_export_imported_into_an_empty_project_exports_the_same_bytes(run: Run, tmp_path: Path):
    first, second = tmp_path / "one.annotator", tmp_path / "two.annotator"
    for project in (first, second):
        run("new", project)
    run("import", first, *sorted(Path("sample_corpus").glob("*.jsonl")))
    run("export", first, tmp_path / "one.jsonl")
    answer = run("import", second, tmp_path / "one.jsonl", "--json")
    assert (answer.code, answer.json["notes"]) == (0, [])
    run("export", second, tmp_path / "two.jsonl")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_importing_the_same_again_adds_nothing(run: Run, project: Path, tmp_path: Path):
    source = tmp_path / "a.jsonl"
    source.write_text(line(id="a1", layer="ana", spans=[span("at least 287")]), encoding="utf-8")
    first = run("import", project, source, "--json").json
    again = run("import", project, source, "--json").json
    assert (first["articles"]["new"], first["spans"]["new"]) == (1, 1)
    assert (again["articles"], again["spans"]["new"]) == ({"new": 0, "known": 1, "refused": 0}, 0)
    assert run("status", project, "--json").json["layers"]["ana"]["spans"] == {"number": 1}


def test_the_same_text_from_the_same_source_without_an_id_is_the_same_article(run: Run, project: Path, tmp_path: Path):
    source = tmp_path / "a.jsonl"
    source.write_text(line(meta={"source": "Wire"}) + line(meta={"source": "Wire"}) + line(meta={"source": "Other"}))
    assert run("import", project, source, "--json").json["articles"] == {"new": 2, "known": 0, "refused": 0}


def test_the_same_text_under_another_id_is_a_second_article_of_one_story(run: Run, project: Path, tmp_path: Path):
    source = tmp_path / "a.jsonl"
    source.write_text(line(id="one") + line(id="two"))
    run("import", project, source)
    run("export", project, tmp_path / "o.jsonl")
    stories = [json.loads(one)["meta"]["story"] for one in (tmp_path / "o.jsonl").read_text().splitlines()]
    assert stories == ["one", "one"]


def test_the_same_id_with_another_text_is_refused_by_name(run: Run, project: Path, tmp_path: Path):
    source = tmp_path / "a.jsonl"
    source.write_text(line(id="a1") + json.dumps({"id": "a1", "text": "Something else."}) + "\n")
    answer = run("import", project, source, "--json")
    assert answer.code == 1
    assert answer.json["articles"] == {"new": 1, "known": 0, "refused": 1}
    assert "a1" in answer.json["notes"][0]["why"]


def test_an_unknown_tag_stops_the_import_before_anything_is_written(run: Run, project: Path, tmp_path: Path):
    source = tmp_path / "a.jsonl"
    source.write_text(line(id="a1") + line(id="a2", spans=[span("The army", "Organisation")]))
    before = fingerprint(project)
    answer = run("import", project, source)
    assert (answer.code, fingerprint(project)) == (2, before)
    assert one_sentence(answer.err)
    assert "Organisation" in answer.err
    assert run("import", project, source, "--map", "Organisation=actor").code == 0
    assert run("status", project, "--json").json["layers"]["imported"]["spans"] == {"actor": 1}


def test_an_unknown_tag_can_be_added(run: Run, project: Path, tmp_path: Path):
    source = tmp_path / "a.jsonl"
    source.write_text(line(spans=[span("fighters", "weapon")]))
    assert run("import", project, source, "--add-tags").code == 0
    assert run("status", project, "--json").json["layers"]["imported"]["spans"] == {"weapon": 1}
    assert run("verify", project).code == 0


def test_a_shifted_span_is_moved_to_its_words_and_a_lost_one_is_refused_by_name(
    run: Run, project: Path, tmp_path: Path
):
    source = tmp_path / "a.jsonl"
    shifted = span("at least 287")
    shifted["start"], shifted["end"] = int(shifted["start"]) + 7, int(shifted["end"]) + 7
    lost = {"label": "actor", "start": 0, "end": 5, "text": "Nobody"}
    source.write_text(line(id="a1", spans=[shifted, lost]))
    answer = run("import", project, source, "--json")
    assert answer.code == 1
    assert answer.json["spans"] == {"new": 1, "known": 0, "reanchored": 1, "refused": 1}
    assert len(answer.json["notes"]) == 2
    assert run("verify", project).code == 0


def test_a_dry_run_tells_the_same_and_writes_nothing(run: Run, project: Path, tmp_path: Path):
    source = tmp_path / "a.jsonl"
    source.write_text(line(id="a1", spans=[span("at least 287")]) + line(id="a1"))
    before = fingerprint(project)
    told = run("import", project, source, "--dry-run", "--json").json
    assert fingerprint(project) == before
    assert told == run("import", project, source, "--json").json


def test_status_and_layer_can_be_set_from_outside(run: Run, project: Path, tmp_path: Path):
    source = tmp_path / "a.jsonl"
    source.write_text(line(layer="ana", status="done", spans=[span("at least 287")]))
    run("import", project, source, "--layer", "expert", "--status", "open")
    layers = run("status", project, "--json").json["layers"]
    assert layers == {"expert": {"done": 0, "open": 1, "spans": {"number": 1}}}


def test_text_that_is_not_utf_8_is_named_and_asked_about(run: Run, project: Path, tmp_path: Path):
    source = tmp_path / "old.txt"
    russian = "Армия заявила, что потеряла двенадцать солдат. Наблюдатели сообщили о двадцати погибших. " * 4
    source.write_bytes(russian.encode("cp1251"))
    before = fingerprint(project)
    answer = run("import", project, source)
    assert (answer.code, fingerprint(project)) == (2, before)
    assert one_sentence(answer.err)
    assert "--encoding" in answer.err
    assert run("import", project, source, "--encoding", "cp1251").code == 0
    run("export", project, tmp_path / "o.jsonl")
    assert json.loads((tmp_path / "o.jsonl").read_text(encoding="utf-8"))["text"] == russian


def test_an_encoding_is_for_text_that_is_not_utf_8_and_leaves_the_rest_alone(run: Run, project: Path, tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "new.txt").write_text("Потери армии неизвестны.", encoding="utf-8")
    (folder / "old.txt").write_bytes("Потери армии велики и очень велики.".encode("cp1251"))
    assert run("import", project, folder, "--encoding", "cp1251").code == 0
    run("export", project, tmp_path / "o.jsonl")
    texts = {json.loads(one)["text"] for one in (tmp_path / "o.jsonl").read_text(encoding="utf-8").splitlines()}
    assert texts == {"Потери армии неизвестны.", "Потери армии велики и очень велики."}


def test_a_folder_and_a_zip_bring_what_can_be_read_and_name_the_rest(run: Run, project: Path, tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("One article about the ferry.")
    (folder / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.writestr("d.txt", "Another article about the dam.")
        archive.writestr("../evil.txt", "Escaped.")
    answer = run("import", project, folder, "--json")
    assert answer.code == 1
    assert answer.json["articles"]["new"] >= 1
    assert any("b.png" in note["path"] for note in answer.json["notes"])
    assert not (tmp_path / "evil.txt").exists()


def test_standard_input_brings_jsonl(shell: Run, tmp_path: Path):
    shell("new", "p.annotator")
    answer = shell("import", "p.annotator", "-", "--json", stdin=line(id="a1").encode())
    assert (answer.code, answer.json["articles"]["new"]) == (0, 1)


def test_the_csv_is_safe_in_a_spreadsheet(run: Run, project: Path, tmp_path: Path):
    text = "=HYPERLINK(1) said the army."
    source = tmp_path / "a.jsonl"
    mark = {"label": "actor", "start": 0, "end": 13, "text": "=HYPERLINK(1)"}
    source.write_text(json.dumps({"text": text, "spans": [mark]}) + "\n")
    run("import", project, source)
    answer = run("export", project, tmp_path / "o.csv", "--format", "annotations", "--json")
    assert answer.code == 0
    assert answer.json["spans"] == 1
    assert ",=HYPERLINK" not in (tmp_path / "o.csv").read_text(encoding="utf-8-sig")


def test_of_many_files_some_are_named_and_the_others_counted(run: Run, project: Path, tmp_path: Path):
    source = tmp_path / "a.jsonl"
    marks = [{"label": label, "start": 0, "end": 3, "text": "The"} for label in ("actor", "weapon", "date")]
    source.write_text(json.dumps({"text": "The army.", "spans": marks}) + "\n")
    assert run("import", project, source, "--add-tags").code == 0
    answer = run("export", project, tmp_path / "o.conll", "--format", "conll", "--flatten", "per_tag")
    assert answer.code == 0
    assert "to o.actor.conll, o.location.conll, o.number.conll, o.claim.conll and 2 more." in answer.out
    assert len(list(tmp_path.glob("o.*.conll"))) == 6


def test_an_export_that_cannot_be_written_leaves_what_was_there(run: Run, project: Path, tmp_path: Path):
    folder = tmp_path / "taken.jsonl"
    folder.mkdir()
    answer = run("export", project, folder)
    assert answer.code == 2
    assert one_sentence(answer.err)
    assert run("export", project, tmp_path / "no" / "such" / "folder.jsonl").code == 2


def test_a_layer_nobody_has_is_refused(run: Run, project: Path, tmp_path: Path):
    answer = run("export", project, tmp_path / "o.jsonl", "--layer", "nobody")
    assert answer.code == 2
    assert one_sentence(answer.err)
    assert not (tmp_path / "o.jsonl").exists()


def test_verify_finds_damage_and_says_where(run: Run, project: Path, tmp_path: Path):
    source = tmp_path / "a.jsonl"
    source.write_text(line(id="a1", spans=[span("at least 287", id="s1")]))
    run("import", project, source)
    assert run("verify", project, "--json").json == {"ok": True, "articles": 1, "spans": 1, "problems": []}
    with closing(sqlite3.connect(project)) as connection, connection:
        connection.execute("UPDATE span SET start = start + 1")
    answer = run("verify", project, "--json")
    assert answer.code == 1
    assert any("s1" in problem["where"] for problem in answer.json["problems"])


def test_a_backup_opens_and_holds_the_same(run: Run, project: Path, tmp_path: Path):
    source = tmp_path / "a.jsonl"
    source.write_text(line(id="a1", spans=[span("at least 287")]))
    run("import", project, source)
    copy = tmp_path / "copy.annotator"
    assert run("backup", project, copy).code == 0
    assert run("status", copy, "--json").json == run("status", project, "--json").json
    again = run("backup", project, copy)
    assert again.code == 2
    assert one_sentence(again.err)


@pytest.mark.parametrize("command", ["status", "agreement", "verify", "import", "export", "backup"])
@pytest.mark.parametrize("content", [b"", b"not a project", b"SQLite format 3\x00" + bytes(200)])
def test_what_is_no_project_is_refused_untouched(run: Run, tmp_path: Path, command: str, content: bytes):
    path = tmp_path / "x.annotator"
    path.write_bytes(content)
    answer = run(command, path, *([tmp_path / "o.jsonl"] if command in ("import", "export", "backup") else []))
    assert answer.code == 2
    assert one_sentence(answer.err)
    assert path.read_bytes() == content
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.annotator"]


def test_a_mistyped_name_makes_no_file(run: Run, tmp_path: Path):
    answer = run("status", tmp_path / "typo.annotator")
    assert answer.code == 2
    assert one_sentence(answer.err)
    assert list(tmp_path.iterdir()) == []


def test_while_another_program_edits_the_project_import_says_who_and_reading_goes_on(
    run: Run, project: Path, tmp_path: Path
):
    source = tmp_path / "a.txt"
    source.write_text("An article.")
    presence = Presence.take(project)
    try:
        answer = run("import", project, source)
        assert answer.code == 2
        assert one_sentence(answer.err)
        assert "process" in answer.err
        assert run("status", project).code == 0
    finally:
        presence.release()
    assert run("import", project, source).code == 0


def test_a_mistyped_command_is_not_taken_for_a_project(run: Run, tmp_path: Path):
    answer = run("stauts", tmp_path / "border.annotator")
    assert answer.code == 2
    assert "stauts" in answer.err
    assert one_sentence(answer.err)


def test_the_help_names_the_formats_of_the_table(run: Run):
    for command, can in (("import", "read"), ("export", "write")):
        # A long line may be broken at the hyphen of a name.
        said = "".join(run(command, "--help").out.split())
        assert all(known.name in said for known in FORMATS if getattr(known, can)), command


@pytest.mark.skipif(sys.platform == "win32", reason="names are Unicode there")
def test_a_project_whose_name_is_not_unicode_is_worked_with(shell: Run, tmp_path: Path):
    name = os.fsdecode(b"a\xff\nb.annotator")
    for terminal in ("utf-8", "ascii"):
        (tmp_path / name).unlink(missing_ok=True)
        made = shell("new", name, more={"PYTHONIOENCODING": terminal})
        assert (made.code, made.out.count("\n"), made.err) == (0, 1, "")
        assert shell("status", name, "--json").json["articles"] == 0
    missing = shell("status", os.fsdecode(b"x\xff\ny.annotator"))
    assert missing.code == 2
    assert one_sentence(missing.err)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_an_answer_that_cannot_be_written_is_one_sentence(shell: Run, tmp_path: Path):
    shell("new", "p.annotator")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "annotator", "status", "p.annotator", "--json"],
            cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        )  # fmt: skip
    assert done.returncode == 2
    assert one_sentence(done.stderr)


def test_without_standard_input_an_import_from_it_is_refused(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", None)
    answer = run("import", project, "-", "--json")
    assert (answer.code, answer.out) == (2, "")
    assert one_sentence(answer.err)


def test_every_command_explains_itself(run: Run):
    for command in ("new", "import", "export", "status", "agreement", "verify", "backup", "demo"):
        answer = run(command, "--help")
        assert answer.code == 0
        assert answer.out.startswith("Usage")


def test_with_no_screen_the_window_says_what_to_do(shell: Run):
    answer = shell("new", "p.annotator")
    assert answer.code == 0
    answer = shell("p.annotator")
    assert answer.code == 2
    assert one_sentence(answer.err)
