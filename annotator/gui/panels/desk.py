"""The desk: the article that lies open, the layer of it that is shown, its spans and relations."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from annotator.gui.article.style import TagStyle, tag_styles
from annotator.gui.panels.shown_relations import ShownRelations
from annotator.gui.panels.span_model import SpanModel
from annotator.gui.panels.wording import name
from annotator.gui.session import Session
from annotator.model.article import Article, ArticleKey
from annotator.model.layer import Layer
from annotator.model.span import Fragment, Relation, Span, SpanKey
from annotator.project import reading
from annotator.project.changes import ArticleChanges, Changes
from annotator.project.listing import count_copies
from annotator.project.ops import Op
from annotator.project.project import Project

_META_STAYS = frozenset({Op.MARK, Op.STATUS, Op.FLAG})
"""Steps after which the article need not be read again, which for a long one would be felt."""


class Desk(QObject):
    """What every panel around the article shows. It follows the session's edits; nothing else reads them per span."""

    laid = Signal()
    """Another article, another layer or other tags: everything is to be shown anew."""
    spans_changed = Signal(object)
    """:class:`~annotator.project.changes.ArticleChanges` of the shown layer, when ``spans`` already holds them."""
    current_changed = Signal(object)
    """The key of the span that is current now, or nothing."""
    chosen_changed = Signal()
    """Other spans are chosen for the next edit, or none."""
    state_changed = Signal()
    """The metadata, the status or the flag of the open article."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.article: Article | None = None
        self.layer = ""
        """Whose work is shown."""
        self.state = Layer(0, 0, "")
        """The own annotator's layer on the open article."""
        self.copies = 1
        """How many articles the story of the open one has."""
        self.annotators: list[str] = []
        self.styles: dict[str, TagStyle] = {}
        self.relations = ShownRelations()
        self.spans = SpanModel(self.relations, self)
        self.paragraphs: list[Fragment] = []
        """Paragraphs that the shown layer says are read and empty."""
        self.current: SpanKey | None = None
        """The span that the reader is at."""
        self.chosen: tuple[SpanKey, ...] = ()
        """Spans that the next edit is for, instead of the current one."""
        self.vanished: Fragment | None = None
        """Where the last span that an edit removed was."""
        session.opened.connect(self._begin)
        session.closed.connect(self._clear)
        session.changed.connect(self._take_in)

    @property
    def key(self) -> ArticleKey | None:
        """The key of the open article."""
        return None if self.article is None else self.article.key

    @property
    def own(self) -> bool:
        """Whether the shown layer is the own annotator's."""
        return bool(self.layer) and self.layer == self._session.annotator

    @property
    def editable(self) -> bool:
        """Whether keys may change the spans that are shown."""
        return self.article is not None and self.own and self._session.writable

    def why_not_editable(self) -> str:
        """Say in a sentence why keys cannot change what is shown; empty if they can."""
        if self.article is None:
            return "No article is open."
        if not self._session.writable:
            return self._session.why_read_only or "The project is open to be read only."
        if not self.own:
            return f"This is the layer of {name(self.layer)}; choose your own to mark."
        return ""

    @property
    def current_span(self) -> Span | None:
        """The span that the reader is at."""
        return self.spans.get(self.current)

    def set_current(self, key: SpanKey | None) -> None:
        """Say which span the reader is at."""
        if key != self.current:
            self.current = key
            self.current_changed.emit(key)

    @property
    def targets(self) -> list[Span]:
        """The spans that an edit is for: those that are chosen, else the current one."""
        chosen = self.chosen or ((self.current,) if self.current is not None else ())
        return [span for span in map(self.spans.get, chosen) if span is not None]

    def choose(self, keys: Iterable[SpanKey]) -> None:
        """Say which spans the next edit is for; none makes it the current one again."""
        chosen = tuple(dict.fromkeys(keys))
        if chosen != self.chosen:
            self.chosen = chosen
            self.chosen_changed.emit()

    def lay(self, key: ArticleKey) -> bool:
        """Open an article; say whether that worked."""
        found = self._session.ask(lambda project: _read(project, key, self.layer))
        if found is None:
            return False
        if key != self.key:
            self.set_current(None)
            self.choose(())
        self.article, self.state, self.copies = found.article, found.state, found.copies
        self.relations.fill(found.relations)
        self.spans.fill(found.article.text, found.spans)
        self.paragraphs = found.paragraphs
        self.choose(key for key in self.chosen if self.spans.get(key) is not None)
        self.laid.emit()
        return True

    def clear_away(self) -> None:
        """Leave no article open."""
        self.set_current(None)
        self.choose(())
        self.article = None
        self.spans.fill("", ())
        self.relations.fill(())
        self.paragraphs = []
        self.laid.emit()

    def show_layer(self, annotator: str) -> None:
        """Show the work of ``annotator``."""
        if annotator == self.layer:
            return
        self.layer = annotator
        self.choose(())
        self._lay_again()

    def _begin(self) -> None:
        self.layer = self._session.annotator
        self._read_tags_and_names()
        self.clear_away()

    def _clear(self) -> None:
        self.layer = ""
        self.annotators = []
        self.clear_away()

    def _lay_again(self) -> None:
        if self.article is None or not self.lay(self.article.key):
            self.clear_away()

    def _read_tags_and_names(self) -> None:
        project = self._session.project
        if project is None:
            return
        self.annotators = self._session.ask(reading.annotators) or []
        self.styles = tag_styles(project.tagset)
        self.spans.set_tag_styles(self.styles)

    def _take_in(self, changes: Changes) -> None:
        if changes.wholesale or changes.tagset:
            self._read_tags_and_names()
            self._lay_again()
            return
        if self.article is None:
            return
        mine = changes.articles.get(self.article.key)
        if mine is not None:
            self._take_in_spans(mine)
        if self.article.key in changes.listing:
            self._take_in_state(meta_too=changes.op not in _META_STAYS)

    def _take_in_spans(self, changes: ArticleChanges) -> None:
        put = tuple(span for span in changes.put if span.annotator == self.layer)
        gone: list[Span] = [span for span in map(self.spans.get, changes.removed) if span is not None]
        if gone:
            self.vanished = gone[-1].fragments[0]
        self.spans.apply(put, [span.key for span in gone])
        related = tuple(relation for relation in changes.related if self.spans.get(relation.head) is not None)
        ends = _ends([*related, *filter(None, map(self.relations.get, changes.unrelated))])
        self.relations.apply(related, changes.unrelated)
        self.spans.say_again(ends)
        if changes.paragraphs:
            self._read_paragraphs()
        if gone and self.chosen:
            self.choose(key for key in self.chosen if self.spans.get(key) is not None)
        keys = tuple(span.key for span in gone)
        self.spans_changed.emit(ArticleChanges(put, keys, related, changes.unrelated, changes.paragraphs))

    def _read_paragraphs(self) -> None:
        key, layer = self.key, self.layer
        if key is not None:
            found = self._session.ask(lambda project: reading.paragraphs_read(project, key, layer))
            self.paragraphs = found or []

    def _take_in_state(self, *, meta_too: bool) -> None:
        assert self.article is not None
        key = self.article.key
        article = self._session.ask(lambda project: reading.article(project, key)) if meta_too else self.article
        state = self._session.ask(lambda project: reading.layer(project, key))
        if article is None or state is None:
            self.clear_away()
            return
        self.article, self.state = article, state
        self.copies = self._session.ask(lambda project: count_copies(project, key)) or 1
        if state.key and state.annotator not in self.annotators:
            self.annotators = sorted([*self.annotators, state.annotator])
        self.state_changed.emit()


class _Read(NamedTuple):
    """What the project knows of an article and one layer on it."""

    article: Article
    state: Layer
    spans: list[Span]
    relations: list[Relation]
    paragraphs: list[Fragment]
    copies: int


def _read(project: Project, key: ArticleKey, layer: str) -> _Read:
    return _Read(
        reading.article(project, key),
        reading.layer(project, key),
        reading.spans(project, key, layer),
        reading.relations(project, key, layer),
        reading.paragraphs_read(project, key, layer),
        count_copies(project, key),
    )


def _ends(relations: Iterable[Relation]) -> set[SpanKey]:
    return {end for relation in relations for end in (relation.head, relation.child)}
