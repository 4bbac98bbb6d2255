"""Spans that come to lie on one another with one tag when tags are merged.

As in an import, a span that the layer already has is not doubled. Nothing that was said may be lost by that, so two
spans become one only where they do not contradict each other. Spans that a reviewer decided on stay as they are: each
has a decision of its own.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from annotator.model.span import Origin
from annotator.model.tagset_course import Course
from annotator.model.tagset_effects import Said
from annotator.project.project import OpenStep, Project
from annotator.project.rows import decode_guesses, decode_object, encode_object
from annotator.project.step import Row

_COLUMNS = "span.key, tag.name, attributes, guesses, note, unsure, origin, extra"
_COUNTING = f"origin NOT LIKE '{Origin.SUGGESTION}%' AND origin <> '{Origin.ADJUDICATED}'"


class Double(msgspec.Struct, frozen=True):
    """A span that becomes one with another."""

    keep: int
    drop: int
    values: Row
    """What the span that is kept reads afterwards, where that is something else."""


class _Lying(msgspec.Struct):
    """A span as it will be, while it is compared with those on the same words."""

    key: int
    tag: str
    stays: bool
    """Whether it had the tag before."""
    attributes: dict[str, object]
    guesses: dict[str, dict[str, object]]
    note: str
    unsure: bool
    origin: str
    extra: dict[str, object]
    related: set[int]
    """The spans that an arrow joins it with."""
    drops: list[int]


def doubles(project: Project, course: Course) -> list[Double]:
    """Return what is to become one; asked before anything is changed."""
    return [double for group in _groups(project, course) for double in _united(group)]


def count_doubles(project: Project, course: Course) -> tuple[int, int]:
    """Return how many spans become one with another, and how many stay on one another because they differ."""
    one, both = 0, 0
    for group in _groups(project, course):
        before = len(group)
        dropped = len(_united(group))
        one += dropped
        both += before - dropped - 1
    return one, both


def unite(step: OpenStep, double: Double) -> None:
    """Let one span go over into another, with its relations."""
    connection, rows = step.project.connection, step.rows
    for end, other in (("head", "child"), ("child", "head")):
        for key, kind, opposite in connection.execute(
            f"SELECT key, type, {other} FROM relation WHERE {end} = ?", (double.drop,)
        ).fetchall():
            there = connection.execute(
                f"SELECT 1 FROM relation WHERE {end} = ? AND {other} = ? AND type = ?", (double.keep, opposite, kind)
            ).fetchone()
            if there is None:
                rows.update("relation", key, **{end: double.keep})
            else:
                rows.delete("relation", key)
    rows.delete("span", double.drop)
    if double.values:
        rows.update("span", double.keep, **double.values)


def _groups(project: Project, course: Course) -> Iterator[list[_Lying]]:
    """Yield the spans of one layer that will lie on the same words with the same tag, and did not before."""
    keys = [key for tag in course.merged for key in _tag_key(project, tag)]
    marks = ", ".join("?" * len(keys))
    for layer, start, end, fragments in project.connection.execute(
        f'SELECT layer, start, "end", fragments FROM span WHERE tag IN ({marks}) '
        f"AND {_COUNTING} "
        'GROUP BY layer, start, "end", fragments HAVING count(DISTINCT tag) > 1 ORDER BY layer, start',
        keys,
    ).fetchall():
        rows = project.connection.execute(
            f"SELECT {_COLUMNS} FROM span JOIN tag ON tag.key = span.tag "
            f'WHERE layer = ? AND start = ? AND "end" = ? AND fragments IS ? AND span.tag IN ({marks}) '
            f"AND {_COUNTING} ORDER BY span.key",
            (layer, start, end, fragments, *keys),
        )
        by_tag: dict[str, list[_Lying]] = {}
        for lying in (_lying(project, course, *row) for row in rows.fetchall()):
            by_tag.setdefault(lying.tag, []).append(lying)
        yield from (group for group in by_tag.values() if len(group) > 1 and not all(one.stays for one in group))


def _tag_key(project: Project, tag: str) -> list[int]:
    found = project.connection.execute("SELECT key FROM tag WHERE name = ?", (tag,)).fetchone()
    return [] if found is None else [found[0]]


def _lying(project: Project, course: Course, key: int, tag: str, *rest: Any) -> _Lying:
    attributes, guesses, note, unsure, origin, extra = rest
    related = project.connection.execute(
        "SELECT head FROM relation WHERE child = ? UNION SELECT child FROM relation WHERE head = ?", (key, key)
    )
    said = Said(tag, dict(decode_object(attributes)), decode_guesses(guesses))
    course.apply(said)
    return _Lying(
        key,
        said.tag,
        course.stems.get(said.tag) == tag,
        said.attributes,
        said.guesses,
        note or "",
        bool(unsure),
        origin,
        dict(decode_object(extra)),
        {other for (other,) in related},
        [],
    )


def _united(group: list[_Lying]) -> list[Double]:
    """Let each span of ``group`` go over into the first that it does not contradict; those that were there go first."""
    kept: list[_Lying] = []
    for one in sorted(group, key=lambda lying: not lying.stays):
        twin = next((known for known in kept if not (one.stays and known.stays) and _agree(known, one)), None)
        if twin is None:
            kept.append(one)
        else:
            _take_over(twin, one)
    return [double for known in kept for double in _doubles_of(known)]


def _agree(one: _Lying, other: _Lying) -> bool:
    return (
        # An arrow from a span to itself would say nothing.
        other.key not in one.related
        and not (one.note and other.note and one.note != other.note)
        and _no_contradiction(one.attributes, other.attributes)
        and _no_contradiction(one.extra, other.extra)
    )


def _no_contradiction(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return all(other[name] == value for name, value in one.items() if name in other)


def _take_over(one: _Lying, other: _Lying) -> None:
    one.note = one.note or other.note
    one.unsure = one.unsure or other.unsure
    one.attributes = {**other.attributes, **one.attributes}
    one.extra = {**other.extra, **one.extra}
    one.guesses = {**other.guesses, **one.guesses}
    if Origin.HUMAN in (one.origin, other.origin):
        one.origin = Origin.HUMAN
    one.related |= other.related
    one.drops.append(other.key)


def _doubles_of(one: _Lying) -> Iterator[Double]:
    values: Row = {
        "attributes": encode_object(one.attributes),
        "guesses": encode_object(one.guesses),
        "note": one.note or None,
        "unsure": int(one.unsure),
        "origin": one.origin,
        "extra": encode_object(one.extra),
    }
    for number, drop in enumerate(one.drops):
        yield Double(one.key, drop, values if number == 0 else {})
