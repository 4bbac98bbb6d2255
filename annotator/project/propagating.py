"""Putting the same tag on many places, and remembering where the annotator said no: one undoable step.

``bulk`` tells how many are written at once, and what becomes of a step that is stopped.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.hits import Place
from annotator.model.ids import new_ids
from annotator.model.span import Fragment, Origin, Span
from annotator.project.bulk import Bulk, Tally, WentOnAt, check_within, in_pieces, on
from annotator.project.contexts import text_of
from annotator.project.ops import Op
from annotator.project.own_work import tag_in_use
from annotator.project.project import OpenStep, Project, asking, last_key
from annotator.project.rows import span_row


@asking
def propagate(
    project: Project,
    places: Iterable[Place],
    tag: str,
    attributes: Mapping[str, object] | None = None,
    refused: Iterable[Place] = (),
    went_on: WentOnAt = on,
) -> Bulk:
    """Put a span with ``tag`` on each of ``places``, and remember those of which the annotator said no.

    A place that has just such a span already is skipped. One that was refused earlier and is chosen now is no longer
    refused.

    Args:
        project: where the own layer is edited.
        places: runs of text, by article.
        tag: what they get.
        attributes: what is said about each of them.
        refused: places that are remembered as no mentions of this tag.
        went_on: asked between two transactions whether to go on.

    Raises:
        UserError: if a place reaches beyond its text, or the project has no such tag.
    """
    return _put(project, Op.PROPAGATE, places, refused, _Wanted(tag, dict(attributes or {})), went_on)


@asking
def refuse(project: Project, refused: Iterable[Place], tag: str, went_on: WentOnAt = on) -> Bulk:
    """Remember places as no mentions of ``tag``."""
    return _put(project, Op.REFUSE, (), refused, _Wanted(tag, {}), went_on)


@asking
def tag_all(project: Project, places: Iterable[Place], tag: str, went_on: WentOnAt = on) -> Bulk:
    """Put a span with ``tag`` on each of ``places``; those are skipped that have just such a span already."""
    return _put(project, Op.MARK, places, (), _Wanted(tag, {}), went_on)


class _Wanted(msgspec.Struct, frozen=True):
    """What each place gets."""

    tag: str
    attributes: dict[str, object]


class _Wish(msgspec.Struct, frozen=True, order=True):
    """One place of an article, and whether it is refused or to be marked."""

    fragment: Fragment
    refused: bool


def _put(
    project: Project, op: str, places: Iterable[Place], refused: Iterable[Place], wanted: _Wanted, went_on: WentOnAt
) -> Bulk:
    tag, tally = tag_in_use(project, wanted.tag), Tally()
    chosen = set(places)
    wishes = [(article, _Wish(fragment, refused=False)) for article, fragment in chosen]
    wishes += [(article, _Wish(fragment, refused=True)) for article, fragment in set(refused) - chosen]

    def write(step: OpenStep, some: Sequence[tuple[ArticleKey, _Wish]]) -> None:
        writer = _Writer(step, tag, wanted, tally)
        for article, group in groupby(some, lambda pair: pair[0]):
            writer.take(article, [wish for _, wish in group])
        writer.write()

    return in_pieces(project, op, sorted(wishes), write, tally, went_on)


class _Writer:
    """Decides, article by article, which rows are new, and writes them together: their keys follow one another."""

    def __init__(self, step: OpenStep, tag: int, wanted: _Wanted, tally: Tally) -> None:
        self._step = step
        self._ask = step.project.connection.execute
        self._tag = tag
        self._wanted = wanted
        self._tally = tally
        self._own = step.project.annotator_key(step.project.annotator, make=True)
        self._spans: list[tuple[int, str, Fragment]] = []
        self._refused: list[tuple[int, Fragment]] = []

    def take(self, article: ArticleKey, wishes: Sequence[_Wish]) -> None:
        """Decide about places of one article, which are in text order."""
        text = text_of(self._step.project, article)
        if not text:
            self._tally.skipped += len(wishes)
            return
        for wish in wishes:
            check_within(text, wish.fragment)
        layer, new = self._layer(article)
        marked = {} if new else self._there("span", layer, wishes, "AND fragments IS NULL")
        refused = {} if new else self._there("refused_mention", layer, wishes)
        for wish in wishes:
            place = wish.fragment
            if wish.refused:
                if place not in refused:
                    self._refused.append((layer, place))
                continue
            if place in marked:
                self._tally.skipped += 1
            else:
                self._spans.append((layer, text, place))
            if place in refused:
                self._step.rows.delete("refused_mention", refused[place])

    def write(self) -> None:
        """Write what :meth:`take` decided."""
        first = last_key(self._step, "span") + 1
        rows: list[dict[str, Any]] = []
        for (layer, text, place), identity in zip(self._spans, new_ids(len(self._spans)), strict=True):
            span = Span(identity, self._wanted.tag, (place,), self._wanted.attributes, origin=Origin.PROPAGATED)
            rows.append(span_row(span, layer, self._tag, text, self._step.rows.key))
        self._insert("span", first, rows)
        first = last_key(self._step, "refused_mention") + 1
        refusals = [
            {"layer": layer, "tag": self._tag, "start": place.start, "end": place.end} for layer, place in self._refused
        ]
        self._insert("refused_mention", first, refusals)
        self._tally.count += len(rows)
        self._tally.refused += len(refusals)

    def _insert(self, table: str, first: int, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self._step.rows.insert_many(
                table, ("key", *rows[0]), [(key, *row.values()) for key, row in enumerate(rows, first)]
            )

    def _layer(self, article: ArticleKey) -> tuple[int, bool]:
        """Return the own layer on ``article``, and whether it came into being just now."""
        found = self._ask("SELECT key FROM layer WHERE article = ? AND annotator = ?", (article, self._own)).fetchone()
        if found is not None:
            return int(found[0]), False
        return self._step.rows.insert("layer", {"article": article, "annotator": self._own, "status": "open"}), True

    def _there(self, table: str, layer: int, wishes: Sequence[_Wish], condition: str = "") -> dict[Fragment, int]:
        """Return what the layer has of the tag around the places already: its keys by place."""
        rows = self._ask(
            f'SELECT start, "end", key FROM {table} WHERE layer = ? AND tag = ? AND start BETWEEN ? AND ? {condition}',
            (layer, self._tag, wishes[0].fragment.start, wishes[-1].fragment.start),
        )
        return {Fragment(start, end): key for start, end, key in rows.fetchall()}
