"""Splits: nothing that belongs together is torn, the same seed gives the same, the shares are met as near as can be."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.pseudonyms import pseudonyms
from annotator.model.splitting import Group, Shares, day_of, lot_of, split_at, split_by_date, split_by_story

sizes = st.lists(st.integers(1, 9), min_size=1, max_size=60)
shares = st.builds(Shares, st.integers(0, 90), st.integers(0, 50), st.integers(0, 50)).filter(lambda made: made.wanted)
days = st.sampled_from(["", *(f"2026-11-{day:02}" for day in range(1, 20)), "2026-10", "2025"])


def groups_of(counts: list[int], seed: int = 1, dates: list[str] | None = None) -> list[Group]:
    return [
        Group(lot_of(seed, f"g{at}"), size, (dates or [""])[at % len(dates or [""])]) for at, size in enumerate(counts)
    ]


@given(sizes, shares, st.integers(0, 5))
def test_each_group_is_in_one_split_and_the_same_seed_gives_the_same(counts, parts, seed) -> None:
    groups = groups_of(counts, seed)
    found = list(split_by_story(iter(groups), parts))
    assert len(found) == len(groups)
    assert set(found) <= set(parts.wanted)
    backward = list(split_by_story(groups[::-1], parts))
    assert backward[::-1] == found, "the order in which they come makes no difference"


@given(sizes, shares, st.integers(0, 5))
def test_the_shares_are_missed_by_no_more_than_a_group(counts, parts, seed) -> None:
    groups = groups_of(counts, seed)
    held: Counter[str | None] = Counter()
    for group, split in zip(groups, split_by_story(groups, parts), strict=True):
        held[split] += group.size
    total, whole = sum(counts), sum(parts.of(split) for split in parts.wanted)
    if len(groups) < 10 * len(parts.wanted):
        return
    for split in parts.wanted:
        # Half of a group at either end; and a group, where there would be none.
        assert abs(held[split] - total * parts.of(split) / whole) <= 2 * max(counts)


@given(st.lists(st.integers(1, 9), min_size=3, max_size=40), st.integers(0, 50))
def test_no_split_is_empty_where_there_are_groups_for_all(counts, seed) -> None:
    assert set(split_by_story(groups_of(counts, seed), Shares())) == {"train", "dev", "test"}


def test_another_seed_gives_other_splits_and_more_articles_leave_most_where_they_were() -> None:
    groups = groups_of([1] * 200)
    one, other = (list(split_by_story(groups_of([1] * 200, seed), Shares())) for seed in (1, 2))
    assert one != other
    more = split_by_story([*groups, *(Group(lot_of(1, f"new{at}"), 1) for at in range(20))], Shares())
    assert sum(before != after for before, after in zip(one, more[:200], strict=True)) < 20


def test_a_seed_gives_the_splits_that_it_gave_before() -> None:
    found = split_by_story(groups_of([1, 2, 3] * 10), Shares())
    assert "".join((split or "-")[1] for split in found) == "rrrrrrrrrrrrrrrerrrrrreerreere"


@given(sizes, st.lists(days, min_size=1, max_size=20), shares)
def test_by_date_the_earlier_train_and_no_day_is_torn(counts, dates, parts) -> None:
    groups = groups_of(counts, dates=dates)
    found = list(split_by_date(iter(groups), parts))
    assert [split is None for split in found] == [not group.date for group in groups]
    order = {"train": 0, "dev": 1, "test": 2}
    placed = sorted((group.date, order[split]) for group, split in zip(groups, found, strict=True) if split)
    assert [place for _, place in placed] == sorted(place for _, place in placed)
    assert all(len({place for day, place in placed if day == date}) == 1 for date, _ in placed)


def test_by_given_days_each_split_begins_on_its_day() -> None:
    dates = ["2026-10-31", "2026-11-01", "2026-12-01", ""]
    groups = [Group(lot_of(1, date), 1, date) for date in dates]
    assert list(split_at(groups, "2026-11-01", "2026-12-01")) == ["train", "dev", "test", None]


def test_a_day_is_read_as_far_as_it_is_known() -> None:
    known = ["2026-11-02T10:00:00Z", "2026-11", "2026", "Monday", ""]
    assert list(map(day_of, known)) == ["2026-11-02", "2026-11", "2026", "", ""]


def test_pseudonyms_are_the_same_for_a_name_and_say_nothing_without_the_secret() -> None:
    found = pseudonyms(["ana", "ben", "gold"], "secret", 0)
    assert found["gold"] == "gold"
    assert found["ana"] == pseudonyms(["ana"], "secret", 0)["ana"]
    assert len({found["ana"], found["ben"], "ana", "ben"}) == 4
    assert found["ana"] != pseudonyms(["ana"], "secret", 1)["ana"]
    assert found["ana"] != pseudonyms(["ana"], "another", 0)["ana"]


@given(st.sets(st.text(min_size=1, max_size=20), max_size=50))
def test_no_two_annotators_share_a_pseudonym(names) -> None:
    found = pseudonyms(names, "secret", 3)
    assert len(set(found.values())) == len(names | {"gold"})
