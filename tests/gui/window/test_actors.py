"""The list of actors in the window: seen, edited by keyboard, filled, imported, exported, and undone."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from driving import select
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from window_projects import put_layer

from annotator.gui.dialogs.actor_fill import ActorFillDialog
from annotator.gui.dialogs.actor_import import ActorImportDialog, AliasImportRequest
from annotator.gui.dialogs.actor_questions import AddActorDialog, MergeActorsDialog, RenameActorDialog
from annotator.gui.dialogs.actors import ActorsDialog
from annotator.gui.panels.alias_model import Column
from annotator.gui.panels.offers import Offers
from annotator.gui.window import MainWindow
from annotator.model.aliases import Alias
from annotator.project import alias_edits, describing, reading
from annotator.project.alias_import import import_aliases
from annotator.project.aliases import all_aliases
from annotator.project.project import Project
from tests.growth import cost

Told = Callable[[], list[tuple[str, str]]]


@pytest.fixture
def path(path: Path) -> Path:
    with Project.open(path, "ana") as project:
        alias_edits.add_aliases(
            project,
            [
                Alias("Islamic State", "ISIL"),
                Alias("Islamic State", "ISIS", "2013-04-08"),
                Alias("Hamas", "HAMAS group"),
            ],
        )
    return path


@pytest.fixture
def actors(window: MainWindow, qtbot) -> ActorsDialog:
    QTest.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = window.findChild(ActorsDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.isActiveWindow() and not window.runner.busy)
    return dialog


@pytest.fixture
def told(path: Path) -> Told:
    """Ask the file itself what stands in the list."""

    def ask() -> list[tuple[str, str]]:
        with Project.open(path, "ana", read_only=True) as project:
            return [(alias.canonical, alias.variant) for alias in all_aliases(project)]

    return ask


def cells(dialog: ActorsDialog, column: Column) -> list[str]:
    return [str(dialog.model.index(row, column).data()) for row in range(len(dialog.model))]


def go_to(dialog: ActorsDialog, words: str, column: Column = Column.NAME) -> None:
    dialog.table.setCurrentIndex(dialog.model.index(cells(dialog, Column.NAME).index(words), column))


def edit(dialog: ActorsDialog, column: Column, text: str, qtbot) -> None:
    """Edit a cell of the current row by keys."""
    dialog.table.setCurrentIndex(dialog.model.index(dialog.table.currentIndex().row(), column))
    QTest.keyClick(dialog.table, Qt.Key.Key_F2)
    editor = dialog.table.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.table.findChild(QLineEdit) is None)


def said(dialog: QWidget) -> str:
    return str(dialog._said.text()).replace("\u2068", "").replace("\u2069", "")


def opened(dialog: type[QWidget], qtbot, window: MainWindow) -> QWidget:
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, dialog) and one.isVisible()]
    assert len(found) == 1
    qtbot.waitUntil(lambda: not window.runner.busy)
    return found[0]


def test_the_list_shows_names_by_actor_and_how_many_spans_mean_each(actors: ActorsDialog, window: MainWindow, qtbot):
    assert cells(actors, Column.ACTOR) == ["Hamas", "Hamas", "Islamic State", "Islamic State", "Islamic State"]
    assert actors._length.text() == "5 names · 2 actors"
    assert set(cells(actors, Column.SPANS)) == {"0"}
    span = put_layer(window.session.project.path, 1, "ben", "ISIL fighters", [("actor", 0, 4)])
    with Project.open(window.session.project.path, "ben") as project:
        describing.set_attribute(project, span, "canonical", "Hamas")
    window.session.read_again()
    qtbot.waitUntil(lambda: "1" in cells(actors, Column.SPANS))
    assert cells(actors, Column.SPANS) == ["1", "1", "0", "0", "0"]


def test_a_cell_is_edited_in_place_and_undo_in_the_dialog_takes_it_back(actors: ActorsDialog, told: Told, qtbot):
    go_to(actors, "ISIL")
    edit(actors, Column.NAME, "Isil group", qtbot)
    assert ("Islamic State", "Isil group") in told()
    assert said(actors) == "changed “Isil group” of Islamic State – Ctrl+Z undoes"
    assert actors.current().variant == "Isil group", "the row is followed to its new place"
    QTest.keyClick(actors, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ("Islamic State", "ISIL") in told()
    assert said(actors) == "undid: the list of actors"
    QTest.keyClick(actors, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert ("Islamic State", "Isil group") in told()


@pytest.mark.parametrize(
    ("column", "text", "why"),
    [(Column.FROM, "April", "no date"), (Column.NAME, "", "needs a name"), (Column.ACTOR, "Hamas", "")],
)
def test_an_edit_that_cannot_be_is_refused_in_a_sentence(
    actors: ActorsDialog, told: Told, column: Column, text: str, why: str, qtbot
):
    before = told()
    go_to(actors, "ISIL")
    edit(actors, column, text, qtbot)
    assert (told() == before) is bool(why)
    assert why in said(actors)


def offers_of(line: QLineEdit) -> Offers:
    (offers,) = line.findChildren(Offers)
    return offers


def test_offers_in_a_cell_are_taken_only_when_somebody_goes_down_to_one(actors: ActorsDialog, told: Told, qtbot):
    for typed, keys, actor in (
        ("Ham", (Qt.Key.Key_Return,), "Ham"),
        ("Hama", (Qt.Key.Key_Down, Qt.Key.Key_Return), "Hamas"),
    ):
        go_to(actors, "ISIL", Column.ACTOR)
        QTest.keyClick(actors.table, Qt.Key.Key_F2)
        editor = actors.table.findChild(QLineEdit)
        editor.selectAll()
        QTest.keyClicks(editor, typed)
        offers = offers_of(editor)
        qtbot.waitUntil(lambda: offers.shown)  # noqa: B023 – asked now, not later
        for key in keys:
            QTest.keyClick(editor, key)
        if actor == "Hamas":
            assert editor.text() == "Hamas"
            QTest.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: actors.table.findChild(QLineEdit) is None)
        assert (actor, "ISIL") in told()


def test_a_cell_that_nobody_typed_in_stays_as_it_is(actors: ActorsDialog, window: MainWindow, told: Told, qtbot):
    name = "x\u2060y"
    window.commands.actors.add([Alias("Hamas", name)])
    actors.table.setCurrentIndex(actors.model.index(cells(actors, Column.NAME).index("x⍽y"), Column.NAME))
    QTest.keyClick(actors.table, Qt.Key.Key_F2)
    editor = actors.table.findChild(QLineEdit)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: actors.table.findChild(QLineEdit) is None)
    assert ("Hamas", name) in told()


def test_space_says_ambiguous_and_delete_removes(actors: ActorsDialog, told: Told):
    go_to(actors, "ISIS")
    QTest.keyClick(actors.table, Qt.Key.Key_Space)
    assert said(actors) == "the name ambiguous now – Ctrl+Z undoes"
    row = actors.table.currentIndex().row()
    assert actors.model.index(row, Column.AMBIGUOUS).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    QTest.keyClick(actors.table, Qt.Key.Key_Space)
    assert "no longer ambiguous" in said(actors)
    QTest.keyClick(actors.table, Qt.Key.Key_Delete)
    assert ("Islamic State", "ISIS") not in told()
    assert said(actors) == "removed one name – Ctrl+Z undoes"
    QTest.keyClick(actors.table, Qt.Key.Key_Home)
    actors.table.selectAll()
    QTest.keyClick(actors.table, Qt.Key.Key_Delete)
    assert told() == []
    assert actors._empty.text().startswith("Nobody is in the list yet")


def test_the_check_box_is_clicked(actors: ActorsDialog):
    go_to(actors, "ISIS")
    index = actors.model.index(actors.table.currentIndex().row(), Column.AMBIGUOUS)
    assert actors.model.setData(index, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert actors.current().ambiguous


def test_typing_filters_and_enter_goes_to_the_list(actors: ActorsDialog, qtbot):
    QTest.keyClick(actors, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert actors.filter.hasFocus()
    QTest.keyClicks(actors.filter, "isl isis")
    QTest.keyClick(actors.filter, Qt.Key.Key_Return)
    assert cells(actors, Column.NAME) == ["ISIS"]
    assert actors._length.text() == "1 of 5 names · 2 actors"
    assert actors.table.hasFocus()
    actors.filter.setText("nothing like it")
    qtbot.waitUntil(actors._empty.isVisible)
    assert actors._empty.text() == "No name matches."


def test_a_conflict_is_shown_with_what_can_be_done_and_goes_when_settled(
    actors: ActorsDialog, window: MainWindow, qtbot
):
    window.commands.actors.add([Alias("ISIS Pharmaceutical", "ISIS")])
    qtbot.waitUntil(lambda: actors.which.itemText(1) == "names in conflict (2)")
    actors.which.setCurrentIndex(1)
    actors.refresh()
    assert cells(actors, Column.NAME) == ["⚠ ISIS", "⚠ ISIS"]
    actors.table.selectRow(0)
    assert "also means" in actors._rivals.text()
    assert "Islamic State" in actors._rivals.text()
    spoken = actors.model.index(0, Column.NAME).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("in conflict with another actor")
    actors.table.selectAll()
    QTest.keyClick(actors.table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: actors.which.itemText(1) == "names in conflict")
    assert len(actors.model) == 0
    assert not actors._rivals.isVisible()


def test_a_name_is_added_from_the_keyboard(actors: ActorsDialog, window: MainWindow, told: Told, qtbot):
    go_to(actors, "ISIL")
    QTest.keyClick(actors.table, Qt.Key.Key_Insert)
    dialog = opened(AddActorDialog, qtbot, window)
    assert isinstance(dialog, AddActorDialog)
    assert dialog.actor.text() == "Islamic State"
    qtbot.waitUntil(dialog.variant.hasFocus)
    QTest.keyClicks(dialog.variant, "Daesh")
    QTest.keyClicks(dialog.valid_from, "soon")
    assert not dialog.accept_button.isEnabled()
    dialog.valid_from.clear()
    QTest.keyClick(dialog.variant, Qt.Key.Key_Return)
    assert ("Islamic State", "Daesh") in told()
    assert said(actors) == "added “Daesh” as a name of Islamic State – Ctrl+Z undoes"
    assert "added" in window.status.text()


@pytest.fixture
def meant(path: Path) -> list[int]:
    """A span of ana's and one of ben's that say they mean the Islamic State."""
    keys = []
    with Project.open(path, "ana", read_only=True) as project:
        text = reading.article(project, 1).text
    for layer in ("ana", "ben"):
        at = text.index("ISIL")
        (key,) = put_layer(path, 1, layer, text, [("actor", at, at + 4)])
        with Project.open(path, layer) as project:
            describing.set_attribute(project, [key], "canonical", "Islamic State")
        keys.append(key)
    return keys


def test_an_actor_is_renamed_in_the_list_and_in_every_span_after_a_count(
    meant: list[int], actors: ActorsDialog, window: MainWindow, told: Told, qtbot
):
    go_to(actors, "ISIL")
    actors.buttons["Re&name…"].click()
    dialog = opened(RenameActorDialog, qtbot, window)
    assert isinstance(dialog, RenameActorDialog)
    qtbot.waitUntil(lambda: "2 spans say" in dialog.counted.text())
    assert "1 of them in the layers of others" in dialog.counted.text()
    assert not dialog.accept_button.isEnabled()
    dialog.name.setText("Hamas")
    assert "merge" in dialog.sentence.text()
    dialog.name.setText("ISIL group")
    dialog.accept()
    assert ("ISIL group", "ISIL") in told()
    assert window.session.ask(lambda p: reading.span(p, meant[0])).attributes == {"canonical": "ISIL group"}
    assert window.session.ask(lambda p: reading.span(p, meant[1])).attributes == {"canonical": "ISIL group"}
    assert said(actors) == "renamed Islamic State to ISIL group – Ctrl+Z undoes"


def test_a_change_of_very_many_spans_is_made_beside_the_window_which_waits_with_edits(
    meant: list[int], actors: ActorsDialog, window: MainWindow, told: Told, qtbot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("annotator.gui.commands.actor_editing.MOST_AT_ONCE", 1)
    window.commands.actors.rename("Islamic State")
    dialog = opened(RenameActorDialog, qtbot, window)
    assert isinstance(dialog, RenameActorDialog)
    dialog.name.setText("ISIL group")
    dialog.accept()
    assert window.commands.actors.add([Alias("X", "x")]) is False
    assert "edits can go on when that is done" in said(actors)
    qtbot.waitUntil(lambda: not window.runner.busy)
    qtbot.waitUntil(lambda: said(actors).startswith("renamed"))
    assert ("ISIL group", "ISIL") in told()
    assert cells(actors, Column.ACTOR).count("ISIL group") == 4
    assert window.commands.actors.add([Alias("X", "x")]) is True


def test_actors_are_merged(actors: ActorsDialog, window: MainWindow, told: Told, qtbot):
    actors.table.selectAll()
    actors.buttons["&Merge…"].click()
    dialog = opened(MergeActorsDialog, qtbot, window)
    assert isinstance(dialog, MergeActorsDialog)
    dialog.into.setText("Nobody")
    assert "no actor of that name" in dialog.sentence.text()
    dialog.into.setText("Islamic State")
    dialog.accept()
    assert {actor for actor, _ in told()} == {"Islamic State"}
    assert said(actors) == "Hamas became one with Islamic State – Ctrl+Z undoes"


def test_the_list_is_filled_from_spans(actors: ActorsDialog, window: MainWindow, told: Told, qtbot):
    for words in ("The Observatory", "fighters", "the army", "ISIL"):
        select(window, words)
        window.commands.tag("actor")
    actors.buttons["From &spans…"].click()
    dialog = opened(ActorFillDialog, qtbot, window)
    assert isinstance(dialog, ActorFillDialog)
    words = [name.words for name in dialog._listed]
    assert sorted(words) == ["The Observatory", "fighters", "the army"]
    dialog.table.selectAll()
    QTest.keyClicks(dialog.actor, "Everybody")
    dialog.add.click()
    assert {("Everybody", name) for name in ("Everybody", *words)} <= set(told())
    assert said(dialog) == "added 3 names to Everybody"
    qtbot.waitUntil(lambda: not window.runner.busy)
    assert dialog._listed == []
    assert not dialog.each.isEnabled()
    window.commands.undo()
    qtbot.waitUntil(lambda: len(dialog._listed) == 3)
    dialog.table.selectAll()
    dialog.each.click()
    assert ("the army", "the army") in told()


def test_names_that_are_said_to_mean_an_actor_propose_it(
    meant: list[int], actors: ActorsDialog, window: MainWindow, path: Path, qtbot
):
    with Project.open(path, "ana") as project:
        alias_edits.remove_aliases(project, [alias.key for alias in all_aliases(project) if alias.variant == "ISIL"])
    window.session.read_again()
    window.commands.actors.fill()
    dialog = opened(ActorFillDialog, qtbot, window)
    assert isinstance(dialog, ActorFillDialog)
    qtbot.waitUntil(lambda: dialog.actor.text() == "Islamic State")
    assert dialog.add.isEnabled()
    dialog.take.click()
    assert dialog.actor.text() == "ISIL"


def test_a_list_is_imported_after_a_look(actors: ActorsDialog, window: MainWindow, told: Told, tmp_path: Path, qtbot):
    (tmp_path / "x.csv").write_text(
        "variant;canonical;valid_from\nDaesh;Islamic State;\nISIL;Islamic State;\nPLO;F;x\n", "utf-8"
    )
    before = told()
    window.commands.actors.ask_for_list(tmp_path / "x.csv")
    dialog = opened(ActorImportDialog, qtbot, window)
    assert isinstance(dialog, ActorImportDialog)
    qtbot.waitUntil(lambda: dialog.counts.text() == "Names: 1 new · 1 known already · 1 refused")
    assert dialog.first.model().index(0, 0).data() == "Daesh"
    assert dialog.notes.table.model().index(0, 0).data() == "line 4"
    assert told() == before
    dialog.accept()
    qtbot.waitUntil(lambda: not window.runner.busy and len(actors.model) == 6)
    assert ("Islamic State", "Daesh") in told()
    assert "imported from x.csv" in said(actors)
    window.commands.undo()
    assert told() == before


def test_a_dictionary_is_imported_and_what_is_no_list_is_refused(
    actors: ActorsDialog, window: MainWindow, told: Told, tmp_path: Path, qtbot
):
    (tmp_path / "x.txt").write_text("EXAMPLE_FRONT_ [XXX >010911]\n+FRONT_\n", "utf-8")
    window.commands.actors.import_list(AliasImportRequest(tmp_path / "x.txt", "auto", None))
    qtbot.waitUntil(lambda: not window.runner.busy and len(actors.model) == 7)
    assert ("EXAMPLE FRONT", "FRONT") in told()
    (tmp_path / "y.csv").write_text("no columns\n", "utf-8")
    window.commands.actors.ask_for_list(tmp_path / "y.csv")
    dialog = opened(ActorImportDialog, qtbot, window)
    assert isinstance(dialog, ActorImportDialog)
    qtbot.waitUntil(lambda: "has to name its columns" in dialog.sentence.text())
    assert not dialog.accept_button.isEnabled()
    dialog.path.setText(str(tmp_path / "none.csv"))
    qtbot.waitUntil(lambda: "There is no file" in dialog.sentence.text())
    dialog.reject()


def test_another_encoding_is_asked_about(actors: ActorsDialog, window: MainWindow, told: Told, tmp_path: Path, qtbot):
    text = "canonical,variant\nАрмия,Войска страны и вооружённые силы республики\n"
    (tmp_path / "x.csv").write_bytes(text.encode("cp1251"))
    window.commands.actors.ask_for_list(tmp_path / "x.csv")
    dialog = opened(ActorImportDialog, qtbot, window)
    assert isinstance(dialog, ActorImportDialog)
    qtbot.waitUntil(lambda: dialog.sentence.text() == "Say how the text is encoded.")
    dialog.encoding.setCurrentText("windows-1251")
    qtbot.waitUntil(dialog.accept_button.isEnabled)
    assert "2 new" in dialog.counts.text()
    dialog.accept()
    qtbot.waitUntil(lambda: ("Армия", "Армия") in told())
    qtbot.waitUntil(lambda: not window.runner.busy)


def test_the_list_is_exported_and_replaces_no_file(
    actors: ActorsDialog, window: MainWindow, told: Told, tmp_path: Path, qtbot
):
    window.commands.actors.export_to(tmp_path / "actors")
    qtbot.waitUntil(lambda: not window.runner.busy)
    with (tmp_path / "actors.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [(row["canonical"], row["variant"]) for row in csv.DictReader(file)] == told()
    assert said(actors) == "exported 5 names to actors.csv"
    (tmp_path / "there.csv").write_text("mine", "utf-8")
    window.commands.actors.export_to(tmp_path / "there.csv")
    assert "is there already" in said(actors)
    assert (tmp_path / "there.csv").read_text("utf-8") == "mine"
    window.commands.actors.export_to(tmp_path / "list.xls")
    qtbot.waitUntil(lambda: "Nobody can tell" in said(actors))


def test_who_only_reads_sees_the_list_and_is_told_why_it_cannot_be_edited(
    open_window: Callable[..., MainWindow], path: Path, told: Told, qtbot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("annotator.gui.session._take_presence", lambda _: (None, "Somebody else edits it."))
    window = open_window(path)
    window.commands.show_actors()
    dialog = window.findChild(ActorsDialog)
    qtbot.waitUntil(lambda: not window.runner.busy)
    before = told()
    dialog.table.selectAll()
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Space, Qt.Key.Key_F2, Qt.Key.Key_Insert):
        QTest.keyClick(dialog.table, key)
    assert dialog.table.findChild(QLineEdit) is None
    assert told() == before
    assert "Somebody else edits it." in said(dialog)
    assert [text for text, button in dialog.buttons.items() if button.isEnabled()] == ["&Export…"]


def test_the_dialog_closes_with_its_project_and_opens_again(
    actors: ActorsDialog, window: MainWindow, path: Path, qtbot
):
    gone: list[object] = []
    actors.destroyed.connect(lambda: gone.append("the dialog"))
    window.commands.close_project()
    qtbot.waitUntil(lambda: bool(gone))
    assert window.commands.actors._dialog is None
    window.commands.show_actors()
    assert window.commands.actors._dialog is None
    assert window.open_project(path)
    window.commands.show_actors()
    assert window.commands.actors._dialog is not None
    qtbot.waitUntil(lambda: not window.runner.busy)


def test_a_hundred_thousand_names_are_a_table_like_any_other(
    actors: ActorsDialog, window: MainWindow, path: Path, qtbot
):
    with Project.open(path, "ana") as project:
        import_aliases(project, [Alias(f"Actor {n // 4:06}", f"name {n:06}") for n in range(75_000)])
    window.session.read_again()
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=30_000)
    assert len(actors.model) > 90_000
    assert len(actors.model._pages) <= 2
    at_the_top = cost(actors.grab)
    actors.table.scrollToBottom()
    assert cost(actors.grab) <= 4 * at_the_top
    assert len(actors.model._pages) <= 4
    edit(actors, Column.NOTE, "seen", qtbot)
    assert actors.current().note == "seen"
