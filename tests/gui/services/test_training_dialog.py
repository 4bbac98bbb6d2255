"""The dialog of the export for training: what would be written is shown before it is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.errors import UserError
from annotator.formats.table import FORMATS
from annotator.gui.background import Runner
from annotator.gui.dialogs.training import TrainingDialog
from annotator.gui.dialogs.training_view import lost_or_left_out
from annotator.gui.settings import Settings
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.training import export_training
from annotator.jobs.training_plan import TrainingOptions
from annotator.project.project import Project

Counted = Callable[[TrainingDialog], None]


@pytest.fixture
def filled(project: Project, tmp_path: Path) -> Project:
    """Eight articles that ana is done with, of eight days, with a nested span; and one nobody is done with."""
    lines = []
    for number in range(9):
        text = f"The Observatory {number} said {' '.join(f'w{number}x{at}' for at in range(30))}."
        spans = [
            {"id": f"a{number}", "label": "actor", "start": 0, "end": 15, "attributes": {"type": "monitor"}},
            {"id": f"b{number}", "label": "location", "start": 6, "end": 15},
        ]
        meta = {"title": f"Day {number}", "published": f"2026-11-0{number + 1}"}
        state = "done" if number < 8 else "open"
        lines.append({"id": f"x{number}", "text": text, "layer": "ana", "status": state, "spans": spans, "meta": meta})
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert import_paths(project, [tmp_path / "in.jsonl"], ImportOptions()).articles.new == 9
    return project


@pytest.fixture
def make(qtbot, filled: Project, runner: Runner, tmp_path: Path) -> Callable[..., TrainingDialog]:
    def make(remembered: dict[str, Any] | None = None) -> TrainingDialog:
        dialog = TrainingDialog(filled, runner, None, tmp_path, remembered)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(lambda: not dialog.busy, timeout=20_000)
        return dialog

    return make


@pytest.fixture
def dialog(make: Callable[..., TrainingDialog]) -> TrainingDialog:
    return make()


@pytest.fixture
def counted(qtbot) -> Counted:
    def wait(dialog: TrainingDialog) -> None:
        qtbot.waitUntil(lambda: not dialog.busy, timeout=20_000)

    return wait


def choose(dialog: TrainingDialog, name: str) -> None:
    dialog.choices.format.setCurrentIndex(dialog.choices.format.findData(name))


def balance(dialog: TrainingDialog) -> dict[str, list[str]]:
    model = dialog.view.balance.model()
    rows = [[model.index(row, at).data() for at in range(model.columnCount())] for row in range(model.rowCount())]
    return {row[0]: row[1:] for row in rows}


def lost(dialog: TrainingDialog) -> list[tuple[str, str]]:
    model = dialog.view.lost.table.model()
    return [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]


def test_counts_by_split_tag_and_day_are_there_before_anything_is_written(
    dialog: TrainingDialog, tmp_path: Path
) -> None:
    assert [path.name for path in tmp_path.glob("*training*")] == []
    assert "8 articles of 8 stories, 16 spans." in dialog.view.verdict.text()
    assert "no copy of a report crosses splits" in dialog.view.verdict.text()
    rows = balance(dialog)
    assert rows["Articles"] == ["6", "1", "1", "8"]
    assert rows["– actor"] == ["6 · 50%", "1 · 50%", "1 · 50%", "8 · 50%"]
    assert rows["– number"] == ["0 · 0%", "0 · 0%", "0 · 0%", "0 · 0%"]
    assert lost(dialog)[0] == ("1 article that nobody is done with", "Nobody has called them done yet.")


@pytest.mark.parametrize("name", ["jsonl", "conll", "annotations", "brat"])
def test_what_is_shown_is_what_the_export_says_afterwards(
    dialog: TrainingDialog, counted: Counted, filled: Project, name: str
) -> None:
    choose(dialog, name)
    dialog.look()
    assert not dialog.accept_button.isEnabled(), "nobody exports before it is said what is lost"
    counted(dialog)
    shown = lost(dialog)
    assert dialog.accept_button.isEnabled()
    report = export_training(filled, *dialog.result_value())
    said = [(example.what, example.example) for example in lost_or_left_out(report)]
    assert shown == said
    names = dialog.view.verdict.text().replace("\u200b", "")
    assert all(file in names for file in report.files[:6])


def test_only_what_makes_a_difference_is_asked(dialog: TrainingDialog) -> None:
    for known in FORMATS:
        if known.write is not None:
            choose(dialog, known.name)
            combos = dialog.choices.writing.combos
            assert {name for name, combo in combos.items() if combo.isVisible()} == known.heeds
            assert dialog.choices.guesses.isVisible() == known.attributes
    dialog.choices.pseudonyms.setChecked(False)
    assert not dialog.choices.table.isVisible()
    assert not dialog.choices.pseudonym_seed.isVisible()


def test_the_days_on_which_splits_begin_are_proposed_and_checked(dialog: TrainingDialog, counted: Counted) -> None:
    by = dialog.choices.split_by
    by.setCurrentIndex(by.findData("date"))
    counted(dialog)
    assert balance(dialog)["First day"] == ["2026-11-01", "2026-11-07", "2026-11-08", ""]
    by.setCurrentIndex(by.findData("days"))
    counted(dialog)
    assert dialog.result_value().options.dates == ("2026-11-07", "2026-11-08")
    dialog.choices.days["dev"].setText("Monday")
    assert dialog.sentence.text() == "A day reads like 2026-11-02, a month like 2026-11."
    dialog.choices.days["dev"].setText("2026-11-09")
    assert dialog.sentence.text() == "Dev has to begin before test."
    dialog.choices.days["dev"].setText("2026-11-03")
    counted(dialog)
    assert balance(dialog)["Articles"] == ["2", "5", "1", "8"]
    dialog.choices.days["test"].setText("")
    assert not dialog.accept_button.isEnabled()
    assert not dialog.busy
    assert dialog.view.verdict.text() == ""


def test_every_option_of_the_job_can_be_chosen_and_is_remembered(
    make: Callable[..., TrainingDialog], counted: Counted, settings: Settings, tmp_path: Path
) -> None:
    dialog = make()
    choices = dialog.choices
    choose(dialog, "conll")
    for name, combo in choices.writing.combos.items():
        combo.setCurrentIndex(1)
        assert combo.currentData() != combo.itemData(0), name
    for box in (*choices.tiers.values(), choices.negatives, choices.guesses, choices.table):
        box.toggle()
    choices.split_by.setCurrentIndex(choices.split_by.findData("days"))
    for field, day in zip(choices.days.values(), ("2026-11-02", "2026-11-05"), strict=True):
        field.setText(day)
    for at, number in enumerate((*choices.shares.values(), choices.seed, choices.pseudonym_seed), 3):
        number.setValue(at)
    (tmp_path / "other").mkdir()
    dialog.path.setText(str(tmp_path / "other" / "x.zip"))
    asked = dialog.result_value()
    settings.remember_choices("id", "training", dialog.chosen())
    again = make(Settings(tmp_path / "settings" / "settings.ini").choices("id", "training"))
    assert again.result_value().options.pseudonym_table == tmp_path / "other" / "news-training-annotators.csv"
    table = asked.options.pseudonym_table
    assert msgspec.structs.replace(again.result_value().options, pseudonym_table=table) == asked.options
    choose(again, "jsonl")
    assert again.result_value().options.guesses
    usual = TrainingOptions()
    differs = {name for name in usual.__struct_fields__ if getattr(asked.options, name) != getattr(usual, name)}
    assert differs == set(usual.__struct_fields__) - {"guesses", "pseudonyms"}


@pytest.mark.parametrize("damaged", [{"format": 7, "days": "x", "boxes": [1], "numbers": {"seed": "x"}, "write": 3}])
def test_what_is_remembered_wrongly_is_passed_over(make: Callable[..., TrainingDialog], damaged) -> None:
    assert make(damaged).result_value().options == TrainingOptions()


def test_a_project_without_anything_to_learn_from_says_so(
    qtbot, project: Project, runner: Runner, counted: Counted
) -> None:
    dialog = TrainingDialog(project, runner)
    qtbot.addWidget(dialog)
    counted(dialog)
    assert dialog.sentence.text().startswith("There is nothing to train from")
    assert not dialog.accept_button.isEnabled()


def test_tab_leads_through_every_field_in_the_order_it_stands_and_each_has_a_name(dialog: TrainingDialog) -> None:
    choices = dialog.choices
    choices.format.setFocus()
    seen: list[QWidget] = []
    for _ in range(60):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in seen:
            break
        seen.append(focused)
        assert focused.accessibleName() or getattr(focused, "text", str)(), focused
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    wanted = [
        choices.format, *choices.tiers.values(), choices.negatives, choices.guesses, choices.pseudonyms,
        choices.table, choices.pseudonym_seed, choices.split_by, *choices.shares.values(), choices.seed, dialog.path,
        dialog.view.balance, dialog.view.lost.table, dialog.accept_button, dialog.cancel_button,
    ]  # fmt: skip
    assert [one for one in seen if one in wanted] == wanted


def test_enter_on_an_example_leads_to_it_and_does_not_export(dialog: TrainingDialog, counted: Counted, qtbot) -> None:
    choose(dialog, "conll")
    counted(dialog)
    table = dialog.view.lost.table
    row = next(at for at, (what, _) in enumerate(lost(dialog)) if "token edge" in what)
    table.setCurrentIndex(table.model().index(row, 0))
    table.setFocus()
    with qtbot.waitSignal(dialog.opened) as told:
        QTest.keyClick(table, Qt.Key.Key_Return)
    (place,) = told.args
    assert (place.tag, place.words, place.title) == ("location", "servatory", f"Day {place.article[1]}")
    assert dialog.isVisible()


def test_cancelling_while_it_counts_stops_the_counting(qtbot, dialog: TrainingDialog, runner: Runner) -> None:
    dialog.look()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: not runner.busy)
    assert not dialog.busy


def test_the_counts_stay_when_the_format_cannot_be_written_here(
    dialog: TrainingDialog, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise UserError("It needs more than is installed.")

    monkeypatch.setattr("annotator.jobs.training.foreseen_training", refused)
    choose(dialog, "conll")
    counted(dialog)
    assert dialog.sentence.text() == "It needs more than is installed."
    assert not dialog.accept_button.isEnabled()
    assert balance(dialog)["Articles"] == ["6", "1", "1", "8"]
    assert dialog.view.content.isVisible()
    assert not dialog.view.lost.isVisible()
