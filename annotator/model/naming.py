"""Names from outside, made fit for a sentence."""

import regex

_UNSEEN = regex.compile(r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]")
_LONGEST = 80


def shown(name: str) -> str:
    """Return a name on one line, shortened in the middle, with every invisible character made visible."""
    seen = _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", name)
    half = _LONGEST // 2
    return seen if len(seen) <= _LONGEST else f"{seen[:half]}…{seen[1 - half :]}"
