"""The key sheet: everything that can be done, by menu, with its keys."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.actions import ActionTable, keys_of
from annotator.gui.plain import tip

READING_KEYS: tuple[tuple[str, str, str], ...] = (
    ("Move the caret", "arrow keys, Page Up, Page Down", "By letter, line and page."),
    ("Move by words", "Ctrl+Left, Ctrl+Right", "To the beginning of the word before or after."),
    ("Move by paragraphs", "Ctrl+Up, Ctrl+Down", "To the beginning of the paragraph before or after."),
    ("Move within the line", "Home, End", "To the beginning or end of the line."),
    ("Move to the ends", "Ctrl+Home, Ctrl+End", "To the beginning or end of the article."),
    ("Select", "Shift and any of these", "From where the caret was."),
    ("Select a word, a sentence, a paragraph", "two, three, four clicks", "A drag goes on by the same."),
    ("Select everything", "Ctrl+A", "The whole article."),
    ("Copy", "Ctrl+C", "The selected text, exactly as it is stored."),
    ("Select nothing", "Esc", "The caret stays where it is."),
    ("Change the size of the text", "Ctrl and the mouse wheel", "In the article only."),
)
"""What the article view does by itself: what, by which keys, and what it means."""
READING = "Reading and selecting"

HITS_KEYS: tuple[tuple[str, str, str], ...] = (
    ("Open the place", "Enter", "In its article, with the words selected; Ctrl+3 comes back."),
    ("Choose several places", "Shift and the arrows, Ctrl+A", "What is done is then done to all of them."),
    ("Tag the chosen places", "the letter of a tag", "After a count; Enter agrees, Esc leaves it."),
    ("Retag what is marked there", "Shift and the letter", "After a count."),
    ("Clear what is marked there", "Backspace", "After a count."),
    ("Sort by the left, the right, the mark", "Alt+Left, Alt+Right, Alt+Down", "Once more turns the order around."),
    ("Sort as found", "Alt+Up", "By article, in the order they came in."),
    ("Stop searching", "Esc", "What was found stays."),
)
"""What the table of a concordance does by itself."""
HITS = "In the concordance"

FINDINGS_KEYS: tuple[tuple[str, str, str], ...] = (
    ("Make all alike", "the digit of an answer", "All places of the finding, as one step; the next finding comes."),
    ("It is fine so", "Space", "The finding is not shown again."),
    ("Next or previous finding", "Right, Left", "Nothing is decided."),
)
"""What the page Consistency does by itself."""
FINDINGS = "In Consistency"

MENTIONS_KEYS: tuple[tuple[str, str, str], ...] = (
    ("Switch on or off", "Space", "The chosen places."),
    ("Where to look", "1, 2, 3", "The article, its story, the project."),
    ("Capital letters", "C", "Whether they matter."),
    ("Mark", "Enter", "What is on; what was switched off is not offered again."),
)
"""What the list of identical mentions does by itself."""
MENTIONS = "In identical mentions"

BY_ITSELF = ((READING, READING_KEYS), (HITS, HITS_KEYS), (FINDINGS, FINDINGS_KEYS), (MENTIONS, MENTIONS_KEYS))
"""Keys that are no actions, by where they work."""


class KeySheet(QDialog):
    """Lists every action of a window with its keys; typing narrows the list down."""

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keySheet")
        self.setWindowTitle("Keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.filter = QLineEdit()
        self.filter.setObjectName("keyFilter")
        self.filter.setAccessibleName("Show only what holds these words")
        self.filter.setPlaceholderText("Type to narrow down")
        self.filter.setClearButtonEnabled(True)
        self.tree = self._build_tree()
        self._fill(actions)
        buttons = QDialogButtonBox()
        self.change = QPushButton("&Change keys…")
        self.change.setAutoDefault(False)
        self.change.clicked.connect(self.reject)
        self.change.clicked.connect(actions.action("view.shortcuts").trigger)
        buttons.addButton(self.change, QDialogButtonBox.ButtonRole.ActionRole)
        close = QPushButton("Close")
        close.setAutoDefault(False)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 18, 18, 14)
        box.setSpacing(10)
        box.addWidget(self.filter)
        box.addWidget(self.tree, 1)
        box.addWidget(buttons)
        self.filter.textChanged.connect(self._narrow)
        self.resize(820, 640)

    def rows(self) -> list[tuple[str, str, str]]:
        """Return what is listed: what, keys, explanation."""
        return [
            (item.text(0), item.text(1), item.text(2))
            for group in self._groups()
            for item in _items(group)
            if not item.isHidden()
        ]

    def _build_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("keys")
        tree.setAccessibleName("What can be done, and its keys")
        tree.setHeaderLabels(["What", "Keys", "What it does"])
        tree.setRootIsDecorated(False)
        tree.setIndentation(14)
        tree.setUniformRowHeights(True)
        tree.setAllColumnsShowFocus(True)
        header = tree.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setMaximumSectionSize(320)
        header.setStretchLastSection(True)
        return tree

    def _fill(self, actions: ActionTable) -> None:
        groups: dict[str, QTreeWidgetItem] = {}
        for entry in actions.entries():
            group = entry.spec.menu.title
            if group not in groups:
                groups[group] = self._add_group(group)
            keys = " or ".join(keys_of(entry.action))
            explanation = f"{entry.spec.help} {actions.lost_words(entry.spec.id)}".rstrip()
            item = QTreeWidgetItem([entry.name, keys, explanation])
            item.setToolTip(2, tip(explanation))
            groups[group].addChild(item)
        for title, rows in BY_ITSELF:
            self._add_group(title).addChildren([QTreeWidgetItem(list(row)) for row in rows])
        self.tree.expandAll()

    def _add_group(self, title: str) -> QTreeWidgetItem:
        group = QTreeWidgetItem(self.tree, [title])
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        group.setFirstColumnSpanned(True)
        font = QFont(group.font(0))
        font.setBold(True)
        group.setFont(0, font)
        return group

    def _groups(self) -> list[QTreeWidgetItem]:
        found = (self.tree.topLevelItem(number) for number in range(self.tree.topLevelItemCount()))
        return [group for group in found if group is not None]

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        for group in self._groups():
            left = 0
            for item in _items(group):
                everything = " ".join([group.text(0), *(item.text(column) for column in range(3))]).casefold()
                fits = all(word in everything for word in words)
                item.setHidden(not fits)
                left += fits
            group.setHidden(not left)


def _items(group: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (group.child(number) for number in range(group.childCount()))
    return [item for item in found if item is not None]
