"""Finding in the article: case and accents do not matter, and every match is where it says, in code points."""

import random

import pytest
from driving import put_caret
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.gui.panels.finding import MOST_MATCHES, FoldedText, fold
from annotator.gui.panels.wording import without_isolates
from annotator.model.span import Fragment

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("a😀b", "B", ["b"]),
        ("𝐀𝐀 été", "ete", ["été"]),
        ("e\u0301te\u0301!", "ete", ["e\u0301te\u0301"]),
        ("Straße, STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("İstanbul", "istanbul", ["İstanbul"]),
        ("‘they’ said", "'they'", ["‘they’"]),
        ("one\r\ntwo", "one two", ["one\r\ntwo"]),
        ("10\u00a0km", "10 km", ["10\u00a0km"]),
        ("re\u00adport", "report", ["re\u00adport"]),
        ("كَتَبَ", "كتب", ["كَتَبَ"]),
        ("नमस्ते", "नमस्ते", ["नमस्ते"]),
        ("nothing", "", []),
    ],
)
def test_words_are_found_as_a_reader_means_them(text, words, found):
    matches, complete = FoldedText(text).find(words)
    assert [text[match.start : match.end] for match in matches] == found
    assert complete


def test_every_match_is_where_a_character_by_character_search_finds_it():
    chosen = random.Random(5)
    letters = "aAbßéİﬁe\u0301\u0301😀𝐀 x\r\n’ك\u064eSs"
    for _ in range(3_000):
        text = "".join(chosen.choices(letters, k=chosen.randint(0, 14)))
        words = "".join(chosen.choices(letters, k=chosen.randint(1, 3)))
        assert FoldedText(text).find(words)[0] == _found_slowly(text, words)


def _found_slowly(text: str, words: str) -> list[Fragment]:
    sought, folded = fold(words), fold(text)
    owners = [place for place, character in enumerate(text) for _ in fold(character)]
    found: list[Fragment] = []
    at = folded.find(sought) if sought else -1
    while at >= 0:
        end = owners[at + len(sought) - 1] + 1
        while end < len(text) and not fold(text[end]):
            end += 1
        if not found or owners[at] >= found[-1].end:
            found.append(Fragment(owners[at], end))
        at = folded.find(sought, at + len(sought))
    return found


def test_more_matches_than_anybody_reads_are_not_listed():
    matches, complete = FoldedText("a" * (MOST_MATCHES + 5)).find("a")
    assert (len(matches), complete) == (MOST_MATCHES, False)


def test_control_f_finds_counts_and_goes_round(window, press, qtbot):
    press(Qt.Key.Key_F, CONTROL)
    bar = window.article_panel.find_bar
    qtbot.waitUntil(bar.words.hasFocus)
    qtbot.keyClicks(bar.words, "THE")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 3")
    text = window.article_panel.view.text
    assert [text[match.start : match.end] for match in bar.matches()] == ["The", "the", "the"]
    QTest.keyClick(bar.words, Qt.Key.Key_Return)
    assert bar.count.text() == "2 of 3"
    QTest.keyClick(bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == "1 of 3"
    QTest.keyClick(bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == "3 of 3"
    assert window.status.text() == "match 3 of 3"


def test_escape_goes_back_to_the_article_with_the_match_selected(window, press, qtbot, stored):
    press(Qt.Key.Key_F, CONTROL)
    bar = window.article_panel.find_bar
    qtbot.keyClicks(bar.words, "source")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 1")
    QTest.keyClick(bar.words, Qt.Key.Key_Escape)
    qtbot.waitUntil(window.article_panel.view.hasFocus)
    assert not bar.isVisible()
    assert without_isolates(window.status.text()) == "selected “source”"
    press(Qt.Key.Key_A)
    assert stored() == [("actor", "source")]


def test_words_that_are_not_there_say_so(window, press, qtbot):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_F, CONTROL)
    bar = window.article_panel.find_bar
    qtbot.keyClicks(bar.words, "zebra")
    qtbot.waitUntil(lambda: bar.count.text() == "not found")
