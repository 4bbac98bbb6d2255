"""Pictures: the same numbers as the figures, each with the way to the spans behind it."""

from annotator.agreement.behind import Cell
from annotator.agreement.figures import OVERALL
from annotator.agreement.pictures import (
    NO_SPAN,
    Value,
    annotator_bars,
    article_bars,
    attribute_bars,
    confusion_matrix,
    edge_distance_bars,
    edge_kind_bars,
    pair_matrix,
    period_bars,
    tag_bars,
)
from tests.agreement.making import TAGS, TEXT, article, figures, span

WORK = article(
    ana=[("actor", "The Observatory"), ("location", "Homs"), span(TEXT, "number", "287", counts="killed")],
    ben=[("actor", "Observatory"), ("actor", "Homs"), span(TEXT, "number", "at least 287", counts="killed")],
    eva=[("actor", "The Observatory")],
)
NAMES = ("ana", "ben", "eva")
FOUND = figures(WORK, names=NAMES)
AB = ("ana", "ben")


def test_a_matrix_of_pairs_measures_the_column_against_the_row():
    matrix = pair_matrix(FOUND, "precision", "actor")
    at = {(row, column): matrix.values[y][x] for y, row in enumerate(NAMES) for x, column in enumerate(NAMES)}
    assert matrix.rows == matrix.columns == NAMES
    assert at["ana", "eva"] == Value(1.0, Cell("span", ("ana", "eva"), {"tag": "actor"}))
    assert at["eva", "ana"].number == FOUND.pair("ana", "eva").tags["actor"].counts.recall.value
    assert at["ben", "ben"] == Value(None, why="nobody is compared with themselves")
    f1 = pair_matrix(FOUND)
    assert f1.values[0][1] == f1.values[1][0]


def test_a_confusion_matrix_counts_every_aligned_pair_and_every_span_alone():
    matrix = confusion_matrix(FOUND, AB)
    assert matrix.rows == matrix.columns == (*TAGS, NO_SPAN)
    assert sum(value.number or 0 for row in matrix.values for value in row) == 3
    met = matrix.values[TAGS.index("location")][TAGS.index("actor")]
    assert met == Value(1, Cell("tags", AB, {"tag_a": "location", "tag_b": "actor"}))
    assert matrix.values[0][-1].cell == Cell("tags", AB, {"tag_a": "actor", "tag_b": None})


def test_bars_of_tags_end_with_all_tags_and_say_why_one_is_missing():
    bars = tag_bars(FOUND, AB, "f1")
    assert bars.labels == (*TAGS, "all tags")
    assert bars.values[TAGS.index("claim")] == Value(None, None, "neither layer has any")
    assert bars.values[-1].number == FOUND.pair(*AB).overall.counts.f1.value
    alpha = tag_bars(FOUND, AB, "alpha")
    assert alpha.values[-1] == Value(FOUND.alpha[OVERALL].value, Cell("token", None, {}))
    assert tag_bars(FOUND, AB, "kappa").values[0].cell == Cell("token", AB, {"tag": "actor"})


def test_bars_of_edges_tell_kinds_and_distances():
    kinds = edge_kind_bars(FOUND, AB, "left")
    assert dict(zip(kinds.labels, kinds.values, strict=True)) == {
        "article": Value(1, Cell("edge", AB, {"side": "left", "kind": "article"})),
        "other": Value(1, Cell("edge", AB, {"side": "left", "kind": "other"})),
    }
    distances = edge_distance_bars(FOUND, AB, "left")
    assert distances.labels == ("-1", "2")
    of_tag = edge_distance_bars(FOUND, AB, "left", "number", "code_points")
    assert of_tag.values == (Value(9 - 8, Cell("edge", AB, {"tag": "number", "side": "left", "code_points": 9})),)
    assert of_tag.labels == ("9",)
    assert edge_kind_bars(FOUND, AB, "right").labels == ()


def test_bars_of_attributes_articles_annotators_and_time():
    attributes = attribute_bars(FOUND, AB)
    assert attributes.labels == ("number · counts",)
    assert attributes.values == (Value(1.0, Cell("attribute", AB, {"tag": "number", "name": "counts"})),)
    assert article_bars(FOUND).labels == ("a1",)
    assert article_bars(FOUND).values[0].number == FOUND.worst[0].together.f1.value
    assert annotator_bars(FOUND).labels == NAMES
    assert period_bars(FOUND, AB, "published").labels == ("not known",)
