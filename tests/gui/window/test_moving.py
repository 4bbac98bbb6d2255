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


def test_j_and_k_go_by_sentence_forwards_and_back_in_any_direction_of_writing(article, press, window):
    met = []
    for _ in range(5):
        press(Qt.Key.Key_J)
        met.append(article.caret)
    assert met == [*STARTS[1:], len(TEXT)]
    assert window.status.text() == "That was the last sentence."
    met = []
    for _ in range(6):
        press(Qt.Key.Key_K)
        met.append(article.caret)
    assert met == [*reversed(STARTS), 0]
    assert window.status.text() == "That was the first sentence."
    article.move_caret(STARTS[1] + 5)
    press(Qt.Key.Key_K)
    assert article.caret == STARTS[1]
    assert "At least 12 died, the army said." in window.status.text()


def test_shift_and_j_or_k_select_sentence_by_sentence(article, press, window):
    article.move_caret(STARTS[1])
    press(Qt.Key.Key_J, SHIFT)
    assert article.marked_selection() == Fragment(STARTS[1], TEXT.index(". “It"))
    press(Qt.Key.Key_J, SHIFT)
    assert article.selection() == Fragment(STARTS[1], TEXT.index("\n"))
    assert window.status.text().startswith("selected “")
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


def selected(window):
    view, selection = window.article_panel.view, window.article_panel.view.selection()
    return selection and view.text[selection.start : selection.end]


def through(window, press, modifiers=Qt.KeyboardModifier.NoModifier):
    """Return what Space selects until there is no more."""
    met = []
    while True:
        press(Qt.Key.Key_Space, modifiers)
        if not window.status.text().startswith("candidate"):
            return met
        assert selected(window) in window.status.text()
        met.append(selected(window))


def test_space_goes_through_names_and_numbers_that_have_no_mark_and_says_when_there_are_no_more(window, press, stored):
    met = through(window, press)
    assert {"Observatory", "Kobani"} <= {word.removeprefix("The ") for word in met}
    assert any("287" in words for words in met)
    assert any("26" in words for words in met)
    assert "no untouched candidate after" in window.status.text()
    assert selected(window) == met[-1]
    assert through(window, press, SHIFT) == met[-2::-1]
    assert "no untouched candidate before" in window.status.text()
    assert stored() == []


def test_what_is_marked_or_read_is_no_candidate(window, press):
    before = through(window, press)
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    window.article_panel.view.move_caret(0)
    assert through(window, press) == [words for words in before if words != "Kobani"]
    put_caret(window, "Among")
    press(Qt.Key.Key_X)
    window.article_panel.view.move_caret(0)
    left = through(window, press)
    assert left
    assert not any("26" in words for words in left)


def test_a_claim_does_not_hide_the_names_inside_it(window, press):
    view = window.article_panel.view
    before = through(window, press)
    view.select(0, view.text.index("\n"))
    press(Qt.Key.Key_C)
    view.move_caret(0)
    assert through(window, press) == before


def test_a_letter_tags_the_candidate_and_space_goes_on_behind_it(window, press, stored):
    press(Qt.Key.Key_Space)
    first = selected(window)
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_Space)
    assert first == "Observatory"
    assert stored() == [("actor", "The Observatory")], "an actor is a whole noun phrase"
    assert selected(window) not in (first, None)


def test_a_sticky_tag_leaves_candidates_to_the_reader(window, press, stored):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    press(Qt.Key.Key_Q)
    window.article_panel.view.move_caret(0)
    press(Qt.Key.Key_Space)
    assert len(stored()) == 1
    words = selected(window)
    press(Qt.Key.Key_Period)
    assert ("location", words) in stored()


def test_in_a_desert_the_search_stops_now_and_then_and_goes_on(window, path, press):
    text = "all of this is quiet and small. " * 2000 + "Then Kobani."
    (key,) = put_articles(path, [(text, Meta("Desert", language="en"))])
    window.session.read_again()
    window.commands.open_article(key)
    stops = 0
    while not window.status.text().startswith("candidate"):
        press(Qt.Key.Key_Space)
        stops += "looks on" in window.status.text()
    assert stops >= 2
    assert "Kobani" in selected(window)
