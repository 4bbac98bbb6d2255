"""Which paragraphs count as read: all of a done article, unless somebody says which."""

import pytest

from annotator.model.coverage import unread
from annotator.model.span import Fragment, Span

TEXT = "The first.\r\nThe second.\n\n \nThe third.\u2029The last."


def place(words: str) -> Fragment:
    start = TEXT.index(words)
    return Fragment(start, start + len(words))


def left(read: list[str], *marked: str) -> list[str]:
    spans = [Span(words, "actor", (place(words),)) for words in marked]
    return [TEXT[found.start : found.end] for found in unread(TEXT, [place(words) for words in read], spans)]


def test_who_signs_no_paragraph_has_read_them_all():
    assert left([]) == []
    assert left([], "third") == []


def test_who_signs_empty_paragraphs_has_read_those_and_those_with_a_mark():
    assert left(["The first.", "The second."]) == ["The third.", "The last."]
    assert left(["The first.", "The last."], "third") == ["The second."]
    assert left(["The last."], "first", "second") == ["The third."]
    assert left(["The first.", "The last."], "second.\n\n \nThe th") == []


def test_a_key_pressed_once_does_not_make_the_rest_unread():
    assert left(["The first."]) == []
    assert left(["The first."], "third") == []


def test_a_split_span_leaves_out_what_is_between():
    split = Span("s", "claim", (place("first"), place("third")))
    assert [TEXT[one.start : one.end] for one in unread(TEXT, [place("The last.")], [split])] == ["The second."]


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_a_text_without_paragraphs_has_none_unread(text: str):
    assert unread(text, [Fragment(0, 1)], []) == []
