"""How a person wants an export written where the format cannot hold everything."""

from typing import BinaryIO, Literal, get_args

import msgspec

Flatten = Literal["longest", "shortest", "per_tag"]
"""Which of overlapping spans stays: the longest, the shortest, or each in the file of its own tag."""
FragmentsAs = Literal["split", "cover"]
"""What becomes of a span with several fragments: a span for each, or one over all of them."""
Scheme = Literal["iob2", "bioes", "iob1"]
"""How the tokens of a span are told from their neighbours."""

OffsetUnit = Literal["codepoint", "utf16"]
"""What offsets count, in formats whose readers do not agree about it."""

FLATTEN: tuple[Flatten, ...] = get_args(Flatten)
FRAGMENTS: tuple[FragmentsAs, ...] = get_args(FragmentsAs)
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
UNITS: tuple[OffsetUnit, ...] = get_args(OffsetUnit)


class WriteOptions(msgspec.Struct, frozen=True):
    """What a writer is to do; one that has no use for an option passes over it."""

    flatten: Flatten = "longest"
    fragments: FragmentsAs = "split"
    scheme: Scheme = "iob2"
    unit: OffsetUnit = "codepoint"
    side: BinaryIO | None = None
    """Where to write what the format cannot hold, as native JSONL; nowhere if there is none."""


class Option(msgspec.Struct, frozen=True):
    """A choice that some formats leave to the person who writes them, in words."""

    name: str
    """The field of :class:`WriteOptions`."""
    label: str
    choices: tuple[tuple[str, str], ...]
    """Each value with what it does; the first is taken if nobody says otherwise."""


OPTIONS = (
    Option(
        "flatten",
        "Overlapping spans",
        (("longest", "the longest stays"), ("shortest", "the shortest stays"), ("per_tag", "a file for each tag")),
    ),
    Option(
        "fragments",
        "Spans in fragments",
        (("split", "a span for each fragment"), ("cover", "one span over all fragments")),
    ),
    Option(
        "scheme",
        "Tokens of a span",
        (
            ("iob2", "B- begins each span, I- goes on (IOB2)"),
            ("bioes", "also E- ends it, S- is a whole span (BIOES)"),
            ("iob1", "I-, and B- only behind a span of the same tag (IOB1)"),
        ),
    ),
    Option(
        "unit",
        "What offsets count",
        (("codepoint", "code points, as in Python"), ("utf16", "UTF-16 units, as in JavaScript")),
    ),
)
"""All such choices; a format heeds those that its row in the table names."""
