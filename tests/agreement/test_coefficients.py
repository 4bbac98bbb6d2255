"""The formulas against the values that their authors published, and against a library."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.coefficients import (
    NO_VARIATION,
    Counts,
    Figure,
    cohen_kappa,
    coincidences,
    krippendorff_alpha,
)

# Krippendorff 2011: A, binary data of two observers; B, nominal data of two; C, nominal data of four with gaps.
BINARY = ["0100000010", "1110010000"]
TWO_OBSERVERS = ["aabbdcccedda", "babbbccceddd"]
FOUR_OBSERVERS = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]

# Cohen's two judges and their diagnoses of 200 patients (1960, and again 1968).
DIAGNOSES = {
    ("disorder", "disorder"): 88, ("disorder", "neurosis"): 14, ("disorder", "psychosis"): 18,
    ("neurosis", "disorder"): 10, ("neurosis", "neurosis"): 40, ("neurosis", "psychosis"): 10,
    ("psychosis", "disorder"): 2, ("psychosis", "neurosis"): 6, ("psychosis", "psychosis"): 12,
}  # fmt: skip

values = st.sampled_from("abcd")


def units(observers: Sequence[str]) -> list[list[str | None]]:
    return [[None if value == "." else value for value in unit] for unit in zip(*observers, strict=True)]


def alpha(observers: Sequence[str]) -> Figure:
    return krippendorff_alpha(coincidences(units(observers)))


@pytest.mark.parametrize(("observers", "published"), [(BINARY, 0.095), (TWO_OBSERVERS, 0.692), (FOUR_OBSERVERS, 0.743)])
def test_alpha_is_what_krippendorff_published(observers: list[str], published: float):
    assert alpha(observers).value == pytest.approx(published, abs=0.0005)


def test_kappa_is_what_cohen_published():
    assert cohen_kappa(DIAGNOSES).value == pytest.approx(0.492, abs=0.0005)


@given(st.lists(st.tuples(*[st.none() | values] * 3), min_size=1, max_size=30))
def test_alpha_with_gaps_is_what_a_library_computes(coded: list[tuple[str | None, ...]]):
    agreement = pytest.importorskip("nltk.metrics.agreement")
    paired = [unit for unit in coded if sum(value is not None for value in unit) > 1]
    ours = krippendorff_alpha(coincidences(coded))
    if ours.value is None:
        assert len({value for unit in paired for value in unit if value is not None}) <= 1
        return
    task = agreement.AnnotationTask(
        [(coder, unit, value) for unit, given in enumerate(paired) for coder, value in enumerate(given) if value]
    )
    assert ours.value == pytest.approx(task.alpha())


@given(st.lists(st.tuples(values, values), min_size=1, max_size=40))
def test_kappa_is_what_a_library_computes(coded: list[tuple[str, str]]):
    agreement = pytest.importorskip("nltk.metrics.agreement")
    ours = cohen_kappa(Counter(coded))
    if ours.value is None:
        assert len({value for pair in coded for value in pair}) == 1
        return
    task = agreement.AnnotationTask(
        [(coder, unit, value) for unit, pair in enumerate(coded) for coder, value in enumerate(pair)]
    )
    assert ours.value == pytest.approx(task.kappa())


@given(st.lists(st.lists(st.tuples(*[st.none() | values] * 4), max_size=8), max_size=4))
def test_coincidences_may_come_a_few_units_at_a_time(parts: list[list[tuple[str | None, ...]]]):
    together: Counter[tuple[str, str]] = Counter()
    for part in parts:
        for pair, weight in coincidences(part).items():
            together[pair] += weight  # type: ignore[assignment]
    whole = coincidences(unit for part in parts for unit in part)
    assert dict(together) == whole


@given(st.lists(st.tuples(*[st.none() | values] * 3), min_size=1, max_size=20))
def test_alpha_is_at_most_one_whoever_comes_first(coded: list[tuple[str | None, ...]]):
    ours = krippendorff_alpha(coincidences(coded))
    assert ours == krippendorff_alpha(coincidences(unit[::-1] for unit in coded))
    assert ours.value is None or ours.value <= 1


@given(st.lists(values, min_size=2, max_size=20))
def test_people_who_always_agree_have_one_or_no_value(said: list[str]):
    for figure in (
        cohen_kappa(Counter((one, one) for one in said)),
        krippendorff_alpha(coincidences(zip(said, said, strict=True))),
    ):
        if len(set(said)) == 1:
            assert (figure.value, figure.why) == (None, NO_VARIATION)
        else:
            assert figure.value == pytest.approx(1)


def test_what_is_not_there_has_no_value_and_a_reason():
    for figure in (cohen_kappa({}), krippendorff_alpha({}), krippendorff_alpha(coincidences([["a", None]]))):
        assert figure == Figure(None, "nothing was compared")
    empty = Counts()
    assert all(figure.value is None and figure.why for figure in (empty.f1, empty.precision, empty.recall))
    assert Counts(only_a=2).f1.value == 0
    assert Counts(only_a=2).precision.value is None
    assert Counts(only_a=2).recall.value == 0


def test_a_figure_without_a_value_needs_a_reason():
    with pytest.raises(ValueError, match="reason"):
        Figure(None)
    with pytest.raises(ValueError, match="reason"):
        Figure(1.0, "because")


@given(*[st.integers(0, 50)] * 3)
def test_f1_is_between_precision_and_recall_and_does_not_depend_on_who_is_first(both: int, only_a: int, only_b: int):
    counts, mirrored = Counts(both, only_a, only_b), Counts(both, only_b, only_a)
    assert counts.f1 == mirrored.f1
    assert counts.precision.value == mirrored.recall.value
    known = [counts.precision.value, counts.recall.value, counts.f1.value]
    if None not in known:
        precision, recall, f1 = known
        assert min(precision, recall) - 1e-9 <= f1 <= max(precision, recall) + 1e-9


def test_f1_is_what_kappa_tends_to_where_much_is_marked_by_nobody():
    # Hripcsak and Rothschild 2005.
    counts = Counts(both=30, only_a=10, only_b=20)
    table = {(1, 1): 30, (1, 0): 10, (0, 1): 20, (0, 0): 10**9}
    assert cohen_kappa(table).value == pytest.approx(counts.f1.value, abs=1e-6)
