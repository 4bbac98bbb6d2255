"""An assignment is worth as much as any can be, and says so when it would take too long."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.assignment import assign

ENOUGH = 10**6

tables = st.integers(1, 5).flatmap(
    lambda columns: st.lists(st.dictionaries(st.integers(0, columns - 1), st.integers(1, 9), max_size=5), max_size=5)
)


def worth_of(table: list[dict[int, int]], found: list[int | None]) -> int:
    return sum(row[column] for row, column in zip(table, found, strict=True) if column is not None)


def best_by_trying_all(table: list[dict[int, int]]) -> int:
    seats = [*range(5), *[None] * len(table)]
    return max(
        sum(row.get(column, 0) for row, column in zip(table, order, strict=True) if column is not None)
        for order in permutations(seats, len(table))
    )


@given(tables)
def test_no_assignment_is_worth_more(table: list[dict[int, int]]) -> None:
    found = assign(table, ENOUGH)
    assert found is not None
    taken = [column for column in found if column is not None]
    assert len(set(taken)) == len(taken)
    assert worth_of(table, found) == best_by_trying_all(table)


def test_a_row_gives_way_where_that_is_better_for_the_whole() -> None:
    assert assign([{0: 9, 1: 8}, {0: 7}], ENOUGH) == [1, 0]
    assert assign([{0: 9}, {0: 7}], ENOUGH) == [0, None]
    assert assign([{0: 7}, {0: 9}], ENOUGH) == [None, 0]


def test_nothing_is_nothing() -> None:
    assert assign([], ENOUGH) == []
    assert assign([{}, {}], ENOUGH) == [None, None]


def test_too_much_work_is_given_up() -> None:
    table = [dict.fromkeys(range(100), 5) for _ in range(100)]
    assert assign(table, 99) is None
    assert assign(table, ENOUGH) is not None
