"""The versions of a tagset: who changed what, on which day, as the journal tells it."""

import msgspec

from annotator.model.tagset import Tagset
from annotator.model.tagset_files import Parts, compare
from annotator.project.history import original_op
from annotator.project.ops import Op
from annotator.project.project import Project, asking
from annotator.project.step import decode_row


class Difference(msgspec.Struct, frozen=True):
    """Something that reads differently: a few words with a gap for each name."""

    words: str
    names: tuple[str, ...]


class Version(msgspec.Struct, frozen=True):
    """A step that gave the project another tagset, or took one back."""

    version: int
    """Which version held after it."""
    day: str
    annotator: str
    op: str
    """What was done: :data:`Op.TAGSET`, :data:`Op.IMPORT`, :data:`Op.SET_UP`, :data:`Op.UNDO` or :data:`Op.REDO`."""
    of: str
    """For an undo or redo, what was undone or done again."""
    differences: tuple[Difference, ...]
    """What reads differently than before."""
    spans: int
    relations: int
    """How many spans and relations were changed with it."""


@asking
def versions(project: Project) -> list[Version]:
    """Return every step that changed the tagset, the newest first."""
    found = []
    stored = dict(project.connection.execute("SELECT key, definition FROM tagset"))
    tags = dict(project.connection.execute("SELECT key, name FROM tag"))
    for key, day, annotator, op in project.connection.execute(
        "SELECT step.key, day, annotator.name, op FROM step JOIN annotator ON annotator.key = step.annotator "
        "WHERE step.key IN (SELECT step FROM journal WHERE kind = 'tagset') ORDER BY step.key DESC"
    ).fetchall():
        after, tags_after = _newest(stored), dict(tags)
        _step_back(project, key, stored, tags)
        before = _newest(stored)
        counts = dict(
            project.connection.execute("SELECT kind, count(*) FROM journal WHERE step = ? GROUP BY kind", (key,))
        )
        found.append(
            Version(
                after.version if after else 0,
                day,
                annotator,
                op,
                original_op(project, key),
                tuple(_differences(before, after, tags, tags_after)) if before and after else (),
                counts.get("span", 0) if op != Op.IMPORT else 0,
                counts.get("relation", 0) if op != Op.IMPORT else 0,
            )
        )
    return found


def _newest(stored: dict[int, str]) -> Tagset | None:
    tagsets = [(msgspec.json.decode(definition, type=Tagset), key) for key, definition in stored.items()]
    return max(tagsets, key=lambda known: (known[0].version, known[1]))[0] if tagsets else None


def _step_back(project: Project, step: int, stored: dict[int, str], tags: dict[int, str]) -> None:
    """Bring definitions and names of tags back to what they were before ``step``."""
    columns = {"tagset": (stored, "definition"), "tag": (tags, "name")}
    for kind, first, last, before in project.connection.execute(
        "SELECT kind, first, last, before FROM journal WHERE step = ? AND kind IN ('tagset', 'tag') "
        "ORDER BY entry DESC",
        (step,),
    ):
        rows, column = columns[kind]
        for key in range(first, last + 1):
            if before is None:
                rows.pop(key, None)
            else:
                rows[key] = decode_row(before)[column]


def _differences(
    before: Tagset, after: Tagset, tags_before: dict[int, str], tags_after: dict[int, str]
) -> list[Difference]:
    """Tell what of a tagset reads differently; a row that has another name tells of a renaming."""
    renamed = {
        name: tags_after[key]
        for key, name in tags_before.items()
        if name in before and tags_after.get(key, name) != name and tags_after[key] in after
    }
    told = [Difference("tag {} is called {} now", names) for names in renamed.items()]
    tags = [msgspec.structs.replace(tag, name=renamed.get(tag.name, tag.name)) for tag in before.tags]
    told += _compared("tag {}", (), tags, after.tags)
    for tag in tags:
        if tag.name in after:
            told += _compared("attribute {} of {}", (tag.name,), tag.attributes, after[tag.name].attributes)
    told += _compared("relation type {}", (), before.relations, after.relations)
    return told + _compared("article label {}", (), before.labels, after.labels)


def _compared(what: str, names: tuple[str, ...], before: Parts, after: Parts) -> list[Difference]:
    found = compare(before, after)
    then, now = {one.name: one for one in before}, {one.name: one for one in after}
    told = [Difference(f"new {what}", (name, *names)) for name in found.new]
    told += [Difference(f"{what} is gone", (name, *names)) for name in found.missing]
    for name in found.changed:
        told += [Difference(f"{what}: other {part}", (name, *names)) for part in _parts(then[name], now[name])]
    return told


def _parts(before: msgspec.Struct, after: msgspec.Struct) -> list[str]:
    """Return which fields of a tag, attribute or relation type differ, in words; attributes are told of one by one."""
    return [
        _WORDS.get(name, name)
        for name, value in msgspec.structs.asdict(after).items()
        if name != "attributes" and getattr(before, name) != value
    ]


_WORDS = {
    "head": "tags it goes from",
    "child": "tags it goes to",
    "absent": "words for none",
    "retired": "use",
    "noun_phrases": "use of whole noun phrases",
}
