"""What is kept of comparing the layers, so that a queue over the whole project is there at once.

It is derived and not journalled; ``stale`` tells of which articles it is no longer true.
"""

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from annotator.model.article import ArticleKey
from annotator.project.project import Project, asking
from annotator.project.stale import stale_articles

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
