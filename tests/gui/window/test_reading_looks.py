"""How the article is read: column, lines, font and size tried out on the article itself, and the article alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.article.metrics import Reading
from annotator.gui.dialogs.reading import ReadingDialog

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def dialog(window, qtbot):
    window.action_table.action("view.reading").trigger()
    (dialog,) = window.findChildren(ReadingDialog)
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def test_each_choice_is_seen_in_the_article_at_once(window, dialog):
    view = window.article_panel.view
    wide, heights = view.page.metrics.column, view.page.metrics.line_height
    QTest.keyClick(dialog.column, Qt.Key.Key_Down)
    assert view.reading.column_characters == 65
    for _ in range(6):
        QTest.keyClick(dialog.column, Qt.Key.Key_Down)
    assert view.page.metrics.column < wide
    QTest.keyClick(dialog.spacing, Qt.Key.Key_Up)
    assert view.reading.line_spacing == 1.6
    assert view.page.metrics.line_height > heights
    QTest.keyClick(dialog.size_in_points, Qt.Key.Key_Up)
    assert view.reading.text_size == 14
    dialog.font_family.setCurrentIndex(1)
    assert view.reading.family == dialog.font_family.itemData(1) != ""
    assert view.reading == dialog.result_value()


def test_escape_brings_back_what_was(window, dialog):
    dialog.column.setValue(40)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.article_panel.view.reading == Reading()
    assert window.settings.reading == Reading()


def test_enter_keeps_it_for_the_next_time(window, dialog, open_window, path):
    dialog.column.setValue(44)
    dialog.spacing.setValue(2.0)
    QTest.keyClick(dialog.column, Qt.Key.Key_Return)
    assert "44 characters" in window.status.text()
    window.close()
    assert open_window(path).article_panel.view.reading == Reading(44, 2.0)


def test_one_button_brings_back_the_usual(window, dialog):
    dialog.column.setValue(44)
    dialog.size_in_points.setValue(20)
    button = next(button for button in dialog.buttons.buttons() if button.objectName() == "readingUsual")
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert dialog.isVisible()
    assert window.article_panel.view.reading == Reading() == dialog.result_value()


def test_a_font_that_is_gone_is_read_as_the_serif_it_is_drawn_in(qtbot):
    dialog = ReadingDialog(Reading(family="A font nobody has"))
    qtbot.addWidget(dialog)
    assert dialog.result_value() == Reading()
    tried = []
    dialog.tried.connect(tried.append)
    dialog.reject()
    assert tried == [Reading(family="A font nobody has")]


def test_the_dialog_leaves_the_article_in_sight(window, dialog):
    article = window.article_panel.view
    left = article.mapToGlobal(article.rect().topLeft()).x()
    assert dialog.geometry().left() - left > article.width() // 2


def seen(window):
    parts = (window.menuBar(), window.articles, window.inspector, window.spans, window.article_panel.header)
    return [part.isVisible() for part in parts]


def test_focus_mode_leaves_the_article_alone_and_brings_back_what_was_there(window, press):
    window.commands.toggle_panel("spans")
    before = seen(window)
    press(Qt.Key.Key_F11)
    assert seen(window) == [False] * 5
    assert window.article_panel.view.isVisible()
    assert window.article_panel.view.hasFocus()
    assert "F11" in window.status.text()
    press(Qt.Key.Key_F11)
    assert seen(window) == before == [True, True, True, False, True]


def test_escape_leaves_focus_mode_and_keys_work_in_it(window, press, stored):
    view = window.article_panel.view
    view.move_caret(view.text.index("Kobani"))
    press(Qt.Key.Key_F11)
    press(Qt.Key.Key_L)
    assert stored() == [("location", "Kobani")]
    press(Qt.Key.Key_Z, CONTROL)
    assert stored() == []
    assert view.selection() is not None, "for another letter"
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert all(seen(window))
    press(Qt.Key.Key_Escape)
    assert all(seen(window))


def test_a_window_closed_in_focus_mode_opens_with_its_panels(window, press, open_window, path):
    window.commands.toggle_panel("spans")
    press(Qt.Key.Key_F11)
    window.close()
    assert seen(open_window(path)) == [True, True, True, False, True]


def test_who_asks_for_a_panel_leaves_focus_mode(window, press):
    press(Qt.Key.Key_F11)
    window.commands.toggle_panel("spans")
    assert all(seen(window))
    assert window.action_table.action("view.spans").isChecked()


def test_without_a_project_there_is_no_focus_mode(window, press):
    press(Qt.Key.Key_F11)
    press(Qt.Key.Key_W, CONTROL)
    assert window.start.isVisible()
    assert window.menuBar().isVisible()
    window.action_table.action("view.focus").trigger()
    assert window.menuBar().isVisible()
    assert QApplication.focusWidget() is not None
