"""What an export for training would hold: a table of the splits, and what is lost or left out."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QSplitter

from annotator.gui.dialogs.examples_view import Example, ExamplesView, of_loss, place_words
from annotator.gui.dialogs.foreseen_view import ForeseenView
from annotator.gui.panels.rows_model import RowsModel, rows_table
from annotator.gui.panels.wording import articles_words, name, spans_words
from annotator.gui.plain import isolated, shown
from annotator.jobs.agreement_lines import counted
from annotator.jobs.training_items import TIERS, Tier
from annotator.jobs.training_plan import EMPTY, NO_DATE, NOT_DONE, NOT_WANTED
from annotator.model.splitting import SPLITS

if TYPE_CHECKING:
    from annotator.jobs.training_report import TrainingReport

_Index = QModelIndex | QPersistentModelIndex
_COLUMNS = ("", *SPLITS, "all")
_OF_TIERS: dict[Tier, str] = {
    "gold": "that are reviewed",
    "single": "of one annotator",
    "disputed": "with open conflicts",
}
_NAMED_FILES = 6
_WHY = {
    NOT_DONE: "Nobody has called them done yet.",
    EMPTY: "Articles that were read and found empty are not asked for.",
    NO_DATE: "No article of the story says when it was published.",
    **{NOT_WANTED.format(tier): f"Articles {words} are not asked for." for tier, words in _OF_TIERS.items()},
}
_NOTHING = "–"


class TrainingView(ForeseenView):
    """Shows what would be written for training, before it is."""

    def __init__(self) -> None:
        super().__init__("Counting what a model would learn from…")
        self._model = _BalanceModel(_COLUMNS, self)
        self.balance = rows_table(self._model, "balance", "What each split would hold")
        header = self.balance.horizontalHeader()
        # The words on the left get what the numbers leave: there are a few dozen rows at the most.
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.lost = ExamplesView(("Lost or left out", "For example, or why"), "What is lost or left out")
        both = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        both.addWidget(self.balance)
        both.addWidget(self.lost)
        both.setSizes([1100, 1000])
        self.inner.addWidget(both)

    def show_counts(self, report: "TrainingReport", *, more: bool = True) -> None:
        """Show what is known as soon as it is planned; without ``more`` the rest cannot be said."""
        self._fill(report)
        self.lost.set_examples([])
        self.lost.hide()
        if more:
            self.show_partly(f"{_counts(report)} Comparing copies, tokens and what the format cannot hold…")
        else:
            self.show_known(_counts(report))

    def show_report(self, report: "TrainingReport", target: str) -> None:
        """Show what was counted for the folder or zip called ``target``."""
        self._fill(report)
        examples = lost_or_left_out(report)
        self.lost.set_examples(examples)
        self.lost.setVisible(bool(examples))
        self.show_known(_verdict(report, target, nothing_lost=not examples))

    def _fill(self, report: "TrainingReport") -> None:
        row = max(0, self.balance.currentIndex().row())
        self._model.fill(list(balance(report)))
        for column, split in enumerate(SPLITS, 1):
            self.balance.setColumnHidden(column, split not in report.splits)
        self.balance.selectRow(min(row, self._model.rowCount() - 1))

    def show_nothing(self) -> None:
        """Show that it cannot be said."""
        self.lost.set_examples([])
        super().show_nothing()


class _BalanceModel(RowsModel):
    """Words on the left, numbers on the right of their columns."""

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, and how."""
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return super().data(index, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the heading of a column, over its numbers."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return super().headerData(section, orientation, role)


def balance(report: "TrainingReport") -> Iterator[Sequence[str]]:
    """Yield the rows of the table: what is counted, and the counts of train, dev, test and all together."""
    splits = [report.splits.get(split) for split in SPLITS]

    def row(words: str, numbers: Sequence[int], wholes: Sequence[int] = ()) -> Sequence[str]:
        every = [*numbers, sum(numbers)]
        of = [*wholes, sum(wholes)] if wholes else [0] * len(every)
        return words, *(_cell(number, whole) for number, whole in zip(every, of, strict=True))

    def numbers_of(attribute: str) -> list[int]:
        return [0 if counts is None else int(getattr(counts, attribute)) for counts in splits]

    articles, spans = numbers_of("articles"), numbers_of("spans")
    yield row("Articles", articles)
    yield row("Stories", numbers_of("stories"))
    for tier in TIERS:
        numbers = [0 if counts is None else counts.tiers[tier] for counts in splits]
        if any(numbers):
            yield row(f"– {_OF_TIERS[tier]}", numbers)
    yield row("– read and found empty", numbers_of("negatives"))
    for words, attribute in (("First day", "first"), ("Last day", "last")):
        days = [str(getattr(counts, attribute, "")) for counts in splits]
        yield words, *(day or _NOTHING for day in days), ""
    yield row("Relations", numbers_of("relations"))
    yield row("Spans", spans)
    for found in report.alignment:
        yield row(f"– {found.tag}", [0 if counts is None else counts.tags[found.tag] for counts in splits], spans)


def _cell(number: int, whole: int) -> str:
    return f"{number:,} · {number / whole:.0%}" if whole else f"{number:,}"


def lost_or_left_out(report: "TrainingReport") -> list[Example]:
    """Return what is left out, what lies beside tokens, and what the format cannot hold."""
    examples = [Example(counted(left.count, left.what), _WHY.get(left.what, "left out")) for left in report.left_out]
    examples += [
        Example(
            f"{found.off:,} of {found.spans:,} spans of {name(found.tag)} meet no token edge",
            found.example if found.place is None else place_words(found.place),
            found.place,
        )
        for found in report.alignment
        if found.off
    ]
    return examples + of_loss(report.loss)


def _counts(report: "TrainingReport") -> str:
    stories = sum(counts.stories for counts in report.splits.values())
    of = f"{stories:,} {'story' if stories == 1 else 'stories'}"
    return f"{articles_words(report.articles)} of {of}, {spans_words(report.spans)}."


def _verdict(report: "TrainingReport", target: str, *, nothing_lost: bool) -> str:
    files = [isolated(shown(file)) for file in report.files[:_NAMED_FILES]]
    more = f" and {len(report.files) - _NAMED_FILES:,} more" if len(report.files) > _NAMED_FILES else ""
    empty = [split for split, counts in report.splits.items() if not counts.articles]
    said = [
        _counts(report),
        "Compared once more: no copy of a report crosses splits.",
        f"Nothing gets into {' or '.join(empty)}." if empty else "",
        f"{name(target)} would hold {', '.join(files)}{more}.",
        "Nothing is lost or left out." if nothing_lost else "",
    ]
    return " ".join(filter(None, said))
