"""Articles as readers hand them over: the text a person reads, and what the file says about it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

import regex

from annotator.errors import UserError
from annotator.formats.decoding import unkept_note
from annotator.formats.source import Source
from annotator.model.record import Record

PARAGRAPH = "\n\n"
_REPLACED = regex.compile(r"[\0\uD800-\uDFFF]")
_LONGEST_VALUE = 2_000


def article(
    source: Source,
    text: str | Sequence[str],
    meta: Mapping[str, str],
    notes: Iterable[str] = (),
    raw: bytes | None = None,
) -> Record:
    """Return an article.

    Args:
        source: the file it comes from.
        text: the text, or its paragraphs, between which a blank line is set.
        meta: what is known; what is empty is left out, and what is no line is made one.
        notes: what there is to say, a sentence each.
        raw: the bytes it comes from, if they are its own.
    """
    whole, replaced = _REPLACED.subn("\ufffd", text if isinstance(text, str) else PARAGRAPH.join(text))
    known = {name: _line(value) for name, value in meta.items()}
    said = list(dict.fromkeys(notes))
    if replaced:
        said.append(unkept_note(replaced))
    return Record(
        whole,
        meta={name: value for name, value in known.items() if value} | {"file": source.name},
        raw_sha256=None if raw is None else sha256(raw).hexdigest(),
        notes=said,
    )


def told_at_the_end(records: Iterable[Record], notes: list[str]) -> Iterator[Record]:
    """Yield ``records``, the last of them with those ``notes`` that came about meanwhile."""
    waiting: Record | None = None
    for record in records:
        if waiting is not None:
            yield waiting
        waiting = record
    if waiting is not None:
        waiting.notes = [*waiting.notes, *notes]
        yield waiting


def some(records: Iterable[Record], source: Source) -> Iterator[Record]:
    """Yield ``records``; refuse the file if there are none."""
    nothing = True
    for record in records:
        nothing = False
        yield record
    if nothing:
        raise nothing_found(source)


def nothing_found(source: Source) -> UserError:
    """Return the error for a file that holds no text."""
    return UserError(f"No text was found in {source.name}.")


def _line(value: str) -> str:
    return _REPLACED.sub("\ufffd", " ".join(value.split()))[:_LONGEST_VALUE]
