"""A decision holds until what it was about changes, and is never thrown away."""

import msgspec
import pytest
from layering import Hand, compared, hands, only

from annotator.adjudication.answers import Answer, accept, edited, fresh, nothing, take, union
from annotator.adjudication.conflicts import Comparison, Conflict
from annotator.adjudication.decisions import (
    DEFERRED,
    SECOND_OPINION,
    Standing,
    decide,
    postpone,
    standings,
)
from annotator.model.decision import Decision, Drawn, Rejected
from annotator.model.span import Fragment


def decided(question: Conflict, answer: Answer, name: str = "d1") -> Decision:
    return decide(question, answer, name, "rev", gold=f"gold-{name}" if answer.fragments else "")


def standing(comparison: Comparison, *decisions: Decision) -> Standing:
    """How the one conflict stands."""
    found = standings(comparison, decisions)
    assert found.orphans == ()
    stands = found.of[only(comparison).id]
    assert stands.made == decisions
    return msgspec.structs.replace(stands, made=())


def two() -> tuple[Hand, Hand]:
    ana, ben = hands("ana ben")
    ana.mark("number", "at least 287", low=287)
    ben.mark("number", "287", low=287)
    return ana, ben


def move(hand: Hand, words: str, at: int = 0) -> None:
    hand.change(hand.spans[at], msgspec.structs.replace(hand.spans[at], fragments=(hand.place(words),)))


def test_what_nobody_decided_is_open():
    assert standing(compared(*two())) == Standing("open")


def test_a_decision_keeps_all_that_was_on_offer():
    ana, ben = two()
    eva = Hand("eva")
    conflict = only(compared(ana, ben, eva))
    decision = decided(conflict, take(conflict, "ana"))
    assert decision.votes == {"ana": "same", "ben": "boundary", "eva": "missing"}
    assert decision.taken == ("ana",)
    assert decision.rejected == (
        Rejected(("ben",), "number", ((ben.spans[0].start, ben.spans[0].end),), {"low": 287}),
        Rejected(("eva",)),
    )
    assert decision.spans == (("ana", ana.spans[0].id), ("ben", ben.spans[0].id))
    assert (decision.by, decision.how, decision.gold, decision.place) == ("rev", "took", "gold-d1", conflict.place)


def test_layers_with_the_same_wrong_answer_are_rejected_once():
    ana, ben = two()
    eva = Hand("eva")
    eva.mark("number", "287", low=287.0)
    conflict = only(compared(ana, ben, eva))
    assert [offer.layers for offer in decided(conflict, take(conflict, "ana")).rejected] == [("ben", "eva")]


def test_a_decision_survives_being_written_down():
    ana, ben = two()
    conflict = only(compared(ana, ben))
    decision = decided(conflict, union(conflict))
    assert msgspec.json.decode(msgspec.json.encode(decision), type=Decision) == decision


def test_a_decision_holds_while_nothing_changes_and_while_other_places_do():
    ana, ben = two()
    decision = decided(only(compared(ana, ben)), take(only(compared(ana, ben)), "ana"))
    ana.change(ana.spans[0], msgspec.structs.replace(ana.spans[0], note="!", unsure=True))
    for hand in (ana, ben):
        hand.mark("actor", "the army")
    assert standing(compared(ana, ben), decision) == Standing("decided", decision, still_offered=True)


def test_a_layer_edited_after_its_conflict_was_decided_re_opens_it_and_the_decision_stays_beside_it():
    ana, ben = two()
    decision = decided(only(compared(ana, ben)), take(only(compared(ana, ben)), "ana"))
    move(ben, "287 ISIL")
    found = standing(compared(ana, ben), decision)
    assert (found.state, found.decision, found.changed) == ("re-opened", decision, ("ben",))
    assert found.still_offered
    move(ana, "least 287")
    found = standing(compared(ana, ben), decision)
    assert (found.changed, found.still_offered) == (("ana", "ben"), False)


def test_an_edit_that_is_taken_back_closes_it_again():
    ana, ben = two()
    before = ben.spans[0]
    decision = decided(only(compared(ana, ben)), take(only(compared(ana, ben)), "ana"))
    move(ben, "287 ISIL")
    assert standing(compared(ana, ben), decision).state == "re-opened"
    ben.change(ben.spans[0], before)
    assert standing(compared(ana, ben), decision).state == "decided"


def test_an_edit_re_opens_only_what_it_touches():
    ana, ben = two()
    ana.mark("actor", "the army")
    ben.mark("actor", "army")
    before = compared(ana, ben)
    decisions = [
        decided(conflict, take(conflict, "ana"), f"d{number}") for number, conflict in enumerate(before.conflicts)
    ]
    move(ben, "287 ISIL")
    after = compared(ana, ben)
    found = standings(after, decisions)
    assert [found.of[conflict.id].state for conflict in after.conflicts] == ["re-opened", "decided"]


def test_a_third_annotator_who_finishes_later_re_opens_with_the_old_decision_at_hand():
    ana, ben = two()
    decision = decided(only(compared(ana, ben)), take(only(compared(ana, ben)), "ana"))
    eva = Hand("eva")
    eva.mark("number", "at least 287", low=287)
    found = standing(compared(ana, ben, eva), decision)
    assert (found.state, found.changed, found.still_offered) == ("re-opened", ("eva",), True)


def test_the_same_conflict_is_found_again_after_its_first_span_is_gone():
    ana, ben = hands("ana ben")
    ana.mark("number", "at least 287", id="0")
    ben.mark("number", "287", id="1")
    eva = Hand("eva")
    decision = decided(only(compared(ana, ben, eva)), nothing(only(compared(ana, ben, eva))))
    ana.spans.clear()
    found = standing(compared(ana, ben, eva), decision)
    assert (found.state, found.changed) == ("re-opened", ("ana",))
    assert found.still_offered


def test_the_same_conflict_is_found_again_when_all_spans_were_made_anew():
    decision = decided(only(compared(*two())), take(only(compared(*two())), "ana"))
    found = standing(compared(*two()), decision)
    # New spans on the same words with the same attributes are the same answers.
    assert found == Standing("decided", decision, still_offered=True)


def test_a_decision_about_what_is_no_longer_there_is_an_orphan_and_kept():
    ana, ben = two()
    decision = decided(only(compared(ana, ben)), take(only(compared(ana, ben)), "ana"))
    ana.spans.clear()
    ben.spans.clear()
    assert standings(compared(ana, ben), [decision]).orphans == (decision,)


def test_layers_that_come_to_agree_with_a_decision_close_it_and_with_something_else_re_open_it():
    ana, ben = two()
    conflict = only(compared(ana, ben))
    right = decided(conflict, take(conflict, "ana"))
    wrong = decided(conflict, take(conflict, "ben"))
    move(ben, "at least 287")
    after = compared(ana, ben)
    (agreed,) = after.unanimous
    assert standings(after, [right]).of[agreed.id].state == "decided"
    found = standings(after, [wrong]).of[agreed.id]
    assert (found.state, found.decision, found.changed) == ("re-opened", wrong, ("ben",))


def test_an_accepted_mark_that_is_edited_becomes_a_conflict_with_its_decision():
    ana, ben = hands("ana ben")
    for hand in (ana, ben):
        hand.mark("actor", "the army")
    (agreed,) = compared(ana, ben).unanimous
    decision = decided(agreed, accept(agreed))
    assert standings(compared(ana, ben), [decision]).of[agreed.id].state == "decided"
    move(ben, "army")
    found = standing(compared(ana, ben), decision)
    assert (found.state, found.decision, found.changed) == ("re-opened", decision, ("ben",))


def test_another_who_agrees_leaves_an_accepted_mark_alone():
    ana, ben, eva = hands("ana ben eva")
    for hand in (ana, ben, eva):
        hand.mark("actor", "the army")
    (agreed,) = compared(ana, ben).unanimous
    decision = decided(agreed, accept(agreed))
    after = compared(ana, ben, eva)
    assert standings(after, [decision]).of[after.unanimous[0].id].state == "decided"


def test_parts_of_a_conflict_that_comes_apart_both_know_the_decision():
    ana, ben = two()
    decision = decided(only(compared(ana, ben)), union(only(compared(ana, ben))))
    move(ana, "Homs")
    after = compared(ana, ben)
    found = standings(after, [decision])
    stands = [found.of[conflict.id] for conflict in after.conflicts]
    assert sorted(each.state for each in stands) == ["open", "re-opened"]
    assert all(decision in (each.decision, *each.earlier) for each in stands)
    assert found.orphans == ()


def test_the_latest_decision_counts_and_older_ones_are_kept():
    ana, ben = two()
    conflict = only(compared(ana, ben))
    first, second = decided(conflict, take(conflict, "ana"), "d1"), decided(conflict, nothing(conflict), "d2")
    assert standing(compared(ana, ben), first, second) == Standing("decided", second, earlier=(first,))


@pytest.mark.parametrize(("how", "state"), [(DEFERRED, "deferred"), (SECOND_OPINION, "second opinion")])
def test_deferring_and_asking_for_a_second_opinion_decide_nothing(how: str, state: str):
    ana, ben = two()
    decision = postpone(only(compared(ana, ben)), how, "d1", "rev")
    assert standing(compared(ana, ben), decision).state == state
    move(ben, "287 ISIL")
    assert standing(compared(ana, ben), decision).state == "re-opened"


def test_a_decision_about_relations_is_not_one_about_their_mark():
    ana, ben = hands("ana ben")
    for hand in (ana, ben):
        number, fighters = hand.mark("number", "at least 287"), hand.mark("actor", "ISIL fighters")
        if hand is ana:
            hand.relate("counts_who", number, fighters)
    before = compared(ana, ben)
    conflict = only(before)
    decision = decided(conflict, take(conflict, "ana"))
    assert (decision.about, decision.mark) == ("relations", conflict.agreed)
    assert decision.relations == (Drawn("counts_who", "ana", ana.spans[1].id),)
    found = standings(before, [decision])
    assert found.of[conflict.id].state == "decided"
    assert found.of[conflict.agreed] == Standing("open")
    ben.relate("counts_who", ben.spans[0], ben.spans[1])
    # Nothing differs any longer; the mark itself has the relation now.
    after = standings(compared(ana, ben), [decision])
    assert after.of[conflict.agreed].decision == decision
    assert after.orphans == ()


def test_labels_are_decided_too_and_re_opened_and_orphaned():
    ana, ben = hands("ana ben")
    ana.labels["kind"], ben.labels["kind"] = "report", "analysis"
    conflict = only(compared(ana, ben))
    decision = decided(conflict, take(conflict, "ana"))
    assert decision.votes == {"ana": "same", "ben": "label"}
    assert decision.rejected == (Rejected(("ben",), value="analysis"),)
    assert standing(compared(ana, ben), decision).state == "decided"
    ben.labels["kind"] = "opinion"
    assert standing(compared(ana, ben), decision).changed == ("ben",)
    ben.labels["kind"] = "report"
    assert standings(compared(ana, ben), [decision]).orphans == (decision,)


def test_what_nobody_offered_can_be_decided():
    ana, ben = two()
    conflict = only(compared(ana, ben))
    answers = [
        fresh("actor", (Fragment(0, 3),)),
        edited(take(conflict, "ana"), attributes={"low": 280}),
    ]
    for answer in answers:
        found = standing(compared(ana, ben), decided(conflict, answer))
        assert (found.state, found.still_offered) == ("decided", False)
