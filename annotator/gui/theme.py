"""Light and dark: two palettes of our own on one style, and the system's wish followed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from annotator.gui.settings import Theme

_MIDDLE = 128
_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
_WISH = "annotator_theme"
_DRESSED = "annotator_dressed"

_Role = QPalette.ColorRole
_LIGHT = {
    _Role.Window: "#f3f2ee",
    _Role.WindowText: "#26262a",
    _Role.Base: "#fffefc",
    _Role.AlternateBase: "#f8f7f3",
    _Role.Text: "#1d1d20",
    _Role.PlaceholderText: "#6f6e69",
    _Role.Button: "#f7f6f3",
    _Role.ButtonText: "#26262a",
    _Role.BrightText: "#b01f3c",
    _Role.ToolTipBase: "#ffffff",
    _Role.ToolTipText: "#26262a",
    _Role.Highlight: "#cddff5",
    _Role.HighlightedText: "#10151c",
    _Role.Accent: "#2f6db5",
    _Role.Link: "#1c5c9e",
    _Role.LinkVisited: "#6b4a94",
    _Role.Light: "#ffffff",
    _Role.Midlight: "#eceae5",
    _Role.Mid: "#d8d5ce",
    _Role.Dark: "#b3b0a8",
    _Role.Shadow: "#8a8780",
}
_DARK = {
    _Role.Window: "#2e2f33",
    _Role.WindowText: "#dfded9",
    _Role.Base: "#1d1e20",
    _Role.AlternateBase: "#222326",
    _Role.Text: "#e4e2dc",
    _Role.PlaceholderText: "#a3a19b",
    _Role.Button: "#3a3b40",
    _Role.ButtonText: "#dfded9",
    _Role.BrightText: "#ff8c9c",
    _Role.ToolTipBase: "#3b3c42",
    _Role.ToolTipText: "#e4e2dc",
    _Role.Highlight: "#35506f",
    _Role.HighlightedText: "#f6f8fb",
    _Role.Accent: "#74a9e6",
    _Role.Link: "#86b8ee",
    _Role.LinkVisited: "#b9a5dd",
    _Role.Light: "#4b4c52",
    _Role.Midlight: "#36373c",
    _Role.Mid: "#46474d",
    _Role.Dark: "#606168",
    _Role.Shadow: "#0e0e10",
}
_DISABLED = {"light": "#a3a19b", "dark": "#6d6c69"}

_STYLE_SHEET = """
QToolTip { border: 1px solid palette(mid); padding: 4px 6px; }
QMenuBar { background: palette(window); border: none; padding: 2px 4px; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: palette(highlight); color: palette(highlighted-text); }
QStatusBar { border-top: 1px solid palette(mid); }
QStatusBar::item { border: none; }
QSplitter::handle { background: palette(mid); }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QDockWidget { border: none; }
QMainWindow::separator { background: palette(mid); width: 1px; height: 1px; }
QHeaderView::section { background: palette(window); border: none; padding: 4px 3px; }
QHeaderView::section:horizontal { border-bottom: 1px solid palette(mid); }
QFrame#commandPalette { background: palette(window); border: 1px solid palette(dark); border-radius: 6px; }
QListView#offers { background: palette(window); border: 1px solid palette(dark); }
QCheckBox::indicator:unchecked { border: 1px solid palette(placeholder-text); border-radius: 2px; }
QCheckBox::indicator:unchecked { background: palette(base); width: 12px; height: 12px; }
QTableView::indicator:unchecked { border: 1px solid palette(placeholder-text); border-radius: 2px; }
QTableView::indicator:unchecked { background: palette(base); width: 12px; height: 12px; }
QProgressBar { border: none; border-radius: 3px; background: palette(mid); max-height: 6px; min-height: 6px; }
QProgressBar::chunk { border-radius: 3px; background: palette(accent); }
"""


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Dress the program in ``theme``; with ``"system"`` it changes when the system does. May be called at any time."""
    first = app.property(_WISH) is None
    app.setProperty(_WISH, theme)
    hints = app.styleHints()
    if first:
        hints.colorSchemeChanged.connect(lambda _: _dress(app))
    # Asks the desktop for a window frame in the same tone; where it cannot, nothing happens.
    hints.setColorScheme(_SCHEMES.get(theme, Qt.ColorScheme.Unknown))
    _dress(app)


def dress_window(window: QWidget) -> None:
    """Give a window that is built its style sheet, and with it everything that opens from the window.

    Once the application has one, every widget that is put into another works it out anew, with all that is in it: a
    quarter of the building of the main window.
    """
    window.setProperty(_DRESSED, True)
    window.setStyleSheet(_sheet())


def is_dark(palette: QPalette) -> bool:
    """Say whether ``palette`` writes light on dark."""
    return palette.color(QPalette.ColorRole.Base).lightness() < _MIDDLE


def palette_of(tone: str) -> QPalette:
    """Return the palette for the tone ``"light"`` or ``"dark"``."""
    palette = QPalette()
    for role, colour in (_DARK if tone == "dark" else _LIGHT).items():
        palette.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(_DISABLED[tone]))
    palette.setColor(QPalette.ColorGroup.Disabled, _Role.Highlight, palette.color(_Role.Mid))
    return palette


def _dress(app: QApplication) -> None:
    wish = app.property(_WISH)
    if _wants_contrast():
        # The person has chosen colours that they can read; ours would take them away.
        palette = app.style().standardPalette()
    else:
        dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        palette = palette_of(wish if wish in _SCHEMES else "dark" if dark else "light")
    if app.palette() != palette:
        app.setPalette(palette)
    # Also when it has not changed: a style sheet keeps the palette colours it was set with.
    for window in app.topLevelWidgets():
        if window.property(_DRESSED):
            window.setStyleSheet(_sheet())


def _sheet() -> str:
    return "" if _wants_contrast() else _STYLE_SHEET


def _wants_contrast() -> bool:
    # Held on to: when PySide lets go of the hints, it takes those about accessibility for gone too.
    hints = QGuiApplication.styleHints()
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
