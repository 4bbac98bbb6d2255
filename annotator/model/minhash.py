"""MinHash: a signature of a text by which its near-copies are found among all others without reading them.

Each shingle is hashed once and falls into one of :data:`PLACES` places; the least hash of a place stands there. Two
texts agree in a place about as often as their shingles do (Jaccard), so that texts half of whose shingles are the same
all but surely agree in both places of one of :data:`BANDS` bands. Only those are compared, shingle by shingle.
"""

import struct
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from io import BytesIO
from itertools import compress
from operator import eq
from typing import BinaryIO

from annotator.model.shingles import SAME_STORY, Shingles, jaccard

SEED = 20
"""Which hashes are taken. Signatures that are kept were made with it: another one needs them all anew."""
PLACES = 120
ROWS = 2
"""How many places make a band: texts with half of their shingles in common miss all bands in 3 of 10⁸ cases."""
BANDS = PLACES // ROWS
SIZE = 2 * PLACES
"""How many bytes a signature has."""
MOST_LOOKED_AT = 64
"""With so many earlier texts of a band a text is compared; else a phrase that all have would make the work grow with
the square of their number."""

# Five standard deviations below what texts with half of their shingles in common agree in.
_TOO_FEW = 33
_BLOCK = 4096
"""So many signatures are read at a time."""
_KEPT = 4096
"""So many signatures that were looked at stay in memory."""
_BUCKET = 50_000
"""Among so many texts those that meet are looked for at once."""
_numbers_as_bytes = struct.Struct(f"<{PLACES}H").pack
_SALT = SEED.to_bytes(8, "little")

WentOn = Callable[[], bool]


def signature(shingles: Shingles, seed: int = SEED) -> bytes:
    """Return the signature of a text with these shingles: :data:`SIZE` bytes, none if it has no shingles.

    The same on every machine and in every version of Python. Signatures of different seeds have nothing in common.
    """
    if not shingles:
        return b""
    least: list[int | None] = [None] * PLACES
    salt = seed.to_bytes(8, "little")
    for shingle in shingles:
        rest, place = divmod(int.from_bytes(blake2b(shingle, digest_size=8, salt=salt).digest(), "little"), PLACES)
        there = least[place]
        if there is None or rest < there:
            least[place] = rest
    # The lowest bits of the least hash are evenly spread; its highest are zeros.
    return _numbers_as_bytes(*(hashed & 0xFFFF for hashed in _filled(least)))


def _filled(least: Sequence[int | None]) -> Iterator[int]:
    """Yield what stands in each place; in an empty one, what stands in another that is the same for all texts."""
    for place, hashed in enumerate(least):
        if hashed is None:
            hashed = next(other for at in _others(place) if (other := least[at]) is not None)
        yield hashed


@cache
def _others(place: int) -> tuple[int, ...]:
    """Return all places in an order of its own."""
    return tuple(sorted(range(PLACES), key=lambda at: blake2b(bytes((place, at)), digest_size=8, salt=_SALT).digest()))


class Signatures:
    """Signatures of many texts, by number, in the order in which they came: 12 bytes each, beside what a file holds.

    Args:
        rows: a file that is open for writing and reading, and holds nothing yet; without it they are in memory.
    """

    def __init__(self, rows: BinaryIO | None = None) -> None:
        self.keys = array("q")
        self._sizes = array("I")
        self._rows = BytesIO() if rows is None else rows
        self._lately = lru_cache(_KEPT)(self._read)

    def __len__(self) -> int:
        return len(self.keys)

    def add(self, key: int, shingles: int, made: bytes) -> None:
        """Add the signature of the text ``key``, which has so many shingles; a text without any is left out."""
        if made:
            self._rows.seek(len(self.keys) * SIZE)
            self._rows.write(made)
            self.keys.append(key)
            self._sizes.append(shingles)

    def band(self, band: int) -> Iterator[int]:
        """Yield what each text has in a band."""
        for first in range(0, len(self.keys), _BLOCK):
            self._rows.seek(first * SIZE)
            block = array("I", self._rows.read(min(_BLOCK, len(self.keys) - first) * SIZE))
            yield from block[band::BANDS]

    def may_be_near(self, one: int, other: int) -> bool:
        """Say whether the texts number ``one`` and ``other`` may have half of their shingles in common."""
        fewer, more = sorted((self._sizes[one], self._sizes[other]))
        if fewer < SAME_STORY * more:
            return False
        if fewer < PLACES:
            # What a short text has stands in several places, so that they say less.
            return True
        agreeing: int = sum(map(eq, self._lately(one), self._lately(other)))
        return agreeing >= _TOO_FEW

    def _read(self, number: int) -> "array[int]":
        self._rows.seek(number * SIZE)
        return array("H", self._rows.read(SIZE))


def near_copies(
    texts: Signatures,
    shingles_of: Callable[[int], Shingles],
    settled: Callable[[int, int], bool],
    fresh: Sequence[int] | None = None,
    went_on: WentOn = lambda: True,
) -> Iterator[tuple[int, int]]:
    """Yield pairs of keys of texts that have half of their shingles in common, the earlier one first.

    Args:
        texts: where to look.
        shingles_of: reads the shingles of a text, by its key.
        settled: asked before two keys are compared whether that is not needed.
        fresh: which texts are new, as 1 or 0; two that are not new are not compared. All are new if it is not given.
        went_on: asked for each band whether to go on.
    """
    for band in range(BANDS):
        if not went_on():
            return
        for one, other in _meeting(texts, band, fresh):
            keys = texts.keys[one], texts.keys[other]
            if settled(*keys) or not texts.may_be_near(one, other):
                continue
            if jaccard(shingles_of(keys[0]), shingles_of(keys[1])) >= SAME_STORY:
                yield keys


def _meeting(texts: Signatures, band: int, fresh: Sequence[int] | None) -> Iterator[tuple[int, int]]:
    """Yield the numbers of texts that have the same value in a band, where one of the two is new.

    No more than some of them are ever gone through in Python's own objects, which take a hundred bytes each.
    """
    if fresh is not None and sum(fresh) <= _BUCKET:
        wanted = set(compress(texts.band(band), fresh))
        yield from _meeting_in((one for one in enumerate(texts.band(band)) if one[1] in wanted), fresh)
    elif len(texts) <= _BUCKET:
        yield from _meeting_in(enumerate(texts.band(band)), fresh)
    else:
        buckets = [array("Q") for _ in range(1 + len(texts) // _BUCKET)]
        for number, value in enumerate(texts.band(band)):
            buckets[value % len(buckets)].append(number << 32 | value)
        while buckets:
            bucket = buckets.pop()
            yield from _meeting_in(((entry >> 32, entry & 0xFFFF_FFFF) for entry in bucket), fresh)


def _meeting_in(numbered: Iterable[tuple[int, int]], fresh: Sequence[int] | None) -> Iterator[tuple[int, int]]:
    first: dict[int, int] = {}
    several: dict[int, deque[int]] = {}
    for number, value in numbered:
        alone = first.setdefault(value, number)
        if alone == number:
            continue
        if value not in several:
            several[value] = deque([alone], MOST_LOOKED_AT)
        earlier = several[value]
        for other in earlier if fresh is None or fresh[number] else [other for other in earlier if fresh[other]]:
            yield other, number
        earlier.append(number)
