"""Columns of few different values behave like lists of them, and take four bytes for each."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.repeated import Repeated

VALUES = st.none() | st.text(max_size=2) | st.tuples(st.booleans(), st.text(max_size=1))


def column(values: list[object]) -> Repeated[object]:
    found = Repeated[object]()
    for value in values:
        found.append(value)
    return found


@given(st.lists(VALUES), st.slices(20))
def test_it_holds_what_was_added_in_its_order(values: list[object], some: slice) -> None:
    found = column(values)
    assert list(found) == values
    assert len(found) == len(values)
    assert [found[at] for at in range(len(values))] == values
    assert found[some] == values[some]


def test_each_value_takes_four_bytes() -> None:
    tracemalloc.start()
    found = column([("ana", "ben"), ("gold",)] * 50_000)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == 100_000
    assert size < 500_000
