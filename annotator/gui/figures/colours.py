"""The colours of drawings: one hue from pale to deep, which every kind of sight tells apart by its lightness."""

from collections.abc import Mapping

import msgspec

from annotator.gui.figures.drawing import Ink

_Rgb = tuple[int, int, int]


class Colours(msgspec.Struct, frozen=True):
    """The colours on one ground, as ``#rrggbb``."""

    ground: str
    inks: Mapping[Ink, str]
    heat: tuple[str, ...]
    """From nothing to all; the lightness goes one way only."""
    dark_words: str
    """The words on a pale cell."""
    pale_words: str
    """The words on a deep cell."""

    def of_share(self, share: float) -> str:
        """Return the colour of a cell that tells ``share``."""
        place = min(max(share, 0.0), 1.0) * (len(self.heat) - 1)
        at = min(int(place), len(self.heat) - 2)
        pairs = zip(_rgb(self.heat[at]), _rgb(self.heat[at + 1]), strict=True)
        return "#" + "".join(f"{round(low + (high - low) * (place - at)):02x}" for low, high in pairs)

    def on_share(self, share: float) -> str:
        """Return the colour of words on such a cell: that which stands out more."""
        ground = self.of_share(share)
        return max(self.dark_words, self.pale_words, key=lambda words: contrast(words, ground))


LIGHT = Colours(
    "#fffefc",
    {
        "ink": "#1d1d20",
        "faint": "#6f6e69",
        "line": "#d8d5ce",
        "bar": "#2f6db5",
        "quiet bar": "#8a8780",
        "frame": "#26262a",
    },
    ("#f4f6f9", "#cfdff0", "#8fb8dd", "#4180bd", "#0c3f78"),
    "#000000",
    "#ffffff",
)
DARK = Colours(
    "#1d1e20",
    {
        "ink": "#e4e2dc",
        "faint": "#a3a19b",
        "line": "#46474d",
        "bar": "#74a9e6",
        "quiet bar": "#8d8c88",
        "frame": "#dfded9",
    },
    ("#26282c", "#274058", "#356a9c", "#6ea4dd", "#d3e6fa"),
    "#000000",
    "#ffffff",
)


def contrast(one: str, other: str) -> float:
    """Return how far two colours stand out from one another: 1 for the same, 21 for black on white (WCAG 2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _rgb(colour: str) -> _Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
