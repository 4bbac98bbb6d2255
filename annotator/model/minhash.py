"""MinHash: a signature of a text by which its near-copies are found among all others without reading them.

Each shingle is hashed once and falls into one of :data:`PLACES` places; the least hash of a place stands there. Two
texts agree in a place about as often as their shingles do (Jaccard), so that texts half of whose shingles are the same
all but surely agree in both places of one of :data:`BANDS` bands. Only those are compared, shingle by shingle.
"""

import struct
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from itertools import compress

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
_as_bands = struct.Struct(f"<{BANDS}I").unpack
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
    """Signatures of many texts, by number, in the order in which they came: 260 bytes each."""

    def __init__(self) -> None:
        self.keys = array("q")
        self._sizes = array("q")
        # By band rather than by text: a band of all texts is looked at time and again.
        self._bands = [array("I") for _ in range(BANDS)]

    def __len__(self) -> int:
        return len(self.keys)

    def add(self, key: int, shingles: int, made: bytes) -> None:
        """Add the signature of the text ``key``, which has so many shingles; a text without any is left out."""
        if made:
            self.keys.append(key)
            self._sizes.append(shingles)
            for band, value in zip(self._bands, _as_bands(made), strict=True):
                band.append(value)

    def band(self, band: int) -> Sequence[int]:
        """Return what each text has in a band."""
        return self._bands[band]

    def may_be_near(self, one: int, other: int) -> bool:
        """Say whether the texts number ``one`` and ``other`` may have half of their shingles in common."""
        fewer, more = sorted((self._sizes[one], self._sizes[other]))
        if fewer < SAME_STORY * more:
            return False
        if fewer < PLACES:
            # What a short text has stands in several places, so that they say less.
            return True
        different = [band[one] ^ band[other] for band in self._bands]
        agreeing = sum(not values & 0xFFFF for values in different) + sum(not values >> 16 for values in different)
        return agreeing >= _TOO_FEW


def near_copies(
    texts: Signatures,
    shingles_of: Callable[[int], Shingles],
    settled: Callable[[int, int], bool],
    fresh: Sequence[bool] | None = None,
    went_on: WentOn = lambda: True,
) -> Iterator[tuple[int, int]]:
    """Yield pairs of keys of texts that have half of their shingles in common, the earlier one first.

    Args:
        texts: where to look.
        shingles_of: reads the shingles of a text, by its key.
        settled: asked before two keys are compared whether that is not needed.
        fresh: which texts are new; two that are not new are not compared. All are new if it is not given.
        went_on: asked for each band whether to go on.
    """
    for band in range(BANDS):
        if not went_on():
            return
        for one, other in _meeting(texts.band(band), fresh):
            keys = texts.keys[one], texts.keys[other]
            if settled(*keys) or not texts.may_be_near(one, other):
                continue
            if jaccard(shingles_of(keys[0]), shingles_of(keys[1])) >= SAME_STORY:
                yield keys


def _meeting(values: Sequence[int], fresh: Sequence[bool] | None) -> Iterator[tuple[int, int]]:
    """Yield the numbers of texts that have the same value."""
    numbered: Iterable[tuple[int, int]] = enumerate(values)
    if fresh is not None:
        wanted = set(compress(values, fresh))
        numbered = [(number, value) for number, value in numbered if value in wanted]
    first: dict[int, int] = {}
    several: dict[int, list[int]] = {}
    for number, value in numbered:
        alone = first.setdefault(value, number)
        if alone == number:
            continue
        earlier = several.setdefault(value, [alone])
        for other in _to_look_at(earlier, number, fresh):
            yield other, number
        earlier.append(number)


def _to_look_at(earlier: Sequence[int], number: int, fresh: Sequence[bool] | None) -> Iterable[int]:
    last = earlier[-MOST_LOOKED_AT:]
    return last if fresh is None or fresh[number] else [other for other in last if fresh[other]]
