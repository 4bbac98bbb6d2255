"""What an article needs and other formats have no place for, such as its id and whose work it is, as JSON."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from annotator.errors import UserError
from annotator.formats import losses as kinds
from annotator.formats.decoding import MOST_BYTES, unkept_note
from annotator.formats.words import is_kept
from annotator.model.naming import is_name
from annotator.model.patterns import compiled
from annotator.model.record import Record, RecordRelation, RecordSpan

HELD = (kinds.LABELS, kinds.READ, kinds.META, kinds.STATES, kinds.FLAGS, kinds.LAYERS, kinds.TAGSETS)
"""What is no loss to a format that finds a place for this."""
_UNKEPT = r"[\0\uD800-\uDFFF]"


class About(msgspec.Struct, omit_defaults=True):
    """All of a record but its text and its marks."""

    id: str | None = None
    sha256: str | None = None
    meta: dict[str, Any] = {}
    layer: str | None = None
    status: Literal["open", "done"] | None = None
    flagged: bool = False
    tagset: str | None = None
    tagset_version: int | None = None
    labels: dict[str, Any] = {}
    read: list[tuple[int, int]] = []
    names: dict[str, str] = {}
    """What tags, relation types and attributes are called whose names the format would not take."""

    def record(
        self,
        text: str,
        spans: list[RecordSpan],
        relations: list[RecordRelation],
        raw_sha256: str | None = None,
        notes: Sequence[str] = (),
    ) -> Record:
        """Return the whole record."""
        return Record(
            text,
            self.id,
            self.sha256,
            self.meta,
            self.layer,
            self.status,
            self.flagged,
            self.tagset,
            self.tagset_version,
            spans,
            relations,
            self.labels,
            self.read,
            raw_sha256,
            notes=[*notes],
        )


def about_of(record: Record, names: dict[str, str] | None = None) -> bytes:
    """Return what there is to say about ``record``, in UTF-8."""
    about = About(
        record.id,
        record.sha256,
        record.meta,
        record.layer,
        "done" if record.status == "done" else "open" if record.status is not None else None,
        record.flagged,
        record.tagset,
        record.tagset_version,
        record.labels,
        record.read,
        names or {},
    )
    return msgspec.json.encode(about)


def decode_about(content: bytes | str, called: str) -> About:
    """Read what :func:`about_of` wrote.

    Raises:
        UserError: if it is something else; the sentence names the file as ``called``.
    """
    try:
        about = msgspec.json.decode(content, type=About)
        _check(about)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError):
        raise UserError(f"What {called} says about its article cannot be read.") from None
    return about


def kept_text(text: str, notes: list[str]) -> str:
    """Return ``text`` without what neither a database nor a window can hold; ``notes`` then say so.

    Raises:
        UserError: if it is too long.
    """
    if len(text) > MOST_BYTES:
        raise UserError(f"A text is larger than {MOST_BYTES // 1_000_000} MB, too large for one article.")
    text, replaced = compiled(_UNKEPT).subn("\ufffd", text)
    if replaced:
        notes.append(unkept_note(replaced))
    return text


def _check(about: About) -> None:
    names = (about.id, about.layer, about.tagset, *about.names.values())
    if not all(is_name(name) for name in names if name is not None):
        raise ValueError
    if any(not 0 <= start < end < 2**63 for start, end in about.read):
        raise ValueError
    if not is_kept(about.meta) or not is_kept(about.labels):
        raise ValueError
    if any(compiled(_UNKEPT).search(value) for value in about.meta.values() if isinstance(value, str)):
        raise ValueError
