"""Selections snap to the words an annotator means, and no character is ever cut in two."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.words import (
    next_grapheme,
    next_word_end,
    next_word_start,
    previous_grapheme,
    previous_word_end,
    previous_word_start,
    snap_to_graphemes,
    snap_to_words,
    word_at,
)
from tests.growth import grows_at_most

FAMILY = "👨\u200d👩\u200d👧"
FLAGS = "🇺🇦🇸🇾"


def select(marked: str) -> tuple[str, int, int]:
    """Take a text with the selection between two bars apart."""
    before, selected, after = marked.split("|")
    return before + selected + after, len(before), len(before) + len(selected)


SNAPS = [
    # words are taken whole, spaces are dropped
    ("the Obse|rv|atory said", "Observatory"),
    ("the| Observatory |said", "Observatory"),
    ("at |least 2|87 fighters", "least 287"),
    ("killed |1,200|.", "1,200"),
    ("killed 1|,2|00 men", "1,200"),
    ("grew by 3|.|5 percent", "3.5"),
    ("he: |‘I saw the Accord’s people,’| she said", "‘I saw the Accord’s people,’"),
    ("he: |‘The Patriots’ Coalition left,’| she said", "‘The Patriots’ Coalition left,’"),
    ("‘It |was Ostrel’s,’| she said", "was Ostrel’s"),
    ("the snake|_c|ase name", "snake_case"),
    # hyphens and apostrophes join
    ("near Jabhat al-|Nus|ra", "al-Nusra"),
    ("in govern|ment|-held areas", "government-held"),
    ("the non\u2010|state\u2011armed| groups", "non\u2010state\u2011armed"),
    ("Sana|'|a fell", "Sana'a"),
    ("Sana|’|a fell", "Sana’a"),
    ("an AT|&|T mast", "AT&T"),
    # initials keep their stops
    ("in the U|.|S. on", "U.S."),
    ("in the |U.S|. on", "U.S."),
    ("the |U.S.| said", "U.S."),
    ("a U.S.-|le|d raid", "U.S.-led"),
    ("the U.S|.-l|ed raid", "U.S.-led"),
    ("left. |A| man", "A"),
    # an edge set at a possessive stays there
    ("|Assad|’s army", "Assad"),
    ("|Assad|'s army", "Assad"),
    ("|Assad’s| army", "Assad’s"),
    ("|Assad’s ar|my", "Assad’s army"),
    ("|Ass|ad’s army", "Assad’s"),
    # stray punctuation at the edges goes, what belongs stays
    ("he |fled to Homs.|", "fled to Homs"),
    ("|“We won,”| he said", "“We won,”"),
    ("“|We won,”| he said", "We won"),
    ("|“We won|,” he said", "We won"),
    ('|"We won| today"', "We won"),
    ('|"We won"| today', '"We won"'),
    ("he |went (to Homs)| and", "went (to Homs)"),
    ("he |went (to| Homs)", "went (to"),
    ("he went (|to Homs)|", "to Homs"),
    ("«|Il est mort»|.", "Il est mort"),
    ("he |left … |then", "left"),
    # Arabic and Chinese
    ("قال |المر|صد السوري،", "المرصد"),
    ("قال |المرصد السوري،|", "المرصد السوري"),
    ("他们|在北京|说", "在北京"),
    ("他们|在北京。|", "在北京"),
    ("他们说「|在北京」|", "在北京"),
    # combining marks, emoji, joiners, flags
    ("un cafe|\u0301| noir", "cafe\u0301"),
    ("un ca|f|e\u0301 noir", "cafe\u0301"),
    (f"a |{FAMILY[:2]}|{FAMILY[2:]} b", FAMILY),
    ("a |🇺|🇦🇸🇾 b", "🇺🇦"),
    ("bold |𝐀𝐁|𝐂 word", "𝐀𝐁𝐂"),
    # punctuation alone is kept when it is all there is
    ("well|…| he said", "…"),
    ("so |—| he said", "—"),
    ("😀| 😀 |😀", "😀"),
]


@pytest.mark.parametrize(("marked", "meant"), SNAPS)
def test_a_selection_snaps_to_what_was_meant(marked: str, meant: str) -> None:
    text, start, end = select(marked)
    snapped = snap_to_words(text, start, end)
    assert snapped is not None
    assert text[snapped.start : snapped.end] == meant


@pytest.mark.parametrize("marked", ["a||b", "a |  | b", "||", "|\u00a0\u2028\r\n|"])
def test_a_selection_without_a_character_is_nothing(marked: str) -> None:
    assert snap_to_words(*select(marked)) is None


def test_a_selection_may_be_backward_and_beyond_the_text() -> None:
    text = "Homs fell"
    for start, end in [(9, 5), (99, 5), (5, 99)]:
        snapped = snap_to_words(text, start, end)
        assert snapped is not None
        assert text[snapped.start : snapped.end] == "fell"
    assert snap_to_graphemes(text, -5, 4) == snap_to_words(text, 0, 4)


ALPHABET = [
    *"aB7é.,'’-\"“”()«»& \n\r\t_",
    *("\u0301", "\u200d", "\u200c", "\ufe0f", "\u00a0", "\u2028", "\u202e", "\u2067"),
    *("👍", "🏽", "ن", "م", "،", "中", "文", "。", "ᄀ", "ᅡ", "ก", "ำ", "𝐀", "क", "्", "ष"),
    *FAMILY,
    *FLAGS,
]
NASTY = st.text(st.sampled_from(ALPHABET), max_size=40)


@st.composite
def selections(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(NASTY)
    return text, draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))


def edges_of_graphemes(text: str) -> set[int]:
    return {0, len(text), *(found.end() for found in regex.finditer(r"\X", text))}


@given(selections())
def test_a_snapped_selection_is_never_empty_where_there_is_something_to_see(selection: tuple[str, int, int]) -> None:
    text, start, end = selection
    snapped = snap_to_words(text, start, end)
    assert (snapped is None) == (not text[min(start, end) : max(start, end)].strip())
    assert snapped is None or text[snapped.start : snapped.end].strip()


@given(selections())
def test_snapping_never_cuts_what_a_reader_sees_as_one_character(selection: tuple[str, int, int]) -> None:
    text, start, end = selection
    for snapped in (snap_to_words(text, start, end), snap_to_graphemes(text, start, end)):
        assert snapped is None or {snapped.start, snapped.end} <= edges_of_graphemes(text)


@given(selections())
def test_snapping_twice_is_snapping_once(selection: tuple[str, int, int]) -> None:
    text, start, end = selection
    for snap in (snap_to_words, snap_to_graphemes):
        once = snap(text, start, end)
        assert once is None or snap(text, once.start, once.end) == once


@given(selections())
def test_a_caret_walks_over_graphemes_both_ways(selection: tuple[str, int, int]) -> None:
    text, _, _ = selection
    edges = sorted(edges_of_graphemes(text))
    forth, at = [0], 0
    while at < len(text):
        at = next_grapheme(text, at)
        forth.append(at)
    back = [at]
    while at > 0:
        at = previous_grapheme(text, at)
        back.append(at)
    assert forth == edges
    assert back == edges[::-1]


@given(selections())
def test_a_caret_walks_over_words_both_ways_and_arrives(selection: tuple[str, int, int]) -> None:
    text, start, _ = selection
    assert next_word_start(text, start) > start or start == len(text)
    assert next_word_end(text, start) > start or start == len(text)
    assert previous_word_start(text, start) < start or start == 0
    assert previous_word_end(text, start) < start or start == 0


def test_a_caret_walks_by_word() -> None:
    text = "The U.S.-led raid, again."
    assert [next_word_start(text, at) for at in (0, 4, 13, 19)] == [4, 13, 19, len(text)]
    assert [next_word_end(text, at) for at in (0, 3, 12, 17)] == [3, 12, 17, 24]
    assert [previous_word_start(text, at) for at in (25, 19, 13, 4)] == [19, 13, 4, 0]
    assert [previous_word_end(text, at) for at in (25, 24, 17, 12)] == [24, 17, 12, 3]


def test_the_word_at_the_caret_is_the_one_it_is_in_or_else_just_behind() -> None:
    text = "Homs, then"
    assert [word_at(text, at) for at in (0, 3, 4)] == [word_at(text, 1)] * 3
    assert word_at(text, 5) is None
    assert word_at("", 0) is None


LONG = 1_000_000


@pytest.mark.parametrize(
    "text",
    ["a" * LONG, "中" * LONG, " " * LONG, "-" * LONG, "e\u0301" * (LONG // 2), FLAGS * (LONG // 4), "\u202e" * LONG],
    ids=["letters", "Chinese", "spaces", "hyphens", "combining", "flags", "bidi"],
)
def test_a_line_of_a_megabyte_answers_at_once(text: str) -> None:
    def asked(within: str) -> None:
        for at in (0, len(within) // 2, len(within) - 3):
            snap_to_words(within, at, at + 2)
            snap_to_graphemes(within, at, at + 2)
            word_at(within, at)
            next_grapheme(within, at)
            previous_grapheme(within, at)

    assert grows_at_most(4, lambda: asked(text), lambda: asked(text[: LONG // 8]))


def test_a_whole_megabyte_selected_snaps_in_bounded_time() -> None:
    text = "“word” " * (LONG // 7) + "(" * 1000
    assert snap_to_words(text, 0, len(text)) is not None
    part = text[LONG // 8 * 7 :]
    assert grows_at_most(16, lambda: snap_to_words(text, 0, len(text)), lambda: snap_to_words(part, 0, len(part)))


@pytest.mark.parametrize("cluster", ["🇺🇦", "e\u0301", FAMILY, "각", "क्ष"])
def test_a_cluster_is_whole_far_into_a_line_without_spaces(cluster: str) -> None:
    text = cluster * 400
    edges = edges_of_graphemes(text)
    for at in range(len(text) // 2, len(text) // 2 + 12):
        snapped = snap_to_graphemes(text, at, at + 1)
        assert snapped is not None
        assert {snapped.start, snapped.end} <= edges
