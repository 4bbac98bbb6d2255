"""Undo and redo: the journal played backwards, through the same door as every edit.

An undo is a step that restores what an earlier step found; a redo is a step that restores what that undo found. Nothing
is ever taken out of the journal, so undo and redo work as well after a restart as before. Each annotator goes back
through their own steps only.
"""

import sqlite3
from collections.abc import Iterator

import msgspec

from annotator.errors import UserError
from annotator.project.changes import Changes
from annotator.project.edits import Op
from annotator.project.project import Project
from annotator.project.searching import keep_index_true
from annotator.project.step import decode_row

_NEVER_UNDONE = (Op.SET_UP,)


class StepInfo(msgspec.Struct, frozen=True):
    """A step, as a menu would name it."""

    key: int
    op: str
    """What was done; for an undo or redo, what was done in the first place."""
    count: int
    """How many spans or, if it touched none, articles it touched."""
    surface: str = ""
    """The words of the span, if the step touched just one."""
    tag: str = ""
    """The tag of that span: the one it got by a retagging, or had before it was removed."""


def next_undo(project: Project) -> StepInfo | None:
    """Return the step that :func:`undo` would take back, if there is one."""
    key = _undoable(project)
    return None if key is None else _info(project, key)


def next_redo(project: Project) -> StepInfo | None:
    """Return the step that :func:`redo` would do again, if there is one."""
    key = _redoable(project)
    return None if key is None else _info(project, key)


def undo(project: Project) -> Changes:
    """Take back the annotator's last step; return nothing changed if there is none.

    Raises:
        UserError: if somebody else has changed the same rows since, or built on them.
    """
    key = _undoable(project)
    return Changes() if key is None else _reverse(project, key, Op.UNDO)


def redo(project: Project) -> Changes:
    """Do again what the last undo took back; return nothing changed if there is nothing to redo."""
    key = _redoable(project)
    return Changes() if key is None else _reverse(project, key, Op.REDO)


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


def _reverse(project: Project, key: int, op: str) -> Changes:
    try:
        return _play_backwards(project, key, op)
    except sqlite3.IntegrityError as error:
        # An imported article that somebody else has marked by now, or a name that somebody else has given out.
        raise UserError(
            "Somebody else's work has come in between; that step can no longer be taken back or done again."
        ) from error


def _play_backwards(project: Project, key: int, op: str) -> Changes:
    with project.step(op, reverses=key) as step:
        _refuse_if_others_followed(project, key)
        # Rows refer to one another in both directions of time; what counts is that all is well at the commit.
        project.connection.execute("PRAGMA defer_foreign_keys = ON")
        for table, first, last, before in _entries_backwards(project, key):
            for row in range(last, first - 1, -1):
                if table == "article_text":
                    keep_index_true(project, row, decode_row(before) if before else None)
                step.rows.restore(table, row, decode_row(before) if before else None)
    return step.changes


def _entries_backwards(project: Project, key: int) -> list[tuple[str, int, int, str | None]]:
    return project.connection.execute(
        "SELECT kind, first, last, before FROM journal WHERE step = ? ORDER BY entry DESC", (key,)
    ).fetchall()


def _refuse_if_others_followed(project: Project, key: int) -> None:
    found = project.connection.execute(
        "SELECT annotator.name FROM journal AS later JOIN step ON step.key = later.step "
        "JOIN annotator ON annotator.key = step.annotator "
        "JOIN journal AS mine ON mine.kind = later.kind AND mine.first <= later.last AND mine.last >= later.first "
        "WHERE later.step > ? AND mine.step = ? AND annotator.name <> ? LIMIT 1",
        (key, key, project.annotator),
    ).fetchone()
    if found is not None:
        raise UserError(f"{found[0]} has worked on the same since; that step can no longer be taken back.")


def _info(project: Project, key: int) -> StepInfo:
    op = _original_op(project, key)
    entries = _entries_backwards(project, key)
    count = sum(last - first + 1 for kind, first, last, _ in entries if kind == "span")
    if count == 1:
        (one,) = (entry for entry in entries if entry[0] == "span")
        return StepInfo(key, op, 1, *_span_words(project, one[1], one[3]))
    if not count:
        count = sum(last - first + 1 for kind, first, last, _ in entries if kind in ("article", "layer"))
    return StepInfo(key, op, count)


def _original_op(project: Project, key: int) -> str:
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
