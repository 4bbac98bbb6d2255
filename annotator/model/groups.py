"""Groups: things that belong together because one leads to the other."""

from array import array
from collections.abc import Iterable, Iterator


class Groups:
    """Numbers in groups; each number is alone until it is joined with another. A group goes by its least number.

    The numbers are keys, which lie close together: each up to the largest takes 16 bytes.
    """

    def __init__(self) -> None:
        self._above = array("q")
        self._next = array("q")
        """A ring through the numbers of each group."""

    def of(self, number: int) -> int:
        """Return the least number of the group that ``number`` is in."""
        if number >= len(self._above):
            return number
        above = self._above
        top = number
        while above[top] != top:
            top = above[top]
        while above[number] != top:
            above[number], number = top, above[number]
        return top

    def join(self, one: int, other: int) -> None:
        """Make one group of those that two numbers are in."""
        self._make_room(max(one, other))
        least, more = sorted((self.of(one), self.of(other)))
        if least != more:
            self._above[more] = least
            # Two rings with a link of each exchanged are one.
            self._next[least], self._next[more] = self._next[more], self._next[least]

    def together(self, one: int, other: int) -> bool:
        """Say whether two numbers are in one group."""
        return self.of(one) == self.of(other)

    def with_others(self, number: int) -> list[int]:
        """Return the numbers of the group that ``number`` is in, in order."""
        found = [number]
        if number < len(self._next):
            while (following := self._next[found[-1]]) != number:
                found.append(following)
        return sorted(found)

    def members(self, numbers: Iterable[int]) -> Iterator[list[int]]:
        """Yield the groups whose least number is among ``numbers``, in their order."""
        return (self.with_others(number) for number in numbers if self.of(number) == number)

    def several(self) -> Iterator[list[int]]:
        """Yield the groups of more than one number, by their least ones."""
        for number, following in enumerate(self._next):
            if following != number and self._above[number] == number:
                yield self.with_others(number)

    def _make_room(self, number: int) -> None:
        there = len(self._above)
        if number >= there:
            # In leaps, since each may move everything.
            more = range(there, max(number + 1, there + there // 4))
            self._above.extend(more)
            self._next.extend(more)
