"""What is in the files to be imported: their first articles with the work on them, and what each file is read as."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from annotator.gui.dialogs.form import add_row, hint, named, new_form
from annotator.gui.panels.rows_model import RowsModel, rows_table
from annotator.gui.panels.wording import about_line, quoted_short, short, spans_words
from annotator.gui.plain import breakable, isolated, plain_label, sentence, shown

if TYPE_CHECKING:
    from annotator.jobs.previewing import ArticleLook, FileLook

_ARTICLES = ("Title", "Date", "Source", "Language", "Layer", "Spans")
_WIDTHS = (0, 12, 16, 9, 11, 7)
_FILES = ("File", "Is read as", "Why not, or what is asked")
_WIDTHS_OF_FILES = (0, 28, 40)
_TITLE = 80
_BESIDE = " – other words than the file gives"
_AS_RECOGNISED = "what each of them seems to be"
_LEFT_OUT = "not read"
_CODE_POINTS = "Offsets count code points."
_TEXT_ELSEWHERE = "Its text is that of the article of the same id in the project."
_FROM_TOKENS = "Its text is put together from tokens, unless the project has the article of the same id."


class ArticlesPage(QWidget):
    """Lists the first articles, and shows of the chosen one how it begins and what is marked in it."""

    def __init__(self) -> None:
        super().__init__()
        self._looks: Sequence[ArticleLook] = ()
        self._model = RowsModel(_ARTICLES, self)
        self.table = rows_table(self._model, "firstArticles", "The first articles")
        for column, characters in enumerate(_WIDTHS):
            if characters:
                self.table.setColumnWidth(column, self.table.fontMetrics().averageCharWidth() * characters + 12)
        self.whole = named(QPlainTextEdit(readOnly=True, tabChangesFocus=True), "firstWords")
        self.whole.setAccessibleName("How the chosen article begins, and what is marked in it")
        both = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        both.addWidget(self.table)
        both.addWidget(self.whole)
        both.setSizes([1000, 1000])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 6, 0, 0)
        box.addWidget(both)
        self.table.selectionModel().currentRowChanged.connect(lambda current, _: self._show_whole(current.row()))

    def show_articles(self, looks: "Sequence[ArticleLook]") -> None:
        """Show other articles."""
        self._looks = looks
        self._model.fill([_cells(look) for look in looks])
        if looks:
            self.table.selectRow(0)
        self._show_whole(0)

    def _show_whole(self, row: int) -> None:
        self.whole.setPlainText(described(self._looks[row]) if 0 <= row < len(self._looks) else "")


class FilesPage(QWidget):
    """Lists the files with what they are read as, and lets the person say that some are something else."""

    changed = Signal()

    def __init__(self, kinds: Sequence[tuple[str, str]]) -> None:
        """Make an empty page.

        Args:
            kinds: the names of the formats that can be read, each with what it is.
        """
        super().__init__()
        self._kinds = dict(kinds)
        self._looks: Sequence[FileLook] = ()
        self._told: dict[str, str] = {}
        self._model = RowsModel(_FILES, self)
        self.table = rows_table(self._model, "files", "The files, and what they are read as")
        for column, characters in enumerate(_WIDTHS_OF_FILES):
            if characters:
                self.table.setColumnWidth(column, self.table.fontMetrics().averageCharWidth() * characters)
        self.kind = named(QComboBox(), "kindOfFiles")
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(16)
        self.kind.addItem(_AS_RECOGNISED, "")
        for name, help_ in kinds:
            self.kind.addItem(help_, name)
        self.kind.activated.connect(lambda _: self._tell())
        form = new_form()
        add_row(form, "Read the c&hosen files as", self.kind)
        self._more = hint("", "moreFiles")
        self._why = plain_label(wrap=True, name="whyNotRead")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 6, 0, 0)
        box.addWidget(self.table, 1)
        box.addWidget(self._why)
        box.addWidget(self._more)
        box.addLayout(form)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._follow())

    @property
    def told(self) -> Mapping[str, str]:
        """The files that somebody said are something else, and the names of those formats."""
        return dict(self._told)

    def show_files(self, looks: "Sequence[FileLook]", *, more: bool) -> None:
        """Show other files; the chosen rows stay chosen as far as they are the same."""
        chosen = {self._looks[row].path for row in self._rows()}
        self._looks = looks
        self._model.fill(
            [(look.path, self._kinds.get(look.format, look.format) or _LEFT_OUT, look.why) for look in looks]
        )
        said = _about_files(looks, more=more)
        self._more.setText(said)
        self._more.setVisible(bool(said))
        rows = [row for row, look in enumerate(looks) if look.path in chosen] or ([0] if looks else [])
        selection = self.table.selectionModel()
        for number, row in enumerate(rows):
            index = self._model.index(row, 0)
            flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
            selection.select(index, flags if number else flags | selection.SelectionFlag.Clear)
        if rows:
            selection.setCurrentIndex(self._model.index(rows[0], 0), selection.SelectionFlag.NoUpdate)
        self._follow()

    def _rows(self) -> list[int]:
        return sorted(index.row() for index in self.table.selectionModel().selectedRows())

    def _follow(self) -> None:
        rows = [row for row in self._rows() if row < len(self._looks)]
        why = self._looks[rows[0]].why if len(rows) == 1 else ""
        self._why.setText(breakable(sentence(why)))
        self._why.setVisible(bool(why))
        told = {self._told.get(self._looks[row].path, "") for row in rows}
        with QSignalBlocker(self.kind):
            self.kind.setCurrentIndex(max(0, self.kind.findData(told.pop())) if len(told) == 1 else 0)
        self.kind.setEnabled(any(self._looks[row].tellable for row in rows))

    def _tell(self) -> None:
        name = self.kind.currentData()
        for row in self._rows():
            path = self._looks[row].path
            if name:
                self._told[path] = name
            else:
                self._told.pop(path, None)
        self.changed.emit()


def _about_files(looks: "Sequence[FileLook]", *, more: bool) -> str:
    """Say what of the files is not seen, or not read."""
    refused = sum(bool(look.why) for look in looks)
    parts = [
        f"These are the first {len(looks):,} files; there are more." if more else "",
        f"{refused:,} of {len(looks):,} {'is' if refused == 1 else 'are'} not read as they stand." if refused else "",
    ]
    return " ".join(filter(None, parts))


def described(look: "ArticleLook") -> str:
    """Say what an article is, how it begins, and what is marked in it, in several lines."""
    lines = [shown(look.title)] if look.title else []
    about = (shown(part) for part in (look.published, look.source, look.language))
    lines.append(about_line(*about, f"{look.length:,} characters", isolated(shown(look.path))))
    lines += ["", *(shown(line) for line in look.words.splitlines())]
    if look.length > len(look.words):
        lines[-1] += "…"
    lines += ["", *_marked(look), *(shown(note) for note in look.notes)]
    return "\n".join(lines).strip()


def _marked(look: "ArticleLook") -> list[str]:
    lines = []
    if look.text_is != "exact":
        lines.append(_TEXT_ELSEWHERE if look.text_is == "elsewhere" else _FROM_TOKENS)
    if look.layer:
        lines.append(f"Layer: {isolated(shown(look.layer))}" + (f", {look.status}" if look.status else ""))
    lines += [f"{isolated(short(name, 40))}: {isolated(short(value, 80))}" for name, value in look.labels.items()]
    if look.relations:
        counted = (f"{isolated(short(name, 40))} {count:,}" for name, count in look.relations.items())
        lines.append(f"Relations: {' · '.join(counted)}")
    if not look.tags:
        return [*lines, "Nothing is marked in it."]
    total = sum(look.tags.values())
    counts = " · ".join(f"{isolated(short(tag, 40))} {count:,}" for tag, count in look.tags.items())
    lines += [f"{spans_words(total)}: {counts}", _offsets(look)]
    lines += [
        f"  {isolated(short(span.tag, 40))}  {quoted_short(span.words)}{_BESIDE * span.beside}" for span in look.spans
    ]
    if total > len(look.spans):
        lines.append(f"  and {total - len(look.spans):,} more")
    return lines


def _offsets(look: "ArticleLook") -> str:
    example = next((span for span in look.spans if span.words), None)
    on = f" For example {isolated(short(example.tag, 40))} is on {quoted_short(example.words)}." if example else ""
    if not look.beside:
        return f"{look.offsets or _CODE_POINTS}{on}"
    beside = "1 span is" if look.beside == 1 else f"{look.beside:,} spans are"
    said = f"{beside} not on the words that the file gives; the import looks for them nearby."
    return f"{look.offsets} {said}{on}".strip()


def _cells(look: "ArticleLook") -> tuple[str, ...]:
    title = look.title or short(look.words, _TITLE)
    total = sum(look.tags.values())
    return title, look.published, look.source, look.language, look.layer, f"{total:,}" if total else "–"
