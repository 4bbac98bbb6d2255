"""Telling conflicts: what each layer answered, how they stand, and what was decided."""

from collections.abc import Iterator
from typing import Any, Literal

from annotator.jobs.comparing import compared_of, review_or_nothing
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.model.decision import Decision, write_decision
from annotator.model.layer import GOLD
from annotator.model.span import Span, marked_text
from annotator.project.conflict_cache import DECIDED, KeptConflict, articles_with_conflicts, conflicts_of
from annotator.project.decisions import Kept, decisions
from annotator.project.layered import ArticleRows, everybodys_work
from annotator.project.project import Project
from annotator.project.stale import stale_articles

Which = Literal["open", "decided", "all"]


def conflicts(
    project: Project, which: Which = "open", report: Report = silent, cancelled: Cancelled = never
) -> Iterator[dict[str, Any]]:
    """Yield conflicts as ``conflicts --json`` prints them, in the order of the articles and of their text.

    Nothing is written: what was not compared since it was touched is compared for this, and again the next time.

    Args:
        project: only read.
        which: those that are open (also again, deferred, or waiting for a second opinion), decided, or all.
        report: told how many articles are done.
        cancelled: asked between articles.
    """
    stale = set(stale_articles(project))
    articles = sorted(stale | set(articles_with_conflicts(project)))
    for done, article in enumerate(articles, 1):
        if article in stale:
            review = review_or_nothing(project, article)
            found = () if review is None else compared_of(review).conflicts
        else:
            found = tuple(row.conflict for row in conflicts_of(project, [article]))
        wanted = [conflict for conflict in found if which == "all" or (conflict.state == DECIDED) == (which == DECIDED)]
        if wanted:
            rows, kept = everybodys_work(project, article), decisions(project, article)
            yield from (_told(conflict, rows, kept) for conflict in wanted)
        report(done, len(articles), "comparing the layers")
        if cancelled():
            return


def _told(conflict: KeptConflict, rows: ArticleRows, kept: list[Kept]) -> dict[str, Any]:
    spans = {span.key: span for layer in rows.layers.values() for span in layer.spans}
    text = rows.article.text
    told: dict[str, Any] = {
        "id": conflict.id,
        "article": rows.article.id,
        "state": DECIDED if conflict.state == DECIDED else "open",
        "standing": conflict.state,
        "differs": conflict.differs,
    }
    if conflict.label:
        told |= {"label": conflict.label, "values": conflict.offers, "spans": {}}
    else:
        told |= {"start": conflict.start, "end": conflict.end, "text": text[conflict.start : conflict.end]}
        told["spans"] = {name: _span(spans.get(_key(key)), text) for name, key in conflict.offers.items()}
    told["absent"] = sorted(rows.layers.keys() - conflict.offers.keys() - {GOLD})
    decision = _decision(conflict, kept)
    return told | {"decision": None if decision is None else write_decision(decision)}


def _key(offer: object) -> int:
    return offer if isinstance(offer, int) else 0


def _span(span: Span | None, text: str) -> dict[str, Any] | None:
    if span is None:
        return None
    return {
        "id": span.id,
        "label": span.tag,
        "start": span.start,
        "end": span.end,
        "fragments": [(place.start, place.end) for place in span.fragments],
        "text": marked_text(text, span.fragments),
        "attributes": dict(span.attributes),
        "unsure": span.unsure,
        "note": span.note,
    }


def _decision(conflict: KeptConflict, kept: list[Kept]) -> Decision | None:
    return next((known.decision for known in kept if known.decision.id == conflict.decision), None)
