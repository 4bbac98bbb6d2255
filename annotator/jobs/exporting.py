"""Writing what a project holds to a file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

import msgspec

from annotator.errors import UserError
from annotator.formats.losses import Losses, joined, merged
from annotator.formats.nowhere import Nowhere
from annotator.formats.options import WriteOptions
from annotator.formats.parts import write_in_parts
from annotator.formats.table import Format, writable_format
from annotator.formats.whole_file import whole_file, whole_parts
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.model.layer import ALL, GOLD, SUGGESTIONS
from annotator.model.naming import shown
from annotator.model.record import LossReport, Record
from annotator.model.tagset import Tagset
from annotator.project.exporting import count_exported, records
from annotator.project.project import Project
from annotator.project.reading import annotators

_DEFAULTS = WriteOptions()
_FIRST_BATCH, _LARGEST_BATCH = 25, 400
"""How many articles are counted at a time: few at first, so that something is known soon."""
_BATCH_CHARACTERS = 4_000_000


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
    options: WriteOptions = _DEFAULTS,
    side_file: Path | None = None,
) -> LossReport:
    """Write the work in ``project`` to ``out``, which appears whole or not at all.

    Where the options ask for a file for each tag, and the format cannot hold overlaps, they stand beside ``out`` with
    the tag in their names: ``news.actor.conll`` for ``news.conll``. What is too large for one file of its format
    becomes a folder ``out`` with the files in it.

    Args:
        project: only read.
        out: the file; one that is there is replaced.
        format_name: a format that can be written.
        layer: an annotator's name, ``gold``, ``all``, or ``suggestions``.
        report: told how many articles are written.
        cancelled: asked after each article.
        guesses: whether attributes hold what was guessed and nobody has touched.
        options: what to do where the format cannot hold everything.
        side_file: where to write what it cannot hold, as native JSONL; nothing is written there if it holds everything.

    Raises:
        ExportCancelledError: if it was cancelled.
        UserError: if there is no such layer or format, the file cannot be written, or has the name of a project.
    """
    known = writable_format(format_name)
    _check_layer(project, layer)
    outs = outs_of(project, known, out, options)
    for path in [*outs, *([side_file] if side_file is not None else [])]:
        refuse_projects(project, path)
    if side_file is not None and any(_same(side_file, path) for path in outs):
        raise UserError(f"{shown(side_file.name)} cannot hold both the export and what is left out of it.")
    told = _Teller(count_exported(project, layer) * len(outs), report, cancelled)
    with ExitStack() as files:
        if side_file is not None:
            options = msgspec.structs.replace(
                options, side=files.enter_context(whole_file(side_file, even_empty=False))
            )
        written = {files.enter_context(whole_parts(path)): tag for path, tag in outs.items()}
        reports = [
            _write(known, told(_with_tagset(project, layer, tag, guesses=guesses)), parts.open, options)
            for parts, tag in written.items()
        ]
        if len(written) > 1:
            reports.append(_between_tags(_with_tagset(project, layer, None, guesses=guesses), options))
        done = merged(reports)
        names = [name for parts in written for name in parts.names]
    done.files = names if len(names) > 1 else []
    return done


def foreseen_loss(
    project: Project,
    format_name: str,
    layer: str = ALL,
    report: Report = silent,
    cancelled: Cancelled = never,
    *,
    guesses: bool = False,
    options: WriteOptions = _DEFAULTS,
    so_far: Callable[[LossReport], None] = lambda _: None,
) -> LossReport:
    """Return what :func:`export_project` would write and lose, without writing anything anywhere.

    Args:
        project: only read.
        format_name: a format that can be written.
        layer: an annotator's name, ``gold``, ``all``, or ``suggestions``.
        report: told how many articles are counted.
        cancelled: asked after each article.
        guesses: whether attributes hold what was guessed and nobody has touched.
        options: what to do where the format cannot hold everything.
        so_far: told now and then what is known of the articles that are counted.

    Raises:
        ExportCancelledError: if it was cancelled.
        UserError: if there is no such layer or format.
    """
    known = writable_format(format_name)
    _check_layer(project, layer)
    tags = _outs(project.tagset, known, Path("foreseen"), options).values()
    told = _Teller(count_exported(project, layer), report, cancelled, "counting", times=len(tags))
    found = LossReport()
    for batch in _batches(_with_tagset(project, layer, None, guesses=guesses)):
        reports = [_write(known, told(_of_tag(batch, tag)), Nowhere, options) for tag in tags]
        if len(tags) > 1:
            reports.append(_between_tags(batch, options))
        found = joined((found, merged(reports)))
        so_far(found)
    return found


def files_of_export(tagset: Tagset, format_name: str, out: Path, options: WriteOptions = _DEFAULTS) -> list[Path]:
    """Return the files that :func:`export_project` would write for ``out``, but for the side file."""
    return list(_outs(tagset, writable_format(format_name), out, options))


def _check_layer(project: Project, layer: str) -> None:
    if layer not in (ALL, SUGGESTIONS, *annotators(project)):
        raise UserError(_no_layer(project, layer))


def outs_of(project: Project, known: Format, out: Path, options: WriteOptions) -> dict[Path, str | None]:
    """Return the files that an export of ``project`` to ``out`` writes, each with the tag it is for, or nothing."""
    return _outs(project.tagset, known, out, options)


def _outs(tagset: Tagset, known: Format, out: Path, options: WriteOptions) -> dict[Path, str | None]:
    """Return the files to write, each with the tag it is for, or nothing if it is for all of them."""
    if options.flatten != "per_tag" or "flatten" not in known.heeds:
        return {out: None}
    outs: dict[Path, str | None] = {}
    taken: set[str] = set()
    for tag in tagset.tags:
        name = _in_a_file_name(tag.name)
        # Some file systems take Actor and actor for the same name.
        while name.casefold() in taken:
            name += "_"
        taken.add(name.casefold())
        outs[out.with_name(f"{out.stem}.{name}{out.suffix}")] = tag.name
    return outs


def _in_a_file_name(tag: str) -> str:
    # A tag may be called anything, even the name of another folder.
    return "".join(letter if letter.isalnum() or letter in "-_" else f"%{ord(letter):02X}" for letter in tag)


def _write(known: Format, found: Iterator[Record], opened: Callable[[], BinaryIO], options: WriteOptions) -> LossReport:
    assert known.write is not None
    return write_in_parts(known.write, found, opened, options)


def refuse_projects(project: Project, out: Path) -> None:
    """Raise :exc:`UserError` if ``out`` is the project itself, or would be taken for one."""
    if out.exists() and out.samefile(project.path):
        raise UserError(f"{shown(out.name)} is the project itself; name another file.")
    if out.suffix == project.path.suffix:
        # Replacing a file is what an export may do, and losing somebody's project what nothing may.
        raise UserError(f"{shown(out.name)} would be taken for a project; name the export otherwise.")


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve() or (one.exists() and other.exists() and one.samefile(other))


def _no_layer(project: Project, layer: str) -> str:
    if layer == GOLD:
        return "Nothing has been reviewed yet, so there is no gold layer; nothing was written."
    there = annotators(project)
    named = ", ".join(shown(name)[:30] for name in there[:3]) + (", …" if len(there) > 3 else "")
    return f"There is no layer of {shown(layer)[:30]} (there are: {named or 'none yet'}); nothing was written."


def _with_tagset(project: Project, layer: str, tag: str | None, *, guesses: bool) -> Iterator[Record]:
    tagset = project.tagset
    for record in _of_tag(records(project, layer, guesses=guesses), tag):
        if record.layer is not None:
            record.tagset, record.tagset_version = tagset.name, tagset.version
        yield record


def _of_tag(found: Iterable[Record], tag: str | None) -> Iterator[Record]:
    """Yield what is found with the spans of ``tag`` only, and what relates these, or as it is."""
    if tag is None:
        yield from found
        return
    for record in found:
        spans = [span for span in record.spans if span.label == tag]
        there = {span.id for span in spans}
        relations = [one for one in record.relations if one.head in there and one.child in there]
        yield msgspec.structs.replace(record, spans=spans, relations=relations)


def _between_tags(found: Iterable[Record], options: WriteOptions) -> LossReport:
    """Return the relations between spans of different tags as lost, since no file for one tag holds both spans."""
    losses = Losses(options.side)
    for record in found:
        tags = {span.id: span.label for span in record.spans}
        for relation in record.relations:
            if tags.get(relation.head) != tags.get(relation.child):
                losses.add_relation(record, relation)
    return LossReport(loss=losses.listed())


def _batches(found: Iterable[Record]) -> Iterator[Sequence[Record]]:
    """Yield what is found in batches of whole articles, and one at least, were it empty."""
    batch: list[Record] = []
    most, articles, characters = _FIRST_BATCH, 0, 0
    for _, of_article in groupby(found, key=lambda record: record.id):
        if articles == most or characters > _BATCH_CHARACTERS:
            yield batch
            batch, articles, characters = [], 0, 0
            most = min(2 * most, _LARGEST_BATCH)
        batch += of_article
        articles += 1
        characters += len(batch[-1].text)
    yield batch


class _Teller:
    """Tells how many articles are done, over all files that are written; of articles that go by several times, once."""

    def __init__(
        self, total: int, report: Report, cancelled: Cancelled, what: str = "exporting", *, times: int = 1
    ) -> None:
        self._times = times
        self._what = what
        self._total = total
        self._report = report
        self._cancelled = cancelled
        self._done = 0

    def __call__(self, found: Iterator[Record]) -> Iterator[Record]:
        last = None
        for record in found:
            if record.id != last:
                last = record.id
                self._done += 1
                self._report(self._done // self._times, self._total, self._what)
                if self._cancelled():
                    raise ExportCancelledError("The export was stopped; no file was written.")
            yield record
