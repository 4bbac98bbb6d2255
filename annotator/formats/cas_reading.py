"""What a CAS says, whichever way it is written: its annotations become spans and relations, and offsets code points."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import msgspec
from msgspec import UNSET

from annotator.errors import UserError
from annotator.formats.about import About, decode_about, kept_text
from annotator.formats.cas import ARTICLE, DEPENDENT, DOCUMENT, GOVERNOR, MARK, SOFA, UNSPECIFIED, VIEW, Thing
from annotator.formats.cas_layers import BOOKKEEPING, NAMING, Tally, marks_something, short_type
from annotator.formats.cas_links import FIRST, NEXT, RELATION, elements, is_array, is_slot, links
from annotator.formats.inception_described import CURATED, INITIAL, layer_of
from annotator.formats.offsets import Counting, Ruler
from annotator.formats.words import is_kept, name_of, text_of, value_of
from annotator.model.ids import new_id
from annotator.model.layer import GOLD
from annotator.model.naming import is_name
from annotator.model.record import Record, RecordRelation, RecordSpan

_DOCUMENTS = (DOCUMENT, "org.dkpro.core.api.metadata.type.DocumentMetaData", "uima.tcas.DocumentAnnotation")
_METADATA = "de.tudarmstadt.ukp.clarin.webanno.api.type.CASMetadata"
_UTF16 = Counting("utf16")


def record_of(things: Mapping[int, Thing], called: str, raw_sha256: str) -> Record:
    """Return what the feature structures say.

    Args:
        things: by their numbers.
        called: the name of the file.
        raw_sha256: the checksum of the file.

    Raises:
        UserError: if there is no text.
    """
    return _Reading(things, called).record(raw_sha256)


class _Reading:
    """One CAS that is read."""

    def __init__(self, things: Mapping[int, Thing], called: str) -> None:
        sofas = [thing for thing in things.values() if thing.type == SOFA and thing.values.get("sofaString")]
        if not sofas or not isinstance(sofas[0].values["sofaString"], str):
            raise UserError(f"{called} has no text.")
        self._sofa = next((sofa for sofa in sofas if sofa.values.get("sofaID") == VIEW), sofas[0])
        self._things = things
        self._called = called
        self._notes: list[str] = []
        # Offsets count what is written; a character that cannot be kept is replaced by one of the same size.
        self._text = kept_text(self._sofa.values["sofaString"], self._notes)
        self._ruler = Ruler(self._text)
        self._misplaced = 0
        self._given: set[str] = set()
        self._tally = Tally()
        if len(sofas) > 1:
            self._notes.append(f"It has {len(sofas)} views; one was read.")

    def record(self, raw_sha256: str) -> Record:
        spans: dict[int, RecordSpan] = {}
        arrows: list[Thing] = []
        about = self._about()
        for thing in self._things.values():
            if GOVERNOR in thing.references and DEPENDENT in thing.references:
                arrows.append(thing)
            elif self._is_mark(thing):
                span = self._span(thing)
                if span is not None:
                    spans[thing.id] = span
            elif self._is_about_all(thing):
                self._label(thing, about)
            elif self._is_unknown(thing):
                self._tally.leave(thing.type)
        relations = [*self._relations(arrows, spans), *links(self._things, spans, self._tally)]
        if self._misplaced:
            self._notes.append(f"{self._misplaced} annotations that lie on no words of the text were left out.")
        notes = [*self._notes, *self._tally.notes()]
        return about.record(self._text, list(spans.values()), relations, raw_sha256, notes)

    def _about(self) -> About:
        meta: dict[str, Any] = {"file": self._called}
        layer = None
        for thing in self._things.values():
            if thing.type == ARTICLE and isinstance(thing.values.get("about"), str):
                return decode_about(thing.values["about"], self._called)
            for name, field in (("documentTitle", "title"), ("language", "language")):
                value = thing.values.get(name)
                if thing.type in _DOCUMENTS and isinstance(value, str) and is_name(value) and value != UNSPECIFIED:
                    meta[field] = value
            user = thing.values.get("username") if thing.type == _METADATA else None
            if isinstance(user, str) and is_name(user) and user != INITIAL:
                layer = layer_of(user)
        if layer == GOLD:
            self._notes.append(CURATED)
        return About(meta=meta, layer=layer)

    def _is_mark(self, thing: Thing) -> bool:
        if "begin" not in thing.values or "end" not in thing.values or not self._is_in_view(thing):
            return False
        marked = marks_something(thing.type)
        if not marked and not thing.type.startswith(("uima.", *BOOKKEEPING)) and thing.type not in _DOCUMENTS:
            self._tally.leave(thing.type)
        return marked

    def _is_in_view(self, thing: Thing) -> bool:
        return thing.references.get("sofa", self._sofa.id) == self._sofa.id

    def _is_about_all(self, thing: Thing) -> bool:
        """Say whether somebody said something about the article as a whole with it."""
        if not marks_something(thing.type) or thing.type == ARTICLE or "begin" in thing.values:
            return False
        return "sofa" in thing.references and self._is_in_view(thing) and FIRST not in thing.references

    def _is_unknown(self, thing: Thing) -> bool:
        """Say whether it is neither about a place nor about the article, nor part of what is."""
        if not marks_something(thing.type) or "begin" in thing.values or "sofa" in thing.references:
            return False
        return thing.type != ARTICLE and FIRST not in thing.references and not is_slot(thing)

    def _label(self, thing: Thing, about: About) -> None:
        """Take what was said about the article as a whole; of several sayings of one kind, a list."""
        short = short_type(thing.type)
        said = {short if name in NAMING else f"{short} {name}": value for name, value in self._values(thing).items()}
        for name, value in (said or {short: True}).items():
            before = about.labels.get(name)
            if name in about.labels:
                value = [*before, value] if isinstance(before, list) else [before, value]
            about.labels = about.labels | {name: value}

    def _span(self, thing: Thing) -> RecordSpan | None:
        place = self._place(thing.values["begin"], thing.values["end"])
        values = self._values(thing)
        named = next((name for name in NAMING if _is_label(thing.values.get(name))), "")
        label = thing.values[named] if named else short_type(thing.type)
        if place is None or not is_name(label):
            self._misplaced += 1
            return None
        if named:
            del values[named]
            self._tally.named(thing.type, named)
        if NEXT in thing.references:
            # It is what the relation to the next element is called.
            values.pop(RELATION, None)
        span = RecordSpan(id=new_id(), label=label, start=place[0], end=place[1], fragments=[place])
        if thing.type == MARK:
            self._take_ours(span, thing.values, values)
        span.attributes = {name_of(name): value for name, value in values.items()} if thing.type == MARK else values
        places = span.fragments or []
        span.text = " ".join(self._text[start:end] for start, end in places)
        return span

    def _values(self, thing: Thing) -> dict[str, Any]:
        """Return what the features of ``thing`` say, but for where it lies and what it refers to."""
        found = {
            name: _value(value)
            for name, value in thing.values.items()
            if name not in ("begin", "end") and value is not None and is_kept(value)
        }
        for name, number in thing.references.items():
            listed = self._things.get(number)
            if listed is not None and is_array(listed) and elements(listed) is None:
                found[name] = _value(listed.values.get("elements", []))
        return found

    def _take_ours(self, span: RecordSpan, given: Mapping[str, Any], values: dict[str, Any]) -> None:
        """Take out of ``values`` what is no attribute, as it is ``given``."""
        for name in ("note", "unsure", "origin", "markId", "fragments"):
            values.pop(name, None)
        span.note = text_of(str(given.get("note") or ""))
        span.unsure = given.get("unsure") in (True, "true")
        origin, mark_id = given.get("origin"), given.get("markId")
        span.origin = origin if isinstance(origin, str) and is_name(origin) else None
        if isinstance(mark_id, str) and is_name(mark_id) and mark_id not in self._given:
            # A copy that somebody has made of a mark has the same id.
            self._given.add(mark_id)
            span.id = mark_id
        fragments = self._fragments(str(given.get("fragments") or ""))
        # Whoever has moved an edge since then has moved it for good.
        if fragments and (fragments[0][0], fragments[-1][1]) == (span.start, span.end):
            span.fragments = fragments

    def _fragments(self, listed: str) -> list[tuple[int, int]]:
        pairs = [part.split("-") for part in listed.split()]
        if not all(len(pair) == 2 and all(edge.isdecimal() and len(edge) < 12 for edge in pair) for pair in pairs):
            return []
        places = [self._place(int(start), int(end)) for start, end in pairs]
        sound = [place for place in places if place is not None]
        in_order = all(one[1] < other[0] for one, other in pairwise(sound))
        return sound if len(sound) == len(places) and in_order else []

    def _place(self, begin: object, end: object) -> tuple[int, int] | None:
        numbers = [_number(edge) for edge in (begin, end)]
        if numbers[0] is None or numbers[1] is None:
            return None
        place = self._ruler.code_points(_UTF16, numbers[0], numbers[1])
        return place if place is not None and place[0] < place[1] else None

    def _relations(self, arrows: Sequence[Thing], spans: Mapping[int, RecordSpan]) -> Iterator[RecordRelation]:
        for arrow in arrows:
            head, child = spans.get(arrow.references[GOVERNOR]), spans.get(arrow.references[DEPENDENT])
            if head is None or child is None:
                self._tally.leave(arrow.type)
                continue
            label = next((arrow.values[name] for name in NAMING if _is_label(arrow.values.get(name))), None)
            arrow_id = arrow.values.get("arrowId")
            yield RecordRelation(
                id=arrow_id if isinstance(arrow_id, str) and is_name(arrow_id) else None,
                label=label or short_type(arrow.type),
                head=head.id or "",
                child=child.id or "",
                extra=self._extra(arrow),
            )

    def _extra(self, arrow: Thing) -> dict[str, Any] | msgspec.UnsetType:
        others = {name: value for name, value in self._values(arrow).items() if name not in (*NAMING, "arrowId")}
        return others or UNSET


def _is_label(value: object) -> bool:
    return isinstance(value, str) and is_name(value)


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [_value(one) for one in value]
    return value_of(value) if isinstance(value, str) else value


def _number(edge: object) -> int | None:
    if isinstance(edge, int) and not isinstance(edge, bool):
        return edge
    return int(edge) if isinstance(edge, str) and len(edge) < 12 and edge.isascii() and edge.isdecimal() else None
