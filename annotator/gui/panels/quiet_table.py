"""How tables look here: rows of words of one height, chosen whole, without a grid; Tab leads on to what comes next."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

_ROOM = 8


def make_quiet(view: QTableView, *, height: int = 0, several: bool = False) -> None:
    """Make ``view`` look so; what is different about it is set afterwards.

    Args:
        view: a table.
        height: that of each row, in pixels; a line and some room if it is not given. Rows of one height let a table
            find its place in a long list at once.
        several: whether more than one row can be chosen.
    """
    modes = QAbstractItemView.SelectionMode
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
    rows, columns = view.verticalHeader(), view.horizontalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(height or view.fontMetrics().lineSpacing() + _ROOM)
    columns.setHighlightSections(False)
    columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
