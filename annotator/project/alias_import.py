"""Bringing a whole list of actors into a project: one step, in transactions so short that a key never waits for them.

An import that was stopped has brought a part of the list; it is simply run again.
"""

from collections.abc import Callable, Sequence
from time import perf_counter

import msgspec

from annotator.model.aliases import Alias, fold_name
from annotator.project.aliases import MOST_OF_A_NAME
from annotator.project.changes import Changes
from annotator.project.ops import Op
from annotator.project.pacing import TRANSACTION_SECONDS
from annotator.project.project import OpenStep, Project, last_key

_COLUMNS = ("key", "canonical", "variant", "folded", "valid_from", "valid_until", "ambiguous", "note")
_AT_ONCE = 400
"""So many aliases are looked up with one question, and written at once."""

_Same = tuple[str, str, str, str]
"""An actor, a folded name, and the days from and until which it is called so: what makes two aliases the same."""
_WentOn = Callable[[int, int], bool]


class AliasTally(msgspec.Struct):
    """What an import of aliases brought, or would bring."""

    new: int = 0
    known: int = 0
    own_names: int = 0
    """How many of the new ones only add an actor's own name."""
    too_many: list[Alias] = []
    """Those refused because the list has too many rows of their name."""


def import_aliases(
    project: Project,
    aliases: Sequence[Alias],
    *,
    dry_run: bool = False,
    went_on: _WentOn = lambda _done, _total: True,
) -> tuple[AliasTally, Changes]:
    """Bring ``aliases`` into the list as one undoable step.

    What the list has already stays as it is. An actor that is new is called by its own name as well, unless the list or
    ``aliases`` give that name to somebody.

    Args:
        project: where to.
        aliases: checked already.
        dry_run: decide everything and write nothing.
        went_on: called with how many are dealt with, and how many there are; answers whether to go on.

    Returns:
        What was done, and what it changed.
    """
    intake = _Intake(project)
    whole = [*aliases, *_own_names(project, aliases)]
    intake.tally.own_names = len(whole) - len(aliases)
    if dry_run:
        _decide_only(intake, whole, went_on)
        return intake.tally, Changes()
    return intake.tally, _write_all(OpenStep(project, Op.ALIASES), intake, whole, went_on)


def _decide_only(intake: "_Intake", aliases: Sequence[Alias], went_on: _WentOn) -> None:
    for first in range(0, len(aliases), _AT_ONCE):
        intake.choose(aliases[first : first + _AT_ONCE])
        if not went_on(min(first + _AT_ONCE, len(aliases)), len(aliases)):
            return


def _write_all(step: OpenStep, intake: "_Intake", aliases: Sequence[Alias], went_on: _WentOn) -> Changes:
    changes, done = Changes(), 0
    while done < len(aliases):
        with step.transaction():
            # Somebody may have edited the list since the transaction before.
            intake.forget()
            ends = perf_counter() + TRANSACTION_SECONDS
            while True:
                _write(step, intake.choose(aliases[done : done + _AT_ONCE]))
                done = min(done + _AT_ONCE, len(aliases))
                if done == len(aliases) or perf_counter() > ends:
                    break
        if step.changes.aliases:
            changes = step.changes
        if not went_on(done, len(aliases)):
            break
    return changes


class _Intake:
    """Decides which aliases are new, in the order they come."""

    def __init__(self, project: Project) -> None:
        self.tally = AliasTally()
        self._project = project
        self._seen: set[_Same] = set()
        self._counts: dict[str, int] = {}

    def forget(self) -> None:
        """Forget what the list holds, and ask again."""
        self._seen.clear()
        self._counts.clear()

    def choose(self, batch: Sequence[Alias]) -> list[tuple[str, Alias]]:
        """Return those of ``batch`` that are to be written, each with its folded name."""
        folded = [(alias.folded, alias) for alias in batch]
        self._look_up(dict.fromkeys(name for name, _ in folded if name not in self._counts))
        chosen = []
        for name, alias in folded:
            same = (alias.canonical, name, alias.valid_from, alias.valid_until)
            if same in self._seen:
                self.tally.known += 1
            elif self._counts[name] >= MOST_OF_A_NAME:
                self.tally.too_many.append(alias)
            else:
                self._seen.add(same)
                self._counts[name] += 1
                self.tally.new += 1
                chosen.append((name, alias))
        return chosen

    def _look_up(self, names: dict[str, None]) -> None:
        marks = ", ".join("?" * len(names))
        self._counts |= dict.fromkeys(names, 0)
        for same in self._project.connection.execute(
            f"SELECT canonical, folded, valid_from, valid_until FROM alias WHERE folded IN ({marks})", tuple(names)
        ):
            self._seen.add(same)
            self._counts[same[1]] += 1


def _write(step: OpenStep, chosen: Sequence[tuple[str, Alias]]) -> None:
    first = last_key(step, "alias") + 1
    step.rows.insert_many(
        "alias",
        _COLUMNS,
        [
            (
                key,
                alias.canonical,
                alias.variant,
                folded,
                alias.valid_from,
                alias.valid_until,
                int(alias.ambiguous),
                alias.note,
            )
            for key, (folded, alias) in enumerate(chosen, first)
        ],
    )


def _own_names(project: Project, aliases: Sequence[Alias]) -> list[Alias]:
    """Return the aliases that call those actors by their own names that are new and not called so in any way."""
    actors = {folded: name for name in {alias.canonical: None for alias in aliases} if (folded := fold_name(name))}
    taken = {alias.folded for alias in aliases}
    free = {folded: name for folded, name in actors.items() if folded not in taken}
    listed = {name for (name,) in project.connection.execute("SELECT DISTINCT canonical FROM alias")} if free else set()
    known = {name for (name,) in project.connection.execute("SELECT DISTINCT folded FROM alias")} if free else set()
    return [Alias(name, name) for folded, name in free.items() if name not in listed and folded not in known]
