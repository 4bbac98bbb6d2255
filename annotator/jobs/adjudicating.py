"""Letting policies decide: what is unanimous, and what a rule answers, over a whole project as one step."""

from collections.abc import Callable, Collection, Sequence

import msgspec

from annotator.adjudication.answers import Answer
from annotator.adjudication.conflicts import Conflict
from annotator.adjudication.decisions import Standing
from annotator.adjudication.digests import id_of
from annotator.adjudication.policies import Policy, Proposal, policy, proposals
from annotator.jobs.comparing import (
    Review,
    compared_of,
    look_through,
    pending_labels,
    review_counts,
    review_or_nothing,
    waits_for_reviewer,
)
from annotator.jobs.deciding import NO_REMARKS, plan_of, rulings
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.model.article import ArticleKey
from annotator.model.decision import UNANIMOUS, Decision
from annotator.model.ids import new_id
from annotator.model.span import Fragment
from annotator.project.conflict_cache import Counts, articles_to_review, counts
from annotator.project.gold_writing import Plan, Ruling
from annotator.project.ops import Op
from annotator.project.project import Project
from annotator.project.rows import opening_words
from annotator.project.ruling import Ruled, rule_on_many

_EXAMPLES = 200
"""So many of the conflicts that a policy would answer are shown before it does."""


class Example(msgspec.Struct, frozen=True):
    """One of the conflicts or marks that a policy would answer."""

    article: ArticleKey
    question: str
    words: str
    place: Fragment | None
    answer: Answer


class Adjudicated(msgspec.Struct, frozen=True):
    """What a policy answered, or would answer, and how the review stands after it."""

    articles: int
    """Articles that two annotators at least have done."""
    unanimous: int
    """Marks in them that all who could have seen them, two at least, have alike."""
    accepted: int
    """How many spans came into gold, or would come."""
    open: int
    decided: int
    labels: int = 0
    """How many labels of articles came into gold, or would come."""
    examples: tuple[Example, ...] = ()
    """Some of those, for a preview."""
    changes: Ruled | None = None
    """What was written; nothing by a dry run."""

    def as_json(self) -> dict[str, int]:
        """Return the report as ``adjudicate --json`` prints it."""
        names = ("articles", "unanimous", "accepted", "open", "decided", "labels")
        return {name: getattr(self, name) for name in names}


def adjudicate(
    project: Project,
    name: str = UNANIMOUS,
    report: Report = silent,
    cancelled: Cancelled = never,
    *,
    dry_run: bool = False,
    tags: Collection[str] = (),
    articles: Sequence[ArticleKey] | None = None,
) -> Adjudicated:
    """Let the policy called ``name`` answer what it has an answer to, as one undoable step.

    Unanimous marks are taken into gold by the policy ``unanimous``, and by no other. What a reviewer has decided,
    deferred or asked a second opinion on is left alone.

    Args:
        project: where.
        name: of the policy.
        report: told how many articles are done.
        cancelled: asked between articles.
        dry_run: count only, and write nothing.
        tags: if any, only marks with one of these tags.
        articles: if given, only these.

    Raises:
        UserError: if there is no such policy.
    """
    run = _Run(project, policy(name), tags, report, cancelled)
    return run.count(articles) if dry_run else run.over(articles)


class _Run:
    """One policy while it goes through the articles."""

    def __init__(
        self, project: Project, rule: Policy, tags: Collection[str], report: Report, cancelled: Cancelled
    ) -> None:
        self._project = project
        self._rule = rule
        self._tags = tags
        self._report = report
        self._cancelled = cancelled

    def over(self, articles: Sequence[ArticleKey] | None) -> Adjudicated:
        """Go through ``articles``, by default all that may have something to answer."""
        if articles is None:
            look_through(self._project, self._report, self._cancelled)
            articles = articles_to_review(self._project, unanimous=self._unanimous)
        op = Op.ACCEPT if self._unanimous else Op.POLICY
        changes = rule_on_many(self._project, op, articles, self._plan, self._teller(len(articles)))
        # Nothing is left to compare unless somebody has edited meanwhile, or it was stopped.
        now = review_counts(self._project, cancelled=self._cancelled)
        return _result(now, changes.spans, changes.labels, changes=changes)

    def count(self, articles: Sequence[ArticleKey] | None) -> Adjudicated:
        """Say what would be answered, and write nothing."""
        if articles is None:
            articles = articles_to_review(self._project, unanimous=self._unanimous)
        went_on, now = self._teller(len(articles)), counts(self._project, besides=articles)
        spans, labels, examples = 0, 0, list[Example]()
        for done, article in enumerate(articles, 1):
            review = review_or_nothing(self._project, article)
            if review is not None:
                found = self._proposals(review)
                now += compared_of(review).counts
                spans += sum(bool(proposal.answer.fragments) for proposal in found)
                labels += len(self._labels(review)) + sum(_is_about_label(proposal) for proposal in found)
                examples += [_example(article, review, each) for each in found[: _EXAMPLES - len(examples)]]
            if not went_on(done):
                break
        return _result(now, spans, labels, examples=tuple(examples))

    @property
    def _unanimous(self) -> bool:
        return self._rule.name == UNANIMOUS

    def _teller(self, total: int) -> Callable[[int], bool]:
        def went_on(done: int) -> bool:
            self._report(done, total, "reviewing")
            return not self._cancelled()

        return went_on

    def _plan(self, article: ArticleKey) -> Plan | None:
        review = review_or_nothing(self._project, article)
        if review is None:
            return None
        by = self._project.annotator
        made = [
            each
            for proposal in self._proposals(review)
            for each in rulings(review, proposal.question, proposal.answer, by, NO_REMARKS)
        ]
        return plan_of(review, made + self._label_rulings(review))

    def _proposals(self, review: Review) -> list[Proposal]:
        settled = {question.id for question in review.questions() if self._leaves_alone(review.standing(question))}
        return list(proposals(self._rule, review.work, review.comparison, settled, self._tags))

    def _leaves_alone(self, standing: Standing) -> bool:
        """Say whether a policy has nothing to say: it is decided, or a reviewer has had a say already."""
        return standing.state == "decided" or waits_for_reviewer(standing)

    def _labels(self, review: Review) -> dict[str, object]:
        made = [kept.decision for kept in review.kept if not kept.decision.earlier]
        return {} if self._tags else pending_labels(self._rule.labels(review.comparison), made)

    def _label_rulings(self, review: Review) -> list[Ruling]:
        return [self._label_ruling(review, name, value) for name, value in self._labels(review).items()]

    def _label_ruling(self, review: Review, name: str, value: object) -> Ruling:
        layers = [layer for layer, work in review.work.compared().items() if name in work.labels]
        decision = Decision(
            by=self._project.annotator,
            how=self._rule.how,
            votes=dict.fromkeys(layers, "same"),
            taken=tuple(layers),
            id=new_id(),
            about="label",
            question=id_of(review.work.article, "label", name),
            label=name,
            value=value,
        )
        replaced = [kept.key for kept in review.kept if kept.decision.label == name and not kept.decision.earlier]
        return Ruling(decision, replaces=tuple(replaced))


def _result(
    now: Counts, spans: int, labels: int, *, changes: Ruled | None = None, examples: tuple[Example, ...] = ()
) -> Adjudicated:
    return Adjudicated(now.articles, now.unanimous, spans, now.open, now.decided, labels, examples, changes)


def _is_about_label(proposal: Proposal) -> bool:
    return isinstance(proposal.question, Conflict) and bool(proposal.question.label)


def _example(article: ArticleKey, review: Review, proposal: Proposal) -> Example:
    question, text = proposal.question, review.article.text
    if isinstance(question, Conflict):
        place, words = question.place, question.label
    else:
        place, words = Fragment(question.span.start, question.span.end), ""
    if place is not None:
        words = opening_words(text[place.start : place.end])
    return Example(article, question.id, words, place, proposal.answer)
