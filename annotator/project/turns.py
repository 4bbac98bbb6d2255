"""Whose turn it is to write, among the connections of one program.

SQLite lets one connection write at a time and makes the others poll with growing pauses, so that an import that commits
without a break would keep a key waiting for a tenth of a second. Here long work stands back as soon as the window asks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Lock


class Turns:
    """A lock on which an urgent writer goes before every patient one."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._taken = False
        self._urgent_waiting = 0

    @contextmanager
    def take(self, *, urgent: bool) -> Iterator[None]:
        """Hold the turn; a patient writer also waits for all urgent ones."""
        with self._changed:
            if urgent:
                self._urgent_waiting += 1
                try:
                    self._changed.wait_for(lambda: not self._taken)
                finally:
                    self._urgent_waiting -= 1
            else:
                self._changed.wait_for(lambda: not self._taken and not self._urgent_waiting)
            self._taken = True
        try:
            yield
        finally:
            with self._changed:
                self._taken = False
                self._changed.notify_all()


_turns: dict[Path, Turns] = {}
_turns_guard = Lock()


def turns_of(path: Path) -> Turns:
    """Return the turns that all connections of this program to ``path`` share."""
    with _turns_guard:
        return _turns.setdefault(path.resolve(), Turns())
