"""UIMA CAS JSON 0.4: the text, its annotations and the types they have, in one file for each article and layer."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, BinaryIO

import msgspec

from annotator.errors import UserError
from annotator.formats.cas import PLAIN, SOFA, VIEW, Thing, Type, things_of, types
from annotator.formats.cas_packing import CasPack, attributes_of
from annotator.formats.cas_reading import record_of
from annotator.formats.options import WriteOptions
from annotator.formats.packing import Pack
from annotator.formats.parts import as_many_as_fit
from annotator.formats.source import Source
from annotator.model.record import LossReport, Record

MOST_BYTES = 64_000_000

_DEFAULTS = WriteOptions()
_OF_VALUES = tuple(f"uima.cas.{name}[]" for name in PLAIN)
_ENDED = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class _File(msgspec.Struct, rename={"things": "%FEATURE_STRUCTURES"}):
    things: list[dict[str, Any]] | dict[str, dict[str, Any]]


def recognise(beginning: bytes) -> bool:
    """Say whether a JSON file that begins so is a CAS."""
    return any(key in beginning for key in (b'"%TYPES"', b'"%FEATURE_STRUCTURES"', b'"%VIEWS"'))


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – JSON is UTF-8
    """Yield the one article.

    Raises:
        UserError: if it is no CAS, or has no text.
    """
    if source.size > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 1_000_000} MB, too large to be read.")
    content = source.read()
    try:
        whole = msgspec.json.decode(content, type=_File).things
    except _ENDED:
        raise UserError(f"{source.name} is no CAS in JSON.") from None
    listed = whole if isinstance(whole, list) else [{"%ID": key} | thing for key, thing in whole.items()]
    things = [_thing(structure) for structure in listed]
    found = {thing.id: thing for thing in things if thing is not None}
    if len(found) < len(listed):
        raise UserError(f"{source.name} has feature structures without a type, or without a number of their own.")
    yield record_of(found, source.name, sha256(content).hexdigest())


def write(records: Iterable[Record], target: BinaryIO, options: WriteOptions = _DEFAULTS) -> LossReport:
    """Write a zip with a folder for each layer, in which each article is a file."""
    with Pack(target) as pack:
        packed = CasPack(pack, options)
        for record in as_many_as_fit(records, pack.is_full):
            things, relations = things_of(record, packed.losses)
            packed.add(record, ".json", _encoded(things, types(attributes_of(things))), relations)
    return packed.report()


def _thing(structure: dict[str, Any]) -> Thing | None:
    number, kind = structure.get("%ID"), structure.get("%TYPE")
    if isinstance(number, str) and number.isascii() and number.isdecimal() and len(number) < 12:
        number = int(number)
    if not isinstance(number, int) or isinstance(number, bool) or not isinstance(kind, str):
        return None
    values = {name.removeprefix("#"): value for name, value in structure.items() if name[:1] not in ("%", "@", "^")}
    references = {name[1:]: value for name, value in structure.items() if name[:1] == "@" and type(value) is int}
    listed = structure.get("%ELEMENTS")
    if not isinstance(listed, list):
        return Thing(number, kind, values, references)
    if kind.endswith((".FSArray", "[]")) and kind not in _OF_VALUES:
        return Thing(number, kind, values, references, {"elements": [one for one in listed if type(one) is int]})
    return Thing(number, kind, values | {"elements": listed}, references)


def _encoded(things: list[Thing], declared: list[Type]) -> bytes:
    whole = {
        "%TYPES": {kind.name: _declaration(kind) for kind in declared},
        "%FEATURE_STRUCTURES": [_structure(thing) for thing in things],
        "%VIEWS": {VIEW: {"%SOFA": 1, "%MEMBERS": [thing.id for thing in things if thing.type != SOFA]}},
    }
    return msgspec.json.encode(whole)


def _declaration(kind: Type) -> dict[str, Any]:
    features = {name: {"%NAME": name, "%RANGE": range_} for name, range_ in kind.features.items()}
    return {"%NAME": kind.name, "%SUPER_TYPE": kind.parent} | features


def _structure(thing: Thing) -> dict[str, Any]:
    references = {f"@{name}": number for name, number in thing.references.items()}
    return {"%ID": thing.id, "%TYPE": thing.type} | references | thing.values
