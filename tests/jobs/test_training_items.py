"""What is planned for training: a few bytes for each article, and everything that is asked of it."""

import tracemalloc

from annotator.jobs.training_items import About, Chosen, Item, Items, Plan
from annotator.model.repeated import Repeated
from annotator.model.splitting import Split, lot_of
from annotator.project.training import Candidate, LayerSize


def candidate(key: int, source: str = "Northern Wire") -> Candidate:
    layers = (LayerSize("ana", True, 3), LayerSize("ben", False, 0))
    return Candidate(key, f"a{key}", "2026-11-02T10:00", source, "en", "", layers, None)


def chosen(spans: int = 3) -> Chosen:
    return Chosen("single", ("ana",), spans)


def test_an_article_is_found_by_its_key_with_what_was_said_of_it() -> None:
    items = Items(seed=4)
    for key in (3, 5, 9):
        items.add(candidate(key, f"Wire {key}"), chosen(spans=key - 3))
    assert [key in items for key in (2, 3, 4, 5, 9, 10)] == [False, True, False, True, True, False]
    assert items.at(items.place(5)) == Item(5, "single", ("ana",), False, "2026-11-02", About("Wire 5", "en", ""))
    assert [items.at(place).empty for place in range(len(items))] == [True, False, False]
    assert items.lot(2) == lot_of(4, "a9")


def test_a_plan_tells_the_articles_of_a_split_and_the_split_of_an_article() -> None:
    items, splits = Items(seed=1), Repeated[Split | None]()
    for key, split in ((2, "train"), (4, None), (6, "test"), (8, "train")):
        items.add(candidate(key), chosen())
        splits.append(split)
    plan = Plan(items, splits, ("train", "test"), {"train": 2, "test": 1}, ())
    assert list(plan.keys("train")) == [2, 8]
    assert [plan.split_of(key) for key in (2, 4, 6, 8)] == ["train", None, "test", "train"]
    assert plan.item(6).key == 6
    assert (plan.sizes()["train"], len(list(plan.abouts()))) == (2, 3)


def test_a_planned_article_takes_some_fifty_bytes() -> None:
    tracemalloc.start()
    items = Items(seed=1)
    for key in range(20_000):
        items.add(candidate(key), chosen())
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size / 20_000 < 70
