"""Edits of what is said about spans: their attributes, set by a person or accepted from a guess."""

from collections.abc import Mapping, Sequence

from annotator.model.span import SpanKey
from annotator.project.changes import Changes
from annotator.project.ops import Op
from annotator.project.own_work import own_span, update_spans
from annotator.project.project import OpenStep, Project
from annotator.project.rows import decode_guesses, decode_object, encode_object, without


def set_attributes(project: Project, spans: Sequence[SpanKey], attributes: Mapping[str, object]) -> Changes:
    """Make ``attributes`` everything that is said about each of ``spans``."""
    return update_spans(project, Op.ATTRIBUTES, spans, {"attributes": encode_object(attributes)})


def set_attribute(project: Project, spans: Sequence[SpanKey], name: str, value: object) -> Changes:
    """Say ``value`` under ``name`` about each of ``spans``; ``None`` says that there is nothing to say.

    A guess for the same attribute is dropped: a person has decided.
    """
    with project.step(Op.ATTRIBUTES) as step:
        for key in dict.fromkeys(spans):
            own_span(step, key)
            attributes, guesses = _said(step, key)
            others = without(attributes, name)
            _say(step, key, others if value is None else {**others, name: value}, _without_guess(guesses, name))
    return step.changes


def accept_guesses(project: Project, spans: Sequence[SpanKey]) -> Changes:
    """Make every guess about ``spans`` a statement of the annotator's; what they said already stays."""
    with project.step(Op.ATTRIBUTES) as step:
        for key in dict.fromkeys(spans):
            own_span(step, key)
            attributes, guesses = _said(step, key)
            guessed = {name: value for values in guesses.values() for name, value in values.items()}
            _say(step, key, {**guessed, **attributes}, {})
    return step.changes


def _said(step: OpenStep, span: SpanKey) -> tuple[dict[str, object], dict[str, dict[str, object]]]:
    row = step.rows.find("span", span)
    assert row is not None
    return decode_object(row["attributes"]), decode_guesses(row["guesses"])


def _say(
    step: OpenStep, span: SpanKey, attributes: Mapping[str, object], guesses: Mapping[str, Mapping[str, object]]
) -> None:
    step.rows.update("span", span, attributes=encode_object(attributes), guesses=encode_object(guesses))


def _without_guess(guesses: Mapping[str, dict[str, object]], name: str) -> dict[str, dict[str, object]]:
    left = {engine: without(values, name) for engine, values in guesses.items()}
    return {engine: values for engine, values in left.items() if values}
