"""Candidates are the names and numbers an annotator would mark, on word edges, the same going forward and back."""

import json
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.data import sample_corpus
from annotator.model.candidates import REACH, next_candidate, previous_candidate
from annotator.model.span import Fragment
from annotator.model.words import snap_to_words
from tests.growth import grows_at_most


def free(_start: int, _end: int) -> bool:
    return False


def forth(text: str, language: str) -> list[Fragment]:
    found, at = [], 0
    while (candidate := next_candidate(text, at, free, language)) is not None:
        found.append(candidate)
        at = candidate.end
    return found


def back(text: str, language: str) -> list[Fragment]:
    found, at = [], len(text)
    while (candidate := previous_candidate(text, at, free, language)) is not None:
        found.append(candidate)
        at = candidate.start
    return found[::-1]


# What stands between two bars is offered, and nothing else.
OFFERED = [
    # names
    ("the |Northern Accord Front| said", "en"),
    ("The |Northern Accord Front| said", "en"),
    ("so |Col. Danil Orvech|, a spokesman, said", "en"),
    ("by |J. K. Rask| in |St. Orel|", "en"),
    ("the |Syrian Observatory for Human Rights| said", "en"),
    ("the |Bank of England| and the |Ministry of the Interior| said", "en"),
    ("from |Tell Mirqat| for |Ayn Shuwal|", "en"),
    ("near |Jabhat al-Nusra| in |al-Bab|", "en"),
    ("when |Osama bin Laden| met |al Qaeda|", "en"),
    ("when |Assad|’s army met |Damascus|'s police", "en"),
    ("the |U.S. Army| in the |U.S.|", "en"),
    ("the |UN| said |AT&T| left |Sana’a|", "en"),
    ("the |Potters’ Street| bakery", "en"),
    ("a |Marravian| village", "en"),
    ("on Wednesday, March 4, in |Homs|", "en"),
    ("it said “We hold the gate” in |Homs|", "en"),
    ("where I saw |Homs|", "en"),
    # at the beginning of a sentence
    ("But it fell. Roads into |Homs| are shut; no roads lead out.", "en"),
    ("|Halvrik| denied it, though |Halvrik| knew. |Halvrik| left.", "en"),
    ("|ISIL| left. They went to |Homs|.", "en"),
    ("|Foreign Minister Rask| left.", "en"),
    ("|Several| said so. In |Homs|, nobody did.", "en"),
    ("A LINE ALL IN CAPITALS\nof |Homs|", "en"),
    # names elsewhere
    ("dit |l’ATC| à |Haute-Zilou|", "fr"),
    ("le |Front| de l’accord du |Nord|", "fr"),
    ("los |Herederos del Norte| en el |Alto Quelmo|", "es"),
    ("в |Москве| и |Великом Новгороде|", "ru"),
    ("قال المرصد السوري", "ar"),
    ("他们在北京", "zh"),
    # numbers as the guideline wants them
    ("killed |at least 287| fighters, among them |26| minors", "en"),
    ("it is |between 20 and 30| men", "en"),
    ("|Dozens| of families and |several hundred| men", "en"),
    ("|hundreds of thousands| of people", "en"),
    ("a strip of |30 km| or |five-kilometre| steps", "en"),
    ("it held |forty thousand at most|", "en"),
    ("the |60-plus| nations", "en"),
    ("up |60%|, |$1.2 million|, |60 per cent|", "en"),
    ("only |six| left", "en"),
    ("it handed over |46| men", "en"),
    ("|two hundred and eighty-seven| men", "en"),
    ("was there for |half an hour|", "en"),
    ("|7 000 to 8 000| marched", "en"),
    ("|Au moins sept| soldats et |d’au moins 31| corps", "fr"),
    ("|entre 40 et 50| hommes", "fr"),
    ("|unas treinta| y |más de 25| heridos", "es"),
    ("|ما لا يقل عن ثلاثين| شخصاً", "ar"),
    ("استقبل |ما بين 70 و90| جريحاً", "ar"),
    # no quantities
    ("on 18 September, on Oct. 16 and in 2019, since 2023.", "en"),
    ("at 10 a.m., at 7 am, at 10:30 and by 18:00", "en"),
    ("the 93rd, the 4th and the fifth", "en"),
    ("an |AK-47|, an |F-16|, the |M23| and |Mi-8|", "en"),
    ("aged 15, a 14-year-old, 13 years old", "en"),
    ("under resolution 2254, page 7 and article 5", "en"),
    ("nobody, some, one, many", "en"),
    ("12.03.2026 or 2026-03-12 or 3/4", "en"),
    ("1. first\n2) second", "en"),
    ("le 12 mai 2026, vers 18 heures", "fr"),
    ("a las cinco de la mañana del 3 de abril", "es"),
    ("صباح الاثنين", "ar"),
]


@pytest.mark.parametrize(("marked", "language"), OFFERED)
def test_names_and_numbers_are_offered_as_a_guideline_wants_them(marked: str, language: str) -> None:
    text = marked.replace("|", "")
    wanted = marked.split("|")[1::2]
    assert [text[found.start : found.end] for found in forth(text, language)] == wanted


def test_what_is_taken_is_passed_over() -> None:
    text = "In Homs at least 20 died, in Hama 30."
    marked = [(text.index("Homs"), text.index(" at")), (text.index("Hama"), text.index(" 30"))]

    def taken(start: int, end: int) -> bool:
        return any(start < last and first < end for first, last in marked)

    assert next_candidate(text, 0, taken, "en") == Fragment(8, 19)
    assert next_candidate(text, 19, taken, "en") == Fragment(34, 36)
    assert previous_candidate(text, len(text), taken, "en") == Fragment(34, 36)
    assert previous_candidate(text, 34, taken, "en") == Fragment(8, 19)
    assert previous_candidate(text, 8, taken, "en") is None


def test_every_candidate_of_the_sample_corpus_is_met_both_ways() -> None:
    with (sample_corpus() / "articles.jsonl").open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    for article in articles:
        text, language = article["text"], article["meta"]["language"]
        found = forth(text, language)
        assert found == back(text, language)
        assert len(found) > len(text) / 400 or language == "ar"
        assert all(snap_to_words(text, candidate.start, candidate.end) == candidate for candidate in found)


PIECES = [
    *"aB7é.,'’-\"“”()«»& \n\r\t",
    *(
        "\u0301",
        "\u200d",
        "\u200f",
        "\u00a0",
        "\u2028",
        "\u202e",
        "نم",
        "و",
        "خمسة",
        "中",
        "。",
        "ก",
        "ำ",
        "𝐀",
        "𝟏",
        "👍",
    ),
    *(
        " Homs ",
        " the ",
        " of ",
        "al-",
        "U.S.",
        " Col. ",
        " at least ",
        " 20 ",
        " to ",
        " between ",
        " and ",
        " dozens ",
        "km",
        "l’",
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
    ahead = next_candidate(text, position, free, language)
    if ahead is not None:
        assert ahead.start >= position
        assert previous_candidate(text, ahead.end, free, language) == ahead
    behind = previous_candidate(text, position, free, language)
    if behind is not None:
        assert behind.end <= position
        assert next_candidate(text, behind.start, free, language) == behind


@given(NASTY, LANGUAGES, st.sets(st.integers(0, 60)))
def test_what_is_taken_is_never_offered(text: str, language: str, marked: set[int]) -> None:
    def taken(start: int, end: int) -> bool:
        return any(start <= at < end for at in marked)

    at = 0
    while (candidate := next_candidate(text, at, taken, language)) is not None:
        assert not taken(candidate.start, candidate.end)
        assert candidate.start >= at
        at = candidate.end


LONG = 1_000_000
ENDLESS = {
    "letters": "a" * LONG,
    "capitals": "A" * LONG,
    "names": "Homs " * (LONG // 5),
    "names with of": "Homs of " * (LONG // 8),
    "digits": "9" * LONG,
    "numbers": "20 " * (LONG // 3),
    "nines": "nine " * (LONG // 5),
    "at least": "at least " * (LONG // 9),
    "titles": "Col. " * (LONG // 5),
    "initials": "A." * (LONG // 2),
    "hyphens": "A-" * (LONG // 2),
    "spaces": " " * LONG,
    "lines": "\n" * LONG,
    "Chinese": "中" * LONG,
    "combining": "E\u0301" * (LONG // 2),
    "halves": "half of a " * (LONG // 10),
    "Arabic": "وخمسة " * (LONG // 6),
    "sentences": "Homs fell. " * (LONG // 11),
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
@pytest.mark.parametrize("are_taken", [False, True], ids=["free", "taken"])
def test_a_step_in_a_line_of_a_megabyte_ends_soon(text: str, are_taken: bool) -> None:
    def steps(within: str) -> None:
        for at in (0, len(within) // 2, len(within) - 3):
            for step in (next_candidate, previous_candidate):
                step(within, at, lambda _start, _end: are_taken, "en")

    steps("Homs fell.")
    assert grows_at_most(4, lambda: steps(text), lambda: steps(text[: LONG // 8]))


def test_a_step_looks_no_further_than_it_promises() -> None:
    text = "Homs fell." + " it rained." * (REACH // 5) + " He saw Hama."
    assert next_candidate(text, 4, free, "en") is None
    assert previous_candidate(text, len(text) - 5, free, "en") is None
    asked: list[int] = []

    def taken(start: int, _end: int) -> bool:
        asked.append(start)
        return True

    assert next_candidate("So Homs fell. " * 100_000, 700_000, taken, "en") is None
    assert all(700_000 <= start <= 700_000 + 2 * REACH for start in asked)


def test_a_step_costs_the_same_in_an_article_of_any_length() -> None:
    sentence = "Roads were closed, and in Homs at least 20 people died. "
    times = []
    for text in (sentence * 60, sentence * 90_000):
        middle = len(text) // 2
        next_candidate(text, middle, free, "en")
        spent = []
        for at in range(middle, middle + 400):
            began = perf_counter()
            next_candidate(text, at, free, "en")
            previous_candidate(text, at, free, "en")
            spent.append(perf_counter() - began)
        times.append(sorted(spent)[len(spent) // 2])
    assert times[1] < 3 * times[0]
