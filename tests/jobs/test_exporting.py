"""Exports as a whole: a file that is whole, or the file that was there before."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.formats import archive, huggingface, jsonl
from annotator.formats.options import Flatten, WriteOptions
from annotator.formats.source import file_source
from annotator.formats.table import FORMATS
from annotator.jobs import exporting
from annotator.jobs.exporting import ExportCancelledError, export_project, foreseen_loss
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.sample import make_sample
from annotator.model.record import LossReport, Record, RecordSpan
from annotator.model.tagset import Tagset
from annotator.project import reading
from annotator.project.creating import create
from annotator.project.exporting import records
from annotator.project.importing import import_records
from annotator.project.project import Project
from tests.jobs.filling import contents, many


@pytest.fixture
def filled(project: Project) -> Project:
    import_records(project, (("here", record) for record in many(250)))
    return project


def names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir() if not entry.name.startswith("news.annotator")}


def test_an_export_holds_every_article_and_imports_as_the_same_project(filled: Project, tmp_path: Path, tagset: Tagset):
    report = export_project(filled, tmp_path / "out.jsonl")
    assert (report.articles, report.spans, report.loss) == (250, 250, [])
    create(tmp_path / "second.annotator", tagset, "ana")
    with Project.open(tmp_path / "second.annotator", "ana") as second:
        import_paths(second, [tmp_path / "out.jsonl"], ImportOptions())
        assert contents(second) == contents(filled)


@pytest.mark.parametrize("old", [None, b"old"])
@pytest.mark.parametrize("after", [0, 1, 120])
def test_a_cancelled_export_leaves_what_was_there(filled: Project, tmp_path: Path, old: bytes | None, after: int):
    out = tmp_path / "out.jsonl"
    if old is not None:
        out.write_bytes(old)
    before = names(tmp_path)
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > after

    with pytest.raises(ExportCancelledError):
        export_project(filled, out, cancelled=cancelled)
    assert names(tmp_path) == before
    assert old is None or out.read_bytes() == old


def test_the_project_is_not_overwritten_by_its_own_export(filled: Project, tmp_path: Path):
    before = contents(filled)
    (tmp_path / "link.jsonl").symlink_to(filled.path)
    (tmp_path / "twin.jsonl").hardlink_to(filled.path)
    for out in (
        filled.path,
        tmp_path / "link.jsonl",
        tmp_path / "twin.jsonl",
        tmp_path / "x" / ".." / filled.path.name,
    ):
        with pytest.raises(UserError):
            export_project(filled, out)
    assert contents(filled) == before


def test_an_export_never_takes_the_place_of_another_project(filled: Project, tmp_path: Path):
    other = tmp_path / "somebody's.annotator"
    other.write_bytes(b"work")
    with pytest.raises(UserError, match="taken for a project"):
        export_project(filled, other)
    assert other.read_bytes() == b"work"


@pytest.mark.parametrize("layer", ["nobody", "gold", ""])
def test_a_layer_that_is_not_there_is_refused_and_no_file_appears(filled: Project, tmp_path: Path, layer: str):
    with pytest.raises(UserError, match="nothing was written"):
        export_project(filled, tmp_path / "out.jsonl", layer=layer)
    assert names(tmp_path) == set()


def test_a_format_that_cannot_be_written_is_refused(filled: Project, tmp_path: Path):
    with pytest.raises(UserError, match="jsonl"):
        export_project(filled, tmp_path / "out.txt", "text")
    assert names(tmp_path) == set()


def test_progress_goes_up_an_article_at_a_time_and_ends_at_the_total(filled: Project, tmp_path: Path):
    told: list[tuple[int, int]] = []
    export_project(filled, tmp_path / "out.jsonl", report=lambda done, total, _: told.append((done, total)))
    assert told == [(done, 250) for done in range(1, 251)]


def test_an_export_goes_on_while_somebody_writes_and_holds_whole_articles(
    filled: Project, bens: Project, tmp_path: Path
):
    added = iter(range(1000, 1250))

    def report(done: int, _total: int, _what: str) -> None:
        if done % 50 == 0:
            import_records(bens, (("here", record) for record in many(1, first=next(added))))

    export_project(filled, tmp_path / "out.jsonl", report=report)
    found = list(jsonl.read(file_source(tmp_path / "out.jsonl"), None))
    assert [record.id for record in found[:250]] == [record.id for record in many(250)]
    assert all(len(record.spans) == 1 for record in found)
    assert reading.count_articles(bens) >= 255


def test_the_lines_name_their_tagset(filled: Project, tmp_path: Path):
    export_project(filled, tmp_path / "out.jsonl")
    (first, *_) = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (first["tagset"], first["tagset_version"]) == (filled.tagset.name, filled.tagset.version)


def test_the_loss_is_foreseen_without_a_file_and_is_the_loss_of_the_export(filled: Project, tmp_path: Path):
    before = names(tmp_path)
    foreseen = foreseen_loss(filled, "annotations")
    assert names(tmp_path) == before
    assert foreseen == export_project(filled, tmp_path / "out.csv", "annotations")
    assert {loss.what for loss in foreseen.loss} == {"states of layers", "names and versions of tagsets"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The sample with the work of two people, which no format but our own can hold as it is."""
    path = tmp_path_factory.mktemp("sample") / "sample.annotator"
    make_sample(path, "lead")
    with Project.open(path, "lead", read_only=True) as project:
        yield project


_WRITTEN = [(known.name, "longest") for known in FORMATS if known.write is not None]
_A_FILE_FOR_EACH_TAG = [(known.name, "per_tag") for known in FORMATS if "flatten" in known.heeds]


@pytest.mark.parametrize(("name", "flatten"), _WRITTEN + _A_FILE_FOR_EACH_TAG)
def test_what_is_counted_in_batches_is_what_the_export_loses(
    sample: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, flatten: Flatten
):
    monkeypatch.setattr(exporting, "_FIRST_BATCH", 1)
    monkeypatch.setattr(exporting, "_LARGEST_BATCH", 4)
    options, known = WriteOptions(flatten=flatten), []
    try:
        foreseen = foreseen_loss(sample, name, options=options, so_far=known.append)
    except UserError as error:
        pytest.skip(str(error))
    done = export_project(sample, tmp_path / f"out.{name}", name, options=options)
    assert (foreseen.articles, foreseen.spans, foreseen.relations) == (done.articles, done.spans, done.relations)
    assert {loss.what: loss.count for loss in foreseen.loss} == {loss.what: loss.count for loss in done.loss}
    assert [one.articles for one in known[:4]] == [1, 3, 7, 11]
    assert known[-1] == foreseen


@pytest.mark.parametrize("name", ["conll", "huggingface"])
def test_a_file_for_each_tag_and_its_side_file_hold_every_relation_once_with_its_spans(
    sample: Project, tmp_path: Path, name: str
):
    side = tmp_path / "side.jsonl"
    done = export_project(sample, tmp_path / "out.x", name, options=WriteOptions(flatten="per_tag"), side_file=side)
    found = list(jsonl.read(file_source(side), None))
    if name == "huggingface":
        for path in tmp_path.glob("out.*.x"):
            found += huggingface.read(file_source(path), None)
    ids: Counter[str | None] = Counter()
    for record in found:
        spans = {span.id for span in record.spans}
        assert all({relation.head, relation.child} <= spans for relation in record.relations)
        ids.update(relation.id for relation in record.relations)
    wanted = [relation.id for record in records(sample, "all") for relation in record.relations]
    assert ids == Counter(wanted)
    lost = {loss.what: loss.count for loss in done.loss}
    assert lost["relations"] + done.relations == len(wanted)


def test_counting_tells_how_many_articles_are_counted_not_how_often_each_is(filled: Project):
    told: list[tuple[int, int]] = []
    options = WriteOptions(flatten="per_tag")
    foreseen_loss(filled, "conll", report=lambda done, total, _: told.append((done, total)), options=options)
    assert told[-1] == (250, 250)
    assert told == sorted(told)


def test_counting_stops_at_the_next_article(filled: Project):
    told: list[int] = []
    known: list[LossReport] = []
    with pytest.raises(ExportCancelledError):
        foreseen_loss(
            filled,
            "annotations",
            report=lambda done, *_: told.append(done),
            cancelled=lambda: told[-1] == 60,
            so_far=known.append,
        )
    assert told[-1] == 60
    assert [one.articles for one in known] == [25]


def test_what_the_format_cannot_hold_is_in_the_side_file(filled: Project, tmp_path: Path):
    export_project(filled, tmp_path / "out.csv", "annotations", side_file=tmp_path / "left.jsonl")
    found = list(jsonl.read(file_source(tmp_path / "left.jsonl"), None))
    assert len(found) == 250
    assert {(record.status, len(record.spans)) for record in found} == {("done", 0)}


def test_there_is_no_side_file_if_nothing_is_left_out_and_another_stays_as_it_was(filled: Project, tmp_path: Path):
    for _ in range(2):
        export_project(filled, tmp_path / "out.jsonl", side_file=tmp_path / "left.jsonl")
        assert names(tmp_path) == {"out.jsonl"}
    (tmp_path / "left.jsonl").write_text("of another export", encoding="utf-8")
    export_project(filled, tmp_path / "out.jsonl", side_file=tmp_path / "left.jsonl")
    assert (tmp_path / "left.jsonl").read_text(encoding="utf-8") == "of another export"


def test_the_side_file_is_neither_the_export_nor_a_project(filled: Project, tmp_path: Path):
    before = contents(filled)
    for side in (tmp_path / "out.csv", tmp_path / "x" / ".." / "out.csv", filled.path):
        with pytest.raises(UserError):
            export_project(filled, tmp_path / "out.csv", "annotations", side_file=side)
    assert names(tmp_path) == set()
    assert contents(filled) == before


def test_a_file_for_each_tag_loses_no_overlap(filled: Project, tmp_path: Path):
    text = "The army of Syria said so."
    spans = [
        RecordSpan(id="s1", label="actor", start=4, end=17, text=text[4:17]),
        RecordSpan(id="s2", label="location", start=12, end=17, text=text[12:17]),
    ]
    import_records(filled, [("here", Record(text, "nested", layer="ana", spans=spans))])
    together = export_project(filled, tmp_path / "out.conll", "conll")
    assert "overlapping spans left out" in {loss.what for loss in together.loss}
    apart = export_project(filled, tmp_path / "out.conll", "conll", options=WriteOptions(flatten="per_tag"))
    assert "overlapping spans left out" not in {loss.what for loss in apart.loss}
    assert (apart.articles, apart.spans) == (251, 252)
    assert apart.files == [f"out.{tag.name}.conll" for tag in filled.tagset.tags]
    assert names(tmp_path) == {"out.conll", *(f"out.{tag.name}.conll" for tag in filled.tagset.tags)}
    assert "B-location" in (tmp_path / "out.location.conll").read_text(encoding="utf-8")
    assert "B-location" not in (tmp_path / "out.actor.conll").read_text(encoding="utf-8")


def test_a_format_that_holds_overlaps_is_one_file_whatever_is_asked_for(filled: Project, tmp_path: Path):
    export_project(filled, tmp_path / "out.jsonl", options=WriteOptions(flatten="per_tag"))
    assert names(tmp_path) == {"out.jsonl"}


def test_tags_may_be_called_anything_and_each_has_a_file_of_its_own(filled: Project, tmp_path: Path):
    more = filled.tagset.with_tags(["../up", "Actor", "a b"])
    import_records(filled, [("here", Record("Homs fell."))], tagset=more)
    done = export_project(filled, tmp_path / "out.conll", "conll", options=WriteOptions(flatten="per_tag"))
    assert done.files[-3:] == ["out.%2E%2E%2Fup.conll", "out.Actor_.conll", "out.a%20b.conll"]
    assert names(tmp_path) == set(done.files)


def test_an_export_in_parts_names_them_imports_as_the_same_and_was_foreseen(
    filled: Project, tmp_path: Path, tagset: Tagset, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 400)
    foreseen = foreseen_loss(filled, "web-annotation")
    report = export_project(filled, tmp_path / "out.zip", "web-annotation")
    assert report.files == [f"out.zip/out-{number:03}.zip" for number in range(1, 6)]
    assert (report.articles, report.spans, report.loss) == (250, 250, foreseen.loss)
    assert (foreseen.articles, foreseen.spans) == (250, 250)
    create(tmp_path / "second.annotator", tagset, "ana")
    with Project.open(tmp_path / "second.annotator", "ana") as second:
        import_paths(second, [tmp_path / "out.zip"], ImportOptions())
        assert contents(second) == contents(filled)


@pytest.mark.parametrize("after", [100, 240])
def test_an_export_in_parts_that_is_stopped_leaves_nothing(
    filled: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 100)
    before = names(tmp_path)
    asked = iter(range(1000))
    with pytest.raises(ExportCancelledError):
        export_project(filled, tmp_path / "out.zip", "brat", cancelled=lambda: next(asked) > after)
    assert names(tmp_path) == before
