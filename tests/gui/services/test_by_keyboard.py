"""Export, training and import by keyboard alone and in little room: Tab goes as one reads, Escape leaves."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QDialog, QTabBar, QWidget

from annotator.gui.background import Runner
from annotator.gui.dialogs import ExportDialog, ImportDialog
from annotator.gui.dialogs.training import TrainingDialog
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.project.project import Project

Make = Callable[[], QDialog]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with annotated work, and a table."""
    folder = tmp_path / "in"
    folder.mkdir()
    spans = [{"label": "actor", "start": 0, "end": 3, "text": "The", "note": "n"}]
    record = {"text": "The army left.", "layer": "ana", "status": "done", "spans": spans}
    (folder / "a.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    (folder / "b.csv").write_text("text,title\nA bridge was closed.,Bridge\n", "utf-8")
    return folder


@pytest.fixture(params=["export", "training", "import"])
def dialog(request, qtbot, project: Project, runner: Runner, files: Path, tmp_path: Path) -> QDialog:
    """Each of the dialogs, when it knows what it shows."""
    import_paths(project, [files], ImportOptions())
    kinds: dict[str, Make] = {
        "export": lambda: ExportDialog(project, runner, None, tmp_path, {"format": "conll"}),
        "training": lambda: TrainingDialog(project, runner, None, tmp_path, {"format": "conll"}),
        "import": lambda: ImportDialog([files], project, runner),
    }
    dialog = kinds[request.param]()
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: not dialog.busy, timeout=20_000)
    return dialog


def walk(dialog: QDialog) -> list[QWidget]:
    """Press Tab until it comes round, and return what had the keyboard."""
    first = dialog.focusWidget() or dialog
    seen: list[QWidget] = []
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget() or first, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in seen:
            return seen
        seen.append(focused)
    raise AssertionError("Tab never comes round")


def wants_keys(widget: QWidget) -> bool:
    inside = widget.parentWidget()
    return (
        widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        # What is inside of a field is the field’s.
        and not isinstance(inside, QComboBox | QAbstractSpinBox)
    )


def test_tab_reaches_every_field_and_each_says_what_it_is(dialog: QDialog) -> None:
    seen = walk(dialog)
    fields = [widget for widget in dialog.findChildren(QWidget) if wants_keys(widget)]
    assert len(fields) > 8
    missed = [widget.objectName() or widget for widget in fields if widget not in seen]
    assert not missed
    silent = [widget for widget in seen if not (widget.accessibleName() or getattr(widget, "text", str)())]
    # The bar of pages speaks by the names of the pages.
    assert [widget for widget in silent if not isinstance(widget, QTabBar)] == []


def test_tab_goes_on_as_one_reads(dialog: QDialog) -> None:
    seen = [widget for widget in walk(dialog) if wants_keys(widget)]
    places = [widget.mapTo(dialog, QPoint(0, 0)) for widget in seen]
    at = min(range(len(seen)), key=lambda number: (places[number].x() > dialog.width() / 2, places[number].y()))
    columns = [*places[at:], *places[:at]]
    backwards = [
        (before, after)
        for before, after in pairwise(columns)
        if after.y() < before.y() - 30 and after.x() < before.x() + 100
    ]
    assert not backwards


def test_each_dialog_fits_into_a_narrow_window(dialog: QDialog) -> None:
    dialog.resize(720, 640)
    assert (dialog.width(), dialog.height()) == (720, 640)


def test_escape_leaves_and_the_button_that_enter_presses_is_marked(dialog: QDialog) -> None:
    assert dialog.accept_button.isDefault()  # type: ignore[attr-defined]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
