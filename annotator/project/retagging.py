"""Carrying out a plan of changes to the tagset: one undoable step, one new version, and the work of everybody follows.

It is a change to the whole project, not to one's own layer: the spans, relations and labels in all layers are changed,
as a step of the annotator who asked for it.
"""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from annotator.errors import UserError
from annotator.model.naming import shown
from annotator.model.tagset import Tagset
from annotator.model.tagset_changes import LABELS, MergeRelations, Plan, RemoveRelation, RemoveTag
from annotator.model.tagset_course import Course, course_of
from annotator.model.tagset_effects import Said, touch_labels
from annotator.project.changes import Changes
from annotator.project.doubles import Double, doubles, unite
from annotator.project.ops import Op
from annotator.project.project import OpenStep, Project
from annotator.project.redeciding import rename_in_decisions
from annotator.project.rows import decode_guesses, decode_object, encode_object
from annotator.project.step import Rewrite
from annotator.project.tagset_writing import put_tagset

WentOn = Callable[[int, int], bool]
"""Called with how much is done and the total; answers whether to go on."""

_AT_ONCE = 2000


def _always(_done: int, _total: int) -> bool:
    return True


def change_tagset_and_work(project: Project, plan: Plan, made_for: Tagset, went_on: WentOn = _always) -> Changes:
    """Carry out ``plan`` as one step, in everybody's layers.

    Args:
        project: where.
        plan: the changes, in order.
        made_for: the tagset that the plan was made for.
        went_on: asked every two thousand rows whether to go on; a plan that is stopped half-way changes nothing.

    Raises:
        UserError: if the tagset is another one by now, a change cannot be made, or it was stopped.
    """
    with project.step(Op.TAGSET) as step:
        if project.tagset != made_for:
            raise UserError("The tagset has changed meanwhile; nothing was changed – look at it again.")
        course = course_of(made_for, plan)
        if course.after != made_for:
            _Retagging(step, course, went_on).run()
    return step.changes


def span_keys(project: Project, tags: Sequence[str]) -> dict[str, list[int]]:
    """Return the keys of all spans with each of ``tags``, in ascending order."""
    found: dict[str, list[int]] = {tag: [] for tag in tags}
    for tag in found:
        rows = project.connection.execute(
            "SELECT span.key FROM span JOIN tag ON tag.key = span.tag WHERE tag.name = ? ORDER BY span.key", (tag,)
        )
        found[tag] = [key for (key,) in rows]
    return found


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(keys), _AT_ONCE):
        yield keys[first : first + _AT_ONCE]


class _Retagging:
    """One plan while it is carried out."""

    def __init__(self, step: OpenStep, course: Course, went_on: WentOn) -> None:
        self._step = step
        self._rows = step.rows
        self._connection = step.project.connection
        self._course = course
        self._went_on = went_on
        self._done = 0
        self._total = 0

    def run(self) -> None:
        """Change everything: first what is to become one is found, then names, spans, relations, labels."""
        course = self._course
        # In the rows of spans and relations alone it can be seen what they were; all of it is read before any changes.
        spans = span_keys(self._step.project, course.rewritten)
        relations = self._relation_keys()
        self._refuse_removals(spans, relations)
        self._total = sum(map(len, [*spans.values(), *relations.values()]))
        self._go_on()
        united = doubles(self._step.project, course) if course.merged else []
        tags = _TagRows(self._step, course)
        tags.rename()
        for tag, keys in spans.items():
            self._change_spans(tag, keys, tags)
        self._change_relations(relations)
        self._unite(united)
        self._change_labels()
        rename_in_decisions(self._step, course)
        tags.remove()
        put_tagset(self._step, course.after)

    def _go_on(self, more: int = 0) -> None:
        self._done += more
        if not self._went_on(self._done, self._total):
            raise UserError("Changing the tagset was stopped; nothing was changed.")

    def _relation_keys(self) -> dict[str, list[int]]:
        """Return the keys of the relations of each stored type that is called something else in the end."""
        return {
            name: [
                key
                for (key,) in self._connection.execute("SELECT key FROM relation WHERE type = ? ORDER BY key", (name,))
            ]
            for name in self._course.types
        }

    def _refuse_removals(self, spans: dict[str, list[int]], relations: dict[str, list[int]]) -> None:
        for leg in self._course.legs:
            change = leg.change
            if isinstance(change, RemoveTag) and any(spans.get(tag) for tag in leg.origins.get(change.tag, ())):
                raise UserError(f"There are spans with the tag {shown(change.tag)}; merge or retire it instead.")
            if isinstance(change, RemoveRelation):
                for name in leg.types.get(change.relation, ()):
                    if relations.get(name) or self._has_relations(name):
                        raise UserError(f"There are relations of the type {shown(name)}; merge or retire it instead.")

    def _has_relations(self, name: str) -> bool:
        found = self._connection.execute("SELECT 1 FROM relation WHERE type = ? LIMIT 1", (name,)).fetchone()
        return found is not None

    def _change_spans(self, tag: str, keys: list[int], tags: "_TagRows") -> None:
        for some in _batches(keys):
            if tag in self._course.deep:
                self._rewrite_spans(tag, some, tags)
            else:
                self._rows.set_column("span", some, "tag", tags.key_of(self._course.end_of(tag)))
            self._go_on(len(some))

    def _rewrite_spans(self, tag: str, keys: Sequence[int], tags: "_TagRows") -> None:
        """Change what is said about spans one by one, and write those of which it has changed."""
        changed: list[Rewrite] = []
        for key, attributes, guesses in self._connection.execute(
            "SELECT key, attributes, guesses FROM span WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key",
            (msgspec.json.encode(keys).decode(),),
        ).fetchall():
            said = Said(tag, dict(decode_object(attributes)), decode_guesses(guesses))
            if not self._course.apply(said):
                continue
            before = {"tag": tags.stored[tag], "attributes": attributes, "guesses": guesses}
            after = {
                "tag": tags.key_of(said.tag),
                "attributes": encode_object(said.attributes),
                "guesses": encode_object(said.guesses),
            }
            if after != before:
                changed.append((key, before, after))
        self._rows.rewrite("span", changed)

    def _change_relations(self, relations: dict[str, list[int]]) -> None:
        for name, keys in relations.items():
            for some in _batches(keys):
                self._rows.set_column("relation", some, "type", self._course.types[name])
                self._go_on(len(some))
        merged = {leg.change.into for leg in self._course.legs if isinstance(leg.change, MergeRelations)}
        if merged:
            moved = {key for keys in relations.values() for key in keys}
            for kind in {*merged, *self._course.types.values()}:
                self._drop_doubled_relations(kind, moved)

    def _drop_doubled_relations(self, kind: str, moved: set[int]) -> None:
        """Leave one of several arrows between the same spans, as an import would, unless they carry something more."""
        there: set[tuple[int, int, str | None]] = set()
        rows = self._connection.execute(
            "SELECT key, head, child, extra FROM relation WHERE type = ? AND (head, child) IN "
            "(SELECT head, child FROM relation WHERE type = ? GROUP BY head, child HAVING count(*) > 1) ORDER BY key",
            (kind, kind),
        ).fetchall()
        for key, head, child, extra in sorted(rows, key=lambda row: row[0] in moved):
            if (head, child, extra) in there and key in moved:
                self._rows.delete("relation", key)
            there.add((head, child, extra))

    def _unite(self, united: Sequence[Double]) -> None:
        for number, double in enumerate(united):
            unite(self._step, double)
            if number % _AT_ONCE == 0:
                self._go_on()

    def _change_labels(self) -> None:
        changes = [leg.change for leg in self._course.legs if getattr(leg.change, "of", None) == LABELS]
        if not changes:
            return
        rows = self._connection.execute("SELECT key, labels FROM layer WHERE labels IS NOT NULL").fetchall()
        for key, stored in rows:
            labels = dict(decode_object(stored))
            touched = [change for change in changes if touch_labels(change, labels)]
            if touched:
                self._rows.update("layer", key, labels=encode_object(labels))


class _TagRows:
    """The rows of the table ``tag``, which take the names that a plan leaves them with."""

    def __init__(self, step: OpenStep, course: Course) -> None:
        self._step = step
        self._course = course
        self._connection = step.project.connection
        rows = self._connection.execute("SELECT name, key FROM tag").fetchall()
        self.stored: dict[str, int] = dict(rows)
        """The key of each tag by the name it had before."""
        self._ends: dict[str, int] = {}

    def key_of(self, tag: str) -> int:
        """Return the key of the tag that has the name ``tag`` in the end."""
        return self._ends[tag]

    def rename(self) -> None:
        """Give each row its new name, and make those of new tags."""
        stems = self._course.stems
        self._make_room()
        for tag, stem in stems.items():
            if stem is not None:
                self._ends[tag] = self.stored[stem]
                self._step.rows.update("tag", self.stored[stem], name=tag)
        for tag, stem in stems.items():
            if stem is None:
                stranger = None if tag in self._course.before else self.stored.get(tag)
                self._ends[tag] = stranger or self._step.rows.insert("tag", {"name": tag})

    def remove(self) -> None:
        """Remove the rows of tags that are gone; what had been refused for them is refused for what they became."""
        for tag in self._course.before.tags:
            key = self.stored[tag.name]
            if key in self._ends.values():
                continue
            self._move_refusals(tag.name, key)
            self._step.rows.delete("tag", key)

    def _make_room(self) -> None:
        """Give a row that has a name which another row is to get a name that nobody has."""
        stems = self._course.stems
        for name, key in self.stored.items():
            if name not in stems or stems[name] == name:
                continue
            if name in self._course.before:
                self._step.rows.update("tag", key, name=f"{name}\N{NO-BREAK SPACE}{key}")
            elif stems[name] is not None:
                self._remove_stranger(name, key)

    def _remove_stranger(self, name: str, key: int) -> None:
        """Remove the row of a tag that the tagset does not hold; an older tagset did."""
        for table in ("span", "refused_mention"):
            if self._connection.execute(f"SELECT 1 FROM {table} WHERE tag = ? LIMIT 1", (key,)).fetchone():
                raise UserError(
                    f"The project has spans with a tag {shown(name)} from an older tagset; choose another name."
                )
        self._step.rows.delete("tag", key)

    def _move_refusals(self, tag: str, key: int) -> None:
        refused = self._connection.execute("SELECT key FROM refused_mention WHERE tag = ?", (key,)).fetchall()
        end = None if tag in self._course.deep else self._ends.get(self._course.end_of(tag))
        for (row,) in refused:
            if end is None:
                self._step.rows.delete("refused_mention", row)
            else:
                self._step.rows.update("refused_mention", row, tag=end)
