"""Feedback to annotators: what a reviewer changed of their work, and why, also as a page to hand out."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from annotator.errors import UserError
from annotator.formats.feedback_page import write_page
from annotator.formats.whole_file import whole_file
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.model.decision import Decision
from annotator.model.feedback import Case, Feedback, Given, Grouped
from annotator.model.naming import shown
from annotator.model.span import Fragment, Span, marked_text
from annotator.project.decisions import Kept, decisions
from annotator.project.feedback import articles_judged, count_kept
from annotator.project.layered import ArticleRows, everybodys_work
from annotator.project.project import Project
from annotator.project.rows import opening_words

_AROUND = 90
"""So many code points on either side are shown of where a change was made."""


class FeedbackCancelledError(UserError):
    """Somebody asked for it to stop; nothing was written."""


def feedback(project: Project, annotator: str, report: Report = silent, cancelled: Cancelled = never) -> Feedback:
    """Return what a reviewer changed of the work of ``annotator``, grouped by reason.

    Raises:
        FeedbackCancelledError: if it was cancelled.
        UserError: if an article is damaged.
    """
    articles = articles_judged(project, annotator)
    by_reason: dict[str, list[Case]] = defaultdict(list)
    for done, article in enumerate(articles, 1):
        rows = everybodys_work(project, article)
        for kept in decisions(project, article):
            if kept.decision.settles and _is_changed(kept.decision, annotator):
                by_reason[kept.decision.reason].append(_case(rows, kept, annotator))
        report(done, len(articles), "collecting what was changed")
        if cancelled():
            raise FeedbackCancelledError("Collecting what was changed was stopped; nothing was written.")
    groups = sorted(by_reason.items(), key=lambda group: (-len(group[1]), group[0]))
    return Feedback(
        annotator, count_kept(project, annotator), tuple(Grouped(reason, tuple(cases)) for reason, cases in groups)
    )


def write_feedback(
    project: Project, annotator: str, out: Path, report: Report = silent, cancelled: Cancelled = never
) -> Feedback:
    """Write what a reviewer changed of the work of ``annotator`` to ``out``, a page that opens nothing from outside.

    Raises:
        FeedbackCancelledError: if it was cancelled.
        UserError: if the file cannot be written, or has the name of a project.
    """
    if out.suffix == project.path.suffix:
        raise UserError(f"{shown(out.name)} would be taken for a project; name the page otherwise.")
    found = feedback(project, annotator, report, cancelled)
    with whole_file(out) as file:
        write_page(found, file)
    return found


def _is_changed(decision: Decision, annotator: str) -> bool:
    return decision.votes.get(annotator, "same") not in ("same", "absent")


def _case(rows: ArticleRows, kept: Kept, annotator: str) -> Case:
    decision, article = kept.decision, rows.article
    place = decision.place
    return Case(
        article.id,
        article.meta.title or opening_words(article.text),
        _context(article.text, place, before=True),
        article.text[place.start : place.end] if place else "",
        _context(article.text, place, before=False),
        _theirs(rows, decision, annotator),
        _gold(rows, kept),
        decision.votes[annotator],
        decision.how,
        decision.reason,
        decision.rule,
        decision.note,
        place.start if place else -1,
    )


def _context(text: str, place: Fragment | None, *, before: bool) -> str:
    """Return some words before or after a place, of its paragraph only, with … where there are more."""
    if place is None:
        return ""
    if before:
        line = text[max(0, place.start - _AROUND) : place.start].splitlines() or [""]
        return ("…" if len(line[-1]) == _AROUND else "") + line[-1]
    line = text[place.end : place.end + _AROUND].splitlines() or [""]
    return line[0] + ("…" if len(line[0]) == _AROUND else "")


def _theirs(rows: ArticleRows, decision: Decision, annotator: str) -> Given | None:
    """Return what the annotator had answered when it was decided."""
    for rejected in decision.rejected:
        if annotator in rejected.layers:
            if decision.label:
                return None if rejected.value is None else Given(decision.label, str(rejected.value))
            places = [Fragment(*place) for place in rejected.fragments]
            words = marked_text(rows.article.text, places)
            return Given(rejected.tag, words, rejected.attributes) if places else None
    # A mark that all had alike, and that was changed in gold itself: nothing was rejected there.
    ids = {span_id for layer, span_id in decision.spans if layer == annotator}
    layer = rows.layers.get(annotator)
    return next((_given(rows, span) for span in (layer.spans if layer else ()) if span.id in ids), None)


def _gold(rows: ArticleRows, kept: Kept) -> Given | None:
    decision = kept.decision
    if decision.label:
        return None if decision.value is None else Given(decision.label, str(decision.value))
    spans = _gold_spans(rows)
    if decision.about == "relations":
        ends = set(decision.spans)
        return next((_given(rows, span) for span in _marked_by(rows, ends)), None)
    return next((_given(rows, span) for span in spans if span.key == kept.gold), None)


def _gold_spans(rows: ArticleRows) -> Sequence[Span]:
    gold = rows.layers.get("gold")
    return gold.spans if gold else ()


def _marked_by(rows: ArticleRows, ends: set[tuple[str, str]]) -> list[Span]:
    return [span for name, layer in rows.layers.items() for span in layer.spans if (name, span.id) in ends]


def _given(rows: ArticleRows, span: Span) -> Given:
    return Given(span.tag, marked_text(rows.article.text, span.fragments), span.attributes)
