"""Splits: which articles train a model, which choose among models, and which tell how good it is.

What belongs together – the copies of a story – is never torn. The same seed and the same groups give the same splits.
"""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from itertools import accumulate
from typing import Literal, NamedTuple, get_args

import msgspec

from annotator.model.patterns import compiled
from annotator.model.repeated import Repeated

Split = Literal["train", "dev", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)

_DATE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"


LOT_BYTES = 16
_NUMBER = 4
"""Bytes of the number of a group."""


class Group(NamedTuple):
    """Articles that stay together."""

    lot: bytes
    """What was drawn for its first article: :data:`LOT_BYTES`."""
    size: int
    """How many articles it has."""
    date: str = ""
    """The earliest day of them, as far as it is known: 2026-11-02, 2026-11 or 2026; empty if it is not."""


class Shares(msgspec.Struct, frozen=True):
    """How large the splits are meant to be, in parts of their sum. A split of no parts is not made."""

    train: int = 80
    dev: int = 10
    test: int = 10

    def of(self, split: Split) -> int:
        """Return the parts of a split."""
        return int(getattr(self, split))

    @property
    def wanted(self) -> tuple[Split, ...]:
        """The splits that are made."""
        return tuple(split for split in SPLITS if self.of(split))


def day_of(published: str) -> str:
    """Return the day, month or year that ``published`` begins with; nothing if it does not begin with one."""
    found = compiled(_DATE).match(published.strip())
    return found[0] if found else ""


def lot_of(seed: int, article: str) -> bytes:
    """Return the lot that is drawn for an article by its id: the same for a seed, whatever others there are."""
    return blake2b(f"{seed} {article}".encode(), digest_size=LOT_BYTES).digest()


def split_by_story(groups: Iterable[Group], shares: Shares) -> Repeated[Split | None]:
    """Return the split of each group, drawn by lot, as near to ``shares`` as the groups allow."""
    sizes, drawn = array("I"), list[bytes]()
    for number, group in enumerate(groups):
        sizes.append(group.size)
        drawn.append(group.lot + number.to_bytes(_NUMBER))
    # One object for each, which tells its place: sorting by a key would make several.
    drawn.sort()
    order = array("I", (int.from_bytes(lot[-_NUMBER:]) for lot in drawn))
    del drawn
    cut = _cut(array("I", (sizes[number] for number in order)), shares)
    places = array("I", bytes(order.itemsize * len(order)))
    for place, number in enumerate(order):
        places[number] = place
    found = Repeated[Split | None]()
    for place in places:
        found.append(cut(place))
    return found


def split_by_date(groups: Iterable[Group], shares: Shares) -> Repeated[Split | None]:
    """Return the split of each group that has a date: the earliest train, the latest test. No day is torn."""
    dates, sizes = Repeated[str](), Counter[str]()
    for group in groups:
        dates.append(group.date)
        sizes[group.date] += group.size
    days = sorted(sizes.keys() - {""})
    cut = _cut([sizes[day] for day in days], shares)
    split_of: dict[str, Split | None] = {"": None} | {day: cut(place) for place, day in enumerate(days)}
    found = Repeated[Split | None]()
    for date in dates:
        found.append(split_of[date])
    return found


def split_at(groups: Iterable[Group], dev_from: str, test_from: str) -> Repeated[Split | None]:
    """Return the split of each group that has a date, by the days on which ``dev`` and ``test`` begin."""
    found = Repeated[Split | None]()
    for _, _, date in groups:
        found.append(None if not date else "test" if date >= test_from else "dev" if date >= dev_from else "train")
    return found


def _cut(sizes: Sequence[int], shares: Shares) -> Callable[[int], Split]:
    """Cut blocks of so many articles where the shares say, and return what tells in which split a block is.

    A block goes to where its middle is.
    """
    wanted = shares.wanted
    ends = list(accumulate(shares.of(split) for split in wanted))
    total = sum(sizes)
    cuts = [0] * len(ends)
    for size, end_of_block in zip(sizes, accumulate(sizes), strict=True):
        # In twice the parts of the shares, so that all numbers are whole.
        middle = (2 * end_of_block - size) * ends[-1]
        for at, end in enumerate(ends):
            cuts[at] += middle <= 2 * end * total
    if len(sizes) >= len(wanted):
        _leave_none_empty(cuts)
    return lambda block: wanted[bisect_right(cuts, block)]


def _leave_none_empty(cuts: list[int]) -> None:
    """Move the cuts so that there is a block between each and the next; the last one stays, behind all blocks."""
    for at in range(len(cuts) - 1):
        cuts[at] = max(cuts[at], 1 + (cuts[at - 1] if at else 0))
    for at in reversed(range(len(cuts) - 1)):
        cuts[at] = min(cuts[at], cuts[at + 1] - 1)
