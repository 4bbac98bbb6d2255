"""How a job says how far it is, and hears that it should stop."""

from collections.abc import Callable

Report = Callable[[int, int, str], None]
"""Called with how much is done, the total (0 while it is unknown), and what is being done."""

Cancelled = Callable[[], bool]
"""Answers whether to stop. A job that stops leaves only whole articles behind."""


def silent(_done: int, _total: int, _what: str) -> None:
    """Report to nobody."""


def never() -> bool:
    """Never stop."""
    return False
