"""How much long work writes at once, so that a key that comes meanwhile is not felt to wait."""

from collections import deque

TRANSACTION_SECONDS = 0.035
"""What a transaction should take, its commit included."""
MOST_IN_A_TRANSACTION = 1000


class Pace:
    """How much to write at once, judged by the slowest of the last few transactions.

    By the last one alone every second transaction was too long, by up to half.
    """

    def __init__(self) -> None:
        self.size = 20
        self._works: deque[float] = deque(maxlen=5)
        self._commits: deque[float] = deque(maxlen=5)

    def note(self, written: int, work: float, commit: float) -> None:
        """Learn from a transaction in which so many records took ``work`` seconds, and the commit ``commit`` more."""
        self._works.append(work / written)
        self._commits.append(commit)
        # A commit takes its time for few records as for many: where the disk is slow, fewer would make it worse.
        left = max(TRANSACTION_SECONDS - max(self._commits), TRANSACTION_SECONDS / 2)
        self.size = max(1, min(int(left / max(self._works)), MOST_IN_A_TRANSACTION))
