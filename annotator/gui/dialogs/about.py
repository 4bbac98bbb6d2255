"""Which program this is, and what it is built on."""

import platform

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from annotator import __version__
from annotator.gui.dialogs.report import counts_form
from annotator.gui.plain import plain_label


class AboutDialog(QDialog):
    """Shows the versions, which can be copied into a report."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle("About News Annotator")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 22, 24, 14)
        box.setSpacing(12)
        name = plain_label("News Annotator")
        font = QFont(name.font())
        font.setPointSizeF(font.pointSizeF() * 1.6)
        font.setWeight(QFont.Weight.DemiBold)
        name.setFont(font)
        box.addWidget(name)
        box.addWidget(plain_label("Read news reports, mark who, where, how many and what is claimed.", wrap=True))
        box.addLayout(counts_form(versions()))
        box.addWidget(
            plain_label("Free software under the Apache License 2.0. It makes no connection to any network.", wrap=True)
        )
        box.addStretch(1)
        buttons = QDialogButtonBox()
        copy, close = QPushButton("Co&py"), QPushButton("Close")
        copy.setAutoDefault(False)
        close.setDefault(True)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(versions_text()))
        box.addWidget(buttons)
        self.setMinimumWidth(420)


def versions() -> list[tuple[str, str]]:
    """Return what the program is made of, with versions."""
    return [
        ("News Annotator", __version__),
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
        ("PySide", pyside_version),
        ("System", f"{platform.system()} {platform.release()}"),
    ]


def versions_text() -> str:
    """Return the versions as text."""
    return "\n".join(f"{what}: {version}" for what, version in versions())
