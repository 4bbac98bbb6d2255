"""The queue of conflicts over a whole project: ordered by what they are worth, filtered, a page at a time.

It is as true as the last comparing of the project (``conflict_cache``).
"""

from collections.abc import Sequence
from typing import Literal, get_args

import msgspec

from annotator.model.article import ArticleKey
from annotator.project.conflict_cache import DECIDED, ConflictRow, conflicts_of
from annotator.project.project import Project, asking

QueueState = Literal["open", "decided", "all", "re-opened", "deferred", "second opinion"]
QueueOrder = Literal["value", "story", "kind", "article"]
QUEUE_STATES: tuple[QueueState, ...] = get_args(QueueState)
QUEUE_ORDERS: tuple[QueueOrder, ...] = get_args(QueueOrder)

Place = tuple[ArticleKey, int]
"""An article and the number of a conflict in it, from 0 in text order."""

_MOST_WORTH = ("number", "claim")
_DIFFERENCES = ("missing", "tag", "attribute", "relation", "label", "boundary")
"""What differs, the weightiest first: an edge seldom changes what is published."""


class QueueQuery(msgspec.Struct, frozen=True):
    """Which conflicts a queue shows, and in which order."""

    state: QueueState = "open"
    """``open`` are all that are not decided."""
    order: QueueOrder = "value"
    tag: str = ""
    differs: str = ""
    """One of the things that differ."""
    words: str = ""
    """Only conflicts in whose words these occur."""
    article: ArticleKey = 0
    """Only those of one article."""


@asking
def queue(project: Project, query: QueueQuery) -> list[Place]:
    """Return the places of all conflicts that match, in order."""
    conditions, values = _conditions(query)
    where = " AND ".join(conditions) or "1"
    rows = project.connection.execute(
        "SELECT conflict.article, place FROM conflict JOIN article ON article.key = conflict.article "
        f"WHERE {where} ORDER BY {_ORDERS[query.order]}conflict.article, place",
        values,
    )
    return list(rows)


@asking
def queue_rows(project: Project, places: Sequence[Place]) -> list[ConflictRow]:
    """Return the lines of a queue for ``places``, in that order; a conflict that is gone is left out."""
    found: dict[Place, ConflictRow] = {}
    counted: dict[ArticleKey, int] = {}
    for row in conflicts_of(project, sorted({article for article, _ in places})):
        number = counted[row.article] = counted.get(row.article, -1) + 1
        found[row.article, number] = row
    return [found[place] for place in places if place in found]


def _conditions(query: QueueQuery) -> tuple[list[str], dict[str, object]]:
    conditions: list[str] = []
    if query.state == "open":
        conditions.append("state <> :decided")
    elif query.state != "all":
        conditions.append("state = :state")
    if query.tag:
        conditions.append("tag = :tag")
    if query.differs:
        conditions.append("EXISTS (SELECT 1 FROM json_each(differs) WHERE value = :differs)")
    if query.words.strip():
        conditions.append("instr(lower(words), lower(:words)) > 0")
    if query.article:
        conditions.append("conflict.article = :article")
    return conditions, {"decided": DECIDED, **msgspec.structs.asdict(query), "words": query.words.strip()}


def _ranked(condition: str, values: Sequence[str]) -> str:
    """Return SQL that orders by the first of ``values`` for which a condition holds; where none does comes last."""
    cases = " ".join(f"WHEN {condition.format(value)} THEN {rank}" for rank, value in enumerate(values))
    return f"CASE {cases} ELSE {len(values)} END"


_KIND = _ranked("instr(differs, '\"{}\"') > 0", _DIFFERENCES)
_ORDERS: dict[QueueOrder, str] = {
    "value": _ranked("tag = '{}'", _MOST_WORTH) + f", {_KIND}, ",
    "story": "CASE WHEN story = '' THEN article.id ELSE story END, ",
    "kind": f"{_KIND}, differs, ",
    "article": "",
}
