"""Searching the project, and what is done to many hits at once."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from annotator.gui.commands.bulk import BulkCommands
from annotator.gui.modes import ANNOTATE, EXPLORE
from annotator.gui.panels.wording import name, quoted_short, spans_words
from annotator.gui.specs import ActionSpec
from annotator.model.span import Fragment, SpanKey

if TYPE_CHECKING:
    from annotator.gui.explore.concordance import ConcordancePage
    from annotator.gui.explore.confirming import ConfirmBar
    from annotator.gui.panels.pane import Pane
    from annotator.model.hits import Hit, Place
    from annotator.project.bulk import Bulk
    from annotator.project.concordance import HitQuery


class HitPage(Protocol):
    """A page with hits, and a place to ask about them."""

    confirm: "ConfirmBar"
    query: "HitQuery"
    """What the hits are hits of: its tag says which of their marks are meant, its layer whose they are."""


_QUOTE = '"'
_MOST_WORDS = 300
"""So many code points of a selection are searched for."""


class SearchCommands(BulkCommands):
    """The concordance."""

    def search_project(self) -> None:
        """Search the project for what is selected in the article, or else for what is typed."""
        if self._session.project is None:
            return
        words = self._selected_words() if self._window.modes.now == ANNOTATE else ""
        self._window.inspector.commit_note()
        self._window.modes.show(EXPLORE)
        self._window.explore.go_to("concordance")
        if words:
            self._concordance().search_for(words)
            self._status.say(f"searching the project for {quoted_short(words.strip(_QUOTE))}")
        else:
            self._concordance().ask_for_words()
            self._status.say("Type what to search for in all articles.")

    def open_hit(self, hit: "Hit") -> None:
        """Open the article of a hit, with its words selected."""
        self._window.modes.show(ANNOTATE)
        if self._desk.key != hit.article:
            self._window.commands.open_article(hit.article)
        if self._desk.key != hit.article:
            return
        self._view.select(hit.start, hit.end)
        self._view.reveal(Fragment(hit.start, hit.end))
        self._view.setFocus()
        key = self._window.action_table.key_of("view.mode_explore")
        words = quoted_short(self._view.text[hit.start : hit.end])
        self._status.say(f"opened {words}{f'; {key} goes back to where it was found' if key else ''}")

    def change_hits(self, spec: ActionSpec, hits: "Sequence[Hit]", page: "HitPage") -> None:
        """Ask whether to tag, retag or clear hits, and do it when that is agreed to."""
        if not self._may_change():
            return
        if hits and spec.command == "tag":
            self._ask_to_tag(spec.argument or "", hits, page)
        elif hits:
            self._ask_to_change(spec.argument, hits, page)

    def _ask_to_tag(self, tag: str, hits: "Sequence[Hit]", page: "HitPage") -> None:
        others = page.query.layer
        places = [hit.place for hit in hits if others or all(span.tag != tag for span in hit.exact())]
        if not places:
            self._status.say(f"All that is chosen is tagged {name(tag)} already.")
            return
        question = f"Tag {_counted(places, 'place')} as {name(tag)}?{_stay(len(hits) - len(places), others)}"
        page.confirm.ask(question, "Tag", partial(self._tag_places, tag, places))

    def _tag_places(self, tag: str, places: "list[Place]") -> None:
        from annotator.project.propagating import tag_all

        self._do_to_many(
            "Tagging",
            len(places),
            lambda project, went_on: tag_all(project, places, tag, went_on),
            lambda done: f"tagged {_places(done.count)} as {name(tag)}{_left_alone(done)} – Ctrl+Z undoes",
        )

    def _ask_to_change(self, tag: str | None, hits: "Sequence[Hit]", page: "HitPage") -> None:
        """Ask whether to give marks another tag, or without one to remove them."""
        if page.query.layer:
            self._status.refuse(f"These are marks of {name(page.query.layer)}; only your own can be changed.")
            return
        spans: dict[SpanKey, int] = {}
        for hit in hits:
            spans |= {span.key: hit.article for span in hit.meant(page.query.tag) if span.tag != tag}
        if not spans:
            self._status.say("Nothing to change: no mark on just these words would become another.")
            return
        keys, count = list(spans), _count_in(len(spans), len(set(spans.values())), "span")
        if tag is None:
            question = f"Remove {count}? Their relations go with them."
            page.confirm.ask(question, "Remove", partial(self._clear_spans, keys))
        else:
            question = f"Retag {count} as {name(tag)}?"
            page.confirm.ask(question, "Retag", partial(self._retag_spans, tag, keys))

    def _clear_spans(self, keys: list[SpanKey]) -> None:
        from annotator.project.bulk import clear_all

        self._do_to_many(
            "Removing spans",
            len(keys),
            lambda project, went_on: clear_all(project, keys, went_on),
            lambda done: f"removed {spans_words(done.count)}{_left_alone(done)} – Ctrl+Z undoes",
        )

    def _retag_spans(self, tag: str, keys: list[SpanKey]) -> None:
        from annotator.project.bulk import retag_all

        self._do_to_many(
            "Retagging",
            len(keys),
            lambda project, went_on: retag_all(project, keys, tag, went_on),
            lambda done: f"retagged {spans_words(done.count)} as {name(tag)}{_left_alone(done)} – Ctrl+Z undoes",
        )

    def _selected_words(self) -> str:
        selected = self._view.selection()
        if selected is None:
            return ""
        words = " ".join(self._view.text[selected.start : min(selected.end, selected.start + _MOST_WORDS)].split())
        return f"{_QUOTE}{words.replace(_QUOTE, ' ')}{_QUOTE}" if " " in words else words

    def _concordance(self) -> "ConcordancePage":
        from annotator.gui.explore.concordance import ConcordancePage

        page = self._window.explore.page("concordance")
        assert isinstance(page, ConcordancePage)
        return page

    def _build_concordance(self) -> "Pane":
        from annotator.gui.explore.concordance import ConcordancePage

        page = ConcordancePage(self._session, self._desk, self._window.searcher, self._window.action_table)
        page.opened.connect(self.open_hit)
        page.bulk_wanted.connect(lambda spec, hits: self.change_hits(spec, hits, page))
        return page


def _counted(places: "Sequence[Place]", what: str) -> str:
    return _count_in(len(places), len({article for article, _ in places}), what)


def _count_in(count: int, articles: int, what: str) -> str:
    things = f"1 {what}" if count == 1 else f"{count:,} {what}s"
    return f"{things} in {'1 article' if articles == 1 else f'{articles:,} articles'}"


def _stay(marked: int, others: str) -> str:
    """Say what becomes of places that are marked so already."""
    if others:
        return " What you have marked so already stays."
    if marked == 1:
        return " 1 is marked already and stays."
    return f" {marked:,} are marked already and stay." if marked else ""


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count:,} places"


def _left_alone(done: "Bulk") -> str:
    return f" ({done.skipped:,} left as they were)" if done.skipped else ""
