"""What comparing layers costs: in time, as it grows, in memory, and for the longest articles anybody codes."""

import random
import tracemalloc
from collections.abc import Iterator
from time import perf_counter

import pytest

from annotator.adjudication.comparing import compare
from annotator.adjudication.decisions import decide, standings
from annotator.adjudication.identical import identical_key
from annotator.adjudication.layered import Layered, LayerWork
from annotator.adjudication.policies import policy, proposals
from annotator.model.alignment import align
from annotator.model.span import Fragment, Relation, Span
from annotator.model.tagset import Tagset

pytestmark = pytest.mark.benchmark

WORD = "fighters "
TAGS = ("actor", "actor", "location", "number", "claim")


def article(number: int, tagset: Tagset, names: str, spans: int, words: int) -> Layered:
    """An article on which annotators mostly agree: a fifth of edges, values and marks differ."""
    chance = random.Random(number)
    truth = [(chance.choice(TAGS), chance.randrange(words)) for _ in range(spans)]
    layers = {}
    for at, name in enumerate(names):
        made = [
            mark for key, (tag, word) in enumerate(truth, at * spans + 1) for mark in marked(chance, tag, word, key)
        ]
        claims, actors = ([span for span in made if span.tag == tag] for tag in ("claim", "actor"))
        relations = [Relation(f"r{a.key}", "source", a.key, b.key) for a, b in zip(claims, actors, strict=False)]
        layers[name] = LayerWork(made, relations, {"relevant": True})
    return Layered(str(number), WORD * (words + 60), layers, tagset, "en")


def marked(chance: random.Random, tag: str, word: int, key: int) -> Iterator[Span]:
    """What one annotator makes of something to mark: a claim is long and may be split."""
    if chance.random() < 0.05:
        return
    length = 20 if tag == "claim" else 2
    start, end = word * len(WORD), (word + length + (chance.random() < 0.12)) * len(WORD) - 1
    places = (Fragment(start, end),)
    if tag == "claim" and chance.random() < 0.4:
        middle = start + chance.randrange(5, 12) * len(WORD)
        places = (Fragment(start, middle - 1), Fragment(middle + 3 * len(WORD), end))
    said = {"counts": chance.choices(["killed", "wounded"], [19, 1])[0]} if tag == "number" else {}
    yield Span(f"s{key}", tag, places, said, key=key)


def timed(works: list[Layered]) -> tuple[float, int, int]:
    """Seconds to compare, and how many marks were unanimous and how many conflicts there were."""
    began = perf_counter()
    found = [compare(work) for work in works]
    seconds = perf_counter() - began
    return seconds, sum(len(each.unanimous) for each in found), sum(len(each.conflicts) for each in found)


def test_comparing_ten_thousand_articles_of_three_layers(tagset: Tagset) -> None:
    works = [article(number, tagset, "abc", 20, 400) for number in range(10_000)]
    half = min(timed(works[:5_000])[0] for _ in range(2))
    whole, unanimous, conflicts = timed(works)
    spans = sum(len(layer.spans) for work in works for layer in work.layers.values())
    print(
        f"\n10,000 articles × 3 layers × 20 spans ({spans:,} spans): {unanimous:,} unanimous, {conflicts:,} conflicts"
    )
    print(f"compared in {whole:.1f} s, {whole / 10:.2f} ms each; twice the articles: {whole / half:.2f} times as long")
    began = perf_counter()
    for work in works:
        align({name: layer.spans for name, layer in work.layers.items()})
    print(f"alignment of all spans alone: {perf_counter() - began:.1f} s")
    tracemalloc.start()
    # The comparisons are counted, not kept: a project keeps what it needs of one article at a time.
    for work in works[:200]:
        compare(work)
    once = tracemalloc.get_traced_memory()[1] / 1024
    kept = [compare(work) for work in works[:200]]
    each = tracemalloc.get_traced_memory()[0] / 1024 / len(kept)
    print(f"memory: {once:.0f} KB at most for one, {each:.0f} KB for each that is kept")
    tracemalloc.stop()
    assert whole < 3 * half


def test_policies_and_decisions_over_a_thousand_articles(tagset: Tagset) -> None:
    works = [article(number, tagset, "abc", 20, 400) for number in range(1_000)]
    found = [compare(work) for work in works]
    rules = [policy(name) for name in ("unanimous", "shorter-edges", "given-attributes", "sure-over-unsure")]
    began = perf_counter()
    answered = [
        [each for rule in rules for each in proposals(rule, work, one)] for work, one in zip(works, found, strict=True)
    ]
    print(f"\npolicies over 1,000 articles: {perf_counter() - began:.2f} s for {sum(map(len, answered)):,} answers")
    decisions = [[decide(each.question, each.answer, "d", "rev") for each in some] for some in answered]
    began = perf_counter()
    for one, made in zip(found, decisions, strict=True):
        assert not standings(one, made).orphans
    print(f"how {sum(map(len, decisions)):,} decisions stand: {perf_counter() - began:.2f} s")
    began = perf_counter()
    keys = [
        identical_key(conflict, work.text) for work, one in zip(works, found, strict=True) for conflict in one.conflicts
    ]
    print(f"keys of {len(keys):,} conflicts: {perf_counter() - began:.2f} s, {len(set(keys)):,} different")


@pytest.mark.parametrize("spans", [150, 300, 600])
def test_six_layers_over_long_articles_with_split_claims(tagset: Tagset, spans: int) -> None:
    works = [article(number, tagset, "abcdef", spans, 3_000) for number in range(24)]
    slowest = max(timed([work])[0] for work in works)
    seconds, unanimous, conflicts = timed(works)
    print(f"\n24 articles of 3,000 words × 6 layers × {spans} spans: {unanimous:,} unanimous, {conflicts:,} conflicts")
    print(f"all in {seconds:.2f} s, the slowest in {slowest * 1000:.0f} ms")
    assert seconds < 60
