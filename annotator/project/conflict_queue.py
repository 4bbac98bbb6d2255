"""The queue of conflicts over a whole project: which there are, in the order in which a reviewer wants to see them."""

from typing import Literal, get_args

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.tagset import Tagset
from annotator.project.conflict_cache import OPEN_STATES
from annotator.project.project import Project, asking
from annotator.project.step import decode_row

QueueOrder = Literal["value", "story", "kind", "article"]
QUEUE_ORDERS: tuple[QueueOrder, ...] = get_args(QueueOrder)
UNDECIDED = "undecided"
"""Every state but decided."""

Place = tuple[ArticleKey, str]
"""The article of a conflict, and its id."""

_KINDS = ("missing", "tag", "relation", "attribute", "label", "boundary")
"""Kinds of difference, those first that change most what gold says."""
_MOST_PLACES = 1_000


class ConflictQuery(msgspec.Struct, frozen=True):
    """Which conflicts are listed, and in which order. Whatever is empty does not matter."""

    order: QueueOrder = "value"
    """``value``: marks that say something about others, such as numbers and claims, first, and mere edges last;
    ``story``: articles that are copies of one report together; ``kind``: by what differs; ``article``: as in the
    list of articles."""
    state: str = UNDECIDED
    """One state, or all that are not decided."""
    differs: str = ""
    tag: str = ""
    layer: str = ""
    """Only conflicts to which this layer gave an answer."""
    words: str = ""
    """Only conflicts that have this in their words or in the title of their article."""


@asking
def queue(project: Project, query: ConflictQuery) -> list[Place]:
    """Return the conflicts that are listed, in order, as far as the layers were compared."""
    conditions, values = _conditions(query)
    where = " AND ".join(conditions) or "1"
    rows = project.connection.execute(
        f"SELECT conflict.article, conflict.id FROM conflict JOIN article ON article.key = conflict.article "
        f"WHERE {where} ORDER BY {_order(query.order, project.tagset)}",
        values,
    )
    return [(article, conflict) for article, conflict in rows]


def _conditions(query: ConflictQuery) -> tuple[list[str], list[object]]:
    conditions: list[str] = []
    values: list[object] = []
    states = OPEN_STATES if query.state == UNDECIDED else (query.state,) if query.state else ()
    if states:
        conditions.append(f"state IN ({', '.join('?' * len(states))})")
        values += states
    if query.differs:
        conditions.append("instr(differs, ?) > 0")
        values.append(f'"{query.differs}"')
    if query.tag:
        conditions.append("tag = ?")
        values.append(query.tag)
    if query.layer:
        conditions.append("EXISTS (SELECT 1 FROM json_each(offers) AS offer WHERE offer.key = ?)")
        values.append(query.layer)
    for word in query.words.split():
        conditions.append("(instr(lower(words), lower(?)) > 0 OR instr(lower(article.title), lower(?)) > 0)")
        values += [word, word]
    return conditions, values


def _order(order: QueueOrder, tagset: Tagset) -> str:
    here = "conflict.article, conflict.place"
    if order == "article":
        return here
    if order == "story":
        # Stories by their first article; an article without one stands alone.
        first = "(SELECT min(copy.key) FROM article AS copy WHERE copy.story = article.story)"
        return f"iif(article.story = '', article.key, {first}), {here}"
    if order == "kind":
        return f"{_rank_of_kind()}, {here}"
    return f"{_rank_of_tag(tagset)}, differs = '[\"boundary\"]', {_rank_of_kind()}, {here}"


def _rank_of_kind() -> str:
    cases = " ".join(f"WHEN instr(differs, '\"{kind}\"') THEN {rank}" for rank, kind in enumerate(_KINDS))
    return f"CASE {cases} ELSE {len(_KINDS)} END"


def _rank_of_tag(tagset: Tagset) -> str:
    """Put tags first whose spans say something about spans of other tags: what figures and claims are."""
    telling = {tag for kind in tagset.relations for tag in kind.head if any(other != tag for other in kind.child)}
    names = ", ".join("'" + tag.replace("'", "''") + "'" for tag in sorted(telling))
    return f"CASE WHEN label <> '' THEN 2 WHEN tag IN ({names or 'NULL'}) THEN 0 ELSE 1 END"


@asking
def title_of(project: Project, article: ArticleKey) -> str:
    """Return the title of an article, or its first words; nothing if it is gone."""
    row = project.connection.execute(
        "SELECT iif(title = '', opening, title) FROM article WHERE key = ?", (article,)
    ).fetchone()
    return "" if row is None else str(row[0])


@asking
def places_of_step(project: Project, step: int) -> list[Place]:
    """Return the conflicts about which a step, which may be an undo, made decisions or took them back."""
    found: dict[Place, None] = {}
    entries = project.connection.execute(
        "SELECT first, last, before FROM journal WHERE step = ? AND kind = 'decision' ORDER BY entry LIMIT ?",
        (step, _MOST_PLACES),
    ).fetchall()
    for first, last, before in entries:
        if before is not None:
            row = decode_row(before)
            found[row["article"], row["question"]] = None
        rows = project.connection.execute(
            "SELECT article, question FROM decision WHERE key BETWEEN ? AND ? ORDER BY key LIMIT ?",
            (first, last, _MOST_PLACES),
        )
        found.update(dict.fromkeys((article, question) for article, question in rows))
    return list(found)
