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
