"""The window around it all: start page, read-only projects, drops, layout, hostile names, names for screen readers."""

import re
from unittest.mock import patch

import pytest
from driving import put_caret, shown_spans
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from window_projects import make_project, put_articles, put_layer

from annotator.gui.specs import SPECS, Scope
from annotator.model.article import Meta
from annotator.model.record import Record
from annotator.project.importing import import_records
from annotator.project.presence import Presence
from annotator.project.project import Project
from tests.growth import cost

HOSTILE = '<img src="file:///etc/passwd">' + "<table><tr><td>" * 30 + "boom\u202etxt.exe\u2066"


def drop(window, *paths) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPoint(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_every_action_names_a_command(window):
    for spec in SPECS:
        assert callable(getattr(window.commands, spec.command))


def test_the_start_page_lists_recent_projects_and_opens_one_by_enter(open_window, settings, path, tmp_path):
    settings.remember_project(tmp_path / "gone.annotator")
    settings.remember_project(path)
    window = open_window()
    recent = window.start.recent
    assert [recent.item(row).text().split("\n")[0] for row in range(recent.count())] == [
        "border",
        "gone   (file not found)",
    ]
    QTest.keyClick(recent, Qt.Key.Key_Return)
    assert window.windowTitle() == "border – News Annotator"


def test_a_project_that_is_gone_says_so_and_can_be_forgotten(open_window, settings, tmp_path):
    settings.remember_project(tmp_path / "gone.annotator")
    window = open_window()
    assert "gone" in window.start.note.text()
    QTest.keyClick(window.start.recent, Qt.Key.Key_Delete)
    assert settings.recent_projects == []


def test_closing_the_project_goes_back_to_the_start_page(window):
    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert window.windowTitle() == "News Annotator"
    assert window.start.isVisible()
    assert window.session.project is None


def test_a_project_that_somebody_edits_is_read_only_until_they_are_gone(open_window, path, stored):
    held = Presence.take(path)
    window = open_window(path)
    assert window.banner.isVisible()
    assert "open in another program" in window.banner.why.text()
    put_caret(window, "Kobani")
    QTest.keyClick(window.article_panel.view, Qt.Key.Key_L)
    assert stored() == [] == shown_spans(window)
    assert "open in another program" in window.status.text()
    window.banner.retry.click()
    assert window.banner.isVisible()
    held.release()
    window.banner.retry.click()
    assert not window.banner.isVisible()
    put_caret(window, "Kobani")
    QTest.keyClick(window.article_panel.view, Qt.Key.Key_L)
    assert stored() == [("location", "Kobani")]


def test_a_file_that_is_no_project_is_refused_in_one_sentence(window, tmp_path):
    foreign = tmp_path / "foreign.annotator"
    foreign.write_text("hello")
    assert not window.open_project(foreign)
    assert window.status.text().startswith("⚠ foreign.annotator is not a News Annotator project")
    assert window.windowTitle() == "border – News Annotator"


def test_a_dropped_project_is_opened_and_dropped_files_are_imported(window, tmp_path):
    other = make_project(tmp_path / "other.annotator")
    drop(window, other)
    assert window.windowTitle() == "other – News Annotator"
    text = tmp_path / "report.txt"
    text.write_text("A report.")
    with patch.object(window.commands, "import_paths") as import_paths:
        drop(window, text, other)
    import_paths.assert_called_once_with([text, other])


def test_an_empty_project_says_what_to_do(open_window, tmp_path):
    window = open_window(make_project(tmp_path / "empty.annotator"))
    assert "no article yet" in window.article_panel.empty_text.text()
    assert window.article_panel.import_button.isVisible()


def test_f6_goes_round_the_panes_and_shows_which_one_has_the_focus(window, qtbot):
    window.article_panel.view.setFocus()
    seen = []
    for _ in range(5):
        QTest.keyClick(window, Qt.Key.Key_F6)
        seen.append([pane.objectName() for pane in window.panes._panes if pane._lit])
    assert seen == [["inspector"], ["guidelines"], ["spanPane"], ["articlePane"], ["articlePanel"]]


def test_the_layout_is_remembered(open_window, path, settings):
    window = open_window(path)
    window.commands.toggle_panel("spans")
    window.commands.larger_text()
    size = window.article_panel.view.reading.text_size
    window.resize(760, 600)
    window.close()
    again = open_window(path)
    assert not again.panel_shown("spans")
    assert not again.action_table.action("view.spans").isChecked()
    assert again.article_panel.view.reading.text_size == size
    assert again.size() == window.size()


def named(path, name: str):
    """Make a project in which everything is called ``name``."""
    make_project(path, annotator="ana")
    (key,) = put_articles(path, [(name, Meta(name, name, name, name, name, name, name))])
    put_layer(path, key, "ana", name, [("actor", 0, 300)], note=name, attributes={name: name}, origin=name)
    put_layer(path, key, "<b>ben</b>", name, [("actor", 0, 30)])
    return path


def test_hostile_names_are_shown_literally_and_at_once_everywhere(open_window, tmp_path, qtbot):
    harmless = named(tmp_path / "harmless.annotator", "Fighters pushed from river towns. " * 20)
    path = named(tmp_path / "hostile.annotator", HOSTILE)
    windows = []

    def seen(path) -> None:
        window = open_window(path)
        windows.append(window)
        window.article_panel.view.move_caret(5)
        window.inspector.settle()
        window.grab()

    # A label that takes it for rich text needs minutes.
    most = 10 * cost(lambda: seen(harmless))
    assert cost(lambda: seen(path)) < most
    window = windows[-1]
    assert window.article_panel.title.text().replace("\u200b", "").startswith('<img src="file:///etc/passwd">')
    assert "<img" in window.articles.model.index(0).data()
    assert "<img" in window.inspector.words.text()
    assert "<img" in window.inspector.origin.text()
    assert "<img" in window.inspector.page.attribute_values.text()
    assert window.article_panel.layers.findText("<b>ben</b>") >= 0
    for label in window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text()
        assert not re.search("[\u202a-\u202e\u2066\u2067]", label.text())


def test_a_name_cannot_turn_the_sentence_around_in_which_it_is_refused(window, press):
    window.desk.show_layer("evil\u202e")
    press(Qt.Key.Key_A)
    assert "evil⇇" in window.status.text()
    assert "\u202e" not in window.status.text() + window.inspector.hint.text()
    window.session.refused.emit("exe\u202egnp is open in another program.")
    assert "\u202e" not in window.status.text()


def test_what_has_no_room_above_a_narrow_article_ends_in_an_ellipsis_or_goes_on_below(open_window, tmp_path):
    path = make_project(tmp_path / "long.annotator")
    put_articles(path, [("Some text.", Meta("w" * 3000, "a source " * 200))])
    window = open_window(path)
    window.resize(window.minimumSize())
    panel = window.article_panel
    assert panel.title.minimumSizeHint().width() < panel.width()
    assert panel.about.geometry().right() < panel.layers.geometry().left()
    assert panel.view.height() > 60


def test_everything_that_takes_the_focus_has_a_name_for_screen_readers(window, press):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    for page in ("concordance", "consistency", "progress"):
        window.commands.show_explore_page(page)
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView, QAbstractScrollArea)
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, kinds)
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.objectName().startswith("qt_")
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not isinstance(widget.parent(), QComboBox | QLineEdit)
        and widget.window() is window
    ]
    assert nameless == []


def test_plain_keys_belong_to_the_article_alone():
    single = [spec for spec in SPECS for key in spec.keys if len(key) == 1]
    assert all(spec.scope is Scope.ARTICLE for spec in single)


def test_undo_is_offered_by_name(window, press, qtbot):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    qtbot.waitUntil(lambda: "Kobani" in window.action_table.action("edit.undo").text())
    assert window.action_table.action("edit.undo").text() == "&Undo: tag “Kobani” as location"


def test_changing_the_annotator_goes_on_in_another_layer(window, press, stored):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    window.commands.become("ben")
    assert shown_spans(window) == []
    put_caret(window, "Observatory")
    press(Qt.Key.Key_A)
    assert stored("ben") == [("actor", "Observatory")]
    assert stored("ana") == [("location", "Kobani")]


@pytest.mark.parametrize("words", ["reports nobody indexed"])
def test_articles_are_put_into_the_search_index_beside_the_window(open_window, tmp_path, qtbot, words):
    path = make_project(tmp_path / "fresh.annotator")
    put_articles(path, [(f"These are {words}.", Meta("First")), ("Something else.", Meta("Second"))])
    window = open_window(path)
    from annotator.project.searching import pending

    assert window.session.ask(pending) == 0


def test_undoing_a_large_import_is_a_job_and_edits_wait_for_it(window, path, qtbot, press, monkeypatch):
    monkeypatch.setattr("annotator.gui.commands.articles.MOST_AT_ONCE", 2)
    with Project.open(path, "ana") as other:
        import_records(other, [(str(n), Record(f"Article {n} on the ferry.")) for n in range(5)])
    window.session.read_again()
    articles = len(window.articles.model)
    put_caret(window, "Observatory")
    window.commands.undo()
    press(Qt.Key.Key_A)
    assert "edits can go on" in window.status.text()
    assert not window.desk.spans
    qtbot.waitUntil(lambda: not window.runner.busy)
    assert len(window.articles.model) == articles - 5
    assert "undid" in window.status.text()
    press(Qt.Key.Key_A)
    assert shown_spans(window) == [("actor", "Observatory")]


def test_a_large_undo_that_is_cancelled_leaves_everything_and_edits_go_on(window, path, qtbot, press, monkeypatch):
    monkeypatch.setattr("annotator.gui.commands.articles.MOST_AT_ONCE", 2)
    with Project.open(path, "ana") as other:
        import_records(other, [(str(n), Record(f"Article {n} on the ferry.")) for n in range(5)])
    window.session.read_again()
    qtbot.waitUntil(lambda: not window.runner.busy)
    articles = len(window.articles.model)
    for waiting_first in (False, True):
        if waiting_first:
            window.runner.run("before", lambda _report, cancelled: cancelled(), done=lambda _: None, failed=print)
        window.commands.undo()
        window.runner.jobs[-1].cancel()
        qtbot.waitUntil(lambda: not window.runner.busy)
        assert len(window.articles.model) == articles
    put_caret(window, "Observatory")
    press(Qt.Key.Key_A)
    assert shown_spans(window) == [("actor", "Observatory")]
