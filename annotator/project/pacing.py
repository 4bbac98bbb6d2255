"""How much long work writes at once, so that a key that comes meanwhile is not felt to wait."""

from collections import deque
from time import perf_counter, thread_time

TRANSACTION_SECONDS = 0.035
"""What a transaction should take, its commit included."""
MOST_IN_A_TRANSACTION = 1000
_MOST_WAITING = 4
"""So many times its own processor time work may have taken: beyond that it was kept waiting."""


class Pace:
    """How much to write at once, judged by the slowest of the last few transactions.

    By the last one alone every second transaction was too long, by up to half.
    """

    def __init__(self) -> None:
        self.size = 20
        self._works: deque[float] = deque(maxlen=5)
        self._commits: deque[float] = deque(maxlen=5)

    def lap(self) -> "Lap":
        """Begin to measure a transaction."""
        return Lap(self)

    def note(self, written: int, work: float, commit: float) -> None:
        """Learn from a transaction in which so many records took ``work`` seconds, and the commit ``commit`` more."""
        self._works.append(work / written)
        self._commits.append(commit)
        # A commit takes its time for few records as for many: where the disk is slow, fewer would make it worse.
        left = max(TRANSACTION_SECONDS - max(self._commits), TRANSACTION_SECONDS / 2)
        self.size = max(1, min(int(left / max(self._works)), MOST_IN_A_TRANSACTION))


class Lap:
    """Measures one transaction: begun before it, :meth:`written` at the end of it, :meth:`saved` behind it.

    On a busy machine most of the time of a small transaction is spent on waiting for the processor, and a smaller one
    would wait as long. Taken for work, that would soon leave one record to each transaction and its commit.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._began = perf_counter()
        self._worked = thread_time()
        self._work = 0.0
        self._written = self._began

    def written(self) -> None:
        """Note that everything is written, and the commit follows."""
        self._written = perf_counter()
        self._work = min(self._written - self._began, _MOST_WAITING * (thread_time() - self._worked))

    def saved(self, records: int) -> None:
        """Note that so many records are saved, and have the pace learn from it."""
        self._pace.note(records, self._work, perf_counter() - self._written)
