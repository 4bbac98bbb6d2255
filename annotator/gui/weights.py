"""Fonts of another weight or size."""

from PySide6.QtGui import QFont


def strong(font: QFont) -> QFont:
    """Return ``font`` as what matters most in a line is written."""
    return _of_weight(font, QFont.Weight.DemiBold)


def ordinary(font: QFont) -> QFont:
    """Return ``font`` as most is written."""
    return _of_weight(font, QFont.Weight.Normal)


def larger(font: QFont, times: float) -> QFont:
    """Return ``font`` so many times as large."""
    other = QFont(font)
    other.setPointSizeF(font.pointSizeF() * times)
    return other


def _of_weight(font: QFont, weight: QFont.Weight) -> QFont:
    other = QFont(font)
    other.setWeight(weight)
    return other
