"""Names from outside: what may be one, and how it is made fit for a sentence."""

from annotator.model.patterns import compiled

_UNSEEN = r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]"
_LONGEST = 80
_NO_NAME = r"[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]"

LONGEST_NAME = 200
"""The longest label, id or annotator, in code points: names are shown in sentences, and a text is no name."""


def is_name(name: str) -> bool:
    """Say whether ``name`` may be that of a person, a tag or a thing: not empty, on one line, and not too long."""
    return bool(name.strip()) and is_line(name, LONGEST_NAME)


def is_line(text: str, most: int) -> bool:
    """Say whether ``text`` is one line of at most ``most`` code points, without characters that no line can hold."""
    if len(text) > most:
        return False
    return text.isprintable() or compiled(_NO_NAME).search(text) is None


def shown(name: str) -> str:
    """Return a name on one line, shortened in the middle, with every invisible character made visible."""
    seen = compiled(_UNSEEN).sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", name)
    half = _LONGEST // 2
    return seen if len(seen) <= _LONGEST else f"{seen[:half]}…{seen[1 - half :]}"
