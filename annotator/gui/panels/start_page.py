"""The start page: what there is to do before a project is open."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.panels.pane import Pane, caption, faint, named
from annotator.gui.panels.wording import short
from annotator.gui.plain import plain_label

_WIDTH = 560
_LINES = 6


class StartPage(Pane):
    """Recent projects, the sample, a new one, one from disk."""

    open_recent = Signal(object)
    """The path of the project to open."""
    forget_recent = Signal(object)
    """The path to forget."""
    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("startPage", "Start", parent)
        column = QWidget()
        column.setMaximumWidth(_WIDTH)
        box = QVBoxLayout(column)
        box.setSpacing(10)
        box.addWidget(self._build_greeting())
        box.addWidget(
            faint(plain_label("Read news reports, mark who, where, how many and what is claimed.", wrap=True))
        )
        box.addSpacing(10)
        box.addLayout(self._build_buttons())
        box.addSpacing(14)
        box.addWidget(self._build_recent())
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(column, 4)
        line.addStretch(1)
        self.box.addStretch(2)
        self.box.addLayout(line)
        self.box.addStretch(3)
        self.set_main(self.sample)

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List the projects that were open lately, the newest first."""
        self.recent.clear()
        for path in paths:
            self.recent.addItem(_item(path))
        self._recent_box.setVisible(bool(paths))
        self._fit_list()
        self.set_main(self.recent if paths else self.sample)
        if paths:
            self.recent.setCurrentRow(0)

    def set_lit(self, lit: bool) -> None:
        """Do nothing: there is no other pane beside this page."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Forget a project with Delete."""
        if watched is self.recent and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self._forget()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open()
                return True
        return super().eventFilter(watched, event)

    def _build_greeting(self) -> QWidget:
        greeting = plain_label("News Annotator", name="greeting")
        font = QFont(greeting.font())
        font.setPointSizeF(font.pointSizeF() * 2.1)
        font.setWeight(QFont.Weight.DemiBold)
        greeting.setFont(font)
        return greeting

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.sample = named(QPushButton("Try the sa&mple"), "startSample")
        self.new = named(QPushButton("&New project…"), "startNew")
        self.open = named(QPushButton("&Open…"), "startOpen")
        for button, signal in (
            (self.new, self.new_wanted),
            (self.open, self.open_wanted),
            (self.sample, self.sample_wanted),
        ):
            button.clicked.connect(signal)
            button.setAutoDefault(True)  # Enter presses it, as in a dialog
            button.setMinimumHeight(button.sizeHint().height() + 8)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _build_recent(self) -> QWidget:
        self._recent_box = QWidget()
        box = QVBoxLayout(self._recent_box)
        box.setContentsMargins(0, 0, 0, 0)
        self.recent = named(QListWidget(), "recentProjects", "Recent projects")
        self.recent.setFrameShape(QListWidget.Shape.NoFrame)
        self.recent.setSpacing(2)
        self.recent.viewport().setAutoFillBackground(False)
        self.recent.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.recent.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.recent.installEventFilter(self)
        self.recent.itemClicked.connect(lambda _: self._open())
        self.recent.currentRowChanged.connect(self._show_note)
        spoken = "Forget the chosen project; its file is not touched"
        self.forget = named(QPushButton("&Forget", flat=True), "forgetRecent", spoken)
        self.forget.setAutoDefault(True)
        self.forget.clicked.connect(self._forget)
        self.note = faint(plain_label("", wrap=True, name="recentNote"))
        below = QHBoxLayout()
        below.addWidget(self.note, 1)
        below.addWidget(self.forget)
        box.addWidget(caption("Recent projects"))
        box.addWidget(self.recent, 1)
        box.addLayout(below)
        return self._recent_box

    def _fit_list(self) -> None:
        """Make the list as high as its lines, up to a few."""
        line = self.recent.sizeHintForRow(0) + 2 * self.recent.spacing()
        self.recent.setFixedHeight(min(self.recent.count(), _LINES) * line + 4)

    def _path(self) -> Path | None:
        item = self.recent.currentItem()
        return None if item is None else Path(item.data(Qt.ItemDataRole.UserRole))

    def _open(self) -> None:
        path = self._path()
        if path is None:
            return
        if path.exists():
            self.open_recent.emit(path)
        else:
            self._show_note()

    def _forget(self) -> None:
        path = self._path()
        if path is not None:
            self.recent.takeItem(self.recent.currentRow())
            self._fit_list()
            self.forget_recent.emit(path)
            self._recent_box.setVisible(self.recent.count() > 0)
            if not self.recent.count():
                self.sample.setFocus()

    def _show_note(self) -> None:
        path = self._path()
        if path is None or path.exists():
            self.note.setText("Enter opens · Delete forgets")
        else:
            self.note.setText("This file is gone: it was moved or deleted. Delete forgets it.")


def _item(path: Path) -> QListWidgetItem:
    gone = "" if path.exists() else "   (file not found)"
    item = QListWidgetItem(f"{short(path.stem, 80)}{gone}\n{short(str(path.parent), 200)}")
    item.setData(Qt.ItemDataRole.UserRole, str(path))
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{short(path.stem, 80)}{gone}")
    if gone:
        font = QFont(item.font())
        font.setItalic(True)
        item.setFont(font)
    return item
