"""Long work writes in pieces that no key waits for, and in no smaller ones because others keep it waiting."""

import pytest

from annotator.project import pacing
from annotator.project.pacing import MOST_IN_A_TRANSACTION, TRANSACTION_SECONDS, Pace


class Clocks:
    """The clock on the wall and the thread's own, which go as told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall = self.own = 100.0
        monkeypatch.setattr(pacing, "perf_counter", lambda: self.wall)
        monkeypatch.setattr(pacing, "thread_time", lambda: self.own)

    def write(self, pace: Pace, *, each: float, waiting: float = 0.0, commit: float = 0.001) -> None:
        """Write as many records as the pace allows, each in so many seconds, kept waiting for so many besides."""
        records, lap = pace.size, pace.lap()
        self.own += records * each
        self.wall += records * each + waiting
        lap.written()
        self.wall += commit
        lap.saved(records)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def test_a_transaction_takes_no_longer_than_a_key_may_wait(clocks: Clocks) -> None:
    pace = Pace()
    for _ in range(10):
        clocks.write(pace, each=0.001)
    assert pace.size * 0.001 <= TRANSACTION_SECONDS < (pace.size + 3) * 0.001


def test_slow_records_are_written_one_by_one(clocks: Clocks) -> None:
    pace = Pace()
    for _ in range(3):
        clocks.write(pace, each=0.1)
    assert pace.size == 1


def test_quick_records_are_written_many_at_once(clocks: Clocks) -> None:
    pace = Pace()
    for _ in range(3):
        clocks.write(pace, each=0.000001)
    assert pace.size == MOST_IN_A_TRANSACTION


def test_being_kept_waiting_is_not_taken_for_work(clocks: Clocks) -> None:
    pace = Pace()
    for _ in range(50):
        clocks.write(pace, each=0.0001, waiting=0.03)
    assert pace.size * 0.0001 >= TRANSACTION_SECONDS / 8


def test_a_slow_disk_does_not_make_transactions_small(clocks: Clocks) -> None:
    pace = Pace()
    for _ in range(50):
        clocks.write(pace, each=0.0001, commit=0.2)
    assert pace.size * 0.0001 >= TRANSACTION_SECONDS / 2 - 0.0001
