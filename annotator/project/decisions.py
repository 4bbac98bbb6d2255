"""Decisions as a project keeps them: their rows, and asking for them."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.decision import Decision
from annotator.model.span import SpanKey
from annotator.project.project import Project, asking
from annotator.project.rows import decode_object
from annotator.project.step import Row

DecisionKey = int

DECISION_COLUMNS = (
    "decision.key, decision.article, decision.gold, decision.id, about, question, fingerprint, how, votes, taken, "
    "rejected, reason, rule, decision.note, blind, earlier, more, annotator.name, gold.id"
)
DECISION_JOINS = (
    "decision JOIN annotator ON annotator.key = decision.annotator LEFT JOIN span AS gold ON gold.key = decision.gold"
)

_PLAIN = ("id", "about", "question", "fingerprint", "how", "reason", "rule", "note")
_FLAGS = ("blind", "earlier")
_JSON = ("votes", "taken", "rejected")
_ELSEWHERE = ("by", "gold", *_PLAIN, *_FLAGS, *_JSON)
"""Fields that have a column of their own; the others are kept together."""


class Kept(msgspec.Struct, frozen=True):
    """A decision as it is kept."""

    key: DecisionKey
    article: ArticleKey
    decision: Decision
    gold: SpanKey | None
    """The gold span it put there; also told by its id in the decision."""


@asking
def decisions(project: Project, article: ArticleKey) -> list[Kept]:
    """Return all decisions on ``article``, those among them that no longer count, oldest first."""
    rows = project.connection.execute(
        f"SELECT {DECISION_COLUMNS} FROM {DECISION_JOINS} WHERE decision.article = ? ORDER BY decision.key", (article,)
    )
    return [kept_of(row) for row in rows]


@asking
def reasons_added(project: Project) -> list[str]:
    """Return the reasons that were added to the list in this project, in the order they came."""
    return [name for (name,) in project.connection.execute("SELECT name FROM reason ORDER BY key")]


def kept_of(row: Sequence[Any]) -> Kept:
    """Return the decision that a row of :data:`DECISION_COLUMNS` describes."""
    key, article, gold, *plain, votes, taken, rejected, reason, rule, note, blind, earlier, more, by, gold_id = row
    values: dict[str, Any] = dict(zip(_PLAIN, [*plain, reason, rule, note], strict=True))
    values |= {"blind": bool(blind), "earlier": bool(earlier), "by": by, "gold": gold_id or ""}
    for name, stored in zip(_JSON, (votes, taken, rejected), strict=True):
        if stored is not None:
            values[name] = _decoded(stored)
    return Kept(key, article, _convert(values | decode_object(more)), gold)


def decision_row(decision: Decision, annotator: int, gold: SpanKey | None) -> Row:
    """Return ``decision`` as columns of the table ``decision``, without its key, article and step."""
    told: Mapping[str, Any] = msgspec.to_builtins(decision)
    row: Row = {"annotator": annotator, "gold": gold}
    row |= {name: getattr(decision, name) for name in _PLAIN}
    row |= {name: int(getattr(decision, name)) for name in _FLAGS}
    row |= {name: _encoded(told[name]) if told.get(name) else None for name in _JSON}
    rest = {name: value for name, value in told.items() if name not in _ELSEWHERE}
    return row | {"more": _encoded(rest) if rest else None}


def _encoded(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _decoded(stored: str) -> object:
    return msgspec.json.decode(stored)


def _convert(values: Mapping[str, Any]) -> Decision:
    try:
        return msgspec.convert(values, Decision)
    except (msgspec.ValidationError, ValueError) as error:
        # Rows that no decision can be read from are never written.
        raise msgspec.DecodeError(str(error)) from None
