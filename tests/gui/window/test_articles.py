"""Going through articles: the list, its filter, done and next, flags, and where the reader was."""

import pytest
from driving import put_caret
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from window_projects import put_articles

from annotator.gui.panels.pages import PAGE, REMEMBERED_PAGES
from annotator.model.article import Meta
from annotator.project.project import Project
from annotator.project.reading import layer

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def headings(window) -> list[str]:
    model = window.articles.model
    return [model.article(row).heading for row in range(len(model))]


def chip(window, state: str) -> None:
    window.articles.findChild(object, f"chip_{state}").click()


def test_done_goes_to_the_next_open_article_and_is_saved(window, press, path):
    first = window.desk.key
    press(Qt.Key.Key_Return, CONTROL)
    assert window.desk.article.meta.title == "Army denies"
    with Project.open(path, "ana", read_only=True) as project:
        assert layer(project, first).status == "done"
    assert window.articles.model.article(0).status == "done"


def test_done_goes_round_to_what_was_left_out(window, press):
    press(Qt.Key.Key_Down, ALT)
    press(Qt.Key.Key_Return, CONTROL)
    press(Qt.Key.Key_Return, CONTROL)
    assert window.desk.article.meta.title == "Fighters pushed from river towns"
    press(Qt.Key.Key_Return, CONTROL)
    assert "Every article listed is done" in window.status.text()


def test_progress_counts_what_is_done(window, press, qtbot):
    assert window.articles.progress_text.text() == "open 3 · done 0"
    press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: window.articles.progress_text.text() == "open 2 · done 1")


def test_undoing_done_opens_the_article_again(window, press, qtbot):
    first = window.desk.key
    press(Qt.Key.Key_Return, CONTROL)
    press(Qt.Key.Key_Z, CONTROL)
    assert window.desk.key == first
    assert window.desk.state.status == "open"
    assert window.articles.model.article(0).status == "open"


def test_an_article_that_is_done_leaves_the_list_of_open_ones_when_the_reader_does(window, press):
    chip(window, "open")
    press(Qt.Key.Key_Return, CONTROL)
    assert headings(window) == ["Army denies", "Bridge is closed"]
    press(Qt.Key.Key_Z, CONTROL)
    assert "Fighters pushed from river towns" in headings(window)


def test_words_filter_titles_and_texts(window, qtbot):
    window.commands.focus_filter()
    qtbot.keyClicks(window.articles.filter_box, "kobani")
    qtbot.waitUntil(lambda: headings(window) == ["Fighters pushed from river towns", "Bridge is closed"])
    window.articles.filter_box.setText("no such word anywhere")
    qtbot.waitUntil(lambda: headings(window) == [])
    assert window.desk.article is not None
    assert window.articles.nothing.isVisible()
    assert "no article is listed" in window.status.place.text()
    window.articles.filter_box.clear()
    qtbot.waitUntil(lambda: len(headings(window)) == 3)
    assert not window.articles.nothing.isVisible()


def test_flags_are_shown_and_filtered(window, press):
    press(Qt.Key.Key_F)
    assert "⚑ flagged" in window.article_panel.about.text()
    chip(window, "flagged")
    assert headings(window) == ["Fighters pushed from river towns"]


def test_arrows_in_the_list_open_articles_and_enter_goes_into_the_text(window, qtbot):
    window.articles.view.setFocus()
    QTest.keyClick(window.articles.view, Qt.Key.Key_Down)
    assert window.desk.article.meta.title == "Army denies"
    QTest.keyClick(window.articles.view, Qt.Key.Key_Return)
    qtbot.waitUntil(window.article_panel.view.hasFocus)


def test_the_caret_waits_where_it_was(window, press):
    put_caret(window, "Kobani")
    place = window.article_panel.view.caret
    press(Qt.Key.Key_Down, ALT)
    press(Qt.Key.Key_Up, ALT)
    assert window.article_panel.view.caret == place


def test_the_last_article_is_open_after_a_restart(window, press, open_window, path):
    press(Qt.Key.Key_Down, ALT)
    window.close()
    assert open_window(path).desk.article.meta.title == "Army denies"


def test_a_mark_changes_one_line_of_the_list_and_asks_for_no_other(window, press, monkeypatch):
    put_caret(window, "Kobani")
    asked = []
    monkeypatch.setattr(window.articles, "refresh", lambda: asked.append("everything"))
    changed = []
    window.articles.model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    press(Qt.Key.Key_L)
    press(Qt.Key.Key_A)
    assert asked == []
    assert changed == [(0, 0)]


def test_an_import_shows_up_in_the_list_and_keeps_the_reader_where_they_were(window, path, press, qtbot):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    before, current = window.article_panel.view.caret, window.desk.current
    put_articles(path, [("A fourth report.", Meta("Fourth"))])
    window.session.read_again()
    assert headings(window)[-1] == "Fourth"
    assert (window.article_panel.view.caret, window.desk.current) == (before, current)
    qtbot.waitUntil(lambda: not window.runner.busy)


@pytest.mark.parametrize("order", range(6))
def test_the_list_is_sorted_as_chosen(window, order):
    window.articles._orders.actions()[order].trigger()
    expected = {
        0: ["Fighters pushed from river towns", "Army denies", "Bridge is closed"],
        1: ["Bridge is closed", "Army denies", "Fighters pushed from river towns"],
        2: ["Army denies", "Bridge is closed", "Fighters pushed from river towns"],
        3: ["Fighters pushed from river towns", "Bridge is closed", "Army denies"],
        4: ["Army denies", "Bridge is closed", "Fighters pushed from river towns"],
        5: ["Army denies", "Bridge is closed", "Fighters pushed from river towns"],
    }
    assert headings(window) == expected[order]


def test_a_long_list_remembers_a_few_pages_only(window, path):
    put_articles(path, ((f"Report {n}.", Meta(f"Report {n}")) for n in range(PAGE * (REMEMBERED_PAGES + 2))))
    window.session.read_again()
    model = window.articles.model
    assert len(model) == PAGE * (REMEMBERED_PAGES + 2) + 3
    assert headings(window)[-1] == f"Report {PAGE * (REMEMBERED_PAGES + 2) - 1}"
    assert len(model._pages) == REMEMBERED_PAGES


def test_the_status_line_says_where_the_reader_is(window, press):
    assert window.status.place.text() == "0 spans · article 1/3"
    press(Qt.Key.Key_Down, ALT)
    put_caret(window, "army")
    press(Qt.Key.Key_A)
    assert window.status.place.text() == "1 span · article 2/3"
