"""Giving the same answer to all identical conflicts, after a preview, as one step."""

from collections.abc import Collection, Mapping

from annotator.adjudication.answers import Answer
from annotator.adjudication.conflicts import Conflict
from annotator.adjudication.identical import identical_key, transfer
from annotator.errors import UserError
from annotator.jobs.comparing import review_article, review_or_nothing
from annotator.jobs.deciding import NO_REMARKS, Remarks, plan_of, rulings
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.model.article import ArticleKey
from annotator.project.conflict_cache import DECIDED, ConflictRow, identical_to
from annotator.project.gold_writing import Plan, Ruling
from annotator.project.ops import Op
from annotator.project.project import Project
from annotator.project.ruling import FEW_ARTICLES, Ruled, rule, rule_on_many


def identical_conflicts(project: Project, article: ArticleKey, conflict: Conflict) -> list[ConflictRow]:
    """Return the conflicts identical to one, itself among them, that are not decided: in the order of the articles.

    They are those known from the last comparing of the whole project.
    """
    key = identical_key(conflict, review_article(project, article).article.text)
    return [row for row in identical_to(project, key) if row.conflict.state != DECIDED]


def decide_many(
    project: Project,
    article: ArticleKey,
    conflict: Conflict,
    answer: Answer,
    chosen: Mapping[ArticleKey, Collection[str]],
    remarks: Remarks = NO_REMARKS,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> Ruled:
    """Give the answer to one conflict to all of ``chosen`` that are still identical to it and not decided.

    Args:
        project: where.
        article: the article of the conflict that was answered.
        conflict: that conflict, as it was shown.
        answer: the answer to it.
        chosen: ids of conflicts by article, from the preview.
        remarks: what is said beside each decision.
        report: told how many articles are done.
        cancelled: asked between articles.

    Raises:
        UserError: if another answer is on offer in that conflict by now.
    """
    source = review_article(project, article)
    now = source.question(conflict.id)
    if not isinstance(now, Conflict) or now.fingerprint != conflict.fingerprint:
        raise UserError("Somebody has changed what is on offer there; look at it again. Nothing was decided.")
    text = source.article.text
    key = identical_key(now, text)

    def look(other: ArticleKey) -> Plan | None:
        review = review_or_nothing(project, other)
        if review is None:
            return None
        made: list[Ruling] = []
        for known in review.comparison.conflicts:
            wanted = known.id in chosen[other] and review.standing(known).state != DECIDED
            if wanted and identical_key(known, review.article.text) == key:
                given = transfer(answer, (now, text), (known, review.article.text))
                made += rulings(review, known, given, project.annotator, remarks)
        return plan_of(review, made)

    articles = sorted(chosen)
    if len(articles) <= FEW_ARTICLES:
        return rule(project, Op.DECIDE, articles, look)

    def went_on(done: int) -> bool:
        report(done, len(articles), "deciding")
        return not cancelled()

    return rule_on_many(project, Op.DECIDE, articles, look, went_on)
