"""How much of what a tagset offers is used: spans by tag, values by attribute, relations by type, article labels."""

from collections import Counter
from collections.abc import Callable

import msgspec

from annotator.errors import UserError
from annotator.model.tagset_changes import LABELS, Value
from annotator.project.project import Project, asking
from annotator.project.rows import decode_object

_AT_ONCE = 5000


class Survey(msgspec.Struct):
    """Counts over everybody's work."""

    spans: dict[str, int] = {}
    relations: dict[str, int] = {}
    said: dict[tuple[str, str], Counter[Value]] = {}
    """How often each value is said, by tag (or :data:`~annotator.model.tagset_changes.LABELS`) and attribute."""

    def used(self, of: str, attribute: str) -> int:
        """Return of how many spans, or articles, something is said under ``attribute``."""
        return sum(self.said.get((of, attribute), Counter()).values())


@asking
def survey(project: Project, went_on: Callable[[int, int], bool] = lambda _done, _total: True) -> Survey:
    """Count; only reads.

    Raises:
        UserError: if the counting was stopped.
    """
    connection = project.connection
    found = Survey()
    found.spans = dict(connection.execute("SELECT tag.name, count(*) FROM span JOIN tag ON tag.key = tag GROUP BY tag"))
    found.relations = dict(connection.execute("SELECT type, count(*) FROM relation GROUP BY type"))
    total, done = sum(found.spans.values()), 0
    alike = connection.execute(
        "SELECT tag.name, attributes, count(*) FROM span JOIN tag ON tag.key = span.tag "
        "WHERE attributes IS NOT NULL GROUP BY span.tag, attributes"
    )
    for number, (tag, attributes, count) in enumerate(alike):
        _note(found, tag, attributes, count)
        done += count
        if number % _AT_ONCE == 0 and not went_on(done, total):
            raise UserError("Counting was stopped.")
    for labels, count in connection.execute(
        "SELECT labels, count(*) FROM layer WHERE labels IS NOT NULL GROUP BY labels"
    ):
        _note(found, LABELS, labels, count)
    return found


def _note(found: Survey, of: str, stored: str, count: int) -> None:
    for name, value in decode_object(stored).items():
        if isinstance(value, str | int | float | bool):
            # Yes and 1 are one key of a dictionary, and two things to say.
            said = ("no", "yes")[value] if isinstance(value, bool) else value
            found.said.setdefault((of, name), Counter())[said] += count
