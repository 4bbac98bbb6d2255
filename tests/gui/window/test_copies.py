"""Copies of a report in the window: seen together, joined and split, marks carried from one to the other."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from driving import select, shown_spans
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from window_projects import make_project, put_articles

from annotator.gui.dialogs import ReportDialog
from annotator.gui.dialogs.carrying import CarryDialog
from annotator.gui.dialogs.joining import JoinDialog
from annotator.gui.dialogs.training import TrainingDialog
from annotator.gui.panels.article_model import spoken
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.model.article import Meta
from annotator.project.project import Project

REPORT = (
    "The Observatory said on Monday at least 287 fighters were killed in clashes near Homs, among them 26 minors. "
    "They fled and left their weapons, it said. The army denied the report in a short statement."
)
COPY = f"Updated. {REPORT.replace('287', '290')} The road to the north stays closed."
OTHER = "The army denies everything that was said about the clashes."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three articles, the first and the last of which are copies."""
    path = make_project(tmp_path / "border.annotator")
    put_articles(
        path,
        [
            (REPORT, Meta("Fighters pushed from river towns", "Northern Wire", published="2026-11-02")),
            (OTHER, Meta("Army denies", "Fanous")),
            (COPY, Meta("Fighters pushed back", "Meridian", published="2026-11-02")),
        ],
    )
    return path


@pytest.fixture
def window(open_window, path, qtbot):
    window = open_window(path)
    window.commands.find_stories()
    qtbot.waitUntil(lambda: not window.runner.busy)
    window.commands.open_article(1)
    return window


def said(window) -> str:
    return window.status.text().replace("\u2068", "").replace("\u2069", "")


def dialog_of(window, kind):
    """Return the dialog that is open, as the active window."""
    found = next(found for found in reversed(window.findChildren(kind)) if found.isVisible())
    for _ in range(200):
        if found.isActiveWindow():
            break
        QTest.qWait(5)
    assert found.isActiveWindow()
    return found


def titles(window) -> list[str]:
    model = window.articles.model
    return [model.article(row).heading for row in range(len(model))]


def copies(window) -> list[int]:
    model = window.articles.model
    return [model.article(row).copies for row in range(len(model))]


def test_the_list_and_the_header_say_how_many_copies_there_are(window):
    assert copies(window) == [2, 1, 2]
    assert spoken(window.articles.model.article(0)).endswith("2 copies")
    assert window.article_panel.about.text().endswith("2 copies")


def test_copies_stand_together_where_that_is_asked_for(window):
    window.articles._orders.actions()[-1].trigger()
    assert titles(window) == ["Fighters pushed from river towns", "Fighters pushed back", "Army denies"]


def test_ctrl_d_goes_from_copy_to_copy_and_round(window, press):
    press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.desk.key == 3
    assert said(window) == "copy 2 of 2: “Fighters pushed back”"
    press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.desk.key == 1
    window.commands.open_article(2)
    press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert (window.desk.key, said(window)) == (2, "This article has no copies.")


def test_an_article_is_taken_out_of_its_story_and_comes_back(window):
    window.commands.split_story()
    assert said(window) == "a story of its own now, and stays one – Ctrl+Z undoes"
    assert copies(window) == [1, 1, 1]
    assert "copies" not in window.article_panel.about.text()
    window.commands.undo()
    assert copies(window) == [2, 1, 2]
    assert said(window) == "undid: the story of an article"
    window.commands.open_article(2)
    window.commands.split_story()
    assert "no copies" in said(window)


def test_an_article_is_joined_by_hand_with_one_that_is_found_by_its_words(window):
    window.commands.join_story()
    dialog = dialog_of(window, JoinDialog)
    dialog.words.setText("denies everything")
    dialog.look()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert said(window) == "one story with 1 article more – Ctrl+Z undoes"
    assert copies(window) == [3, 3, 3]


def test_what_tells_the_story_already_is_not_offered_to_join(window):
    window.commands.join_story()
    dialog = dialog_of(window, JoinDialog)
    assert [row.key for row in dialog._found] == [2]
    dialog.words.setText("river towns")
    dialog.look()
    assert not dialog.accept_button.isEnabled()
    assert dialog.sentence.text() == "No other article holds these words."


@pytest.fixture
def marked(window, press):
    """The first copy has marks; the other one is open."""
    for words, key in (
        ("The Observatory", Qt.Key.Key_A),
        ("at least 287", Qt.Key.Key_N),
        ("at least 287 fighters were killed in clashes near Homs", Qt.Key.Key_C),
        ("Homs", Qt.Key.Key_L),
    ):
        select(window, words)
        press(key)
    press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    return window


def test_marks_are_carried_after_a_look_at_where_they_come_to_lie(marked):
    marked.commands.carry_marks()
    dialog = dialog_of(marked, CarryDialog)
    rows = [dialog.model.data(dialog.model.index(row, 2)) for row in range(dialog.model.rowCount())]
    assert rows == [
        "the same words",
        "reads otherwise: at least 290 fighters were killed in clashes near Homs",
        "not in this copy",
        "the same words",
    ]
    assert dialog.accept_button.text() == "&Carry 2 marks"
    assert "cannot be carried" in dialog.sentence.text()
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.accept_button.text() == "&Carry 3 marks"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert said(marked) == "carried 3 marks from a copy – Ctrl+Z undoes"
    claim = "at least 290 fighters were killed in clashes near Homs"
    assert shown_spans(marked) == [("actor", "The Observatory"), ("claim", claim), ("location", "Homs")]
    marked.commands.undo()
    assert (shown_spans(marked), said(marked)) == ([], "undid: carry 3 spans from a copy")


def test_what_is_not_there_has_no_box_and_with_nothing_chosen_nothing_is_carried(marked):
    marked.commands.carry_marks()
    dialog = dialog_of(marked, CarryDialog)
    assert dialog.model.data(dialog.model.index(2, 0), Qt.ItemDataRole.CheckStateRole) is None
    for row in (0, 3):
        dialog.table.setCurrentIndex(dialog.model.index(row, 0))
        QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert not dialog.accept_button.isEnabled()
    assert dialog.sentence.text() == "No mark is chosen."


def test_a_copy_without_marks_and_an_article_without_copies_are_a_sentence(window):
    window.commands.carry_marks()
    assert dialog_of(window, CarryDialog).sentence.text() == "You have marked nothing in that copy."
    dialog_of(window, CarryDialog).reject()
    window.commands.open_article(2)
    window.commands.carry_marks()
    assert said(window).removeprefix("⚠ ") == "This article has no copies to carry marks from."


def test_an_import_in_the_window_finds_copies_and_says_so(window, tmp_path, qtbot):
    source = tmp_path / "more.jsonl"
    source.write_text(json.dumps({"text": f"{REPORT} More.", "meta": {"title": "Third"}}))
    with Project.open(window.session.project.path, "ana") as other:
        assert import_paths(other, [source], ImportOptions()).stories.articles == 1
    window.session.read_again()
    assert copies(window) == [3, 1, 3, 3]


def test_training_data_is_exported_beside_the_work(window, press, tmp_path, qtbot):
    window.commands.finish_article()
    window.commands.export_training()
    dialog = dialog_of(window, TrainingDialog)
    dialog.path.setText(str(tmp_path / "out.zip"))
    for box in dialog.choices.tiers.values():
        box.setChecked(False)
    assert dialog.sentence.text() == "Choose whose work a model is to learn from."
    dialog.choices.tiers["single"].setChecked(True)
    dialog.choices.table.setChecked(True)
    qtbot.waitUntil(lambda: not dialog.busy)
    assert not list(tmp_path.glob("out*")), "nothing is written while it is counted"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.runner.busy)
    assert said(window) == "exported 1 article and 0 spans for training to out.zip"
    with ZipFile(tmp_path / "out.zip") as archive:
        assert archive.namelist() == ["README.md", "tagset.json", "train.jsonl"]
    assert (tmp_path / "out-annotators.csv").read_text("utf-8-sig").splitlines()[1].startswith("ana,annotator-")
    report = dialog_of(window, ReportDialog)
    assert "2\tarticles" not in report._findings.as_text()
    assert "train: 1 article, 0 spans, 1 story" in report._findings.as_text()


def test_a_folder_that_holds_something_is_refused_before_anything_is_done(window, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    window.commands.export_training()
    dialog = dialog_of(window, TrainingDialog)
    dialog.path.setText(str(tmp_path / "full"))
    assert not dialog.accept_button.isEnabled()
    assert dialog.sentence.text() == "That folder holds something already; name another."


def test_a_source_that_is_written_from_right_to_left_turns_no_date_around():
    from annotator.gui.panels.wording import about_line

    assert about_line("Northern Wire", "", "2026-11-02") == "Northern Wire · 2026-11-02"
    assert about_line("وكالة الشمال", "2026-11-02") == "\u2068وكالة الشمال\u2069 · 2026-11-02"
