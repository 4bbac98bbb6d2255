"""Asking a project for its list of actors: keys of what matches, rows of what is visible, and who is in conflict."""

from array import array
from collections.abc import Callable, Sequence
from typing import Any, Literal, get_args

import msgspec

from annotator.errors import UserError
from annotator.model.aliases import Alias, AliasKey, fold_name
from annotator.project.project import Project, asking

Which = Literal["all", "conflicts", "ambiguous"]
AliasOrder = Literal["canonical", "variant", "valid_from", "valid_until", "ambiguous", "note"]
WHICH: tuple[Which, ...] = get_args(Which)
ALIAS_ORDERS: tuple[AliasOrder, ...] = get_args(AliasOrder)

ALIAS_COLUMNS = "key, canonical, variant, valid_from, valid_until, ambiguous, note"

MOST_OF_A_NAME = 200
"""So many rows a folded name may have in the list, so that finding who it means, or might mean, stays quick."""

_AT_ONCE = 5_000

_RIVALRY = (
    "rival.folded = alias.folded AND rival.canonical <> alias.canonical AND NOT (rival.ambiguous AND alias.ambiguous) "
    "AND rival.valid_from <= iif(alias.valid_until = '', '~', alias.valid_until || '~') "
    "AND alias.valid_from <= iif(rival.valid_until = '', '~', rival.valid_until || '~')"
)
"""Whether two aliases say at the same time that one name means two actors, and do not both say so."""
_HAS_RIVAL = f"EXISTS (SELECT 1 FROM alias AS rival WHERE {_RIVALRY})"
_CONDITIONS: dict[Which, str] = {
    "all": "1",
    "ambiguous": "ambiguous",
    # Most names mean one actor only; to find that out takes less than to look for each one's rivals.
    "conflicts": "folded IN (SELECT folded FROM alias GROUP BY folded HAVING min(canonical) <> max(canonical)) "
    f"AND {_HAS_RIVAL}",
}
_ORDERS: dict[AliasOrder, str] = {
    "canonical": "canonical, variant, valid_from",
    "variant": "variant, canonical, valid_from",
    "valid_from": "valid_from, canonical, variant",
    "valid_until": "valid_until, canonical, variant",
    "ambiguous": "ambiguous, canonical, variant, valid_from",
    "note": "note, canonical, variant, valid_from",
}


class AliasQuery(msgspec.Struct, frozen=True):
    """Which aliases a list shows, and in which order."""

    words: str = ""
    which: Which = "all"
    order: AliasOrder = "canonical"
    descending: bool = False


class AliasLine(msgspec.Struct, frozen=True):
    """One line of the list."""

    alias: Alias
    conflict: bool
    """Whether another actor is called so at the same time, and that is not said of both."""


class AliasCounts(msgspec.Struct, frozen=True):
    """How long the list is."""

    aliases: int
    actors: int


@asking
def alias_keys(project: Project, query: AliasQuery) -> "array[int]":
    """Return the keys of all aliases that match, in order.

    Each of the words has to stand somewhere in the actor, the note, or the variant, there also as names are compared.
    """
    conditions, values = [_CONDITIONS[query.which]], list[str]()
    for word in query.words.split()[:50]:
        like = f"%{for_like(word[:200])}%"
        # What folds to nothing would be found in every variant.
        folded = fold_name(word[:200]) or word
        columns = " OR ".join(f"{column} LIKE ? ESCAPE '\\'" for column in ("canonical", "variant", "note"))
        conditions.append(f"(instr(folded, ?) OR {columns})")
        values += [folded, like, like, like]
    order = _ORDERS[query.order]
    if query.descending:
        order = ", ".join(f"{term} DESC" for term in order.split(", "))
    rows = project.connection.execute(
        f"SELECT key FROM alias WHERE {' AND '.join(conditions)} ORDER BY {order}, key", values
    )
    return array("q", (key for (key,) in rows))


@asking
def alias_lines(project: Project, keys: Sequence[AliasKey]) -> list[AliasLine]:
    """Return the lines of a list for ``keys``, in that order; a key that is gone is left out."""
    marks = ", ".join("?" * len(keys))
    rows = project.connection.execute(
        f"SELECT {_HAS_RIVAL}, {ALIAS_COLUMNS} FROM alias WHERE key IN ({marks})", tuple(keys)
    )
    found = {row[1]: AliasLine(alias_of(row[1:]), bool(row[0])) for row in rows}
    return [found[key] for key in keys if key in found]


@asking
def alias(project: Project, key: AliasKey) -> Alias:
    """Return one alias; raise :exc:`UserError` if it is no longer there."""
    row = project.connection.execute(f"SELECT {ALIAS_COLUMNS} FROM alias WHERE key = ?", (key,)).fetchone()
    if row is None:
        raise UserError("That name is no longer in the list of actors.")
    return alias_of(row)


@asking
def rivals_of(project: Project, key: AliasKey) -> list[Alias]:
    """Return the aliases that claim the same name for another actor at the same time as the alias ``key``.

    Where both are called ambiguous, that is known and no conflict.
    """
    columns = ", ".join(f"rival.{name}" for name in ALIAS_COLUMNS.split(", "))
    rows = project.connection.execute(
        f"SELECT {columns} FROM alias JOIN alias AS rival ON {_RIVALRY} WHERE alias.key = ? ORDER BY rival.canonical",
        (key,),
    )
    return [alias_of(row) for row in rows]


@asking
def count_conflicts(project: Project, went_on: Callable[[], bool] = lambda: True) -> int:
    """Return how many aliases are in conflict with another, or what was counted until ``went_on`` said no.

    Reads a part at a time, because nobody can save while somebody reads.
    """
    count = 0
    (last,) = project.connection.execute("SELECT coalesce(max(key), 0) FROM alias").fetchone()
    for first in range(1, last + 1, _AT_ONCE):
        (found,) = project.connection.execute(
            f"SELECT count(*) FROM alias WHERE key BETWEEN ? AND ? AND {_HAS_RIVAL}", (first, first + _AT_ONCE - 1)
        ).fetchone()
        count += found
        if not went_on():
            break
    return count


@asking
def count_aliases(project: Project) -> AliasCounts:
    """Return how long the list of actors is."""
    return AliasCounts(*project.connection.execute("SELECT count(*), count(DISTINCT canonical) FROM alias").fetchone())


@asking
def is_actor(project: Project, canonical: str) -> bool:
    """Say whether the list has an actor of exactly this name."""
    found = project.connection.execute("SELECT 1 FROM alias WHERE canonical = ?", (canonical,)).fetchone()
    return found is not None


@asking
def all_aliases(project: Project) -> list[Alias]:
    """Return the whole list, by actor and variant."""
    rows = project.connection.execute(f"SELECT {ALIAS_COLUMNS} FROM alias ORDER BY canonical, variant, valid_from, key")
    return [alias_of(row) for row in rows]


def alias_of(row: Sequence[Any]) -> Alias:
    """Return the alias that a row of :data:`ALIAS_COLUMNS` describes."""
    key, canonical, variant, valid_from, valid_until, ambiguous, note = row
    return Alias(canonical, variant, valid_from, valid_until, bool(ambiguous), note, key)


def for_like(word: str) -> str:
    """Return ``word`` for a pattern of LIKE … ESCAPE '\\' in which it stands for itself."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
