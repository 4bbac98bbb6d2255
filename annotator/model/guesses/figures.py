"""Numbers written in digits, in the spellings of the wires: 1,200 · 1 200 · 1.200 · 3,5 · ١٢٠٠ · 𝟏𝟐."""

import unicodedata
from math import isfinite

from annotator.model.patterns import compiled
from annotator.model.tables import listed

LARGEST = 2**63 - 1
"""What a project file can hold."""

_LONGEST = 24
_DECIMAL_COMMA = listed("fr es de it pt nl tr id da sv nb no fi pl cs ru uk ro hu el")
_NOT_IN_A_NUMBER = r"[^\p{Nd}.,٫٬'’]+"
_THOUSANDS = r"\d{1,3}(?:([,.'])\d{3})(?:\1\d{3})*"
_LAKHS = r"\d{1,2}(?:,\d{2})+,\d{3}"


def read_figure(words: str, language: str) -> int | float | None:
    """Return the value of ``words``, or nothing if it is no number or one that a project file cannot hold.

    Args:
        words: digits of any script, with whatever parts them.
        language: ISO 639-1 code; says whether "1.200" is a thousand and more, or one and a bit.
    """
    bare = compiled(_NOT_IN_A_NUMBER).sub("", words)
    if len(bare) > _LONGEST:
        return None
    plain = "".join(_as_ascii(character) for character in bare)
    point = _decimal_point(plain, language)
    if point is None:
        return None
    whole, _, part = plain.rpartition(point) if point else (plain, "", "")
    digits = "".join(character for character in whole if character.isdigit())
    if not digits and not part:
        return None
    return fitting(float(f"{digits or 0}.{part}") if part else int(digits))


def fitting(value: float) -> int | float | None:
    """Return ``value``, whole if it is; nothing if a project file cannot hold it."""
    if isinstance(value, float):
        if not isfinite(value):
            return None
        value = round(value, 6)
        value = int(value) if value.is_integer() else value
    return value if abs(value) <= LARGEST else None


def _as_ascii(character: str) -> str:
    if character in "٫":
        return "٫"
    if character in "٬’'":
        return "'"
    return character if character in ".," else str(unicodedata.decimal(character))


def _decimal_point(figure: str, language: str) -> str | None:
    """Return the sign that parts the whole from the rest: empty if there is no rest, nothing if that makes no sense."""
    if "٫" in figure:
        return "٫" if figure.count("٫") == 1 else None
    if figure.isdigit() or compiled(_LAKHS).fullmatch(figure):
        return ""
    if compiled(_THOUSANDS).fullmatch(figure):
        a_bit = figure[-4] == "." and figure.count(".") == 1 and language not in _DECIMAL_COMMA
        return figure[-4] if a_bit or figure.startswith("0") else ""
    last = figure[max(figure.rfind("."), figure.rfind(","))]
    return last if last in ".," and figure.count(last) == 1 else None
