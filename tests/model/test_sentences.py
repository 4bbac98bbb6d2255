"""Sentences are what a reader takes for one, every visible character is in exactly one, and long lines cost nothing."""

from itertools import pairwise

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.model import sentences as rules
from annotator.model.sentences import (
    next_sentence_start,
    previous_sentence_start,
    sentence_at,
    sentence_edges,
    sentence_end,
    sentences_from,
)
from annotator.model.span import Fragment
from tests.growth import grows_at_most

FAMILY = "👨\u200d👩\u200d👧"


def sentences(text: str) -> list[Fragment]:
    """Walk through the whole of ``text``."""
    found, at = [], -1
    while (at := next_sentence_start(text, at)) < len(text):
        found.append(Fragment(at, sentence_end(text, at)))
    return found


# Each bar is an edge between two sentences; what is between two bars is read as one.
HARD_CASES = [
    "He fled. |She stayed.",
    "“We won,” Col. Danil Orvech said. |Nobody asked.",
    "Gen. Uhl met Lt. Col. A. B. Rask of the 4th Div. in Homs.",
    "The U.S. Army left. |It had come in Oct. 2014 via St. Orel.",
    "He went to the U.S. |The army stayed.",
    "It began at 10 a.m. |Nobody knew why.",
    "It began at 10 a.m. Monday.",
    "Smith, Jones & Co. Ltd. sold arms to Acme Corp. |They paid.",
    "J. K. Rask and P. Lorrain wrote it. |A. Tell did not.",
    "It grew by 3.5 percent. |Then by .5 percent.",
    "It cost $1.2 million, or No. 7 on the list. |He said no. |Nobody else did.",
    "“Who are you?” he asked. |“Go!” |“Where to?” |Nobody knew.",
    "“Go home!” she said. |He went.",
    "He said: “We won.” |Then he left.",
    "He said “161.” |The ministry said 160.",
    "(Reporting by P. Lorrain; editing by A. Tell.) |The army left.",
    "Well… he said. |He thought… |Then he left.",
    "Well ... he said. |He thought ... |Then he left.",
    "He told me. |She told him. |5 mm. |The cap. |It fit.",
    "What?! |No!!! |Yes.",
    "Visit example.com or write to a.b@c.org. |Then wait.",
    "He came with Dr. Roza Tell, etc. |All were well.",
    "1. Homs has fallen. |It was quiet.",
    "Headline without a stop|\nDateline (NPA) – Rebels came. |They left.|\r\n|\r\n“New paragraph.”",
    "a line|\u2028another|\u2029and another|\x85one|\x0bmore",
    # French
    "« La caserne n’est jamais tombée », a dit M. Orvech. |Il ment.",
    "« Nous y reviendrons.\u00a0» |Trois hommes sont portés disparus.",
    "« Nous y reviendrons. » |Mme Ndombé-Roy l’a dit à J.-P. Roux.",
    "Il est 18 h. |Selon l’armée, rien.",
    # German quotes open where French ones close
    "Er ging. |»Nie wieder«, sagte er.",
    # Spanish
    "¿Quién disparó? |¡Nadie! |El Gral. Pérez lo negó.",
    "El Sr. Ruiz y la Sra. Paz viven en EE.UU. |Los otros no.",
    "Fue el 3 de abr. de 2026. |“¿Por qué?”, dijo. |Nada.",
    # Arabic and Urdu
    "قال المرصد إن القرية سقطت. |هل انسحب الجيش؟ |نعم.",
    "قال د. محمد إن ٣٫٥ في المئة ماتوا. |لم يؤكد أحد ذلك.",
    "سقطت القرية.\u200f |نعم.",
    "شہر گر گیا۔ |فوج چلی گئی۔",
    # scripts without spaces
    "叛军说他们赢了。|军队否认。|“真的吗？”|没有人知道！",
    "「撤退した。」|軍は否定した。",
    # Hindi, Armenian, Amharic
    "वह गया। |सेना रही।",
    "Նա գնաց։ |Բանակը մնաց։",
    "ሄደ። |ቆየ።",
]


@pytest.mark.parametrize("marked", HARD_CASES)
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    text = marked.replace("|", "")
    wanted = [part.strip() for part in marked.split("|") if part.strip()]
    assert [text[sentence.start : sentence.end] for sentence in sentences(text)] == wanted


def test_a_caret_between_two_sentences_belongs_to_the_one_behind_it() -> None:
    text = " He fled.  She stayed.\n\n It rained."
    he, she, it = sentences(text)
    assert [sentence_at(text, at) for at in (1, 5, 9, 10)] == [he] * 4
    assert [sentence_at(text, at) for at in (11, 15, 22)] == [she] * 3
    assert [sentence_at(text, at) for at in (0, 24, 99)] == [he, it, it]
    assert sentence_at(text, 23) is None
    assert sentence_at("", 0) is None
    assert sentence_at(" \n ", 1) is None


def test_walking_by_sentence_goes_over_every_one_both_ways() -> None:
    text = "One. Two.\n\nThree."
    assert [next_sentence_start(text, at) for at in (0, 2, 5, 9, 10, 11)] == [5, 5, 11, 11, 11, len(text)]
    assert [previous_sentence_start(text, at) for at in (17, 11, 10, 5, 2, 0)] == [11, 5, 5, 0, 0, 0]
    assert [sentence_end(text, at) for at in (0, 3, 4, 9, 17)] == [4, 4, 9, 17, 17]


ALPHABET = [
    *"aB.!?… 7\"'”»()\n\r",
    *("\u0301", "\u200d", "\u200f", "\u00a0", "\u2028", "\u0600", "ن", "؟", "中", "。", "ำ", "\U0001f3fd"),
    *FAMILY,
    *"🇺🇦",
    *("Col.", "U.S.", " The "),
]
NASTY = st.lists(st.sampled_from(ALPHABET), max_size=40).map("".join)


@given(NASTY)
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    found = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    covered = {at for sentence in found for at in range(sentence.start, sentence.end)}
    assert {at for at, character in enumerate(text) if not character.isspace()} <= covered
    assert not any("\n" in text[sentence.start : sentence.end] for sentence in found)


@given(NASTY)
def test_no_sentence_cuts_what_a_reader_sees_as_one_character(text: str) -> None:
    edges = {0, *(found.end() for found in regex.finditer(r"\X", text))}
    assert {edge for sentence in sentences(text) for edge in (sentence.start, sentence.end)} <= edges


@given(NASTY)
@example(".\u00a0\u00a0\u0301")
def test_a_sentence_is_the_same_from_wherever_it_is_asked_about(text: str) -> None:
    found = sentences(text)
    for sentence in found:
        for at in range(sentence.start, sentence.end + 1):
            inside = sentence_at(text, at)
            # Where two meet, which a space that a mark sits on makes possible, either is right.
            meets = at in (sentence.start, sentence.end)
            assert inside == sentence or (meets and inside is not None and at in (inside.start, inside.end))
    back, at = [], len(text) + 1
    while found and at > found[0].start:
        at = previous_sentence_start(text, at)
        back.append(at)
    assert back == [sentence.start for sentence in reversed(found)]


@given(NASTY)
def test_reading_on_finds_the_sentences_that_asking_for_each_finds(text: str) -> None:
    found = sentences(text)
    assert list(sentences_from(text, 0)) == found
    edges = list(sentence_edges(text))
    assert edges[-1] == len(text)
    assert all(any(sentence.end <= edge for edge in edges) for sentence in found)
    assert not any(sentence.start < edge < sentence.end for edge in edges for sentence in found)


_PLAIN = st.lists(
    st.sampled_from(
        [
            "Col. ",
            "U.S. ",
            "He said. ",
            "no. ",
            "No. 7 ",
            "at 10 a.m. ",
            "Monday. ",
            "the army ",
            "x. ",
            "”. ",
            "no,” he ",
            "’s “",
            "46. ",
            "\n",
        ]
    )
)


@given(_PLAIN.map("".join))
def test_a_plain_full_stop_says_what_the_rules_say(text: str) -> None:
    soon = list(sentence_edges(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "_plainly_ends", lambda *_: None)
        assert list(sentence_edges(text)) == soon


LONG = 1_000_000
ENDLESS = {
    "letters": "a" * LONG,
    "words": "word " * (LONG // 5),
    "stops": "." * LONG,
    "stops and spaces": ". " * (LONG // 2),
    "spaces": " " * LONG,
    "lines": "\n" * LONG,
    "quotes": "”" * LONG,
    "Chinese": "中" * LONG,
    "combining": "e\u0301" * (LONG // 2),
    "flags": "🇺🇦" * (LONG // 2),
    "initials": "A." * (LONG // 2),
    "abbreviations": "Col. " * (LONG // 5),
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_a_line_of_a_megabyte_answers_at_once(text: str) -> None:
    def asked(within: str) -> None:
        for at in (0, len(within) // 2, len(within) - 3):
            sentence_at(within, at)
            next_sentence_start(within, at)
            previous_sentence_start(within, at)
            sentence_end(within, at)

    assert grows_at_most(8, lambda: asked(text), lambda: asked(text[: LONG // 8]))


@pytest.mark.parametrize("name", ["letters", "words", "Chinese", "combining", "abbreviations"])
def test_a_text_without_a_stop_is_cut_into_pieces_that_fit_together(name: str) -> None:
    text = ENDLESS[name][:20_000]
    found = sentences(text)
    assert len(found) > 2
    assert max(sentence.end - sentence.start for sentence in found) < 3000
    assert "".join(text[sentence.start : sentence.end] for sentence in found).replace(" ", "") == text.replace(" ", "")
    for sentence in found:
        for at in (sentence.start, sentence.start + 1, sentence.end - 1):
            assert sentence_at(text, at) == sentence
