"""The status line always says what the last key did: every action of the table, in every state of the window."""

from collections.abc import Callable, Iterator

import msgspec
import pytest
from driving import put_caret
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from window_projects import make_project, put_layer

from annotator.gui.actions import ActionSpec, Scope
from annotator.gui.article.metrics import DEFAULT_TEXT_SIZE
from annotator.gui.keys import sequences
from annotator.gui.window import MainWindow
from annotator.project.presence import Presence

OPENS_A_DIALOG = "a dialog opens, which says what it is for; what it did is said when it is accepted"
SILENT = {
    "project.new": OPENS_A_DIALOG,
    "project.open": OPENS_A_DIALOG,
    "project.import": OPENS_A_DIALOG,
    "project.export": OPENS_A_DIALOG,
    "project.backup": OPENS_A_DIALOG,
    "project.annotator": OPENS_A_DIALOG,
    "project.times": OPENS_A_DIALOG,
    "project.actors": OPENS_A_DIALOG,
    "project.training": OPENS_A_DIALOG,
    "article.join": OPENS_A_DIALOG,
    "article.metadata": OPENS_A_DIALOG,
    "view.palette": "a line to type in opens, and what is chosen there says what it did",
    "view.reading": OPENS_A_DIALOG,
    "view.keys": OPENS_A_DIALOG,
    "view.shortcuts": OPENS_A_DIALOG,
    "help.contents": OPENS_A_DIALOG,
    "help.about": OPENS_A_DIALOG,
    "app.quit": "the window closes",
}
"""Actions that leave the status line alone, and why."""

BEFORE = "what an earlier key did"

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


def no_project(open_window, path) -> MainWindow:
    return open_window()


def no_article(open_window, path) -> MainWindow:
    return open_window(make_project(path.with_name("empty.annotator")))


def no_span(open_window, path) -> MainWindow:
    return open_window(path)


def a_span(open_window, path) -> MainWindow:
    window = open_window(path)
    for words, key in (("Observatory", Qt.Key.Key_A), ("287", Qt.Key.Key_N), ("Kobani", Qt.Key.Key_L)):
        put_caret(window, words)
        QTest.keyClick(window.article_panel.view, key)
    put_caret(window, "287")
    assert window.desk.current_span is not None
    return window


def done_and_undone(open_window, path) -> MainWindow:
    window = a_span(open_window, path)
    window.commands.undo()
    put_caret(window, "287")
    return window


def read_only(open_window, path) -> Iterator[MainWindow]:
    held = Presence.take(path)
    window = open_window(path)
    assert not window.session.writable
    yield window
    held.release()


def a_layer_of_somebody_else(open_window, path) -> MainWindow:
    window = open_window(path)
    put_layer(path, window.desk.key, "ben", window.article_panel.view.text, [("actor", 4, 15)])
    window.session.read_again()
    window.desk.show_layer("ben")
    window.article_panel.view.move_caret(6)
    assert window.desk.current_span is not None
    return window


STATES: list[Callable[..., MainWindow | Iterator[MainWindow]]] = [
    no_project, no_article, no_span, a_span, done_and_undone, read_only, a_layer_of_somebody_else,
]  # fmt: skip


@pytest.fixture(params=STATES, ids=lambda state: state.__name__)
def in_state(request, open_window, path) -> Iterator[MainWindow]:
    """A window in one of the states."""
    made = request.param(open_window, path)
    if isinstance(made, MainWindow):
        yield made
    else:
        yield from made


def settle(window: MainWindow, qtbot) -> None:
    """Wait until everything is done, and close what opened."""
    qtbot.waitUntil(lambda: not window.runner.busy)
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for top in QApplication.topLevelWidgets():
        if top is not window and top.isVisible() and top.parent() is not None:
            top.close()
    QTest.qWait(1)


def test_every_action_says_what_it_did(in_state: MainWindow, qtbot) -> None:
    window, silent = in_state, []
    ids = [entry.spec.id for entry in window.action_table.entries() if entry.spec.id not in SILENT]
    # Last what leaves the state.
    for action_id in sorted(ids, key=lambda name: name.startswith("project.")):
        action = window.action_table.action(action_id)
        if not action.isEnabled():
            continue
        window.status.say(BEFORE)
        action.trigger()
        if window.status.text() in ("", BEFORE):
            silent.append(action_id)
        settle(window, qtbot)
        if window.status.text() in ("", BEFORE):
            silent.append(f"{action_id}, in the end")
    assert silent == []


def test_a_key_that_does_nothing_says_why(in_state: MainWindow) -> None:
    window, silent = in_state, []
    for spec, action in window.action_table.entries():
        if action.isEnabled():
            continue
        # Where no article is, Tab goes from field to field, and Esc promises nothing.
        keys = [key for key in window.action_table.keys.keys[spec.id] if key not in ("Tab", "Shift+Tab", "Esc")]
        for key in sequences(keys):
            window.status.say(BEFORE)
            press(window, spec, key[0])
            if not window.status.text().startswith("⚠ "):
                silent.append((spec.id, window.status.text()))
    assert silent == []


def press(window: MainWindow, spec: ActionSpec, key: QKeyCombination) -> None:
    in_article = spec.scope is Scope.ARTICLE and window.article_panel.view.isVisible()
    QTest.keyClick(window.article_panel.view if in_article else window, key.key(), key.keyboardModifiers())


def test_those_that_say_nothing_are_there_and_open_something(window, qtbot) -> None:
    assert set(SILENT) <= {spec.id for spec in window.action_table.specs()}
    for action_id, why in SILENT.items():
        if why is OPENS_A_DIALOG:
            before = set(QApplication.topLevelWidgets())
            window.action_table.action(action_id).trigger()
            opened = [top for top in set(QApplication.topLevelWidgets()) - before if top.isVisible()]
            assert opened, action_id
            settle(window, qtbot)


@pytest.mark.parametrize(
    ("action_id", "sentence"),
    [
        ("view.larger", "text size 18"),
        ("view.smaller", "text size 16"),
        ("view.reset", f"text size {DEFAULT_TEXT_SIZE:g}, as usual"),
        ("view.theme_light", "light colours"),
        ("view.theme_system", "colours as the system has them"),
        ("view.spans", "Span table hidden"),
        ("view.next_pane", "keyboard in: Inspector"),
        ("find.next", "Type what to find; Enter goes on, Esc comes back."),
        ("article.reopen", "The article is open already."),
        ("article.next", "opened “Army denies”"),
        ("project.close", "closed border; everything is saved"),
    ],
)
def test_what_is_said_is_true_and_short(window, action_id: str, sentence: str) -> None:
    window.article_panel.view.set_text_size(17)
    window.article_panel.view.setFocus()
    window.action_table.action(action_id).trigger()
    assert said(window) == sentence


def said(window: MainWindow) -> str:
    return window.status.text().replace("\u2068", "").replace("\u2069", "")


def test_going_to_a_span_says_which_one_it_is_and_of_how_many(open_window, path) -> None:
    window = a_span(open_window, path)
    QTest.keyClick(window.article_panel.view, Qt.Key.Key_Tab)
    assert said(window) == "location “Kobani” · span 3 of 3"
    QTest.keyClick(window.article_panel.view, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert said(window) == "number “287” · span 2 of 3"


def test_going_to_a_span_asks_the_project_nothing(open_window, path, monkeypatch) -> None:
    window = a_span(open_window, path)
    QTest.qWait(50)
    monkeypatch.setattr(window.session, "ask", lambda _question: pytest.fail("a query on the way of a key"))
    QTest.keyClick(window.article_panel.view, Qt.Key.Key_Tab)
    assert "span 3 of 3" in said(window)


def test_a_letter_without_a_meaning_says_where_the_others_are(window, press) -> None:
    press(Qt.Key.Key_Z)
    assert said(window) == "Z has no meaning here; F1 lists what has one."


def test_a_letter_outside_the_article_says_where_it_works(window) -> None:
    window.inspector.take_focus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F)
    assert said(window) == "⚠ F works in the article only."


def test_choosing_a_layer_says_whose_is_shown(window, path) -> None:
    put_layer(path, window.desk.key, "ben", window.article_panel.view.text, [("actor", 4, 15)])
    window.session.read_again()
    chooser = window.article_panel.layers
    for annotator, sentence in (
        ("ben", "The layer of ben is shown, to be read only."),
        ("ana", "Your own layer is shown."),
    ):
        chooser.setCurrentIndex(chooser.findData(annotator))
        chooser.activated.emit(chooser.currentIndex())
        assert said(window) == sentence


def test_changed_details_are_said_and_can_be_undone(window) -> None:
    article = window.desk.article
    window.commands.write_metadata(article, article.meta)
    assert said(window) == "The details are as they were."
    window.commands.write_metadata(article, msgspec.structs.replace(article.meta, title="Another title"))
    assert said(window) == "changed the details of “Another title” – Ctrl+Z undoes"


def test_cancelling_a_job_says_so(window, qtbot) -> None:
    window.runner.run("Counting", lambda _report, cancelled: cancelled(), done=lambda _: None, failed=print)
    window.status.cancel_wanted.emit()
    assert said(window) == "Counting: cancelled"
    qtbot.waitUntil(lambda: not window.runner.busy)
