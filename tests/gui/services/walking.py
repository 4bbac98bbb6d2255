"""Walking through everything on the screen, looking for text that Qt might take for rich text."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QErrorMessage,
    QFileDialog,
    QInputDialog,
    QLabel,
    QMessageBox,
    QProgressDialog,
    QTextEdit,
    QWidget,
)

_MOST_ROWS = 30
_MOST_COLUMNS = 12
_NEVER = (QErrorMessage, QInputDialog, QProgressDialog)
_OWN_PAGES_ONLY = {"helpViewer"}
"""Windows whose text view shows nothing but the program's own pages."""


def offences(tops: Iterable[QWidget] | None = None) -> list[str]:
    """Return what is shown in a way that does not take every text literally, in all windows there are."""
    found = []
    for top in QApplication.topLevelWidgets() if tops is None else tops:
        if isinstance(top, QFileDialog):
            continue
        for widget in [top, *top.findChildren(QWidget)]:
            found += [f"{_called(widget)}: {what}" for what in _of_widget(widget)]
            found += [f"{_called(widget)}: {what}" for what in _of_actions(widget)]
    return found


def literal(tip: str) -> bool:
    """Say whether a tooltip shows its text literally: escaped, or without any markup."""
    inner = tip.removeprefix("<qt>").removesuffix("</qt>").replace("<br>", "") if tip.startswith("<qt>") else tip
    return "<" not in inner


def _of_widget(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, _NEVER):
        yield f"a {type(widget).__name__} takes its text for rich text"
    if isinstance(widget, QLabel) and widget.text() and widget.textFormat() != Qt.TextFormat.PlainText:
        yield f"a label that is not plain text: {widget.text()[:40]!r}"
    if isinstance(widget, QMessageBox) and widget.textFormat() != Qt.TextFormat.PlainText:
        yield "a message box that is not plain text"
    if isinstance(widget, QTextEdit) and widget.window().objectName() not in _OWN_PAGES_ONLY:
        yield "a rich text view"
    for kind, text in (("tooltip", widget.toolTip()), ("what’s this", widget.whatsThis())):
        if text and not literal(text):
            yield f"a {kind} that is not escaped: {text[:40]!r}"
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _of_cells(widget)


def _of_actions(widget: QWidget) -> Iterator[str]:
    for action in [*widget.actions(), *(child for child in widget.children() if isinstance(child, QAction))]:
        if not literal(action.toolTip()):
            yield f"an action’s tooltip that is not escaped: {action.toolTip()[:40]!r}"


def _of_cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    for row in range(min(model.rowCount(QModelIndex()), _MOST_ROWS)):
        for column in (column for column in range(_MOST_COLUMNS) if model.hasIndex(row, column)):
            tip = model.index(row, column).data(Qt.ItemDataRole.ToolTipRole)
            if tip and not literal(str(tip)):
                yield f"a cell’s tooltip that is not escaped: {str(tip)[:40]!r}"


def _called(widget: QWidget) -> str:
    return "/".join(part.objectName() or type(part).__name__ for part in (widget.window(), widget))
