"""Splits: which articles train a model, which choose among models, and which tell how good it is.

What belongs together – the copies of a story – is never torn. The same seed and the same groups give the same splits.
"""

from bisect import bisect_right
from collections.abc import Sequence
from hashlib import blake2b
from itertools import accumulate, groupby
from typing import Literal, get_args

import msgspec

from annotator.model.patterns import compiled

Split = Literal["train", "dev", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)

_DATE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"


class Group(msgspec.Struct, frozen=True):
    """Articles that stay together."""

    id: str
    """An id that the group keeps as long as its first article is in it."""
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


def split_by_story(groups: Sequence[Group], shares: Shares, seed: int) -> dict[str, Split]:
    """Return the split of each group, by its id: drawn by lot, as near to ``shares`` as the groups allow."""
    drawn = sorted(groups, key=lambda group: (_lot(seed, group.id), group.id))
    return _cut([[group] for group in drawn], shares)


def split_by_date(groups: Sequence[Group], shares: Shares) -> dict[str, Split]:
    """Return the split of each group that has a date: the earliest train, the latest test. No day is torn."""
    dated = sorted((group for group in groups if group.date), key=lambda group: (group.date, group.id))
    return _cut([list(day) for _, day in groupby(dated, lambda group: group.date)], shares)


def split_at(groups: Sequence[Group], dev_from: str, test_from: str) -> dict[str, Split]:
    """Return the split of each group that has a date, by the days on which ``dev`` and ``test`` begin."""
    return {
        group.id: "test" if group.date >= test_from else "dev" if group.date >= dev_from else "train"
        for group in groups
        if group.date
    }


def _lot(seed: int, group: str) -> bytes:
    return blake2b(f"{seed} {group}".encode(), digest_size=16).digest()


def _cut(blocks: Sequence[Sequence[Group]], shares: Shares) -> dict[str, Split]:
    """Cut ``blocks`` where the shares say; a block goes to where its middle is."""
    wanted = shares.wanted
    sizes = [sum(group.size for group in block) for block in blocks]
    ends = list(accumulate(shares.of(split) for split in wanted))
    total = sum(sizes)
    # In twice the parts of the shares, so that all numbers are whole.
    middles = [(2 * end - size) * ends[-1] for end, size in zip(accumulate(sizes), sizes, strict=True)]
    cuts = [bisect_right(middles, 2 * end * total) for end in ends]
    if len(blocks) >= len(wanted):
        _leave_none_empty(cuts)
    found: dict[str, Split] = {}
    for split, first, last in zip(wanted, [0, *cuts], cuts, strict=False):
        found |= {group.id: split for block in blocks[first:last] for group in block}
    return found


def _leave_none_empty(cuts: list[int]) -> None:
    """Move the cuts so that there is a block between each and the next; the last one stays, behind all blocks."""
    for at in range(len(cuts) - 1):
        cuts[at] = max(cuts[at], 1 + (cuts[at - 1] if at else 0))
    for at in reversed(range(len(cuts) - 1)):
        cuts[at] = min(cuts[at], cuts[at + 1] - 1)
