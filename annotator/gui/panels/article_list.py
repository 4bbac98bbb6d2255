"""The list of articles: filter, progress, and the articles that match."""

from array import array
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.menus import LetterMenu
from annotator.gui.panels.article_delegate import ArticleDelegate, line_height
from annotator.gui.panels.article_model import ArticleModel, matches
from annotator.gui.panels.pane import Pane, faint, named, quiet_button
from annotator.gui.panels.quiet_table import make_quiet
from annotator.gui.plain import plain_label
from annotator.gui.session import Session
from annotator.model.article import ArticleKey
from annotator.project.changes import Changes
from annotator.project.listing import ArticleQuery, Order, State, article_keys, count_states
from annotator.project.ops import Op
from annotator.project.project import Project

TYPING_PAUSE = 180
"""Milliseconds without a key after which the filter is applied."""

_CHIPS: tuple[tuple[State, str, str], ...] = (
    ("all", "All", "All articles"),
    ("open", "○ Open", "Articles that are not done yet"),
    ("done", "● Done", "Articles that are done"),
    ("flagged", "⚑ Flagged", "Articles with a flag"),
)
_ORDERS: tuple[tuple[Order, bool, str], ...] = (
    ("added", False, "As they came in"),
    ("added", True, "Last in first"),
    ("title", False, "By title"),
    ("published", True, "Newest first"),
    ("published", False, "Oldest first"),
    ("source", False, "By source"),
    ("story", False, "Copies together"),
)


class ArticleListPanel(Pane):
    """The left side of the window."""

    chosen = Signal(object)
    """The key of the article that the reader went to."""
    entered = Signal()
    """The reader pressed Enter in the list, to go on in the article."""
    filtered = Signal()
    """The list shows other articles than before."""
    search_wanted = Signal(object, object)
    """A search that must wait for the index: the query, and what to call with the keys."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("articlePane", "Articles", parent)
        self._session = session
        self._query = ArticleQuery()
        self._wanted: ArticleKey | None = None
        self._follows = False
        self.model = ArticleModel(session, self)
        self.box.addWidget(self._build_filter())
        self.box.addWidget(self._build_progress())
        self.nothing = faint(plain_label("No article matches the filter.", wrap=True, name="nothingListed"))
        self.nothing.setContentsMargins(10, 8, 10, 8)
        self.nothing.hide()
        self.box.addWidget(self.nothing)
        self.box.addWidget(self._build_list(), 1)
        self.set_main(self.view)
        self._counting = QTimer(self, singleShot=True, interval=0)
        self._counting.timeout.connect(self._count)
        session.opened.connect(self._begin)
        session.closed.connect(lambda: self.model.fill(array("q")))
        session.changed.connect(self._take_in)

    @property
    def query(self) -> ArticleQuery:
        """What the list shows."""
        return self._query

    @property
    def row(self) -> int:
        """The row of the open article, or -1 if it is not listed."""
        return self.model.row_of(self._wanted, self.view.currentIndex().row())

    def select(self, key: ArticleKey | None) -> None:
        """Show which article is open."""
        left, self._wanted = self._wanted, key
        self._drop_if_it_no_longer_matches(left)
        row = self.row
        with self._following():
            if row < 0:
                self.view.clearSelection()
                self.view.setCurrentIndex(QModelIndex())
            else:
                self.view.selectRow(row)
                self.view.scrollTo(self.model.index(row))

    def neighbour(self, step: int) -> ArticleKey | None:
        """Return the article ``step`` rows further on, if the list goes that far."""
        row = self.row
        if row < 0:
            row = -1 if step > 0 else len(self.model)
        return self.model.key(row + step) if 0 <= row + step < len(self.model) else None

    def next_open(self) -> ArticleKey | None:
        """Return the next article that is not done, in the order and among those listed."""
        row = self.model.next_open(self.row, self._open_keys)
        return None if row < 0 else self.model.key(row)

    def focus_filter(self) -> None:
        """Put the focus into the filter box."""
        self.filter_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_box.selectAll()

    def refresh(self) -> None:
        """Ask again which articles match."""
        self._typing.stop()
        self._query = self._chosen_query()
        waits = bool(self._query.words) and bool(self._session.ask(_index_lags))
        if waits:
            self.search_wanted.emit(self._query, self._show_found)
        else:
            keys = self._session.ask(lambda project: article_keys(project, self._query))
            self._show_found(self._query, keys if keys is not None else array("q"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the filter box into the list with Down and out of it with Escape, from the list on with Enter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.filter_box and event.key() == Qt.Key.Key_Down:
                self.view.setFocus()
                return True
            if watched is self.filter_box and event.key() == Qt.Key.Key_Escape:
                self._leave_filter()
                return True
            if watched is self.view and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self.entered.emit()
                return True
        return super().eventFilter(watched, event)

    def _leave_filter(self) -> None:
        if self.filter_box.text():
            self.filter_box.clear()
            self.refresh()
        else:
            self.entered.emit()

    def _build_filter(self) -> QWidget:
        top = QWidget()
        rows = QVBoxLayout(top)
        rows.setContentsMargins(8, 8, 8, 4)
        rows.setSpacing(6)
        box = QLineEdit(placeholderText="Filter articles…", clearButtonEnabled=True)
        self.filter_box = named(box, "filterBox", "Filter articles by words")
        self.filter_box.setAcceptDrops(False)
        self.filter_box.installEventFilter(self)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self._typing.timeout.connect(self.refresh)
        self.filter_box.textChanged.connect(lambda _: self._typing.start())
        self.filter_box.returnPressed.connect(self.refresh)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.filter_box, 1)
        first.addWidget(self._build_order())
        second.setSpacing(2)
        self._build_chips(second)
        second.addStretch(1)
        rows.addLayout(first)
        rows.addLayout(second)
        return top

    def _build_chips(self, row: QHBoxLayout) -> None:
        self._chips = QButtonGroup(self)
        for number, (state, text, help_text) in enumerate(_CHIPS):
            chip = quiet_button(text, f"chip_{state}", help_text)
            chip.setCheckable(True)
            self._chips.addButton(chip, number)
            row.addWidget(chip)
        self._chips.button(0).setChecked(True)
        self._chips.idClicked.connect(lambda _: self.refresh())

    def _build_order(self) -> QToolButton:
        button = quiet_button("⇅", "orderButton", "Order of the articles")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = LetterMenu(button)
        self._orders = QActionGroup(self)
        for number, (_, _, text) in enumerate(_ORDERS):
            action = QAction(menu, checkable=True, checked=number == 0)
            action.setText(text)
            action.setData(number)
            self._orders.addAction(action)
            menu.addAction(action)
        self._orders.triggered.connect(lambda _: self.refresh())
        button.setMenu(menu)
        return button

    def _build_progress(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(10, 0, 10, 6)
        self.progress_text = faint(plain_label("", name="progressText"))
        spoken = "Share of articles that are done"
        self.progress_bar = named(QProgressBar(textVisible=False), "progressBar", spoken)
        self.progress_bar.setFixedHeight(5)
        row.addWidget(self.progress_text)
        row.addWidget(self.progress_bar, 1)
        return line

    def _build_list(self) -> QTableView:
        # A table of one column, because QListView lays out every row of a model before it paints the first.
        view = self.view = named(QTableView(), "articleList", "Articles")
        view.setModel(self.model)
        view.setItemDelegate(ArticleDelegate(view))
        make_quiet(view, height=line_height(view.font()))
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.horizontalHeader().hide()
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        view.setFrameShape(QTableView.Shape.NoFrame)
        view.installEventFilter(self)
        view.selectionModel().currentRowChanged.connect(self._go_to)
        return view

    def _go_to(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._follows and now.isValid() and self.model.key(now.row()) != self._wanted:
            self.chosen.emit(self.model.key(now.row()))

    @contextmanager
    def _following(self) -> Iterator[None]:
        """While the list follows what is open, a change of its current row is not the reader's choice."""
        before, self._follows = self._follows, True
        try:
            yield
        finally:
            self._follows = before

    def _begin(self) -> None:
        with QSignalBlocker(self.filter_box):
            self.filter_box.clear()
        self._chips.button(0).setChecked(True)
        self._wanted = None
        self.refresh()
        self._count()

    def _chosen_query(self) -> ArticleQuery:
        order, descending, _ = _ORDERS[self._orders.checkedAction().data()]
        state = _CHIPS[self._chips.checkedId()][0]
        return ArticleQuery(self.filter_box.text().strip(), state, order, descending)

    def _show_found(self, query: ArticleQuery, keys: "array[int]") -> None:
        if query != self._query:
            return
        with self._following():
            self.model.fill(keys)
        self.select(self._wanted)
        self._say_if_nothing_is_listed()
        self.filtered.emit()

    def _take_in(self, changes: Changes) -> None:
        if changes.wholesale:
            self.refresh()
        elif changes.listing:
            near = max(self.view.currentIndex().row(), 0)
            self.model.read_again(changes.listing, near)
            if changes.op in (Op.UNDO, Op.REDO) and any(self.model.row_of(key, near) < 0 for key in changes.listing):
                self.refresh()
        if changes.wholesale or changes.listing:
            self._counting.start()

    def _drop_if_it_no_longer_matches(self, key: ArticleKey | None) -> None:
        """Take an article out of the list when the reader leaves it, not under their hands."""
        row = self.model.row_of(key, self.view.currentIndex().row())
        line = self.model.remembered(row) if row >= 0 else None
        if line is not None and key != self._wanted and not matches(line, self._query.state):
            with self._following():
                self.model.drop(row)
            self._say_if_nothing_is_listed()

    def _say_if_nothing_is_listed(self) -> None:
        filtered = bool(self._query.words) or self._query.state != "all"
        self.nothing.setVisible(filtered and not len(self.model))

    def _open_keys(self) -> set[ArticleKey]:
        return set(self._session.ask(lambda project: article_keys(project, ArticleQuery(state="open"))) or ())

    def _count(self) -> None:
        counts = self._session.ask(count_states)
        if counts is None:
            return
        flagged = f" · {counts.flagged:,} ⚑" if counts.flagged else ""
        self.progress_text.setText(f"open {counts.open:,} · done {counts.done:,}{flagged}")
        self.progress_bar.setMaximum(max(1, counts.open + counts.done))
        self.progress_bar.setValue(counts.done)


def _index_lags(project: Project) -> bool:
    from annotator.project.searching import pending

    return not project.read_only and pending(project) > 0
