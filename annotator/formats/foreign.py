"""JSON of other programs: what is taken from it, and the one sentence if it is something else."""

from collections.abc import Iterator
from typing import Any

import msgspec

from annotator.errors import UserError
from annotator.formats.decoding import MOST_BYTES
from annotator.formats.jsonl import LARGEST, MAY_BE_UNKEPT, NotALineError, check_values, lines, without_unkept
from annotator.formats.source import Source
from annotator.model.naming import LONGEST_NAME, is_name
from annotator.model.record import Record

MOST_JSON = 512_000_000
"""The largest file that is one JSON object, which has to be read whole."""

Object = dict[str, Any]


def decoded(content: bytes) -> tuple[Any, list[str]]:
    """Return a JSON value, and what there is to say about characters that were replaced.

    Raises:
        NotALineError: if it is no JSON, or nested too deeply.
    """
    notes: list[str] = []
    if MAY_BE_UNKEPT.search(content) is not None:
        content, notes = without_unkept(content)
    try:
        return msgspec.json.decode(content), notes
    except RecursionError:
        raise NotALineError("it is nested too deeply.") from None
    except UnicodeDecodeError as error:
        raise NotALineError(f"it is not UTF-8 (byte {error.start}).") from None
    except msgspec.MsgspecError:
        raise NotALineError("it is no JSON.") from None


def objects_of(source: Source) -> Iterator[tuple[int, Object, list[str]]]:
    """Yield the JSON object of each line that is not empty, with its number and what there is to say about it.

    Raises:
        UserError: at the first line that is none.
    """
    for number, line in lines(source):
        try:
            value, notes = decoded(line)
            yield number, an_object(value, "it"), notes
        except NotALineError as error:
            raise UserError(f"{source.name}, line {number}: {error}") from None


def begins_with(source: Source, sign: bytes) -> bool:
    """Say whether the first byte of ``source`` that is no blank is ``sign``."""
    with source.open() as file:
        return file.read(4_096).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(sign)


def whole_value(source: Source) -> tuple[Any, list[str]]:
    """Return the JSON value that ``source`` is, and what there is to say about it; raise :exc:`UserError` if none."""
    if source.size > MOST_JSON:
        raise UserError(f"{source.name} is larger than {MOST_JSON // 1_000_000} MB; export it in parts.")
    try:
        return decoded(source.read().removeprefix(b"\xef\xbb\xbf"))
    except NotALineError as error:
        raise UserError(f"{source.name} cannot be read: {error}") from None


def an_object(value: object, what: str) -> Object:
    """Return ``value`` if it is an object."""
    if not isinstance(value, dict):
        raise NotALineError(f"{what} is no JSON object.")
    return value


def a_list(value: object, what: str) -> list[Any]:
    """Return ``value`` if it is a list, or an empty one for ``null``."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise NotALineError(f"{what} is no list.")
    return value


def a_text(value: object) -> str:
    """Return ``value`` if it may be the text of an article."""
    if not isinstance(value, str):
        raise NotALineError("it has no text.")
    if len(value) > MOST_BYTES:
        raise NotALineError(f"its text is larger than {MOST_BYTES // 1_000_000} MB, too large for one article.")
    return value


def a_name(value: object, what: str) -> str:
    """Return ``value`` if it may be a name; numbers are taken for theirs."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not is_name(value):
        raise NotALineError(f"{what} is no name, has a control character, or is longer than {LONGEST_NAME}.")
    return value


def a_name_if_any(value: object, what: str) -> str | None:
    """Return ``value`` if it may be a name; nothing for nothing."""
    return None if value is None or value == "" else a_name(value, what)


def an_offset(value: object) -> int:
    """Return ``value`` if it may be an offset."""
    if not isinstance(value, int) or isinstance(value, bool) or not -LARGEST <= value < LARGEST:
        raise NotALineError("an offset is no whole number.")
    return value


def values(value: object, what: str) -> Object:
    """Return ``value`` if it is an object that the program may pass on."""
    found = an_object(value, what)
    check_values(found)
    return found


def a_state(value: object) -> str | None:
    """Return ``value`` if it is the state of a layer."""
    return value if value in ("open", "done") and isinstance(value, str) else None


def named_metadata(record: Record) -> Object:
    """Return which article and whose work it is, under the names that all our exports for other programs use."""
    found: Object = {"article_id": record.id, "layer": record.layer, "status": record.status, "metadata": record.meta}
    return found


METADATA_KEYS = frozenset({"article_id", "layer", "status", "metadata"})


def metadata_of(found: Object, known: frozenset[str]) -> Object:
    """Return the metadata among the keys of a line: what our exports put there, and all keys that are not ``known``."""
    more = {name: value for name, value in found.items() if name not in known and name not in METADATA_KEYS}
    ours = found.get("metadata")
    check_values(more)
    return more | values(ours, "its metadata") if ours is not None else more
