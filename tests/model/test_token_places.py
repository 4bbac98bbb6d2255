"""Tokens hold every visible character once and no blank, and are found by place."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.model import tokens as taking_apart
from annotator.model.tokens import Tokens
from tests.growth import grows_at_most

NASTY = st.text(st.sampled_from("ab éЖسα1٣中. ,-'’“”\"!?)_\n\x1c\x85\u0301\u200b\u200d🇺😀🏽\u00a0&·sS"), max_size=60)
LONG = 300_000


@example("-DOCSTART- it’s\x1c\x85a")
@given(NASTY)
def test_tokens_hold_every_visible_character_once_and_no_blank(text: str) -> None:
    tokens = Tokens(text)
    assert [text[start:end] for start, end in tokens] == tokens.words
    assert "".join(tokens.words) == "".join(text.split())
    assert all(word.split() == [word] for word in tokens.words)
    assert [number for first, last in tokens.sentences() for number in range(first, last)] == list(range(len(tokens)))


@given(NASTY)
def test_no_token_depends_on_what_is_beyond_a_blank(text: str) -> None:
    assert list(Tokens(text)) == list(taking_apart._taken_apart(text))


def test_a_possessive_is_a_token_of_its_own() -> None:
    assert Tokens("al-Nusra's men, the U.S. 's").words == ["al-Nusra", "'s", "men", ",", "the", "U.S.", "'", "s"]


def test_a_run_is_whole_tokens_or_none() -> None:
    tokens = Tokens("Assad’s army left.")
    assert tokens.whole(0, 12) == (0, 3)
    assert tokens.whole(0, 5) == (0, 1)
    assert [tokens.whole(*run) for run in ((0, 3), (1, 5), (8, 13), (7, 8), (12, 8), (17, 99))] == [None] * 6
    assert Tokens("").whole(0, 1) is None


def test_the_pieces_that_are_remembered_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    known = taking_apart._Known()
    monkeypatch.setattr(taking_apart, "_known", known)
    monkeypatch.setattr(known, "_MOST", 100, raising=False)
    for number in range(250):
        assert len(Tokens(f"report{number} " + "x" * 500)) == 2
    assert len(known) <= 100
    assert all(len(piece) < 50 for piece in known)


@pytest.mark.parametrize(
    "text",
    ["a" * LONG, "U." * (LONG // 2), "-" * LONG, "e\u0301" * (LONG // 2), "🇺🇦" * (LONG // 2), "1,2" * (LONG // 3)],
    ids=["letters", "initials", "hyphens", "combining", "flags", "digits"],
)
def test_tokens_of_an_endless_line_take_as_long_as_those_of_many_lines(text: str) -> None:
    lines = [text[at : at + 100] for at in range(0, len(text), 100)]
    assert grows_at_most(8, lambda: Tokens(text), lambda: [Tokens(line) for line in lines])
