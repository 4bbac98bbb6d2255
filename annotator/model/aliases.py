"""The list of actors: the one name an actor goes by in a project, what else it is called, and from when until when.

An alias is never more than a guess about a span: who is meant is the reader's to say.

Names are compared folded, see :func:`fold_name`. Dates are ISO dates or the beginning of one (“2013”, “2013-04”), and
compared as text: the beginning of a date sorts before every date that begins so.
"""

import re
import unicodedata
from datetime import date

import msgspec

from annotator.errors import UserError
from annotator.model.naming import LONGEST_NAME, is_line, is_name, shown

AliasKey = int
"""The number of an alias in its project file; never leaves the file."""

LONGEST_NOTE = 1000

ALWAYS = ("", "~")
"""The first and the last day of a time that nobody knows: everything may be valid then."""

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_BEHIND_DATE = re.compile(r"[T ].*", re.DOTALL)

_APOSTROPHES = "'`´‘’‚‛ʹʻʼʽʾʿ′＇"
_SILENT = ".·\u0640"
"""Full stops of initials, middle dots, and the stroke that stretches Arabic words."""
_ALIKE = {
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th",
    "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ک": "ك", "ٱ": "ا",
}  # fmt: skip
"""Letters that no decomposition leads to the ones that are written in their place."""
_ARTICLE = re.compile(r"(?:the |(?:al|el)[- ]|(?:a[dnrstz]|ash|ath|adh)-)(?=\w)")
_POSSESSIVE = "'s"


class Alias(msgspec.Struct, frozen=True):
    """One name of an actor, and when it means that actor."""

    canonical: str
    """The name the actor goes by in the project."""
    variant: str
    """What it is called; its canonical name is a variant too, where it is to be recognised."""
    valid_from: str = ""
    """The first day, an ISO date or the beginning of one; empty if there is none."""
    valid_until: str = ""
    """The last day, likewise."""
    ambiguous: bool = False
    """Whether the variant also means somebody else, so that nothing may be guessed from it."""
    note: str = ""
    key: AliasKey = 0
    """0 until the alias is stored."""

    @property
    def folded(self) -> str:
        """The variant as it is compared."""
        return fold_name(self.variant)

    def overlaps(self, other: "Alias") -> bool:
        """Say whether there is a day on which both are valid."""
        return _begins(self) <= _ends(other) and _begins(other) <= _ends(self)


def fold_name(name: str) -> str:
    """Return ``name`` as names are compared: without regard to what writers differ in.

    - Case, accents, vowel signs and the width of letters do not count; ``ı ø ł đ ß æ`` read as ``i o l d ss ae``, the
      forms of alef, yeh, kaf and teh marbuta as one each, and every digit as the one from 0 to 9.
    - Apostrophes and full stops are left out: “Sana'a” is “Sanaa”, “U.N.” is “UN”. So is a possessive ’s at the end.
    - Hyphens, dashes and all other signs are spaces, and spaces are one: “al-Nusra” is “al Nusra”.
    - An article in front is left out: “the”; “al” and “el” with hyphen or space; “ad-”, “an-”, “ar-”, “as-”, “ash-”,
      “at-”, “az-” with a hyphen only, because “an” and “as” are English words. Articles inside a name stay.
    - Direction marks and other characters that cannot be seen do not count.

    The result is empty if the name holds no letter and no digit.
    """
    # Taken apart, the acute accent that stands alone would become a space.
    plain = name if name.isascii() else unicodedata.normalize("NFKD", name.replace("´", "'"))
    folded = " ".join(plain.translate(_FOLDED).split()).strip(" -").removesuffix(_POSSESSIVE).replace("'", "")
    while (article := _ARTICLE.match(folded)) is not None:
        folded = folded[article.end() :]
    folded = " ".join(folded.replace("-", " ").split())
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)


def is_partial_date(text: str) -> bool:
    """Say whether ``text`` is a date such as 2013-04-08, or the beginning of one: 2013-04, 2013."""
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def days_of(published: str) -> tuple[str, str]:
    """Return the first and the last day that a date may mean; :data:`ALWAYS` if it is empty or no date.

    The last day of a month is taken to be the 31st, which no comparison minds.
    """
    known = _BEHIND_DATE.sub("", published.strip())
    if not is_partial_date(known):
        return ALWAYS
    return known + "-01-01"[len(known) - 4 :], known + "-12-31"[len(known) - 4 :]


def tidied(alias: Alias) -> Alias:
    """Return ``alias`` without blanks around its names, dates and note."""
    fields = ("canonical", "variant", "valid_from", "valid_until", "note")
    return msgspec.structs.replace(alias, **{name: getattr(alias, name).strip() for name in fields})


def check_alias(alias: Alias) -> None:
    """Raise :exc:`~annotator.errors.UserError` unless ``alias`` may stand in a list of actors."""
    for name in (alias.canonical, alias.variant):
        if not name.strip():
            raise UserError("An actor needs a name.")
        if not is_name(name):
            raise UserError(f"The name of an actor is one line of at most {LONGEST_NAME} characters.")
    if not alias.folded:
        raise UserError(f"{shown(alias.variant)} holds no letter and no digit, so it would never be found.")
    for day in (alias.valid_from, alias.valid_until):
        if day and not is_partial_date(day):
            raise UserError(f"{shown(day)} is no date; write 2013-04-08, 2013-04 or 2013.")
    if _begins(alias) > _ends(alias):
        raise UserError(f"{alias.valid_until} is before {alias.valid_from}.")
    if not is_line(alias.note, LONGEST_NOTE):
        raise UserError(f"A note on a name is one line of at most {LONGEST_NOTE:,} characters.")


def _begins(alias: Alias) -> str:
    return alias.valid_from


def _ends(alias: Alias) -> str:
    return f"{alias.valid_until}~"


class _Folding(dict[int, str]):
    """What each character becomes, worked out when it is first met; apostrophes and hyphens are told apart still."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded_character(chr(code))
        return folded


def _folded_character(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    kind = unicodedata.category(character)
    if kind == "Pd":
        return "-"
    if kind == "Cf" or character in _SILENT or _is_accent(unicodedata.combining(character)):
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    return "".join(_ALIKE.get(part, part) for part in character.casefold()) if kind[0] in "LMN" else " "


def _is_accent(combining: int) -> bool:
    """Say whether a mark of this class may be left out: accents and vowel signs of Hebrew and Arabic.

    The marks of Indic scripts, Thai, Tibetan and kana make other words.
    """
    hebrew_to_syriac, above_and_below = range(10, 37), 200
    return combining in hebrew_to_syriac or combining >= above_and_below


_FOLDED = _Folding()
