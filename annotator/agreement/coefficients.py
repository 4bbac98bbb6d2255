"""The formulas: counts in, coefficients out. What cannot be computed is no number, and says why.

- Cohen, J. (1960): A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20, 37–46.
- Krippendorff, K. (2011): Computing Krippendorff's alpha-reliability. University of Pennsylvania.
- Hripcsak, G., Rothschild, A. S. (2005): Agreement, the F-measure, and reliability in information retrieval. Journal of
  the American Medical Informatics Association 12, 296–298.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

import msgspec

V = TypeVar("V", bound=Hashable)

NO_VARIATION = "everything has the same value, so nothing tells agreement from habit"


class Figure(msgspec.Struct, frozen=True):
    """A number, or none and the reason why there is none."""

    value: float | None
    why: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.why):
            raise ValueError("a figure has either a value or a reason why it has none")


class Counts(msgspec.Struct, frozen=True):
    """What of two layers was found in both, and what in one of them only: spans, or tokens."""

    both: int = 0
    only_a: int = 0
    only_b: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.both + other.both, self.only_a + other.only_a, self.only_b + other.only_b)

    @property
    def precision(self) -> Figure:
        """The share of what b has that a has too; a is what b is measured against."""
        return _share(self.both, self.both + self.only_b, "the second layer has none")

    @property
    def recall(self) -> Figure:
        """The share of what a has that b has too."""
        return _share(self.both, self.both + self.only_a, "the first layer has none")

    @property
    def f1(self) -> Figure:
        """The harmonic mean of precision and recall, ``2·both / (2·both + only_a + only_b)``.

        It needs no count of what neither has marked, which for spans nobody knows; where that count is large, F1 is
        what κ tends to (Hripcsak & Rothschild 2005). It stays the same when the two layers change places.
        """
        return _share(2 * self.both, 2 * self.both + self.only_a + self.only_b, "neither layer has any")


def _share(part: int, whole: int, why: str) -> Figure:
    return Figure(part / whole) if whole else Figure(None, why)


def cohen_kappa(table: Mapping[tuple[V, V], int]) -> Figure:
    """Return Cohen's κ (1960): ``(p_o - p_e) / (1 - p_e)``.

    Args:
        table: how many units got the first value from one annotator and the second value from the other.

    ``p_o`` is the share of units with the same value, ``p_e`` the share to be expected if both had given their own
    values at random, each as often as they did.
    """
    total = sum(table.values())
    if not total:
        return Figure(None, "nothing was compared")
    first: dict[V, int] = defaultdict(int)
    second: dict[V, int] = defaultdict(int)
    for (one, other), count in table.items():
        first[one] += count
        second[other] += count
    observed = sum(count for (one, other), count in table.items() if one == other)
    # Whole numbers up to the last division: 1 - p_e may be small, and rounding would decide.
    expected = sum(count * second[value] for value, count in first.items() if value in second)
    if expected == total * total:
        return Figure(None, NO_VARIATION)
    return Figure((observed * total - expected) / (total * total - expected))


def krippendorff_alpha(coincidences: Mapping[tuple[V, V], Fraction]) -> Figure:
    """Return Krippendorff's α for nominal values (2011, steps 3 and 4): ``1 - D_o / D_e``.

    Args:
        coincidences: the coincidence matrix, symmetric: ``o[c, k]``, as :func:`coincidences` counts it. Such matrices
            can be added, so that units may come a few at a time.

    With ``n_c`` the sum of row ``c`` and ``n`` the sum of all, it is
    ``((n - 1)·Σ o[c, c] - Σ n_c·(n_c - 1)) / (n·(n - 1) - Σ n_c·(n_c - 1))``.
    """
    rows: dict[V, Fraction] = defaultdict(Fraction)
    for (one, _), count in coincidences.items():
        rows[one] += count
    total = sum(rows.values())
    if not total:
        return Figure(None, "nothing was compared")
    same = sum(count for (one, other), count in coincidences.items() if one == other)
    by_chance = sum(count * (count - 1) for count in rows.values())
    if by_chance == total * (total - 1):
        return Figure(None, NO_VARIATION)
    return Figure(float(((total - 1) * same - by_chance) / (total * (total - 1) - by_chance)))


def coincidences(units: Iterable[Sequence[V | None]]) -> dict[tuple[V, V], Fraction]:
    """Return the coincidence matrix of units, each a value by annotator; None where an annotator is absent.

    Each pair of values of a unit counts ``1 / (m - 1)``, where m annotators gave it a value; a unit with one value
    cannot be compared, and counts nothing (Krippendorff 2011, step 2).
    """
    matrix: dict[tuple[V, V], Fraction] = defaultdict(Fraction)
    for unit in units:
        values = [value for value in unit if value is not None]
        for at, one in enumerate(values):
            for other in values[:at] + values[at + 1 :]:
                matrix[one, other] += Fraction(1, len(values) - 1)
    return dict(matrix)
