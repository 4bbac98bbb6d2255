"""Sets of keys are sets, of a bit for each key."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.key_sets import KeySet


@given(st.sets(st.integers(0, 300)))
def test_it_holds_what_was_put_in(keys: set[int]) -> None:
    found = KeySet()
    for key in keys:
        found.add(key)
    assert {key for key in range(400) if key in found} == keys
