"""Everything without a mouse: Tab reaches it, a ring shows it, Enter presses it, and no letter means two things."""

import re

import pytest
from driving import shown_spans
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from window_projects import make_project, put_layer

from annotator.gui.actions import Menu
from annotator.gui.panels.focus_ring import FocusRing

CONTROL = Qt.KeyboardModifier.ControlModifier


def tabbed_through(first) -> list[str]:
    """Press Tab until it comes round or is kept; return the names on the way."""
    first.setFocus()
    seen: list[str] = []
    for _ in range(40):
        focused = QApplication.focusWidget()
        if focused.objectName() in seen:
            break
        seen.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return seen


def rings(window) -> list[FocusRing]:
    return [ring for ring in window.findChildren(FocusRing) if ring.isVisible()]


def test_tab_reaches_everything_on_the_start_page(open_window, settings, path):
    settings.remember_project(path)
    window = open_window()
    seen = tabbed_through(window.start.recent)
    assert set(seen) == {"recentProjects", "forgetRecent", "startNew", "startOpen", "startSample"}


def test_tab_goes_from_the_filter_past_every_choice_into_the_article(window):
    seen = tabbed_through(window.articles.filter_box)
    assert seen[0] == "filterBox"
    assert seen[-3:] == ["articleList", "layerChooser", "articleView"]


def test_a_ring_shows_which_button_the_keyboard_is_at(open_window, settings, path, qtbot):
    settings.remember_project(path)
    window = open_window()
    window.start.recent.setFocus()
    assert rings(window) == []
    QTest.keyClick(window.start.recent, Qt.Key.Key_Tab)
    (ring,) = rings(window)
    assert ring.widget() is window.start.forget
    QTest.keyClick(window.start.forget, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: rings(window) == [])


def test_enter_presses_a_button_that_is_in_no_dialog(open_window, tmp_path, monkeypatch):
    window = open_window(make_project(tmp_path / "empty.annotator"))
    asked = []
    monkeypatch.setattr(window.commands, "import_paths", asked.append)
    QTest.keyClick(window.article_panel.import_button, Qt.Key.Key_Return)
    assert asked == [[]]


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_a_layer_is_chosen_by_keys_and_the_letters_are_for_tags_again(window, path, qtbot):
    put_layer(path, window.desk.key, "ben", window.article_panel.view.text, [("actor", 4, 15)])
    window.session.read_again()
    window.action_table.action("view.layer").trigger()
    layers = window.article_panel.layers.view()
    qtbot.waitUntil(layers.isVisible)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(layers, key)
    assert shown_spans(window) == [("actor", "Observatory")]
    qtbot.waitUntil(window.article_panel.view.hasFocus)


def test_escape_takes_the_filter_away_and_then_leaves_it(window, qtbot):
    box = window.articles.filter_box
    box.setFocus()
    qtbot.keyClicks(box, "kobani")
    qtbot.waitUntil(lambda: len(window.articles.model) == 2)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert len(window.articles.model) == 3
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert window.article_panel.view.hasFocus()


def test_a_click_on_cancel_leaves_the_keyboard_in_the_article(window, qtbot):
    window.status.show_job(0, 0, "importing")
    window.article_panel.view.setFocus()
    qtbot.mouseClick(window.status.cancel, Qt.MouseButton.LeftButton)
    window.status.hide_job()
    assert window.article_panel.view.hasFocus()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_a_letter_typed_into_an_open_menu_chooses_there_and_tags_nothing(window, stored, qtbot):
    window.article_panel.view.setFocus()
    menu = window.action_table.menu(Menu.VIEW)
    menu.popup(window.pos())
    qtbot.waitUntil(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_A)
    assert stored() == []
    assert not window.articles.isVisible()


@pytest.mark.parametrize("page", ["start", "work"])
def test_no_letter_with_alt_leads_to_a_menu_and_to_something_else(open_window, path, settings, page):
    settings.remember_project(path)
    window = open_window(path if page == "work" else None)
    window.banner.show_reason("somebody edits it")
    texts = [action.text() for action in window.menuBar().actions()]
    for widget in [*window.findChildren(QAbstractButton), *window.findChildren(QLabel)]:
        if widget.isVisible():
            texts.append(widget.text())
    letters = [found.upper() for text in texts for found in re.findall(r"&(\w)", text)]
    assert sorted(letters) == sorted(set(letters))
