"""The text map: every code point has a place, and the way there and back is exact."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from nasty import ENGLAND, FAMILY, NASTY

from annotator.gui.article.stand_ins import with_stand_ins
from annotator.gui.article.text_map import BLOCK_LIMIT, TextMap

SEPARATOR = regex.compile("\r\n|[\n\r\u2028\u2029\v\f\x85]")

nasty_texts = st.lists(
    st.one_of(st.sampled_from(list(NASTY.values())), st.text(max_size=40), st.sampled_from(["\r\n", "\r", "\u2028"]))
).map("".join)


def units(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def check(text):
    found = TextMap(text)
    inside = {at for end in SEPARATOR.finditer(text) for at in range(end.start() + 1, end.end())}
    for position in range(len(text) + 1):
        index, column = found.place(position)
        block = found.block(index)
        assert 0 <= column <= block.columns
        assert found.position(index, column) == (block.end if position in inside else position)
        if position not in inside:
            assert column == units(text[block.start : position])


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_every_code_point_goes_to_its_place_and_back(text):
    check(text)


@given(nasty_texts)
def test_any_text_goes_to_its_place_and_back(text):
    check(text[:3000])


@given(nasty_texts)
def test_the_blocks_are_the_text_without_its_line_ends(text):
    found = TextMap(text)
    blocks = [found.block(index) for index in range(len(found))]
    paragraphs, words = [], ""
    for block in blocks:
        words += text[block.start : block.end]
        if block.ends_paragraph:
            paragraphs.append(words)
            words = ""
    assert paragraphs == SEPARATOR.split(text)
    assert all(block.end - block.start <= BLOCK_LIMIT for block in blocks)


@given(nasty_texts)
def test_what_is_displayed_is_as_long_as_the_text_character_by_character(text):
    shown, places = with_stand_ins(text)
    assert len(shown) == len(text)
    assert [units(character) for character in shown] == [units(character) for character in text]
    assert all(shown[at] == text[at] for at in set(range(len(text))) - set(places))


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_a_long_paragraph_is_never_cut_inside_a_grapheme_cluster(text):
    found = TextMap(text)
    edges = {cluster.start() for cluster in regex.finditer(r"\X", text)} | {len(text)}
    assert all(found.block(index).start in edges for index in range(len(found)))


def test_a_cluster_longer_than_a_block_is_cut_all_the_same():
    found = TextMap("a" + "\u0301" * 9000)
    assert found.block(len(found) - 1).end == 9001


def test_a_long_paragraph_is_cut_after_a_sentence():
    text = "The army said that twelve were killed. " * 200
    found = TextMap(text)
    assert len(found) > 3
    assert all(text[: found.block(index).end].endswith(". ") for index in range(len(found)))


@pytest.mark.parametrize("hidden", "\u200b\u202e\u2066\u200e\u061c\ufeff\ufdd0\uffff\x00\x1b\x7f\x9b\u00ad\ufffc\u2060")
def test_a_character_that_would_vanish_or_act_is_shown(hidden):
    shown, places = with_stand_ins(f"a{hidden}b")
    assert places == (1,)
    assert shown[1].isprintable()


@pytest.mark.parametrize("text", [FAMILY, ENGLAND, "می\u200cروم", "र्\u200dय", "12\u00a0000", "a\tb"])
def test_joiners_that_work_and_spaces_stay_as_they_are(text):
    assert with_stand_ins(text) == (text, ())


def test_a_joiner_between_latin_letters_is_shown():
    assert with_stand_ins("a\u200cb a\u200db")[1] == (1, 5)


@pytest.mark.parametrize(
    ("text", "backwards"),
    [("abc שלום", False), ("(12) “שלום” abc", True), ("مرحبا abc", True), ("12 34", False), ("", False)],
)
def test_a_paragraph_runs_the_way_of_its_first_strong_character(text, backwards):
    assert TextMap(text).right_to_left(0) is backwards


def test_all_blocks_of_a_paragraph_share_its_direction():
    found = TextMap("سلام " + "latin words only " * 400 + "\nleft to right")
    assert [found.block(index).right_to_left for index in range(len(found))] == [True] * (len(found) - 1) + [False]


def test_a_position_inside_a_line_end_is_the_end_of_its_paragraph():
    found = TextMap("one\r\ntwo")
    assert found.place(3) == found.place(4) == (0, 3)
    assert found.place(5) == (1, 0)


def test_a_megabyte_without_a_space_is_cut_at_the_limit():
    found = TextMap("x" * 1_000_000)
    assert len(found) == 1_000_000 // BLOCK_LIMIT
    assert found.paragraph(500_000) == (0, 1_000_000)
