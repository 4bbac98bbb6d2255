"""Lanes: overlapping spans side by side, so that none hides another."""

from collections.abc import Sequence
from heapq import heappop, heappush


def assign_lanes(intervals: Sequence[tuple[int, int]]) -> list[int]:
    """Return a lane for each half-open interval, so that two in one lane never overlap.

    Intervals must be sorted by start, longer ones first among equals. Each takes the lowest lane that is free, so a
    span keeps close to the text and the number of lanes is the greatest number of intervals over any one point.
    """
    lanes: list[int] = []
    busy: list[tuple[int, int]] = []
    free: list[int] = []
    used = 0
    for start, end in intervals:
        while busy and busy[0][0] <= start:
            heappush(free, heappop(busy)[1])
        if free:
            lane = heappop(free)
        else:
            lane = used
            used += 1
        heappush(busy, (end, lane))
        lanes.append(lane)
    return lanes
