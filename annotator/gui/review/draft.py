"""The draft: an answer while it is edited by hand, with the keys of the article. It is saved by the review."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, Signal

from annotator.adjudication.answers import Answer, edited, fresh
from annotator.gui.article.view import ArticleView
from annotator.gui.edge_moves import EDGE_COMMANDS, moved
from annotator.model.span import Fragment, Span, joined
from annotator.model.tagset import Tagset

_MARKS = {"tag": True, "tag_exactly": False}
DRAFT_COMMANDS = frozenset(
    {*EDGE_COMMANDS, *_MARKS, "retag", "add_fragment", "drop_fragment", "edit_attributes", "accept"}
)
"""The commands of the article whose keys edit a draft."""

TagsetNow = Callable[[], Tagset]


class Draft(QObject):
    """Changes a span in memory. Nothing is written before it is saved."""

    changed = Signal()
    """The draft reads differently, or there is none any more."""

    def __init__(self, view: ArticleView, tagset: TagsetNow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._tagset = tagset
        self._base: Answer | None = None
        self.span: Span | None = None
        """What would be saved, as far as it has come."""
        self.active = False

    def edit(self, answer: Answer) -> None:
        """Begin with an answer."""
        self._begin(answer, Span("", answer.tag, answer.fragments, answer.attributes) if answer.fragments else None)

    def start_afresh(self) -> None:
        """Begin with nothing."""
        self._begin(None, None)

    def leave(self) -> None:
        """Forget the draft."""
        if self.active:
            self.active = False
            self._base = self.span = None
            self.changed.emit()

    def answer(self) -> Answer | None:
        """Return what is to be saved: nothing as long as nothing is marked."""
        span = self.span
        if span is None:
            return None
        if self._base is None:
            return fresh(span.tag, span.fragments, span.attributes)
        fit = tuple(arrow for arrow in self._base.relations if self._may_begin(arrow.type, span.tag))
        return edited(self._base, tag=span.tag, fragments=span.fragments, attributes=span.attributes, relations=fit)

    def do(self, command: str, argument: str | None) -> str:
        """Do what a key of the article means here; return why not, in a sentence, or nothing."""
        if command in _MARKS:
            return self._mark(argument or "", snap=_MARKS[command])
        if self.span is None:
            return "Nothing is marked yet; select words and press the letter of a tag."
        if command in EDGE_COMMANDS:
            return self._move(self.span, command)
        if command == "retag":
            return self._put(msgspec.structs.replace(self.span, tag=argument or ""))
        if command == "add_fragment":
            return self._add(self.span)
        return self._drop(self.span) if command == "drop_fragment" else ""

    def say(self, attribute: str, value: object) -> None:
        """Say something about the span; nothing takes it away."""
        if self.span is None:
            return
        attributes = {name: known for name, known in self.span.attributes.items() if name != attribute}
        if value is not None:
            attributes[attribute] = value
        self._put(msgspec.structs.replace(self.span, attributes=attributes))

    def _begin(self, base: Answer | None, span: Span | None) -> None:
        self._base, self.span, self.active = base, span, True
        self.changed.emit()

    def _mark(self, tag: str, *, snap: bool) -> str:
        """Lie on what is selected, or without a selection only get another tag."""
        selected = self._view.selection() is not None
        if self.span is not None and not selected:
            return self._put(msgspec.structs.replace(self.span, tag=tag))
        place = self._view.marked_selection(snap=snap)
        if place is None:
            return "There is no word at the caret; select what to mark."
        attributes = self.span.attributes if self.span is not None and self.span.tag == tag else {}
        self._view.clear_selection()
        return self._put(Span("", tag, (place,), attributes))

    def _move(self, span: Span, command: str) -> str:
        found = self._view.page.map
        runs_left = found.right_to_left(found.block_at(span.start))
        fragments = moved(self._view.text, span, command, runs_left=runs_left)
        if fragments is None:
            return "The edge cannot go any further."
        return self._put(msgspec.structs.replace(span, fragments=fragments))

    def _add(self, span: Span) -> str:
        place = self._view.marked_selection() if self._view.selection() is not None else None
        if place is None:
            return "Select the words that belong to the span, too."
        self._view.clear_selection()
        return self._put(msgspec.structs.replace(span, fragments=joined(span.fragments, place)))

    def _drop(self, span: Span) -> str:
        caret = self._view.caret
        left: tuple[Fragment, ...] = tuple(place for place in span.fragments if not place.start <= caret <= place.end)
        if len(left) == len(span.fragments):
            return "The caret is in none of the span’s fragments."
        if not left:
            return "The last fragment stays; Esc goes back."
        return self._put(msgspec.structs.replace(span, fragments=left))

    def _put(self, span: Span) -> str:
        if span != self.span:
            self.span = span
            self.changed.emit()
        return ""

    def _may_begin(self, relation: str, tag: str) -> bool:
        known = self._tagset().relation(relation)
        return known is None or tag in known.head
