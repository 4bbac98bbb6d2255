"""Shingles, MinHash and groups: near-copies are found as surely as by comparing everything with everything."""

import random
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.groups import Groups
from annotator.model.minhash import BANDS, SIZE, Signatures, near_copies, signature
from annotator.model.shingles import SAME_STORY, Shingles, jaccard, shingles

WORDS = [f"word{number}" for number in range(3000)]


def signed(texts: Sequence[Shingles]) -> Signatures:
    found = Signatures()
    for key, made in enumerate(texts):
        found.add(key, len(made), signature(made))
    return found


def found_among(texts: Sequence[Shingles], fresh: Sequence[bool] | None = None) -> Groups:
    groups = Groups()
    for one, other in near_copies(signed(texts), texts.__getitem__, groups.together, fresh):
        assert jaccard(texts[one], texts[other]) >= SAME_STORY
        groups.join(one, other)
    return groups


def exact(texts: Sequence[Shingles]) -> Groups:
    groups = Groups()
    for one, other in combinations(range(len(texts)), 2):
        if jaccard(texts[one], texts[other]) >= SAME_STORY:
            groups.join(one, other)
    return groups


def rewritten(words: list[str], share: float, chance: random.Random) -> list[str]:
    """Return ``words`` with one run of them replaced, and a paragraph in front."""
    run = int(len(words) * share)
    at = chance.randrange(len(words) - run + 1)
    return [*chance.choices(WORDS, k=run // 2), *words[:at], *chance.choices(WORDS, k=run), *words[at + run :]]


@pytest.mark.parametrize("length", [12, 40, 150, 500])
def test_minhash_finds_what_comparing_every_pair_finds(length: int) -> None:
    chance = random.Random(length)
    texts = []
    for _ in range(60):
        words = chance.choices(WORDS, k=length)
        texts.append(shingles(" ".join(words)))
        texts += [shingles(" ".join(rewritten(words, chance.uniform(0, 0.4), chance))) for _ in range(2)]
    everything = range(len(texts))
    wanted = exact(texts).members(everything)
    assert any(len(members) > 1 for members in wanted.values())
    assert any(len(members) == 1 for members in wanted.values())
    assert found_among(texts).members(everything) == wanted


def test_new_texts_are_compared_with_old_ones_and_old_ones_not_with_each_other() -> None:
    text = shingles("Fighters were pushed from river towns near Homs on Monday, the Observatory said.")
    assert found_among([text, text, text], [False, False, True]).members(range(3)) == {0: [0, 1, 2]}
    assert found_among([text, text], [False, False]).members(range(2)) == {0: [0], 1: [1]}


def test_a_note_that_an_agency_puts_under_every_report_makes_no_story() -> None:
    chance = random.Random(4)
    note = " ".join(chance.choices(WORDS, k=60))
    texts = [shingles(f"{' '.join(chance.choices(WORDS, k=80))} {note}") for _ in range(300)]
    assert len(found_among(texts).members(range(300))) == 300


def test_a_short_note_inside_a_long_report_is_no_copy_of_it() -> None:
    chance = random.Random(5)
    words = chance.choices(WORDS, k=300)
    assert jaccard(shingles(" ".join(words[:60])), shingles(" ".join(words))) < SAME_STORY


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_share_is_one_for_the_same_text_and_the_same_both_ways(one: str, other: str) -> None:
    a, b = shingles(one), shingles(other)
    assert jaccard(a, a) == float(bool(a))
    assert jaccard(a, b) == jaccard(b, a)
    assert len(signature(a)) == (SIZE if a else 0)


def test_case_punctuation_and_line_breaks_do_not_make_another_text() -> None:
    assert shingles("The army – said on\r\nMonday, it WITHDREW.") == shingles("the army said on Monday it withdrew")


def test_in_scripts_without_spaces_a_letter_stands_for_a_word() -> None:
    made = shingles("政府军周一宣布撤出")
    assert len(made) == len("政府军周一宣布撤出") - 4
    assert jaccard(made, shingles("政府军周一宣布撤出。")) == 1


def test_marks_of_a_letter_stay_with_it() -> None:
    assert shingles("قَالَ المَرصَد") == frozenset(["قَالَ المَرصَد".encode()])


def test_a_signature_is_the_same_on_every_machine() -> None:
    made = signature(shingles("The Observatory said at least 287 fighters were killed near Homs."))
    assert made[:8].hex() == "1f9d08f768f568f5"
    assert len(list(signed([shingles("a b c d e f")]).band(BANDS - 1))) == 1


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=30))
def test_groups_are_what_leads_from_one_to_the_other(pairs: list[tuple[int, int]]) -> None:
    groups = Groups()
    reached = {number: {number} for number in range(21)}
    for one, other in pairs:
        groups.join(one, other)
        merged = reached[one] | reached[other]
        for number in merged:
            reached[number] = merged
    for number in range(21):
        assert groups.of(number) == min(reached[number])
        assert groups.together(number, min(reached[number]))
