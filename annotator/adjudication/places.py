"""Fragments of several spans together, per code point."""

from collections.abc import Iterable, Sequence

from annotator.model.span import Fragment


def united(places: Iterable[Fragment]) -> tuple[Fragment, ...]:
    """Return the code points that are in any of ``places``, in text order; those that touch are one fragment."""
    found: list[Fragment] = []
    for place in sorted(places):
        if found and place.start <= found[-1].end:
            if place.end > found[-1].end:
                found[-1] = Fragment(found[-1].start, place.end)
        else:
            found.append(place)
    return tuple(found)


def shared(a: Sequence[Fragment], b: Sequence[Fragment]) -> tuple[Fragment, ...]:
    """Return the code points that are in both ``a`` and ``b``, each of which is in text order and does not overlap."""
    found: list[Fragment] = []
    left = right = 0
    while left < len(a) and right < len(b):
        start, end = max(a[left].start, b[right].start), min(a[left].end, b[right].end)
        if start < end:
            found.append(Fragment(start, end))
        if a[left].end <= b[right].end:
            left += 1
        else:
            right += 1
    return united(found)


def shifted(places: Iterable[Fragment], by: int) -> tuple[Fragment, ...]:
    """Return ``places`` moved ``by`` code points towards the end."""
    return tuple(Fragment(place.start + by, place.end + by) for place in places)
