"""The plain-text pane: what painting shows, in words, where the caret is."""

import pytest
from driving import put_caret, select
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from window_projects import put_articles, put_layer

from annotator.gui.article.text_map import BLOCK_LIMIT
from annotator.gui.panels.span_model import Column
from annotator.gui.panels.span_words import attribute_words
from annotator.model.article import Meta
from annotator.model.span import Fragment, Span
from annotator.project import describing, edits, relating

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def lines(window) -> list[str]:
    window.plain.settle()
    return window.plain.body.toPlainText().replace("\u2068", "").replace("\u2069", "").split("\n")


@pytest.fixture
def pane(window, press):
    press(Qt.Key.Key_F7)
    return window.plain


def test_it_is_hidden_until_asked_for_and_then_remembered(window, press, open_window, path):
    assert not window.plain.isVisible()
    press(Qt.Key.Key_F7)
    assert window.plain.isVisible()
    assert window.action_table.action("view.plain").isChecked()
    window.close()
    again = open_window(path)
    assert again.plain.isVisible()
    again.commands.toggle_panel("plain")
    again.close()
    assert not open_window(path).plain.isVisible()


def test_it_shows_the_paragraph_at_the_caret_and_its_cursor_follows(window, pane):
    put_caret(window, "army denied")
    text = window.article_panel.view.text
    assert lines(window) == [text.split("\n\n")[1], "", "No span in this paragraph."]
    behind = text.index("army denied") - text.index("Among")
    assert pane.body.textCursor().position() == behind + 1, "𝐀 takes two places in Qt"
    put_caret(window, "Kobani")
    assert lines(window)[0] == text.split("\n\n")[0]
    select(window, "least 287")
    window.plain.settle()
    assert pane.body.textCursor().selectedText() == "least 287"


def test_every_span_of_the_paragraph_is_said_in_text_order_with_all_that_is_known(window, pane, press):
    article = window.desk.article
    for words, key in (("Kobani", Qt.Key.Key_L), ("at least 287", Qt.Key.Key_N)):
        select(window, words)
        press(key)
    number = window.desk.current_span.key
    press(Qt.Key.Key_U)
    window.session.do(lambda project: edits.set_note(project, [number], "see\nbelow"))
    window.session.do(
        lambda project: describing.set_attributes(project, [number], {"low": 287, "modifier": "at_least"})
    )
    parts = (Fragment(4, 15), Fragment(21, 33))
    window.session.do(lambda project: edits.move(project, article, number, parts))
    window.article_panel.view.set_current_span(number)
    assert lines(window)[2:] == [
        "2 spans in this paragraph:",
        "current: number: “Observatory … at least 287”; in 2 parts; unsure; low 287; modifier at_least; "
        "guessed counts killed; marked by hand; note: see below",
        "location: “Kobani”; marked by hand",
    ]
    put_caret(window, "Kobani")
    assert lines(window)[4] == "current: location: “Kobani”; marked by hand"


def test_relations_guesses_chosen_spans_and_read_paragraphs_are_said_too(window, pane, press):
    for words, key in (("fighters", Qt.Key.Key_A), ("at least 287", Qt.Key.Key_N)):
        select(window, words)
        press(key)
    number, actor = window.desk.current, next(s.key for s in window.desk.spans.all() if s.tag == "actor")
    window.session.do(lambda project: relating.relate(project, "counts_who", number, actor))
    window.commands.choose_selected()
    said = lines(window)
    assert said[3].startswith("chosen: current: number: “at least 287”")
    assert said[3].endswith("; counts_who: “fighters”")
    assert said[4] == "chosen: actor: “fighters”; marked by hand; counts_who of “at least 287”"
    spoken = [window.desk.spans.index(row, Column.RELATIONS).data(SPOKEN) for row in range(2)]
    assert [words.replace("\u2068", "").replace("\u2069", "") for words in spoken] == [
        "counts_who: “fighters”",
        "counts_who of “at least 287”",
    ]
    window.desk.choose(())
    put_caret(window, "Among")
    press(Qt.Key.Key_X)
    put_caret(window, "Among")
    assert lines(window)[2] == "Read, and nothing to mark here."


def test_a_guess_is_said_to_be_one():
    span = Span("x", "number", (Fragment(0, 3),), {"low": 2}, guesses={"rules": {"low": 3, "modifier": "exact"}})
    assert attribute_words(span) == ["\u2068low\u2069 \u20682\u2069", "guessed \u2068modifier\u2069 \u2068exact\u2069"]


def test_enter_goes_on_in_the_article_at_the_place_or_at_the_span(window, pane, press):
    view = window.article_panel.view
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    put_caret(window, "Observatory")
    window.plain.settle()
    pane.take_focus()
    for _ in range(4):
        QTest.keyClick(pane.body, Qt.Key.Key_Right)
    QTest.keyClick(pane.body, Qt.Key.Key_Return)
    assert view.caret == view.text.index("rvatory")
    assert view.hasFocus()
    pane.take_focus()
    QTest.keyClick(pane.body, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(pane.body, Qt.Key.Key_Return)
    assert window.desk.current_span.tag == "location"
    assert view.hasFocus()
    pane.take_focus()
    QTest.keyClick(pane.body, Qt.Key.Key_Escape)
    assert view.hasFocus()


def test_hostile_and_endless_text_is_shown_in_part_and_with_signs(window, pane, path):
    text = "<b>x</b>\u202etxt\u200b\x00\x07\ufdd0𝐀\u00a0\t" + "word " * 30_000
    (key,) = put_articles(path, [(text, Meta("Endless"))])
    put_layer(path, key, "ana", text, [("actor", at, at + 3) for at in range(0, 400, 4)], note="<i>\u202e</i>")
    window.session.read_again()
    window.commands.open_article(key)
    said = lines(window)
    assert said[0].startswith("<b>x</b>⇇txt⍽")
    assert len(said[0]) <= BLOCK_LIMIT + 1
    assert "note: <i>⇇</i>" in said[3]
    assert said[2] == "100 spans in this paragraph:"
    assert said[-1] == "and 40 more, which the span table lists."
    assert len(said) == 3 + 60 + 1
    view = window.article_panel.view
    for position in (8, 14, 15, 17, 18, 19):
        view.move_caret(position)
        window.plain.settle()
        assert pane.body.textCursor().position() == view.page.map.place(position)[1]


def test_while_it_is_hidden_it_does_nothing(window, press, monkeypatch):
    written = []
    monkeypatch.setattr(window.plain.body, "setPlainText", written.append)
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    QTest.qWait(40)
    assert written == []
    assert not window.plain._following._timer.isActive()


def test_without_an_article_it_is_empty(window, pane):
    window.session.close()
    assert window.plain.body.toPlainText() == "" or not window.plain.isVisible()
