"""The colours of the article view that no tag decides, taken from the palette of the desktop."""

import msgspec
from PySide6.QtGui import QColor, QPalette

_DARKEST_LIGHT = 128
_MATCH = (QColor("#ffe9a3"), QColor("#594a17"))
_CURRENT_MATCH = (QColor("#ffc24d"), QColor("#8f6a0c"))
_FAINT = 0.55
_DIMMED = 0.62
"""Leaves 4.5 to 1 in our own palettes."""


class Theme(msgspec.Struct, frozen=True):
    """Colours for one palette."""

    dark: bool
    background: QColor
    text: QColor
    faint: QColor
    """For stand-ins: readable, but plainly not the text."""
    dimmed: QColor
    """For text that steps back behind the sentence at the caret, and can still be read."""
    selection: QColor
    selected_text: QColor
    match: QColor
    current_match: QColor
    edge: QColor
    """A line around the current find match."""

    @classmethod
    def of(cls, palette: QPalette, group: QPalette.ColorGroup) -> "Theme":
        """Derive the colours; ``group`` says whether the view has the focus."""
        background = palette.color(group, QPalette.ColorRole.Base)
        text = palette.color(group, QPalette.ColorRole.Text)
        dark = background.lightness() < _DARKEST_LIGHT
        return cls(
            dark=dark,
            background=background,
            text=text,
            faint=mixed(text, background, _FAINT),
            dimmed=mixed(text, background, _DIMMED),
            selection=palette.color(group, QPalette.ColorRole.Highlight),
            selected_text=palette.color(group, QPalette.ColorRole.HighlightedText),
            match=_MATCH[dark],
            current_match=_CURRENT_MATCH[dark],
            edge=text,
        )


def mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    """Return ``share`` of ``colour`` (0 to 1) on ``ground``, opaque."""
    # PySide says that getRgb returns an object; it is a tuple of four numbers.
    return QColor(
        *(
            round(share * one + (1 - share) * other)
            for one, other in zip(colour.getRgb()[:3], ground.getRgb()[:3], strict=True)  # type: ignore[index]
        )
    )
