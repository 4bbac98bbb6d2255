"""Moving by sentence, and among spans that lie on one another."""

import pytest
from driving import put_caret, select
from PySide6.QtCore import Qt
from window_projects import put_articles

from annotator.model.article import Meta
from annotator.model.span import Fragment

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
TEXT = "Dr. Sami fled. At least 12 died, the army said. “It was calm.”\nقال المرصد ذلك. ونفى الجيش الخبر."
STARTS = [TEXT.index(word) for word in ("Dr.", "At least", "“It", "قال", "ونفى")]


@pytest.fixture
def article(window, path):
    (key,) = put_articles(path, [(TEXT, Meta("Sentences"))])
    window.session.read_again()
    window.commands.open_article(key)
    window.article_panel.view.setFocus()
    return window.article_panel.view


def test_j_and_k_go_by_sentence_forwards_and_back_in_any_direction_of_writing(article, press):
    met = []
    for _ in range(5):
        press(Qt.Key.Key_J)
        met.append(article.caret)
    assert met == [*STARTS[1:], len(TEXT)]
    met = []
    for _ in range(6):
        press(Qt.Key.Key_K)
        met.append(article.caret)
    assert met == [*reversed(STARTS), 0]
    article.move_caret(STARTS[1] + 5)
    press(Qt.Key.Key_K)
    assert article.caret == STARTS[1]


def test_shift_and_j_or_k_select_sentence_by_sentence(article, press):
    article.move_caret(STARTS[1])
    press(Qt.Key.Key_J, SHIFT)
    assert article.marked_selection() == Fragment(STARTS[1], TEXT.index(". “It"))
    press(Qt.Key.Key_J, SHIFT)
    assert article.selection() == Fragment(STARTS[1], TEXT.index("\n"))
    article.move_caret(STARTS[2])
    press(Qt.Key.Key_K, SHIFT)
    assert (article.anchor, article.caret) == (STARTS[2], STARTS[1])


def test_control_j_selects_the_sentence_for_a_letter_to_tag(article, press, window):
    article.move_caret(STARTS[1] + 7)
    press(Qt.Key.Key_J, CONTROL)
    assert article.selection() == Fragment(STARTS[1], TEXT.index(" “It"))
    press(Qt.Key.Key_C)
    assert window.desk.current_span.fragments == (Fragment(STARTS[1], TEXT.index(". “It")),)


def test_on_a_blank_line_there_is_no_sentence_to_select(window, press):
    view = window.article_panel.view
    view.move_caret(view.text.index("\n\n") + 1)
    press(Qt.Key.Key_J, CONTROL)
    assert view.selection() is None
    assert window.status.text().startswith("⚠")


def test_o_goes_through_the_spans_at_the_caret_from_the_smallest_and_round(window, press):
    for words, key in (("at least 287", Qt.Key.Key_N), ("287", Qt.Key.Key_A), ("said at least 287 ISIL", Qt.Key.Key_C)):
        select(window, words)
        press(key)
    put_caret(window, "287")
    met = [(window.desk.current_span.tag, "")]
    for _ in range(3):
        press(Qt.Key.Key_O)
        met.append((window.desk.current_span.tag, window.status.text().replace("\u2068", "").replace("\u2069", "")))
    assert met == [
        ("actor", ""),
        ("number", "number “at least 287” · 2 of 3 here"),
        ("claim", "claim “said at least 287 ISIL” · 3 of 3 here"),
        ("actor", "actor “287” · 1 of 3 here"),
    ]
    assert window.article_panel.view.text[window.article_panel.view.caret :].startswith("287"), "the caret stays"
    put_caret(window, "Kobani")
    press(Qt.Key.Key_O)
    assert window.status.text() == "⚠ There is no span at the caret."


@pytest.mark.parametrize(
    ("key", "modifiers", "becomes"),
    [
        (Qt.Key.Key_Left, ALT, "الجيش الخبر"),
        (Qt.Key.Key_Right, ALT | SHIFT, "ونفى الجيش"),
    ],
)
def test_in_arabic_the_left_edge_is_the_one_at_the_left(article, press, window, key, modifiers, becomes):
    put_caret(window, "الجيش")
    press(Qt.Key.Key_A)
    press(key, modifiers)
    span = window.desk.current_span
    assert TEXT[span.start : span.end] == becomes
    back = {Qt.Key.Key_Left: Qt.Key.Key_Right, Qt.Key.Key_Right: Qt.Key.Key_Left}[key]
    press(back, modifiers)
    span = window.desk.current_span
    assert TEXT[span.start : span.end] == "الجيش"
