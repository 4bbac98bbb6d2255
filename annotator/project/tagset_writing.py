"""Storing a tagset: another version of it, and a row for each tag."""

import msgspec

from annotator.model.tagset import Tagset, write_tagset
from annotator.project.changes import Changes
from annotator.project.ops import Op
from annotator.project.project import OpenStep, Project


def change_tagset(project: Project, tagset: Tagset) -> Changes:
    """Make ``tagset`` the project's newest tagset, under the version that follows the present one."""
    with project.step(Op.TAGSET) as step:
        present = project.tagset
        if msgspec.structs.replace(tagset, version=present.version) != present:
            put_tagset(step, tagset)
    return step.changes


def put_tagset(step: OpenStep, tagset: Tagset) -> None:
    """Store ``tagset`` as the version after the present one, and a row for each tag that is new.

    A project's first tagset keeps the version it comes with. The version of one that was undone is not given out again:
    work that was exported under it is told apart from later work.
    """
    connection = step.project.connection
    present = connection.execute("SELECT version, key FROM tagset ORDER BY version DESC, key DESC LIMIT 1").fetchone()
    if present is not None:
        (made,) = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'tagset'").fetchone()
        tagset = msgspec.structs.replace(tagset, version=present[0] + 1 + made - present[1])
    step.rows.insert("tagset", {"version": tagset.version, "definition": write_tagset(tagset).decode()})
    known = {name for (name,) in step.project.connection.execute("SELECT name FROM tag")}
    for tag in tagset.tags:
        if tag.name not in known:
            step.rows.insert("tag", {"name": tag.name})
