"""Having a screen reader say something that no focus leads to."""

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, sentence: str) -> None:
    """Have ``sentence`` said, if anybody listens."""
    if not widget.isVisible():
        return
    # Takes longer to load than most modules, and what a start says is said before the window is shown.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))
