"""The middle of the window: the article with what is known about it above, and the find bar below."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.article.view import ArticleView
from annotator.gui.panels.desk import Desk
from annotator.gui.panels.later import Later
from annotator.gui.panels.pane import Pane, faint, named, quiet_button
from annotator.gui.panels.wording import about_line, copies_words, short
from annotator.gui.plain import elided_label, plain_label, set_tip, show_wrapped, shown
from annotator.gui.session import Session
from annotator.model.article import ArticleKey
from annotator.model.layer import Layer
from annotator.model.span import Fragment
from annotator.project.changes import ArticleChanges, Changes

if TYPE_CHECKING:
    from annotator.gui.panels.find_bar import FindBar

_MOST_TITLE = 140


class ArticlePanel(Pane):
    """Shows the desk's article, and remembers where in each article the reader was."""

    import_wanted = Signal()
    said = Signal(object)
    """A sentence on what was found in the article."""
    feedback_wanted = Signal()
    """The reader wants to see what the reviewer changed."""

    def __init__(self, session: Session, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("articlePanel", "Article", parent)
        self._session = session
        self._desk = desk
        self._places: dict[ArticleKey, int] = {}
        self._shown: ArticleKey | None = None
        self.view = ArticleView()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_empty())
        self._stack.addWidget(self._build_article())
        self.box.addWidget(self._stack)
        QWidget.setTabOrder(self.layers, self.view)
        self.set_main(self.view)
        self.view.currentSpanChanged.connect(desk.set_current)
        desk.laid.connect(self._lay)
        desk.spans_changed.connect(self._apply)
        desk.chosen_changed.connect(lambda: self.view.set_chosen_spans(desk.chosen))
        desk.state_changed.connect(self._show_header)
        session.opened.connect(self._places.clear)
        desk.laid.connect(self._counting.soon)
        session.changed.connect(self._take_in)

    @cached_property
    def find_bar(self) -> "FindBar":
        """The bar below the article, built when somebody first looks for words."""
        from annotator.gui.panels.find_bar import FindBar

        bar = FindBar(self.view)
        bar.closed.connect(self.view.setFocus)
        bar.said.connect(self.said)
        self._article_box.addWidget(bar)
        return bar

    @property
    def _built_find_bar(self) -> "FindBar | None":
        return self.find_bar if "find_bar" in self.__dict__ else None

    def take_focus(self) -> None:
        """Go into the article, or to what can be done while there is none."""
        (self.view if self._desk.article is not None else self.import_button).setFocus()

    def choose_layer(self) -> None:
        """Offer the layers, to show another one."""
        self.layers.setFocus()
        self.layers.showPopup()

    def reveal_place(self, fragment: Fragment) -> None:
        """Put the caret where something was, and show it."""
        self.view.move_caret(fragment.start)
        self.view.reveal(fragment)

    def say_why_empty(self, text: str, *, offer_import: bool) -> None:
        """Say what to do while no article is open."""
        self.empty_text.setText(text)
        self.import_button.setVisible(offer_import)

    def _build_empty(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        self.empty_text = faint(plain_label("", wrap=True, name="emptyText"))
        self.empty_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.import_button = named(QPushButton("&Import files…"), "importButton")
        self.import_button.setAutoDefault(True)  # Enter presses it, as in a dialog
        self.import_button.clicked.connect(self.import_wanted)
        box.addStretch(1)
        box.addWidget(self.empty_text)
        box.addSpacing(12)
        box.addWidget(self.import_button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        return page

    def _build_article(self) -> QWidget:
        page = QWidget()
        box = self._article_box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.header = self._build_header()
        box.addWidget(self.header)
        box.addWidget(self.view, 1)
        return page

    def _build_header(self) -> QWidget:
        header = named(QWidget(), "articleHeader")
        box = QVBoxLayout(header)
        box.setContentsMargins(20, 10, 12, 6)
        box.setSpacing(2)
        self.title = plain_label("", wrap=True, selectable=True, name="articleTitle")
        self.title.setAccessibleName("Title of the article")
        self.title.setFont(_larger(self.title.font()))
        self.about = faint(elided_label("articleAbout"))
        for label in (self.title, self.about):
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.about, 1)
        below.addWidget(self._build_changed())
        below.addLayout(self._build_layer_chooser())
        box.addWidget(self.title)
        box.addLayout(below)
        return header

    def _build_changed(self) -> QToolButton:
        self.changed = quiet_button("", "reviewerChanged", "What the reviewer changed in this article")
        self.changed.clicked.connect(self.feedback_wanted)
        self.changed.hide()
        self._counting = Later(self._count_changed, self)
        return self.changed

    def _take_in(self, changes: Changes) -> None:
        if changes.wholesale or self._desk.key in changes.decided:
            self._counting.soon()

    def _count_changed(self) -> None:
        """Say quietly how much of the own work the reviewer changed in this article, if anything."""
        # Nobody waits for this at the start.
        from annotator.project.feedback import count_changed

        key, own = self._desk.key, self._session.annotator
        found = self._session.ask(lambda project: count_changed(project, key, own)) if key is not None else 0
        self.changed.setText(f"reviewer changed {found:,}" if found else "")
        self.changed.setVisible(bool(found))

    def _build_layer_chooser(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.layers = named(_LayerChooser(), "layerChooser", "Whose layer is shown")
        self.layers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.layers.setMinimumContentsLength(9)
        self.layers.activated.connect(lambda at: self._desk.show_layer(self.layers.itemData(at)))
        # The letters of tags would choose layers by their names if the keyboard stayed here.
        self.layers.closed.connect(self.view.setFocus)
        set_tip(self.layers, "Whose layer is shown. You can only change your own.")
        label: QLabel = faint(plain_label("la&yer:"))
        label.setBuddy(self.layers)
        row.addWidget(label)
        row.addWidget(self.layers)
        return row

    def _lay(self) -> None:
        self._remember_place()
        self.view.set_tag_styles(self._desk.styles)
        article = self._desk.article
        self._offer_layers()
        if article is None:
            self._shown = None
            self.view.clear()
            if self._built_find_bar is not None:
                self._built_find_bar.close_bar()
            self._stack.setCurrentIndex(0)
            return
        self._show_header()
        self._stack.setCurrentIndex(1)
        if self._shown == article.key:
            self._show_again(article.text)
        else:
            self._show_article(article.text)
            self.view.move_caret(self._places.get(article.key, 0))
        self._shown = article.key
        if self._built_find_bar is not None:
            self._built_find_bar.forget()

    def _show_again(self, text: str) -> None:
        """Show the same article with other spans, and the reader where they were."""
        current, scrolled = self._desk.current, self.view.verticalScrollBar().value()
        self._show_article(text)
        self.view.move_caret(self._places[self._desk.key or 0])
        self.view.set_current_span(current, reveal=False)
        self.view.verticalScrollBar().setValue(scrolled)

    def _show_article(self, text: str) -> None:
        self.view.show_article(text, self._desk.spans.all(), self._desk.relations.all())
        self.view.set_chosen_spans(self._desk.chosen)
        self.view.set_read_paragraphs(self._desk.paragraphs)

    def _remember_place(self) -> None:
        if self._shown is not None:
            self._places[self._shown] = self.view.caret

    def _apply(self, changes: ArticleChanges) -> None:
        self.view.apply(changes.put, changes.removed)
        if changes.related or changes.unrelated:
            self.view.apply_relations(changes.related, changes.unrelated)
        if changes.paragraphs:
            self.view.set_read_paragraphs(self._desk.paragraphs)

    def _show_header(self) -> None:
        article = self._desk.article
        if article is None:
            return
        meta = article.meta
        show_wrapped(self.title, short(meta.title, _MOST_TITLE) or "Untitled")
        set_tip(self.title, shown(meta.title) if len(meta.title) > _MOST_TITLE else "")
        state = ["● done" if self._desk.state.status == "done" else "", "⚑ flagged" if self._desk.state.flagged else ""]
        known = [short(part, 80) for part in (meta.source, meta.published, meta.language, meta.byline) if part]
        copies = [copies_words(self._desk.copies)] if self._desk.copies > 1 else []
        self.about.setText(about_line(*state, *known, *copies))
        set_tip(self.about, self.about.text())
        self._note_new_layer(self._desk.state)

    def _offer_layers(self) -> None:
        own = self._session.annotator
        self.layers.clear()
        for annotator in [own, *(other for other in self._desk.annotators if other != own)]:
            if annotator:
                self.layers.addItem(short(annotator, 40) + (" (you)" if annotator == own else ""), annotator)
        self.layers.setCurrentIndex(self.layers.findData(self._desk.layer))

    def _note_new_layer(self, state: Layer) -> None:
        if state.annotator and self.layers.findData(state.annotator) < 0:
            self._offer_layers()


class _LayerChooser(QComboBox):
    closed = Signal()
    """The list of layers was open, and is no longer."""

    def hidePopup(self) -> None:
        shown = self.view().isVisible()
        super().hidePopup()
        if shown:
            self.closed.emit()


def _larger(font: QFont) -> QFont:
    large = QFont(font)
    large.setPointSizeF(font.pointSizeF() * 1.35)
    large.setWeight(QFont.Weight.DemiBold)
    return large
