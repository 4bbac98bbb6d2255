"""Spans for formats that know neither fragments nor overlaps: one run each, side by side."""

from bisect import bisect_left, insort
from collections.abc import Iterable

import msgspec

from annotator.formats.losses import COVERED, OVERLAPS, SPLIT, Losses
from annotator.formats.options import Flatten, FragmentsAs
from annotator.model.record import Record, RecordSpan


class Piece(msgspec.Struct, frozen=True, gc=False):
    """One run of words with a tag, and the span it comes from. Offsets are code points, or tokens where it says so."""

    start: int
    end: int
    span: RecordSpan

    @property
    def label(self) -> str:
        """The tag."""
        return self.span.label


def pieces_of(record: Record, fragments: FragmentsAs, losses: Losses) -> list[Piece]:
    """Return the spans of ``record`` as runs without gaps; what becomes of fragments is counted."""
    found: list[Piece] = []
    for span in record.spans:
        if span.fragments is None or len(span.fragments) < 2:
            found.append(Piece(span.start, span.end, span))
        elif fragments == "cover":
            losses.add(COVERED, record, span)
            found.append(Piece(span.start, span.end, span))
        else:
            losses.add(SPLIT, record, span)
            found += [Piece(start, end, span) for start, end in span.fragments]
    return found


def without_overlaps(
    record: Record, pieces: Iterable[Piece], flatten: Flatten, losses: Losses, what: str = OVERLAPS
) -> list[Piece]:
    """Return ``pieces`` in text order without those that others overlap; what is left out is counted as ``what``.

    The longest stay, or the shortest; of equals the first in the text. Files for one tag each keep the longest.
    """
    sign = 1 if flatten == "shortest" else -1
    ranked = sorted(pieces, key=lambda piece: (sign * (piece.end - piece.start), piece.start))
    kept: list[tuple[int, int, int]] = []
    for rank, piece in enumerate(ranked):
        at = bisect_left(kept, (piece.start, piece.end, -1))
        before = kept[at - 1][1] if at else 0
        after = kept[at][0] if at < len(kept) else piece.end
        if before <= piece.start and piece.end <= after:
            insort(kept, (piece.start, piece.end, rank))
        else:
            losses.add(what, record, piece.span)
    return [ranked[rank] for _, _, rank in kept]
