"""Groups: things that belong together because one leads to the other."""

from collections.abc import Iterable


class Groups:
    """Numbers in groups; each number is alone until it is joined with another. A group goes by its least number."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def of(self, number: int) -> int:
        """Return the least number of the group that ``number`` is in."""
        top = number
        while (above := self._above.get(top, top)) != top:
            top = above
        while (above := self._above.get(number, number)) != top:
            self._above[number], number = top, above
        return top

    def join(self, one: int, other: int) -> None:
        """Make one group of those that two numbers are in."""
        least, more = sorted((self.of(one), self.of(other)))
        if least != more:
            self._above[more] = least

    def together(self, one: int, other: int) -> bool:
        """Say whether two numbers are in one group."""
        return self.of(one) == self.of(other)

    def members(self, numbers: Iterable[int]) -> dict[int, list[int]]:
        """Return which of ``numbers`` are in each group, by its least number, in the order in which they come."""
        found: dict[int, list[int]] = {}
        for number in numbers:
            found.setdefault(self.of(number), []).append(number)
        return found
