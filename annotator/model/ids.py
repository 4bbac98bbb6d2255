"""Ids that leave the project file: random UUIDs, which tell nothing about when or where an analyst worked."""

import os

_HEX_PER_ID = 32


def new_ids(count: int) -> list[str]:
    """Return ``count`` fresh version-4 UUIDs in canonical form.

    One request for randomness serves them all: :func:`uuid.uuid4` asks the system once per id, which is half the
    time of a bulk import.
    """
    noise = os.urandom(16 * count).hex()
    return [_as_uuid4(noise[at : at + _HEX_PER_ID]) for at in range(0, len(noise), _HEX_PER_ID)]


def new_id() -> str:
    """Return one fresh version-4 UUID in canonical form."""
    return _as_uuid4(os.urandom(16).hex())


def _as_uuid4(noise: str) -> str:
    variant = "89ab"[int(noise[16], 16) & 3]
    return f"{noise[:8]}-{noise[8:12]}-4{noise[13:16]}-{variant}{noise[17:20]}-{noise[20:]}"
