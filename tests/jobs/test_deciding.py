"""A reviewer's answers: gold is what they say, each is undone like any edit, and none is ever thrown away."""

import pytest
from reviewing import (
    as_,
    bring,
    conflicts,
    gold,
    gold_labels,
    gold_relations,
    gold_spans,
    move,
    only,
    own,
    review,
    state,
)

from annotator.adjudication.answers import (
    Answer,
    edited,
    fresh,
    intersection,
    nothing,
    take,
    union,
    with_sayings_of,
)
from annotator.errors import UserError
from annotator.jobs import deciding
from annotator.jobs.adjudicating import adjudicate
from annotator.jobs.deciding import Remarks
from annotator.model.article import Article
from annotator.model.span import Fragment
from annotator.project import edits, history, reading
from annotator.project.changes import Changes
from annotator.project.decisions import decisions
from annotator.project.project import Project
from annotator.project.ruling import add_reason
from tests.project.working import assert_sound

EDGES = {"ana": [("number", "at least 287")], "ben": [("number", "287")]}


def decide(project: Project, article: Article, answer: Answer, **remarks: object) -> Changes:
    return deciding.decide(project, article.key, only(project, article), answer, Remarks(**remarks))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("choose", "words"),
    [
        (lambda conflict: take(conflict, "ben"), ["287"]),
        (union, ["at least 287"]),
        (intersection, ["287"]),
        (nothing, []),
        (lambda conflict: edited(take(conflict, "ana"), fragments=(Fragment(24, 32),)), ["least 28"]),
        (lambda _: fresh("claim", (Fragment(4, 15), Fragment(34, 42))), ["Observatory fighters"]),
    ],
)
def test_gold_has_what_the_answer_says(choose: object, words: list[str], revs: Project) -> None:
    article = bring(revs, EDGES)
    conflict = only(revs, article)
    changes = decide(revs, article, choose(conflict))  # type: ignore[operator]
    assert [found for _, found in gold(revs, article)] == words
    assert state(revs, article, conflict.id) == "decided"
    assert (changes.annotator, changes.op, changes.decided) == ("rev", "decide", frozenset({article.key}))
    assert_sound(revs.path)


def test_every_gold_span_knows_its_decision(revs: Project) -> None:
    article = bring(revs, EDGES | {"eva": []})
    decide(revs, article, take(only(revs, article), "ana"), reason="wrong tag", rule="“at least” belongs", note="sic")
    (kept,) = decisions(revs, article.key)
    (span,) = gold_spans(revs, article)
    decision = kept.decision
    assert (kept.gold, decision.gold, span.origin, span.annotator) == (span.key, span.id, "adjudicated", "gold")
    assert (decision.by, decision.how, decision.taken) == ("rev", "took", ("ana",))
    assert decision.votes == {"ana": "same", "ben": "boundary", "eva": "missing"}
    assert [(each.layers, each.tag) for each in decision.rejected] == [(("ben",), "number"), (("eva",), "")]
    assert (decision.reason, decision.rule, decision.note, decision.blind) == (
        "wrong tag", "“at least” belongs", "sic", False,
    )  # fmt: skip


def test_undo_brings_the_conflict_back_also_after_a_restart_and_redo_the_answer(revs: Project) -> None:
    article = bring(revs, EDGES)
    conflict = only(revs, article)
    decide(revs, article, take(conflict, "ana"))
    with as_(revs, "rev") as later:
        assert history.undo(later).decided == {article.key}
        assert state(later, article, conflict.id) == "open"
        assert gold(later, article) == []
        assert decisions(later, article.key) == []
    with as_(revs, "rev") as later:
        history.redo(later)
        assert state(later, article, conflict.id) == "decided"
        assert gold(later, article) == [("number", "at least 287")]
    assert_sound(revs.path)


def test_an_annotators_undo_does_not_touch_the_reviewers_steps(revs: Project) -> None:
    article = bring(revs, EDGES)
    move(revs, article, "ben", 0, "least 287")
    decide(revs, article, take(only(revs, article), "ana"))
    with as_(revs, "ben") as bens:
        history.undo(bens)
    assert gold(revs, article) == [("number", "at least 287")]
    assert state(revs, article, only(revs, article).id) == "re-opened"


def test_another_answer_takes_the_place_of_the_first_which_is_kept(revs: Project) -> None:
    article = bring(revs, EDGES)
    conflict = only(revs, article)
    decide(revs, article, take(conflict, "ana"))
    (before,) = gold_spans(revs, article)
    decide(revs, article, take(conflict, "ben"))
    (after,) = gold_spans(revs, article)
    assert (after.id, after.key) == (before.id, before.key)
    assert gold(revs, article) == [("number", "287")]
    first, second = decisions(revs, article.key)
    assert (first.decision.earlier, first.gold, first.decision.taken) == (True, None, ("ana",))
    assert (second.decision.earlier, second.gold) == (False, after.key)
    history.undo(revs)
    assert gold(revs, article) == [("number", "at least 287")]
    assert_sound(revs.path)


def test_a_layer_edited_after_its_conflict_was_decided_re_opens_that_conflict_only(revs: Project) -> None:
    article = bring(
        revs,
        {
            "ana": [("number", "at least 287"), ("location", "near Homs")],
            "ben": [("number", "287"), ("location", "Homs")],
        },
    )
    number, place = conflicts(revs, article)
    for conflict in (number, place):
        deciding.decide(revs, article.key, conflict, take(conflict, "ana"))
    move(revs, article, "ben", 1, "Homs, among")
    found = review(revs, article)
    assert found.standings.of[number.id].state == "decided"
    standing = found.standings.of[place.id]
    assert (standing.state, standing.changed) == ("re-opened", ("ben",))
    assert standing.decision is not None
    assert standing.decision.taken == ("ana",)
    # Gold is the reviewer's: nobody else's edit changes it.
    assert gold(revs, article) == [("number", "at least 287"), ("location", "near Homs")]
    with as_(revs, "ben") as bens:
        history.undo(bens)
    assert state(revs, article, place.id) == "decided"


def test_an_answer_to_what_was_changed_meanwhile_is_refused(revs: Project) -> None:
    article = bring(revs, EDGES)
    conflict = only(revs, article)
    move(revs, article, "ben", 0, "least 287")
    answer = take(conflict, "ben")
    with pytest.raises(UserError, match="look at it again"):
        deciding.decide(revs, article.key, conflict, answer)
    assert gold(revs, article) == []


@pytest.mark.parametrize(
    ("postpone", "expected"), [(deciding.defer, "deferred"), (deciding.ask_second_opinion, "second opinion")]
)
def test_a_conflict_can_be_left_for_later_with_a_note(postpone: object, expected: str, revs: Project) -> None:
    article = bring(revs, EDGES)
    conflict = only(revs, article)
    decide(revs, article, take(conflict, "ana"))
    postpone(revs, article.key, conflict, Remarks(note="ask Eva"))  # type: ignore[operator]
    assert state(revs, article, conflict.id) == expected
    assert gold(revs, article) == []
    assert [kept.decision.note for kept in decisions(revs, article.key)] == ["", "ask Eva"]
    decide(revs, article, take(conflict, "ben"))
    assert state(revs, article, conflict.id) == "decided"
    assert gold(revs, article) == [("number", "287")]
    for _ in range(3):
        history.undo(revs)
    assert state(revs, article, conflict.id) == "open"
    assert_sound(revs.path)


def test_what_was_decided_can_be_opened_again(revs: Project) -> None:
    article = bring(revs, EDGES)
    conflict = only(revs, article)
    with pytest.raises(UserError, match="Nothing was decided"):
        deciding.reopen(revs, article.key, conflict.id)
    decide(revs, article, take(conflict, "ana"))
    deciding.reopen(revs, article.key, conflict.id)
    standing = review(revs, article).standings.of[conflict.id]
    assert standing.state == "re-opened"
    assert standing.decision is not None
    assert standing.decision.taken == ("ana",)
    assert gold(revs, article) == []
    history.undo(revs)
    assert gold(revs, article) == [("number", "at least 287")]


def test_attributes_come_from_different_layers(revs: Project) -> None:
    article = bring(
        revs,
        {
            "ana": [("number", "287", {"low": 287, "counts": "killed"})],
            "ben": [("number", "287", {"low": 26, "counts": "wounded"})],
        },
    )
    conflict = only(revs, article)
    decide(revs, article, with_sayings_of(take(conflict, "ana"), conflict, {"counts": "ben"}))
    (span,) = gold_spans(revs, article)
    assert dict(span.attributes) == {"low": 287, "counts": "wounded"}
    assert decisions(revs, article.key)[0].decision.taken == ("ana", "ben")


def test_a_relation_is_carried_over_as_soon_as_both_its_ends_are_in_gold(revs: Project) -> None:
    article = bring(
        revs,
        {
            "ana": [("number", "at least 287"), ("actor", "fighters")],
            "ben": [("number", "287"), ("actor", "287 fighters")],
        },
        relations={"ana": [("counts_who", 0, 1)], "ben": [("counts_who", 0, 1)]},
    )
    number, fighters = conflicts(revs, article)
    deciding.decide(revs, article.key, number, take(number, "ana"))
    assert gold_relations(revs, article) == []
    # The other end is another one's answer to the same: the arrow leads to what it became.
    deciding.decide(revs, article.key, fighters, take(fighters, "ben"))
    assert gold_relations(revs, article) == [("counts_who", "at least 287", "287 fighters")]
    deciding.decide(revs, article.key, fighters, nothing(fighters))
    assert gold_relations(revs, article) == []
    history.undo(revs)
    assert gold_relations(revs, article) == [("counts_who", "at least 287", "287 fighters")]
    assert_sound(revs.path)


def test_deciding_on_relations_takes_the_mark_along(revs: Project) -> None:
    marks = [("number", "at least 287"), ("actor", "fighters")]
    article = bring(revs, {"ana": marks, "ben": marks}, relations={"ana": [("counts_who", 0, 1)]})
    conflict = only(revs, article)
    assert conflict.differs == {"relation"}
    deciding.decide(revs, article.key, conflict, take(conflict, "ana"))
    assert gold(revs, article) == [("number", "at least 287")]
    adjudicate(revs)
    assert gold_relations(revs, article) == [("counts_who", "at least 287", "fighters")]
    assert len(gold(revs, article)) == 2
    deciding.decide(revs, article.key, conflict, take(conflict, "ben"))
    assert gold_relations(revs, article) == []
    deciding.reopen(revs, article.key, conflict.id)
    assert gold(revs, article) == [("number", "at least 287"), ("actor", "fighters")]
    assert_sound(revs.path)


def test_words_that_say_there_is_no_relation_come_with_the_answer_and_go_with_it(revs: Project) -> None:
    said, unsaid = {"act": "report", "source": "no source given"}, {"act": "report"}
    article = bring(revs, {"ana": [("claim", "were killed", said)], "ben": [("claim", "were killed", unsaid)]})
    conflict = only(revs, article)
    deciding.decide(revs, article.key, conflict, take(conflict, "ana"))
    assert dict(gold_spans(revs, article)[0].attributes) == said
    deciding.decide(revs, article.key, conflict, take(conflict, "ben"))
    assert dict(gold_spans(revs, article)[0].attributes) == unsaid
    history.undo(revs)
    assert dict(gold_spans(revs, article)[0].attributes) == said


def test_a_relation_whose_end_disappears_re_opens_and_gold_waits_for_the_reviewer(revs: Project) -> None:
    marks = [("number", "at least 287"), ("actor", "fighters")]
    both = {name: [("counts_who", 0, 1)] for name in ("ana", "ben")}
    article = bring(revs, {"ana": marks, "ben": marks}, relations=both)
    adjudicate(revs)
    with as_(revs, "ana") as anas:
        edits.remove(anas, [own(anas, article)[1].key])
    found = {frozenset(conflict.differs): conflict for conflict in conflicts(revs, article)}
    missing = found[frozenset({"missing"})]
    deciding.decide(revs, article.key, missing, nothing(missing))
    assert gold(revs, article) == [("number", "at least 287")]
    assert gold_relations(revs, article) == []
    assert_sound(revs.path)


def test_labels_of_the_article_are_decided_like_anything_else(revs: Project) -> None:
    article = bring(
        revs,
        {"ana": [("number", "287")], "ben": [("number", "287")]},
        labels={"ana": {"kind": "report", "relevant": "yes"}, "ben": {"kind": "opinion", "relevant": "yes"}},
    )
    adjudicate(revs)
    assert gold_labels(revs, article) == {"relevant": "yes"}
    conflict = only(revs, article)
    deciding.decide(revs, article.key, conflict, take(conflict, "ben"))
    assert gold_labels(revs, article) == {"relevant": "yes", "kind": "opinion"}
    deciding.reopen(revs, article.key, conflict.id)
    assert gold_labels(revs, article) == {"relevant": "yes"}
    history.undo(revs)
    assert gold_labels(revs, article) == {"relevant": "yes", "kind": "opinion"}
    assert_sound(revs.path)


def test_all_answers_may_be_wrong(revs: Project) -> None:
    article = bring(revs, {"ana": [("location", "Homs")], "ben": [("actor", "Homs")], "eva": []})
    decide(revs, article, edited(take(only(revs, article), "ana"), tag="claim"))
    (kept,) = decisions(revs, article.key)
    assert dict(kept.decision.votes) == {"ana": "tag", "ben": "tag", "eva": "missing"}
    assert gold(revs, article) == [("claim", "Homs")]


def test_identical_stacked_spans_are_each_decided_on(revs: Project) -> None:
    article = bring(revs, {"ana": [("actor", "fighters"), ("actor", "fighters")], "ben": [("actor", "fighters")]})
    adjudicate(revs)
    assert gold(revs, article) == [("actor", "fighters")]
    conflict = only(revs, article)
    deciding.decide(revs, article.key, conflict, take(conflict, "ana"))
    assert gold(revs, article) == [("actor", "fighters")] * 2
    deciding.decide(revs, article.key, conflict, nothing(conflict))
    assert gold(revs, article) == [("actor", "fighters")]
    assert_sound(revs.path)


def test_a_long_claim_does_not_swallow_the_actors_in_it(revs: Project) -> None:
    long = ("claim", "at least 287 fighters were killed near Homs, among them 26 minors")
    article = bring(
        revs, {"ana": [long, ("actor", "fighters"), ("location", "Homs")], "ben": [("actor", "287 fighters"), long]}
    )
    for conflict in conflicts(revs, article):
        deciding.decide(revs, article.key, conflict, take(conflict, "ana"))
    adjudicate(revs)
    assert gold(revs, article) == [long, ("actor", "fighters"), ("location", "Homs")]


def test_nobody_edits_gold_under_its_name_or_in_annotate_mode(revs: Project) -> None:
    article = bring(revs, EDGES)
    decide(revs, article, take(only(revs, article), "ana"))
    with pytest.raises(UserError, match="reviewer"):
        Project.open(revs.path, "gold")
    (span,) = gold_spans(revs, article)
    for edit in (lambda: edits.remove(revs, [span.key]), lambda: edits.retag(revs, [span.key], "actor")):
        with pytest.raises(UserError, match="layer of gold"):
            edit()
    assert reading.spans(revs, article.key) == []


def test_reasons_can_be_added_and_a_remark_changed_later(revs: Project) -> None:
    article = bring(revs, EDGES)
    usual = deciding.reasons(revs)
    add_reason(revs, "  number-modifier ")
    assert not add_reason(revs, "number-modifier")
    assert not add_reason(revs, usual[0])
    assert deciding.reasons(revs) == [*usual, "number-modifier"]
    for bad in ("", "two\nlines", "x" * 300):
        with pytest.raises(UserError, match="one line"):
            add_reason(revs, bad)
    decide(revs, article, take(only(revs, article), "ana"), reason="slip of the hand", note="sic")
    (kept,) = decisions(revs, article.key)
    deciding.set_remarks(revs, [kept.key], reason="number-modifier", rule="edges of numbers")
    (now,) = decisions(revs, article.key)
    assert (now.decision.reason, now.decision.rule, now.decision.note) == ("number-modifier", "edges of numbers", "sic")
    history.undo(revs)
    assert decisions(revs, article.key) == [kept]
    history.undo(revs)
    with pytest.raises(UserError, match="taken back"):
        deciding.set_remarks(revs, [kept.key], note="too late")


def test_a_decision_says_whether_it_was_made_blind_and_whether_names_were_uncovered(revs: Project) -> None:
    article = bring(revs, EDGES)
    decide(revs, article, take(only(revs, article), "ana"), blind=True)
    decide(revs, article, take(only(revs, article), "ana"), unblinded=True)
    told = [(kept.decision.blind, kept.decision.unblinded) for kept in decisions(revs, article.key)]
    assert told == [(True, False), (False, True)]
