"""The measures of a page of text, in pixels, all derived from the reading font."""

import msgspec
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF

from annotator.gui.article.type_labels import TypeLabels

DEFAULT_COLUMN = 70
DEFAULT_LINE_SPACING = 1.5
"""Leaves room for one lane, so that lines with a single mark keep the rhythm of the others."""
DEFAULT_TEXT_SIZE = 13.0
SMALLEST_TEXT = 6.0
LARGEST_TEXT = 48.0
NARROWEST_COLUMN = 30
WIDEST_COLUMN = 160
TIGHTEST_LINES = 1.0
WIDEST_LINES = 3.0
LONGEST_FAMILY = 100

_SERIFS = ("Noto Serif", "Charter", "Source Serif 4", "Georgia", "Cambria", "DejaVu Serif", "Times New Roman")
_SAMPLE = "The Observatory said at least 287 fighters were killed, among them 26."
_LETTER_SIZE = 0.58


class Reading(msgspec.Struct, frozen=True):
    """What a reader may choose about the text."""

    column_characters: int = DEFAULT_COLUMN
    line_spacing: float = DEFAULT_LINE_SPACING
    """Distance of lines without marks, as a multiple of the font's own line height."""
    family: str = ""
    """A font family, or nothing for a serif font that is there."""
    text_size: float = DEFAULT_TEXT_SIZE
    """In points."""


def within_reason(reading: Reading) -> Reading:
    """Return ``reading`` with all that is too much or too little brought back to what can be read."""
    return Reading(
        min(max(reading.column_characters, NARROWEST_COLUMN), WIDEST_COLUMN),
        min(max(reading.line_spacing, TIGHTEST_LINES), WIDEST_LINES),
        reading.family if len(reading.family) <= LONGEST_FAMILY and reading.family.isprintable() else "",
        min(max(reading.text_size, SMALLEST_TEXT), LARGEST_TEXT),
    )


class Metrics:
    """The measures for one choice of reading and one width of window.

    Args:
        reading: what the reader has chosen.
        available: pixels between the left edge and the right edge of the view.
    """

    def __init__(self, reading: Reading, available: int) -> None:
        self.reading = reading
        self.available = available
        self.font = reading_font(reading)
        self.letter_font = _letter_font(self.font)
        measure = QFontMetricsF(self.font)
        self.character = measure.horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        """The average width of a character."""
        self.text_height = height = round(measure.ascent() + measure.descent())
        self.line_height = max(height, round(height * reading.line_spacing))
        letters = QFontMetricsF(self.letter_font)
        self.lane_height = max(8, min(round(letters.capHeight() * 1.2 + 2), height // 2 - 1))
        self.letter_room = letters.horizontalAdvance("W") + 2
        """The most that the letter of a tag takes of its lane; an unsure one takes half as much again."""
        self.labels = TypeLabels(self.letter_font)
        self.track_height = max(8, round(self.labels.height * 0.85))
        """The distance of the level strokes of relations under a line."""
        side = max(8, min(height * 2, available // 16))
        self.column = max(60, min(round(self.character * reading.column_characters), available - 2 * side))
        self.left = max(0, (available - self.column) // 2)
        self.paragraph_gap = round(height * 0.7)
        self.margin = round(height * 1.4)
        """Empty space above the first and below the last line."""

    @property
    def per_code_point(self) -> float:
        """The estimated height that a code point adds to a text."""
        return self.line_height * self.character / self.column

    @property
    def per_block(self) -> float:
        """The estimated height that a block adds to a text: half a line that is not full, and a gap."""
        return self.line_height * 0.5 + self.paragraph_gap


def reading_font(reading: Reading) -> QFont:
    """Return the font for the text; without a chosen family the first good serif that is installed."""
    font = QFont()
    font.setStyleHint(QFont.StyleHint.Serif)
    font.setFamilies([reading.family, *_SERIFS] if reading.family else list(_SERIFS))
    font.setPointSizeF(reading.text_size)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _letter_font(font: QFont) -> QFont:
    small = QFont()
    small.setPixelSize(max(8, round(QFontInfo(font).pixelSize() * _LETTER_SIZE)))
    small.setBold(True)
    return small
