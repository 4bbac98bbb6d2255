"""From a conflict to gold: every kind of answer, its relations and its votes."""

import random

import msgspec
import pytest
from layering import TEXT, Hand, compared, hands, only

from annotator.adjudication.answers import (
    Answer,
    accept,
    carry,
    edited,
    fresh,
    gold_span,
    intersection,
    nothing,
    take,
    union,
    votes,
    with_sayings_of,
)
from annotator.adjudication.conflicts import Conflict
from annotator.errors import UserError
from annotator.model.span import Fragment, Origin, Span


def words(answer: Answer) -> str:
    return " … ".join(TEXT[place.start : place.end] for place in answer.fragments)


def number_conflict() -> Conflict:
    ana, ben, _ = made = hands("ana ben eva")
    ana.mark("number", "at least 287", low=287, modifier="at_least")
    ben.mark("number", "287 ISIL fighters", low=287, modifier="exact", counts="killed")
    return only(compared(*made))


def test_taking_a_layers_answer_takes_its_place_tag_and_attributes():
    answer = take(number_conflict(), "ana")
    assert words(answer) == "at least 287"
    gold = gold_span(answer, "g1")
    assert gold == Span(
        "g1", "number", answer.fragments, {"low": 287, "modifier": "at_least"}, origin=Origin.ADJUDICATED
    )
    assert votes(number_conflict(), answer) == {"ana": "same", "ben": "boundary", "eva": "missing"}


def test_taking_the_answer_of_a_layer_without_a_span_leaves_nothing():
    answer = take(number_conflict(), "eva")
    assert gold_span(answer, "g1") is None
    assert votes(number_conflict(), answer) == {"ana": "extra", "ben": "extra", "eva": "same"}


def test_a_layer_that_gave_no_answer_cannot_be_taken():
    ana, ben = hands("ana ben")
    ana.mark("actor", "the army")
    with pytest.raises(UserError, match=r"joe gave no answer here\."):
        take(only(compared(ana, ben)), "joe")


def test_union_and_intersection_are_made_of_code_points():
    conflict = number_conflict()
    assert words(union(conflict)) == "at least 287 ISIL fighters"
    assert words(intersection(conflict)) == "287"
    assert votes(conflict, union(conflict)) == {"ana": "boundary", "ben": "boundary", "eva": "missing"}


def test_a_union_takes_what_is_said_and_an_intersection_what_all_say_and_both_tell_what_they_leave_out():
    conflict = number_conflict()
    assert union(conflict).attributes == {"low": 287, "counts": "killed"}
    assert union(conflict).unsettled == ("modifier",)
    assert intersection(conflict).attributes == {"low": 287}
    assert intersection(conflict).unsettled == ("counts", "modifier")


def test_split_claims_are_united_and_intersected_fragment_by_fragment():
    ana, ben = hands("ana ben")
    ana.mark("claim", "“We hold the town,” the army said, “and the road to Aleppo.”")
    ben.mark("claim", "We hold the town", "and the road to Aleppo")
    conflict = only(compared(ana, ben))
    assert union(conflict).fragments == conflict.spans["ana"].fragments
    assert intersection(conflict).fragments == conflict.spans["ben"].fragments


def test_spans_of_different_tags_have_no_union():
    ana, ben = hands("ana ben")
    ana.mark("actor", "Homs")
    ben.mark("location", "Homs")
    conflict = only(compared(ana, ben))
    for make in (union, intersection):
        with pytest.raises(UserError, match="different tags, actor and location"):
            make(conflict)
    assert words(union(conflict, ["ben"])) == "Homs"


def test_spans_can_overlap_each_other_and_have_no_words_in_common():
    made = hands("ana ben eva")
    for hand, places in zip(made, [((0, 4), (10, 14)), ((0, 4), (20, 24)), ((10, 14), (20, 24))], strict=True):
        hand.put("claim", *(Fragment(*place) for place in places))
    with pytest.raises(UserError, match="no words in common"):
        intersection(only(compared(*made)))


def test_attributes_can_be_taken_from_different_layers():
    conflict = number_conflict()
    answer = with_sayings_of(union(conflict), conflict, {"modifier": "ana", "counts": "eva"})
    assert answer.attributes == {"low": 287, "modifier": "at_least"}
    assert answer.unsettled == ()
    assert answer.taken == ("ana", "ben", "eva")


def test_all_answers_can_be_wrong():
    ana, ben = hands("ana ben")
    ana.mark("location", "Homs")
    ben.mark("location", "near Homs")
    conflict = only(compared(ana, ben))
    right = fresh("actor", (ana.place("ISIL fighters"),), {"type": "rebel"})
    assert gold_span(right, "g1").attributes == {"type": "rebel"}
    assert votes(conflict, right) == {"ana": "tag", "ben": "tag"}
    assert votes(conflict, nothing(conflict)) == {"ana": "extra", "ben": "extra"}


def test_an_answer_can_be_changed_by_hand():
    conflict = number_conflict()
    answer = edited(union(conflict), attributes={"low": 287, "best": 290})
    assert (answer.how, answer.tag, answer.unsettled) == ("edited", "number", ())
    assert words(answer) == "at least 287 ISIL fighters"
    assert votes(conflict, edited(take(conflict, "ana"), attributes={"low": 1}))["ana"] == "attribute"


def test_an_absent_layer_has_no_vote():
    ana, ben, eva = hands("ana ben eva")
    for hand in (ana, ben):
        hand.mark("actor", "the army")
    ben.mark("location", "Homs")
    eva.done = False
    found = compared(ana, ben, eva)
    assert votes(found.unanimous[0], accept(found.unanimous[0])) == {"ana": "same", "ben": "same", "eva": "absent"}
    assert votes(only(found), take(only(found), "ben")) == {"ana": "missing", "ben": "same", "eva": "absent"}


def test_a_label_is_answered_by_its_value():
    ana, ben, eva = hands("ana ben eva")
    ana.labels["kind"], ben.labels["kind"] = "report", "analysis"
    conflict = only(compared(ana, ben, eva))
    answer = take(conflict, "ben")
    assert answer.value == "analysis"
    assert gold_span(answer, "g") is None
    assert votes(conflict, answer) == {"ana": "label", "ben": "same", "eva": "missing"}
    assert votes(conflict, edited(answer, value="report"))["ana"] == "same"


def source_conflict() -> tuple[Conflict, Hand, Hand]:
    ana, ben = hands("ana ben")
    for hand, said_by in ((ana, "the army"), (ben, "The Observatory")):
        claim = hand.mark("claim", "“We hold the town,”", *(["“and the road to Aleppo.”"] if hand is ana else []))
        army, observatory = hand.mark("actor", "the army"), hand.mark("actor", "The Observatory")
        place = hand.mark("location", "Aleppo")
        hand.relate("source", claim, army if said_by == "the army" else observatory)
        hand.relate("about", claim, place)
    return only(compared(ana, ben)), ana, ben


def test_relations_come_with_the_answer():
    conflict, _, _ = source_conflict()
    assert conflict.differs == {"boundary", "relation"}
    assert [arrow.type for arrow in take(conflict, "ana").relations] == ["about", "source"]
    assert [arrow.type for arrow in union(conflict).relations] == ["about"]
    assert union(conflict).unsettled == ("source",)
    assert [arrow.type for arrow in intersection(conflict).relations] == ["about"]
    settled = with_sayings_of(union(conflict), conflict, {"source": "ben"})
    assert [words_at(arrow.child) for arrow in settled.relations] == ["Aleppo", "The Observatory"]
    assert votes(conflict, edited(take(conflict, "ana"), relations=settled.relations))["ana"] == "relation"


def words_at(span: Span | None) -> str:
    assert span is not None
    return TEXT[span.start : span.end]


def test_relations_are_carried_over_when_their_other_end_is_gold_and_wait_until_then():
    conflict, ana, _ = source_conflict()
    relations = take(conflict, "ana").relations
    army, aleppo = (next(span for span in ana.spans if words_at(span) == at) for at in ("the army", "Aleppo"))
    assert [arrow.type for arrow in carry(relations, {}).waiting] == ["about", "source"]
    carried = carry(relations, {army.key: 901})
    assert carried.ready == (("source", 901),)
    assert [arrow.type for arrow in carried.waiting] == ["about"]
    assert carry(relations, {army.key: 901, aleppo.key: 902}).waiting == ()


def test_a_relation_whose_other_end_disappears_is_dropped():
    conflict, ana, _ = source_conflict()
    army = next(span for span in ana.spans if words_at(span) == "the army")
    carried = carry(take(conflict, "ana").relations, {army.key: None})
    assert carried.ready == ()
    assert [arrow.type for arrow in carried.dropped] == ["source"]


def test_a_relation_that_comes_from_two_layers_is_carried_over_once():
    conflict, ana, ben = source_conflict()
    army = {hand.name: next(span for span in hand.spans if words_at(span) == "the army") for hand in (ana, ben)}
    arrow = next(arrow for arrow in conflict.relations["ana"] if arrow.type == "source")
    twice = (arrow, msgspec.structs.replace(arrow, child=army["ben"]))
    assert carry(twice, {span.key: 901 for span in army.values()}).ready == (("source", 901),)


def test_that_there_is_no_source_becomes_an_attribute_of_gold():
    ana, ben = hands("ana ben")
    ana.mark("claim", "“We hold the town,”", source="no source given", polarity="affirmed")
    claim = ben.mark("claim", "“We hold the town,”", polarity="affirmed")
    for hand in (ana, ben):
        hand.mark("actor", "the army")
    ben.relate("source", claim, ben.spans[-1])
    conflict = only(compared(ana, ben))
    gold = gold_span(take(conflict, "ana"), "g1")
    assert gold.attributes == {"polarity": "affirmed", "source": "no source given"}
    assert gold_span(take(conflict, "ben"), "g1").attributes == {"polarity": "affirmed"}
    assert union(conflict).unsettled == ("source",)


def test_nothing_belongs_here_takes_relations_away_and_not_the_mark_they_start_from():
    ana, ben = hands("ana ben")
    for hand in (ana, ben):
        number, place = hand.mark("number", "at least 287"), hand.mark("actor", "ISIL fighters")
        if hand is ana:
            hand.relate("counts_who", number, place)
    conflict = only(compared(ana, ben))
    answer = nothing(conflict)
    assert words(answer) == "at least 287"
    assert answer.relations == ()
    assert votes(conflict, answer) == {"ana": "relation", "ben": "same"}


def test_a_reviewer_who_knows_the_answer_arrives_at_it():
    chance = random.Random(7)
    text = "x" * 3000
    for _ in range(20):
        truth = {at: (Fragment(60 * at, 60 * at + 30), chance.choice(["actor", "number"])) for at in range(40)}
        made = hands("ana ben eva", text)
        for hand in made:
            mark_badly(hand, truth, chance)
        found = compared(*made)
        gold = [accept(agreed) for agreed in found.unanimous]
        gold += [knowing_answer(conflict, truth) for conflict in found.conflicts]
        marks = {(answer.fragments, answer.tag) for answer in gold if answer.fragments}
        seen = {int(span.id.split("-")[1]) for hand in made for span in hand.spans}
        assert marks == {((place,), tag) for at, (place, tag) in truth.items() if at in seen}
        assert len(gold) == len(found.unanimous) + len(found.conflicts)


def mark_badly(hand: Hand, truth: dict[int, tuple[Fragment, str]], chance: random.Random) -> None:
    """Mark what is there, some of it a little wrong, each annotator in ways that no other has."""
    reach = 1 + ["ana", "ben", "eva"].index(hand.name)
    for at, (place, tag) in truth.items():
        kind = chance.choice(["right", "right", "edge", "left out", "extra"])
        if kind == "left out":
            continue
        end = place.end + (reach if kind == "edge" else 0)
        hand.put(tag, Fragment(place.start, end), id=f"{hand.name}-{at}")
        if kind == "extra":
            hand.put("location", Fragment(place.start + 40, place.start + 45 + reach), id=f"{hand.name}-{at}-extra")


def knowing_answer(conflict: Conflict, truth: dict[int, tuple[Fragment, str]]) -> Answer:
    name, span = next(iter(conflict.offered.items()))
    if span.id.endswith("extra"):
        return nothing(conflict)
    place, tag = truth[int(span.id.split("-")[1])]
    for name, offered in conflict.offered.items():
        if (offered.fragments, offered.tag) == ((place,), tag):
            return take(conflict, name)
    return fresh(tag, (place,))
