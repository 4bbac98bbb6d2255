"""Text from outside is plain text everywhere: in every window, in every dialog, and in the source."""

import re
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest
from every_dialog import every_dialog
from PySide6.QtWidgets import QLabel, QMenu, QMessageBox, QTextEdit, QWidget
from walking import literal, offences

import annotator.gui
from annotator.gui.actions import SPECS, ActionTable, When
from annotator.gui.background import Runner
from annotator.gui.context_menu import context_menu
from annotator.gui.dialogs.change_keys import ChangeKeys
from annotator.gui.key_sheet import KeySheet
from annotator.gui.palette import CommandPalette
from annotator.gui.plain import set_tip
from annotator.gui.settings import Settings
from annotator.gui.window import MainWindow
from annotator.project.project import Project
from annotator.project.reading import annotators
from tests.growth import cost

_NEXT_TO_NOTHING = 0.1
"""Processor seconds below which nothing can be told from what else goes on."""
_GUI = Path(annotator.gui.__file__).parent

_FORBIDDEN = {
    r"\bsetHtml\b|\binsertHtml\b|\bappendHtml\b|\btoHtml\b": "rich text",
    r"\bQTextEdit\b": "pastes and shows rich text",
    r"\bQTextBrowser\b": "follows links and opens files",
    r"\bQErrorMessage\b|\bQInputDialog\b|\bQProgressDialog\b|\bQWhatsThis\b": "takes its text for rich text",
    r"QMessageBox\.(?:about|aboutQt|critical|information|question|warning)\(": "takes its text for rich text",
    r"\bQLabel\(": "guesses whether its text is rich; use plain_label",
    r"\bsetToolTip\(": "a tooltip guesses; use set_tip",
    r"\bprocessEvents\b": "lets anything happen in the middle of anything",
    r"\.exec_?\(": "a loop in a loop; open dialogs without waiting",
    r"\bQtSql\b|\bQtNetwork\b|\bQtWebEngine|\bQDesktopServices\b|\bopenUrl\b": "opens what it is told to open",
    r"\bQFileDialog\.(?:getOpen|getSave|getExisting)": "asks in rich text about overwriting; use dialogs.places",
    r"\bsetMarkdown\b": "may show pictures",
    r"ToolTipRole": "a cell’s tooltip guesses; answer with plain.tip",
}
_ALLOWED = {
    ("help_viewer.py", r"\bQTextBrowser\b"): "shows the program’s own pages only; links and pictures lead nowhere",
    ("help_viewer.py", r"\bsetMarkdown\b"): "the program’s own pages only, without HTML",
    ("plain.py", r"\bQLabel\("): "this is plain_label",
    ("plain.py", r"\bsetToolTip\("): "this is set_tip, which escapes",
    ("main.py", r"\.exec_?\("): "the loop of the program",
}
"""What may be in one file, and why."""
_ESCAPING = "tip("


def test_nothing_in_the_source_shows_text_in_a_way_of_its_own() -> None:
    found = []
    for path in sorted(_GUI.rglob("*.py")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            for pattern, why in _FORBIDDEN.items():
                if re.search(pattern, line) and (path.name, pattern) not in _ALLOWED and _ESCAPING not in line:
                    found.append(f"{path.relative_to(_GUI)}:{number}: {line.strip()} – {why}")
    allowed_for_nothing = [
        (name, pattern) for name, pattern in _ALLOWED if not any(
            re.search(pattern, path.read_text("utf-8")) for path in _GUI.rglob(name)
        )
    ]  # fmt: skip
    assert (found, allowed_for_nothing) == ([], [])


def test_the_walk_sees_every_careless_way_of_showing_text(qtbot, hostile: str) -> None:
    careless = QWidget()
    qtbot.addWidget(careless)
    label, menu = QLabel("short", careless), QMenu(careless)
    menu.addAction(hostile[:200])
    QTextEdit(careless)
    QWidget(careless).setToolTip("<b>bold</b>")
    box = QMessageBox(careless)
    box.setText("short")
    seen = "\n".join(offences([careless]))
    for what in ("label that is not plain", "an action’s tooltip", "rich text view", "tooltip that", "message box"):
        assert what in seen
    label.setText("")


def test_a_tooltip_shows_its_text_literally(qtbot, hostile: str) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    set_tip(widget, f"{hostile}\nsecond line")
    assert literal(widget.toolTip())
    assert widget.toolTip().startswith("<qt>&lt;img")
    assert "<br>" in widget.toolTip() or len(hostile) > 900


def test_the_watch_sees_what_a_careless_label_opens(qtbot, watch, bait: Path) -> None:
    label = QLabel(f'<img src="{bait}">')
    qtbot.addWidget(label)
    label.show()
    label.grab()
    assert watch.opened()


def test_no_dialog_opens_or_stumbles_over_hostile_text(
    qtbot, hostile: str, watch, project: Project, runner: Runner, tmp_path: Path, finished: Callable[[Runner], None]
) -> None:
    costs: dict[str, float] = {}

    def seen(make: Callable[[], QWidget]) -> None:
        dialog = make()
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.grab()
        finished(runner)
        dialog.grab()
        assert offences() == [], type(dialog).__name__
        dialog.close()

    for number, make in enumerate(every_dialog(hostile, project, runner, tmp_path)):
        costs[f"dialog {number}"] = cost(lambda make=make: seen(make))
    # A single label that takes it for rich text needs minutes.
    usual = max(median(costs.values()), _NEXT_TO_NOTHING)
    assert {name: took for name, took in costs.items() if took > 50 * usual} == {}
    assert not watch.opened()


@pytest.fixture
def window(settings: Settings, hostile_project: Path, qtbot) -> MainWindow:
    with Project.open(hostile_project, "anybody", read_only=True) as project:
        settings.annotator = annotators(project)[0]
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.show()
    assert window.open_project(hostile_project)
    qtbot.waitUntil(lambda: not window.runner.busy)
    yield window
    window.close()


def test_the_window_shows_a_hostile_project_literally(window: MainWindow, qtbot, watch) -> None:
    for command in ("select_next_span", "select_next_span"):
        getattr(window.article_panel.view, command)()
        window.grab()
    for page, words in (("concordance", "words"), ("consistency", ""), ("agreement", ""), ("progress", "")):
        window.commands.show_explore_page(page)
        if words:
            window.explore.page(page).filters.set_words(words)
            qtbot.waitUntil(lambda: len(window.explore.page("concordance").model) == 1)
        qtbot.waitUntil(lambda: not any(runner.busy for runner in window._more_runners))
        window.grab()
        assert offences() == [], page
    window.commands.use_mode("annotate")
    window.commands.edit_metadata()
    window.commands.change_annotator()
    window.commands.show_keys()
    window.commands.open_palette()
    window.commands.undo()
    window.grab()
    assert offences() == []
    assert not watch.opened()


def test_the_start_page_lists_hostile_names_literally(
    settings: Settings, tmp_path: Path, hostile: str, qtbot, watch
) -> None:
    settings.remember_project(tmp_path / f"{hostile[:80].replace('/', '∕')}.annotator")
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.show()
    window.grab()
    assert offences() == []
    assert not watch.opened()
    window.close()


def test_palette_key_sheet_and_key_editor_show_hostile_tags_literally(qtbot, hostile: str, watch) -> None:
    from annotator.model.tagset import Tag, Tagset

    class Commands:
        def __getattr__(self, _name: str) -> Callable[..., None]:
            return lambda *_: None

    window, article = QWidget(), QWidget()
    article.setParent(window)
    qtbot.addWidget(window)
    window.resize(700, 500)
    table = ActionTable(SPECS, Commands(), window, article)
    table.set_tags(Tagset(hostile, (Tag(hostile, "A"),)))
    table.set_states(set(When))
    table.set_text("edit.undo", f"Undo: {hostile}")
    window.show()
    sheet, palette, editor = KeySheet(table, window), CommandPalette(table, window), ChangeKeys(table, window)
    menu = context_menu(table, hostile, hostile, window)
    sheet.show()
    editor.show()
    editor.table.selectRow(editor.rows.row_of(f"tag.{hostile}"))
    editor.change.click()
    editor.new.taken.emit("F")
    assert "img" in editor.answer.sentence.text()
    palette.open()
    palette.line.setText("tag")
    for widget in (window, sheet, palette, editor, menu):
        widget.grab()
    assert offences() == []
    assert not watch.opened()
