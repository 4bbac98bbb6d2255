"""Undo and redo: the journal played backwards, through the same door as every edit.

An undo is a step that restores what an earlier step found; a redo is a step that restores what that undo found. Nothing
is ever taken out of the journal, so undo and redo work as well after a restart as before. Each annotator goes back
through their own steps only.
"""

import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from annotator.errors import UserError
from annotator.project.changes import Changes
from annotator.project.ops import Op
from annotator.project.project import Project, asking
from annotator.project.searching import keep_index_true
from annotator.project.step import Row, decode_row

WentOn = Callable[[], bool]
"""Asked now and then during long work; answers whether to go on."""

_LONGEST_RUN = 1000
_NEVER_UNDONE = (Op.SET_UP,)


def _always() -> bool:
    return True


class StepInfo(msgspec.Struct, frozen=True):
    """A step, as a menu would name it."""

    key: int
    op: str
    """What was done; for an undo or redo, what was done in the first place."""
    count: int
    """How many spans or, if it touched none, refused mentions, articles or names of actors it touched."""
    surface: str = ""
    """The words of the span, if the step touched just one."""
    tag: str = ""
    """The tag of that span: the one it got by a retagging, or had before it was removed."""
    rows: int = 0
    """How many rows of any kind it touched."""


@asking
def next_undo(project: Project) -> StepInfo | None:
    """Return the step that :func:`undo` would take back, if there is one."""
    key = _undoable(project)
    return None if key is None else _info(project, key)


@asking
def next_redo(project: Project) -> StepInfo | None:
    """Return the step that :func:`redo` would do again, if there is one."""
    key = _redoable(project)
    return None if key is None else _info(project, key)


@asking
def undo(project: Project, went_on: WentOn = _always) -> Changes:
    """Take back the annotator's last step; return nothing changed if there is none.

    Args:
        project: where the step was made.
        went_on: asked every thousand rows whether to go on; a step that is stopped half-way is as it was.

    Raises:
        UserError: if somebody else has changed the same rows since, or built on them, or if it was stopped.
    """
    key = _undoable(project)
    return Changes() if key is None else _reverse(project, key, Op.UNDO, went_on)


@asking
def redo(project: Project, went_on: WentOn = _always) -> Changes:
    """Do again what the last undo took back, in the same way; return nothing changed if there is nothing to redo."""
    key = _redoable(project)
    return Changes() if key is None else _reverse(project, key, Op.REDO, went_on)


def _own_steps(project: Project) -> Iterator[tuple[int, str]]:
    """Yield the annotator's steps, the newest first."""
    annotator = project.annotator_key(project.annotator)
    yield from project.connection.execute(
        "SELECT key, op FROM step WHERE annotator = ? ORDER BY key DESC", (annotator,)
    )


def _undoable(project: Project) -> int | None:
    undone = 0
    for key, op in _own_steps(project):
        if op == Op.UNDO:
            undone += 1
        elif undone:
            undone -= 1
        else:
            return None if op in _NEVER_UNDONE else key
    return None


def _redoable(project: Project) -> int | None:
    redone = 0
    for key, op in _own_steps(project):
        if op == Op.REDO:
            redone += 1
        elif op != Op.UNDO:
            return None
        elif redone:
            redone -= 1
        else:
            return key
    return None


def _reverse(project: Project, key: int, op: str, went_on: WentOn) -> Changes:
    try:
        return _play_backwards(project, key, op, went_on)
    except sqlite3.IntegrityError as error:
        # An imported article that somebody else has marked by now, or a name that somebody else has given out.
        raise UserError(
            "Somebody else's work has come in between; that step can no longer be taken back or done again."
        ) from error


def _play_backwards(project: Project, key: int, op: str, went_on: WentOn) -> Changes:
    # What is known of conflicts is loaded with the first step back: the window asks for a step's name when it starts.
    from annotator.project.settling import settle_again

    with project.step(op, reverses=key) as step:
        _refuse_if_others_followed(project, key)
        # Rows refer to one another in both directions of time; what counts is that all is well at the commit.
        project.connection.execute("PRAGMA defer_foreign_keys = ON")
        for table, first, last, rows in _runs(_entries_backwards(project, key)):
            if table == "article_text":
                keep_index_true(project, first, last, rows)
            if rows:
                _go_on_or_raise(went_on)
                step.rows.restore(table, rows)
                continue
            for highest in range(last, first - 1, -_LONGEST_RUN):
                _go_on_or_raise(went_on)
                step.rows.remove_range(table, max(first, highest - _LONGEST_RUN + 1), highest)
        settle_again(step, key)
    return step.changes


def _go_on_or_raise(went_on: WentOn) -> None:
    if not went_on():
        raise UserError("Going back was stopped; nothing was changed.")


def _runs(entries: Iterable[tuple[str, int, int, str | None]]) -> Iterator[tuple[str, int, int, list[Row]]]:
    """Yield a table, first and last key and what the rows read before; no rows if the step made them.

    Entries whose keys ascend come as one: the rows of an import or a merge by the thousand rather than one by one.
    """
    table, first, last, rows = "", 0, 0, list[Row]()
    for kind, lowest, highest, before in entries:
        if rows and before is not None and kind == table and lowest > last and len(rows) < _LONGEST_RUN:
            last = lowest
            rows.append(decode_row(before))
            continue
        if table:
            yield table, first, last, rows
        table, first, last = kind, lowest, highest
        rows = [] if before is None else [decode_row(before)]
    if table:
        yield table, first, last, rows


def _entries_backwards(project: Project, key: int) -> Iterator[tuple[str, int, int, str | None]]:
    yield from project.connection.execute(
        "SELECT kind, first, last, before FROM journal WHERE step = ? ORDER BY entry DESC", (key,)
    )


def _refuse_if_others_followed(project: Project, key: int) -> None:
    """Refuse if somebody else has since changed a row that the step touched, or another version of the tagset.

    A later version of the tagset holds the earlier one's changes, so they cannot be taken back from under it.
    """
    others = _others_since(project, key)
    if not others:
        return
    mine = _ranges(project, key)
    for step, name in others.items():
        for kind, first, last in project.connection.execute(
            "SELECT kind, first, last FROM journal WHERE step = ?", (step,)
        ):
            if kind == "tagset" and kind in mine:
                raise UserError(f"{name} has changed the tagset since; that step can no longer be taken back.")
            if kind in mine and _meets(mine[kind], first, last):
                raise UserError(f"{name} has worked on the same since; that step can no longer be taken back.")


def _others_since(project: Project, key: int) -> dict[int, str]:
    """Return the steps that others made since and have not taken back, with who made each."""
    later = project.connection.execute(
        "SELECT step.key, annotator.name, reverses FROM step JOIN annotator ON annotator.key = step.annotator "
        "WHERE step.key > ? ORDER BY step.key",
        (key,),
    )
    found: dict[int, str] = {}
    for step, name, reverses in later:
        if reverses in found:
            # The two together leave everything as it was.
            del found[reverses]
        elif name != project.annotator:
            found[step] = name
    return found


def _ranges(project: Project, key: int) -> dict[str, list[tuple[int, int]]]:
    """Return the first and last keys of the rows that a step touched, by table, in order and apart from one another."""
    found: dict[str, list[tuple[int, int]]] = {}
    for kind, first, last in project.connection.execute(
        "SELECT kind, first, last FROM journal WHERE step = ? ORDER BY kind, first", (key,)
    ):
        ranges = found.setdefault(kind, [])
        if ranges and first <= ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], last))
        else:
            ranges.append((first, last))
    return found


def _meets(ranges: Sequence[tuple[int, int]], first: int, last: int) -> bool:
    """Say whether one of ``ranges`` holds a key from ``first`` to ``last``."""
    at = bisect_right(ranges, last, key=lambda known: known[0])
    return at > 0 and ranges[at - 1][1] >= first


def _info(project: Project, key: int) -> StepInfo:
    op = original_op(project, key)
    counts: dict[str, int] = dict(
        project.connection.execute(
            "SELECT kind, sum(last - first + 1) FROM journal WHERE step = ? GROUP BY kind", (key,)
        )
    )
    spans, rows = counts.get("span", 0), sum(counts.values())
    if spans == 1:
        span, before = project.connection.execute(
            "SELECT first, before FROM journal WHERE step = ? AND kind = 'span'", (key,)
        ).fetchone()
        return StepInfo(key, op, 1, *_span_words(project, span, before), rows)
    decided = counts.get("decision", 0)
    refused, articles = counts.get("refused_mention", 0), counts.get("article", 0) + counts.get("layer", 0)
    return StepInfo(key, op, spans or refused or decided or articles or counts.get("alias", 0), rows=rows)


def original_op(project: Project, key: int) -> str:
    """Return what a step did; for an undo or redo, what was done in the first place."""
    while True:
        op, reverses = project.connection.execute("SELECT op, reverses FROM step WHERE key = ?", (key,)).fetchone()
        if reverses is None:
            return str(op)
        key = reverses


def _span_words(project: Project, span: int, before: str | None) -> tuple[str, str]:
    now = project.connection.execute(
        "SELECT surface, tag.name FROM span JOIN tag ON tag.key = span.tag WHERE span.key = ?", (span,)
    ).fetchone()
    if now is not None:
        return now[0], now[1]
    row = decode_row(before) if before else {}
    tag = project.connection.execute("SELECT name FROM tag WHERE key = ?", (row.get("tag"),)).fetchone()
    return str(row.get("surface", "")), tag[0] if tag else ""
