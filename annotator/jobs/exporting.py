"""Writing what a project holds to a file."""

from collections.abc import Iterator
from pathlib import Path

from annotator.errors import UserError
from annotator.formats.table import writable_format
from annotator.formats.whole_file import whole_file
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.model.layer import ALL, GOLD, SUGGESTIONS
from annotator.model.naming import shown
from annotator.model.record import LossReport, Record
from annotator.project.exporting import count_exported, records
from annotator.project.project import Project
from annotator.project.reading import annotators


class ExportCancelledError(UserError):
    """Somebody asked the export to stop; no file was written."""


def export_project(
    project: Project,
    out: Path,
    format_name: str = "jsonl",
    layer: str = ALL,
    report: Report = silent,
    cancelled: Cancelled = never,
    *,
    guesses: bool = False,
) -> LossReport:
    """Write the work in ``project`` to ``out``, which appears whole or not at all.

    Args:
        project: only read.
        out: the file; one that is there is replaced.
        format_name: a format that can be written.
        layer: an annotator's name, ``gold``, ``all``, or ``suggestions``.
        report: told how many articles are written.
        cancelled: asked after each article.
        guesses: whether attributes hold what was guessed and nobody has touched.

    Raises:
        ExportCancelledError: if it was cancelled.
        UserError: if there is no such layer or format, the file cannot be written, or has the name of a project.
    """
    known = writable_format(format_name)
    if layer not in (ALL, SUGGESTIONS, *annotators(project)):
        raise UserError(_no_layer(project, layer))
    if out.exists() and out.samefile(project.path):
        raise UserError(f"{shown(out.name)} is the project itself; name another file.")
    if out.suffix == project.path.suffix:
        # Replacing a file is what an export may do, and losing somebody's project what nothing may.
        raise UserError(f"{shown(out.name)} would be taken for a project; name the export otherwise.")
    assert known.write is not None
    total = count_exported(project, layer)
    with whole_file(out) as file:
        return known.write(_told(_with_tagset(project, layer, guesses=guesses), total, report, cancelled), file)


def _no_layer(project: Project, layer: str) -> str:
    if layer == GOLD:
        return "Nothing has been reviewed yet, so there is no gold layer; nothing was written."
    there = annotators(project)
    named = ", ".join(shown(name)[:30] for name in there[:3]) + (", …" if len(there) > 3 else "")
    return f"There is no layer of {shown(layer)[:30]} (there are: {named or 'none yet'}); nothing was written."


def _with_tagset(project: Project, layer: str, *, guesses: bool) -> Iterator[Record]:
    tagset = project.tagset
    for record in records(project, layer, guesses=guesses):
        if record.layer is not None:
            record.tagset, record.tagset_version = tagset.name, tagset.version
        yield record


def _told(found: Iterator[Record], total: int, report: Report, cancelled: Cancelled) -> Iterator[Record]:
    done = 0
    last = None
    for record in found:
        if record.id != last:
            last = record.id
            done += 1
            report(done, total, "exporting")
            if cancelled():
                raise ExportCancelledError("The export was stopped; no file was written.")
        yield record
