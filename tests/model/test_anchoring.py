"""A span whose offsets are a little off is found again by its words – when there is only one place for it."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.anchoring import REACH, find_nearby, lies_on

TEXT = "Rebels said 40 died. The army said 14 died."


def test_a_span_lies_on_its_words_or_it_does_not() -> None:
    assert lies_on(TEXT, 12, 14, "40")
    assert not lies_on(TEXT, 12, 14, "14")
    assert not lies_on(TEXT, -31, -29, "40")
    assert not lies_on(TEXT, 40, 99, TEXT[40:])
    assert not lies_on(TEXT, 12, 12, "")


def test_shifted_words_are_found_nearby() -> None:
    assert find_nearby(TEXT, 10, 12, "40") == 12
    assert find_nearby(TEXT, 17, 19, "40") == 12
    assert find_nearby(TEXT, -3, 3, "Rebels") == 0
    assert find_nearby(TEXT, 900, 902, "14") is None


def test_words_that_occur_twice_nearby_are_not_guessed_at() -> None:
    assert find_nearby(TEXT, 20, 24, "died") is None
    assert find_nearby("aaaa", 0, 2, "aa") is None


def test_words_too_far_away_are_not_taken() -> None:
    text = "x" * 200 + "Homs"
    assert find_nearby(text, 200 - REACH, 204 - REACH, "Homs") == 200
    assert find_nearby(text, 199 - REACH - 4, 199 - REACH, "Homs") is None


def test_no_words_are_never_found() -> None:
    assert find_nearby(TEXT, 0, 0, "") is None


@given(st.text("ab ", max_size=80), st.integers(-5, 90), st.text("ab ", min_size=1, max_size=5))
def test_what_is_found_reads_right_and_lies_near(text: str, start: int, words: str) -> None:
    found = find_nearby(text, start, start + len(words), words)
    if found is not None:
        assert lies_on(text, found, found + len(words), words)
        assert abs(found - start) <= REACH
