"""How tags look: a colour, a line pattern and a letter each, so that colour is never alone."""

from collections.abc import Iterator
from enum import Enum, auto
from itertools import count
from string import ascii_uppercase

import msgspec
from PySide6.QtGui import QColor

from annotator.model.tagset import Tagset


class Pattern(Enum):
    """The shape of a mark's line."""

    SOLID = auto()
    DOUBLE = auto()
    DOTS = auto()
    RULER = auto()
    WAVE = auto()
    BLOCKS = auto()
    ZIGZAG = auto()
    THREAD = auto()


class TagStyle(msgspec.Struct, frozen=True):
    """How the spans of one tag are drawn. Colours are ``#rrggbb``."""

    name: str
    letter: str
    light: str
    """On a light background: at least 4.5 to 1 against white."""
    dark: str
    """On a dark background: at least 4.5 to 1 against #303030."""
    pattern: Pattern

    def colour(self, dark: bool) -> QColor:
        """Return the colour for a dark or a light background."""
        return QColor(self.dark if dark else self.light)


# Okabe and Ito's hues, darkened for white paper and lightened for black until small letters in them can be read.
_COLOURS = (
    ("#0b61b0", "#74b6f5"),
    ("#00735c", "#45cfa6"),
    ("#b04a00", "#f59b5f"),
    ("#96307a", "#eb9fd2"),
    ("#7d5a00", "#e2bf4c"),
    ("#00708a", "#62cbe6"),
    ("#b01f3c", "#ff8c9c"),
    ("#5b4bab", "#b9aff7"),
)
_PATTERNS = tuple(Pattern)
_NEUTRAL = ("#595959", "#bdbdbd")


def tag_styles(tagset: Tagset) -> dict[str, TagStyle]:
    """Return a style for each tag, by name: colour and pattern by the tag's place, the letter by its key.

    64 tags have looks of their own. A tag without a key gets the first letter of its name that no other tag has, or
    else the first free letter of the alphabet.
    """
    letters = {tag.key for tag in tagset.tags if tag.key}
    styles = {}
    for number, tag in enumerate(tagset.tags):
        letter = tag.key or next(letter for letter in _candidates(tag.name) if letter not in letters)
        letters.add(letter)
        light, dark = _COLOURS[number % len(_COLOURS)]
        pattern = _PATTERNS[(number + number // len(_COLOURS)) % len(_PATTERNS)]
        styles[tag.name] = TagStyle(tag.name, letter, light, dark, pattern)
    return styles


def neutral_style(name: str) -> TagStyle:
    """Return the style of a tag that the tagset does not know."""
    letter = next((letter.upper() for letter in name if letter.isalnum()), "?")
    return TagStyle(name, letter[0], *_NEUTRAL, Pattern.SOLID)


def _candidates(name: str) -> Iterator[str]:
    yield from (letter.upper()[0] for letter in name if letter.isalpha())
    yield from ascii_uppercase
    yield from map(str, count(1))
