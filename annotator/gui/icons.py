"""The program's own pictures."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPixmap

from annotator.data import resources

_SIZES = (16, 24, 32, 48, 64, 128, 256)


def app_icon() -> QIcon:
    """Return the icon of the program."""
    return _icon("annotator.svg")


def _icon(name: str) -> QIcon:
    # Read through the package, which need not lie in files.
    data = (resources() / "icons" / name).read_bytes()
    drawn = QPixmap()
    drawn.loadFromData(QByteArray(data), "SVG")
    icon = QIcon()
    for size in _SIZES:
        icon.addPixmap(
            drawn.scaled(size, size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
    return icon
