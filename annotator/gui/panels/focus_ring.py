"""The focus ring: a line of colour around the button or choice that the keyboard is at.

The style draws one in a shade of the selection, which on quiet colours nobody sees, and none around flat buttons.
"""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFocusFrame, QWidget
from shiboken6 import isValid

_THICKNESS = 2
_RADIUS = 4


class FocusRings(QObject):
    """Puts the ring around whatever gets the focus, in every window, once somebody uses the keyboard to get there."""

    def __init__(self, application: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._ring: FocusRing | None = None
        application.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        # It belongs to the window it is in, and has gone with it if that was closed.
        if self._ring is not None and isValid(self._ring):
            self._ring.deleteLater()
        self._ring = None
        if isinstance(now, QAbstractButton | QComboBox) and _by_keyboard(now):
            self._ring = FocusRing(now)


class FocusRing(QFocusFrame):
    """A ring around one widget, wherever that moves."""

    def __init__(self, around: QWidget) -> None:
        super().__init__(around)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setWidget(around)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        # To load QStyle takes PySide as long as a frame, and no ring is there at the start.
        from PySide6.QtWidgets import QStyle

        # Inside the widget's own place: what is around that may be cut off.
        inset = self.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self) + _THICKNESS / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), _THICKNESS))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)


def _by_keyboard(widget: QWidget) -> bool:
    return widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
