"""W3C Web Annotation, out: a zip with a folder for each layer, and in it a text and a collection for each article.

A span is an annotation that tags; its fragments are its targets, each with a position and a quote. A relation is an
annotation that links. Positions count code points, as the standard says, or UTF-16 units, as programs in browsers do.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO
from urllib.parse import quote

import msgspec

from annotator.formats import losses as kinds
from annotator.formats.about import HELD, about_of
from annotator.formats.losses import Counted, Losses
from annotator.formats.offsets import utf16_offsets
from annotator.formats.options import WriteOptions
from annotator.formats.packing import FolderNames, Pack
from annotator.formats.parts import as_many_as_fit
from annotator.formats.quoting import quote_of
from annotator.formats.web_annotation import (
    ARTICLE,
    ATTRIBUTES,
    CONTEXT,
    EXTRA,
    ORIGIN,
    OURS,
    PLAIN,
    UNSURE,
    UUID,
)
from annotator.model.ids import new_id
from annotator.model.record import LossReport, Record, RecordRelation, RecordSpan

_HELD = (*HELD, kinds.ATTRIBUTES, kinds.NOTES, kinds.UNSURE, kinds.ORIGINS, kinds.SPAN_IDS, kinds.RELATIONS,
         kinds.RELATION_IDS, kinds.RELATION_EXTRAS, kinds.EXTRAS, kinds.DECISIONS)  # fmt: skip
_DEFAULTS = WriteOptions()
_OUR_CONTEXT = {
    OURS.removesuffix(":"): PLAIN,
    **{name: {"@id": name, "@type": "@json"} for name in (ARTICLE, ATTRIBUTES, EXTRA)},
}


def write(records: Iterable[Record], target: BinaryIO, options: WriteOptions = _DEFAULTS) -> LossReport:
    """Write a zip. What the standard has no words for stands in keys of ours, which other programs pass over."""
    losses = Losses(options.side)
    counted = Counted(losses)
    folders = FolderNames()
    number, last = 0, None
    with Pack(target) as pack:
        for record in as_many_as_fit(records, pack.is_full):
            number += record.id is None or record.id != last
            last = record.id
            folder = "" if record.layer is None else folders(record.layer) + "/"
            article = _Article(record, losses, f"{number:06}.txt", options)
            pack.add_text(f"{folder}{number:06}.txt", record.text)
            pack.add(f"{folder}{number:06}.jsonld", msgspec.json.format(article.collection(), indent=1))
            losses.unheld(record, _HELD)
            counted.record(record, len(record.spans), article.relations)
    return counted.report()


class _Article:
    """The annotations of one record."""

    def __init__(self, record: Record, losses: Losses, name: str, options: WriteOptions) -> None:
        self.relations = 0
        self._record = record
        self._losses = losses
        self._name = name
        self._units: Sequence[int] | None = utf16_offsets(record.text) if options.unit == "utf16" else None

    def collection(self) -> bytes:
        iris = {span.id: _iri(span.id) for span in self._record.spans if span.id}
        items = [self._annotation(span, _iri(span.id or new_id())) for span in self._record.spans]
        items += [link for relation in self._record.relations for link in self._link(relation, iris)]
        collection = {
            "@context": [CONTEXT, _OUR_CONTEXT],
            "type": "AnnotationCollection",
            ARTICLE: msgspec.Raw(about_of(self._record)),
            "total": len(items),
            "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
        }
        return msgspec.json.encode(collection)

    def _annotation(self, span: RecordSpan, iri: str) -> dict[str, Any]:
        bodies = [{"type": "TextualBody", "purpose": "tagging", "value": span.label}]
        if span.note:
            bodies.append({"type": "TextualBody", "purpose": "commenting", "value": span.note})
        targets = [self._target(start, end) for start, end in span.fragments or [(span.start, span.end)]]
        ours: dict[str, Any] = {ATTRIBUTES: span.attributes, UNSURE: span.unsure, ORIGIN: span.origin}
        ours[EXTRA] = span.extra if span.extra else None
        return {
            "id": iri,
            "type": "Annotation",
            "motivation": "tagging",
            **self._creator(),
            "body": bodies,
            "target": targets[0] if len(targets) == 1 else targets,
            **{name: value for name, value in ours.items() if value},
        }

    def _target(self, start: int, end: int) -> dict[str, Any]:
        units = self._units
        words = quote_of(self._record.text, start, end)
        return {
            "source": self._name,
            "selector": [
                {
                    "type": "TextPositionSelector",
                    "start": start if units is None else units[start],
                    "end": end if units is None else units[end],
                },
                {
                    "type": "TextQuoteSelector",
                    "exact": words.exact,
                    "prefix": words.prefix,
                    "suffix": words.suffix,
                },
            ],
        }

    def _link(self, relation: RecordRelation, iris: dict[str, str]) -> list[dict[str, Any]]:
        head, child = iris.get(relation.head), iris.get(relation.child)
        if head is None or child is None:
            self._losses.add_relation(self._record, relation)
            return []
        self.relations += 1
        link = {
            "id": _iri(relation.id or new_id()),
            "type": "Annotation",
            "motivation": "linking",
            **self._creator(),
            "body": [{"id": child}, {"type": "TextualBody", "purpose": "tagging", "value": relation.label}],
            "target": head,
        }
        return [link | ({EXTRA: relation.extra} if relation.extra else {})]

    def _creator(self) -> dict[str, Any]:
        layer = self._record.layer
        return {} if layer is None else {"creator": {"type": "Person", "name": layer}}


def _iri(own_id: str) -> str:
    """Return an id as the standard wants it."""
    try:
        plain = str(uuid.UUID(own_id)) == own_id
    except ValueError:
        plain = False
    return UUID + own_id if plain else PLAIN + quote(own_id, safe="")
