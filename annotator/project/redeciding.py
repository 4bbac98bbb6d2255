"""What a change of the tagset means for decisions: the relations and labels that they tell of go by their new names.

What was on offer when they were made stays in the words of then.
"""

import msgspec

from annotator.model.tagset_changes import LABELS
from annotator.model.tagset_course import Course
from annotator.model.tagset_effects import touch_labels
from annotator.project.project import OpenStep
from annotator.project.rows import decode_object


def rename_in_decisions(step: OpenStep, course: Course) -> None:
    """Give relations and labels in all decisions the names that they have in the end."""
    changes = [leg.change for leg in course.legs if getattr(leg.change, "of", None) == LABELS]
    if not (course.types or changes):
        return
    rows = step.project.connection.execute(
        "SELECT key, more FROM decision WHERE more IS NOT NULL AND (about = 'label' OR more LIKE '%\"relations\"%')"
    ).fetchall()
    for key, stored in rows:
        more = dict(decode_object(stored))
        _rename_relations(more, course)
        label = more.get("label")
        if isinstance(label, str):
            said = {label: more.get("value")}
            for change in changes:
                touch_labels(change, said)
            more["label"], more["value"] = next(iter(said.items()), (label, None))
        step.rows.update("decision", key, more=msgspec.json.encode(more).decode())


def _rename_relations(more: dict[str, object], course: Course) -> None:
    drawn = more.get("relations")
    if isinstance(drawn, list):
        more["relations"] = [{**each, "type": course.types.get(each["type"], each["type"])} for each in drawn]
