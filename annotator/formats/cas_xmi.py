"""UIMA CAS XMI: the text and its annotations in XML, with the types they have in a file beside it."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, BinaryIO

from annotator.errors import UserError
from annotator.formats.cas import DEPENDENT, GOVERNOR, SOFA, Thing, Type, record_of, things_of, types
from annotator.formats.cas_packing import CasPack, attributes_of
from annotator.formats.losses import Losses
from annotator.formats.options import WriteOptions
from annotator.formats.packing import Pack
from annotator.formats.parts import as_many_as_fit
from annotator.formats.safe_xml import attribute, parsed_xml, xml_text
from annotator.formats.source import Source
from annotator.model.record import LossReport, Record

TYPES = "TypeSystem.xml"
COMPANIONS = (TYPES,)

_DEFAULTS = WriteOptions()
_XMI = "http://www.omg.org/XMI"
_ID = f"{{{_XMI}}}id"
_SPACE = "http:///"
_ECORE = ".ecore"
_UNNAMED = "uima.noNamespace."
_DECLARATIONS = "{http://uima.apache.org/resourceSpecifier}"
_REFERENCES = frozenset({"sofa", GOVERNOR, DEPENDENT})


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – XML says what it is encoded in
    """Yield the one article. The types beside it tell which features refer to others; without them, the usual ones do.

    Raises:
        UserError: if it is no XMI, or has no text.
    """
    root = parsed_xml(source)
    if root.tag != f"{{{_XMI}}}XMI":
        raise UserError(f"{source.name} is XML, but no XMI.")
    referring = _referring(source)
    found: dict[int, Thing] = {}
    for element in root:
        number = element.get(_ID, "")
        kind = _type_of(element.tag)
        if not kind or not _is_number(number):
            continue
        found[int(number)] = _thing(int(number), kind, element, referring)
    yield record_of(found, source.name, sha256(source.read()).hexdigest())


def write(records: Iterable[Record], target: BinaryIO, options: WriteOptions = _DEFAULTS) -> LossReport:
    """Write a zip with a folder for each layer, in which each article is a file, and their types another."""
    declared: dict[str, dict[str, None]] = {}
    with Pack(target) as pack:
        packed = CasPack(pack, options)
        for record in as_many_as_fit(records, pack.is_full):
            things, relations = things_of(record, packed.losses)
            declared.setdefault(packed.folder(record), {}).update(dict.fromkeys(attributes_of(things)))
            packed.add(record, ".xmi", _encoded(things, record, packed.losses).encode(), relations)
        for folder, attributes in declared.items():
            pack.add(f"{folder}{TYPES}", _type_system(types(list(attributes))).encode())
    return packed.report()


def _type_of(tag: str) -> str:
    """Return the type that the name of an element stands for; nothing if it is none."""
    space, _, name = tag.removeprefix("{").partition("}")
    if not (space.startswith(_SPACE) and space.endswith(_ECORE)) or name in ("NULL", "View"):
        return ""
    package = space.removeprefix(_SPACE).removesuffix(_ECORE).replace("/", ".")
    return f"{package}.{name}".removeprefix(_UNNAMED)


def _thing(number: int, kind: str, element: Any, referring: frozenset[str]) -> Thing:
    values: dict[str, Any] = {}
    references: dict[str, int] = {}
    for name, value in element.attrib.items():
        if name.startswith("{"):
            continue
        if name not in referring:
            values[name] = value
        elif _is_number(value):
            references[name] = int(value)
    return Thing(number, kind, values, references)


def _referring(source: Source) -> frozenset[str]:
    """Return the names of features whose values are the numbers of other things."""
    beside = source.beside(TYPES)
    if beside is None:
        return _REFERENCES
    found = set(_REFERENCES)
    root = parsed_xml(beside)
    texts = {
        one.findtext(f"{_DECLARATIONS}name")
        for one in root.iter(f"{_DECLARATIONS}typeDescription")
        if one.findtext(f"{_DECLARATIONS}supertypeName") == "uima.cas.String"
    }
    for feature in root.iter(f"{_DECLARATIONS}featureDescription"):
        name = (feature.findtext(f"{_DECLARATIONS}name") or "").strip()
        range_ = (feature.findtext(f"{_DECLARATIONS}rangeTypeName") or "").strip()
        if range_ not in _PLAIN and range_ not in texts:
            found.add(name)
    return frozenset(found)


_PLAIN = frozenset(
    f"uima.cas.{name}" for name in ("String", "Boolean", "Byte", "Short", "Integer", "Long", "Float", "Double")
)


def _encoded(things: list[Thing], record: Record, losses: Losses) -> str:
    packages = list(dict.fromkeys(_package(thing.type) for thing in things))
    prefixes = {package: f"p{number}" for number, package in enumerate(packages)} | {"uima.cas": "cas"}
    spaces = "".join(
        f' xmlns:{prefix}="{_SPACE}{package.replace(".", "/")}{_ECORE}"' for package, prefix in prefixes.items()
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xmi:XMI xmlns:xmi="{_XMI}"{spaces} xmi:version="2.0">',
        '<cas:NULL xmi:id="0"/>',
    ]
    for thing in things:
        named = f"{prefixes[_package(thing.type)]}:{thing.type.rpartition('.')[2]}"
        features = "".join(f" {name}={_value(value, losses, record)}" for name, value in thing.values.items())
        references = "".join(f' {name}="{number}"' for name, number in thing.references.items())
        lines.append(f'<{named} xmi:id="{thing.id}"{references}{features}/>')
    members = " ".join(str(thing.id) for thing in things if thing.type != SOFA)
    return "\n".join([*lines, f'<cas:View sofa="1" members="{members}"/>', "</xmi:XMI>", ""])


def _value(value: object, losses: Losses, record: Record) -> str:
    if isinstance(value, bool):
        return '"true"' if value else '"false"'
    return attribute(xml_text(str(value), losses, record))


def _type_system(declared: list[Type]) -> str:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>',
    ]
    for kind in declared:
        features = "".join(
            f"<featureDescription><name>{name}</name><description/><rangeTypeName>{range_}</rangeTypeName></featureDescription>"
            for name, range_ in kind.features.items()
        )
        lines.append(
            f"<typeDescription><name>{kind.name}</name><description/><supertypeName>{kind.parent}</supertypeName>"
            f"<features>{features}</features></typeDescription>"
        )
    return "\n".join([*lines, "</types></typeSystemDescription>", ""])


def _package(type_name: str) -> str:
    return type_name.rpartition(".")[0]


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 12
