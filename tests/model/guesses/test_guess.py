"""Engines fill what a tag has room for, cost next to nothing, and stand whatever a text holds."""

import subprocess
import sys
from collections.abc import Callable, Iterable
from statistics import median
from time import perf_counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.data import resources
from annotator.model.guesses import guess
from annotator.model.span import Fragment
from annotator.model.tagset import Attribute, Tag, Tagset, read_tagset
from tests.growth import grows_at_most

TEXT = "The Observatory said at least 287 ISIL fighters, among them 26 minors, were killed."
NUMBER = [Fragment(21, 33)]
CLAIM = [Fragment(21, 82)]


@pytest.fixture(scope="module")
def tagset() -> Tagset:
    return read_tagset((resources() / "tagsets" / "conflict_news.json").read_bytes(), "the default tagset")


def test_each_default_tag_has_the_guesses_that_belong_to_it(tagset: Tagset) -> None:
    assert guess(tagset["number"], TEXT, NUMBER, "en") == {
        "number": {"low": 287, "modifier": "at_least", "counts": "killed"}
    }
    assert guess(tagset["claim"], TEXT, CLAIM, "en") == {
        "claim": {"polarity": "affirmed", "certainty": "certain", "act": "report"}
    }
    assert guess(tagset["actor"], TEXT, NUMBER, "en") == {}
    assert guess(tagset["location"], TEXT, NUMBER, "en") == {}
    assert guess(Tag("plain"), TEXT, NUMBER, "en") == {}


def test_a_tag_of_another_tagset_is_filled_so_far_as_its_attributes_fit() -> None:
    attributes = (
        Attribute("low", "text"),
        Attribute("high", "number"),
        Attribute("modifier", "choice", ("about", "at_least")),
        Attribute("counts", "choice", ("dead",)),
    )
    assert guess(Tag("toll", attributes=attributes), TEXT, NUMBER, "en") == {"number": {"modifier": "at_least"}}
    both = Tag("both", attributes=(Attribute("low", "number"), Attribute("act", "choice", ("report",))))
    assert guess(both, TEXT, NUMBER, "en") == {"number": {"low": 287}, "claim": {"act": "report"}}


def test_nothing_is_loaded_before_it_is_needed() -> None:
    script = "import sys, annotator.model.guesses; print(*(m for m in sys.modules if 'guesses.' in m or m == 'regex'))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def guessed(tag: Tag, text: str, fragments: list[Fragment], language: str) -> Callable[[], None]:
    """Return what guesses a few times."""

    def act() -> None:
        for _ in range(4):
            guess(tag, text, fragments, language)

    return act


HOSTILE = {
    "digits": "9" * 1_000_000,
    "grouped digits": "1,000," * 200_000,
    "spaced digits": "123 " * 250_000,
    "points": "1.1." * 250_000,
    "nines": "nine " * 200_000,
    "hundreds": "hundred thousand million " * 40_000,
    "at least": "at least " * 100_000,
    "between": "between " * 100_000,
    "and": "five and " * 100_000,
    "ranges": "1-2-" * 250_000,
    "hidden": "1\u200f\u202e" * 300_000,
    "half": "half of a " * 100_000,
    "dozens": "dozens of " * 100_000,
    "negations": "did not say " * 80_000,
    "stops": "." * 1_000_000,
    "letters": "a" * 1_000_000,
    "marks": "e" + "\u0301" * 1_000_000,
    "Arabic": "وخمسة " * 150_000,
    "Chinese": "中" * 1_000_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("language", ["en", "fr", "ar", "zh"])
def test_a_hostile_megabyte_costs_no_more_than_a_sentence(tagset: Tagset, text: str, language: str) -> None:
    for fragments in ([Fragment(0, len(text))], [Fragment(len(text) // 2, len(text) // 2 + 40)]):
        for tag in ("number", "claim"):
            found = guess(tagset[tag], text, fragments, language)
            assert_storable(found.values())
            short = text[: len(text) // 8]
            within = [
                Fragment(one.start // 8, min(max(one.end // 8, one.start // 8 + 40), len(short))) for one in fragments
            ]
            costs = (
                guessed(tagset[tag], whole, places, language) for whole, places in ((text, fragments), (short, within))
            )
            assert grows_at_most(3, *costs)


def test_a_span_of_a_hundred_thousand_fragments_costs_no_more(tagset: Tagset) -> None:
    text = "nine " * 100_000
    fragments = [Fragment(at, at + 4) for at in range(0, len(text), 5)]
    for tag in ("number", "claim"):
        many, few = guessed(tagset[tag], text, fragments, "en"), guessed(tagset[tag], text, fragments[:10_000], "en")
        assert grows_at_most(3, many, few)


PIECES = [
    *"0159٣۷𝟏½,.٬٫'’ \u00a0\u202f\u200f-–$%+~()\n",
    *(
        " between ",
        " and ",
        " at least ",
        " one ",
        " hundred ",
        " million ",
        " half ",
        " a ",
        " of ",
        " dozens ",
        " to ",
    ),
    *(
        " quatre",
        "-vingt",
        " et ",
        " mil ",
        " y ",
        " و",
        "خمسة",
        " ألف ",
        "9" * 30,
        " km ",
        " hour ",
        "st ",
        " did not say ",
    ),
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.sampled_from(["en", "fr", "es", "ar", "de", ""]),
    st.data(),
)
def test_whatever_is_marked_a_guess_can_be_stored(text: str, language: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    end = data.draw(st.integers(start + 1, max(start + 1, len(text))))
    tag = Tag(
        "all",
        attributes=(
            *(Attribute(name, "number") for name in ("low", "best", "high")),
            Attribute("modifier", "choice", MODIFIERS),
            Attribute("unit"),
            Attribute("act", "choice", ("report", "deny", "accuse", "claim_responsibility", "intend")),
        ),
    )
    found = guess(tag, text, [Fragment(start, end)], language)
    assert_storable(found.values())
    values = found.get("number", {})
    if "low" in values and "high" in values:
        assert values["low"] < values["high"]  # type: ignore[operator]


MODIFIERS = ("exact", "at_least", "more_than", "at_most", "less_than", "approx", "range", "plural")


def assert_storable(guesses: Iterable[object]) -> None:
    for guessed in guesses:
        assert msgspec.json.decode(msgspec.json.encode(guessed)) == guessed
        assert isinstance(guessed, dict)
        assert all(abs(value) < 2**63 for value in guessed.values() if isinstance(value, int | float))


def test_a_guess_is_quick_enough_for_every_key(tagset: Tagset) -> None:
    text = "Roads were closed. " * 200_000 + TEXT + " Roads were closed." * 200_000
    at = 200_000 * len("Roads were closed. ")
    for tag, (fragment,) in (("number", NUMBER), ("claim", CLAIM)):
        moved = [Fragment(at + fragment.start, at + fragment.end)]
        # A sentence alone is guessed in about 50 µs on an idle laptop, and the rest of the article adds nothing to it.
        assert usual(tagset[tag], text, moved) < 5 * usual(tagset[tag], TEXT, [fragment])


def usual(tag: Tag, text: str, fragments: list[Fragment]) -> float:
    """Return how long a guess takes once it was made before."""
    spent = []
    for _ in range(300):
        began = perf_counter()
        guess(tag, text, fragments, "en")
        spent.append(perf_counter() - began)
    return median(spent[100:])
