"""The names of relation types as they stand on their arrows: small, plain, and shortened where there is little room."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

from annotator.gui.article.stand_ins import with_stand_ins

_LONGEST = 40
_LEAST = 4
_GAPS = re.compile(r"\s+")


class TypeLabels:
    """Measures and shortens the names of types, each once."""

    def __init__(self, letter_font: QFont) -> None:
        """The names are written as large as the letters of tags, but lighter."""
        self.font = QFont(letter_font)
        self.font.setBold(False)
        self._metrics = QFontMetricsF(self.font)
        self.ascent = self._metrics.ascent()
        self.height = round(self._metrics.ascent() + self._metrics.descent())
        self.middle = self._metrics.xHeight() / 2
        """How far above the baseline the middle of a small letter is."""
        self._widths: dict[str, float] = {}

    def width(self, name: str) -> float:
        """Return how wide the whole name of a type is, in pixels."""
        known = self._widths.get(name)
        if known is None:
            known = self._widths[name] = self._metrics.horizontalAdvance(self._plain(name))
        return known

    def fitting(self, name: str, room: float) -> str:
        """Return the name of a type, shortened to ``room`` pixels; nothing if that would leave hardly a letter."""
        if self.width(name) <= room:
            return self._plain(name)
        short = self._metrics.elidedText(self._plain(name), Qt.TextElideMode.ElideRight, room)
        return short if len(short) >= _LEAST else ""

    def _plain(self, name: str) -> str:
        short = name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
        return with_stand_ins(_GAPS.sub(" ", short))[0]
