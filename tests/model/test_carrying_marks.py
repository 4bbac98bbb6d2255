"""Marks find their words again in another copy, and never lie on others."""

import random

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.carrying import Carried, Carrier, Fit
from annotator.model.same_words import SameWords
from annotator.model.span import Fragment
from tests.growth import grows_at_most

REPORT = (
    "The Observatory said at least 287 ISIL fighters were killed near Homs on Monday. “They fled,” it said, "
    "“and left their weapons.” The army denied the report."
)


def place(text: str, words: str, nth: int = 0) -> Fragment:
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return Fragment(at, at + len(words))


def carried(text: str, other: str, *words: str) -> tuple[Fit, list[str]]:
    found = Carrier(text, other).carry([place(text, part) for part in words])
    return found.fit, [other[part.start : part.end] for part in found.fragments]


def test_marks_follow_their_words_behind_what_was_put_in_front() -> None:
    other = f"BEIRUT, 2 Nov (Northern Wire) – {REPORT} More to follow."
    assert carried(REPORT, other, "at least 287") == (Fit.SAME, ["at least 287"])
    assert carried(REPORT, other, "The army") == (Fit.SAME, ["The army"])


def test_a_figure_that_was_corrected_is_not_carried() -> None:
    assert carried(REPORT, REPORT.replace("287", "290"), "287") == (Fit.GONE, [])
    assert carried(REPORT, REPORT.replace("287", "290"), "at least 287") == (Fit.GONE, [])


def test_a_claim_in_which_a_word_was_changed_reads_otherwise() -> None:
    claim = "at least 287 ISIL fighters were killed near Homs on Monday"
    fit, words = carried(REPORT, REPORT.replace("287 ISIL", "290"), claim)
    assert fit is Fit.OTHERWISE
    assert words == ["at least 290 fighters were killed near Homs on Monday"]


def test_a_claim_of_which_less_than_half_is_left_is_gone() -> None:
    other = "The Observatory said at least a hundred men had been taken away to somewhere unknown on Monday."
    assert carried(REPORT, other, "at least 287 ISIL fighters were killed near Homs on Monday")[0] is Fit.GONE


def test_fragments_are_carried_together_or_not_at_all() -> None:
    parts = ("They fled", "and left their weapons")
    assert carried(REPORT, f"Update. {REPORT}", *parts) == (Fit.SAME, list(parts))
    assert carried(REPORT, REPORT.replace("weapons", "tanks"), *parts) == (Fit.GONE, [])


def test_quotation_marks_at_an_edge_and_parts_of_words_come_along() -> None:
    assert carried(REPORT, f"x {REPORT}", "“They fled,”") == (Fit.SAME, ["“They fled,”"])
    assert carried(REPORT, f"x {REPORT}", "fighter") == (Fit.SAME, ["fighter"])
    assert carried(REPORT, f"x {REPORT}".replace("“They fled,”", '"They fled,"'), "“They fled,”")[1] == ["They fled"]


def test_a_word_that_occurs_often_is_carried_to_where_its_neighbours_are() -> None:
    text = "The army said no. The rebels said yes. The army left."
    other = f"The army came first. {text}"
    found = Carrier(text, other).carry([place(text, "The army", 1)])
    assert found == Carried(Fit.SAME, (place(other, "The army", 2),))


def test_what_has_no_words_has_no_place() -> None:
    assert Carrier("He said – no.", "He said – no.").carry([Fragment(8, 9)]).fit is Fit.GONE
    assert Carrier("Nothing.", "").carry([Fragment(0, 7)]).fit is Fit.GONE


def test_letters_that_grow_when_they_are_folded_do_not_move_what_is_marked_inside_a_word() -> None:
    text = "Die Straße nach Homs war frei."
    assert carried(text, f"Am Montag: {text}", "aße") == (Fit.SAME, ["aße"])


def test_in_arabic_and_chinese_too() -> None:
    arabic = "قال المرصد إن ما لا يقل عن 287 مقاتلا قتلوا قرب حمص يوم الاثنين."
    assert carried(arabic, f"بيروت – {arabic}", "حمص") == (Fit.SAME, ["حمص"])
    chinese = "观察站说至少二百八十七名武装人员在霍姆斯附近丧生"
    assert carried(chinese, f"路透社 {chinese}", "霍姆斯") == (Fit.SAME, ["霍姆斯"])


words = st.lists(
    st.sampled_from(["the", "army", "said", "men", "near", "Homs", "and", "12", "of", "it", "left", "on", "Monday"]),
    max_size=40,
)


@given(words, words, words, words, st.data())
def test_a_mark_is_carried_to_the_very_same_words_or_not_at_all(a, b, c, d, data) -> None:
    text, other = " ".join([*a, *b, *c]), " ".join([*d, *b, *a])
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    found = Carrier(text, other).carry([Fragment(start, data.draw(st.integers(start + 1, len(text))))])
    same = SameWords(text, other)
    in_order = [theirs for _, theirs in sorted(same.match.items())]
    assert in_order == sorted(set(in_order))
    for ours, theirs in same.match.items():
        mine, yours = same.ours[ours], same.theirs[theirs]
        assert text[mine.start : mine.end] == other[yours.start : yours.end]
    assert all(part.end <= len(other) for part in found.fragments)


@given(words, words, words, st.data())
def test_there_and_back_again_is_where_it_was(front, middle, behind, data) -> None:
    text, other = " ".join(middle), " ".join([*front, "::", *middle, "::", *behind])
    if not text:
        return
    number = data.draw(st.integers(0, len(middle) - 1))
    start = len(" ".join([*middle[:number], ""]))
    mark = Fragment(start, start + len(middle[number]))
    there = Carrier(text, other).carry([mark])
    if there.fit is Fit.SAME:
        back = Carrier(other, text).carry(there.fragments)
        assert back.fit is Fit.GONE or text[back.fragments[0].start : back.fragments[0].end] == middle[number]


def two_reports(length: int) -> tuple[str, str]:
    chance = random.Random(3)
    vocabulary = [f"word{number}" for number in range(500)]
    text = chance.choices(vocabulary, k=length)
    return " ".join(text), " ".join(word for word in text if chance.random() > 0.02)


def test_long_reports_take_as_much_longer_as_they_are_longer() -> None:
    short, long = two_reports(5_000), two_reports(20_000)
    same = SameWords(*long)
    assert len(same.match) > 0.97 * len(long[1].split())
    assert grows_at_most(8, lambda: SameWords(*long).match, lambda: SameWords(*short).match)
