"""One article under review, and comparing the layers of a whole project: the queue of conflicts is kept up to date."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

import msgspec

from annotator.adjudication.comparing import compare
from annotator.adjudication.conflicts import Agreed, Comparison, Conflict
from annotator.adjudication.decisions import Question, Standing, Standings, standings
from annotator.adjudication.identical import identical_key
from annotator.adjudication.layered import Layered, LayerWork
from annotator.adjudication.sayings import canonical
from annotator.errors import UserError
from annotator.jobs.carrying_over import carried_over
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.model.article import Article, ArticleKey
from annotator.model.decision import Decision
from annotator.model.layer import GOLD
from annotator.model.span import Span
from annotator.project.conflict_cache import DECIDED, Compared, Counts, KeptConflict, counts, newest_step, store
from annotator.project.decisions import Kept, decisions
from annotator.project.layered import ArticleRows, LayerRows, everybodys_work
from annotator.project.paging import in_pages
from annotator.project.project import Project
from annotator.project.rows import opening_words
from annotator.project.stale import look_through_journal, stale_articles


class Review(msgspec.Struct, frozen=True):
    """One article under review: everybody's work on it, what comparing it comes to, and the decisions."""

    rows: ArticleRows
    work: Layered
    comparison: Comparison
    standings: Standings
    kept: tuple[Kept, ...]
    """All decisions on it, oldest first."""

    @property
    def article(self) -> Article:
        """The article itself."""
        return self.rows.article

    @property
    def gold(self) -> LayerRows | None:
        """The gold layer, if there is one."""
        return self.rows.layers.get(GOLD)

    def questions(self) -> Iterator[Question]:
        """Yield everything that can be decided: agreed marks and conflicts."""
        yield from self.comparison.unanimous
        yield from self.comparison.alone
        yield from self.comparison.conflicts

    def question(self, question_id: str) -> Question | None:
        """Return the conflict or agreed mark with an id."""
        return next((known for known in self.questions() if known.id == question_id), None)

    def standing(self, question: Question) -> Standing:
        """Say how a question stands."""
        return self.standings.of[question.id]

    def gold_span(self, question: Question) -> Span | None:
        """Return the gold span that a decision about a question put there, if one did."""
        about = {decision.id for decision in self.standing(question).made}
        keys = {kept.gold for kept in self.kept if kept.decision.id in about and not kept.decision.earlier}
        return next((span for span in self.gold.spans if span.key in keys), None) if self.gold else None


def review_article(project: Project, article: ArticleKey) -> Review:
    """Return one article under review.

    Raises:
        UserError: if there is no such article, or it is damaged.
    """
    rows = everybodys_work(project, article)
    work = Layered(
        rows.article.id,
        rows.article.text,
        {name: _layer_work(layer) for name, layer in rows.layers.items()},
        project.tagset,
        rows.article.meta.language,
    )
    comparison = compare(work)
    kept = tuple(carried_over(decisions(project, article), rows, comparison, project.tagset))
    return Review(rows, work, comparison, standings(comparison, [each.decision for each in kept]), kept)


def _layer_work(layer: LayerRows) -> LayerWork:
    return LayerWork(layer.spans, layer.relations, layer.layer.labels, layer.read, done=layer.layer.status == "done")


def review_or_nothing(project: Project, article: ArticleKey) -> Review | None:
    """Return one article under review; nothing if it is damaged, which checking the project tells."""
    try:
        return review_article(project, article)
    except UserError:
        return None


def look_through(project: Project, report: Report = silent, cancelled: Cancelled = never) -> None:
    """Note which articles were touched since their layers were compared."""
    while look_through_journal(project) and not cancelled():
        report(0, 0, "looking for what has changed")


def refresh(project: Project, report: Report = silent, cancelled: Cancelled = never) -> Counts:
    """Compare the layers on all articles that were touched since they were compared, and keep what it comes to.

    An article that is damaged is left out; checking the project names it.
    """
    look_through(project, report, cancelled)
    stale = stale_articles(project)

    def look(article: ArticleKey) -> tuple[Compared | None, int]:
        review = review_or_nothing(project, article)
        # What the newest step will still do is not known: it may be one of several transactions.
        return None if review is None else compared_of(review), newest_step(project) - 1

    def opened(_: object) -> AbstractContextManager[object]:
        return project.transaction()

    def write(found: Sequence[tuple[Compared | None, int]]) -> None:
        for compared, as_of in found:
            if compared is not None:
                store(project, compared, as_of)

    in_pages(project, stale, look, opened, write, _teller(len(stale), report, cancelled))
    return counts(project)


def review_counts(project: Project, report: Report = silent, cancelled: Cancelled = never) -> Counts:
    """Return how the review of the whole project stands; nothing is written.

    What was not compared since it was touched is compared for this, and again the next time.
    """
    stale = stale_articles(project)
    found, went_on = counts(project, besides=stale), _teller(len(stale), report, cancelled)
    for done, article in enumerate(stale, 1):
        review = review_or_nothing(project, article)
        if review is not None:
            found += compared_of(review).counts
        if not went_on(done):
            break
    return found


def _teller(total: int, report: Report, cancelled: Cancelled) -> Callable[[int], bool]:
    def went_on(done: int) -> bool:
        report(done, total, "comparing the layers")
        return not cancelled()

    return went_on


def compared_of(review: Review, after: Sequence[Decision] | None = None) -> Compared:
    """Return what is to be kept of a comparison.

    Args:
        review: the article.
        after: all decisions on it, if they are others by now.
    """
    made = [each.decision for each in review.kept] if after is None else list(after)
    now = review.standings if after is None else standings(review.comparison, made)
    comparison, text = review.comparison, review.article.text
    conflicts = [_kept_conflict(conflict, now.of[conflict.id], text) for conflict in comparison.conflicts]
    for agreed in (*comparison.unanimous, *comparison.alone):
        if waits_for_reviewer(now.of[agreed.id]):
            conflicts.append(_kept_agreed(agreed, now.of[agreed.id], text))
    states = [now.of[agreed.id] for agreed in comparison.unanimous]
    accepted = sum(standing.state == "decided" for standing in states)
    waiting = sum(map(waits_for_reviewer, states))
    labels = pending_labels(comparison.labels, [decision for decision in made if not decision.earlier])
    decided = sum(conflict.state == DECIDED for conflict in conflicts)
    return Compared(
        review.article.key,
        tuple(sorted(conflicts, key=lambda kept: (kept.start is None, kept.start or 0))),
        Counts(
            articles=int(len(review.work.compared()) > 1),
            unanimous=len(states),
            accepted=accepted,
            alone=len(comparison.alone),
            pending=len(states) - accepted - waiting + len(labels),
            open=len(conflicts) - decided,
            decided=decided,
        ),
    )


def waits_for_reviewer(standing: Standing) -> bool:
    """Say whether a reviewer has had a say about an agreed mark, and has to look at it again."""
    if standing.state == "re-opened":
        return standing.decision is not None and not standing.decision.automatic
    return standing.state in ("deferred", "second opinion")


def pending_labels(labels: Mapping[str, object], made: Sequence[Decision]) -> dict[str, object]:
    """Return those of ``labels``, on which there is no conflict, that gold does not have from a decision."""
    settled = {decision.label: decision for decision in made if decision.label and decision.settles}
    return {
        name: value
        for name, value in labels.items()
        if name not in settled or (settled[name].automatic and canonical(settled[name].value) != canonical(value))
    }


def _kept_conflict(conflict: Conflict, standing: Standing, text: str) -> KeptConflict:
    place = conflict.place
    offers: Mapping[str, object] = (
        dict(conflict.values)
        if conflict.label
        else {name: span.key if span else None for name, span in conflict.spans.items()}
    )
    return KeptConflict(
        conflict.id,
        standing.state,
        tuple(sorted(conflict.differs)),
        _usual_tag(conflict),
        conflict.label,
        place.start if place else None,
        place.end if place else None,
        opening_words(text[place.start : place.end]) if place else conflict.label,
        identical_key(conflict, text),
        offers,
        standing.decision.id if standing.decision else "",
    )


def _kept_agreed(agreed: Agreed, standing: Standing, text: str) -> KeptConflict:
    span = agreed.span
    return KeptConflict(
        agreed.id,
        standing.state,
        (),
        span.tag,
        "",
        span.start,
        span.end,
        opening_words(text[span.start : span.end]),
        agreed.id,
        {name: each.key for name, each in agreed.spans.items()},
        standing.decision.id if standing.decision else "",
    )


def _usual_tag(conflict: Conflict) -> str:
    counted = Counter(span.tag for span in conflict.offered.values())
    return counted.most_common(1)[0][0] if counted else ""
