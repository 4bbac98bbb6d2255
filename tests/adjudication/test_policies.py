"""What each policy answers, and what it leaves alone."""

import re

import pytest
from layering import Hand, compared, hands, layered, only

from annotator.adjudication.answers import gold_span
from annotator.adjudication.comparing import compare
from annotator.adjudication.policies import POLICIES, Proposal, policy, proposals
from annotator.data import resources
from annotator.errors import UserError


def proposed(name: str, *made: Hand, language: str = "en", **options: object) -> list[Proposal]:
    work = layered(made, language=language)
    return list(proposals(policy(name), work, compare(work), **options))


def words(proposal: Proposal, text: str) -> str:
    return " … ".join(text[place.start : place.end] for place in proposal.answer.fragments)


def edges(text: str, one: str, other: str, language: str = "en", tag: str = "actor") -> tuple[list[str], list[str]]:
    """What the shorter and the longer edges of two marks are said to be."""
    ana, ben = hands("ana ben", text)
    ana.mark(tag, one)
    ben.mark(tag, other)
    return tuple(
        [words(proposal, text) for proposal in proposed(f"{name}-edges", ana, ben, language=language)]
        for name in ("shorter", "longer")
    )


@pytest.mark.parametrize(
    ("language", "text", "one", "other"),
    [
        ("en", "On Monday the army left.", "the army", "army"),
        ("en", "An army left.", "An army", "army"),
        ("en", "THE ARMY LEFT.", "THE ARMY", "ARMY"),
        ("en-GB", "He saw the army.", "the army", "army"),
        ("", "He saw the army.", "the army", "army"),
        ("en", "He saw the army.", "army.", "army"),
        ("en", "He saw “the army,” he said.", "the army,", "the army"),
        ("en", "He saw “the army,” he said.", "the army,”", "the army"),
        ("fr", "Hier l’armée a dit.", "l’armée", "armée"),
        ("fr", "Hier les rebelles ont dit.", "les rebelles", "rebelles"),
        ("es", "Ayer los rebeldes dijeron.", "los rebeldes", "rebeldes"),
        ("de", "Gestern sagte die Armee nein.", "die Armee", "Armee"),
        ("pt", "Ontem os rebeldes disseram.", "os rebeldes", "rebeldes"),
        ("it", "Ieri l’esercito ha detto.", "l’esercito", "esercito"),
        ("ar", "وقال الجيش إن", "الجيش", "جيش"),
        ("ar", "وقال هذا الجيش إن", "هذا الجيش", "الجيش"),
        ("", "وقال الجيش إن", "الجيش", "جيش"),
    ],
)
def test_a_leading_article_or_closing_punctuation_hardly_matters(language: str, text: str, one: str, other: str):
    assert edges(text, one, other, language) == ([other], [one])
    assert edges(text, other, one, language) == ([other], [one])


@pytest.mark.parametrize(
    ("language", "text", "one", "other"),
    [
        ("en", "He saw the Syrian army.", "the Syrian army", "army"),
        ("en", "He saw some 1,200 men.", "some 1,200", "1,200"),
        ("en", "He saw les rebelles.", "les rebelles", "rebelles"),
        ("de", "He saw the army.", "the army", "army"),
        ("fr", "Hier UN monitors left.", "UN monitors", "monitors"),
        ("es", "Ayer LA police left.", "LA police", "police"),
        ("en", "He saw the army men.", "the army men", "the army"),
        ("en", "He saw “the army” (SAA).", "“the army”", "“the army"),
        ("en", "He saw the army (SAA).", "the army (SAA)", "the army (SAA"),
        ("en", "He saw 30% of it.", "30%", "30"),
        ("en", "He said “we won” then.", "“we won”", "we won"),
        ("en", "then the thenthe army", "the thenthe army", "the army"),
    ],
)
def test_other_edges_matter(language: str, text: str, one: str, other: str):
    assert edges(text, one, other, language) == ([], [])


def test_the_shorter_is_taken_at_either_edge_even_if_nobody_has_it_so():
    assert edges("He saw the army.", "the army", "army.") == (["army"], ["the army."])


def test_inner_edges_of_a_split_claim_matter():
    ana, ben = hands("ana ben")
    ana.mark("claim", "“We hold the town,”", "“and the road to Aleppo.”")
    ben.mark("claim", "“We hold the town", "“and the road to Aleppo.”")
    assert proposed("shorter-edges", ana, ben) == []
    ana, ben = hands("ana ben")
    ana.mark("claim", "the town,”", "and the road to Aleppo")
    ben.mark("claim", "town,”", "and the road to Aleppo.")
    (proposal,) = proposed("shorter-edges", ana, ben)
    assert words(proposal, ana.text) == "town,” … and the road to Aleppo"


@pytest.mark.parametrize("other", ["missing", "attribute", "tag"])
def test_edges_are_left_alone_if_anything_else_differs(other: str):
    ana, ben, eva = hands("ana ben eva")
    ana.mark("actor", "The Observatory", type="monitor")
    ben.mark(
        "location" if other == "tag" else "actor", "Observatory", type="media" if other == "attribute" else "monitor"
    )
    if other != "missing":
        eva.mark("actor", "Observatory", type="monitor")
    assert proposed("shorter-edges", ana, ben, eva) == []


def test_the_answer_says_by_which_policy_and_from_whom():
    ana, ben, eva = hands("ana ben eva")
    ana.mark("actor", "The Observatory", type="monitor")
    for hand in (ben, eva):
        hand.mark("actor", "Observatory", type="monitor")
    (proposal,) = proposed("shorter-edges", ana, ben, eva)
    assert proposal.answer.how == "policy:shorter-edges"
    assert proposal.answer.taken == ("ben", "eva")
    assert gold_span(proposal.answer, "g").attributes == {"type": "monitor"}


def test_a_policy_can_be_kept_to_some_tags():
    ana, ben = hands("ana ben")
    ana.mark("claim", "the town")
    ben.mark("claim", "town")
    assert len(proposed("shorter-edges", ana, ben, tags=["claim"])) == 1
    assert proposed("shorter-edges", ana, ben, tags=["actor", "location"]) == []


def test_what_is_settled_is_not_answered_again():
    ana, ben = hands("ana ben")
    for hand in (ana, ben):
        hand.mark("actor", "the army")
    ben.mark("location", "the town")
    ana.mark("location", "town")
    settled = [each.id for found in [compared(ana, ben)] for each in (*found.unanimous, *found.conflicts)]
    assert proposed("unanimous", ana, ben, settled=settled) == []
    assert proposed("shorter-edges", ana, ben, settled=settled) == []


def test_unanimous_takes_what_is_unanimous_and_nothing_else():
    ana, ben, eva = hands("ana ben eva")
    for hand in (ana, ben, eva):
        hand.mark("actor", "the army")
        hand.labels["relevant"] = True
    ana.mark("location", "Homs")
    ben.mark("location", "Homs")
    (proposal,) = proposed("unanimous", ana, ben, eva)
    assert words(proposal, ana.text) == "the army"
    assert (proposal.answer.how, proposal.answer.taken) == ("unanimous", ("ana", "ben", "eva"))
    assert policy("unanimous").labels(compared(ana, ben, eva)) == {"relevant": True}
    assert proposed("only-layer", ana, ben, eva) == []


def test_an_article_with_one_layer_reaches_gold_by_a_policy_of_its_own():
    (ana,) = hands("ana")
    ana.mark("actor", "the army")
    ana.labels["relevant"] = True
    assert proposed("unanimous", ana) == []
    (proposal,) = proposed("only-layer", ana)
    assert (proposal.answer.how, proposal.answer.taken) == ("policy:only-layer", ("ana",))
    assert policy("only-layer").labels(compared(ana)) == {"relevant": True}
    assert policy("unanimous").labels(compared(ana)) == {}


def test_given_attributes_are_taken_where_the_others_are_silent():
    ana, ben, eva = hands("ana ben eva")
    ana.mark("number", "at least 287", low=287)
    ben.mark("number", "at least 287", counts="killed")
    eva.mark("number", "at least 287", low=287.0)
    (proposal,) = proposed("given-attributes", ana, ben, eva)
    assert proposal.answer.attributes == {"low": 287, "counts": "killed"}


def test_attributes_that_contradict_each_other_are_left_alone():
    ana, ben = hands("ana ben")
    ana.mark("number", "at least 287", low=287, counts="killed")
    ben.mark("number", "at least 287", low=288)
    assert proposed("given-attributes", ana, ben) == []


def test_a_given_label_is_taken_where_the_others_are_silent():
    ana, ben, eva = hands("ana ben eva")
    ana.labels["kind"], ben.labels["kind"] = "report", "report"
    (proposal,) = proposed("given-labels", ana, ben, eva)
    assert (proposal.answer.value, proposal.answer.taken) == ("report", ("ana", "ben"))
    eva.labels["kind"] = "analysis"
    assert proposed("given-labels", ana, ben, eva) == []


def test_the_sure_are_taken_over_the_unsure_if_they_agree():
    ana, ben, eva = hands("ana ben eva")
    ana.mark("actor", "ISIL fighters")
    ben.mark("actor", "ISIL fighters")
    eva.mark("actor", "fighters", unsure=True)
    (proposal,) = proposed("sure-over-unsure", ana, ben, eva)
    assert words(proposal, ana.text) == "ISIL fighters"
    assert proposal.answer.taken == ("ana", "ben")
    ben.change(ben.spans[0], ana.mark("actor", "ISIL"))
    ana.spans.pop()
    assert proposed("sure-over-unsure", ana, ben, eva) == []


def test_nobody_is_taken_if_all_are_sure_or_all_are_not_or_somebody_saw_nothing():
    for unsure in (True, False):
        ana, ben = hands("ana ben")
        ana.mark("actor", "ISIL fighters", unsure=unsure)
        ben.mark("actor", "fighters", unsure=unsure)
        assert proposed("sure-over-unsure", ana, ben) == []
    ana, ben, eva = hands("ana ben eva")
    ana.mark("actor", "ISIL fighters", unsure=True)
    ben.mark("actor", "fighters")
    assert proposed("sure-over-unsure", ana, ben, eva) == []


def test_each_policy_says_what_it_does_and_majority_is_none_of_them():
    assert len({rule.name for rule in POLICIES}) == len(POLICIES)
    assert all(rule.says.endswith(".") for rule in POLICIES)
    with pytest.raises(UserError, match="no policy called majority; there are unanimous, only-layer"):
        policy("majority")


def test_the_help_says_what_each_policy_does():
    page = (resources() / "help" / "conflicts.md").read_text("utf-8")
    assert re.findall(r"^\| ([\w-]+) \| (.*) \|$", page, re.MULTILINE)[1:] == [
        (rule.name, rule.says) for rule in POLICIES
    ]


def test_looking_changes_nothing():
    ana, ben = hands("ana ben")
    ana.mark("actor", "the army")
    ben.mark("actor", "army")
    before = only(compared(ana, ben))
    for rule in POLICIES:
        proposed(rule.name, ana, ben)
    assert only(compared(ana, ben)) == before
