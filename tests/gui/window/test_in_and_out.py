"""Importing and exporting from the window, by keys alone."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.gui.dialogs import ExportDialog, ImportDialog, ReportDialog
from annotator.gui.window import MainWindow
from annotator.model.span import Fragment

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def dialog(window: MainWindow, qtbot) -> Callable[..., QWidget]:
    """Wait for a dialog of a kind to be there, and to know what it shows."""

    def wait(kind: type[QWidget]) -> QWidget:
        def there() -> QWidget | None:
            found = [one for one in window.findChildren(kind) if one.isVisible()]
            return found[0] if found and not getattr(found[0], "busy", False) else None

        qtbot.waitUntil(lambda: there() is not None, timeout=20_000)
        found = there()
        assert found is not None
        found.activateWindow()
        return found

    return wait


def type_into_focus(text: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, text)


def test_an_export_is_made_by_keys_after_its_loss_was_seen(
    window: MainWindow, press, dialog, qtbot, tmp_path: Path
) -> None:
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_E, CTRL)
    asked = dialog(ExportDialog)
    QTest.keyClick(asked, Qt.Key.Key_F, ALT)
    type_into_focus("A")
    assert asked.format.currentData() == "annotations"
    asked = dialog(ExportDialog)
    assert "cannot hold" in asked.loss.verdict.text()
    assert not list(tmp_path.glob("*.csv"))
    QTest.keyClick(asked, Qt.Key.Key_Return)
    qtbot.waitUntil((tmp_path / "border.csv").exists, timeout=20_000)
    report = dialog(ReportDialog)
    assert "border.left-out.jsonl" in report._findings.as_text().replace("\u200b", "")
    lines = (tmp_path / "border.left-out.jsonl").read_text("utf-8").splitlines()
    assert lines
    assert all(json.loads(line)["schema"] == "annotator/1" for line in lines)
    assert not list(tmp_path.glob(".annotator-*")), "nothing unfinished is left"


def test_an_export_that_is_cancelled_in_the_dialog_writes_nothing(
    window: MainWindow, press, dialog, tmp_path: Path
) -> None:
    before = {path for path in tmp_path.rglob("*") if path.suffix != ".ini"}
    press(Qt.Key.Key_E, CTRL)
    QTest.keyClick(dialog(ExportDialog), Qt.Key.Key_Escape)
    assert {path for path in tmp_path.rglob("*") if path.suffix != ".ini"} == before


def test_an_example_of_the_loss_is_gone_to_and_the_export_asks_as_it_was_left(
    window: MainWindow, press, dialog, qtbot, tmp_path: Path
) -> None:
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_Down, ALT)
    press(Qt.Key.Key_E, CTRL)
    asked = dialog(ExportDialog)
    asked.format.setCurrentIndex(asked.format.findData("conll"))
    asked = dialog(ExportDialog)
    table = asked.loss.losses.table
    rows = [table.model().index(row, 1).data() for row in range(table.model().rowCount())]
    row = next(at for at, words in enumerate(rows) if "actor" in words)
    assert "Fighters pushed from river towns" in rows[row]
    table.setCurrentIndex(table.model().index(row, 0))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert not asked.isVisible()
    view = window.article_panel.view
    assert (window.desk.article.meta.title, view.selection()) == ("Fighters pushed from river towns", Fragment(0, 3))
    assert not list(tmp_path.glob("*.conll"))
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window and not window.findChildren(ExportDialog))
    press(Qt.Key.Key_E, CTRL)
    assert dialog(ExportDialog).format.currentData() == "conll"


def test_files_are_imported_by_keys_after_they_were_seen(
    window: MainWindow, dialog, qtbot, tmp_path: Path, stored
) -> None:
    span = {"start": 4, "end": 8, "label": "ORG", "text": "army"}
    record = {"text": "The army left.", "meta": {"title": "Army leaves"}, "layer": "ana", "spans": [span]}
    (tmp_path / "in.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    window.commands.import_paths([tmp_path / "in.jsonl"])
    asked = dialog(ImportDialog)
    assert "what becomes of the tags" in asked.sentence.text()
    assert stored() == []
    choice = asked.pages.tags._choices["ORG"]
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    QTest.keyClick(asked, Qt.Key.Key_G, ALT)
    qtbot.waitUntil(lambda: not asked.busy and asked.accept_button.isEnabled(), timeout=20_000)
    QTest.keyClick(asked, Qt.Key.Key_A, ALT)
    assert "Army leaves" in asked.pages.articles.whole.toPlainText()
    QTest.keyClick(asked, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored() == [("actor", "army")], timeout=20_000)
