"""Regular expressions of the ``regex`` library, loaded and compiled when they are first needed.

The library and the dozen patterns that the window knows take 25 ms, a tenth of the whole start, and most articles are
shown without any of them.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex


@cache
def compiled(pattern: str) -> "regex.Pattern[str]":
    """Return ``pattern`` compiled."""
    import regex

    return regex.compile(pattern)


@cache
def plainly_compiled(pattern: str) -> re.Pattern[str]:
    """Return ``pattern`` compiled by Python itself, which looks for one of some characters five times as fast.

    It knows no ``\\p{…}``, and to it the separators of old terminals (U+001C to U+001F) are blanks.
    """
    return re.compile(pattern)
