"""What is kept of comparing the layers, so that a queue over the whole project is there at once.

It is derived and not journalled. The journal tells which articles were touched since they were compared: it is looked
through when somebody asks for conflicts, never while an annotator works.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from time import perf_counter
from typing import Any, NamedTuple

import msgspec

from annotator.model.article import ArticleKey
from annotator.project.pacing import TRANSACTION_SECONDS
from annotator.project.project import Project, asking
from annotator.project.step import Row, decode_row

_OF_LAYERS = ("span", "relation", "paragraph_read")
_OF_ARTICLES = ("layer", "decision")

OPEN_STATES = ("open", "re-opened", "deferred", "second opinion")
DECIDED = "decided"


class KeptConflict(msgspec.Struct, frozen=True):
    """A conflict, as a queue lists it."""

    id: str
    state: str
    """open, re-opened, deferred, second opinion, or decided."""
    differs: tuple[str, ...]
    """What differs, sorted; nothing for a mark that all have alike and that a reviewer has to look at again."""
    tag: str
    """The tag that most layers gave; empty for a label."""
    label: str
    start: int | None
    end: int | None
    """Where to look, in code points; nowhere for a label."""
    words: str
    """The beginning of the words there, on one line; for a label, its name."""
    identical: str
    """The same for conflicts that are identical."""
    offers: Mapping[str, object]
    """What each layer answered: the key of its span, or the label's value; ``None`` if it has nothing there."""
    decision: str = ""
    """The id of the latest decision about it."""


class Counts(msgspec.Struct, frozen=True):
    """How the review stands, on one article or on many."""

    articles: int = 0
    """Articles that two annotators at least have done."""
    unanimous: int = 0
    """Marks that all who could have seen them, two at least, have alike."""
    accepted: int = 0
    """How many of those are in gold."""
    alone: int = 0
    """Marks that only one annotator could have seen."""
    pending: int = 0
    """Marks and labels that could be accepted as unanimous and are not yet."""
    open: int = 0
    """Conflicts that are not decided."""
    decided: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*map(int.__add__, msgspec.structs.astuple(self), msgspec.structs.astuple(other)))


class Compared(msgspec.Struct, frozen=True):
    """What comparing the layers on one article came to."""

    article: ArticleKey
    conflicts: tuple[KeptConflict, ...]
    """In text order, those about labels last."""
    counts: Counts


class ConflictRow(msgspec.Struct, frozen=True):
    """A conflict with its article, as a queue lists it."""

    article: ArticleKey
    conflict: KeptConflict


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


@asking
def counts(project: Project, besides: Sequence[ArticleKey] = ()) -> Counts:
    """Return how the review stands on all articles but ``besides``, as far as they were compared."""
    row = project.connection.execute(
        "SELECT total(comparable), total(unanimous), total(accepted), total(alone), total(pending), total(open), "
        "total(decided) FROM compared WHERE fresh = 1 AND article NOT IN (SELECT value FROM json_each(?))",
        (_listed(besides),),
    ).fetchone()
    return Counts(*map(int, row))


@asking
def articles_to_review(project: Project, *, unanimous: bool = False) -> "array[int]":
    """Return the articles that were not compared since they were touched, or have something to decide, in order.

    Args:
        project: only read.
        unanimous: whether only marks and labels count that can be accepted as unanimous.
    """
    undecided = "pending > 0" if unanimous else "pending > 0 OR open > 0 OR alone > 0"
    rows = project.connection.execute(f"SELECT article FROM compared WHERE fresh = 1 AND ({undecided})")
    return array("q", sorted({*stale_articles(project), *(article for (article,) in rows)}))


@asking
def articles_with_conflicts(project: Project) -> "array[int]":
    """Return the articles that have conflicts as far as they were compared, in order."""
    rows = project.connection.execute(
        "SELECT article FROM compared WHERE fresh = 1 AND open + decided > 0 ORDER BY article"
    )
    return array("q", (article for (article,) in rows))


@asking
def conflicts_of(project: Project, articles: Sequence[ArticleKey]) -> list[ConflictRow]:
    """Return the conflicts that are kept of ``articles``, in the order of articles and of the text."""
    rows = project.connection.execute(
        f"SELECT {_CONFLICT} WHERE article IN (SELECT value FROM json_each(?)) ORDER BY conflict.article, place",
        (_listed(articles),),
    )
    return [_conflict_row(row) for row in rows]


@asking
def identical_to(project: Project, identical: str) -> list[ConflictRow]:
    """Return all conflicts that are kept under the key ``identical``, in the order of articles and of the text."""
    rows = project.connection.execute(
        f"SELECT {_CONFLICT} WHERE identical = ? ORDER BY conflict.article, place", (identical,)
    )
    return [_conflict_row(row) for row in rows]


_CONFLICT = (
    'conflict.article, conflict.id, state, differs, tag, label, start, "end", words, identical, offers, '
    "coalesce((SELECT decision.id FROM decision WHERE decision.key = conflict.decision), '') FROM conflict"
)
_differs = msgspec.json.Decoder(tuple[str, ...])
_offers = msgspec.json.Decoder(dict[str, object])


def _conflict_row(row: Sequence[Any]) -> ConflictRow:
    article, conflict, state, differs, tag, label, start, end, words, identical, offers, decision = row
    kept = KeptConflict(
        conflict, state, _differs.decode(differs), tag, label, start, end, words, identical, _offers.decode(offers),
        decision,
    )  # fmt: skip
    return ConflictRow(article, kept)


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


def store(project: Project, compared: Compared, as_of: int) -> None:
    """Keep what comparing the layers on an article came to; inside a transaction.

    Args:
        project: where.
        compared: what it came to.
        as_of: a step; whatever it and the steps before it did to the article was seen.
    """
    ask, article = project.connection.execute, compared.article
    ask("DELETE FROM conflict WHERE article = ?", (article,))
    project.connection.executemany(
        'INSERT INTO conflict (article, place, id, state, differs, tag, label, start, "end", words, identical, '
        "offers, decision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "(SELECT key FROM decision WHERE article = ? AND id = ? ORDER BY key DESC LIMIT 1))",
        [_row_of(article, place, conflict) for place, conflict in enumerate(compared.conflicts)],
    )
    known = compared.counts
    ask(
        "INSERT OR REPLACE INTO compared (article, step, fresh, comparable, unanimous, accepted, alone, pending, open, "
        "decided) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?)",
        (article, as_of, *msgspec.structs.astuple(known)),
    )


def _listed(articles: Sequence[ArticleKey]) -> str:
    return msgspec.json.encode(list(articles)).decode()


def _row_of(article: ArticleKey, place: int, conflict: KeptConflict) -> tuple[Any, ...]:
    return (
        article, place, conflict.id, conflict.state, msgspec.json.encode(conflict.differs).decode(), conflict.tag,
        conflict.label, conflict.start, conflict.end, conflict.words, conflict.identical,
        msgspec.json.encode(conflict.offers).decode(), article, conflict.decision,
    )  # fmt: skip


def newest_step(project: Project) -> int:
    """Return the key of the newest step."""
    return int(project.connection.execute("SELECT coalesce(max(key), 0) FROM step").fetchone()[0])


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
    yield from map(
        _Entry._make,
        project.connection.execute(
            "SELECT journal.step, journal.entry, kind, first, last, before "
            "FROM compared_up_to AS seen CROSS JOIN journal "
            "WHERE (journal.step, journal.entry) > (seen.step, seen.entry) ORDER BY journal.step, journal.entry"
        ),
    )


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
