"""Edits of relations: drawing arrows between spans, taking them away, and saying that there is none to draw."""

from collections.abc import Sequence

from annotator.errors import UserError
from annotator.model.ids import new_id
from annotator.model.naming import shown
from annotator.model.span import RelationKey, SpanKey
from annotator.model.tagset import RelationType
from annotator.project.changes import Changes
from annotator.project.ops import Op
from annotator.project.own_work import own_span
from annotator.project.project import OpenStep, Project
from annotator.project.rows import decode_object, encode_object, without
from annotator.project.step import Row


def relate(project: Project, kind: str, head: SpanKey, child: SpanKey) -> Changes:
    """Draw an arrow of the type ``kind`` from ``head`` to ``child``; one that is there already stays as it is.

    What was said about there being none is taken back.

    Raises:
        UserError: if the type does not join spans with these tags, or both are the same span.
    """
    with project.step(Op.RELATE) as step:
        relation_type = _type_of(project, kind)
        head_row, child_row = _own_row(step, head), _own_row(step, child)
        _check_ends(project, relation_type, head_row, child_row)
        there = project.connection.execute(
            "SELECT 1 FROM relation WHERE head = ? AND child = ? AND type = ?", (head, child, kind)
        ).fetchone()
        if there is None:
            row = {"layer": head_row["layer"], "type": kind, "head": head, "child": child, "id": new_id()}
            step.rows.insert("relation", row | {"step": step.rows.key})
        attributes = decode_object(head_row["attributes"])
        if relation_type.absent and attributes.get(kind) == relation_type.absent:
            step.rows.update("span", head, attributes=encode_object(without(attributes, kind)))
    return step.changes


def unrelate(project: Project, relations: Sequence[RelationKey]) -> Changes:
    """Take ``relations`` away."""
    with project.step(Op.UNRELATE) as step:
        for key in dict.fromkeys(relations):
            row = step.rows.find("relation", key)
            if row is None:
                raise UserError("That relation is no longer there.")
            own_span(step, row["head"])
            step.rows.delete("relation", key)
    return step.changes


def say_absent(project: Project, kind: str, head: SpanKey) -> Changes:
    """Say that ``head`` has no relation of the type ``kind``, in the type's own words; those it has are taken away.

    Raises:
        UserError: if the type has no words for that.
    """
    with project.step(Op.RELATE) as step:
        relation_type = _type_of(project, kind)
        if not relation_type.absent:
            raise UserError(f"The relation {shown(kind)} cannot be said to be absent.")
        row = _own_row(step, head)
        for (key,) in project.connection.execute(
            "SELECT key FROM relation WHERE head = ? AND type = ?", (head, kind)
        ).fetchall():
            step.rows.delete("relation", key)
        attributes = {**decode_object(row["attributes"]), kind: relation_type.absent}
        step.rows.update("span", head, attributes=encode_object(attributes))
    return step.changes


def _type_of(project: Project, kind: str) -> RelationType:
    found = project.tagset.relation(kind)
    if found is None:
        raise UserError(f"The project has no relation called {shown(kind)}.")
    return found


def _own_row(step: OpenStep, span: SpanKey) -> Row:
    own_span(step, span)
    row = step.rows.find("span", span)
    assert row is not None
    return row


def _check_ends(project: Project, kind: RelationType, head: Row, child: Row) -> None:
    if head["key"] == child["key"]:
        raise UserError("A relation needs two spans.")
    if head["layer"] != child["layer"]:
        raise UserError("A relation joins spans of one layer only.")
    tags = [project.tag_name(row["tag"]) for row in (head, child)]
    if not kind.joins(*tags):
        raise UserError(f"A relation {shown(kind.name)} does not go from {shown(tags[0])} to {shown(tags[1])}.")
