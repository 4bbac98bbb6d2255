"""The stage: the article with the answers to one conflict under its words, one lane for each layer."""

from collections.abc import Mapping, Sequence

import msgspec
from PySide6.QtWidgets import QWidget

from annotator.gui.article.style import TagStyle, neutral_style
from annotator.gui.review.answer_model import Shown
from annotator.gui.review.claiming_view import ClaimingView
from annotator.gui.review.offers import disputed
from annotator.gui.review.wording import place_of
from annotator.model.span import Fragment, Span, SpanKey

GOLD_KEY = 1_000
DRAFT_KEY = 1_001
_GOLD_LETTER = "G"
_DRAFT_LETTER = "✎"
_SHARE_ABOVE = 0.3


class Stage(ClaimingView):
    """Shows the whole article, its sentence at the conflict standing out, and the answers where they would lie.

    The marks carry the number of their layer and the letter of their tag. Their keys are those numbers.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("conflictText")
        self.setAccessibleName("Conflict")
        self.setAccessibleDescription("The text of the article with the answers of the layers below it, read-only")
        self.lane_of = self._lane_of
        self._tags: Mapping[str, TagStyle] = {}
        self._text = ""
        self._lanes: dict[SpanKey, int] = {}
        self.set_dimmed(True)

    def set_styles(self, styles: Mapping[str, TagStyle]) -> None:
        """Say how tags look."""
        self._tags = styles

    def show_conflict(self, shown: Shown, gold: Span | None, *, reveal: bool = True) -> None:
        """Show the answers to a conflict, with gold below them if there is one already."""
        spans, styles = self._marks(shown, gold)
        self._lanes = {span.key: lane for lane, span in enumerate(spans)}
        self.set_tag_styles(styles)
        if shown.text != self._text:
            self._text = shown.text
            self.show_article(shown.text, spans)
        else:
            self.apply(spans, [span.key for span in self.page.spans if span.key not in self._lanes])
        self.set_matches(disputed(list(shown.conflict.offered.values())), None)
        if reveal:
            place = place_of(shown.conflict, shown.text)
            self.move_caret(place.start)
            self.set_current_span(None)
            self._put_in_sight(place)

    def show_draft(self, draft: Span | None) -> None:
        """Show an answer that is being edited, above all others; nothing takes it away."""
        before = self.page.spans.get(DRAFT_KEY)
        if draft is None:
            if before is not None:
                self.apply((), [DRAFT_KEY])
            return
        style = self._tags.get(draft.tag) or neutral_style(draft.tag)
        name = f"\0{_DRAFT_LETTER}"
        self.set_tag_styles(
            {**self._styles, name: msgspec.structs.replace(style, letter=f"{_DRAFT_LETTER} {style.letter}")}
        )
        self._lanes[DRAFT_KEY] = max((lane for key, lane in self._lanes.items() if key != DRAFT_KEY), default=-1) + 1
        self.apply([msgspec.structs.replace(draft, tag=name, key=DRAFT_KEY, guesses={})], ())
        self.set_current_span(DRAFT_KEY, reveal=False)

    def show_nothing(self) -> None:
        """Show no article."""
        self._text, self._lanes = "", {}
        self.clear()

    def _put_in_sight(self, place: Fragment) -> None:
        """Scroll so that there is as much to read before a place as helps, and most of it behind."""
        self.reveal(place)
        top, _ = self.page.line_at(place.start)
        self.scroll_to_line(top - round(self.page.window * _SHARE_ABOVE))

    def _lane_of(self, span: Span) -> int:
        return self._lanes.get(span.key, 0)

    def _marks(self, shown: Shown, gold: Span | None) -> tuple[list[Span], dict[str, TagStyle]]:
        """Return the marks in the order of their lanes, and how each looks."""
        spans: list[Span] = []
        styles: dict[str, TagStyle] = {}
        offered: Sequence[tuple[int, str, Span]] = [
            (offer.number or number, str(offer.number or ""), offer.span)
            for number, offer in enumerate(shown.offers, 1)
            if offer.span is not None and offer.layer
        ]
        if gold is not None:
            offered = [*offered, (GOLD_KEY, _GOLD_LETTER, gold)]
        for key, sign, span in offered:
            style = self._tags.get(span.tag) or neutral_style(span.tag)
            name = f"\0{key}"
            styles[name] = msgspec.structs.replace(style, letter=f"{sign} {style.letter}".strip())
            spans.append(msgspec.structs.replace(span, tag=name, key=key, guesses={}, unsure=span.unsure))
        return spans, styles
