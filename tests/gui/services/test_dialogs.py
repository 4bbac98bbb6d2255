"""Dialogs ask what is needed, refuse what cannot be, and answer with plain values."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from every_dialog import every_dialog
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from annotator.gui.background import Runner
from annotator.gui.dialogs import (
    AnnotatorDialog,
    Findings,
    ImportDialog,
    MetadataDialog,
    NewProject,
    NewProjectDialog,
    ReportDialog,
    found_by_export,
    found_by_import,
    found_by_verify,
)
from annotator.gui.plain import sentence, shown
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.model.article import Article, Meta
from annotator.model.record import Loss, LossReport
from annotator.project.checking import Problem, Verification
from annotator.project.project import Project
from annotator.project.reading import count_articles

Look = Callable[[ImportDialog], None]


@pytest.fixture
def opened(qtbot) -> Callable[[QWidget], QWidget]:
    def show(dialog: QWidget) -> QWidget:
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


@pytest.fixture
def looked(qtbot) -> Look:
    """Wait until an import dialog knows what would happen, or has something to ask."""

    def wait(dialog: ImportDialog) -> None:
        qtbot.waitUntil(lambda: not dialog.busy, timeout=20_000)

    return wait


def test_every_field_has_a_name_and_every_letter_leads_to_one_place(
    opened, project: Project, runner: Runner, tmp_path: Path, finished
) -> None:
    for make in every_dialog("words", project, runner, tmp_path):
        dialog = opened(make())
        for field in [*dialog.findChildren(QLineEdit), *dialog.findChildren(QComboBox)]:
            inside = field.parentWidget()
            assert field.accessibleName() or isinstance(inside, QComboBox), (dialog.objectName(), field.objectName())
        labels = [label for label in dialog.findChildren(QLabel) if label.buddy() is not None and label.isVisible()]
        letters = [_letter(label.text()) for label in labels]
        letters += [_letter(button.text()) for button in dialog.findChildren(QAbstractButton) if button.isVisible()]
        used = [letter for letter in letters if letter]
        assert len(used) == len(set(used)), (dialog.objectName(), used)
        finished(runner)
        dialog.close()


def _letter(text: str) -> str:
    at = text.replace("&&", "  ").find("&")
    return text[at + 1].upper() if at >= 0 else ""


def test_a_new_project_is_named_placed_and_refused_with_a_reason(opened, tmp_path: Path) -> None:
    dialog = opened(NewProjectDialog("ana", None, tmp_path))
    assert dialog.result_value() == NewProject(tmp_path / "project.annotator", "ana", None)
    assert dialog.accept_button.isEnabled()
    dialog.path.setText(str(tmp_path / "border"))
    assert dialog.result_value().path == tmp_path / "border.annotator"
    for path, why in (
        (tmp_path / "none" / "x", "no folder"),
        (tmp_path, "needs a file" if not tmp_path.name else ""),
    ):
        dialog.path.setText(str(path))
        assert why in dialog.sentence.text()
    (tmp_path / "there.annotator").touch()
    dialog.path.setText(str(tmp_path / "there"))
    assert "already something" in dialog.sentence.text()
    assert not dialog.accept_button.isEnabled()
    dialog.path.setText("")
    assert not dialog.accept_button.isEnabled()
    dialog.path.setText(str(tmp_path / "x"))
    dialog.tagset.setText(str(tmp_path / "none.json"))
    assert "no tagset" in dialog.sentence.text()
    dialog.tagset.setText("")
    dialog.annotator.setText("  ")
    assert "name" in dialog.sentence.text()


def test_the_proposed_name_of_a_project_is_free(opened, tmp_path: Path) -> None:
    (tmp_path / "project.annotator").touch()
    assert opened(NewProjectDialog("ana", None, tmp_path)).result_value().path.name == "project 2.annotator"


@pytest.mark.parametrize(
    ("name", "works"), [("ben", True), (" ben ", True), ("", False), ("gold", False), ("All", False)]
)
def test_who_may_work(opened, name: str, works: bool) -> None:
    dialog = opened(AnnotatorDialog("ana", None, ["ana", "ben"]))
    dialog.name.setCurrentText(name)
    assert dialog.accept_button.isEnabled() is works
    assert dialog.result_value() == name.strip()


def test_metadata_that_nobody_touches_stays_exactly_as_it_is(opened) -> None:
    nasty = Meta("one\ntwo\r\n\ufeffthree\u2028", "\ufeffsource", extra={"key": [1]})
    dialog = opened(MetadataDialog(Article(1, "id", "text", nasty, "", "")))
    assert dialog.result_value() == nasty
    assert "Title" in dialog.hidden.text()
    field = dialog.fields["byline"]
    QTest.keyClicks(field, "By A. B. ")
    changed = dialog.result_value()
    assert (changed.byline, changed.title, changed.extra) == ("By A. B.", nasty.title, nasty.extra)


@pytest.mark.parametrize("date", ["2026", "2026-11", "2026-11-02", "2026-11-02T10:00", ""])
def test_a_date_that_sorts_gets_no_remark(opened, date: str) -> None:
    dialog = opened(MetadataDialog(Article(1, "id", "text", Meta(published=date), "", "")))
    assert dialog.sentence.text() == ""


def test_a_date_that_does_not_sort_gets_a_remark_and_is_kept(opened) -> None:
    dialog = opened(MetadataDialog(Article(1, "id", "text", Meta(published="last Monday"), "", "")))
    assert "2026-11-02" in dialog.sentence.text()
    assert dialog.accept_button.isEnabled()


def test_an_import_shows_what_it_would_do_and_writes_nothing(
    opened, looked: Look, project: Project, runner: Runner, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("One article.", "utf-8")
    (tmp_path / "in" / "b.bin").write_bytes(b"\0\1")
    dialog = opened(ImportDialog([tmp_path / "in"], project, runner))
    assert not dialog.accept_button.isEnabled()
    looked(dialog)
    assert "1 new" in dialog.counts.text()
    assert dialog.pages.notes.table.model().rowCount() == 1
    assert dialog.accept_button.isEnabled()
    assert count_articles(project) == 0
    request = dialog.result_value()
    assert not request.options.dry_run
    report = import_paths(project, list(request.paths), request.options)
    assert report.articles.new == count_articles(project) == 1


def test_an_import_asks_how_a_text_is_encoded_and_shows_how_it_would_read(
    opened, looked: Look, project: Project, runner: Runner, tmp_path: Path
) -> None:
    words = "قال المرصد إن 287 مقاتلا قتلوا في المعارك التي دارت قرب البلدة أمس. "
    (tmp_path / "a.txt").write_bytes((words * 8).encode("cp1256"))
    dialog = opened(ImportDialog([tmp_path / "a.txt"], project, runner))
    looked(dialog)
    assert words[:40] in dialog.pages.encoding.preview.toPlainText()
    assert not dialog.accept_button.isEnabled()
    dialog.pages.encoding.use.click()
    looked(dialog)
    assert dialog.accept_button.isEnabled()
    request = dialog.result_value()
    import_paths(project, list(request.paths), request.options)
    assert count_articles(project) == 1


def test_an_import_asks_what_becomes_of_unknown_tags(
    opened, looked: Look, project: Project, runner: Runner, tmp_path: Path
) -> None:
    span = {"start": 0, "end": 3}
    tags = ["Organisation", "Actor", "<img src=x>"]
    record = {"text": "One article.", "spans": [span | {"label": tag} for tag in tags]}
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    dialog = opened(ImportDialog([tmp_path / "a.jsonl"], project, runner))
    looked(dialog)
    choices = dialog.pages.tags._choices
    assert list(choices) == tags
    assert "actor" in choices["Actor"].currentText(), "the same word in other letters is proposed"
    choices["Organisation"].setCurrentIndex(2)
    dialog.pages.tags.go_on.click()
    looked(dialog)
    assert "3 new" in dialog.counts.text()
    options = dialog.result_value().options
    assert options.tag_map == {"Organisation": "location", "Actor": "actor"}
    assert options.add_tags


def test_an_import_says_in_a_sentence_what_cannot_be(
    opened, looked: Look, project: Project, runner: Runner, tmp_path: Path
) -> None:
    dialog = opened(ImportDialog([tmp_path / "gone.txt"], project, runner))
    looked(dialog)
    assert "gone.txt" in dialog.sentence.text().replace("\u200b", "")
    assert not dialog.accept_button.isEnabled()
    dialog.sources.setCurrentRow(0)
    dialog.remove.click()
    assert "Choose files" in dialog.sentence.text()
    (tmp_path / "a.txt").write_text("One article.", "utf-8")
    dialog.add_paths([tmp_path / "a.txt"])
    looked(dialog)
    assert dialog.accept_button.isEnabled()


def test_other_options_are_looked_at_again_and_asked_for(
    opened, looked: Look, project: Project, runner: Runner, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("One article.", "utf-8")
    dialog = opened(ImportDialog([tmp_path / "a.txt"], project, runner))
    looked(dialog)
    dialog.layer.setCurrentText("expert")
    dialog.status.setCurrentText("open")
    assert not dialog.accept_button.isEnabled()
    looked(dialog)
    assert dialog.accept_button.isEnabled()
    assert dialog.result_value().options == ImportOptions(layer="expert", status="open", ask_encoding=True)


def test_a_dialog_that_is_closed_while_it_looks_is_left_in_peace(
    qtbot, project: Project, runner: Runner, tmp_path: Path
) -> None:
    for number in range(300):
        (tmp_path / f"{number}.txt").write_text(f"Article {number}.", "utf-8")
    dialog = ImportDialog([tmp_path], project, runner)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
    qtbot.waitUntil(lambda: not runner.busy)


def test_a_report_of_a_hundred_thousand_notes_is_there_at_once_and_can_be_copied(opened, qtbot) -> None:
    notes = [(f"file {number}", f"why {number}\nsecond line") for number in range(100_000)]
    dialog = opened(ReportDialog(Findings("Import", "Imported.", [("Articles", "1 new")], notes)))
    assert dialog.notes.table.model().rowCount() == 100_000
    dialog.notes.table.selectRow(77_777)
    assert "why 77777" in dialog.notes.whole.toPlainText()
    QTest.keyClick(dialog.notes.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "file 77777\twhy 77777\nsecond line"
    dialog.copy.click()
    assert QGuiApplication.clipboard().text().startswith("Imported.\nArticles: 1 new\nfile 0\twhy 0")


def test_findings_say_what_was_done_in_plain_words(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One article.", "utf-8")
    imported = found_by_import(import_paths(project, [tmp_path / "a.txt"], ImportOptions()))
    assert imported.counts == [("Articles", "1 new"), ("Spans", "none")]
    assert found_by_verify(Verification(3, 4, [])).sentence == "Nothing is wrong."
    wrong = found_by_verify(Verification(3, 4, [Problem("It is not there.", "span 1")]))
    assert (wrong.sentence, wrong.notes) == ("One problem was found.", [("span 1", "It is not there.")])
    exported = found_by_export(LossReport(1, 2, 3, [Loss("relations", 3, "source in a")]), "a.csv")
    assert exported.notes == [("3 × relations", "for example source in a")]
    assert ("Files", "2") not in exported.counts
    parts = [f"a.zip/a-00{number}.zip" for number in (1, 2)]
    assert ("Files", "2") in found_by_export(LossReport(1, 2, 3, files=parts), "a.zip").counts


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\r\nb\u2028c\td", "a b c d"),
        ("exe\u202egnp", "exe⇇gnp"),
        ("zero\u200bwidth", "zero⍽width"),
        ("lone\ud800", "lone\ufffd"),
        ("عربي", "عربي"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
    ],
)
def test_what_hides_in_a_line_is_shown(text: str, seen: str) -> None:
    assert shown(text) == seen


def test_only_isolates_act_in_a_sentence() -> None:
    assert sentence("\u2068exe\u202egnp\u2069 is\nopen") == "\u2068exe⇇gnp\u2069 is open"
