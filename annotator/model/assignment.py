"""Assignment: who goes with whom, so that the sum of what the pairs are worth is the greatest there is."""

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush


def assign(worth: Sequence[Mapping[int, int]], effort: int) -> list[int | None] | None:
    """Return a column for each row, or none, so that no column is taken twice and the total worth is maximal.

    The Hungarian method for tables with gaps, as shortest augmenting paths: one row after another is let in along the
    cheapest path of changes (Jonker and Volgenant, Computing 38 (1987), 325–340). Every row has a column of its own
    that is worth nothing, so a row stays without a partner where that is better for the whole.

    Args:
        worth: for each row, what each column is worth to it; a column that is not named cannot be taken. All above 0.
        effort: how many entries of the table may be looked at before giving up.

    Returns:
        the columns by row; nothing if it would have taken more than ``effort``.
    """
    return _Table(worth).solve(effort)


class _Table:
    """A table half assigned, with the prices of rows and columns that prove it to be the best so far."""

    def __init__(self, worth: Sequence[Mapping[int, int]]) -> None:
        columns = 1 + max((column for row in worth for column in row), default=-1)
        # Costs are to be small, and staying alone costs nothing; it is the last resort among equals.
        self._costs = [
            {**{column: -value for column, value in row.items()}, columns + at: 0} for at, row in enumerate(worth)
        ]
        self._columns = columns
        self._row_price = [0] * len(worth)
        self._column_price: dict[int, int] = {}
        self._row_of: dict[int, int] = {}

    def solve(self, effort: int) -> list[int | None] | None:
        for row in range(len(self._costs)):
            effort -= self._let_in(row, effort)
            if effort < 0:
                return None
        found: list[int | None] = [None] * len(self._costs)
        for column, row in self._row_of.items():
            if column < self._columns:
                found[row] = column
        return found

    def _let_in(self, root: int, effort: int) -> int:
        """Assign ``root`` along the cheapest path to a free column; return how many entries that took to find."""
        price = self._column_price
        self._row_price[root] = min(cost - price.get(column, 0) for column, cost in self._costs[root].items())
        distance: dict[int, int] = {}
        came_from: dict[int, int] = {}
        settled: dict[int, int] = {}
        ahead: list[tuple[int, int]] = []
        row, so_far, looked = root, 0, 0
        while looked <= effort:
            looked += len(self._costs[row])
            for column, cost in self._costs[row].items():
                if column in settled:
                    continue
                length = so_far + cost - self._row_price[row] - price.get(column, 0)
                if column not in distance or length < distance[column]:
                    distance[column] = length
                    came_from[column] = row
                    heappush(ahead, (length, column))
            so_far, column = heappop(ahead)
            while column in settled:
                so_far, column = heappop(ahead)
            if column not in self._row_of:
                self._settle_prices(root, settled, so_far)
                self._turn_round(root, column, came_from)
                break
            settled[column] = so_far
            row = self._row_of[column]
        return looked

    def _settle_prices(self, root: int, settled: Mapping[int, int], length: int) -> None:
        self._row_price[root] += length
        for column, distance in settled.items():
            self._row_price[self._row_of[column]] += length - distance
            self._column_price[column] = self._column_price.get(column, 0) - (length - distance)

    def _turn_round(self, root: int, column: int, came_from: Mapping[int, int]) -> None:
        """Give each column on the path to the row that the path came from."""
        column_of = {self._row_of[known]: known for known in came_from if known in self._row_of}
        while True:
            row = came_from[column]
            self._row_of[column] = row
            if row == root:
                return
            column = column_of[row]
