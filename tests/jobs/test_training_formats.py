"""Exports for training in every format that can be written: splits, card and loss, and the way back."""

import re
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

from annotator.formats import losses
from annotator.formats.options import WriteOptions
from annotator.formats.table import FORMATS
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.training import CARD, NOT_HELD, TAGSET, export_training, foreseen_training
from annotator.jobs.training_plan import TrainingOptions
from annotator.jobs.training_report import TrainingReport
from annotator.model.record import Record, RecordRelation, RecordSpan
from annotator.model.splitting import SPLITS, Shares
from annotator.project.importing import import_records
from annotator.project.project import Project

NEED = {"spacy": "spacy", "parquet": "pyarrow"}
"""Formats whose library comes with an extra."""
WRITABLE = [
    pytest.param(known, id=known.name, marks=[pytest.mark.skipif(missing, reason=f"{known.name} is not installed")])
    for known in FORMATS
    if known.write is not None
    for missing in [known.name in NEED and find_spec(NEED[known.name]) is None]
]
NO_READER = {"doccano_relations": "doccano"}
"""What is read as another format."""
BODY = "The Observatory said at least 287 fighters were killed in Kobani on day {}, and the army denied it."
SHARES = Shares(2, 1, 1)


def worked(number: int) -> Record:
    """Return an article with spans that nest, one in two fragments, one inside a word, and a relation."""
    text = BODY.format(number) + " " + " ".join(f"w{number}x{at}" for at in range(30))

    def at(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    who, inside, count = at("The Observatory"), at("Observatory"), at("at least 287")
    claim = [at("fighters were killed"), at("the army")]
    spans = [
        RecordSpan(id=f"w{number}", label="actor", start=who[0], end=who[1], attributes={"type": "monitor"}),
        RecordSpan(id=f"i{number}", label="actor", start=inside[0], end=inside[1]),
        RecordSpan(id=f"n{number}", label="number", start=count[0], end=count[1], note="a note", unsure=True),
        RecordSpan(id=f"c{number}", label="claim", start=claim[0][0], end=claim[1][1], fragments=claim),
        RecordSpan(id=f"o{number}", label="location", start=at("Kobani")[0] + 2, end=at("Kobani")[1]),
    ]
    relation = RecordRelation(id=f"r{number}", label="source", head=f"c{number}", child=f"w{number}")
    meta = {"title": f"Day {number}", "source": "Northern Wire", "published": f"2026-11-{number + 1:02}"}
    return Record(text, f"a{number}", meta=meta, layer="ana", status="done", spans=spans, relations=[relation])


@pytest.fixture
def worked_on(project: Project) -> Project:
    """A project of twelve articles, one of them read and found empty."""
    records = [worked(number) for number in range(12)]
    records[3].spans, records[3].relations = [], []
    import_records(project, (("here", record) for record in records))
    return project


def spans_of(project: Project) -> Counter[tuple[str, str]]:
    """Return the articles and words that are marked, each as often as it is."""
    from annotator.project.exporting import records

    return Counter(
        (record.id or "", record.text[start:end])
        for record in records(project, "all")
        for span in record.spans
        for start, end in span.fragments or [(span.start, span.end)]
    )


def lost(report: TrainingReport) -> dict[str, int]:
    return {loss.what: loss.count for loss in report.loss}


@pytest.mark.parametrize("known", WRITABLE)
def test_each_format_is_split_is_as_foreseen_and_comes_back_but_for_the_loss_that_was_told(
    known, worked_on: Project, tmp_path: Path, blank: Project
) -> None:
    options = TrainingOptions(format=known.name, shares=SHARES, pseudonyms=False)
    foreseen = foreseen_training(worked_on, options)
    assert {path.name for path in tmp_path.iterdir()} == {"news.annotator", "blank"}, "nothing is written ahead"
    done = export_training(worked_on, tmp_path / "out", options)
    there = {path.name for path in (tmp_path / "out").iterdir()}
    assert there == set(done.files)
    assert {f"{split}{known.new_suffix}" for split in SPLITS} <= there
    assert all((tmp_path / "out" / name).stat().st_size for name in there)
    assert sum(split.articles for split in done.splits.values()) == 12
    assert (NOT_HELD in there) == bool(done.loss)
    card = (tmp_path / "out" / CARD).read_text("utf-8")
    assert all(re.search(rf"\| {re.escape(loss.what)} \|.*\| {loss.count:,} \|", card) for loss in done.loss)
    assert (foreseen.loss, foreseen.files, foreseen.alignment) == (done.loss, done.files, done.alignment)
    assert [split.tags for split in foreseen.splits.values()] == [split.tags for split in done.splits.values()]
    of_articles = {loss.what: loss.count for loss in done.loss}.get(losses.LAYERS)
    assert of_articles in (None, 12), "what each article loses is lost in every split"
    # Read back, it differs by what was told; what holds no text is laid over the articles.
    files = [tmp_path / "out" / f"{split}{known.new_suffix}" for split in SPLITS]
    as_format = "auto" if known.new_suffix == ".zip" else NO_READER.get(known.name, known.name)
    import_records(blank, (("here", Record(worked(at).text, f"a{at}")) for at in range(12)))
    report = import_paths(blank, files, ImportOptions(format=as_format, layer="ana"))
    assert not report.articles.refused, report.notes
    told, before, after = lost(done), spans_of(worked_on), spans_of(blank)
    assert not after - before or losses.COVERED in told
    missing = (before - after).total()
    whole = (losses.OVERLAPS, losses.OFF_TOKENS)
    assert missing == sum(told.get(what, 0) for what in whole), (told, before - after, report.notes)


def test_a_zip_of_zips_comes_in_again(worked_on: Project, blank: Project, tmp_path: Path) -> None:
    export_training(worked_on, tmp_path / "out.zip", TrainingOptions(format="brat"))
    report = import_paths(blank, [tmp_path / "out.zip"], ImportOptions())
    assert (report.articles.new, report.articles.refused) == (12, 0)
    assert spans_of(blank).total() == spans_of(worked_on).total()


@pytest.mark.parametrize("known", [one for one in WRITABLE if one.values[0].written_as or one.id == "conll"])
def test_a_zip_holds_the_same_files_as_a_folder(known, worked_on: Project, tmp_path: Path) -> None:
    options = TrainingOptions(format=known.name, shares=SHARES)
    for out in ("out", "out.zip"):
        export_training(worked_on, tmp_path / out, options)
    with ZipFile(tmp_path / "out.zip") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert held == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}


@pytest.mark.parametrize("flatten", ["shortest", "per_tag"])
@pytest.mark.parametrize("known", [one for one in WRITABLE if "flatten" in one.values[0].heeds])
def test_overlaps_go_as_they_are_asked_to(known, flatten, worked_on: Project, tmp_path: Path) -> None:
    write = WriteOptions(flatten=flatten)
    done = export_training(worked_on, tmp_path / "out", TrainingOptions(format=known.name, shares=SHARES, write=write))
    if flatten == "per_tag":
        wanted = {f"{split}.{tag}" for split in SPLITS for tag in ("actor", "location", "number", "claim")}
        assert wanted == {Path(file).stem for file in done.files if file not in (CARD, NOT_HELD, TAGSET)}
    assert done.spans == 11 * 5, "counted once, in however many files they are"
