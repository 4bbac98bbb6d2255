"""The menu in the article: the same actions, for what is selected or pointed at, also without a mouse."""

from collections.abc import Callable, Iterator

import pytest
from driving import put_caret, select
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from annotator.gui.window import MainWindow
from annotator.model.span import Fragment

SHIFT = Qt.KeyboardModifier.ShiftModifier

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


@pytest.fixture
def opened() -> Iterator[Callable[[], QMenu]]:
    """The menu that is open; it is closed in the end."""

    def find() -> QMenu:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert menu.objectName() == "contextMenu"
        return menu

    yield find
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def entries(menu: QMenu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions() if action.text()]


def right_click(window: MainWindow, words: str) -> None:
    view = window.article_panel.view
    start = view.text.index(words)
    place = view.rect_of(Fragment(start, start + len(words)))[0].center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=place)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), event)


def test_a_selection_is_tagged_through_the_menu_by_keys_alone(window, press, stored, opened, qtbot) -> None:
    select(window, "at least 287")
    press(Qt.Key.Key_F10, SHIFT)
    menu = opened()
    assert entries(menu)[:3] == ["Tag “at least 287” as", "actor", "location"]
    assert menu.activeAction().text() == "actor"
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored() == [("number", "at least 287")])
    assert QApplication.activePopupWidget() is None


def test_the_menu_key_opens_it_at_the_caret(window, press, opened) -> None:
    put_caret(window, "Kobani")
    press(Qt.Key.Key_Menu)
    view = window.article_panel.view
    assert opened().pos() == view.below_caret()
    line = view.rect_of(Fragment(view.caret, view.caret + 1))[0]
    assert abs(view.viewport().mapFromGlobal(view.below_caret()).x() - line.left()) <= 2


def test_from_afar_it_opens_inside_the_window(window, press, opened) -> None:
    view = window.article_panel.view
    view.set_text_size(60)
    view.move_caret(len(view.text))
    view.verticalScrollBar().setValue(0)
    assert view.viewport().rect().contains(view.viewport().mapFromGlobal(view.below_caret()))


def test_the_right_button_makes_the_span_under_it_current(window, press, opened) -> None:
    for words, key in (("Observatory", Qt.Key.Key_A), ("Kobani", Qt.Key.Key_L)):
        put_caret(window, words)
        press(key)
    right_click(window, "Observatory")
    assert window.desk.current_span.tag == "actor"
    assert "actor “Observatory”" in entries(opened())
    assert {"Change the tag to", "Draw the relation", "Remove", "Unsure"} <= set(entries(opened()))


def test_the_right_button_beside_every_span_offers_to_tag_the_word(window, press, opened) -> None:
    put_caret(window, "Observatory")
    press(Qt.Key.Key_A)
    right_click(window, "Kobani")
    assert window.desk.current_span is None
    assert entries(opened())[0] == "Tag “Kobani” as"
    assert not {"Change the tag to", "Remove", "Next span"} & set(entries(opened()))


def test_the_right_button_on_a_selection_keeps_it(window, opened) -> None:
    select(window, "at least 287 ISIL fighters")
    right_click(window, "ISIL")
    assert entries(opened())[0] == "Tag “at least 287 ISIL fighters” as"


def test_the_right_button_keeps_the_span_that_was_chosen_among_stacked_ones(window, press, opened) -> None:
    for words, key in (("287", Qt.Key.Key_N), ("at least 287 ISIL fighters", Qt.Key.Key_A)):
        select(window, words)
        press(key)
    assert window.desk.current_span.tag == "actor"
    right_click(window, "287")
    assert window.desk.current_span.tag == "actor"


def test_without_an_article_there_is_no_menu(window) -> None:
    window.commands.close_project()
    window.commands.open_menu_at(QPoint(0, 0))
    assert QApplication.activePopupWidget() is None


def test_the_menu_shows_the_keys_there_are_now_and_hostile_words_literally(window, press, opened) -> None:
    window.action_table.choose_keys({"tag.actor": ("Z",)})
    put_caret(window, "Kobani")
    press(Qt.Key.Key_Menu)
    actor = next(action for action in opened().actions() if action.text() == "actor")
    assert actor.shortcut().toString() == "Z"
