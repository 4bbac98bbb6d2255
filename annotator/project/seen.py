"""How far the journal was looked through for what has to be compared again (``stale``)."""

import sqlite3


def step_goes_on(connection: sqlite3.Connection, step: int, written: int) -> None:
    """Have the journal looked through again from where a step of several transactions left off.

    What others did meanwhile may have been seen already, and comes behind it in the journal.
    """
    last = (step, written - 1)
    connection.execute("UPDATE compared_up_to SET step = ?, entry = ? WHERE (step, entry) > (?, ?)", (*last, *last))
    connection.execute("UPDATE compared SET step = ? - 1 WHERE step > ?", (step, step))
