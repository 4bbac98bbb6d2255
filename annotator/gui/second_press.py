"""Asking without a dialog: what would take more with it than is seen needs the same key twice."""

from collections.abc import Hashable

from PySide6.QtCore import QObject

from annotator.gui.panels.desk import Desk


class SecondPress(QObject):
    """Remembers what was asked about, until the reader goes elsewhere or something changes."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._about: Hashable = None
        for signal in (desk.laid, desk.spans_changed, desk.current_changed, desk.chosen_changed):
            signal.connect(self.forget)

    def is_second(self, about: Hashable) -> bool:
        """Say whether the same was asked about just before; if not, it is now."""
        second = self._about is not None and self._about == about
        self._about = None if second else about
        return second

    def forget(self) -> bool:
        """Ask anew next time; say whether an answer was awaited."""
        awaited = self._about is not None
        self._about = None
        return awaited
