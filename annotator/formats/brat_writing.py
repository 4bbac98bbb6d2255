"""brat standoff, out: a zip with a folder for each layer, and in it a text and a file of annotations for each article.

What brat has no place for but an article needs, such as its id and its title, lies beside each text in a third file
(``.json``), which brat passes over. The names of tags, relations and attributes are declared for brat in each folder.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import regex

from annotator.formats import losses as kinds
from annotator.formats.about import HELD, about_of
from annotator.formats.brat import UNSURE
from annotator.formats.brat_lines import cut, joined_words, rejoined, shown_words
from annotator.formats.losses import Counted, Losses
from annotator.formats.options import WriteOptions
from annotator.formats.packing import FolderNames, Pack
from annotator.formats.parts import as_many_as_fit
from annotator.formats.words import word_of
from annotator.model.record import LossReport, Record, RecordSpan

LINE_ENDS = "line ends at the edges of spans or alone between fragments"
ONLY_LINE_ENDS = "spans of nothing but line ends"

_HELD = (*HELD, kinds.ATTRIBUTES, kinds.NOTES, kinds.UNSURE, kinds.RELATIONS)
_DEFAULTS = WriteOptions()
_NO_TYPE = regex.compile(r"[^\p{L}\p{N}_-]|_(?=x)")
_DECLARABLE = regex.compile(r"[\p{L}\p{N}_.-]{1,40}")
_MOST_VALUES = 50


def write(records: Iterable[Record], target: BinaryIO, options: WriteOptions = _DEFAULTS) -> LossReport:
    """Write a zip. Spans are cut at line ends, where brat allows none, and are whole again when they come back."""
    losses = Losses(options.side)
    counted = Counted(losses)
    folders = FolderNames()
    declared: dict[str, _Declared] = {}
    number, last = 0, None
    with Pack(target) as pack:
        for record in as_many_as_fit(records, pack.is_full):
            number += record.id is None or record.id != last
            last = record.id
            folder = "" if record.layer is None else folders(record.layer) + "/"
            article = _Article(record, losses, declared.setdefault(folder, _Declared()))
            place = f"{folder}{number:06}"
            pack.add_text(f"{place}.txt", record.text)
            pack.add(f"{place}.ann", "".join(article.lines()).encode())
            pack.add(f"{place}.json", article.about())
            losses.unheld(record, _HELD)
            counted.record(record, article.spans, article.relations)
        for folder, names in declared.items():
            pack.add(f"{folder}annotation.conf", names.text().encode())
    return counted.report()


class _Declared:
    """Which names the files of a folder use; brat asks for a list of them."""

    def __init__(self) -> None:
        self._marks: dict[str, None] = {}
        self._relations: dict[str, None] = {}
        self._attributes: dict[str, dict[str, None]] = {}

    def mark(self, name: str) -> None:
        self._marks[name] = None

    def relation(self, name: str) -> None:
        self._relations[name] = None

    def attribute(self, name: str, value: str) -> None:
        values = self._attributes.setdefault(name, {})
        if _DECLARABLE.fullmatch(value) and len(values) < _MOST_VALUES:
            values[value] = None

    def text(self) -> str:
        relations = [f"{name}\tArg1:<ENTITY>, Arg2:<ENTITY>" for name in self._relations]
        attributes = [
            f"{name}\tArg:<ENTITY>" + (f", Value:{'|'.join(values)}" if values else "")
            for name, values in self._attributes.items()
        ]
        sections = {"entities": list(self._marks), "relations": relations, "events": [], "attributes": attributes}
        return "\n".join("\n".join([f"[{name}]", *lines, ""]) for name, lines in sections.items())


class _Article:
    """The files of one record."""

    def __init__(self, record: Record, losses: Losses, declared: _Declared) -> None:
        self.spans = 0
        self.relations = 0
        self._record = record
        self._losses = losses
        self._declared = declared
        self._names: dict[str, str] = {}
        self._keys: dict[str | None, str] = {}
        self._attributes = 0
        self._notes = 0

    def about(self) -> bytes:
        """Return what lies beside the text; to be asked when the lines are written, whose names it explains."""
        return about_of(self._record, self._names)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the annotations, each with its end."""
        for span in self._record.spans:
            yield from self._span(span)
        for relation in self._record.relations:
            head, child = self._keys.get(relation.head), self._keys.get(relation.child)
            if head is None or child is None:
                self._losses.add_relation(self._record, relation)
                continue
            self.relations += 1
            name = self._name(relation.label)
            self._declared.relation(name)
            yield f"R{self.relations}\t{name} Arg1:{head} Arg2:{child}\n"

    def _span(self, span: RecordSpan) -> Iterator[str]:
        text = self._record.text
        places = span.fragments or [(span.start, span.end)]
        pieces = cut(text, places)
        if not pieces:
            self._losses.add(ONLY_LINE_ENDS, self._record, span)
            return
        if rejoined(text, pieces) != places:
            self._losses.add(LINE_ENDS, self._record, span)
        self.spans += 1
        key = f"T{self.spans}"
        self._keys[span.id] = key
        name = self._name(span.label)
        self._declared.mark(name)
        listed = ";".join(f"{start} {end}" for start, end in pieces)
        yield f"{key}\t{name} {listed}\t{shown_words(joined_words(text, pieces))}\n"
        yield from self._told(span, key)

    def _told(self, span: RecordSpan, key: str) -> Iterator[str]:
        if span.unsure:
            yield self._attribute(UNSURE, key, "")
        for name, value in span.attributes.items():
            yield self._attribute(self._name(name, UNSURE), key, "" if value is True else word_of(value))
        if span.note:
            self._notes += 1
            yield f"#{self._notes}\tAnnotatorNotes {key}\t{word_of(span.note)}\n"

    def _attribute(self, name: str, key: str, value: str) -> str:
        self._attributes += 1
        self._declared.attribute(name, value)
        return f"A{self._attributes}\t{name} {key}{' ' if value else ''}{value}\n"

    def _name(self, name: str, reserved: str = "") -> str:
        """Return ``name`` as brat takes it: a word of letters and digits, as in ``side_x20_a``."""
        if name != reserved and _NO_TYPE.search(name) is None:
            return name
        plain = _NO_TYPE.sub(lambda found: f"_x{ord(found[0]):x}_", name)
        if name == reserved:
            plain = f"_x{ord(name[0]):x}_{name[1:]}"
        self._names[plain] = name
        return plain
