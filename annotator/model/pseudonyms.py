"""Names that say nothing: who an annotator is, nobody can tell from them without the project."""

from base64 import b32encode
from collections.abc import Iterable
from hashlib import blake2b

from annotator.model.layer import GOLD

_FEWEST = 5
_MOST = 32


def pseudonyms(names: Iterable[str], secret: str, seed: int) -> dict[str, str]:
    """Return a pseudonym for each name: always the same for a name, a secret and a seed. ``gold`` is nobody's name.

    Args:
        names: of annotators.
        secret: what is known only inside the project. Without one, whoever guesses a name could prove it.
        seed: another one gives other pseudonyms.
    """
    known = sorted(set(names) - {GOLD})
    for letters in range(_FEWEST, _MOST):
        found = {name: f"annotator-{_letters(name, secret, seed)[:letters]}" for name in known}
        if len(set(found.values())) == len(known):
            return found | {GOLD: GOLD}
    raise AssertionError("two names have the same digest")


def _letters(name: str, secret: str, seed: int) -> str:
    key = blake2b(f"{seed} {secret}".encode(), digest_size=32).digest()
    return b32encode(blake2b(name.encode(), digest_size=20, key=key).digest()).decode().lower()
