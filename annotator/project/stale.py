"""Which articles were touched since their layers were compared.

The journal tells. It is looked through when somebody asks for conflicts, never while an annotator works.
"""

from array import array
from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import NamedTuple

from annotator.model.article import ArticleKey
from annotator.project.pacing import TRANSACTION_SECONDS
from annotator.project.project import Project, asking
from annotator.project.step import Row, decode_row

_OF_LAYERS = ("span", "relation", "paragraph_read")
_OF_ARTICLES = ("layer", "decision")


@asking
def stale_articles(project: Project) -> "array[int]":
    """Return the articles that were touched since their layers were compared, in order; nothing is written."""
    stale = {article for (article,) in project.connection.execute("SELECT article FROM compared WHERE fresh = 0")}
    gone: set[int] = set()
    for entry in _unseen(project):
        if entry.kind == "tagset":
            stale.update(_compared_before(project, entry.step))
        stale.update(_behind(project, entry.step, _touched(project, entry)))
        gone |= _removed(project, entry)
    return array("q", sorted(stale - gone))


def look_through_journal(project: Project) -> bool:
    """Note which articles were touched, for one short transaction; return whether there is more to look through."""
    began = perf_counter()
    if next(_unseen(project), None) is None:
        return False
    with project.transaction():
        last, more = None, False
        for entry in _unseen(project):
            _mark(project, entry)
            last = entry
            more = perf_counter() - began > TRANSACTION_SECONDS / 2
            if more:
                break
        if last is not None:
            project.connection.execute("UPDATE compared_up_to SET step = ?, entry = ?", (last.step, last.entry))
    return more


class _Entry(NamedTuple):
    """An entry of the journal."""

    step: int
    entry: int
    kind: str
    first: int
    last: int
    before: str | None

    @property
    def row(self) -> Row:
        """The row as it was before; empty if there was none."""
        return {} if self.before is None else decode_row(self.before)


def _unseen(project: Project) -> Iterator[_Entry]:
    """Yield the entries of the journal that were not looked through yet."""
    seen = project.connection.execute("SELECT step, entry FROM compared_up_to").fetchone()
    # As values rather than by a join: only so does SQLite begin in the middle of a step, and read in order.
    entries = project.connection.execute(
        "SELECT step, entry, kind, first, last, before FROM journal WHERE (step, entry) > (?, ?) ORDER BY step, entry",
        seen,
    )
    yield from map(_Entry._make, entries)


def _mark(project: Project, entry: _Entry) -> None:
    ask = project.connection.execute
    if entry.kind == "tagset":
        ask("UPDATE compared SET fresh = 0 WHERE step < ?", (entry.step,))
    project.connection.executemany(
        "INSERT INTO compared (article, step, fresh) VALUES (?, 0, 0) "
        "ON CONFLICT (article) DO UPDATE SET fresh = 0 WHERE step < ?",
        [(article, entry.step) for article in _touched(project, entry)],
    )
    for article in _removed(project, entry):
        ask("DELETE FROM compared WHERE article = ?", (article,))
        ask("DELETE FROM conflict WHERE article = ?", (article,))


def _touched(project: Project, entry: _Entry) -> set[ArticleKey]:
    """Return the articles whose layers or decisions an entry of the journal is about."""
    ask, keys = project.connection.execute, (entry.first, entry.last)
    if entry.kind in _OF_LAYERS:
        rows = ask(
            f"SELECT DISTINCT article FROM {entry.kind} AS touched JOIN layer ON layer.key = touched.layer "
            "WHERE touched.key BETWEEN ? AND ?",
            keys,
        ).fetchall()
        rows += ask("SELECT article FROM layer WHERE key = ?", (entry.row.get("layer"),)).fetchall()
    elif entry.kind in _OF_ARTICLES:
        rows = ask(f"SELECT DISTINCT article FROM {entry.kind} WHERE key BETWEEN ? AND ?", keys).fetchall()
        rows += [(article,) for article in (entry.row.get("article"),) if article is not None]
    else:
        rows = []
    return {article for (article,) in rows}


def _removed(project: Project, entry: _Entry) -> set[ArticleKey]:
    if entry.kind != "article" or entry.before is None:
        return set()
    there = project.connection.execute("SELECT 1 FROM article WHERE key = ?", (entry.first,)).fetchone()
    return set() if there else {entry.first}


def _compared_before(project: Project, step: int) -> set[ArticleKey]:
    rows = project.connection.execute("SELECT article FROM compared WHERE step < ?", (step,))
    return {article for (article,) in rows}


def _behind(project: Project, step: int, articles: Iterable[ArticleKey]) -> set[ArticleKey]:
    """Return those of ``articles`` that were not compared since ``step``."""
    ask = project.connection.execute
    return {
        article
        for article in articles
        if ask("SELECT 1 FROM compared WHERE article = ? AND step >= ?", (article, step)).fetchone() is None
    }
