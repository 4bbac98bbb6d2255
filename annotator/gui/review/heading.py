"""What stands above an article in the review: what it is about, and below that in faint letters what else there is."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.gui.panels.pane import faint, named
from annotator.gui.plain import elided_label, plain_label
from annotator.gui.weights import larger

_LARGER = 1.15


def heading(name: str, words: str, about: str) -> tuple[QWidget, QLabel, QLabel]:
    """Return a heading with its two lines, each by its object name."""
    part = named(QWidget(), name)
    box = QVBoxLayout(part)
    box.setContentsMargins(20, 10, 12, 6)
    box.setSpacing(2)
    first, second = plain_label("", wrap=True, name=words), faint(elided_label(about))
    first.setFont(larger(first.font(), _LARGER))
    box.addWidget(first)
    box.addWidget(second)
    return part, first, second
