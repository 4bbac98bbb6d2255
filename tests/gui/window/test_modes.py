"""Annotate and Explore: what a mode keeps when it is left, and what it leaves alone meanwhile."""

import pytest
from driving import put_caret, shown_spans
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def explore(window, qtbot):
    """Go to Explore by its key."""

    def go() -> None:
        QTest.keyClick(window, Qt.Key.Key_3, CTRL)
        qtbot.waitUntil(lambda: not window.searcher.busy)

    return go


def test_nothing_of_explore_is_built_before_somebody_goes_there(window):
    assert not window.modes.built("explore")
    assert {"explore", "searcher"}.isdisjoint(vars(window))


def test_going_to_explore_and_back_keeps_article_caret_and_focus(window, explore):
    put_caret(window, "Kobani")
    key, caret = window.desk.key, window.article_panel.view.caret
    window.article_panel.view.setFocus()
    explore()
    assert window.explore.isVisible()
    assert not window.article_panel.isVisible()
    QTest.keyClick(window, Qt.Key.Key_1, CTRL)
    assert (window.desk.key, window.article_panel.view.caret) == (key, caret)
    assert window.article_panel.view.hasFocus()


def test_the_switch_and_the_menu_show_the_mode(window, explore):
    def checked() -> list[str]:
        return [button.text() for button in window.mode_switch.findChildren(QToolButton) if button.isChecked()]

    assert checked() == ["Annotate"]
    explore()
    assert checked() == ["Explore"]
    assert window.action_table.action("view.mode_explore").isChecked()
    next(button for button in window.mode_switch.findChildren(QToolButton) if button.text() == "Annotate").click()
    assert checked() == ["Annotate"]
    assert window.article_panel.isVisible()


def test_keys_for_the_article_do_nothing_to_it_while_it_is_out_of_sight(window, explore, stored):
    article = window.desk.key
    explore()
    for key, modifiers in ((Qt.Key.Key_Return, CTRL), (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)):
        QTest.keyClick(window, key, modifiers)
    assert window.desk.key == article
    assert window.desk.state.status == "open"
    assert window.status.place.text() == ""


def test_undo_in_explore_leaves_the_desk_alone(window, explore, press, stored):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    window.commands.next_article()
    article = window.desk.key
    explore()
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert stored() == []
    assert window.desk.key == article


def test_pages_of_explore_are_gone_through_by_key(window, explore):
    explore()
    seen = []
    for _ in range(5):
        seen.append(window.explore.now)
        QTest.keyClick(window, Qt.Key.Key_PageDown, CTRL)
    assert seen == ["concordance", "consistency", "agreement", "progress", "concordance"]
    QTest.keyClick(window, Qt.Key.Key_PageUp, CTRL)
    assert window.explore.now == "concordance"
    assert window.explore.isAncestorOf(QApplication.focusWidget())


def test_the_filter_leads_back_to_the_articles(window, explore):
    explore()
    QTest.keyClick(window, Qt.Key.Key_L, CTRL)
    assert window.articles.filter_box.hasFocus()
    assert window.modes.now == "annotate"


def test_another_project_begins_with_its_articles(window, explore, tmp_path):
    from window_projects import make_project

    explore()
    assert window.open_project(make_project(tmp_path / "other.annotator"))
    assert window.modes.now == "annotate"
    assert shown_spans(window) == []
    window.commands.close_project()
    assert window.start.isVisible()
    QTest.keyClick(window, Qt.Key.Key_3, CTRL)
    assert window.start.isVisible()


def test_explore_fits_into_the_smallest_window(window, explore):
    explore()
    window.resize(window.minimumSize())
    for page in ("concordance", "consistency", "agreement", "progress"):
        window.commands.show_explore_page(page)
        assert (window.width(), window.height()) == (720, 480), page
