"""Claim candidates are what somebody is reported to have said, without who said it, the same going forward and back."""

import json
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.data import sample_corpus
from annotator.model.candidates import REACH
from annotator.model.claim_candidates import goes_on, next_claim_candidate, previous_claim_candidate
from annotator.model.span import Fragment
from annotator.model.words import snap_to_words
from tests.growth import grows_at_most


def free(_start: int, _end: int) -> bool:
    return False


def forth(text: str, language: str) -> list[Fragment]:
    found, at = [], 0
    while (candidate := next_claim_candidate(text, at, free, language)) is not None:
        found.append(candidate)
        at = candidate.end
    return found


def back(text: str, language: str) -> list[Fragment]:
    found, at = [], len(text)
    while (candidate := previous_claim_candidate(text, at, free, language)) is not None:
        found.append(candidate)
        at = candidate.start
    return found[::-1]


# What stands between two bars is offered, and nothing else.
OFFERED = [
    # what follows a verb of saying
    ("The ministry said |that the barracks had fallen|.", "en"),
    ("The ministry said |the barracks had fallen|.", "en"),
    ("He told reporters in the capital |that roads were shut|.", "en"),
    ("He told Fanous |it held forty men at most|.", "en"),
    ("She said on Monday |that it was over|, which surprised few.", "en"),
    ("The navy accepted on Saturday |that a round had hit the ferry|.", "en"),
    ("The army denied |having fired|, but said |two shells had landed|.", "en"),
    ("It said |12 had died| and |that 80 were wounded|.", "en"),
    ("It says |41|; the group says |it freed 46|.", "en"),
    ("He accused the army |of opening fire|.", "en"),
    ("They vowed |to strike the base|.", "en"),
    ("The group claimed |responsibility for the attack| and said |it had killed 63 men|.", "en"),
    ("A group claimed on the radio |to have sunk the ferry|.", "en"),
    ("It denied, in a statement, |that it was involved|.", "en"),
    ("The company denied villagers’ claims |that it had hired gunmen|.", "en"),
    ("The army said |at least 20 people had died|.", "en"),
    # what stands before it
    ("|Two helicopters were hit|, residents said.", "en"),
    ("|No officer fired a shot|, he told lawmakers in the capital.", "en"),
    ("|Shells fell near the school|, a nurse there said on condition of anonymity.", "en"),
    ("|He fell|, said Mr Vint.", "en"),
    ("OSTREL, March 4 (Wire) — |Rebels took the town|, the ministry said, but the army said |it stood|.", "en"),
    ("[Ostrel – Fanous] |Nineteen are dead|, the office said on Monday.", "en"),
    ("But |the road is open|, officials said.", "en"),
    ("|Half of the trucks burned|, the mission said, and |60 tons were lost|.", "en"),
    # sources without a verb
    ("According to residents, |the road is shut|.", "en"),
    ("|The road is shut|, according to residents.", "en"),
    ("According to Col. Orvech, a spokesman, |the road is shut|.", "en"),
    # figures and names
    ("The observatory put |the dead at 37| on Monday.", "en"),
    ("They listed |a total of 16 places captured|.", "en"),
    ("The group called |the charge “a lie”|. A spokesman called |it a fabrication|.", "en"),
    # who reports is named by a clause
    ("A man who said |he was there| told us |that it fell|.", "en"),
    # nobody in particular
    ("|Two men were reportedly hit|.", "en"),
    ("|Half of them| were said |to come from one village|.", "en"),
    # quotations
    ("|“We hold the gate,”| he said.", "en"),
    ("|“Our flag,”| he said, |“is still on the roof.”|", "en"),
    ("He said: |“We lost. We left.”| Then he left.", "en"),
    ("|‘I saw the Accord’s people, and I saw no army,’| she said.", "en"),
    ("|‘The Patriots’ Coalition left,’| she said.", "en"),
    ('|"We hold it,"| he said, |"all of it."|', "en"),
    ("|Twenty came, “most in uniform,”| she said.", "en"),
    ("He said |the toll was ‘closer to 50’|.", "en"),
    # no claims
    ("The town fell. Troops fired ‘warning shots’ at the crowd.", "en"),
    ("The United States sent aid to the reported victims.", "en"),
    ("He was told to leave, and the charge was heavy.", "en"),
    ("It fell, as the army said.", "en"),
    # other languages
    ("|Sept soldats ont été tués|, a annoncé la mission.", "fr"),
    ("Il affirme |que la route est fermée|. Il dit |ne rien savoir|.", "fr"),
    ("Selon la mission, |la route est fermée|.", "fr"),
    ("La coalition a démenti |toute implication|.", "fr"),
    ("|« Nous tenons la porte »|, a répété le colonel.", "fr"),
    ("« |Nous sommes partis|, a déclaré le porte-parole, |et nous reviendrons|. »", "fr"),
    ("Dijo |que la mina está cerrada| y negó |haber pagado|.", "es"),
    ("|«No hubo disparos»|, aseguró el ministro.", "es"),
    ("وقال المتحدث |إن تسعة أشخاص لقوا مصرعهم|.", "ar"),
    ("وقال في بيان: |«هذه كذبة تُقال»|.", "ar"),
    ("|„Wir halten“|, sagte er.", "de"),
    ("他们说", "zh"),
]


@pytest.mark.parametrize(("marked", "language"), OFFERED)
def test_what_is_claimed_is_offered_as_a_guideline_wants_it(marked: str, language: str) -> None:
    text = marked.replace("|", "")
    wanted = marked.split("|")[1::2]
    assert [text[found.start : found.end] for found in forth(text, language)] == wanted


def test_what_is_taken_is_passed_over() -> None:
    text = "He said it fell. She said it stood."
    first = Fragment(8, 15)

    def taken(start: int, end: int) -> bool:
        return start < first.end and first.start < end

    assert next_claim_candidate(text, 0, free, "en") == first
    assert next_claim_candidate(text, 0, taken, "en") == Fragment(26, 34)
    assert previous_claim_candidate(text, len(text), taken, "en") == Fragment(26, 34)
    assert previous_claim_candidate(text, 26, taken, "en") is None


def test_a_quotation_that_goes_on_behind_its_speaker_is_one_claim() -> None:
    text = "“Our flag,” he said, “is on the roof.” “It is,” she said. “It was.” “No.” He said: “Yes.”"
    flag, roof, it_is, it_was, no, yes = forth(text, "en")
    assert goes_on(text, flag, roof)
    assert not goes_on(text, it_is, it_was), "the sentence is over"
    assert not goes_on(text, no, yes)
    assert not goes_on(text, roof, flag)
    assert not goes_on("“A,”\nsaid “b.”", Fragment(0, 4), Fragment(10, 14))


def corpus() -> list[tuple[str, str, list[tuple[int, int]]]]:
    """Texts, languages, and the claim fragments that both annotators marked."""
    found = []
    for layer in ("ana", "ben"):
        for line in (sample_corpus() / f"{layer}.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            claims = [span for span in record["spans"] if span["label"] == "claim"]
            places = [
                tuple(place) for span in claims for place in span.get("fragments") or [[span["start"], span["end"]]]
            ]
            found.append((record["text"], record["meta"]["language"], places))
    return found


def test_most_of_what_two_annotators_marked_is_offered_as_they_marked_it() -> None:
    exact = met = marked = unwanted = 0
    for text, language, places in corpus():
        if language != "en":
            continue
        found = [(candidate.start, candidate.end) for candidate in forth(text, language)]
        exact += sum(place in found for place in places)
        met += sum(any(start < place[1] and place[0] < end for start, end in found) for place in places)
        unwanted += sum(not any(start < end_ and start_ < end for start_, end_ in places) for start, end in found)
        marked += len(places)
    assert exact / marked > 0.75
    assert met / marked > 0.95
    assert unwanted / marked < 0.1


def test_every_candidate_of_the_sample_corpus_is_met_both_ways() -> None:
    for text, language, _ in corpus():
        found = forth(text, language)
        assert found == back(text, language)
        assert all(snap_to_words(text, candidate.start, candidate.end) == candidate for candidate in found)


PIECES = [
    *"aB7é.,'’‘-\"“”()«»„;: \n\r\t",
    *(
        "\u0301",
        "\u200d",
        "\u200f",
        "\u00a0",
        "\u2028",
        "\u202e",
        "نم",
        "و",
        "قال",
        " إن ",
        "中",
        "。",
        "ก",
        "𝐀",
        "👍",
        "– ",
    ),
    *(
        " he said ",
        " said",
        ", said Mr X",
        " that ",
        " and ",
        "According to ",
        " told ",
        " put ",
        " at 20 ",
        " called ",
    ),
    *(
        " denied ",
        " claimed ",
        " to have ",
        " was said to ",
        " reportedly ",
        ", who ",
        "He ",
        "Homs. ",
        " a déclaré ",
        " que ",
    ),
]
NASTY = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
LANGUAGES = st.sampled_from(["en", "fr", "es", "ar", "de", ""])


@given(NASTY, LANGUAGES)
def test_candidates_lie_on_word_edges_in_order_and_are_the_same_both_ways(text: str, language: str) -> None:
    found = forth(text, language)
    assert found == back(text, language)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for candidate in found:
        assert snap_to_words(text, candidate.start, candidate.end) == candidate


@given(NASTY, LANGUAGES, st.data())
def test_a_step_forth_and_a_step_back_meet_the_same_candidate(text: str, language: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(-2, len(text) + 2))
    ahead = next_claim_candidate(text, position, free, language)
    if ahead is not None:
        assert ahead.start >= position
        assert previous_claim_candidate(text, ahead.end, free, language) == ahead
    behind = previous_claim_candidate(text, position, free, language)
    if behind is not None:
        assert behind.end <= position
        assert next_claim_candidate(text, behind.start, free, language) == behind


LONG = 1_000_000
ENDLESS = {
    "letters": "a" * LONG,
    "openers": "“" * LONG,
    "singles": "‘" * LONG,
    "straight": '"' * LONG,
    "pairs": "“a,” " * (LONG // 5),
    "said": "said " * (LONG // 5),
    "he said": "he said, " * (LONG // 9),
    "and said": "and said that " * (LONG // 14),
    "told": "told told at on " * (LONG // 16),
    "commas": "," * LONG,
    "dashes": " – " * (LONG // 3),
    "according": "according to " * (LONG // 13),
    "called": "called it " * (LONG // 10),
    "put": "put at " * (LONG // 7),
    "spaces": " " * LONG,
    "lines": "\n" * LONG,
    "Chinese": "中" * LONG,
    "Arabic": "قال إن " * (LONG // 7),
    "sentences": "He said it fell. " * (LONG // 17),
    "quoted sentences": "“It fell. He left,” she said. " * (LONG // 30),
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
@pytest.mark.parametrize("are_taken", [False, True], ids=["free", "taken"])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_step_in_a_line_of_a_megabyte_ends_soon(text: str, are_taken: bool, language: str) -> None:
    def steps(within: str) -> None:
        for at in (0, len(within) // 2, len(within) - 3):
            for step in (next_claim_candidate, previous_claim_candidate):
                step(within, at, lambda _start, _end: are_taken, language)

    steps("Homs.")
    assert grows_at_most(4, lambda: steps(text), lambda: steps(text[: LONG // 8]))


def test_a_step_looks_no_further_than_it_promises() -> None:
    text = "He said it fell." + " it rained." * (REACH // 5) + " He said it stood."
    assert next_claim_candidate(text, 10, free, "en") is None
    assert previous_claim_candidate(text, len(text) - 12, free, "en") is None


def test_a_step_costs_the_same_in_an_article_of_any_length() -> None:
    sentence = "Roads were closed, and the army said at least 20 people had died. "
    times = []
    for text in (sentence * 60, sentence * 90_000):
        middle = len(text) // 2
        next_claim_candidate(text, middle, free, "en")
        spent = []
        for at in range(middle, middle + 400):
            began = perf_counter()
            next_claim_candidate(text, at, free, "en")
            previous_claim_candidate(text, at, free, "en")
            spent.append(perf_counter() - began)
        times.append(sorted(spent)[len(spent) // 2])
    assert times[1] < 3 * times[0]
