"""Whether something costs more in a longer text, measured against a shorter one in the same run, never in seconds."""

from collections.abc import Callable
from time import process_time

_NOISE = 0.03
"""Processor seconds below which nothing can be told from what else goes on."""
_TRIES = 3


def cost(action: Callable[[], object]) -> float:
    """Return the processor time that ``action`` takes."""
    began = process_time()
    action()
    return process_time() - began


def grows_at_most(times: float, large: Callable[[], object], small: Callable[[], object]) -> bool:
    """Say whether ``large`` costs at most so many times as much as ``small``, or next to nothing.

    What is slow every time is slow; once may have been somebody else's doing.
    """
    return any(cost(large) <= times * max(cost(small), _NOISE) for _ in range(_TRIES))
