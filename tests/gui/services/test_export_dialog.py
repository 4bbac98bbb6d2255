"""The export dialog: what is lost is said before anything is written."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.formats.options import OPTIONS, WriteOptions
from annotator.formats.table import FORMATS
from annotator.gui.background import Runner
from annotator.gui.dialogs import ExportDialog
from annotator.gui.dialogs.exporting import ExportRequest
from annotator.jobs import exporting
from annotator.jobs.exporting import ExportCancelledError, export_project
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.progress import Cancelled, Report
from annotator.model.record import Loss, LossReport
from annotator.project.project import Project

TEXT = "The Observatory said 287 fighters were killed."
SPANS = [
    {"id": "a", "label": "actor", "start": 0, "end": 15, "note": "a note", "attributes": {"type": "monitor"}},
    {"id": "b", "label": "actor", "start": 4, "end": 15},
    {"id": "c", "label": "claim", "start": 0, "end": 32, "fragments": [[0, 15], [25, 32]]},
]
Counted = Callable[[ExportDialog], None]


@pytest.fixture
def filled(project: Project, tmp_path: Path) -> Project:
    """A project whose spans overlap, have notes and fragments, and are somebody’s whose name needs care."""
    record = {"id": "x", "text": TEXT, "layer": "b & c", "spans": SPANS}
    record["relations"] = [{"id": "r", "label": "source", "head": "c", "child": "a"}]
    (tmp_path / "in.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    assert import_paths(project, [tmp_path / "in.jsonl"], ImportOptions()).spans.new == len(SPANS)
    return project


@pytest.fixture
def dialog(qtbot, filled: Project, runner: Runner, tmp_path: Path) -> ExportDialog:
    dialog = ExportDialog(filled, runner, None, tmp_path)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    return dialog


@pytest.fixture
def counted(qtbot) -> Counted:
    """Wait until the dialog knows what would be lost."""

    def wait(dialog: ExportDialog) -> None:
        qtbot.waitUntil(lambda: not dialog.busy, timeout=20_000)

    return wait


def choose(dialog: ExportDialog, name: str) -> None:
    dialog.format.setCurrentIndex(dialog.format.findData(name))


def lost(dialog: ExportDialog) -> list[str]:
    model = dialog.loss.losses.table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def written(request: ExportRequest, project: Project) -> list[str]:
    report = export_project(
        project,
        request.out,
        request.format,
        request.layer,
        guesses=request.guesses,
        options=request.options,
        side_file=request.side_file,
    )
    return [f"{loss.count:,} × {loss.what}" for loss in report.loss]


def test_an_export_asks_for_format_layer_and_file(dialog: ExportDialog, counted: Counted, tmp_path: Path) -> None:
    counted(dialog)
    assert dialog.result_value() == (tmp_path / "news.jsonl", "jsonl", "all", False, WriteOptions(), None)
    choose(dialog, "annotations")
    dialog.layer.setCurrentIndex(1)
    counted(dialog)
    left = tmp_path / "news.left-out.jsonl"
    assert dialog.result_value() == (tmp_path / "news.csv", "annotations", "b & c", False, WriteOptions(), left)
    (tmp_path / "there.csv").touch()
    dialog.path.setText(str(tmp_path / "there.csv"))
    assert dialog.accept_button.text() == "&Replace"
    assert dialog.accept_button.isEnabled()
    for nowhere in ("", str(tmp_path), str(tmp_path / "none" / "x.csv")):
        dialog.path.setText(nowhere)
        assert not dialog.accept_button.isEnabled(), nowhere


@pytest.mark.parametrize("name", [known.name for known in FORMATS if known.write is not None])
def test_the_loss_is_shown_before_the_export_and_is_what_the_export_reports(
    dialog: ExportDialog, counted: Counted, filled: Project, tmp_path: Path, name: str
) -> None:
    choose(dialog, name)
    dialog.look()
    assert dialog.accept_button.isEnabled(), "nobody waits for the counting"
    before = set(tmp_path.iterdir())
    counted(dialog)
    assert set(tmp_path.iterdir()) == before
    if "more than is installed" in dialog.sentence.text():
        assert not dialog.accept_button.isEnabled()
        pytest.skip(dialog.sentence.text())
    shown = lost(dialog)
    assert shown == written(dialog.result_value(), filled)
    assert (tmp_path / "news.left-out.jsonl").exists() == bool(shown)
    said = dialog.loss.verdict.text()
    assert ("cannot hold" in said) == bool(shown)
    assert said.startswith("Holds 1 article, ")


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let counting never end by itself; holds the formats of which the counting was stopped."""
    stopped: list[str] = []

    def count(
        _: Project,
        name: str,
        __: str,
        report: Report,
        cancelled: Cancelled,
        *,
        so_far: Callable[[LossReport], None],
        **___: object,
    ) -> LossReport:
        so_far(LossReport(2300, 9000, 40, [Loss("notes of spans", 7, "x"), Loss("relations", 2, "y")]))
        while not cancelled():
            report(2300, 10_000, "counting")
            sleep(0.005)
        stopped.append(name)
        raise ExportCancelledError("stopped")

    monkeypatch.setattr(exporting, "foreseen_loss", count)
    return stopped


def test_while_it_counts_what_is_known_is_shown_and_nobody_has_to_wait(
    qtbot, endless: list[str], dialog: ExportDialog, tmp_path: Path
) -> None:
    qtbot.waitUntil(lambda: "2,300 of 10,000 articles" in dialog.loss.verdict.text())
    assert lost(dialog) == ["7 × notes of spans", "2 × relations"]
    assert dialog.loss.content.isVisible()
    dialog.loss.losses.table.selectRow(1)
    qtbot.wait(120)
    assert dialog.loss.losses.table.currentIndex().row() == 1, "whoever reads on is not sent back"
    (tmp_path / "news.left-out.jsonl").touch()
    dialog.path.setText(str(tmp_path / "other.jsonl"))
    assert dialog.accept_button.text() == "&Export"
    dialog.path.setText(str(tmp_path / "news.jsonl"))
    assert dialog.accept_button.text() == "&Replace", "whether it is written is not known yet"
    assert dialog.result_value().side_file == tmp_path / "news.left-out.jsonl"
    QTest.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.result() == ExportDialog.DialogCode.Accepted
    qtbot.waitUntil(lambda: endless == ["jsonl"])


def test_another_choice_stops_the_counting_at_once_and_counts_anew(
    qtbot, endless: list[str], dialog: ExportDialog
) -> None:
    qtbot.waitUntil(lambda: bool(lost(dialog)))
    choose(dialog, "conll")
    assert "2,300" not in dialog.loss.verdict.text()
    qtbot.waitUntil(lambda: endless == ["jsonl"])
    qtbot.waitUntil(lambda: "2,300 of 10,000 articles" in dialog.loss.verdict.text())
    dialog.options["scheme"].setCurrentIndex(1)
    qtbot.waitUntil(lambda: endless == ["jsonl", "conll"])


def test_only_what_makes_a_difference_to_the_format_is_asked_and_changes_the_loss(
    dialog: ExportDialog, counted: Counted, tmp_path: Path
) -> None:
    for known in FORMATS:
        if known.write is not None:
            choose(dialog, known.name)
            assert {name for name, choice in dialog.options.items() if choice.isVisible()} == known.heeds
    choose(dialog, "conll")
    counted(dialog)
    dialog.options["flatten"].setCurrentIndex(dialog.options["flatten"].findData("per_tag"))
    counted(dialog)
    assert "news.actor.conll" in dialog.names.text().replace("\u200b", "")
    (tmp_path / "news.number.conll").touch()
    dialog.path.setText(str(tmp_path / "new.conll"))
    assert dialog.accept_button.text() == "&Export"
    dialog.path.setText(str(tmp_path / "news.conll"))
    assert dialog.accept_button.text() == "&Replace"
    split = lost(dialog)
    dialog.options["fragments"].setCurrentIndex(dialog.options["fragments"].findData("cover"))
    counted(dialog)
    assert "1 × fragments split into spans" in split
    assert "1 × fragments covered by one span" in lost(dialog)
    choose(dialog, "jsonl")
    assert dialog.result_value().options == WriteOptions(), "an option that is not asked is not meant"


def test_every_option_that_a_format_heeds_has_words_and_its_first_value_is_the_usual_one() -> None:
    assert {name for known in FORMATS for name in known.heeds} <= {option.name for option in OPTIONS}
    for option in OPTIONS:
        assert option.choices[0][0] == getattr(WriteOptions(), option.name)


def test_the_file_with_what_is_left_out_is_written_only_if_wanted_and_never_over_another_unsaid(
    qtbot, dialog: ExportDialog, counted: Counted, tmp_path: Path
) -> None:
    choose(dialog, "annotations")
    counted(dialog)
    assert "news.left-out.jsonl" in dialog.names.text().replace("\u200b", "")
    (tmp_path / "news.left-out.jsonl").write_text("somebody’s", "utf-8")
    dialog.path.setText(str(tmp_path / "other.csv"))
    dialog.path.setText(str(tmp_path / "news.csv"))
    assert "left-out.jsonl" in dialog.sentence.text()
    assert dialog.accept_button.text() == "&Replace"
    QTest.keyClick(dialog, Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not dialog.side.isChecked())
    assert dialog.result_value().side_file is None
    assert dialog.accept_button.text() == "&Export"


def test_cancelling_while_it_counts_stops_the_counting(
    qtbot, dialog: ExportDialog, runner: Runner, tmp_path: Path
) -> None:
    before = set(tmp_path.iterdir())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not dialog.busy
    qtbot.waitUntil(lambda: not runner.busy)
    assert set(tmp_path.iterdir()) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_may_not_be_written_is_said_before_the_work(
    dialog: ExportDialog, counted: Counted, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    dialog.path.setText(str(closed / "x.jsonl"))
    counted(dialog)
    assert "Nothing may be written" in dialog.sentence.text()
    assert not dialog.accept_button.isEnabled()
