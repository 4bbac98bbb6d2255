"""What the layers agree on, and each conflict once, with what differs."""

import random
from collections import Counter

import msgspec
import pytest
from layering import TEXT, Hand, compared, hands, layered, only, words_of

from annotator.adjudication.comparing import compare
from annotator.model.span import Fragment, Origin, Relation, Span
from tests.growth import grows_at_most


def test_what_all_have_alike_is_unanimous_and_no_conflict():
    ana, ben, eva = hands("ana ben eva")
    for hand in (ana, ben, eva):
        hand.mark("number", "at least 287", low=287, modifier="at_least")
        hand.mark("claim", "“We hold the town,”", "“and the road to Aleppo.”")
    found = compared(ana, ben, eva)
    assert [list(agreed.spans) for agreed in found.unanimous] == [["ana", "ben", "eva"]] * 2
    assert found.unanimous[0].attributes == {"low": 287, "modifier": "at_least"}
    assert not found.conflicts
    assert not found.alone


def test_two_of_three_are_not_enough():
    ana, ben, eva = hands("ana ben eva")
    ana.mark("actor", "the army")
    ben.mark("actor", "the army")
    found = compared(ana, ben, eva)
    assert not found.unanimous
    conflict = only(found)
    assert conflict.differs == {"missing"}
    assert words_of(conflict.spans) == {"ana": "the army", "ben": "the army", "eva": None}


def test_a_conflict_of_one_layer_only():
    ana, ben = hands("ana ben")
    ana.mark("actor", "the army")
    conflict = only(compared(ana, ben))
    assert conflict.differs == {"missing"}
    assert words_of(conflict.spans) == {"ana": "the army", "ben": None}
    assert conflict.place == ana.place("the army")


def test_a_conflict_says_all_that_differs():
    ana, ben, eva, ida = hands("ana ben eva ida")
    ana.mark("number", "at least 287", low=287)
    ben.mark("number", "least 287", low=286)
    eva.mark("actor", "at least 287")
    conflict = only(compared(ana, ben, eva, ida))
    assert conflict.differs == {"boundary", "tag", "attribute", "missing"}
    assert conflict.attributes_differ == ("low",)
    assert conflict.place == ana.place("at least 287")
    assert conflict.attributes == {"ana": {"low": 287}, "ben": {"low": 286}, "eva": {}}


def test_a_conflict_in_attributes_names_them_and_a_silent_layer_differs_from_one_that_speaks():
    ana, ben = hands("ana ben")
    ana.mark("number", "at least 287", low=287, modifier="at_least", counts="killed")
    ben.mark("number", "at least 287", low=287, modifier="exact")
    conflict = only(compared(ana, ben))
    assert conflict.differs == {"attribute"}
    assert conflict.attributes_differ == ("counts", "modifier")


def test_guesses_never_count():
    ana, ben = hands("ana ben")
    ana.mark("number", "at least 287", guesses={"figures": {"low": 287}})
    ben.mark("number", "at least 287", guesses={"figures": {"low": 2}})
    found = compared(ana, ben)
    assert len(found.unanimous) == 1
    assert found.unanimous[0].attributes == {}


def test_attributes_that_a_span_keeps_unseen_from_another_tag_do_not_count():
    ana, ben = hands("ana ben")
    ana.mark("actor", "ISIL fighters", type="rebel", low=287)
    ben.mark("actor", "ISIL fighters", type="rebel")
    assert len(compared(ana, ben).unanimous) == 1


def test_attributes_that_the_tagset_does_not_know_count():
    ana, ben = hands("ana ben")
    ana.mark("actor", "ISIL fighters", strength="strong")
    ben.mark("actor", "ISIL fighters", strength="weak")
    assert only(compared(ana, ben)).attributes_differ == ("strength",)


@pytest.mark.parametrize(
    ("one", "other"), [(287, 287.0), ("café", "cafe\u0301"), ("Assad", " Assad "), ("", None), (None, "  ")]
)
def test_values_that_look_the_same_are_the_same(one: object, other: object):
    ana, ben = hands("ana ben")
    ana.mark("actor", "the army", side=one)
    ben.mark("actor", "the army", side=other)
    assert len(compared(ana, ben).unanimous) == 1


@pytest.mark.parametrize(("one", "other"), [(1, True), (287, "287"), (0, None), (False, None)])
def test_values_that_look_alike_to_a_program_only_are_not(one: object, other: object):
    ana, ben = hands("ana ben")
    ana.mark("actor", "the army", side=one)
    ben.mark("actor", "the army", side=other)
    assert only(compared(ana, ben)).differs == {"attribute"}


def test_suggestions_and_gold_are_nobodys_answer():
    ana, ben, gold = hands("ana ben gold")
    ana.mark("actor", "the army")
    ben.mark("actor", "the army", origin=f"{Origin.SUGGESTION}gazetteer")
    gold.mark("actor", "ISIL fighters")
    conflict = only(compared(ana, ben, gold))
    assert words_of(conflict.spans) == {"ana": "the army", "ben": None}
    assert conflict.absent == frozenset()


def test_notes_and_doubts_are_no_differences():
    ana, ben = hands("ana ben")
    ana.mark("actor", "the army", note="which?", unsure=True)
    ben.mark("actor", "the army")
    assert len(compared(ana, ben).unanimous) == 1


def test_identical_stacked_spans_meet_one_by_one():
    ana, ben = hands("ana ben")
    for _ in range(3):
        ana.mark("actor", "the army")
    for _ in range(2):
        ben.mark("actor", "the army")
    found = compared(ana, ben)
    assert len(found.unanimous) == 2
    assert only(found).differs == {"missing"}
    assert len({agreed.id for agreed in found.unanimous} | {only(found).id}) == 3


def test_a_long_claim_over_many_actors_is_one_conflict_and_the_actors_are_unanimous():
    text = "He said " + "the army and " * 200 + "nobody else."
    ana, ben = hands("ana ben", text)
    for hand in (ana, ben):
        for at in range(200):
            hand.put("actor", Fragment(8 + 13 * at, 16 + 13 * at))
    ana.put("claim", Fragment(8, len(text) - 1))
    ben.put("claim", Fragment(8, 1000))
    found = compared(ana, ben)
    assert len(found.unanimous) == 200
    assert only(found).differs == {"boundary"}


def test_no_layers_have_nothing_to_say():
    found = compare(layered([]))
    assert not found.unanimous + found.alone + found.conflicts
    open_hand = Hand("ana")
    open_hand.done = False
    open_hand.mark("actor", "the army")
    found = compared(open_hand)
    assert not found.unanimous + found.alone + found.conflicts


def test_one_layer_has_nobody_to_agree_with():
    (ana,) = hands("ana")
    ana.mark("actor", "the army")
    ana.labels["relevant"] = True
    found = compared(ana)
    assert not found.unanimous
    assert not found.conflicts
    assert [words_of(mark.spans) for mark in found.alone] == [{"ana": "the army"}]
    assert found.labels == {}
    assert found.labels_alone == {"relevant": True}


def test_seven_layers():
    made = hands("ana ben eva ida joe kim lee")
    for hand in made:
        hand.mark("actor", "the army")
    for hand in made[1:]:
        hand.mark("number", "at least 287")
    made[0].mark("number", "287")
    found = compared(*made)
    assert list(found.unanimous[0].spans) == [hand.name for hand in made]
    assert only(found).differs == {"boundary"}
    assert len(only(found).spans) == 7


def test_an_annotator_who_has_not_done_the_article_is_absent_and_disagrees_with_nobody():
    ana, ben, eva = hands("ana ben eva")
    ana.mark("actor", "the army")
    ben.mark("actor", "the army")
    ana.mark("number", "at least 287")
    ben.mark("number", "287")
    eva.mark("location", "Homs")
    eva.done = False
    found = compared(ana, ben, eva)
    assert list(found.unanimous[0].spans) == ["ana", "ben"]
    assert found.unanimous[0].absent == {"eva"}
    assert only(found).absent == {"eva"}
    assert "eva" not in only(found).spans


def test_a_done_article_counts_as_read_to_the_end():
    ana, ben = hands("ana ben")
    ana.mark("actor", "The Observatory")
    ben.mark("actor", "The Observatory")
    ben.mark("actor", "the army")
    assert words_of(only(compared(ana, ben)).spans) == {"ana": None, "ben": "the army"}


def test_who_signs_paragraphs_as_read_has_not_read_the_others():
    ana, ben, eva = hands("ana ben eva")
    for hand in (ana, ben, eva):
        hand.mark("actor", "The Observatory")
    eva.read.append(eva.place("Nothing else was known."))
    ana.mark("actor", "the army")
    ben.mark("actor", "the army")
    ana.mark("location", "Aleppo")
    found = compared(ana, ben, eva)
    assert [list(agreed.spans) for agreed in found.unanimous] == [["ana", "ben", "eva"], ["ana", "ben"]]
    assert found.unanimous[1].absent == {"eva"}
    assert only(found).absent == {"eva"}
    assert list(only(found).spans) == ["ana", "ben"]


def test_what_only_one_could_have_seen_is_alone_and_not_agreed():
    ana, ben = hands("ana ben")
    ana.mark("actor", "the army")
    ben.read += [ben.place(line) for line in TEXT.split("\n") if line.strip() and "the army" not in line]
    found = compared(ana, ben)
    assert not found.unanimous
    assert not found.conflicts
    assert found.alone[0].absent == {"ben"}


def test_a_signed_paragraph_was_seen():
    ana, ben = hands("ana ben")
    ana.mark("location", "Aleppo")
    third = TEXT.split("\n")[2]
    ben.read.append(ben.place(third))
    assert only(compared(ana, ben)).differs == {"missing"}


def test_a_claim_over_two_paragraphs_was_seen_by_those_who_read_both_or_marked_a_part_of_it():
    text = "One two three.\r\nFour five six.\r\nSeven.\r\nEight."
    ana, ben, eva = hands("ana ben eva", text)
    ana.mark("claim", "two three.\r\nFour five")
    ben.mark("claim", "two three")
    for hand in (ben, eva):
        hand.read += [hand.place("Seven."), hand.place("Eight.")]
    conflict = only(compared(ana, ben, eva))
    assert list(conflict.spans) == ["ana", "ben"]
    assert conflict.absent == {"eva"}
    assert conflict.differs == {"boundary"}


def test_relations_are_compared_through_aligned_spans():
    ana, ben = hands("ana ben")
    claims = [hand.mark("claim", "at least 287 ISIL fighters were killed near Homs") for hand in (ana, ben)]
    ana.relate("source", claims[0], ana.mark("actor", "The Observatory"))
    ben.relate("source", claims[1], ben.mark("actor", "Observatory"))
    found = compared(ana, ben)
    assert only(found).differs == {"boundary"}
    assert [arrow.type for arrow in found.unanimous[0].relations] == ["source"]
    assert found.unanimous[0].relations[0].to == only(found).id


def test_a_mark_whose_relations_differ_is_unanimous_and_its_relations_are_a_conflict():
    ana, ben = hands("ana ben")
    for hand in (ana, ben):
        claim = hand.mark("claim", "“We hold the town,”")
        army, observatory = hand.mark("actor", "the army"), hand.mark("actor", "The Observatory")
        hand.relate("source", claim, army if hand is ana else observatory)
        hand.relate("same_as", army, observatory)
    found = compared(ana, ben)
    assert len(found.unanimous) == 3
    conflict = only(found)
    assert conflict.differs == {"relation"}
    assert conflict.relations_differ == ("source",)
    assert conflict.agreed in {agreed.id for agreed in found.unanimous}
    assert conflict.id not in {agreed.id for agreed in found.unanimous}
    ends = {name: [words_of({"": arrow.child})[""] for arrow in arrows] for name, arrows in conflict.relations.items()}
    assert ends == {"ana": ["the army"], "ben": ["The Observatory"]}


@pytest.mark.parametrize("others", ["nothing", "source"])
def test_that_there_is_no_source_is_an_answer_like_any_other(others: str):
    ana, ben = hands("ana ben")
    ana.mark("claim", "“We hold the town,”", source="no source given")
    claim = ben.mark("claim", "“We hold the town,”")
    army = ben.mark("actor", "the army")
    ana.mark("actor", "the army")
    if others == "source":
        ben.relate("source", claim, army)
    conflict = only(compared(ana, ben))
    assert conflict.differs == {"relation"}
    assert conflict.relations["ana"][0].absent == "no source given"
    assert conflict.attributes == {"ana": {}, "ben": {}}


def test_that_there_is_no_source_can_be_agreed():
    ana, ben = hands("ana ben")
    for hand in (ana, ben):
        hand.mark("claim", "“We hold the town,”", source="no source given")
    found = compared(ana, ben)
    assert not found.conflicts
    assert found.unanimous[0].relations[0].absent == "no source given"


def test_nobody_disagrees_about_a_relation_to_what_they_did_not_read():
    ana, ben, eva = hands("ana ben eva")
    numbers = [hand.mark("number", "at least 287") for hand in (ana, ben, eva)]
    ana.relate("counts_who", numbers[0], ana.mark("actor", "the army"))
    ben.relate("counts_who", numbers[1], ben.mark("actor", "the army"))
    eva.read.append(eva.place("Nothing else was known."))
    found = compared(ana, ben, eva)
    assert not found.conflicts
    assert [arrow.type for arrow in found.unanimous[0].relations] == ["counts_who"]


def test_a_relation_to_a_suggestion_is_left_aside():
    ana, ben = hands("ana ben")
    number = ana.mark("number", "at least 287")
    ana.relate("counts_who", number, ana.mark("actor", "ISIL fighters", origin=f"{Origin.SUGGESTION}gazetteer"))
    ben.mark("number", "at least 287")
    assert not compared(ana, ben).conflicts


def test_labels_of_the_article_are_conflicts_without_a_place():
    ana, ben = hands("ana ben")
    ana.labels.update(relevant=True, kind="report")
    ben.labels.update(relevant=True, kind="analysis")
    found = compared(ana, ben)
    assert found.labels == {"relevant": True}
    conflict = only(found)
    assert conflict.differs == {"label"}
    assert (conflict.label, conflict.place, dict(conflict.spans)) == ("kind", None, {})
    assert conflict.values == {"ana": "report", "ben": "analysis"}


def test_silence_about_a_label_differs_but_a_remark_is_a_message():
    ana, ben = hands("ana ben")
    ana.labels.update(relevant=False, remark="Please look at paragraph 2.")
    found = compared(ana, ben)
    assert only(found).label == "relevant"
    assert only(found).values == {"ana": False, "ben": None}
    assert found.labels_alone == {"remark": "Please look at paragraph 2."}


def test_ids_and_fingerprints_are_the_same_again_whatever_the_order():
    def made(order: str) -> list[tuple[str, str]]:
        by_name = {hand.name: hand for hand in hands("ana ben")}
        by_name["ana"].mark("number", "at least 287", id="a1")
        by_name["ben"].mark("number", "287", id="b1")
        by_name["ana"].mark("actor", "the army", id="a2")
        by_name["ana"].spans.sort(key=lambda span: span.id, reverse=order == "ben ana")
        found = compare(layered([by_name[name] for name in order.split()]))
        return [(conflict.id, conflict.fingerprint) for conflict in found.conflicts]

    assert made("ana ben") == made("ben ana")


def test_two_spans_with_the_same_id_have_conflicts_of_their_own():
    ana, ben = hands("ana ben")
    ana.mark("actor", "the army", id="same")
    ana.mark("location", "Homs", id="same")
    found = compared(ana, ben)
    assert len({conflict.id for conflict in found.conflicts}) == 2


def test_a_fingerprint_changes_exactly_when_an_answer_does():
    def found(**changes: object) -> tuple[str, str]:
        ana, ben = hands("ana ben")
        ana.mark("number", "at least 287", id="a1", low=287)
        mark = ben.mark("number", "least 287", id="b1", low=286)
        conflict_with = msgspec.structs.replace(mark, **changes)
        ben.change(mark, conflict_with)
        conflict = only(compared(ana, ben))
        return conflict.id, conflict.fingerprint

    ident, before = found()
    for harmless in ({"note": "?"}, {"unsure": True}, {"guesses": {"figures": {"high": 3}}}, {"origin": "import"}):
        assert found(**harmless) == (ident, before)
    for change in ({"attributes": {"low": 287}}, {"tag": "actor"}, {"fragments": (Fragment(30, 33),)}):
        same, after = found(**change)
        assert same == ident
        assert after != before


def test_a_fingerprint_knows_relations_but_not_the_edges_at_their_other_end():
    def found(child: str, *, drawn: bool) -> str:
        ana, ben = hands("ana ben")
        ana.mark("number", "at least 287", id="a1")
        number = ben.mark("number", "287", id="b1")
        fighters = ben.mark("actor", child, id="b2")
        ana.mark("actor", "ISIL fighters", id="a2")
        if drawn:
            ben.relations.append(Relation("r1", "counts_who", number.key, fighters.key))
        return compared(ana, ben).conflicts[0].fingerprint

    assert found("fighters", drawn=True) == found("ISIL", drawn=True)
    assert found("fighters", drawn=True) != found("fighters", drawn=False)


def hostile_hands(count: int):
    text = "a b\n" * count
    made = hands("ana ben eva", text)
    for at, hand in enumerate(made):
        for number in range(count):
            hand.put("actor", Fragment(0, 3), side=f"{number % 50 + at}")
        claims = [hand.put("claim", Fragment(0, len(text) - at - number)) for number in range(count // 25)]
        for span in hand.spans[: count * 2 // 5]:
            hand.relate("source", claims[at], span)
        hand.read = [Fragment(4 * line, 4 * line + 3) for line in range(at, count, 2)]
        hand.labels = {f"label {number}": number * at for number in range(count // 5)}
    return made


def test_hostile_layers_take_as_much_longer_as_they_are_larger():
    small, large = hostile_hands(500), hostile_hands(2_000)
    assert grows_at_most(8, lambda: compared(*large), lambda: compared(*small))


def test_hostile_layers_are_compared_whole():
    found = compared(*hostile_hands(5_000))
    marks = (*found.unanimous, *found.alone, *(conflict for conflict in found.conflicts if not conflict.agreed))
    listed = [span for each in marks for span in each.spans.values() if span]
    assert len(listed) == 3 * 5_200


def noisy_layers(chance: random.Random, article: int) -> list[Hand]:
    """Three annotators who see the same twenty things, and each sees some of them a little differently."""
    text = "".join(chance.choice("abcdefg    ") for _ in range(1500))
    made = hands("ana ben eva", text)
    for at in range(20):
        start, tag = 70 * at, chance.choice(["actor", "location", "number", "claim"])
        for hand in made:
            if chance.random() < 0.08:
                continue
            end = start + chance.choice([30, 30, 30, 30, 25, 40])
            said = {"counts": chance.choice(["killed", "killed", "wounded"])} if tag == "number" else {}
            hand.put(chance.choices([tag, "actor"], [9, 1])[0], Fragment(start, end), **said)
            if chance.random() < 0.05:
                hand.put("claim", Fragment(start, start + 65))
    assert len(text) == 1500, article
    return made


def test_three_layers_over_twenty_articles_unanimous_exactly_and_the_rest_once_each():
    chance = random.Random(20)
    unanimous = rest = 0

    def mark(span: Span) -> tuple[object, ...]:
        return span.fragments, span.tag, tuple(span.attributes.items())

    for article in range(20):
        made = noisy_layers(chance, article)
        found = compared(*made, article=str(article))
        counted = [Counter(map(mark, hand.spans)) for hand in made]
        alike = counted[0] & counted[1] & counted[2]
        assert Counter(mark(agreed.span) for agreed in found.unanimous) == alike
        listed = Counter(
            span.id for each in (*found.unanimous, *found.conflicts) for span in each.spans.values() if span is not None
        )
        assert listed == Counter(span.id for hand in made for span in hand.spans)
        assert all(conflict.differs for conflict in found.conflicts)
        assert not found.alone
        unanimous += len(found.unanimous)
        rest += len(found.conflicts)
    assert unanimous > 50
    assert rest > 100
