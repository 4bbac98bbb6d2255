"""Rows of a concordance sort by what stands around them, and a mention says how it stands to what is there."""

from annotator.model.hits import Hit, standing
from annotator.model.span import Fragment, Span


def hit(left: str, words: str, right: str, *marks: Span) -> Hit:
    return Hit(1, "A report", "Wire", "", 10, 14, left, words, right, marks)


def span(tag: str, *places: tuple[int, int]) -> Span:
    return Span(f"{tag}{places}", tag, tuple(Fragment(*place) for place in places))


def test_the_left_side_is_read_from_the_hit_outwards() -> None:
    rows = [hit("said the big ", "army", ""), hit("said: a Big, ", "army", ""), hit("a small ", "army", "")]
    assert rows[0].sort_left == ("big", "the", "said")
    assert [row.left for row in sorted(rows, key=lambda row: row.sort_left)] == [
        "said: a Big, ",
        "said the big ",
        "a small ",
    ]


def test_the_right_side_is_read_forwards() -> None:
    assert hit("", "army", "’s “Big” men").sort_right == ("s", "big", "men")
    assert hit("", "—", "").sort_words == ("—",)


def test_an_edit_of_a_hit_is_about_what_lies_on_just_it_unless_a_tag_is_named() -> None:
    exact, around = span("actor", (10, 14)), span("claim", (0, 40))
    both = hit("", "army", "", around, exact)
    assert both.meant() == [exact]
    assert both.meant("claim") == [around]
    assert both.meant("number") == []


def test_how_a_mention_stands_to_what_is_marked() -> None:
    place = Fragment(10, 14)
    assert standing([], "actor", place) == "free"
    assert standing([span("claim", (0, 40))], "actor", place) == "free"
    assert standing([span("actor", (0, 40))], "actor", place) == "overlaps"
    assert standing([span("location", (10, 14))], "actor", place) == "other_tag"
    assert standing([span("claim", (0, 40)), span("actor", (10, 14))], "actor", place) == "same"
    assert standing([span("actor", (10, 14), (20, 24))], "actor", place) == "overlaps"
