"""Having a screen reader say something that no focus leads to."""

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, sentence: str) -> None:
    """Have ``sentence`` said, if anybody listens."""
    # Takes longer to load than most modules, and the start has nothing to announce.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))
