"""The help: our own pages, beside the window."""

from importlib.resources.abc import Traversable

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QFrame, QListWidget, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from annotator.data import resources
from annotator.gui.actions import sequences, written
from annotator.gui.key_sheet import BY_ITSELF
from annotator.gui.specs import SPECS, SUBMENUS, ActionSpec, Menu
from annotator.gui.specs.review import REVIEW_SPECS

PAGES: tuple[tuple[str, str], ...] = (
    ("first_steps", "First steps"),
    ("marking", "Marking and editing"),
    ("exploring", "Exploring a project"),
    ("actors", "Actors and their names"),
    ("tagset", "The tagset"),
    ("stories", "Stories and copies"),
    ("conflicts", "Where annotators differ"),
    ("review", "Reviewing"),
    ("importing", "Importing"),
    ("exporting", "Exporting"),
    ("training", "Training data"),
    ("agreement", "Agreement"),
    ("project_file", "The project file"),
    ("keys", "Keys"),
    ("accessibility", "Keyboard and screen reader"),
    ("trouble", "Trouble"),
)
"""The pages in their order: file name and title. The page of keys is made from the table of actions."""
_KEYS = "keys"
_MARKDOWN = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


class HelpViewer(QDialog):
    """Shows the help pages. Nothing that comes from outside the program is ever shown here."""

    def __init__(self, parent: QWidget | None = None, page: str = PAGES[0][0]) -> None:
        super().__init__(parent)
        self.setObjectName("helpViewer")
        self.setWindowTitle("Help")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.pages = QListWidget()
        self.pages.setAccessibleName("Pages")
        self.pages.addItems([title for _, title in PAGES])
        self.pages.setFrameShape(QFrame.Shape.NoFrame)
        self.pages.setSpacing(3)
        self.text = QTextBrowser()
        self.text.setAccessibleName("Help page")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        # Links lead to our own pages only, and only through the slot below.
        self.text.setOpenLinks(False)
        self.text.setOpenExternalLinks(False)
        self.text.document().setDocumentMargin(24)
        self.text.anchorClicked.connect(self._follow)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(self.pages)
        parts.addWidget(self.text)
        parts.setStretchFactor(1, 1)
        parts.setSizes([200, 640])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(parts)
        self.pages.currentRowChanged.connect(self._show)
        self.resize(860, 680)
        self.show_page(page)

    def show_page(self, name: str) -> None:
        """Show the page with this file name."""
        self.pages.setCurrentRow([page for page, _ in PAGES].index(name))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the page anew in other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show(self.pages.currentRow())

    def _show(self, row: int) -> None:
        self.text.document().setMarkdown(page_text(PAGES[row][0]), _MARKDOWN)
        self.text.verticalScrollBar().setValue(0)

    def _follow(self, link: QUrl) -> None:
        name = link.path().removesuffix(".md")
        if name in (page for page, _ in PAGES):
            self.show_page(name)


def page_text(name: str) -> str:
    """Return a help page as Markdown."""
    folder: Traversable = resources() / "help"
    text = (folder / f"{name}.md").read_text("utf-8")
    return text + keys_text() if name == _KEYS else text


def keys_text() -> str:
    """Return everything that can be done, with its keys, as Markdown."""
    parts = []
    for menu in Menu:
        specs = (*SPECS, *REVIEW_SPECS)
        rows = [(spec.title, _keys(spec), spec.help) for spec in specs if spec.menu is menu and spec.keys]
        if rows and menu not in SUBMENUS:
            parts.append(_table(menu.title, rows))
    parts += [_table(title, list(rows)) for title, rows in BY_ITSELF]
    return "\n".join(parts)


def show_about(parent: QWidget | None = None) -> None:
    """Say which program this is, and what it is built on."""
    from annotator.gui.dialogs.about import AboutDialog

    AboutDialog(parent).open()


def _keys(spec: ActionSpec) -> str:
    return " or ".join(written(keys) for keys in sequences(spec.keys))


def _table(title: str, rows: list[tuple[str, str, str]]) -> str:
    lines = [f"\n## {title}\n", "| What | Keys | What it does |", "|---|---|---|"]
    return "\n".join(lines + [f"| {' | '.join(cell.replace('|', '¦') for cell in row)} |" for row in rows]) + "\n"
