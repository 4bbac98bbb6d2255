"""Light and dark: both can be read, and one becomes the other while the program runs."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from annotator.gui.theme import apply_theme, is_dark, palette_of

_ENOUGH = 4.5
_PAIRS = (
    (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
    (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
    (QPalette.ColorRole.Text, QPalette.ColorRole.AlternateBase),
    (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
    (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight),
    (QPalette.ColorRole.ToolTipText, QPalette.ColorRole.ToolTipBase),
    (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Base),
    (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Window),
    (QPalette.ColorRole.Link, QPalette.ColorRole.Base),
)


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    style, palette, sheet = qapp.style().name(), qapp.palette(), qapp.styleSheet()
    yield qapp
    qapp.setStyleSheet(sheet)
    qapp.setStyle(style)
    qapp.setPalette(palette)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def _contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("tone", ["light", "dark"])
@pytest.mark.parametrize(("letters", "ground"), _PAIRS)
def test_everything_can_be_read(tone: str, letters: QPalette.ColorRole, ground: QPalette.ColorRole) -> None:
    palette = palette_of(tone)
    assert _contrast(palette.color(letters), palette.color(ground)) >= _ENOUGH


def test_the_theme_changes_while_the_program_runs(app: QApplication) -> None:
    for theme, dark in (("dark", True), ("light", False), ("dark", True)):
        apply_theme(app, theme)
        assert is_dark(app.palette()) is dark
    apply_theme(app, "system")
    assert not is_dark(app.palette()), "offscreen there is no dark system"
