"""The same words are found however they are broken, quoted or accented, and never inside another word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.model.matching import LONGEST_TERM, Finder, Term, folded, terms_of
from annotator.model.words import is_whole


def found(words: str, text: str, *, match_case: bool = True, prefix: bool = False) -> list[str]:
    finder = Finder(Term(words, prefix), match_case=match_case)
    return [text[place.start : place.end] for place in finder.find(text)]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("army", "army, armyworm, Army, the army.", ["army", "army"]),
        ("army", "the army’s men, the army's men", ["army", "army"]),
        ("fighters", "the fighters’ arms, the fighters' arms", ["fighters", "fighters"]),
        ("Nusra", "al-Nusra and Nusra", ["Nusra"]),
        ("al-Nusra", "al-Nusra, al‑Nusra’s, al–Nusra, alNusra", ["al-Nusra", "al‑Nusra", "al–Nusra"]),
        (
            "Syrian army",
            "Syrian\r\narmy, Syrian\u00a0army, Syrian   army, Syrianarmy",
            ["Syrian\r\narmy", "Syrian\u00a0army", "Syrian   army"],
        ),
        ("287", "287, 1,287, 287.5, 2870", ["287"]),
        ("U.S.", "the U.S. army, U.S.-led", ["U.S."]),
        ("Évreux", "Évreux and E\u0301vreux and Evreux", ["Évreux", "E\u0301vreux"]),
        ("it’s", "it's and it‘s", ["it's", "it‘s"]),
        ("“we won”", '"we won" and «we won»', ['"we won"', "«we won»"]),
        ("中国", "在中国的", ["中国"]),
        ("the the", "the the the the", ["the the", "the the"]),
        ("a.c", "abc a.c", ["a.c"]),
        ("سوريا", "في سوريا، وسوريا", ["سوريا"]),
    ],
)
def test_the_same_words_are_found_whole(words: str, text: str, expected: list[str]) -> None:
    assert found(words, text) == expected


def test_case_is_a_choice() -> None:
    assert found("army", "Army ARMY army", match_case=False) == ["Army", "ARMY", "army"]


def test_a_beginning_is_found_to_the_end_of_its_word() -> None:
    text = "shell, shelled, shells’ and shelling’s, shell-shocked; bombshell"
    assert found("shell", text, prefix=True) == ["shell", "shelled", "shells", "shelling", "shell-shocked"]
    assert found("the shell", "the shelling", prefix=True) == ["the shelling"]


def test_a_search_is_read_word_by_word_but_for_what_stands_in_quotation_marks() -> None:
    assert terms_of(' shell*  "at least" “free Syr”* Homs ** "open') == [
        Term("shell", prefix=True),
        Term("at least"),
        Term("free Syr", prefix=True),
        Term("Homs"),
        Term("open"),
    ]
    assert terms_of(' * "" ') == []


def test_words_at_the_beginning_of_a_sentence_are_the_same_but_not_capitals_throughout() -> None:
    assert folded("The  army") == folded("the\narmy")
    assert folded("al–Nusra") == folded("al-Nusra")
    assert folded("US") != folded("us")


def test_a_passage_as_long_as_a_page_is_refused() -> None:
    with pytest.raises(UserError, match="1,000 characters"):
        Finder(Term("a " * LONGEST_TERM), match_case=True)


PIECES = st.sampled_from(
    ["army", "Army", "the", "s", "'s", "’s", "-", " ", "\u00a0", "\n", ".", "1", "中", "É", "e\u0301"]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


@given(TEXTS, st.lists(PIECES, min_size=1, max_size=3).map("".join))
def test_every_place_is_the_same_words_and_whole_and_no_two_overlap(text: str, words: str) -> None:
    term = " ".join(words.split())
    if not term:
        return
    behind = 0
    for place in Finder(Term(term), match_case=True).find(text):
        assert folded(text[place.start : place.end]) == folded(term)
        assert is_whole(text, place.start, place.end)
        assert place.start >= behind
        behind = place.end


@given(TEXTS, st.lists(PIECES, min_size=1, max_size=3).map("".join), TEXTS)
def test_words_between_spaces_are_always_found(before: str, words: str, behind: str) -> None:
    if words != words.strip() or not words:
        return
    text = f"{before} {words} {behind}"
    places = list(Finder(Term(" ".join(words.split())), match_case=True).find(text))
    start = len(before) + 1
    # It may be in the middle of what was found a little earlier, as in “the the the”.
    assert any(place.start <= start < place.end or start <= place.start < start + len(words) for place in places)


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("the army", "The army, the army, the Army, THE army", ["The army", "the army"]),
        ("The Northern Front", "to the Northern Front", ["the Northern Front"]),
        ("May", "He may go in May.", ["May"]),
    ],
)
def test_several_words_are_the_same_where_a_sentence_begins(words: str, text: str, expected: list[str]) -> None:
    finder = Finder(Term(words), match_case=True, begins_sentences=True)
    assert [text[place.start : place.end] for place in finder.find(text)] == expected
