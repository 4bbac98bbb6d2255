"""The help pages: all there, all reachable, all about what the program really has."""

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.data import resources
from annotator.gui.actions import SPECS, Menu, sequences, written
from annotator.gui.dialogs.about import AboutDialog, versions_text
from annotator.gui.help_viewer import PAGES, HelpViewer, keys_text, page_text
from annotator.gui.icons import app_icon
from annotator.gui.specs.review import REVIEW_SPECS

ALL_SPECS = (*SPECS, *(spec for spec in REVIEW_SPECS if spec.menu is not Menu.TAKE))
_MENUS = {"Project", "Edit", "Article", "Go", "Span", "Review", "View", "Help"}


def test_every_page_is_shown_and_no_page_is_forgotten(qtbot) -> None:
    viewer = HelpViewer()
    qtbot.addWidget(viewer)
    viewer.show()
    for number, (name, title) in enumerate(PAGES):
        viewer.pages.setCurrentRow(number)
        assert viewer.text.toPlainText().splitlines()[0] == title, name
    assert {entry.name for entry in (resources() / "help").iterdir() if entry.name.endswith(".md")} == {
        f"{name}.md" for name, _ in PAGES
    }


@pytest.mark.parametrize("name", [name for name, _ in PAGES])
def test_links_lead_to_pages_that_are_there_and_nothing_is_loaded(name: str) -> None:
    text = page_text(name)
    assert set(re.findall(r"\]\(([^)]*)\)", text)) <= {f"{page}.md" for page, _ in PAGES}
    assert "![" not in text
    assert "<" not in text


@pytest.mark.parametrize("name", [name for name, _ in PAGES])
def test_menu_entries_that_a_page_names_exist(name: str) -> None:
    titles = {f"{spec.menu.title} → {spec.title}" for spec in ALL_SPECS}
    for menu, entry in re.findall(r"\*(\w+) → ([^*]+)\*", " ".join(page_text(name).split())):
        assert menu in _MENUS
        assert f"{menu} → {entry}" in titles


def test_the_page_of_keys_holds_every_key_of_the_table() -> None:
    text = keys_text()
    for spec in ALL_SPECS:
        for keys in sequences(spec.keys):
            assert f"| {spec.title} |" in text, spec.id
            assert written(keys) in text, spec.id


def test_a_table_is_a_table(qtbot) -> None:
    viewer = HelpViewer(None, "keys")
    qtbot.addWidget(viewer)
    assert "|---|" not in viewer.text.toPlainText()


def test_a_link_changes_the_page_and_nothing_else_does(qtbot) -> None:
    viewer = HelpViewer()
    qtbot.addWidget(viewer)
    viewer.text.anchorClicked.emit(QUrl("marking.md"))
    assert viewer.pages.currentItem().text() == "Marking and editing"
    for elsewhere in ("file:///etc/passwd", "https://example.org/", "../secret.md", "//host/share"):
        viewer.text.anchorClicked.emit(QUrl(elsewhere))
        assert viewer.pages.currentItem().text() == "Marking and editing"


def test_the_page_follows_the_colours(qtbot) -> None:
    viewer = HelpViewer(None, "trouble")
    qtbot.addWidget(viewer)
    dark = QPalette(viewer.palette())
    dark.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.black)
    viewer.setPalette(dark)
    assert viewer.text.toPlainText().startswith("Trouble")


def test_about_says_the_versions_and_copies_them(qtbot) -> None:
    about = AboutDialog()
    qtbot.addWidget(about)
    assert "Qt: 6." in versions_text()
    next(button for button in about.findChildren(QPushButton) if button.text() == "Co&py").click()
    assert QApplication.clipboard().text() == versions_text()


def test_the_program_has_an_icon_at_every_size(qtbot) -> None:
    assert QApplication.instance() is not None
    icon = app_icon()
    assert {size.width() for size in icon.availableSizes()} >= {16, 32, 64, 256}
    assert icon.pixmap(32, 32).toImage().pixelColor(16, 4).alpha() == 255
