"""What is lost is counted, named, and kept beside the export."""

from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.formats import jsonl
from annotator.formats.flattening import Piece, pieces_of, without_overlaps
from annotator.formats.losses import (
    ATTRIBUTES,
    LABELS,
    OF_ARTICLES,
    OVERLAPS,
    RELATIONS,
    Counted,
    Losses,
    joined,
    merged,
)
from annotator.formats.options import WriteOptions
from annotator.formats.table import FORMATS
from annotator.model.record import Loss, LossReport, Record, RecordRelation, RecordSpan
from tests.formats.given import source

TEXT = "The army said 26 were killed."


def span(start: int, end: int, **more: object) -> RecordSpan:
    return RecordSpan(label="actor", start=start, end=end, text=TEXT[start:end], **more)  # type: ignore[arg-type]


def full() -> Record:
    spans = [
        span(4, 8, id="s1", attributes={"type": "state_force", "side": "x"}, note="n", unsure=True, origin="human"),
        span(14, 16, id="s2", extra={"decision": {"by": "rev"}, "score": 1}, guessed={"low": "numbers"}),
        span(17, 21, id="s3"),
    ]
    relation = RecordRelation(label="counts_who", head="s2", child="s1")
    return Record(
        TEXT, "a1", meta={"title": "T"}, layer="ana", status="done", flagged=True, spans=spans, relations=[relation],
        labels={"topic": "war"}, read=[(0, 5)], decisions=[{"by": "rev", "how": "nothing"}],
    )  # fmt: skip


def test_everything_that_has_no_place_is_counted_once_with_an_example():
    losses = Losses()
    losses.unheld(full())
    found = {loss.what: (loss.count, loss.example) for loss in losses.listed()}
    assert found == {
        "relations": (1, "counts_who of “26” (actor, 14–16) in “T”"),
        "labels of an article": (1, "topic in “T”"),
        "paragraphs read and found empty": (1, "“T”"),
        "decisions that put no span into gold": (1, "“T”"),
        "other metadata": (1, "title in “T”"),
        "flags": (1, "“T”"),
        "states of layers": (1, "done in “T”"),
        "names of layers": (1, "ana in “T”"),
        "attributes": (2, "type of “army” (actor, 4–8) in “T”"),
        "notes of spans": (1, "“army” (actor, 4–8) in “T”"),
        "unsure marks": (1, "“army” (actor, 4–8) in “T”"),
        "origins of spans": (1, "human of “army” (actor, 4–8) in “T”"),
        "ids of spans": (3, "“army” (actor, 4–8) in “T”"),
        "which attributes are guesses": (1, "low of “26” (actor, 14–16) in “T”"),
        "decisions": (1, "“26” (actor, 14–16) in “T”"),
        "other keys of a span": (1, "score of “26” (actor, 14–16) in “T”"),
    }
    others = {"articles without spans", "names and versions of tagsets", "ids of relations", "other keys of relations"}
    assert set(found) | others > OF_ARTICLES


def test_ids_of_relations_and_names_of_tagsets_are_counted_too():
    relation = RecordRelation(id="r", label="about", head="s", child="s", extra={"score": 1})
    losses = Losses()
    losses.unheld(Record(TEXT, "a", tagset="news", relations=[relation]), [RELATIONS])
    assert [(loss.what, loss.count, loss.example) for loss in losses.listed()] == [
        ("ids of relations", 1, "about in article a"),
        ("other keys of relations", 1, "score in article a"),
        ("names and versions of tagsets", 1, "news in article a"),
    ]


def test_what_has_a_place_is_not_counted():
    losses = Losses()
    losses.unheld(full(), [loss.what for loss in _all_losses()])
    assert losses.listed() == []


def _all_losses() -> list[Loss]:
    losses = Losses()
    losses.unheld(full())
    return losses.listed()


def test_the_side_file_holds_what_was_lost_and_what_that_hangs_on():
    side = BytesIO()
    losses = Losses(side)
    record = full()
    losses.add_relation(record, record.relations[0])
    losses.add(OVERLAPS, Record(TEXT, "a2"), span(4, 8))
    losses.listed()
    first, second = jsonl.read(source(side.getvalue()), None)
    assert ([one.id for one in first.spans], first.relations, first.labels) == (["s1", "s2"], record.relations, {})
    assert (first.text, first.layer, second.id) == (TEXT, "ana", "a2")


def test_several_files_of_the_same_articles_lose_labels_once_and_spans_each():
    one = LossReport(2, 3, 1, [Loss(LABELS, 2, "x"), Loss(OVERLAPS, 1, "y")])
    other = LossReport(2, 1, 0, [Loss(LABELS, 2, "x"), Loss(OVERLAPS, 2, "z"), Loss(RELATIONS, 1, "r")])
    assert merged([one, other]) == LossReport(
        2, 4, 1, [Loss(LABELS, 2, "x"), Loss(OVERLAPS, 3, "y"), Loss(RELATIONS, 1, "r")]
    )


def test_several_files_of_other_articles_lose_everything_each():
    one = LossReport(2, 3, 1, [Loss(LABELS, 2, "x")])
    other = LossReport(3, 1, 0, [Loss(LABELS, 1, "y"), Loss(RELATIONS, 1, "r")])
    assert joined([one, other]) == LossReport(5, 4, 1, [Loss(LABELS, 3, "x"), Loss(RELATIONS, 1, "r")])


def test_layers_of_one_article_are_one_article():
    counted = Counted(Losses())
    for record in (Record("x", "a"), Record("x", "a"), Record("x"), Record("x")):
        counted.record(record, 2, 1)
    report = counted.report()
    assert (report.articles, report.spans, report.relations) == (3, 8, 4)


def test_fragments_are_split_or_covered_and_counted():
    record = Record(TEXT, "a", spans=[span(0, 29, fragments=[(0, 8), (17, 29)]), span(4, 8)])
    for how, places, what in (
        ("split", [(0, 8), (17, 29), (4, 8)], "fragments split into spans"),
        ("cover", [(0, 29), (4, 8)], "fragments covered by one span"),
    ):
        losses = Losses()
        pieces = pieces_of(record, how, losses)  # type: ignore[arg-type]
        assert [(piece.start, piece.end) for piece in pieces] == places
        assert [(loss.what, loss.count) for loss in losses.listed()] == [(what, 1)]


PIECES = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 8)).map(
        lambda at: Piece(at[0], at[0] + at[1], RecordSpan(label="actor", start=at[0], end=sum(at)))
    ),
    max_size=12,
)


@given(PIECES, st.sampled_from(["longest", "shortest", "per_tag"]))
def test_nothing_overlaps_afterwards_and_each_that_was_left_out_is_overlapped_by_one_that_goes_first(pieces, how):
    losses = Losses()
    kept = without_overlaps(Record(TEXT), pieces, how, losses)
    assert all(one.end <= after.start for one, after in pairwise(kept))
    assert sum(loss.count for loss in losses.listed()) == len(pieces) - len(kept)
    for piece in pieces:
        if not any(piece is one for one in kept):
            sizes = [one.end - one.start for one in kept if one.start < piece.end and piece.start < one.end]
            size = piece.end - piece.start
            assert any(other <= size if how == "shortest" else other >= size for other in sizes)


@pytest.mark.parametrize("known", [known for known in FORMATS if known.write is not None], ids=lambda one: one.name)
def test_the_table_says_of_each_format_whether_it_holds_attributes(known):
    span = RecordSpan(label="actor", start=0, end=3, text="The", attributes={"type": "x"}, guessed={"type": "rule"})
    try:
        report = known.write([Record("The army.", "a", layer="ana", spans=[span])], BytesIO(), WriteOptions())
    except UserError as error:
        pytest.skip(str(error))
    assert known.attributes == (ATTRIBUTES not in {loss.what for loss in report.loss})
