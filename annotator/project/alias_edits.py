"""Edits of the list of actors: each is one undoable step. The list is the project's, and everybody may edit it."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from annotator.errors import UserError
from annotator.model.aliases import Alias, AliasKey, check_alias, fold_name, tidied
from annotator.model.naming import shown
from annotator.project.alias_spans import say_instead
from annotator.project.aliases import ALIAS_COLUMNS, MOST_OF_A_NAME, alias_of
from annotator.project.changes import Changes
from annotator.project.ops import Op
from annotator.project.project import OpenStep, Project
from annotator.project.step import Row


def add_aliases(project: Project, aliases: Iterable[Alias]) -> Changes:
    """Add ``aliases``; what the list has already is left alone.

    An actor that is new is added under its own name as well, unless another actor is called so.

    Raises:
        UserError: if one of them cannot stand in a list.
    """
    with project.step(Op.ALIASES) as step:
        for alias in _with_own_names(step, [_checked(alias) for alias in aliases]):
            if _same(step, alias) is None:
                _refuse_too_many(step, alias)
                step.rows.insert("alias", alias_row(alias))
    return step.changes


def change_alias(project: Project, alias: Alias) -> Changes:
    """Let the alias with the key of ``alias`` read like it.

    Raises:
        UserError: if it is no longer there, cannot read so, or another one reads so already.
    """
    alias = _checked(alias)
    with project.step(Op.ALIASES) as step:
        before = _require(step, alias.key)
        twin = _same(step, alias)
        if twin is not None and twin != alias.key:
            raise UserError(f"{shown(alias.canonical)} is called {shown(alias.variant)} in the list already.")
        if alias.folded != before["folded"]:
            _refuse_too_many(step, alias)
        step.rows.update("alias", alias.key, **alias_row(alias))
    return step.changes


def set_ambiguous(project: Project, keys: Sequence[AliasKey], *, ambiguous: bool) -> Changes:
    """Say of each of these aliases whether it means others as well."""
    with project.step(Op.ALIASES) as step:
        for key in dict.fromkeys(keys):
            _require(step, key)
            step.rows.update("alias", key, ambiguous=int(ambiguous))
    return step.changes


def remove_aliases(project: Project, keys: Sequence[AliasKey]) -> Changes:
    """Remove these aliases. What spans say stays."""
    with project.step(Op.ALIASES) as step:
        for first, last in _runs(keys):
            step.rows.remove_range("alias", first, last)
    return step.changes


def rename_actor(project: Project, old: str, new: str) -> Changes:
    """Give the actor ``old`` the canonical name ``new``, in the list and in every span that says it means it.

    The old name stays what it is called, if it was among its variants.

    Raises:
        UserError: if the list has no such actor, or has one called ``new`` already.
    """
    new = new.strip()
    with project.step(Op.ALIASES) as step:
        if new != old and _rows_of(step, new):
            raise UserError(f"There is an actor {shown(new)} already; merge the two instead.")
        _take_over(step, [old], new)
        if new != old:
            for alias in _with_own_name(step, new):
                step.rows.insert("alias", alias_row(alias))
    return step.changes


def merge_actors(project: Project, actors: Sequence[str], into: str) -> Changes:
    """Make ``actors`` one with the actor ``into``, in the list and in every span that says it means one of them.

    Raises:
        UserError: if the list lacks one of them.
    """
    with project.step(Op.ALIASES) as step:
        if not _rows_of(step, into):
            raise _no_actor(into)
        _take_over(step, [actor for actor in dict.fromkeys(actors) if actor != into], into)
    return step.changes


def alias_row(alias: Alias) -> Row:
    """Return ``alias`` as a row of the table, without its key."""
    return {
        "canonical": alias.canonical,
        "variant": alias.variant,
        "folded": alias.folded,
        "valid_from": alias.valid_from,
        "valid_until": alias.valid_until,
        "ambiguous": int(alias.ambiguous),
        "note": alias.note,
    }


def _take_over(step: OpenStep, actors: Sequence[str], new: str) -> None:
    """Let everything that is said of ``actors`` be said of ``new``."""
    check_alias(Alias(new, "any"))
    for actor in actors:
        rows = _rows_of(step, actor)
        if not rows:
            raise _no_actor(actor)
        for alias in rows:
            twin = _same(step, msgspec.structs.replace(alias, canonical=new))
            if twin is None or twin == alias.key:
                step.rows.update("alias", alias.key, canonical=new)
            else:
                step.rows.delete("alias", alias.key)
    if actors:
        say_instead(step, dict.fromkeys(actors, new))


def _with_own_names(step: OpenStep, aliases: Sequence[Alias]) -> list[Alias]:
    """Return ``aliases`` with the own names of those actors among them that are new."""
    listed = {(alias.canonical, alias.folded) for alias in aliases}
    new = [name for name in dict.fromkeys(alias.canonical for alias in aliases) if not _rows_of(step, name)]
    own = [alias for name in new if (name, fold_name(name)) not in listed for alias in _with_own_name(step, name)]
    return [*aliases, *own]


def _with_own_name(step: OpenStep, canonical: str) -> list[Alias]:
    """Return the alias that calls an actor by its own name; none if somebody is called so already."""
    alias = Alias(canonical, canonical)
    taken = step.project.connection.execute("SELECT 1 FROM alias WHERE folded = ?", (alias.folded,)).fetchone()
    return [] if taken or not alias.folded else [alias]


def _checked(alias: Alias) -> Alias:
    alias = tidied(alias)
    check_alias(alias)
    return alias


def _same(step: OpenStep, alias: Alias) -> AliasKey | None:
    """Return the key of the alias that says the same of the same actor for the same time, if there is one."""
    found = step.project.connection.execute(
        "SELECT key FROM alias WHERE folded = ? AND canonical = ? AND valid_from = ? AND valid_until = ?",
        (alias.folded, alias.canonical, alias.valid_from, alias.valid_until),
    ).fetchone()
    return None if found is None else int(found[0])


def _refuse_too_many(step: OpenStep, alias: Alias) -> None:
    (count,) = step.project.connection.execute(
        "SELECT count(*) FROM alias WHERE folded = ?", (alias.folded,)
    ).fetchone()
    if count >= MOST_OF_A_NAME:
        raise UserError(f"{shown(alias.variant)} stands in the list {MOST_OF_A_NAME} times already.")


def _require(step: OpenStep, key: AliasKey) -> Row:
    row = step.rows.find("alias", key)
    if row is None:
        raise UserError("That name is no longer in the list of actors.")
    return row


def _rows_of(step: OpenStep, canonical: str) -> list[Alias]:
    rows = step.project.connection.execute(
        f"SELECT {ALIAS_COLUMNS} FROM alias WHERE canonical = ? ORDER BY key", (canonical,)
    )
    return [alias_of(row) for row in rows]


def _no_actor(name: str) -> UserError:
    return UserError(f"There is no actor {shown(name)} in the list.")


def _runs(keys: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and last of every run of keys that follow one another."""
    runs = []
    for _, run in groupby(enumerate(sorted(set(keys))), lambda pair: pair[1] - pair[0]):
        members = [key for _, key in run]
        runs.append((members[0], members[-1]))
    return runs
