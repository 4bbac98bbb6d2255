"""Agreement as tables for spreadsheets: one file for each kind of figure, in a folder."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from annotator.agreement.coefficients import Counts
from annotator.agreement.figures import OVERALL, Agreement, ArticleAgreement
from annotator.errors import UserError
from annotator.formats.safe_csv import Rows, Value, write_table
from annotator.formats.whole_file import whole_file
from annotator.jobs.agreeing import AgreementOptions, agree_by_article
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.model.naming import shown
from annotator.project.project import Project

_COUNTED = ("both", "only_a", "only_b", "precision", "recall", "f1")


class Table(msgspec.Struct, frozen=True):
    """One table: the name of its file, without the ending, its columns and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: Rows


def tables(agreement: Agreement) -> Iterator[Table]:
    """Yield the tables of ``agreement``; articles, of which there may be many, are not among them."""
    yield Table("pairs", ("a", "b", "articles", "match", "tag", *_COUNTED, "kappa"), _pairs(agreement))
    yield Table("alpha", ("tag", "alpha"), [(tag, figure.value) for tag, figure in agreement.alpha.items()])
    yield Table("confusion", ("a", "b", "tag_a", "tag_b", "count"), _confusion(agreement))
    yield Table("edges", ("a", "b", "tag", "side", "kind", "tokens", "code_points", "count"), _edges(agreement))
    columns = ("a", "b", "tag", "attribute", "same", "different", "only_a", "only_b", "share", "kappa")
    yield Table("attributes", columns, _attributes(agreement))
    yield Table("annotators", ("annotator", "articles", "match", *_COUNTED), _annotators(agreement))
    yield Table("over_time", ("by", "period", "a", "b", "articles", "match", *_COUNTED), _over_time(agreement))
    yield Table("undefined", ("what", "why"), [(known.what, known.why) for known in agreement.undefined])
    left_out = [(known.what, known.count, known.why) for known in agreement.left_out]
    yield Table("left_out", ("what", "count", "why"), left_out)


def write_tables(
    project: Project,
    options: AgreementOptions,
    agreement: Agreement,
    folder: Path,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> list[Path]:
    """Write the tables of ``agreement``, and one of all articles, into ``folder``; return the files.

    Each file appears whole or not at all; one that is there is replaced.

    Raises:
        UserError: if it was cancelled, or a file cannot be written.
    """
    _make(folder)
    by_article = _articles(agree_by_article(project, options, report, cancelled), options.match)
    articles = Table("articles", ("article", "a", "b", "match", *_COUNTED), by_article)
    written = []
    for table in (*tables(agreement), articles):
        path = folder / f"{table.name}.csv"
        with whole_file(path) as file:
            write_table(table.columns, table.rows, file)
        written.append(path)
    return written


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"No folder can be made at {shown(str(folder))} ({error.strerror}).") from error


def _counted(counts: Counts) -> tuple[Value, ...]:
    shares = counts.precision.value, counts.recall.value, counts.f1.value
    return counts.both, counts.only_a, counts.only_b, *shares


def _pairs(agreement: Agreement) -> Rows:
    for pair in agreement.pairs:
        for tag in (*pair.tags, OVERALL):
            scores = pair.scores(tag)
            numbers = (*_counted(scores.counts), scores.kappa.value)
            yield *pair.layers, pair.articles, agreement.match, tag, *numbers


def _confusion(agreement: Agreement) -> Rows:
    for layers, counted in agreement.confusion.items():
        for fact, count in counted.items():
            yield *layers, fact.tag_a, fact.tag_b, count


def _edges(agreement: Agreement) -> Rows:
    for layers, counted in agreement.edges.items():
        for fact, count in counted.items():
            yield *layers, *fact, count


def _attributes(agreement: Agreement) -> Rows:
    for known in agreement.attributes:
        counts = known.same, known.different, known.only_a, known.only_b
        yield *known.layers, known.tag, known.name, *counts, known.share.value, known.kappa.value


def _annotators(agreement: Agreement) -> Rows:
    for known in agreement.annotators:
        yield known.name, known.articles, agreement.match, *_counted(known.counts)


def _over_time(agreement: Agreement) -> Rows:
    for known in agreement.over_time:
        yield known.by, known.period, *known.layers, known.articles, agreement.match, *_counted(known.counts)


def _articles(found: Iterator[ArticleAgreement], match: str) -> Rows:
    for article in found:
        for layers, counts in article.of_pair.items():
            yield article.id, *layers, match, *_counted(counts)
