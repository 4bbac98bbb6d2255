"""Actors and spans: which actor spans say that they mean, and what they call actors that the list does not know."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from annotator.model.aliases import fold_name
from annotator.model.naming import is_name
from annotator.model.span import Origin, SpanKey
from annotator.project.project import OpenStep, Project, asking
from annotator.project.rows import decode_guesses, decode_object, encode_object

WentOn = Callable[[], bool]
"""Asked now and then during long work; answers whether to go on."""

_AT_ONCE = 10_000
_DECIDED = f"span.origin NOT LIKE '{Origin.SUGGESTION}%'"
_READABLE = "iif(json_valid(span.attributes), span.attributes, '{}')"
"""What is said of a span, and nothing if that is damaged, which is for verifying to find."""
_MOST_SOUGHT = 100
"""SQLite takes no condition of a thousand parts."""


def _always() -> bool:
    return True


class Said(msgspec.Struct, frozen=True):
    """How many spans say that they mean an actor."""

    own: int
    """How many in the annotator's own layer."""
    others: int
    """How many in the layers of others."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.own + self.others


class UnlistedName(msgspec.Struct, frozen=True):
    """Words of spans that the list of actors does not know."""

    words: str
    """As most spans write them."""
    spans: int
    said: str = ""
    """The actor that most of the spans are said to mean; empty if that is said of none."""


def alias_attributes(project: Project) -> dict[str, tuple[str, ...]]:
    """Return, for each tag with attributes that name an actor of the list, what these are called."""
    found = {
        tag.name: tuple(attribute.name for attribute in tag.attributes if attribute.kind == "alias")
        for tag in project.tagset.tags
    }
    return {tag: names for tag, names in found.items() if names}


@asking
def count_said(project: Project, went_on: WentOn = _always) -> dict[str, int]:
    """Return how many spans of all layers say that they mean each actor, guesses left out."""
    counts: Counter[str] = Counter()
    for first, last in _parts(project, went_on):
        for tag, names in _tag_keys(project).items():
            marks = ", ".join("?" * len(names))
            rows = project.connection.execute(
                f"SELECT said.value, count(*) FROM span, json_each({_READABLE}) AS said "
                f"WHERE span.key BETWEEN ? AND ? AND tag = ? AND said.key IN ({marks}) AND said.type = 'text' "
                "GROUP BY said.value",
                (first, last, tag, *names),
            )
            counts.update(dict(rows.fetchall()))
    return counts


@asking
def count_spans(project: Project, actors: Sequence[str], went_on: WentOn = _always) -> Said:
    """Return how many spans say, or are guessed to say, that they mean one of ``actors``."""
    own = project.annotator_key(project.annotator)
    counts: Counter[bool] = Counter()
    for first, last in _parts(project, went_on):
        found = _spans_that_name(project, dict.fromkeys(actors, ""), first, last)
        counts.update(annotator == own for _key, annotator, _values in found)
    return Said(counts[True], counts[False])


def say_instead(step: OpenStep, become: Mapping[str, str]) -> None:
    """Let every span that says it means an actor say that it means another.

    The spans of all layers: which name an actor has in the list is nobody's own.

    Args:
        step: in which it happens.
        become: the new name by the old one.
    """
    for first, last in _parts(step.project, _always):
        for key, _annotator, values in list(_spans_that_name(step.project, become, first, last)):
            step.rows.update("span", key, **values)


@asking
def unlisted_names(
    project: Project, *, own: bool, limit: int = 10_000, went_on: WentOn = _always
) -> list[UnlistedName]:
    """Return what spans call actors that the list does not know, the most frequent first, at most ``limit``.

    Names that are the same as names are compared are one. Words that no name can be, as those of a span that is too
    long to be stored whole, are left out.

    Args:
        project: only read.
        own: whether only the annotator's own layer counts.
        limit: how many names at most.
        went_on: asked now and then whether to go on.
    """
    known = {folded for (folded,) in project.connection.execute("SELECT DISTINCT folded FROM alias")}
    groups: dict[str, _Group] = {}
    for first, last in _parts(project, went_on):
        for surface, said, count in _surfaces(project, first, last, own=own):
            folded = fold_name(surface) if is_name(surface) else ""
            if folded and folded not in known:
                groups.setdefault(folded, _Group()).add(surface, said, count)
    names = sorted((group.name() for group in groups.values()), key=lambda name: (-name.spans, name.words))
    return names[:limit]


class _Group:
    """Names that are the same as names are compared."""

    def __init__(self) -> None:
        self._words: Counter[str] = Counter()
        self._said: Counter[str] = Counter()

    def add(self, words: str, said: str | None, count: int) -> None:
        self._words[words] += count
        if said:
            self._said[said] += count

    def name(self) -> UnlistedName:
        return UnlistedName(_most(self._words), sum(self._words.values()), _most(self._said) if self._said else "")


def _most(counts: Mapping[str, int]) -> str:
    return min(counts, key=lambda name: (-counts[name], name))


def _surfaces(project: Project, first: SpanKey, last: SpanKey, *, own: bool) -> Iterator[tuple[str, str | None, int]]:
    """Yield the words of spans that may name an actor, the actor they say they mean, and how many they are."""
    layer = "AND span.layer IN (SELECT key FROM layer WHERE annotator = ?)" if own else ""
    owner = (project.annotator_key(project.annotator),) if own else ()
    for tag, names in _tag_keys(project).items():
        yield from project.connection.execute(
            f"SELECT surface, (SELECT value FROM json_each({_READABLE}) WHERE key = ? AND type = 'text') AS said, "
            f"count(*) FROM span WHERE key BETWEEN ? AND ? AND tag = ? AND {_DECIDED} {layer} GROUP BY surface, said",
            (names[0], first, last, tag, *owner),
        )


def _tag_keys(project: Project) -> dict[int, tuple[str, ...]]:
    return {project.tag_key(tag): names for tag, names in alias_attributes(project).items()}


def _parts(project: Project, went_on: WentOn) -> Iterator[tuple[SpanKey, SpanKey]]:
    """Yield the first and last key of one part of the spans after the other, because nobody can save while we read."""
    (last,) = project.connection.execute("SELECT coalesce(max(key), 0) FROM span").fetchone()
    for first in range(1, last + 1, _AT_ONCE):
        yield first, first + _AT_ONCE - 1
        if not went_on():
            return


def _spans_that_name(
    project: Project, become: Mapping[str, str], first: SpanKey, last: SpanKey
) -> Iterator[tuple[SpanKey, int, dict[str, str | None]]]:
    """Yield each span that names one of the actors: its key, whose it is, and its columns as they shall become."""
    sought = [part for name in become for part in _as_stored(name)]
    condition = "attributes IS NOT NULL OR guesses IS NOT NULL"
    if len(sought) <= _MOST_SOUGHT:
        condition = " OR ".join(["instr(attributes, ?) OR instr(guesses, ?)"] * len(sought))
    else:
        sought = []
    for tag, names in _tag_keys(project).items():
        rows = project.connection.execute(
            "SELECT span.key, layer.annotator, attributes, guesses FROM span JOIN layer ON layer.key = span.layer "
            f"WHERE span.key BETWEEN ? AND ? AND tag = ? AND ({condition}) ORDER BY span.key",
            (first, last, tag, *(part for part in sought for _ in range(2))),
        )
        for key, annotator, attributes, guesses in rows:
            values = _said_otherwise(attributes, guesses, names, become)
            if values is not None:
                yield key, annotator, values


def _as_stored(name: str) -> set[str]:
    """Return the ways in which JSON may write ``name``: as msgspec does, and as other programs do."""
    return {msgspec.json.encode(name).decode(), json.dumps(name)}


def _said_otherwise(
    attributes: str | None, guesses: str | None, names: tuple[str, ...], become: Mapping[str, str]
) -> dict[str, str | None] | None:
    """Return the columns of a span as they shall become; ``None`` if it names none of the actors after all."""
    said = decode_object(attributes)
    guessed = decode_guesses(guesses)
    if not any(_names_any(values, names, become) for values in (said, *guessed.values())):
        return None
    return {
        "attributes": encode_object(_replaced(said, names, become)),
        "guesses": encode_object({engine: _replaced(values, names, become) for engine, values in guessed.items()}),
    }


def _names_any(values: Mapping[str, object], names: tuple[str, ...], become: Mapping[str, str]) -> bool:
    return any(isinstance(value, str) and value in become for value in map(values.get, names))


def _replaced(values: Mapping[str, object], names: tuple[str, ...], become: Mapping[str, str]) -> dict[str, object]:
    def now(name: str, value: object) -> object:
        return become.get(value, value) if name in names and isinstance(value, str) else value

    return {name: now(name, value) for name, value in values.items()}
