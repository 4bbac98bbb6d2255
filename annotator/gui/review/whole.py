"""Gold from end to end: the article as it will be exported, with the layers beneath, to be read before it is done."""

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from annotator.gui.actions import ActionTable
from annotator.gui.article.style import Pattern, TagStyle
from annotator.gui.edge_moves import EDGE_COMMANDS
from annotator.gui.keys import pressed
from annotator.gui.panels.pane import Pane, faint
from annotator.gui.panels.wording import short
from annotator.gui.plain import plain_label
from annotator.gui.relation_picker import RelationPicker
from annotator.gui.review.claiming_view import ClaimingView
from annotator.gui.review.gold_marks import GoldMarks
from annotator.gui.review.heading import heading
from annotator.jobs.comparing import Review
from annotator.model.layer import GOLD
from annotator.model.span import Span, SpanKey, marked_text

_NEUTRAL = ("#595959", "#bdbdbd")
_MOST_TITLE = 140
_LAYER_KEYS = 1_000_000_000
"""Added to the number of a layer’s span: no gold span has such a key."""

WHOLE_COMMANDS = frozenset(
    {
        *EDGE_COMMANDS, "tag", "tag_exactly", "retag", "add_fragment", "drop_fragment", "remove_span", "toggle_unsure",
        "next_span", "previous_span", "edit_attributes", "begin_relation", "begin_relation_of", "say_absent", "accept",
        "edit_labels",
    }
)  # fmt: skip
"""The commands of the article whose keys go through gold and edit it directly."""


class _GoldText(ClaimingView):
    """The text with gold; keys of the article mean gold here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("goldText")
        self.setAccessibleName("Gold")
        self.setAccessibleDescription("The article with what was decided, and the layers beneath it")


class WholePane(Pane):
    """Shows gold on the article of the conflict. What a key asks for is done elsewhere."""

    asked = Signal(object, object)
    """A command of the article that is meant for gold, and its argument."""
    left = Signal()
    """The reader wants to go back to the conflict."""
    shown_layers_changed = Signal()
    current_changed = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__("goldView", "Gold, whole article", parent)
        self._actions = actions
        self._review: Review | None = None
        self._styles: Mapping[str, TagStyle] = {}
        self.marks = GoldMarks()
        self.picker = RelationPicker(self.marks, self)
        self.beneath: tuple[str, ...] = ()
        """The layers that are shown beneath gold."""
        self.view = _GoldText()
        self.view.claims = self._claims
        self.view.keyAsked.connect(self._pass_on)
        self.view.currentSpanChanged.connect(lambda _: self.current_changed.emit())
        self.box.addWidget(self._build_heading())
        self.box.addWidget(self.view, 1)
        self.box.addWidget(self._build_hint())
        self.set_main(self.view)

    @property
    def layers(self) -> list[str]:
        """The layers that can be shown beneath gold, in the order of their digits."""
        return [] if self._review is None else [name for name in self._review.rows.layers if name != GOLD]

    @property
    def current(self) -> Span | None:
        """The gold span that the reader is at."""
        return self.marks.span(self.view.current_span)

    def show_review(self, review: Review, styles: Mapping[str, TagStyle], *, hidden: bool, caret: int = 0) -> None:
        """Show gold on an article; where it is shown already, only what has changed.

        Args:
            review: the article.
            styles: how tags look.
            hidden: whether the layers are called by their numbers.
            caret: where to begin.
        """
        other = self._review is None or self._review.article.key != review.article.key
        self._review, self._styles = review, styles
        self.marks.show(review)
        if other:
            self.beneath = ()
            self.picker.end()
        self.picker.check()
        spans = self._spans()
        self.view.set_tag_styles({**styles, **_neutral(len(self.layers), styles)})
        if other or self.view.text != review.article.text:
            self.view.show_article(review.article.text, spans, self.marks.relations)
            self.view.move_caret(min(caret, len(review.article.text)))
        else:
            self._apply(spans)
            self._apply_relations()
        self._say(hidden=hidden)

    def words_of(self, key: SpanKey) -> str | None:
        """Return the words of a gold span, if it is there."""
        span = self.marks.span(key)
        return None if span is None else marked_text(self.marks.text, span.fragments)

    def go(self, *, forward: bool) -> bool:
        """Go to the next span of gold, or the one before; say whether there is one."""
        step = self.view.select_next_span if forward else self.view.select_previous_span
        while step():
            if self.current is not None:
                return True
        return False

    def toggle_layer(self, number: int) -> str | None:
        """Show or hide a layer beneath gold; return its name, or nothing if there is none with that number."""
        if not 0 < number <= len(self.layers):
            return None
        layer = self.layers[number - 1]
        rest = tuple(name for name in self.beneath if name != layer)
        self.beneath = rest if layer in self.beneath else (*rest, layer)
        self._apply(self._spans())
        return layer

    def _build_heading(self) -> QWidget:
        part, self.title, self.about = heading("goldHeading", "goldTitle", "goldAbout")
        return part

    def _build_hint(self) -> QWidget:
        self.hint = faint(plain_label("", wrap=True, name="goldHint"))
        self.hint.setContentsMargins(14, 6, 12, 8)
        return self.hint

    def _say(self, *, hidden: bool) -> None:
        review = self._review
        assert review is not None
        gold, meta = review.gold, review.article.meta
        self.title.setText(short(meta.title or review.article.text[: 4 * _MOST_TITLE], _MOST_TITLE))
        waiting = sum(review.standing(conflict).state != "decided" for conflict in review.comparison.conflicts)
        count = len(gold.spans) if gold is not None else 0
        spans = "1 span" if count == 1 else f"{count:,} spans"
        done = "done" if gold is not None and gold.layer.status == "done" else "not done yet"
        conflicts = (
            "no conflict waits"
            if not waiting
            else f"{waiting:,} {'conflict waits' if waiting == 1 else 'conflicts wait'}"
        )
        self.about.setText(f"gold · {spans} · {conflicts} · {done}")
        names = ", ".join(
            f"{number} {'a layer' if hidden else short(name, 20)}" for number, name in enumerate(self.layers[:9], 1)
        )
        key = self._actions.key_of
        self.hint.setText(
            f"Shown beneath: {names} · the keys of an article edit gold directly · "
            f"{key('article.done')} calls it done · Esc goes back"
        )

    def _apply(self, spans: list[Span]) -> None:
        keys = {span.key for span in spans}
        self.view.apply(spans, [span.key for span in self.view.page.spans if span.key not in keys])

    def _apply_relations(self) -> None:
        known = {relation.key for relation in self.marks.relations}
        self.view.apply_relations(
            self.marks.relations, [shown.key for shown in self.view.page.relations if shown.key not in known]
        )

    def _spans(self) -> list[Span]:
        assert self._review is not None
        found = list(self.marks.spans())
        for number, name in enumerate(self.layers, 1):
            if name in self.beneath:
                layer = self._review.rows.layers[name]
                found += [
                    msgspec.structs.replace(span, tag=f"\0{number}\0{span.tag}", key=_LAYER_KEYS + span.key, guesses={})
                    for span in layer.spans
                ]
        return found

    def _claims(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            return self.view.selection() is None or self.picker.active
        key = pressed(event)
        if key in tuple("123456789"):
            return True
        entry = self._actions.entry_with(key)
        return entry is not None and entry.spec.command in WHOLE_COMMANDS

    def _pass_on(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.picker.active:
                self.asked.emit("cancel", None)
            else:
                self.left.emit()
        elif pressed(event) in tuple("123456789"):
            self.asked.emit("layer", pressed(event))
        else:
            entry = self._actions.entry_with(pressed(event))
            assert entry is not None
            self.asked.emit(entry.spec.command, entry.spec.argument)


def _neutral(count: int, styles: Mapping[str, TagStyle]) -> dict[str, TagStyle]:
    """Return quiet looks for the marks of layers: the digit of the layer and the letter of the tag, in grey."""
    return {
        f"\0{number}\0{tag}": TagStyle(tag, f"{number}{style.letter}", *_NEUTRAL, Pattern.THREAD)
        for number in range(1, count + 1)
        for tag, style in styles.items()
    }
