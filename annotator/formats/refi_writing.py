"""REFI-QDA projects, out: a zip of texts and an XML file, as programs for qualitative analysis exchange them.

The standard knows selections with codes and notes, and links between them. Metadata become variables of the sources.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO

import msgspec
import regex

from annotator.formats import losses as kinds
from annotator.formats import safe_xml
from annotator.formats.flattening import Piece, pieces_of
from annotator.formats.losses import Counted, Losses
from annotator.formats.options import WriteOptions
from annotator.formats.packing import Pack
from annotator.formats.parts import as_many_as_fit
from annotator.formats.refi import ARTICLE_ID, INTERNAL, NAMESPACE
from annotator.formats.safe_xml import attribute, content, xml_text
from annotator.model.ids import new_id
from annotator.model.naming import is_name
from annotator.model.record import LossReport, Record

LAYERS_WITHOUT_SPANS = "layers without spans"

_HELD = (kinds.NOTES, kinds.RELATIONS, kinds.LAYERS, kinds.SPAN_IDS, kinds.RELATION_IDS)
_DEFAULTS = WriteOptions()
_GUID = regex.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PART = 1_000_000
_MOST_DESCRIBED = safe_xml.MOST_BYTES // 2
"""With so much of a description a project is full: programs read all of it into memory."""
_IN_MEMORY = 8_000_000
"""How much of the description is kept in memory until it is known what it needs to begin with."""


def write(records: Iterable[Record], target: BinaryIO, options: WriteOptions = _DEFAULTS) -> LossReport:
    """Write a project. Where a span has several fragments, it becomes several selections, or one over all of them."""
    losses = Losses(options.side)
    project = _Project(losses, options)
    with (
        Pack(target) as pack,
        SpooledTemporaryFile(_IN_MEMORY) as sources,
        SpooledTemporaryFile(_IN_MEMORY) as links,
    ):

        def is_full() -> bool:
            described = sources.tell() + links.tell()
            return described > _MOST_DESCRIBED or pack.is_full(described)

        for _, layers in groupby(as_many_as_fit(records, is_full), key=lambda record: record.id or id(record)):
            first = next(layers)
            guid, name = project.begin(first)
            pack.add_text(f"sources/{guid}.txt", first.text)
            sources.write(f'<TextSource guid="{guid}" name={name} plainTextPath="{INTERNAL}{guid}.txt">'.encode())
            for record in chain([first], layers):
                for selection in project.selections(record):
                    sources.write(selection.encode())
                links.write(project.links(record).encode())
                losses.unheld(record, _HELD, _texts(record))
            sources.write(f"{project.values(first)}</TextSource>".encode())
        pack.add_parts("project.qde", project.parts(sources, links))
    return project.counted.report()


class _Ids(msgspec.Struct):
    """The GUIDs of named things, each minted when its name is first met."""

    known: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        if name not in self.known:
            self.known[name] = new_id()
        return self.known[name]


class _Project:
    """The description of a project in the making."""

    def __init__(self, losses: Losses, options: WriteOptions) -> None:
        self.counted = Counted(losses)
        self._losses = losses
        self._options = options
        self._users, self._codes, self._variables = _Ids(), _Ids(), _Ids()
        self._selections: dict[str, str] = {}
        self._pieces = 0
        self._given: set[str] = set()

    def begin(self, record: Record) -> tuple[str, str]:
        """Return the GUID and the quoted name of an article's source."""
        name = record.meta.get("title")
        self._given.clear()
        return _as_guid(record.id) or new_id(), self._quoted(record, str(name or record.id or ""))

    def selections(self, record: Record) -> Iterator[str]:
        """Yield a selection for each span of ``record``, or for each of its fragments."""
        self._selections.clear()
        pieces = pieces_of(record, self._options.fragments, self._losses)
        if record.layer is not None and not pieces:
            self._losses.add(LAYERS_WITHOUT_SPANS, record)
        self._pieces = len(pieces)
        for piece in pieces:
            yield self._selection(record, piece)

    def links(self, record: Record) -> str:
        """Return the links for the relations of ``record``, whose selections were the last to be asked for."""
        found = []
        for relation in record.relations:
            head, child = self._selections.get(relation.head), self._selections.get(relation.child)
            if head is None or child is None:
                self._losses.add_relation(record, relation)
                continue
            name = self._quoted(record, relation.label)
            guid = _as_guid(relation.id)
            if relation.id and not guid:
                self._losses.add(kinds.RELATION_IDS, record)
            found.append(
                f'<Link guid="{guid or new_id()}" name={name} direction="OneWay" '
                f'originGUID="{head}" targetGUID="{child}"/>'
            )
        self.counted.record(record, self._pieces, len(found))
        return "".join(found)

    def values(self, record: Record) -> str:
        """Return the metadata of an article as values of variables."""
        fields = {name: str(record.meta[name]) for name in _texts(record)}
        if record.id is not None and not _as_guid(record.id):
            fields[ARTICLE_ID] = record.id
        return "".join(
            f'<VariableValue><VariableRef targetGUID="{self._variables(name)}"/>'
            f"<TextValue>{content(xml_text(value, self._losses, record))}</TextValue></VariableValue>"
            for name, value in fields.items()
        )

    def parts(self, sources: IO[bytes], links: IO[bytes]) -> Iterator[bytes]:
        """Yield the description, which begins with everything that the sources speak of."""
        yield self._beginning().encode()
        yield from _read(sources)
        yield b"</Sources>"
        if links.tell():
            yield b"<Links>"
            yield from _read(links)
            yield b"</Links>"
        yield b"</Project>\n"

    def _beginning(self) -> str:
        users = "".join(f'<User guid="{guid}" name={attribute(name)}/>' for name, guid in self._users.known.items())
        codes = "".join(
            f'<Code guid="{guid}" name={attribute(name)} isCodable="true"/>' for name, guid in self._codes.known.items()
        )
        variables = "".join(
            f'<Variable guid="{guid}" name={attribute(name)} typeOfVariable="Text"/>'
            for name, guid in self._variables.known.items()
        )
        parts = [
            '<?xml version="1.0" encoding="utf-8"?>\n',
            f'<Project xmlns="{NAMESPACE}" name="News Annotator" origin="News Annotator">',
            f"<Users>{users}</Users>" if users else "",
            f"<CodeBook><Codes>{codes}</Codes></CodeBook>" if codes else "",
            f"<Variables>{variables}</Variables>" if variables else "",
            "<Sources>",
        ]
        return "".join(parts)

    def _selection(self, record: Record, piece: Piece) -> str:
        span = piece.span
        guid = _as_guid(span.id)
        if not guid or guid in self._given:
            if span.id and span.id not in self._selections:
                self._losses.add(kinds.SPAN_IDS, record, span)
            guid = new_id()
        self._given.add(guid)
        if span.id:
            self._selections.setdefault(span.id, guid)
        by = "" if record.layer is None else f' creatingUser="{self._users(self._plain(record, record.layer))}"'
        name = self._quoted(record, record.text[piece.start : piece.end])
        note = f"<Description>{content(xml_text(span.note, self._losses, record))}</Description>" if span.note else ""
        code = self._codes(self._plain(record, span.label))
        return (
            f'<PlainTextSelection guid="{guid}" name={name} startPosition="{piece.start}" endPosition="{piece.end}"'
            f"{by}>"
            f'{note}<Coding guid="{new_id()}"{by}><CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
        )

    def _quoted(self, record: Record, text: str) -> str:
        return attribute(self._plain(record, text))

    def _plain(self, record: Record, text: str) -> str:
        return xml_text(text, self._losses, record)


def _texts(record: Record) -> list[str]:
    """Return the names of the metadata that variables of text hold."""
    return [
        name
        for name, value in record.meta.items()
        if isinstance(value, str) and value and is_name(name) and name != ARTICLE_ID
    ]


def _as_guid(own_id: str | None) -> str:
    """Return an id if it may be a GUID as it is; empty otherwise."""
    return own_id if own_id is not None and _GUID.fullmatch(own_id) else ""


def _read(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while part := file.read(_PART):
        yield part
