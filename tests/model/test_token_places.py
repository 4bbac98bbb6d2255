"""Tokens hold every visible character once and no blank, and are found by place."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.model import tokens as taking_apart
from annotator.model.tokens import Tokens
from annotator.model.words import words_near
from tests.growth import grows_at_most

NASTY = st.text(st.sampled_from("ab éЖسα1٣中. ,-'’“”\"!?)_\n\x1c\x85\u0301\u200b\u200d🇺😀🏽\u00a0&·sS"), max_size=60)
LONG = 300_000
FAMILY = "👨\u200d👩\u200d👧"
FLAGS = "🇺🇦🇸🇾"


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. army killed “at least 1,200.5”.", "The|U.S.|army|killed|“|at|least|1,200.5|”|."),
        ("Jabhat al-Nusra’s men, l'armée", "Jabhat|al-Nusra|’s|men|,|l'armée"),
        ("中国军 と タイ ไท", "中|国|军|と|タ|イ|ไ|ท"),
        ("قال وثلاثة، «نعم»", "قال|وثلاثة|،|«|نعم|»"),
        (f"no😀{FAMILY}{FLAGS}👍🏽 e\u0301té", f"no|😀|{FAMILY}|🇺🇦|🇸🇾|👍🏽|e\u0301té"),
        ("one\u200btwo \u202e\u2028\r\n three", "one|\u200b|two|\u202e|three"),
        ("", ""),
        (" \u00a0\n", ""),
    ],
)
def test_tokens_are_words_and_every_other_character_but_blanks(text: str, expected: str) -> None:
    assert "|".join(Tokens(text).words) == expected


@given(NASTY)
def test_a_word_is_one_token_or_two_of_which_one_is_a_possessive(text: str) -> None:
    tokens = Tokens(text)
    for word in words_near(text, 0):
        whole = tokens.whole(word.start, word.end)
        assert whole is not None
        first, *more = tokens.words[slice(*whole)]
        assert text[word.start : word.end].startswith(first)
        assert "".join(more).lower() in ("", "'s", "’s")


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
    ["a" * LONG, "U." * (LONG // 2), "-" * LONG, "e\u0301" * (LONG // 2), FLAGS * (LONG // 4), "1,2" * (LONG // 3)],
    ids=["letters", "initials", "hyphens", "combining", "flags", "digits"],
)
def test_tokens_of_an_endless_line_take_as_long_as_those_of_many_lines(text: str) -> None:
    lines = [text[at : at + 100] for at in range(0, len(text), 100)]
    assert grows_at_most(8, lambda: Tokens(text), lambda: [Tokens(line) for line in lines])
