"""Overlapping spans lie side by side: none hides another, and no lane is wasted."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.lanes import assign_lanes

INTERVALS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda drawn: (drawn[0], drawn[0] + drawn[1])), max_size=40
).map(lambda listed: sorted(listed, key=lambda interval: (interval[0], -interval[1])))


@given(INTERVALS)
def test_two_spans_in_one_lane_never_overlap(intervals: list[tuple[int, int]]) -> None:
    lanes = assign_lanes(intervals)
    assert len(lanes) == len(intervals)
    ends: dict[int, int] = {}
    for lane, (start, end) in zip(lanes, intervals, strict=True):
        assert ends.get(lane, 0) <= start
        ends[lane] = end


@given(INTERVALS)
def test_there_are_as_many_lanes_as_spans_over_the_busiest_point(intervals: list[tuple[int, int]]) -> None:
    busiest = max((sum(start <= at < end for start, end in intervals) for at, _ in intervals), default=0)
    assert len(set(assign_lanes(intervals))) == busiest
    assert max(assign_lanes(intervals), default=-1) == busiest - 1


def test_the_same_words_marked_three_times_take_three_lanes() -> None:
    assert assign_lanes([(0, 5), (0, 5), (0, 5)]) == [0, 1, 2]


def test_a_span_that_begins_where_another_ends_shares_its_lane() -> None:
    assert assign_lanes([(0, 5), (5, 9)]) == [0, 0]


def test_a_claim_lies_closest_to_the_text_and_what_is_inside_it_further_out() -> None:
    assert assign_lanes([(0, 50), (3, 9), (12, 20), (48, 60)]) == [0, 1, 1, 1]
