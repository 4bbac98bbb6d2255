"""A reviewer decides, annotators edit, all go back and forth at random: gold is what the decisions say.

And what is kept of comparing is what comparing anew comes to.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from reviewing import bring, gold_spans

from annotator.adjudication.answers import Answer, edited, intersection, nothing, take, union
from annotator.adjudication.conflicts import Agreed, Conflict
from annotator.adjudication.decisions import Question
from annotator.adjudication.sayings import Sayings, mark_digest
from annotator.data import resources
from annotator.errors import UserError
from annotator.jobs import deciding, gold
from annotator.jobs.adjudicating import adjudicate
from annotator.jobs.comparing import Review, compared_of, look_through, refresh, review_article
from annotator.jobs.identical import decide_many, identical_conflicts
from annotator.model.decision import Drawn
from annotator.model.span import Fragment, Span
from annotator.model.tagset import read_tagset
from annotator.project import edits, history, reading, relating
from annotator.project.changes import Changes
from annotator.project.checking import verify
from annotator.project.conflict_cache import conflicts_of, counts
from annotator.project.creating import create
from annotator.project.decisions import Kept, decisions
from annotator.project.project import Project
from annotator.project.stale import stale_articles
from tests.project.working import assert_sound

TEXT = "The army said at least 287 fighters were killed.\nThe army denied it."
NAMES = ("ana", "ben", "eva")
TAGS = ("actor", "number", "claim")
WORDS = ("The army", "army", "at least 287", "287", "fighters", "287 fighters", "were killed")
ANSWERS: dict[str, Callable[[Conflict], Answer]] = {
    "union": union,
    "intersection": intersection,
    "nothing": nothing,
}
MARKS = [("actor", "army"), ("number", "at least 287"), ("actor", "fighters")]


class Reviewing(RuleBasedStateMachine):
    @initialize()
    def open_project(self) -> None:
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "p.annotator"
        create(self.path, read_tagset((resources() / "tagsets" / "conflict_news.json").read_bytes(), ""), "rev")
        self.rev = Project.open(self.path, "rev")
        layers = {"ana": MARKS, "ben": [MARKS[0], ("number", "287"), MARKS[2]], "eva": MARKS[:2]}
        joined = {name: [("counts_who", 1, 2)] for name in ("ana", "ben")}
        labels = {"ana": {"kind": "report"}, "ben": {"kind": "opinion"}, "eva": {"kind": "report"}}
        # By somebody who never goes back.
        with Project.open(self.path, "wire") as wire:
            self.articles = [
                bring(wire, layers, TEXT, article, labels=labels, relations=joined) for article in ("a1", "a2")
            ]
        self.people = {name: Project.open(self.path, name) for name in NAMES}
        self.rev2 = Project.open(self.path, "rev2")

    def teardown(self) -> None:
        if hasattr(self, "rev"):
            for project in (self.rev, self.rev2, *self.people.values()):
                project.close()
            assert_sound(self.path)
            self.folder.cleanup()

    # ---- the reviewer ----

    @rule(data=st.data(), how=st.sampled_from(["take", "union", "intersection", "nothing", "edited"]))
    def decide(self, data: st.DataObject, how: str) -> None:
        article = data.draw(st.sampled_from(self.articles))
        questions = list(review_article(self.rev, article.key).questions())
        if not questions:
            return
        question = data.draw(st.sampled_from(questions))
        answer = self._answer(data, question, how)
        if answer is not None:
            self._try(lambda: deciding.decide(self.rev, article.key, question, answer))

    @rule(data=st.data(), how=st.sampled_from(["take", "nothing"]))
    def decide_all_identical(self, data: st.DataObject, how: str) -> None:
        article = data.draw(st.sampled_from(self.articles))
        conflicts = review_article(self.rev, article.key).comparison.conflicts
        if not conflicts:
            return
        conflict = data.draw(st.sampled_from(conflicts))
        answer = self._answer(data, conflict, how)
        refresh(self.rev)
        chosen: dict[int, set[str]] = {}
        for row in identical_conflicts(self.rev, article.key, conflict):
            chosen.setdefault(row.article, set()).add(row.conflict.id)
        if answer is not None:
            self._try(lambda: decide_many(self.rev, article.key, conflict, answer, chosen))

    @rule(data=st.data(), second=st.booleans())
    def postpone_or_reopen(self, data: st.DataObject, second: bool) -> None:
        article = data.draw(st.sampled_from(self.articles))
        questions = list(review_article(self.rev, article.key).questions())
        if not questions:
            return
        question = data.draw(st.sampled_from(questions))
        if data.draw(st.booleans()):
            self._try(lambda: deciding.reopen(self.rev, article.key, question.id))
        else:
            postpone = deciding.ask_second_opinion if second else deciding.defer
            self._try(lambda: postpone(self.rev, article.key, question))

    @rule(policy=st.sampled_from(["unanimous", "unanimous", "only-layer", "shorter-edges", "given-labels"]))
    def adjudicate(self, policy: str) -> None:
        adjudicate(self.rev, policy)

    @rule(data=st.data(), tag=st.sampled_from(TAGS), words=st.sampled_from(WORDS))
    def edit_gold(self, data: st.DataObject, tag: str, words: str) -> None:
        article = data.draw(st.sampled_from(self.articles))
        spans = gold_spans(self.rev, article)
        place = Fragment(TEXT.index(words), TEXT.index(words) + len(words))
        what = data.draw(st.sampled_from(["add", "change", "remove", "relate", "unrelate", "label"]))
        if what == "add" or not spans:
            self._try(lambda: gold.add_gold(self.rev, article.key, [place], tag))
            return
        span = data.draw(st.sampled_from(spans))
        other = data.draw(st.sampled_from(spans))
        relations = reading.relations(self.rev, article.key, "gold")
        edits_of_gold: dict[str, Callable[[], Changes]] = {
            "change": lambda: gold.change_gold(self.rev, span.key, tag=tag, fragments=[place]),
            "remove": lambda: gold.remove_gold(self.rev, span.key),
            "relate": lambda: gold.relate_gold(self.rev, "counts_who", span.key, other.key),
            "unrelate": lambda: gold.unrelate_gold(self.rev, relations[0]) if relations else Changes(),
            "label": lambda: gold.set_gold_label(self.rev, article.key, "kind", "analysis"),
        }
        self._try(edits_of_gold[what])

    # ---- the annotators ----

    @rule(data=st.data(), name=st.sampled_from(NAMES), tag=st.sampled_from(TAGS), words=st.sampled_from(WORDS))
    def annotate(self, data: st.DataObject, name: str, tag: str, words: str) -> None:
        theirs, article = self.people[name], data.draw(st.sampled_from(self.articles))
        place = Fragment(TEXT.index(words), TEXT.index(words) + len(words))
        spans = reading.spans(theirs, article.key)
        what = data.draw(st.sampled_from(["mark", "move", "remove", "relate", "status", "label", "read"]))
        if what == "mark" or not spans:
            edits.mark(theirs, article, [place], tag)
            return
        span, other = data.draw(st.sampled_from(spans)), data.draw(st.sampled_from(spans))
        work: dict[str, Callable[[], Changes]] = {
            "move": lambda: edits.move(theirs, article, span.key, [place]),
            "remove": lambda: edits.remove(theirs, [span.key]),
            "relate": lambda: relating.relate(theirs, "counts_who", span.key, other.key),
            "status": lambda: edits.set_status(theirs, [article.key], data.draw(st.sampled_from(["open", "done"]))),
            "label": lambda: edits.set_label(theirs, article.key, "kind", data.draw(st.sampled_from([None, "report"]))),
            "read": lambda: edits.set_paragraph_read(theirs, article, Fragment(49, len(TEXT)), read=True),
        }
        self._try(work[what])

    # ---- back and forth ----

    @rule(data=st.data(), times=st.integers(1, 3), forth=st.booleans())
    def back_and_forth(self, data: st.DataObject, times: int, forth: bool) -> None:
        who = data.draw(st.sampled_from([self.rev, self.rev2, *self.people.values()]))
        for _ in range(times):
            self._try(lambda: history.redo(who) if forth else history.undo(who))

    @rule()
    def another_reviewer_accepts(self) -> None:
        adjudicate(self.rev2)

    @rule()
    def compare(self) -> None:
        refresh(self.rev)
        assert list(stale_articles(self.rev)) == []

    # ---- what holds at any moment ----

    @precondition(lambda self: hasattr(self, "rev"))
    @invariant()
    def gold_is_what_the_decisions_say(self) -> None:
        problems = verify(self.rev).problems
        assert problems == [], problems
        for article in self.articles:
            review = review_article(self.rev, article.key)
            check_gold(self.rev, review)

    @precondition(lambda self: hasattr(self, "rev"))
    @invariant()
    def what_is_kept_of_comparing_is_what_comparing_comes_to(self) -> None:
        look_through(self.rev2)
        stale = stale_articles(self.rev2)
        for article in self.articles:
            if article.key not in stale:
                kept = compared_of(review_article(self.rev2, article.key))
                listed = tuple(found.conflict for found in conflicts_of(self.rev2, [article.key]))
                others = [other.key for other in self.articles if other.key != article.key]
                assert (listed, counts(self.rev2, others)) == (kept.conflicts, kept.counts)

    def _answer(self, data: st.DataObject, question: Question, how: str) -> Answer | None:
        """Return an answer; nothing if the question has none of that kind."""
        if isinstance(question, Agreed):
            return Answer("edited", "claim", (Fragment(0, 8),)) if how == "edited" else Answer("nothing")
        if question.label:
            return take(question, data.draw(st.sampled_from(sorted(question.values))))
        try:
            if how in ANSWERS:
                return ANSWERS[how](question)
        except UserError:
            return None
        answer = take(question, data.draw(st.sampled_from(sorted(question.spans))))
        return edited(answer, tag="claim") if how == "edited" and answer.fragments else answer

    def _try(self, edit: Callable[[], Changes]) -> None:
        """Make an edit; one that is refused changes nothing."""
        before = {article.key: decisions(self.rev, article.key) for article in self.articles}
        try:
            edit()
        except UserError:
            assert {article.key: decisions(self.rev, article.key) for article in self.articles} == before


def check_gold(project: Project, review: Review) -> None:
    """Check gold against the decisions, worked out once more and differently."""
    counting = [kept for kept in review.kept if not kept.decision.earlier]
    spans = {span.key: span for span in review.gold.spans} if review.gold else {}
    marks = {kept.gold: kept for kept in counting if kept.gold is not None}
    assert marks.keys() == spans.keys()
    for key, kept in marks.items():
        assert key is not None
        assert kept.decision.result == result_of(project, spans[key])
    assert all(kept.gold is not None for kept in counting if kept.decision.about == "mark" and kept.decision.result)
    labels = {kept.decision.label: kept.decision.value for kept in counting if kept.decision.label}
    assert (dict(review.gold.layer.labels) if review.gold else {}) == {
        name: value for name, value in labels.items() if value is not None
    }
    relations = review.gold.relations if review.gold else ()
    assert sorted((known.type, known.head, known.child) for known in relations) == sorted(wanted(counting, spans))


def result_of(project: Project, span: Span) -> str:
    return mark_digest(span.tag, span.fragments, Sayings(project.tagset).attributes(span))


def wanted(counting: list[Kept], spans: dict[int, Span]) -> set[tuple[str, int, int]]:
    """The relations that the decisions carry over, between spans that are in gold."""
    ends = {("gold", span.id): key for key, span in spans.items()}
    for kept in counting:
        if kept.decision.about == "mark" and kept.gold is not None:
            ends.update(dict.fromkeys(kept.decision.spans, kept.gold))
    found = set()
    for key in spans:
        (mark,) = [kept for kept in counting if kept.gold == key]
        own = [
            kept.decision.relations
            for kept in counting
            if kept.decision.about == "relations"
            and kept.decision.settles
            and set(kept.decision.spans) & set(mark.decision.spans)
        ]
        drawn: tuple[Drawn, ...] = own[-1] if own else mark.decision.relations
        for each in drawn:
            child = ends.get((each.layer, each.id))
            if child is not None and child != key:
                found.add((each.type, key, child))
    return found


TestReviewing = Reviewing.TestCase
TestReviewing.settings = settings(max_examples=8, stateful_step_count=30, deadline=None)


@pytest.mark.soak
class TestReviewingForLong(Reviewing.TestCase):  # type: ignore[name-defined,misc] # hypothesis makes it as it goes
    settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
