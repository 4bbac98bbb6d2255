"""Putting off what can wait until the window has painted."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_A_FRAME = 12
"""Milliseconds: long enough for a key to be seen, too short to be noticed."""


class Later(QObject):
    """Does something a frame later, once, however often it was asked for meanwhile."""

    def __init__(self, action: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._action = action
        self._timer = QTimer(self, singleShot=True, interval=_A_FRAME)
        self._timer.timeout.connect(action)

    def soon(self) -> None:
        """Do it soon."""
        if not self._timer.isActive():
            self._timer.start()

    def now(self) -> None:
        """Do it now if it was going to be done."""
        if self._timer.isActive():
            self._timer.stop()
            self._action()
