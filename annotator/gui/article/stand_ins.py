"""Visible stand-ins for characters that would be swallowed, or would act on what is displayed.

A bidirectional override can make a sentence read backwards, a zero-width space can hide inside a name, and a control
character can vanish: each is shown as a sign of its own. A stand-in takes exactly as many UTF-16 units as what it
stands for, so that offsets never move. Joiners stay where they do their work: inside emoji, and between letters of
scripts that need them.
"""

import re

from annotator.model.patterns import compiled

_SIGNS = {
    "\u00ad": "¬",
    "\u061c": "↤",
    "\u180e": "⍽",
    "\u200b": "⍽",
    "\u200c": "⌇",
    "\u200d": "⌇",
    "\u200e": "↦",
    "\u200f": "↤",
    "\u202a": "⇀",
    "\u202b": "↼",
    "\u202c": "⊣",
    "\u202d": "⇉",
    "\u202e": "⇇",
    "\u2060": "⍽",
    "\u2066": "⇥",
    "\u2067": "⇤",
    "\u2068": "⇹",
    "\u2069": "⊣",
    "\ufeff": "⍽",
    "\ufffc": "▯",
}
_DELETE = "\x7f"
_FIRST_PICTURE = 0x2400
_PICTURE_OF_DELETE = "\u2421"
_OTHER_CONTROL = "\u2426"
_ANY_OTHER = "\ufffd"
_ANY_OTHER_ASTRAL = "\U0001f3f7"

_EMOJI = r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]"
_JOINING = (
    r"(?:(?=[\p{L}\p{M}])[\p{Arabic}\p{Syriac}\p{Mongolian}\p{Nko}\p{Mandaic}\p{Devanagari}\p{Bengali}\p{Gurmukhi}"
    r"\p{Gujarati}\p{Oriya}\p{Tamil}\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}\p{Khmer}\p{Myanmar}\p{Tibetan}"
    r"\p{Inherited}])"
)
_WORKING_JOINER = rf"(?<={_EMOJI})\u200d(?=\p{{Extended_Pictographic}})|(?<={_JOINING})[\u200c\u200d](?={_JOINING})"
_FLAG_OF_A_REGION = r"(?<=\U0001f3f4[\U000e0020-\U000e007e]*)[\U000e0020-\U000e007f]"
_SWALLOWED = (
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef"
    r"\ufeff\ufff9-\ufffc\ufffe\uffff\U000e0001\U000e0020-\U000e007f]"
)
_HIDDEN = rf"(?!{_WORKING_JOINER}|{_FLAG_OF_A_REGION}){_SWALLOWED}"
_ANY_SWALLOWED = re.compile(_SWALLOWED)


def with_stand_ins(text: str) -> tuple[str, tuple[int, ...]]:
    """Return ``text`` as it is displayed, and where in it stand-ins are, in code points.

    Code point for code point and UTF-16 unit for unit as long as ``text``.
    """
    # Most texts have none, and need not wait for the scripts of the joiners to be compiled.
    if not _ANY_SWALLOWED.search(text):
        return text, ()
    places = tuple(found.start() for found in compiled(_HIDDEN).finditer(text))
    if not places:
        return text, ()
    shown = list(text)
    for place in places:
        shown[place] = _stand_in(shown[place])
    return "".join(shown), places


def _stand_in(character: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    if character < " ":
        return chr(_FIRST_PICTURE + ord(character))
    if character == _DELETE:
        return _PICTURE_OF_DELETE
    if character < "\xa0":
        return _OTHER_CONTROL
    return _ANY_OTHER if character <= "\uffff" else _ANY_OTHER_ASTRAL
