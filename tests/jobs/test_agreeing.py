"""Agreement of a project: which layers count, what is left out, how it stops, and what is behind each figure."""

import csv
import io
from pathlib import Path

import pytest

from annotator.agreement.behind import Cell
from annotator.agreement.coefficients import Counts
from annotator.errors import UserError
from annotator.jobs.agreeing import (
    AgreementCancelledError,
    AgreementOptions,
    agree,
    agree_by_article,
    layers_named,
    match_named,
    spans_behind,
)
from annotator.jobs.agreement_tables import write_tables
from annotator.jobs.sample import make_sample
from annotator.model.record import Record, RecordSpan
from annotator.project import reading
from annotator.project.importing import import_records
from annotator.project.project import Project

TEXT = "The army said 287 fighters were killed near Homs."


def work(number: int, layer: str, *marks: tuple[str, str], status: str = "done", **values: object) -> Record:
    """Return an article with a layer: tags and the words they are on."""
    spans = [
        RecordSpan(label=tag, start=(at := TEXT.index(words)), end=at + len(words), text=words, attributes=dict(values))
        for tag, words in marks
    ]
    return Record(f"{TEXT} {number}", f"a{number}", None, {}, layer, status, spans=spans)


def bring(project: Project, *records: Record) -> None:
    import_records(project, (("here", record) for record in records))


@pytest.fixture
def three(project: Project) -> Project:
    """Three articles of ana and ben, in one of which they differ; a fourth that ben has not done; gold for one."""
    for number in range(3):
        bring(project, work(number, "ana", ("actor", "The army"), ("number", "287")))
    bring(project, work(0, "ben", ("actor", "The army"), ("number", "287")), work(1, "ben", ("actor", "army")))
    bring(project, work(2, "ben", ("actor", "The army"), ("number", "287")))
    bring(project, work(3, "ana", ("actor", "The army")), work(3, "ben", status="open"), work(4, "ana"))
    bring(project, work(0, "gold", ("actor", "The army")))
    return project


def test_only_layers_that_are_done_count_and_what_is_left_out_is_said(three: Project):
    found = agree(three)
    assert (found.names, found.articles) == (("ana", "ben"), 3)
    assert found.pair("ana", "ben").overall.counts == Counts(4, 2, 1)
    assert [(known.what, known.count) for known in found.left_out] == [
        ("articles", 2),
        ("articles of ben", 1),
        ("layers of gold", 1),
    ]


def test_gold_is_compared_when_it_is_named_in_the_order_it_is_named(three: Project):
    found = agree(three, AgreementOptions(layers=("gold", "ana")))
    (pair,) = found.pairs
    assert (pair.layers, pair.articles, pair.overall.counts) == (("gold", "ana"), 1, Counts(1, 0, 1))


@pytest.mark.parametrize("match", ["exact", "overlap", "token"])
def test_the_sample_agrees_as_its_description_says(match: str, tmp_path: Path):
    path = tmp_path / "sample.annotator"
    make_sample(path, "lead")
    with Project.open(path, "lead", read_only=True) as sample:
        found = agree(sample, AgreementOptions(match_named(match)))
    f1 = found.pair("ana", "ben").overall.counts.f1.value
    assert f1 is not None
    assert found.articles == 13
    assert found.undefined == ()
    if match == "exact":
        assert round(f1, 2) == 0.81
    else:
        assert f1 > 0.9
    same = sum(known.same for known in found.attributes)
    assert 0.7 < same / (same + sum(known.different for known in found.attributes)) < 1


def test_attributes_are_those_of_the_tagset_with_what_says_that_there_is_no_relation(project: Project):
    bring(project, work(1, "ana", ("claim", "287 fighters were killed"), polarity="affirmed", source="no source given"))
    bring(project, work(1, "ben", ("claim", "287 fighters were killed"), polarity="negated", source="no source given"))
    bring(project, work(2, "ana", ("claim", "killed"), mood=1), work(2, "ben", ("claim", "killed")))
    found = agree(project)
    assert [(known.tag, known.name, known.same, known.different) for known in found.attributes] == [
        ("claim", "polarity", 0, 1),
        ("claim", "source", 1, 0),
    ]
    assert ("values of attributes", 1) in [(known.what, known.count) for known in found.left_out]


def test_a_project_without_work_and_one_with_a_single_layer_say_why_there_is_nothing(project: Project):
    assert [known.why for known in agree(project).undefined] == ["there is no layer"]
    bring(project, work(1, "ana"))
    assert [known.why for known in agree(project).undefined] == [
        "there is one layer only, and agreement is between two"
    ]
    bring(project, work(2, "ben"))
    assert [known.why for known in agree(project).undefined] == ["no article is done in two of the layers"]


def test_each_article_is_told_by_itself(three: Project):
    found = list(agree_by_article(three))
    assert [(article.id, article.together) for article in found] == [
        ("a0", Counts(2, 0, 0)),
        ("a1", Counts(0, 2, 1)),
        ("a2", Counts(2, 0, 0)),
    ]
    assert agree(three).worst[0] == found[1]


def test_the_spans_behind_a_figure_are_those_of_the_project(three: Project):
    options = AgreementOptions()
    cell = Cell("edge", ("ana", "ben"), {"kind": "article"})
    (found,) = spans_behind(three, options, cell)
    assert found.a is not None
    assert found.b is not None
    assert reading.span(three, found.a.key).fragments == found.a.fragments
    assert reading.span(three, found.b.key).start == 4
    assert list(spans_behind(three, options, cell, only=found.article)) == [found]
    assert list(spans_behind(three, options, cell, only=found.article + 1)) == []
    both = list(spans_behind(three, options, Cell("span", None, {"outcome": "both"})))
    assert len(both) == agree(three).pairs[0].overall.counts.both


def test_it_reports_each_article_and_stops_when_asked(three: Project):
    told: list[tuple[int, int]] = []
    agree(three, report=lambda done, total, _: told.append((done, total)))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    asked = iter([False, True])
    with pytest.raises(AgreementCancelledError, match="stopped after 1 of 3 articles"):
        agree(three, cancelled=lambda: next(asked))


def test_layers_are_named_with_commas_or_one_by_one(project: Project):
    bring(project, work(1, "ana"), work(1, "ben"), work(1, "Smith, J."))
    assert layers_named(project, ["ben, ana"]) == ("ben", "ana")
    assert layers_named(project, ["Smith, J.", "ana", "ana"]) == ("Smith, J.", "ana")
    with pytest.raises(UserError, match="no layer of eva"):
        layers_named(project, ["ana,eva"])
    with pytest.raises(UserError, match="no gold layer"):
        agree(project, AgreementOptions(layers=("gold",)))
    with pytest.raises(UserError, match="no match rule loose; there are exact, overlap, token"):
        match_named("loose")


def test_the_tables_hold_the_same_figures_and_no_formula(three: Project, tmp_path: Path):
    bring(three, work(0, "=evil()", ("actor", "The army")))
    options = AgreementOptions()
    found = agree(three, options)
    folder = tmp_path / "deep" / "tables"
    written = write_tables(three, options, found, folder)
    assert {path.name for path in folder.iterdir()} == {path.name for path in written}

    def rows(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO((folder / f"{name}.csv").read_text(encoding="utf-8-sig"))))

    pair = found.pair("ana", "ben")
    (overall,) = [row for row in rows("pairs") if (row["a"], row["b"], row["tag"]) == ("ana", "ben", "overall")]
    assert (overall["both"], float(overall["f1"])) == ("4", pair.overall.counts.f1.value)
    assert {row["tag"]: row["alpha"] for row in rows("alpha")}["claim"] == ""
    assert [row["article"] for row in rows("articles") if (row["a"], row["b"]) == ("ana", "ben")] == ["a0", "a1", "a2"]
    assert sum(int(row["count"]) for row in rows("confusion") if (row["a"], row["b"]) == ("ana", "ben")) == 6
    assert [row["kind"] for row in rows("edges") if (row["a"], row["b"]) == ("ana", "ben")] == ["article"]
    assert {row["annotator"] for row in rows("annotators")} == {"ana", "ben", "'=evil()"}
    assert "every figure of claim" in {row["what"] for row in rows("undefined")}
    for path in written:
        assert not any(
            cell.startswith("=")
            for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
            for cell in row
        )


def test_tables_that_cannot_be_written_are_one_sentence(three: Project, tmp_path: Path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(UserError, match="No folder can be made"):
        write_tables(three, AgreementOptions(), agree(three), tmp_path / "taken")
