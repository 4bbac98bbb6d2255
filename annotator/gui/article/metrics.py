"""The measures of a page of text, in pixels, all derived from the reading font."""

from dataclasses import dataclass, field

from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF

DEFAULT_COLUMN = 70
DEFAULT_LINE_SPACING = 1.5
"""Leaves room for one lane, so that lines with a single mark keep the rhythm of the others."""
DEFAULT_TEXT_SIZE = 13.0
SMALLEST_TEXT = 6.0
LARGEST_TEXT = 48.0

_SERIFS = ("Noto Serif", "Charter", "Source Serif 4", "Georgia", "Cambria", "DejaVu Serif", "Times New Roman")
_SAMPLE = "The Observatory said at least 287 fighters were killed, among them 26."
_LETTER_SIZE = 0.58


@dataclass(frozen=True)
class Reading:
    """What a reader may choose about the text."""

    column_characters: int = DEFAULT_COLUMN
    line_spacing: float = DEFAULT_LINE_SPACING
    """Distance of lines without marks, as a multiple of the font's own line height."""
    family: str = ""
    """A font family, or nothing for a serif font that is there."""
    text_size: float = DEFAULT_TEXT_SIZE
    """In points."""


@dataclass(frozen=True)
class Metrics:
    """The measures for one choice of reading and one width of window."""

    reading: Reading
    available: int
    """Pixels between the left edge and the right edge of the view."""
    font: QFont = field(init=False)
    letter_font: QFont = field(init=False)
    column: int = field(init=False)
    left: int = field(init=False)
    text_height: int = field(init=False)
    line_height: int = field(init=False)
    lane_height: int = field(init=False)
    character: float = field(init=False)
    """The average width of a character."""
    paragraph_gap: int = field(init=False)
    margin: int = field(init=False)
    """Empty space above the first and below the last line."""

    def __post_init__(self) -> None:
        font = reading_font(self.reading)
        measure = QFontMetricsF(font)
        letter_font = _letter_font(font)
        character = measure.horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        text_height = round(measure.ascent() + measure.descent())
        side = max(8, min(text_height * 2, self.available // 16))
        column = max(60, min(round(character * self.reading.column_characters), self.available - 2 * side))
        values = {
            "font": font,
            "letter_font": letter_font,
            "character": character,
            "text_height": text_height,
            "line_height": max(text_height, round(text_height * self.reading.line_spacing)),
            "lane_height": max(8, min(round(QFontMetricsF(letter_font).capHeight() + 3.4), text_height // 2 - 1)),
            "column": column,
            "left": max(0, (self.available - column) // 2),
            "paragraph_gap": round(text_height * 0.7),
            "margin": round(text_height * 1.4),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

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
