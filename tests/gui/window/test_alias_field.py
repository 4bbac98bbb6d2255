"""The field for an actor of the list: offers, decides with Enter, never by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFormLayout, QLineEdit, QListView, QWidget

from annotator.gui.panels.alias_field import AliasField
from annotator.gui.plain import plain_label
from annotator.gui.theme import apply_theme
from annotator.gui.window import MainWindow
from annotator.model.aliases import Alias
from annotator.project import alias_edits, history
from annotator.project.aliases import all_aliases
from annotator.project.project import Project


@pytest.fixture
def path(path: Path) -> Path:
    with Project.open(path, "ana") as project:
        alias_edits.add_aliases(
            project,
            [
                Alias("Islamic State", "ISIL"),
                Alias("Islamic State", "ISIS", "2013-04-08"),
                Alias("Islah Party", "Islah"),
            ],
        )
    return path


class Form:
    """A field beside another, and what it decided."""

    def __init__(self, window: MainWindow) -> None:
        self.widget = QWidget()
        self.field = AliasField(window.session)
        self.other = QLineEdit()
        layout = QFormLayout(self.widget)
        layout.addRow(plain_label("canonical"), self.field)
        layout.addRow(plain_label("side"), self.other)
        self.decided: list[object] = []
        self.field.decided.connect(self.decided.append)
        self.field.set_context("the ISIL fighters", "2014-01-01")

    def offered(self) -> list[str]:
        return self.field.offers.texts

    def type(self, text: str) -> None:
        self.field.setFocus()
        self.field.selectAll()
        QTest.keyClicks(self.field, text)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.field, key, modifiers)


@pytest.fixture
def form(window: MainWindow, qtbot) -> Form:
    form = Form(window)
    qtbot.addWidget(form.widget)
    with qtbot.waitExposed(form.widget):
        form.widget.show()
    form.widget.activateWindow()
    form.other.setFocus()
    qtbot.waitUntil(form.other.hasFocus)
    return form


@pytest.fixture
def told(window: MainWindow) -> Callable[[], set[tuple[str, str]]]:
    return lambda: {(alias.canonical, alias.variant) for alias in window.session.ask(all_aliases) or ()}


def test_setting_a_value_decides_nothing(form: Form):
    form.field.set_value("Islamic State", False)
    assert (form.field.value, form.field.guessed, form.field.text()) == ("Islamic State", False, "Islamic State")
    form.field.set_value(None, False)
    assert (form.field.value, form.field.text()) == (None, "")
    form.field.setFocus()
    form.other.setFocus()
    assert form.decided == []


def test_a_guess_is_grey_and_slanted_and_told_until_enter_accepts_it(form: Form):
    form.field.set_value("Islamic State", True)
    grey = QApplication.palette().color(QPalette.ColorRole.PlaceholderText)
    assert form.field.palette().color(QPalette.ColorRole.Text) == grey
    assert form.field.font().italic()
    assert "guessed" in form.field.accessibleDescription()
    form.press(Qt.Key.Key_Return)
    assert form.decided == ["Islamic State"]
    assert form.field.palette().color(QPalette.ColorRole.Text) != grey
    assert not form.field.font().italic()
    assert form.field.accessibleDescription() == ""


def test_a_guess_that_is_only_passed_stays_a_guess(form: Form):
    form.field.set_value("Islamic State", True)
    form.field.setFocus()
    QTest.keyClick(form.field, Qt.Key.Key_Tab)
    assert form.decided == []
    assert form.field.guessed


def test_a_guess_stays_grey_in_other_colours(form: Form, qtbot):
    form.field.set_value("Islamic State", True)
    application = QApplication.instance()
    try:
        apply_theme(application, "dark")
        grey = QApplication.palette().color(QPalette.ColorRole.PlaceholderText)
        qtbot.waitUntil(lambda: form.field.palette().color(QPalette.ColorRole.Text) == grey)
    finally:
        apply_theme(application, "light")


def test_typing_offers_and_enter_takes_the_best(form: Form, qtbot):
    form.type("isl")
    qtbot.waitUntil(lambda: form.field.offers.shown)
    assert form.offered() == ["Islah Party – Islah", "Islamic State", "New actor “isl”, called “the ISIL fighters”"]
    form.press(Qt.Key.Key_Down)
    form.press(Qt.Key.Key_Return)
    assert form.decided == ["Islamic State"]
    assert form.field.text() == "Islamic State"
    assert not form.field.offers.shown


def test_who_types_faster_than_the_offers_come_gets_the_best_too(form: Form):
    form.type("isis")
    form.press(Qt.Key.Key_Return)
    assert form.decided == ["Islamic State"]


def test_down_offers_whom_the_spans_words_may_mean(form: Form):
    form.field.setFocus()
    form.press(Qt.Key.Key_Down)
    assert form.offered() == ["Islamic State – ISIL"]
    form.press(Qt.Key.Key_Escape)
    assert (form.offered(), form.decided) == ([], [])
    form.press(Qt.Key.Key_Return)
    assert form.offered() == ["Islamic State – ISIL"]
    form.press(Qt.Key.Key_Return)
    assert form.decided == ["Islamic State"]


def test_a_new_name_is_asked_about_once_and_added_with_the_spans_words_as_one_step(
    form: Form, told, window: MainWindow
):
    before = told()
    form.type("Raqqa Brigade")
    form.press(Qt.Key.Key_Return)
    assert form.offered() == ["New actor “Raqqa Brigade”, called “the ISIL fighters”"]
    assert (form.decided, told()) == ([], before)
    form.press(Qt.Key.Key_Return)
    assert form.decided == ["Raqqa Brigade"]
    assert told() - before == {("Raqqa Brigade", "Raqqa Brigade"), ("Raqqa Brigade", "the ISIL fighters")}
    window.session.do(history.undo)
    assert told() == before


def test_a_new_name_that_is_not_confirmed_is_taken_back_and_that_is_said(form: Form, told, window: MainWindow):
    before = told()
    form.field.set_value("Islamic State", False)
    form.type("Raqqa Brigade")
    form.field.offers.show()
    form.press(Qt.Key.Key_Tab)
    assert (form.decided, form.field.text(), told()) == ([], "Islamic State", before)
    assert "press Enter on it to add it" in window.status.text()
    form.type("Raqqa")
    form.press(Qt.Key.Key_Escape)
    form.press(Qt.Key.Key_Escape)
    assert form.field.text() == "Islamic State"


def test_leaving_decides_only_for_the_very_name_of_an_actor_or_for_none(form: Form):
    form.type("Islah Party")
    form.other.setFocus()
    assert form.decided == ["Islah Party"]
    form.field.setFocus()
    form.field.selectAll()
    QTest.keyClick(form.field, Qt.Key.Key_Delete)
    form.other.setFocus()
    assert form.decided == ["Islah Party", None]


def test_shift_enter_adds_the_words_to_what_the_actor_is_called(form: Form, told):
    form.type("islah")
    form.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert form.decided == ["Islah Party"]
    assert ("Islah Party", "the ISIL fighters") in told()


def test_what_somebody_types_is_not_overwritten_by_what_comes_from_elsewhere(form: Form):
    form.type("isl")
    form.field.set_value("Islah Party", False)
    assert form.field.text() == "isl"
    form.press(Qt.Key.Key_Escape)
    form.press(Qt.Key.Key_Escape)
    assert form.field.text() == "Islah Party"


def test_what_was_typed_for_one_span_is_not_said_of_another(form: Form):
    form.type("Islah Party")
    form.field.set_context("the army", "2014-01-01")
    form.field.set_value(None, False)
    form.other.setFocus()
    assert (form.decided, form.field.text()) == ([], "")


def test_an_offer_is_taken_with_the_mouse(form: Form, qtbot):
    form.type("isl")
    qtbot.waitUntil(lambda: form.field.offers.shown)
    view = form.widget.findChild(QListView)
    place = view.visualRect(view.model().index(1, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert form.decided == ["Islamic State"]
    assert not view.isVisible()


def test_the_list_stays_inside_its_window_and_goes_with_the_keyboard(form: Form, qtbot):
    form.widget.resize(200, 90)
    form.type("isl")
    qtbot.waitUntil(lambda: form.field.offers.shown)
    view = form.widget.findChild(QListView)
    assert form.widget.rect().contains(view.geometry())
    form.other.setFocus()
    assert not view.isVisible()


def test_words_that_are_no_name_are_not_added(form: Form, told):
    form.field.set_context("—" * 300, "2014")
    form.type("Raqqa Brigade")
    form.press(Qt.Key.Key_Return)
    form.press(Qt.Key.Key_Return)
    assert form.decided == ["Raqqa Brigade"]
    assert [name for name in told() if name[0] == "Raqqa Brigade"] == [("Raqqa Brigade", "Raqqa Brigade")]


def test_a_name_that_is_refused_decides_nothing(form: Form, window: MainWindow):
    window.session.hold("Not now.")
    form.type("Raqqa Brigade")
    form.press(Qt.Key.Key_Return)
    form.press(Qt.Key.Key_Return)
    window.session.go_on()
    assert form.decided == []
