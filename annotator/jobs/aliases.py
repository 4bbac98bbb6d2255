"""Lists of actors from files and to files."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from annotator.errors import UserError
from annotator.formats.alias_reading import AliasReading
from annotator.formats.alias_table import AliasFormat, alias_format
from annotator.formats.source import file_source
from annotator.formats.table import AUTO
from annotator.formats.whole_file import whole_file
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.model.aliases import Alias
from annotator.model.naming import shown
from annotator.project.alias_import import AliasTally, import_aliases
from annotator.project.aliases import MOST_OF_A_NAME, all_aliases
from annotator.project.changes import Changes
from annotator.project.project import Project

MOST_SHOWN = 200
"""So many aliases of a file are shown before it is imported."""


class AliasReport(msgspec.Struct):
    """What an import of a list brought, or would bring."""

    tally: AliasTally
    notes: list[tuple[str, str]]
    """Where, and what there is to say about it."""
    first: list[Alias]
    """The first aliases of the file."""
    refused: int = 0
    """How many lines or aliases were passed over."""
    ambiguous: int = 0
    """How many aliases of the file are called ambiguous."""
    changes: Changes = Changes()
    cancelled: bool = False


def import_alias_file(
    project: Project,
    path: Path,
    format_name: str = AUTO,
    encoding: str | None = None,
    report: Report = silent,
    cancelled: Cancelled = never,
    *,
    dry_run: bool = False,
) -> AliasReport:
    """Bring the list of actors in the file ``path`` into the project's, as one undoable step.

    Raises:
        EncodingQuestion: if the file is not UTF-8 and no encoding is given.
        UserError: if it cannot be read as a list of actors; nothing is written.
    """
    report(0, 0, f"reading {shown(path.name)}")
    reading = _read(path, format_name, encoding)
    tally, changes = import_aliases(
        project, reading.aliases, dry_run=dry_run, went_on=_teller(report, cancelled, dry_run=dry_run)
    )
    called = shown(path.name)
    notes = [(called, note) for note in reading.notes]
    notes += [(f"line {refused.line:,}", refused.why) for refused in reading.refused]
    notes += [
        (called, f"{shown(alias.variant)} is in the list {MOST_OF_A_NAME} times already; it was left out.")
        for alias in tally.too_many
    ]
    return AliasReport(
        tally,
        notes,
        reading.aliases[:MOST_SHOWN],
        refused=len(reading.refused) + len(tally.too_many),
        ambiguous=sum(alias.ambiguous for alias in reading.aliases),
        changes=changes,
        cancelled=cancelled(),
    )


def export_aliases(project: Project, out: Path, format_name: str = AUTO) -> int:
    """Write the project's list of actors to ``out``, which appears whole or not at all; return how many names it has.

    Raises:
        UserError: if the file cannot be written, is a project, or has the name of one.
    """
    known = alias_format(format_name, out.suffix.lower())
    if known.write is None:
        raise UserError(f"{known.help}: the program can read that, but not write it.")
    if out.suffix == project.path.suffix or (out.exists() and out.samefile(project.path)):
        raise UserError(f"{shown(out.name)} would be taken for a project; name the list otherwise.")
    with whole_file(out) as file:
        return known.write(all_aliases(project), file)


def _read(path: Path, format_name: str, encoding: str | None) -> AliasReading:
    if not path.is_file():
        raise UserError(f"There is no file {shown(str(path))}.")
    known: AliasFormat = alias_format(format_name, path.suffix.lower())
    return known.read(file_source(path), encoding)


def _teller(report: Report, cancelled: Cancelled, *, dry_run: bool) -> Callable[[int, int], bool]:
    def went_on(done: int, total: int) -> bool:
        report(done, total, "comparing names" if dry_run else "importing names")
        return not cancelled()

    return went_on
