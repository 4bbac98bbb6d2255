"""The command palette: everything that can be done, found by a few letters of its name."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QFocusEvent, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.actions import ActionTable, Entry, keys_of

_WIDTH = 620
_ROWS = 9
_FROM_TOP = 70
_SPACE = 10
_ENTRY = Qt.ItemDataRole.UserRole
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandPalette(QFrame):
    """A line to type in and a list below it; Enter does what is chosen, Escape or a click elsewhere closes it."""

    def __init__(self, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setObjectName("commandPalette")
        self.setAccessibleName("Command palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._before: QWidget | None = None
        self._entries = actions.entries()
        # Actions of another tagset are others.
        actions.keysChanged.connect(self.close)
        self.line = QLineEdit()
        self.line.setAccessibleName("What do you want to do?")
        self.line.setPlaceholderText("What do you want to do?")
        self.line.setClearButtonEnabled(True)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("What can be done")
        self.list.setItemDelegate(_EntryDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box = QVBoxLayout(self)
        box.setContentsMargins(_SPACE, _SPACE, _SPACE, _SPACE)
        box.setSpacing(_SPACE)
        box.addWidget(self.line)
        box.addWidget(self.list, 1)
        self.line.textChanged.connect(self._show_matches)
        self.line.returnPressed.connect(self._run)
        self.list.itemClicked.connect(lambda _: self._run())
        self._show_matches("")

    def open(self) -> None:
        """Show the palette over its window and be ready for typing."""
        over = self.parentWidget()
        assert over is not None
        width = min(_WIDTH, over.width() - 2 * _SPACE)
        height = min(_ROWS * self.list.sizeHintForRow(0) + 6 * _SPACE, over.height() - _FROM_TOP - _SPACE)
        self.setGeometry((over.width() - width) // 2, min(_FROM_TOP, over.height() // 8), width, height)
        self._before = over.focusWidget()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the focus back."""
        if self._before is not None and self.isAncestorOf(self.window().focusWidget() or self):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        super().closeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while the line keeps the focus."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MOVES:
                self.list.keyPressEvent(event)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        elif isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and _elsewhere(event):
            self.close()
        return super().eventFilter(watched, event)

    def _show_matches(self, text: str) -> None:
        self.list.clear()
        for entry in ranked(self._entries, text):
            item = QListWidgetItem(entry.phrase)
            item.setData(_ENTRY, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join([entry.phrase, *keys_of(entry.action)]))
            if not entry.action.isEnabled():
                item.setFlags(Qt.ItemFlag.ItemIsSelectable)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _run(self) -> None:
        entry = self.list.currentIndex().data(_ENTRY)
        action = None if entry is None else entry.action
        if action is not None and action.isEnabled():
            self.close()
            # When the palette has gone and the focus is back where it was.
            QTimer.singleShot(0, action, action.trigger)


class _EntryDelegate(QStyledItemDelegate):
    """Draws a name with its keys at the right, and below it what it is for."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, 2 * option.fontMetrics.lineSpacing() + _SPACE)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        entry: Entry = index.data(_ENTRY)
        option.text = ""
        widget: QWidget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        possible = entry.action.isEnabled()
        palette: QPalette = option.palette
        group = QPalette.ColorGroup.Active if possible else QPalette.ColorGroup.Disabled
        loud = palette.color(group, QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text)
        quiet = loud if chosen or not possible else palette.color(group, QPalette.ColorRole.PlaceholderText)
        area: QRect = option.rect.adjusted(_SPACE, _SPACE // 2, -_SPACE, -_SPACE // 2)
        top, bottom = QRect(area), QRect(area)
        top.setHeight(area.height() // 2)
        bottom.setTop(top.bottom() + 1)
        painter.save()
        painter.setPen(quiet)
        left = _draw(painter, top, "   ".join(keys_of(entry.action)), Qt.AlignmentFlag.AlignRight)
        _draw(painter, bottom, entry.spec.help, Qt.AlignmentFlag.AlignLeft)
        painter.setPen(loud)
        top.setRight(left - _SPACE)
        _draw(painter, top, entry.phrase, Qt.AlignmentFlag.AlignLeft)
        painter.restore()


def _elsewhere(event: QFocusEvent) -> bool:
    """Say whether the focus went to another part of the window, and not to another program or to a menu of the line."""
    return event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


def _draw(painter: QPainter, area: QRect, text: str, side: Qt.AlignmentFlag) -> int:
    """Draw one line, shortened to fit, and return where it begins."""
    shortened = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shortened)
    width = painter.fontMetrics().horizontalAdvance(shortened)
    return area.right() - width if side == Qt.AlignmentFlag.AlignRight else area.left()


def ranked(entries: Sequence[Entry], text: str) -> list[Entry]:
    """Return the entries that ``text`` may mean: what can be done now first, then the best match."""
    words = text.casefold().split()
    scored = [(entry, score(words, entry.phrase.casefold(), entry.spec.help.casefold())) for entry in entries]
    found = [(entry, value) for entry, value in scored if value is not None]
    found.sort(key=lambda pair: (not pair[0].action.isEnabled(), -pair[1]))
    return [entry for entry, _ in found]


def score(words: Sequence[str], name: str, explanation: str) -> float | None:
    """Say how well ``words`` fit a name, or else its explanation; nothing if one of them does not fit at all."""
    if not words:
        return 0.0
    total = 0.0
    for word in words:
        value = _score_word(word, name)
        if value is None and word in explanation:
            value = 0.2
        if value is None:
            return None
        total += value
    return total - len(name) / 1000


def _score_word(word: str, name: str) -> float | None:
    at = name.find(word)
    if at >= 0:
        return 4.0 if at == 0 else 3.0 if not name[at - 1].isalnum() else 2.0
    initials = "".join(part[0] for part in name.split())
    if word in initials:
        return 1.5
    return _score_letters(word, name)


def _score_letters(word: str, name: str) -> float | None:
    """Score letters that occur in order; the closer together, the better."""
    at, first = -1, 0
    for letter in word:
        at = name.find(letter, at + 1)
        if at < 0:
            return None
        first = first or at
    return len(word) / (at - first + 1)
