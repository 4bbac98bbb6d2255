"""Annotations of UIMA, as INCEpTION keeps them: what a CAS says, whichever way it is written, and what we say in one.

A span is an annotation of the type :data:`MARK`, with its tag as ``label`` and its attributes as features; a relation
is one of the type :data:`ARROW` from its ``Governor`` to its ``Dependent``. Offsets count UTF-16 units.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from annotator.formats import losses as kinds
from annotator.formats.about import HELD, about_of
from annotator.formats.losses import Losses
from annotator.formats.offsets import utf16_offsets
from annotator.formats.words import identifier_of, word_of
from annotator.model.record import Record, RecordSpan

SOFA = "uima.cas.Sofa"
DOCUMENT = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
MARK = "webanno.custom.Mark"
ARROW = "webanno.custom.Arrow"
ARTICLE = "webanno.custom.Article"
VIEW = "_InitialView"
GOVERNOR, DEPENDENT = "Governor", "Dependent"
PLAIN = ("String", "Boolean", "Byte", "Short", "Integer", "Long", "Float", "Double")
"""What the values are that refer to nothing."""
STRING, BOOLEAN = "uima.cas.String", "uima.cas.Boolean"

WRITTEN_HELD = (
    *HELD,
    kinds.ATTRIBUTES,
    kinds.NOTES,
    kinds.UNSURE,
    kinds.ORIGINS,
    kinds.SPAN_IDS,
    kinds.RELATIONS,
    kinds.RELATION_IDS,
)

OF_MARK = {"label": STRING, "note": STRING, "unsure": BOOLEAN, "origin": STRING, "markId": STRING, "fragments": STRING}
_OF_ARROW = {"label": STRING, "arrowId": STRING}
_RESERVED = frozenset({*OF_MARK, "begin", "end", "sofa", "id"})
UNSPECIFIED = "x-unspecified"


class Thing(NamedTuple):
    """A feature structure: its number, its type, its values by feature, and the numbers of what it refers to."""

    id: int
    type: str
    values: dict[str, Any]
    references: dict[str, int]
    lists: Mapping[str, Sequence[int]] = MappingProxyType({})
    """The numbers of features that refer to many."""


class Type(NamedTuple):
    """A type as a type system declares it."""

    name: str
    parent: str
    features: dict[str, str]
    """What each feature holds."""


def types(attributes: Sequence[str]) -> list[Type]:
    """Return the types that we write; ``attributes`` are the features of marks beside our own."""
    return [
        Type(DOCUMENT, "uima.tcas.DocumentAnnotation", {"documentTitle": STRING, "documentId": STRING}),
        Type(MARK, "uima.tcas.Annotation", OF_MARK | dict.fromkeys(attributes, STRING)),
        Type(ARROW, "uima.tcas.Annotation", {GOVERNOR: MARK, DEPENDENT: MARK} | _OF_ARROW),
        Type(ARTICLE, "uima.cas.AnnotationBase", {"about": STRING}),
    ]


def things_of(record: Record, losses: Losses) -> tuple[list[Thing], int]:
    """Return what ``record`` says as feature structures, the text first, and how many of them are relations."""
    units = utf16_offsets(record.text)
    sofa = {"sofaNum": 1, "sofaID": VIEW, "mimeType": "text/plain", "sofaString": record.text}
    language = record.meta.get("language")
    document = {
        "begin": 0,
        "end": units[-1],
        "language": language if isinstance(language, str) and language else UNSPECIFIED,
        "documentTitle": str(record.meta.get("title") or record.id or ""),
        "documentId": record.id or "",
    }
    found = [
        Thing(1, SOFA, sofa, {}),
        Thing(2, DOCUMENT, document, {"sofa": 1}),
        Thing(3, ARTICLE, {"about": about_of(record).decode()}, {"sofa": 1}),
    ]
    marks: dict[str | None, Thing] = {}
    for span in record.spans:
        found.append(_mark(len(found) + 1, record, span, units, losses))
        marks.setdefault(span.id, found[-1])
    before = len(found)
    for relation in record.relations:
        head, child = marks.get(relation.head), marks.get(relation.child)
        if head is None or child is None:
            losses.add_relation(record, relation)
            continue
        values = {"begin": child.values["begin"], "end": child.values["end"], "label": relation.label}
        values |= {"arrowId": relation.id} if relation.id else {}
        found.append(Thing(len(found) + 1, ARROW, values, {"sofa": 1, GOVERNOR: head.id, DEPENDENT: child.id}))
    losses.unheld(record, WRITTEN_HELD)
    return found, len(found) - before


def _mark(number: int, record: Record, span: RecordSpan, units: Sequence[int], losses: Losses) -> Thing:
    values: dict[str, Any] = {"begin": units[span.start], "end": units[span.end], "label": span.label}
    values |= {identifier_of(name, _RESERVED): word_of(value) for name, value in span.attributes.items()}
    if span.note:
        values["note"] = word_of(span.note)
    if span.unsure:
        values["unsure"] = True
    if span.origin:
        values["origin"] = span.origin
    if span.id:
        values["markId"] = span.id
    if span.fragments is not None and len(span.fragments) > 1:
        losses.add(kinds.COVERED, record, span)
        values["fragments"] = " ".join(f"{units[start]}-{units[end]}" for start, end in span.fragments)
    return Thing(number, MARK, values, {"sofa": 1})
