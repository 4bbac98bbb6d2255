"""Actors without a name are candidates, names are taken with what belongs to them, and an actor has its article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_candidates import LANGUAGES, NASTY, free

from annotator.model.candidates import next_candidate, previous_candidate
from annotator.model.noun_phrases import whole_phrase
from annotator.model.span import Fragment
from annotator.model.words import snap_to_words


def forth(text: str, language: str) -> list[Fragment]:
    found, at = [], 0
    while (candidate := next_candidate(text, at, free, language, phrases=True)) is not None:
        found.append(candidate)
        at = candidate.end
    return found


# What stands between two bars is offered, and nothing else.
OFFERED = [
    # without a name
    ("the |rebels| said the |army| had left", "en"),
    ("|Rescue workers| and |local officials| fled", "en"),
    ("|nine| |rebels| and |at least 20| |armed men|", "en"),
    ("a |ministry spokesman| and the |army|’s |Fourth Battalion|".replace("|’s |", "’s "), "en"),
    ("a |pro-government militia| came", "en"),
    # with a name
    ("|Syrian troops| and |Oskand’s foreign ministry|", "en"),
    ("|Front spokesman Teodar Vint| spoke", "en"),
    ("a |Valley Covenant agent| fled", "en"),
    # joined
    ("a |member of the town council| and an |aide to the president|", "en"),
    ("|residents of Tell Mirqat| fled to |Homs|", "en"),
    ("they sent |soldiers| to |Homs|", "en"),
    # places
    ("in |northern Marravia| and the |Senim valley|", "en"),
    ("in the valley", "en"),
    # other languages
    ("les |soldats| et |l’armée| à |Zanguié|", "fr"),
    ("los |soldados| y el |gobierno|", "es"),
    ("قال الجيش", "ar"),
]


@pytest.mark.parametrize(("marked", "language"), OFFERED)
def test_phrases_are_offered_as_a_guideline_wants_them(marked: str, language: str) -> None:
    text = marked.replace("|", "")
    wanted = marked.split("|")[1::2]
    assert [text[found.start : found.end] for found in forth(text, language)] == wanted


@pytest.mark.parametrize(
    ("text", "candidate", "whole", "language"),
    [
        ("when the Northern Front left", "Northern Front", "the Northern Front", "en"),
        ("An Oskandian official left", "Oskandian official", "An Oskandian official", "en"),
        ("the volunteer Green Ladder crew", "Green Ladder crew", "the volunteer Green Ladder crew", "en"),
        ("its head, Odile Sambarou", "Odile Sambarou", "Odile Sambarou", "en"),
        ("the army shelled Homs", "Homs", "Homs", "en"),
        ("the,  army", "army", "army", "en"),
        ("la Coalition", "Coalition", "la Coalition", "fr"),
        ("el gobierno", "gobierno", "el gobierno", "es"),
        ("the army", "army", "army", "de"),
    ],
)
def test_an_actor_is_tagged_with_its_article_and_what_stands_between(text, candidate, whole, language) -> None:
    start = text.index(candidate)
    found = whole_phrase(text, Fragment(start, start + len(candidate)), language)
    assert text[found.start : found.end] == whole


@given(NASTY, LANGUAGES)
def test_phrases_lie_on_word_edges_and_are_the_same_both_ways(text: str, language: str) -> None:
    found = forth(text, language)
    at, back = len(text), []
    while (candidate := previous_candidate(text, at, free, language, phrases=True)) is not None:
        back.append(candidate)
        at = candidate.start
    assert found == back[::-1]
    for candidate in found:
        assert snap_to_words(text, candidate.start, candidate.end) == candidate
        whole = whole_phrase(text, candidate, language)
        assert whole.start <= candidate.start
        assert whole.end == candidate.end


@given(st.text(max_size=60), st.data())
def test_any_stretch_of_any_text_has_a_whole_phrase(text: str, data: st.DataObject) -> None:
    if len(text) > 1:
        start = data.draw(st.integers(0, len(text) - 2))
        end = data.draw(st.integers(start + 1, len(text)))
        assert whole_phrase(text, Fragment(start, end), "en").end == end
