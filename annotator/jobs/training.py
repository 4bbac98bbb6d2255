"""Exporting what models learn from: splits that no copy of a report crosses, and a card that says what they hold."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import msgspec

from annotator.errors import UserError
from annotator.formats.losses import joined, merged
from annotator.formats.nowhere import Nowhere
from annotator.formats.options import WriteOptions
from annotator.formats.parts import write_in_parts
from annotator.formats.safe_csv import write_table
from annotator.formats.table import Format, writable_format
from annotator.formats.whole_file import whole_file, whole_parts
from annotator.formats.whole_folder import whole_folder
from annotator.jobs.agreeing import AgreementCancelledError, agree
from annotator.jobs.exporting import outs_of, refuse_projects
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.jobs.training_card import NOT_HELD, TAGSET, Known, card
from annotator.jobs.training_items import Item, Plan
from annotator.jobs.training_plan import TrainingCancelledError, TrainingOptions, plan
from annotator.jobs.training_report import Alignment, SplitCounts, TrainingReport
from annotator.model.article import ArticleKey
from annotator.model.decision import anonymous
from annotator.model.layer import ALL
from annotator.model.minhash import SEED, Signatures, near_copies, signature
from annotator.model.naming import shown
from annotator.model.pseudonyms import pseudonyms
from annotator.model.record import DECISION, LossReport, Record
from annotator.model.shingles import shingles
from annotator.model.splitting import Split
from annotator.model.tagset_files import pretty_tagset
from annotator.project.exporting import records_by_article
from annotator.project.project import Project
from annotator.project.stories import reader_of_shingles
from annotator.project.training import article_id, everybody

CARD = "README.md"
_CHECKING_SEED = SEED + 1


def export_training(
    project: Project,
    out: Path,
    options: TrainingOptions | None = None,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> TrainingReport:
    """Write a file for each split, and a card beside them, into the folder or zip ``out``, whole or not at all.

    Raises:
        TrainingCancelledError: if it was cancelled.
        UserError: if there is nothing to write, a copy of a report crosses splits, the options contradict themselves,
            or ``out`` cannot be written or is there already.
    """
    options = options or TrainingOptions()
    known = writable_format(options.format)
    options = msgspec.structs.replace(options, format=known.name)
    for path in (out, options.pseudonym_table):
        if path is not None:
            refuse_projects(project, path)
    planned = plan(project, options, report, cancelled)
    called = pseudonyms(everybody(project), project.id, options.pseudonym_seed)
    names = _names(called, options)
    with ExitStack() as files:
        # Its name comes first: the folder that cannot be written is then heard of before anything is done.
        folder = files.enter_context(whole_folder(out))
        rows = files.enter_context(TemporaryFile())
        writer = _Writer(project, planned, options, names, report, cancelled, rows)
        loss = writer.write(known, folder)
        _refuse_leaks(project, planned, writer.signatures, cancelled)
        done = writer.report(loss)
        text = card(done, _known(project, planned, options, names, report, cancelled))
        (folder / TAGSET).write_bytes(pretty_tagset(project.tagset))
        (folder / CARD).write_text(text, encoding="utf-8", newline="\n")
        if options.pseudonym_table is not None:
            named = [(name, pseudonym) for name, pseudonym in sorted(called.items()) if name != pseudonym]
            write_table(("annotator", "pseudonym"), named, files.enter_context(whole_file(options.pseudonym_table)))
    return done


def foreseen_training(
    project: Project,
    options: TrainingOptions | None = None,
    report: Report = silent,
    cancelled: Cancelled = never,
    planned: Plan | None = None,
) -> TrainingReport:
    """Return what :func:`export_training` would write, without writing anything anywhere.

    Args:
        project: only read.
        options: what a model is to learn from.
        report: told how many articles are looked at.
        cancelled: asked after each article.
        planned: what :func:`~annotator.jobs.training_plan.plan` said about these options, if that is known.

    Raises:
        TrainingCancelledError: if it was cancelled.
        UserError: as :func:`export_training`, but for what only writing shows.
    """
    options = options or TrainingOptions()
    known = writable_format(options.format)
    planned = planned or plan(project, options, report, cancelled)
    names = _names(pseudonyms(everybody(project), project.id, options.pseudonym_seed), options)
    with TemporaryFile() as rows:
        writer = _Writer(project, planned, options, names, report, cancelled, rows)
        loss = writer.write(known)
        _refuse_leaks(project, planned, writer.signatures, cancelled)
    return writer.report(loss)


def _names(called: Mapping[str, str], options: TrainingOptions) -> Mapping[str, str]:
    """Return what annotators are called in the files, by their names."""
    return called if options.pseudonyms else {name: name for name in called}


class _Writer:
    """Writes the splits one after the other, and counts what goes by."""

    def __init__(
        self,
        project: Project,
        planned: Plan,
        options: TrainingOptions,
        names: Mapping[str, str],
        report: Report,
        cancelled: Cancelled,
        rows: BinaryIO,
    ) -> None:
        self.signatures = Signatures(rows)
        self._project = project
        self._plan = planned
        self._options = options
        self._names = names
        self._report = report
        self._cancelled = cancelled
        self._tagset = project.tagset
        self._alignment = Alignment([tag.name for tag in self._tagset.tags])
        self._counts = {split: SplitCounts(stories=planned.stories[split]) for split in planned.wanted}
        self._files: list[str] = []
        self._done = 0
        self._total = 0

    def write(self, known: Format, folder: Path | None = None) -> LossReport:
        """Write the files of all splits that have an article into ``folder``; without one, only count."""
        sizes = self._plan.sizes()
        files = {
            split: outs_of(self._project, known, Path(f"{split}{known.new_suffix}"), self._options.write)
            for split in self._plan.wanted
            if sizes[split]
        }
        self._total = sum(sizes[split] * len(paths) for split, paths in files.items())
        with Nowhere() if folder is None else (folder / NOT_HELD).open("wb") as side:
            write = msgspec.structs.replace(self._options.write, side=side)
            # The files of a split are about the same articles; those of several splits never are.
            done = joined(
                merged(
                    self._write(known, split, folder, path.name, tag, write, first=number == 0)
                    for number, (path, tag) in enumerate(paths.items())
                )
                for split, paths in files.items()
            )
            beside = side.tell()
        if beside:
            self._files.append(NOT_HELD)
        elif folder is not None:
            (folder / NOT_HELD).unlink()
        return done

    def report(self, loss: LossReport) -> TrainingReport:
        """Return what was written, or would be."""
        return TrainingReport(
            self._counts,
            self._alignment.found(),
            self._plan.left_out,
            tuple(loss.loss),
            {"splits": self._options.seed, "pseudonyms": self._options.pseudonym_seed, "copies": SEED},
            (*sorted(self._files), TAGSET, CARD),
        )

    def _write(
        self,
        known: Format,
        split: Split,
        folder: Path | None,
        name: str,
        tag: str | None,
        options: WriteOptions,
        *,
        first: bool,
    ) -> LossReport:
        assert known.write is not None
        found = self._records(split, tag, first=first)
        if folder is None:
            self._files.append(name)
            return write_in_parts(known.write, found, Nowhere, options)
        with whole_parts(folder / name) as parts:
            report = write_in_parts(known.write, found, parts.open, options)
        self._files += parts.names
        return report

    def _records(self, split: Split, tag: str | None, *, first: bool) -> Iterator[Record]:
        """Yield the records of a split; the ``first`` time they go by they are counted."""
        keys = self._plan.keys(split)
        for key, of_article in records_by_article(self._project, ALL, guesses=self._options.guesses, only=keys):
            item = self._plan.item(key)
            self._go_on()
            if first:
                self._count_article(split, item, of_article[0])
            for record in of_article:
                if record.layer not in item.layers:
                    continue
                record = self._named(record)
                if first:
                    self._count(split, record)
                if tag is not None:
                    record.spans = [span for span in record.spans if span.label == tag]
                yield record

    def _go_on(self) -> None:
        if self._cancelled():
            raise TrainingCancelledError
        self._done += 1
        self._report(self._done, self._total, "exporting")

    def _named(self, record: Record) -> Record:
        """Return a record as it is written, its annotators called as they are to be called."""
        record.layer = self._names[record.layer or ""]
        record.tagset, record.tagset_version = self._tagset.name, self._tagset.version
        if self._options.pseudonyms:
            record.decisions = [anonymous(decision, self._names) for decision in record.decisions]
            for span in record.spans:
                if span.extra and DECISION in span.extra:
                    span.extra = span.extra | {DECISION: anonymous(span.extra[DECISION], self._names)}
        return record

    def _count_article(self, split: Split, item: Item, record: Record) -> None:
        self._counts[split].add(item)
        there = shingles(record.text)
        self.signatures.add(item.key, len(there), signature(there, _CHECKING_SEED))

    def _count(self, split: Split, record: Record) -> None:
        counts = self._counts[split]
        counts.records += 1
        counts.relations += len(record.relations)
        counts.relation_types.update(relation.label for relation in record.relations)
        counts.tags.update(span.label for span in record.spans)
        counts.annotators[record.layer or ""] += 1
        self._alignment.add(record)


def _refuse_leaks(project: Project, planned: Plan, texts: Signatures, cancelled: Cancelled) -> None:
    """Compare once more what was written, by other hashes, and refuse if a copy of a report crosses splits."""

    def apart(one: ArticleKey, other: ArticleKey) -> bool:
        return planned.split_of(one) == planned.split_of(other)

    for pair in near_copies(texts, reader_of_shingles(project), apart, went_on=lambda: not cancelled()):
        one, other = (shown(article_id(project, key)) for key in pair)
        raise UserError(
            f"Article {one} would be in {planned.split_of(pair[0])} and its copy {other} in "
            f"{planned.split_of(pair[1])}; nothing was written."
        )
    if cancelled():
        raise TrainingCancelledError


def _known(
    project: Project,
    planned: Plan,
    options: TrainingOptions,
    names: Mapping[str, str],
    report: Report,
    cancelled: Cancelled,
) -> Known:
    try:
        agreement = agree(project, report=report, cancelled=cancelled)
    except AgreementCancelledError:
        raise TrainingCancelledError from None
    return Known(project.path.stem, project.tagset, options, Counter(planned.abouts()), agreement, names)
