"""Imports as a whole: refused before anything is written, or done, and interrupted without harm."""

import gc
import json
import tempfile
import tracemalloc
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotator.errors import UserError
from annotator.formats import jsonl
from annotator.formats.decoding import EncodingQuestion
from annotator.jobs import importing
from annotator.jobs.importing import ImportOptions, ImportReport, UnknownTagsError, import_paths
from annotator.model.layer import ALL
from annotator.model.record import Record, RecordRelation, RecordSpan
from annotator.project import pacing
from annotator.project.exporting import records
from annotator.project.importing import import_records
from annotator.project.project import Project
from tests.jobs.filling import articles_file, contents, many, record


def test_unknown_tags_are_all_named_and_nothing_is_written(project: Project, tmp_path: Path):
    source = articles_file(tmp_path / "a.jsonl", 3, tags=["weapon", "actor", "date"])
    with pytest.raises(UnknownTagsError) as caught:
        import_paths(project, [source], ImportOptions())
    assert set(caught.value.tags) == {"weapon", "date"}
    assert "weapon" in str(caught.value)
    assert "--map" in str(caught.value)
    assert contents(project) == []


def test_unknown_tags_are_mapped_or_added(project: Project, tmp_path: Path):
    source = articles_file(tmp_path / "a.jsonl", 3, tags=["weapon", "date", "actor"])
    done = import_paths(project, [source], ImportOptions(tag_map={"weapon": "number"}, add_tags=True))
    assert done.spans.new == 3
    assert {span.label for record in contents(project) for span in record.spans} == {"number", "date", "actor"}
    assert "date" in project.tagset
    assert "weapon" not in project.tagset


@pytest.mark.parametrize("after", [301, 302, 303, 305])
def test_a_cancelled_import_leaves_whole_articles_and_goes_on_when_it_is_run_again(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
):
    monkeypatch.setattr(pacing, "MOST_IN_A_TRANSACTION", 40)
    source = articles_file(tmp_path / "a.jsonl", 300)
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > after

    report = import_paths(project, [source], ImportOptions(), cancelled=cancelled)
    assert report.cancelled
    left = contents(project)
    assert 0 < len(left) < 300
    assert left == many(300)[: len(left)]
    again = import_paths(project, [source], ImportOptions())
    assert again.articles.known == len(left)
    assert contents(project) == many(300)


def test_a_long_file_is_not_read_to_its_end_before_a_cancel_is_heard(project: Project, tmp_path: Path):
    asked = iter([False] * 10 + [True] * 5)
    done = import_paths(project, [articles_file(tmp_path / "a.jsonl", 500)], ImportOptions(), cancelled=asked.__next__)
    assert done.cancelled
    assert contents(project) == []


def test_an_import_that_an_error_interrupts_leaves_whole_articles_and_goes_on(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pacing, "MOST_IN_A_TRANSACTION", 40)
    source = articles_file(tmp_path / "a.jsonl", 300)

    def report(done: int, _total: int, what: str) -> None:
        if what == "importing" and done > 50:
            raise MemoryError

    with pytest.raises(MemoryError):
        import_paths(project, [source], ImportOptions(), report)
    assert not project.connection.in_transaction
    left = contents(project)
    assert 0 < len(left) < 300
    assert left == many(300)[: len(left)]
    import_paths(project, [source], ImportOptions())
    assert contents(project) == many(300)


@pytest.mark.parametrize("layer", ["", "a\nb", "\udcff", "x" * 201, "all", "suggestions"])
def test_work_goes_by_a_name_that_can_be_shown_and_exported(project: Project, tmp_path: Path, layer: str):
    with pytest.raises(UserError, match="name"):
        import_paths(project, [articles_file(tmp_path / "a.jsonl", 1)], ImportOptions(layer=layer))
    assert contents(project) == []


def test_running_it_again_adds_nothing(project: Project, tmp_path: Path):
    source = articles_file(tmp_path / "a.jsonl", 30)
    import_paths(project, [source], ImportOptions())
    before = contents(project)
    again = import_paths(project, [source], ImportOptions())
    assert (again.articles.new, again.articles.known, again.spans.new, again.spans.known) == (0, 30, 0, 30)
    assert contents(project) == before


@pytest.mark.parametrize("room", [0, 500, 5000])
def test_what_does_not_fit_into_memory_is_read_a_second_time(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(4):
        articles_file(folder / f"{number}.jsonl", 40, first=40 * number)
    monkeypatch.setattr(importing, "KEPT_CHARACTERS", room)
    done = import_paths(project, [folder], ImportOptions())
    assert (done.articles.new, done.notes) == (160, [])
    assert contents(project) == many(160)


def test_progress_goes_up_and_ends_at_the_total(project: Project, tmp_path: Path):
    source = articles_file(tmp_path / "a.jsonl", 300)
    told: list[tuple[int, int, str]] = []
    import_paths(project, [source], ImportOptions(), lambda *what: told.append(what))
    counted = [(done, total) for done, total, _ in told if total]
    assert counted == sorted(counted)
    assert {total for _, total in counted} == {300}
    assert counted[-1] == (300, 300)


def test_a_file_that_is_broken_at_its_end_is_not_imported_at_all(project: Project, tmp_path: Path):
    broken = articles_file(tmp_path / "broken.jsonl", 20)
    broken.write_bytes(broken.read_bytes() + b"{")
    whole = articles_file(tmp_path / "whole.jsonl", 2, first=100)
    done = import_paths(project, [broken, whole], ImportOptions())
    assert done.articles.new == 2
    assert [note.path for note in done.notes] == ["broken.jsonl"]
    assert done.found_something


def test_if_nothing_can_be_read_one_sentence_says_so(project: Project, tmp_path: Path):
    (tmp_path / "a.jsonl").write_text("{")
    with pytest.raises(UserError, match=r"a\.jsonl, line 1"):
        import_paths(project, [tmp_path / "a.jsonl"], ImportOptions())
    folder = tmp_path / "empty"
    folder.mkdir()
    with pytest.raises(UserError, match="nothing to import"):
        import_paths(project, [folder], ImportOptions())
    (folder / ".hidden").touch()
    with pytest.raises(UserError, match="nothing to import"):
        import_paths(project, [folder], ImportOptions())
    (folder / "map.png").touch()
    with pytest.raises(UserError, match=r"^map\.png: It is of no kind"):
        import_paths(project, [folder], ImportOptions())


def test_the_encoding_is_asked_about_or_the_file_is_named(project: Project, tmp_path: Path):
    words = "Наблюдатели сообщили, что погибли не менее двухсот бойцов и с ними подростки.\n" * 5
    (tmp_path / "a.txt").write_bytes(words.encode("cp1251"))
    (tmp_path / "b.txt").write_text("Another article.")
    with pytest.raises(EncodingQuestion):
        import_paths(project, [tmp_path], ImportOptions(ask_encoding=True))
    assert contents(project) == []
    done = import_paths(project, [tmp_path / "a.txt", tmp_path / "b.txt"], ImportOptions())
    assert (done.articles.new, [note.path for note in done.notes]) == (1, ["a.txt"])
    done = import_paths(project, [tmp_path / "a.txt"], ImportOptions(encoding="cp1251"))
    assert done.articles.new == 1
    assert words in [record.text for record in contents(project)]


def test_a_dry_run_tells_the_same_and_writes_nothing(project: Project, tmp_path: Path):
    source = articles_file(tmp_path / "a.jsonl", 30)
    before = project.path.read_bytes()
    dry = import_paths(project, [source], ImportOptions(dry_run=True))
    assert project.path.read_bytes() == before
    assert dry == import_paths(project, [source], ImportOptions())


def test_a_dry_run_knows_what_would_be_there_by_then(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pacing, "MOST_IN_A_TRANSACTION", 7)
    source = tmp_path / "a.jsonl"
    with source.open("wb") as file:
        jsonl.write(many(30) + many(30) + [Record("Another text.", "a3"), Record(many(1)[0].text)], file)
    tried = import_paths(project, [source], ImportOptions(dry_run=True)).as_json()
    assert contents(project) == []
    done = import_paths(project, [source], ImportOptions()).as_json()
    assert done["articles"] == {"new": 30, "known": 0, "refused": 1}
    assert tried == done


def test_spans_that_coincide_stay_two_and_are_not_doubled(project: Project, tmp_path: Path):
    first = record(1)
    first.spans.append(msgspec.structs.replace(first.spans[0], id="again"))
    source = tmp_path / "a.jsonl"
    with source.open("wb") as file:
        jsonl.write([first], file)
    assert import_paths(project, [source], ImportOptions()).spans.new == 2
    assert contents(project) == [first]
    for span in first.spans:
        span.id = None
    with source.open("ab") as file:
        jsonl.write([first], file)
    again = import_paths(project, [source], ImportOptions())
    assert (again.spans.new, again.spans.known) == (0, 4)


def test_a_relation_is_not_drawn_from_another_span_of_the_same_id(project: Project, tmp_path: Path):
    first, second = record(1), record(1)
    second.spans[0] = RecordSpan(id="s1", label="actor", start=4, end=15, text="Observatory")
    second.spans.append(RecordSpan(id="s2", label="actor", start=0, end=3, text="The"))
    second.relations = [RecordRelation(id="r", label="same_as", head="s1", child="s2")]
    source = tmp_path / "a.jsonl"
    with source.open("wb") as file:
        jsonl.write([first, second], file)
    report = import_paths(project, [source], ImportOptions())
    assert report.spans.refused == 1
    assert "lacks one of its spans" in report.notes[-1].why
    assert contents(project)[0].relations == []


def test_nothing_of_an_import_stays_in_the_temporary_folder(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    import_paths(project, [articles_file(tmp_path / "a.jsonl", 3)], ImportOptions())
    assert list(scratch.iterdir()) == []


class TestReadTwice:
    """What is too much to be kept is read a second time, and looked for a second time."""

    @pytest.fixture(autouse=True)
    def _no_room(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(importing, "KEPT_CHARACTERS", 0)

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "in"
        folder.mkdir()
        for name in "abcd":
            articles_file(folder / f"{name}.jsonl", 2, first=10 * ord(name))
        (folder / "c.jsonl").write_text("no article")
        (folder / "picture.png").touch()
        return folder

    def test_what_was_refused_stays_refused_and_the_rest_comes_in(self, project: Project, folder: Path):
        done = import_paths(project, [folder, articles_file(folder.parent / "c.jsonl", 2)], ImportOptions())
        assert done.articles.new == 8
        assert [note.path for note in done.notes] == ["c.jsonl", "picture.png"]

    def test_a_file_that_has_come_since_is_left_for_the_next_time(self, project: Project, folder: Path):
        def come(_done: int, _total: int, what: str) -> None:
            if "d.jsonl" in what:
                articles_file(folder / "aa.jsonl", 2)

        assert import_paths(project, [folder], ImportOptions(), report=come).articles.new == 6
        assert import_paths(project, [folder], ImportOptions()).articles.new == 2

    def test_a_file_that_is_gone_is_said(self, project: Project, folder: Path):
        def go(_done: int, _total: int, what: str) -> None:
            if "picture.png" in what:
                (folder / "b.jsonl").unlink(missing_ok=True)

        with pytest.raises(UserError, match="gone meanwhile"):
            import_paths(project, [folder], ImportOptions(), report=go)
        import_paths(project, [folder], ImportOptions())
        assert len(contents(project)) == 4, "once more, and all that is there is there"

    def test_the_last_file_that_is_gone_is_said_too(self, project: Project, folder: Path):
        def go(_done: int, _total: int, what: str) -> None:
            if "picture.png" in what:
                (folder / "d.jsonl").unlink(missing_ok=True)

        with pytest.raises(UserError, match="gone meanwhile"):
            import_paths(project, [folder], ImportOptions(), report=go)

    def test_a_thousand_files_take_no_memory_each(
        self, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(pacing, "MOST_IN_A_TRANSACTION", 20)

        def most(count: int) -> int:
            folder = tmp_path / str(count)
            folder.mkdir(exist_ok=True)
            for number in range(count):
                (folder / f"{number}.txt").write_text(f"Report {number} of {count}.")
            gc.collect()
            tracemalloc.start()
            import_paths(project, [folder], ImportOptions(dry_run=True))
            held = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return held

        most(10)
        # Its name while its folder is looked through, and eight bytes. What takes more every time is what it takes;
        # once may have been a table of Python's own that grew meanwhile.
        assert min(most(1000) - most(200) for _ in range(3)) / 800 < 500


def test_notes_hold_no_article_text(project: Project, tmp_path: Path):
    canary = "Zanzibarquince"
    lines: list[dict[str, Any]] = [
        {"text": f"{canary} one.", "spans": [{"label": "actor", "start": 3, "end": 17, "text": canary}]},
        {"text": f"{canary} two.", "spans": [{"label": "actor", "start": 99, "end": 140, "text": "not there"}]},
        {"text": f"{canary} three.", "relations": [{"label": "about", "head": "x", "child": "y"}]},
        {"text": f"{canary} four.", "sha256": "0" * 64},
        {"text": f"{canary} five\x00."},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    done: ImportReport = import_paths(project, [path], ImportOptions())
    assert len(done.notes) == 5
    assert all(canary not in note.why and len(note.why) <= 200 for note in done.notes)


def test_an_import_of_an_export_holds_the_same(project: Project, bens: Project, tmp_path: Path):
    import_records(project, (("here", record) for record in many(20)))
    assert [record.id for record in records(bens, ALL)] == [record.id for record in many(20)]
