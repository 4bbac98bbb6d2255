"""Labels of articles compared: what the layers say about an article as a whole.

A layer that is silent under a label differs from one that says something, as it does with an attribute. Free text is
the exception: a remark is a message and not an answer, so that only what was written is compared.
"""

from collections.abc import Mapping

import msgspec

from annotator.adjudication.conflicts import Conflict
from annotator.adjudication.digests import digest, id_of
from annotator.adjudication.layered import Layered, LayerWork
from annotator.adjudication.sayings import canonical, is_given
from annotator.model.layer import GOLD


class Labels(msgspec.Struct):
    """What the layers say about an article as a whole."""

    agreed: dict[str, object] = {}
    alone: dict[str, object] = {}
    conflicts: list[Conflict] = []


def compare_labels(work: Layered, layers: Mapping[str, LayerWork]) -> Labels:
    """Compare what ``layers``, which are done, say under each label."""
    found = Labels()
    free_text = {label.name for label in work.tagset.labels if label.kind == "text"}
    for name in sorted(set().union(*(layer.labels for layer in layers.values()))):
        values = {of: layer.labels.get(name) for of, layer in layers.items()}
        if name in free_text:
            values = {of: value for of, value in values.items() if is_given(value)}
        _sort_in(found, work, name, values)
    return found


def _sort_in(found: Labels, work: Layered, name: str, values: Mapping[str, object]) -> None:
    given = [value for value in values.values() if is_given(value)]
    if not given:
        return
    if len(values) == 1:
        found.alone[name] = given[0]
    elif len(given) == len(values) and len(set(map(canonical, given))) == 1:
        found.agreed[name] = given[0]
    else:
        found.conflicts.append(_conflict(work, name, values))


def _conflict(work: Layered, name: str, values: Mapping[str, object]) -> Conflict:
    said = {of: value if is_given(value) else None for of, value in values.items()}
    answers = {of: digest(canonical(value).decode()) for of, value in said.items()}
    return Conflict(
        id_of(work.article, "label", name),
        frozenset({"label"}),
        absent=frozenset(work.layers.keys() - values.keys() - {GOLD}),
        label=name,
        values=said,
        answers=answers,
        fingerprint=digest(answers),
    )
