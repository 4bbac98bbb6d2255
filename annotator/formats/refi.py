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
from annotator.formats.safe_xml import parsed_xml
from annotator.formats.source import Source
from annotator.formats.words import value_of
from annotator.model.ids import new_id
from annotator.model.naming import LONGEST_NAME, is_name, shown
from annotator.model.record import Record, RecordRelation, RecordSpan

NAMESPACE = "urn:QDA-XML:project:1.0"
ARTICLE_ID = "article id"
"""The variable that holds an article's id where that is no GUID."""
INTERNAL = "internal://"
CODEBOOK = ".qdc"

_GUID = regex.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")
_WHOLE = regex.compile(r"[0-9]{1,12}")
_LEFT = {
    "Coded places on pages of PDF files": ("PDFSelection",),
    "Coded places in pictures, sounds and films": ("PictureSelection", "AudioSelection", "VideoSelection"),
    "Cases": ("Case",),
    "Sets": ("Set",),
    "Graphs": ("Graph",),
}
"""What there is no place for, by the names of its elements."""
_SHORTEST_BEGINNING = 12
"""So many characters of a name are the beginning of a selection rather than a word of it."""
_VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")


class _Names(msgspec.Struct):
    """What the GUIDs of a project stand for."""

    users: dict[str, str] = {}
    codes: dict[str, str] = {}
    variables: dict[str, str] = {}


class _Link(msgspec.Struct):
    at: int
    """Its place among the links of the project."""
    label: str
    head: str
    child: str
    guid: str | None


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield each text once for every user who coded it, or just once if nobody did.

    Raises:
        UserError: if it is no project, or none of its texts can be read.
    """
    if source.suffix == CODEBOOK:
        raise UserError(f"{source.name} is a codebook: it has names of tags, but no texts and no work on them.")
    with opened(source) as listed:
        files = {PurePosixPath(name).name.lower(): file for name, file in listed if not isinstance(file, str)}
        described = [file for name, file in files.items() if name.endswith(".qde")]
        if len(described) != 1:
            raise UserError(f"{source.name} is no REFI-QDA project: it has {len(described)} files .qde, and not one.")
        root = parsed_xml(described[0])
        yield from _Project(_in_namespace(root, source.name), files, source.name, encoding).records()


def _in_namespace(root: Any, called: str) -> Any:
    """Return the root of a project, whose elements are in the namespace of the first version whatever theirs is."""
    space, _, name = root.tag.rpartition("}")
    if name != "Project":
        raise UserError(f"{called} is no REFI-QDA project.")
    if space != f"{{{NAMESPACE}":
        for element in root.iter():
            if isinstance(element.tag, str):
                element.tag = _tag(element.tag.rpartition("}")[2])
    return root


class _Project:
    """One project that is read."""

    def __init__(self, root: Any, files: Mapping[str, Source], called: str, encoding: str | None) -> None:
        self._root = root
        self._files = files
        self._called = called
        self._encoding = encoding
        self._names = _names(root)
        self._links = _links(root)
        self._notes = self._read_notes()

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
        for element in self._root.iter(_tag("TextSource"), _tag("Representation"), _tag("Transcript")):
            text = self._text(element)
            if text is None:
                notes.append(f"The text of {shown(element.get('name') or 'a source')} is not in the file.")
                continue
            for record in self._of_source(element, text):
                record.notes = [*notes, *record.notes]
                notes.clear()
                yield record

    def _notes_on_others(self) -> Iterator[str]:
        for kind in ("PictureSource", "AudioSource", "VideoSource"):
            count = sum(1 for _ in self._root.iter(_tag(kind)))
            if count:
                yield f"{count} sources that are no texts ({kind}) were left out."
        for what, kinds in _LEFT.items():
            count = sum(1 for _ in self._root.iter(*map(_tag, kinds)))
            if count:
                yield f"{what} ({count}) were left out."
        nested = sum(1 for code in self._root.iter(_tag("Code")) if code.getparent().tag == _tag("Code"))
        if nested:
            yield f"Codes below other codes ({nested}) became tags like all others; which is below which was left out."
        described = sum(1 for code in self._root.iter(_tag("Code")) if code.findtext(_tag("Description")))
        if described:
            yield f"Descriptions of codes ({described}) were left out."

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
        points = {_guid(one.get("guid")): one.get("position", "") for one in element.iter(_tag("SyncPoint"))}
        for selection in element.iter(_tag("PlainTextSelection"), _tag("TranscriptSelection")):
            place = [
                selection.get(f"{edge}Position") or points.get(_guid(selection.get(name)), "")
                for edge, name in (("start", "fromSyncPoint"), ("end", "toSyncPoint"))
            ]
            spans = list(self._spans(selection, place[0], place[1], called))
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
        guid = _name_of_source(element.get("guid"))
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

    def _spans(
        self, selection: Any, start: str, end: str, called: dict[str, str]
    ) -> Iterator[tuple[str | None, RecordSpan]]:
        """Yield a span for each code of a selection, each with the layer it belongs to."""
        if not (_WHOLE.fullmatch(start) and _WHOLE.fullmatch(end)):
            return
        guid = _guid(selection.get("guid"))
        for coding in selection.findall(_tag("Coding")):
            reference = coding.find(_tag("CodeRef"))
            label = self._names.codes.get(_guid("" if reference is None else reference.get("targetGUID")))
            if label is None:
                continue
            fresh = not is_name(guid) or guid in called
            span = RecordSpan(
                id=new_id() if fresh else guid,
                label=label,
                start=int(start),
                end=int(end),
                text=selection.get("name") or None,
                note=self._noted(selection, coding),
            )
            called.setdefault(guid, span.id or "")
            user = _guid(coding.get("creatingUser") or selection.get("creatingUser"))
            yield self._names.users.get(user), span

    def _noted(self, selection: Any, coding: Any) -> str:
        """Return what is noted about a selection and about one code of it: there, or in notes that are referred to."""
        said = [selection.findtext(_tag("Description")) or "", coding.findtext(_tag("Description")) or ""]
        references = [*selection.findall(_tag("NoteRef")), *coding.findall(_tag("NoteRef"))]
        said += [self._notes.get(_guid(one.get("targetGUID")), "") for one in references]
        return "\n".join(dict.fromkeys(filter(None, said)))

    def _read_notes(self) -> dict[str, str]:
        """Return the texts of notes by their GUIDs; those of some stand in files of their own."""
        found: dict[str, str] = {}
        for note in self._root.iter(_tag("Note")):
            inline = note.findtext(_tag("PlainTextContent")) or note.findtext(_tag("Description")) or ""
            text = None if inline else self._text(note)
            found[_guid(note.get("guid"))] = kept_text(inline, []) if text is None else text.text
        return found

    def _relations(self, called: Mapping[str, str], spans: list[RecordSpan]) -> list[RecordRelation]:
        mine = {span.id for span in spans}
        found: list[tuple[int, RecordRelation]] = []
        for span in spans:
            for link in self._links.get(span.id or "", ()):
                child = called.get(link.child)
                if child in mine and child is not None:
                    relation = RecordRelation(id=link.guid, label=link.label, head=span.id or "", child=child)
                    found.append((link.at, relation))
        return [relation for _, relation in sorted(found, key=lambda one: one[0])]


def _settle(text: str, span: RecordSpan) -> None:
    """Let ``span`` read what is there, unless it is named after words that are elsewhere in the text.

    Those the import looks for nearby. A name that is none of the words is how some programs number their selections;
    others cut it off.
    """
    if not 0 <= span.start < span.end <= len(text):
        return
    there = text[span.start : span.end]
    is_beginning = span.text is not None and len(span.text) >= _SHORTEST_BEGINNING and there.startswith(span.text)
    if span.text is None or span.text not in text or is_beginning:
        span.text = there


def _names(root: Any) -> _Names:
    names = _Names()
    for element in root.iter(_tag("User")):
        name = element.get("name") or element.get("id") or ""
        if is_name(name):
            names.users[_guid(element.get("guid"))] = name
    codes = [(element, element.get("name") or "") for element in root.iter(_tag("Code"))]
    counts = Counter(name for _, name in codes)
    for element, name in codes:
        parent = element.getparent()
        above = parent.get("name") if parent is not None and parent.tag == _tag("Code") else None
        # Codes of one name under several others are told apart by those.
        label = f"{above}: {name}"[:LONGEST_NAME] if above and counts[name] > 1 else name
        if is_name(label):
            names.codes[_guid(element.get("guid"))] = label
    for element in root.iter(_tag("Variable")):
        name = element.get("name") or ""
        if is_name(name):
            names.variables[_guid(element.get("guid"))] = name
    return names


def _links(root: Any) -> dict[str, list[_Link]]:
    """Return the links of a project by the GUID that they come from."""
    found: dict[str, list[_Link]] = {}
    for at, element in enumerate(root.iter(_tag("Link"))):
        head, child = _guid(element.get("originGUID")), _guid(element.get("targetGUID"))
        name = element.get("name") or ""
        guid = _guid(element.get("guid"))
        link = _Link(at, name if is_name(name) else "link", head, child, guid if is_name(guid) else None)
        found.setdefault(head, []).append(link)
    return found


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _guid(value: str | None) -> str:
    """Return a GUID in small letters and without braces; what some programs write instead as it is."""
    match = _GUID.fullmatch(value or "")
    return (value or "").strip() if match is None else match[1].lower()


def _name_of_source(value: str | None) -> str:
    """Return the GUID of a source as an id, or a new one if it cannot be one."""
    found = _guid(value)
    return found if is_name(found) else new_id()
