"""Shingles, MinHash and groups: near-copies are found as surely as by comparing everything with everything."""

import random
import tracemalloc
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import minhash
from annotator.model.groups import Groups
from annotator.model.minhash import BANDS, SIZE, Signatures, near_copies, signature
from annotator.model.shingles import SAME_STORY, Shingles, jaccard, shingles

WORDS = [f"word{number}" for number in range(3000)]


def signed(texts: Sequence[Shingles]) -> Signatures:
    found = Signatures()
    for key, made in enumerate(texts):
        found.add(key, len(made), signature(made))
    return found


def found_among(texts: Sequence[Shingles], fresh: Sequence[int] | None = None) -> Groups:
    groups = Groups()
    for one, other in near_copies(signed(texts), texts.__getitem__, groups.together, fresh):
        assert jaccard(texts[one], texts[other]) >= SAME_STORY
        groups.join(one, other)
    return groups


@pytest.mark.parametrize("fresh", [None, [number % 3 == 0 for number in range(180)]])
def test_what_meets_meets_in_buckets_too(monkeypatch: pytest.MonkeyPatch, fresh: list[int] | None) -> None:
    chance = random.Random(7)
    texts = []
    for _ in range(60):
        words = chance.choices(WORDS, k=90)
        texts += [shingles(" ".join(rewritten(words, chance.uniform(0, 0.4), chance))) for _ in range(3)]
    at_once = list(found_among(texts, fresh).members(range(180)))
    assert any(len(group) > 1 for group in at_once)
    monkeypatch.setattr(minhash, "_BUCKET", 25)
    monkeypatch.setattr(minhash, "_BLOCK", 7)
    assert list(found_among(texts, fresh).members(range(180))) == at_once


def test_a_signature_takes_a_few_bytes_of_memory_and_the_rest_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(minhash, "_BLOCK", 100)
    with (tmp_path / "rows").open("w+b") as file:
        made = signature(shingles("a b c d e f g"))
        found = Signatures(file)
        tracemalloc.start()
        for key in range(20_000):
            found.add(key, 3, made)
        for band in range(2):
            assert sum(1 for _ in found.band(band)) == 20_000
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 20_000 * 12 * 1.5 + 200_000


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
    wanted = list(exact(texts).members(everything))
    assert any(len(members) > 1 for members in wanted)
    assert any(len(members) == 1 for members in wanted)
    assert list(found_among(texts).members(everything)) == wanted


def test_new_texts_are_compared_with_old_ones_and_old_ones_not_with_each_other() -> None:
    text = shingles("Fighters were pushed from river towns near Homs on Monday, the Observatory said.")
    assert found_among([text, text, text], [0, 0, 1]).with_others(0) == [0, 1, 2]
    assert list(found_among([text, text], [0, 0]).members(range(2))) == [[0], [1]]


def test_a_note_that_an_agency_puts_under_every_report_makes_no_story() -> None:
    chance = random.Random(4)
    note = " ".join(chance.choices(WORDS, k=60))
    texts = [shingles(f"{' '.join(chance.choices(WORDS, k=80))} {note}") for _ in range(300)]
    assert len(list(found_among(texts).members(range(300)))) == 300


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
        assert groups.with_others(number) == sorted(reached[number])
    assert list(groups.members(range(21))) == (
        wanted := [sorted(held) for least, held in reached.items() if least == min(held)]
    )
    assert list(groups.several()) == [group for group in wanted if len(group) > 1]
