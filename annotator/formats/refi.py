"""REFI-QDA projects, in: codes are tags, users are layers, text sources are articles, links are relations.

The file is a zip (``.qdpx``) of texts and an XML file that says everything else. Offsets count code points by the
standard, but not in every program; what they count is recognised from the words that selections are named after.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats.about import kept_text
from annotator.formats.archive import opened
from annotator.formats.decoding import Text, read_text
from annotator.formats.offsets import in_code_points
from annotator.formats.safe_xml import elements, root_tag
from annotator.formats.source import Source
from annotator.formats.words import value_of
from annotator.model.ids import new_id
from annotator.model.naming import LONGEST_NAME, is_name, shown
from annotator.model.record import Record, RecordRelation, RecordSpan

NAMESPACE = "urn:QDA-XML:project:1.0"
ARTICLE_ID = "article id"
"""The variable that holds an article's id where that is no GUID."""
INTERNAL = "internal://"

_GUID = regex.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")
_WHOLE = regex.compile(r"[0-9]{1,12}")
_NO_TEXTS = ("PictureSource", "AudioSource", "VideoSource")
_VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")


class _Link(msgspec.Struct):
    at: int
    """Its place among the links of the project."""
    label: str
    head: str
    child: str
    guid: str


class _Names(msgspec.Struct):
    """What the GUIDs of a project stand for."""

    users: dict[str, str] = {}
    codes: dict[str, str] = {}
    variables: dict[str, str] = {}


class _Code(msgspec.Struct):
    guid: str
    name: str
    above: str | None
    """The code that it is under, if it is under any."""


class _Said(msgspec.Struct):
    """What a project says beside its texts."""

    users: dict[str, str] = {}
    variables: dict[str, str] = {}
    codes: list[_Code] = []
    links: dict[str, list[_Link]] = {}
    """By the GUID that they come from."""
    linked: int = 0
    others: Counter[str] = msgspec.field(default_factory=Counter)
    """Sources that are no texts, by their kind."""

    def names(self) -> _Names:
        """Return what GUIDs stand for. Codes of one name under several others are told apart by those."""
        counts = Counter(code.name for code in self.codes)
        codes = {}
        for code in self.codes:
            several = code.above and counts[code.name] > 1
            label = f"{code.above}: {code.name}"[:LONGEST_NAME] if several else code.name
            if is_name(label):
                codes[code.guid] = label
        return _Names(self.users, codes, self.variables)


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield each text once for every user who coded it, or just once if nobody did.

    Raises:
        UserError: if it is no project, or none of its texts can be read.
    """
    with opened(source) as listed:
        files = {PurePosixPath(name).name.lower(): file for name, file in listed if not isinstance(file, str)}
        described = [file for name, file in files.items() if name.endswith(".qde")]
        if len(described) != 1:
            raise UserError(f"{source.name} is no REFI-QDA project: it has {len(described)} files .qde, and not one.")
        if root_tag(described[0]) != _tag("Project"):
            raise UserError(f"{source.name} is no REFI-QDA project.")
        yield from _Project(described[0], files, source.name, encoding).records()


class _Project:
    """One project that is read: first what is named and linked in it, then one source after the other."""

    def __init__(self, described: Source, files: Mapping[str, Source], called: str, encoding: str | None) -> None:
        self._described = described
        self._files = files
        self._called = called
        self._encoding = encoding
        self._said = _said_of(described)
        self._names = self._said.names()

    def records(self) -> Iterator[Record]:
        found = False
        for record in in_code_points(self._as_they_stand):
            found = True
            for span in record.spans:
                _settle(record.text, span)
            yield record
        if not found:
            raise UserError(f"{self._called} holds no text that can be read.")

    def _as_they_stand(self) -> Iterator[Record]:
        """Yield the records, with offsets as the file counts them."""
        notes = list(self._notes_on_others())
        for element in elements(self._described, _tag("TextSource"), _tag("Representation")):
            text = self._text(element)
            if text is None:
                notes.append(f"The text of {shown(element.get('name') or 'a source')} is not in the file.")
                continue
            for record in self._of_source(element, text):
                record.notes = [*notes, *record.notes]
                notes.clear()
                yield record

    def _notes_on_others(self) -> Iterator[str]:
        for kind in _NO_TEXTS:
            count = self._said.others[kind]
            if count:
                yield f"{count} sources that are no texts ({kind}) were left out."

    def _text(self, element: Any) -> Text | None:
        """Return the text of a source, which is a file of the project or stands in the XML itself."""
        inline = element.find(_tag("PlainTextContent"))
        if inline is not None and inline.text:
            notes: list[str] = []
            return Text(kept_text(inline.text, notes), "", notes)
        path = element.get("plainTextPath", "")
        file = self._files.get(path.removeprefix(INTERNAL).rpartition("/")[2].lower())
        return None if file is None else read_text(file, self._encoding)

    def _of_source(self, element: Any, text: Text) -> Iterator[Record]:
        meta, article_id = self._meta(element)
        called: dict[str, str] = {}
        layers: dict[str | None, list[RecordSpan]] = {}
        uncoded = 0
        for selection in element.iter(_tag("PlainTextSelection")):
            spans = list(self._spans(selection, called))
            uncoded += not spans
            for layer, span in spans:
                layers.setdefault(layer, []).append(span)
        notes = [*text.notes]
        if uncoded:
            notes.append(f"{uncoded} selections without a code, or without a place, were left out.")
        for layer, mine in (layers or {None: []}).items():
            record = Record(text.text, article_id, meta=meta, layer=layer, spans=mine, notes=notes)
            record.raw_sha256 = text.raw_sha256 or None
            record.relations = self._relations(called, mine)
            notes = []
            yield record

    def _meta(self, element: Any) -> tuple[dict[str, Any], str]:
        """Return what variables say about a source, and its id."""
        guid = _guid(element.get("guid")) or new_id()
        meta: dict[str, Any] = {}
        for value in element.findall(_tag("VariableValue")):
            reference = value.find(_tag("VariableRef"))
            name = self._names.variables.get(_guid("" if reference is None else reference.get("targetGUID")), "")
            said = next((one.text or "" for kind in _VALUES if (one := value.find(_tag(kind))) is not None), "")
            if name and said:
                meta[name] = said if value.find(_tag("TextValue")) is not None else value_of(said)
        described = element.findtext(_tag("Description"))
        if described:
            meta.setdefault("description", described)
        article_id = meta.pop(ARTICLE_ID, guid)
        name = element.get("name", "")
        if is_name(name) and name != article_id:
            meta.setdefault("title", name)
        return meta, article_id if isinstance(article_id, str) and is_name(article_id) else guid

    def _spans(self, selection: Any, called: dict[str, str]) -> Iterator[tuple[str | None, RecordSpan]]:
        """Yield a span for each code of a selection, each with the layer it belongs to."""
        start, end = selection.get("startPosition", ""), selection.get("endPosition", "")
        if not (_WHOLE.fullmatch(start) and _WHOLE.fullmatch(end)):
            return
        guid = _guid(selection.get("guid"))
        for coding in selection.findall(_tag("Coding")):
            reference = coding.find(_tag("CodeRef"))
            label = self._names.codes.get(_guid("" if reference is None else reference.get("targetGUID")))
            if label is None:
                continue
            fresh = not guid or guid in called
            span = RecordSpan(
                id=new_id() if fresh else guid,
                label=label,
                start=int(start),
                end=int(end),
                text=selection.get("name") or None,
                note=selection.findtext(_tag("Description")) or "",
            )
            called.setdefault(guid, span.id or "")
            user = _guid(coding.get("creatingUser") or selection.get("creatingUser"))
            yield self._names.users.get(user), span

    def _relations(self, called: Mapping[str, str], spans: list[RecordSpan]) -> list[RecordRelation]:
        mine = {span.id for span in spans}
        found: list[tuple[int, RecordRelation]] = []
        for span in spans:
            for link in self._said.links.get(span.id or "", ()):
                child = called.get(link.child)
                if child in mine and child is not None:
                    relation = RecordRelation(id=link.guid or None, label=link.label, head=span.id or "", child=child)
                    found.append((link.at, relation))
        return [relation for _, relation in sorted(found, key=lambda one: one[0])]


def _settle(text: str, span: RecordSpan) -> None:
    """Let ``span`` read what is there, unless it is named after words that are elsewhere in the text.

    Those the import looks for nearby. A name that is none of the words is how some programs number their selections.
    """
    if 0 <= span.start < span.end <= len(text) and (span.text is None or span.text not in text):
        span.text = text[span.start : span.end]


def _said_of(described: Source) -> _Said:
    said = _Said()
    kinds = ("User", "Code", "Variable", "Link", *_NO_TEXTS)
    # The texts are passed over now, and gone when they are.
    for element in elements(described, *map(_tag, kinds), _tag("TextSource")):
        kind, guid = element.tag.rpartition("}")[2], _guid(element.get("guid"))
        name = element.get("name") or ""
        if kind == "User":
            name = name or element.get("id") or ""
            said.users |= {guid: name} if is_name(name) else {}
        elif kind == "Variable":
            said.variables |= {guid: name} if is_name(name) else {}
        elif kind == "Code":
            above = element.getparent()
            said.codes.append(_Code(guid, name, above.get("name") if above.tag == element.tag else None))
        elif kind == "Link":
            _add_link(said, element, name, guid)
        elif kind in _NO_TEXTS:
            said.others[kind] += 1
    return said


def _add_link(said: _Said, element: Any, name: str, guid: str) -> None:
    head, child = _guid(element.get("originGUID")), _guid(element.get("targetGUID"))
    said.linked += 1
    label = name if is_name(name) else "link"
    said.links.setdefault(head, []).append(_Link(said.linked, label, head, child, guid))


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _guid(value: str | None) -> str:
    """Return a GUID in small letters and without braces; empty if ``value`` is none."""
    match = _GUID.fullmatch(value or "")
    return "" if match is None else match[1].lower()
