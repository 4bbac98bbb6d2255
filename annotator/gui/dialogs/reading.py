"""Choosing how the article's text is shown, with the article behind the dialog as the example."""

import msgspec
from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QFontDatabase, QShowEvent
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QDoubleSpinBox, QPushButton, QSpinBox, QWidget

from annotator.gui.article.metrics import (
    LARGEST_TEXT,
    NARROWEST_COLUMN,
    SMALLEST_TEXT,
    TIGHTEST_LINES,
    WIDEST_COLUMN,
    WIDEST_LINES,
    Reading,
)
from annotator.gui.dialogs.form import FormDialog, hint, named
from annotator.gui.plain import shown

_SERIF = "A serif font of this machine"
_COLUMN_STEP = 5
_LINE_STEP = 0.1
_FROM_EDGE = 24


class ReadingDialog(FormDialog):
    """Shows each choice at once in the article; cancelled, it brings back what was."""

    tried = Signal(object)
    """The :class:`Reading` to show the article with for now."""

    def __init__(self, reading: Reading, parent: QWidget | None = None) -> None:
        super().__init__(parent, "readingDialog", "Reading", "Kee&p")
        self._before = reading
        self._filling = False
        self.column = named(QSpinBox(minimum=NARROWEST_COLUMN, maximum=WIDEST_COLUMN), "readingColumn")
        self.column.setSingleStep(_COLUMN_STEP)
        self.column.setSuffix(" characters")
        self.spacing = named(QDoubleSpinBox(minimum=TIGHTEST_LINES, maximum=WIDEST_LINES, decimals=1), "readingSpacing")
        self.spacing.setSingleStep(_LINE_STEP)
        self.spacing.setSuffix(" times the font’s own")
        self.font_family = named(QComboBox(), "readingFont")
        self.size_in_points = named(
            QDoubleSpinBox(minimum=SMALLEST_TEXT, maximum=LARGEST_TEXT, decimals=1), "readingSize"
        )
        self.size_in_points.setSuffix(" points")
        self._build()
        self._fill(reading)

    def result_value(self) -> Reading:
        """Return what was chosen."""
        chosen: str = self.font_family.currentData()
        return msgspec.structs.replace(
            self._before,
            column_characters=self.column.value(),
            line_spacing=round(self.spacing.value(), 1),
            family=chosen,
            text_size=round(self.size_in_points.value(), 1),
        )

    def reject(self) -> None:
        """Bring back what was before."""
        self.tried.emit(self._before)
        super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        """Stand at the right of the window, so that the article can be seen."""
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is not None:
            corner = parent.mapToGlobal(QPoint(parent.width() - self.width() - _FROM_EDGE, 3 * _FROM_EDGE))
            self.move(corner)

    def _build(self) -> None:
        self._offer_fonts()
        self.add_row("&Width of the column", self.column)
        self.add_row("&Distance of the lines", self.spacing)
        self.add_row("&Font", self.font_family)
        self.add_row("&Size of the text", self.size_in_points)
        self.add_form()
        self.box.addWidget(
            hint("The article behind shows each change at once. A narrow window narrows the column too.")
        )
        self.box.addStretch(1)
        usual = named(QPushButton("As &usual"), "readingUsual")
        usual.setAutoDefault(False)
        usual.clicked.connect(lambda: self._fill(Reading()))
        self.buttons.addButton(usual, QDialogButtonBox.ButtonRole.ResetRole)
        self.finish()
        self.sentence.hide()
        for field in (self.column, self.spacing, self.size_in_points):
            field.lineEdit().setAccessibleName(field.accessibleName())
            field.valueChanged.connect(self._try)
        self.font_family.currentIndexChanged.connect(self._try)

    def _offer_fonts(self) -> None:
        self.font_family.addItem(_SERIF, "")
        self.font_family.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.font_family.setMinimumContentsLength(len(_SERIF))
        for family in QFontDatabase.families():
            if QFontDatabase.isSmoothlyScalable(family) and not QFontDatabase.isPrivateFamily(family):
                self.font_family.addItem(shown(family), family)

    def _fill(self, reading: Reading) -> None:
        self._filling = True
        self.column.setValue(reading.column_characters)
        self.spacing.setValue(reading.line_spacing)
        # A font that is no longer installed is drawn as the serif is, so that is what is shown as chosen.
        self.font_family.setCurrentIndex(max(0, self.font_family.findData(reading.family)))
        self.size_in_points.setValue(reading.text_size)
        self._filling = False
        self._try()

    def _try(self) -> None:
        if not self._filling:
            self.tried.emit(self.result_value())
