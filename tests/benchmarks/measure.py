"""Timing against a floor that runs in the same loop, because machines are shared and milliseconds mean little."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one repeated piece of work."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.runs)

    @property
    def p99(self) -> float:
        return quantiles(self.runs, n=100, method="inclusive")[98] if len(self.runs) > 1 else self.runs[0]


def interleaved(rounds: int, *pieces: Callable[[], object]) -> list[Timing]:
    """Run each of ``pieces`` once a round, so that noise meets all of them alike."""
    runs: list[list[float]] = [[] for _ in pieces]
    for _ in range(rounds):
        for piece, kept in zip(pieces, runs, strict=True):
            began = perf_counter()
            piece()
            kept.append((perf_counter() - began) * 1000)
    return [Timing(tuple(kept)) for kept in runs]


def say(what: str, ours: Timing, floor: Timing, aim: str) -> None:
    """Print one line: our median, the floor's median, the ratio, and what we aim for."""
    ratio = f"{ours.median:.2f} ms, floor {floor.median:.2f} ms, ratio {ours.median / floor.median:.2f}"
    print(f"\n{what}: {ratio} (aim {aim}; p99 {ours.p99:.2f} ms)")
