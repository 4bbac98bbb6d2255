"""How much of what a tagset offers is used: spans by tag, values by attribute, relations by type, article labels."""

from collections import Counter
from collections.abc import Callable

import msgspec

from annotator.errors import UserError
from annotator.model.tagset_changes import (
    LABELS,
    Change,
    MergeRelations,
    MergeTags,
    MergeValues,
    Plan,
    RenameAttribute,
    RenameRelation,
    RenameTag,
    SplitTag,
    Value,
)
from annotator.project.project import Project, asking
from annotator.project.rows import decode_object

Said = dict[tuple[str, str], Counter[Value]]

_AT_ONCE = 5000


class Survey(msgspec.Struct):
    """Counts over everybody's work."""

    spans: dict[str, int] = {}
    relations: dict[str, int] = {}
    said: Said = {}
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


def survey_after(counted: Survey, plan: Plan) -> Survey:
    """Return what was counted under the names that ``plan`` leaves, as near as it can be told without counting anew."""
    for change in plan:
        counted = _after(counted, change)
    return counted


def _after(counted: Survey, change: Change) -> Survey:
    spans, relations, said = counted.spans, counted.relations, counted.said
    match change:
        case RenameTag():
            spans, said = _moved(spans, change.tag, change.new), _said_of(said, change.tag, change.new)
        case MergeTags():
            for tag in change.tags:
                spans, said = _moved(spans, tag, change.into), _said_of(said, tag, change.into)
        case SplitTag():
            spans = _split(counted, change)
        case RenameAttribute():
            said = _said_under(said, (change.of, change.name), (change.of, change.new))
        case MergeValues():
            said = {**said, (change.of, change.name): _merged(said.get((change.of, change.name), Counter()), change)}
        case RenameRelation():
            relations = _moved(relations, change.relation, change.new)
        case MergeRelations():
            for relation in change.relations:
                relations = _moved(relations, relation, change.into)
    return Survey(spans, relations, said)


def _moved(counts: dict[str, int], name: str, new: str) -> dict[str, int]:
    left = {known: count for known, count in counts.items() if known != name}
    return {**left, new: left.get(new, 0) + counts.get(name, 0)}


def _split(counted: Survey, change: SplitTag) -> dict[str, int]:
    said = counted.said.get((change.tag, change.attribute), Counter())
    # Of yes and no the counts know the word only, and the change names the value and the word.
    parts = Counter[str]()
    for value, tag in change.into:
        if not isinstance(value, bool):
            parts[tag] += said[value]
    left = counted.spans.get(change.tag, 0) - sum(parts.values())
    return {**counted.spans, change.tag: left, **parts}


def _merged(counts: Counter[Value], change: MergeValues) -> Counter[Value]:
    merged = Counter[Value]()
    for value, count in counts.items():
        merged[change.into if value in change.values else value] += count
    return merged


def _said_of(said: Said, tag: str, new: str) -> Said:
    for of, name in [key for key in said if key[0] == tag]:
        said = _said_under(said, (of, name), (new, name))
    return said


def _said_under(said: Said, key: tuple[str, str], new: tuple[str, str]) -> Said:
    left = {known: counts for known, counts in said.items() if known != key}
    return {**left, new: left.get(new, Counter()) + said.get(key, Counter())}


def _note(found: Survey, of: str, stored: str, count: int) -> None:
    for name, value in decode_object(stored).items():
        if isinstance(value, str | int | float | bool):
            # Yes and 1 are one key of a dictionary, and two things to say.
            said = ("no", "yes")[value] if isinstance(value, bool) else value
            found.said.setdefault((of, name), Counter())[said] += count
