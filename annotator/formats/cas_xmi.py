"""UIMA CAS XMI: the text and its annotations in XML, with the types they have in a file beside it."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, BinaryIO

from annotator.errors import UserError
from annotator.formats.cas import DEPENDENT, GOVERNOR, PLAIN, SOFA, STRING, Thing, Type, things_of, types
from annotator.formats.cas_links import FIRST, NEXT, TARGET, is_slot
from annotator.formats.cas_packing import CasPack, attributes_of
from annotator.formats.cas_reading import record_of
from annotator.formats.losses import Losses
from annotator.formats.options import WriteOptions
from annotator.formats.packing import Pack
from annotator.formats.parts import as_many_as_fit
from annotator.formats.safe_xml import as_version_1_0, attribute, parsed_xml, xml_text
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
_FEATURE = f"{_DECLARATIONS}featureDescription"
_ARRAY = "uima.cas.FSArray"
_REFERENCES = frozenset({"sofa", GOVERNOR, DEPENDENT, TARGET, NEXT, FIRST})


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – XML says what it is encoded in
    """Yield the one article. The types beside it tell which features refer to others; without them, the usual ones do.

    Raises:
        UserError: if it is no XMI, or has no text.
    """
    root = parsed_xml(source)
    if root.tag != f"{{{_XMI}}}XMI":
        raise UserError(f"{source.name} is XML, but no XMI.")
    declared = _Types(source)
    found: dict[int, Thing] = {}
    for element in root:
        number = element.get(_ID, "")
        kind = _type_of(element.tag)
        if not kind or not _is_number(number):
            continue
        found[int(number)] = _thing(int(number), kind, element, declared)
    content = source.read()
    record = record_of(_with_slots(found, declared), source.name, sha256(content).hexdigest())
    _, replaced = as_version_1_0(content)
    if replaced:
        record.notes = [f"{replaced} control characters became U+FFFD.", *record.notes]
    yield record


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


class _Types:
    """Which features of which types refer to other things, by the declaration beside the file, if there is one."""

    def __init__(self, source: Source) -> None:
        beside = source.beside(TYPES)
        self._declared: dict[str, tuple[str, dict[str, str]]] = {}
        self._known: dict[str, dict[str, str]] = {}
        if beside is not None:
            for one in parsed_xml(beside).iter(f"{_DECLARATIONS}typeDescription"):
                features = {_said(each, "name"): _said(each, "rangeTypeName") for each in one.iter(_FEATURE)}
                self._declared[_said(one, "name")] = (_said(one, "supertypeName"), features)

    def is_declared(self, kind: str) -> bool:
        return kind in self._declared

    def refers(self, kind: str, feature: str) -> bool:
        """Say whether a feature of a type refers to one thing or several."""
        range_ = self._ranges(kind).get(feature)
        if range_ is None:
            return feature in _REFERENCES
        # Words stand in elements, or in a list to which the feature refers; numbers stand where they are.
        return range_ not in _PLAIN and self._declared.get(range_, ("",))[0] != STRING and range_ not in _NUMBERS

    def refers_to_many(self, kind: str, feature: str) -> bool:
        range_ = self._ranges(kind).get(feature, "")
        return range_.endswith((".FSArray", ".FSList", "[]")) and range_ not in _OF_VALUES

    def _ranges(self, kind: str) -> dict[str, str]:
        if kind not in self._known:
            found: dict[str, str] = {}
            seen, above = set(), kind
            while above in self._declared and above not in seen:
                seen.add(above)
                above, features = self._declared[above]
                found = features | found
            self._known[kind] = found
        return self._known[kind]


def _said(element: Any, name: str) -> str:
    return (element.findtext(f"{_DECLARATIONS}{name}") or "").strip()


def _thing(number: int, kind: str, element: Any, declared: _Types) -> Thing:
    values: dict[str, Any] = {}
    references: dict[str, int] = {}
    lists: dict[str, list[int]] = {}
    for name, value in element.attrib.items():
        if name.startswith("{"):
            continue
        if kind == _ARRAY or declared.refers_to_many(kind, name):
            lists[name] = [int(one) for one in value.split() if _is_number(one)]
        elif not declared.refers(kind, name):
            values[name] = value
        elif _is_number(value):
            references[name] = int(value)
    several: dict[str, list[str]] = {}
    for child in element:
        # A feature of several values is an element for each.
        several.setdefault(str(child.tag), []).append(child.text or "")
    values |= {name: said for name, said in several.items() if name not in element.attrib}
    return Thing(number, kind, values, references, lists)


def _with_slots(things: Mapping[int, Thing], declared: _Types) -> dict[int, Thing]:
    """Return ``things`` with numbers of slots told from words, where no declaration does."""
    slots = {number for number, thing in things.items() if is_slot(thing)}
    found = dict(things)
    for number, thing in things.items():
        if not slots or declared.is_declared(thing.type):
            continue
        listed = {name: _numbers(value) for name, value in thing.values.items() if isinstance(value, str)}
        lists = {name: numbers for name, numbers in listed.items() if numbers and slots.issuperset(numbers)}
        if lists:
            values = {name: value for name, value in thing.values.items() if name not in lists}
            found[number] = thing._replace(values=values, lists={**thing.lists, **lists})
    return found


def _numbers(value: str) -> list[int]:
    parts = value.split()
    return [int(part) for part in parts] if all(map(_is_number, parts)) else []


_PLAIN = frozenset(f"uima.cas.{name}" for name in PLAIN)
_OF_VALUES = frozenset(f"uima.cas.{name}[]" for name in PLAIN)
_NUMBERS = frozenset(f"uima.cas.{name}{end}" for name in PLAIN[1:] for end in ("Array", "[]"))


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
