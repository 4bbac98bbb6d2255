"""Bulk edits of spans: the same done to many of them, as one undoable step.

Up to :data:`LARGE` of them are one short transaction. More are written a few at a time, so that a key that comes
meanwhile never waits; that is work for a job. One that is stopped keeps what it has done, whole articles only, as a
step that is undone like any other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import TypeVar

import msgspec

from annotator.errors import UserError
from annotator.model.article import ArticleKey
from annotator.model.span import Fragment, SpanKey
from annotator.project.changes import Changes
from annotator.project.contexts import text_of
from annotator.project.ops import Op
from annotator.project.own_work import tag_in_use
from annotator.project.pacing import Pace
from annotator.project.project import OpenStep, Project, asking
from annotator.project.relations import relations_at, unfit_relations
from annotator.project.rows import place_row

T = TypeVar("T")

LARGE = 500
"""More places or spans than this take several transactions: the window hands them to a job."""

WentOnAt = Callable[[int], bool]
"""Called with how many places or spans are dealt with; answers whether to go on."""


class Bulk(Changes, frozen=True, kw_only=True):
    """What a bulk edit changed."""

    count: int = 0
    """How many spans were made, changed or removed."""
    skipped: int = 0
    """How many were left alone, because they are gone or read so already."""
    refused: int = 0
    """How many places are remembered now as no mentions."""
    complete: bool = True
    """Whether it came to its end; one that was stopped did whole articles only."""


class Tally(msgspec.Struct):
    """What a bulk edit has done so far."""

    count: int = 0
    skipped: int = 0
    refused: int = 0


def on(_: int) -> bool:
    """Go on."""
    return True


@asking
def retag_all(project: Project, spans: Iterable[SpanKey], tag: str, went_on: WentOnAt = on) -> Bulk:
    """Give each of ``spans`` the tag ``tag``; relations are treated as :func:`~annotator.project.edits.retag` does.

    Raises:
        UserError: if one of them is not the own annotator's, or the project has no such tag.
    """
    tag_in_use(project, tag)
    tally = Tally()
    chosen = own_spans(project, spans, tally)
    tags = {key: tag for _, key in chosen}

    def write(step: OpenStep, some: Sequence[tuple[ArticleKey, SpanKey]]) -> None:
        keys = _still_there(step, some, tally)
        for relation in unfit_relations(project, tags, at=keys):
            step.rows.delete("relation", relation.key)
        for key in keys:
            _note(tally, changed=step.rows.update("span", key, tag=project.tag_key(tag)))

    return in_pieces(project, Op.RETAG, chosen, write, tally, went_on)


@asking
def clear_all(project: Project, spans: Iterable[SpanKey], went_on: WentOnAt = on) -> Bulk:
    """Remove ``spans``, and with them the relations that begin or end at one of them.

    Raises:
        UserError: if one of them is not the own annotator's.
    """
    tally = Tally()
    chosen = own_spans(project, spans, tally)

    def write(step: OpenStep, some: Sequence[tuple[ArticleKey, SpanKey]]) -> None:
        keys = _still_there(step, some, tally)
        for relation in relations_at(project, keys):
            step.rows.delete("relation", relation.key)
        for key in keys:
            step.rows.delete("span", key)
        tally.count += len(keys)

    return in_pieces(project, Op.REMOVE, chosen, write, tally, went_on)


@asking
def move_all(project: Project, moves: Mapping[SpanKey, Fragment], went_on: WentOnAt = on) -> Bulk:
    """Put each of the spans on another run of its article.

    Raises:
        UserError: if one of them is not the own annotator's, or a run reaches beyond its text.
    """
    tally = Tally()
    chosen = own_spans(project, moves, tally)

    def write(step: OpenStep, some: Sequence[tuple[ArticleKey, SpanKey]]) -> None:
        there = set(_still_there(step, some, tally))
        for article, group in groupby(some, lambda pair: pair[0]):
            text = text_of(project, article)
            for key in (key for _, key in group if key in there):
                check_within(text, moves[key])
                _note(tally, changed=step.rows.update("span", key, **place_row(text, (moves[key],))))

    return in_pieces(project, Op.MOVE, chosen, write, tally, went_on)


@asking
def own_spans(project: Project, spans: Iterable[SpanKey], tally: Tally) -> list[tuple[ArticleKey, SpanKey]]:
    """Return the spans that are there, by article; those that are gone are counted as skipped.

    Raises:
        UserError: if one of them is not the own annotator's.
    """
    own = project.annotator_key(project.annotator)
    found = []
    for key in dict.fromkeys(spans):
        row = project.connection.execute(
            "SELECT layer.article, layer.annotator FROM span JOIN layer ON layer.key = span.layer WHERE span.key = ?",
            (key,),
        ).fetchone()
        if row is None:
            tally.skipped += 1
        elif row[1] != own:
            raise UserError("Only spans of your own layer can be changed; nothing was changed.")
        else:
            found.append((row[0], key))
    return sorted(found)


def check_within(text: str, fragment: Fragment) -> None:
    """Raise :exc:`~annotator.errors.UserError` unless ``fragment`` lies within ``text``."""
    if fragment.end > len(text):
        raise UserError("The selection reaches beyond the article.")


def in_pieces(
    project: Project,
    op: str,
    pieces: Sequence[tuple[ArticleKey, T]],
    write: Callable[[OpenStep, Sequence[tuple[ArticleKey, T]]], None],
    tally: Tally,
    went_on: WentOnAt,
) -> Bulk:
    """Write ``pieces``, which are in the order of their articles, as one step.

    Args:
        project: where to.
        op: the name of the step.
        pieces: what to write, each with its article.
        write: writes some of them, inside a transaction, and keeps ``tally``.
        tally: what was done and what was not.
        went_on: asked between two transactions whether to go on.
    """
    if len(pieces) <= LARGE:
        with project.step(op) as step:
            write(step, pieces)
        return _bulk(step, tally, complete=True)
    step = OpenStep(project, op, wholesale=True)
    pace, done = Pace(), 0
    while done < len(pieces):
        some = pieces[done : done + pace.size]
        lap = pace.lap()
        with step.transaction():
            write(step, some)
            lap.written()
        lap.saved(len(some))
        done += len(some)
        between_articles = done < len(pieces) and pieces[done - 1][0] != pieces[done][0]
        if not went_on(done) and between_articles:
            return _bulk(step, tally, complete=False)
    return _bulk(step, tally, complete=True)


def _bulk(step: OpenStep, tally: Tally, *, complete: bool) -> Bulk:
    return Bulk(**msgspec.structs.asdict(step.changes), **msgspec.structs.asdict(tally), complete=complete)


def _still_there(step: OpenStep, some: Sequence[tuple[ArticleKey, SpanKey]], tally: Tally) -> list[SpanKey]:
    """Return the spans among ``some`` that nobody has removed since they were chosen."""
    keys = [key for _, key in some if step.rows.find("span", key) is not None]
    tally.skipped += len(some) - len(keys)
    return keys


def _note(tally: Tally, *, changed: bool) -> None:
    tally.count += changed
    tally.skipped += not changed
