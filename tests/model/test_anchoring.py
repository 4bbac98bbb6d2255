"""A span whose offsets are a little off is found again by its words – when there is only one place for it."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.anchoring import REACH, find_nearby

TEXT = "Rebels said 40 died. The army said 14 died."


def test_shifted_words_are_found_nearby() -> None:
    assert find_nearby(TEXT, 10, "40") == 12
    assert find_nearby(TEXT, 17, "40") == 12
    assert find_nearby(TEXT, -3, "Rebels") == 0
    assert find_nearby(TEXT, 900, "14") is None


def test_words_that_occur_twice_nearby_are_not_guessed_at() -> None:
    assert find_nearby(TEXT, 20, "died") is None
    assert find_nearby("aaaa", 0, "aa") is None


def test_words_too_far_away_are_not_taken() -> None:
    text = "x" * 200 + "Homs"
    assert find_nearby(text, 200 - REACH, "Homs") == 200
    assert find_nearby(text, 199 - REACH - 4, "Homs") is None


def test_no_words_are_never_found() -> None:
    assert find_nearby(TEXT, 0, "") is None


@given(st.text("ab ", max_size=80), st.integers(-5, 90), st.text("ab ", min_size=1, max_size=5))
def test_what_is_found_reads_right_and_lies_near(text: str, start: int, words: str) -> None:
    found = find_nearby(text, start, words)
    if found is not None:
        assert text[found : found + len(words)] == words
        assert abs(found - start) <= REACH
