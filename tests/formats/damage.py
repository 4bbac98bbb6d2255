"""Damage of every kind to a file: to its bytes, its lines and numbers, and to what it is made of."""

import json
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

JUNK = (
    b"<", b"]]>", b"\0", b"{", b"}", b"[", b"\xff\xfe", b"\xff", b"&x;", b"\\u-1", b"9" * 30, b'"', b"\n\n", b"\r",
    b"\t", b"-1", b"null", b"O", b"B-", b"\\ud800", b"\xed\xa0\x80", "\u202e".encode(), b"../../x", b"CON",
    b"a" * 70_000, b" " * 70_000, b"1" * 70_000, b"-" * 70_000, b"<" * 70_000, b"\n" * 70_000,
)  # fmt: skip
NUMBERS = (b"0", b"-1", b"1", b"2147483648", b"9223372036854775808", b"9" * 40, b"1e999", b"NaN", b"0.5", b"")
VALUES: tuple[Any, ...] = (None, True, -1, 0.5, 2**63, 10**40, "", "x", "\0", [], {}, [[]], {"a": {"b": []}}, "\u202e")
_NUMBER = re.compile(rb"-?[0-9]+(?:\.[0-9]+)?")
_TAG = re.compile(rb"<[^<>]{1,400}>")
_QUOTED = re.compile(rb"\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'")

Change = Callable[[bytes, random.Random], bytes]


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """Return ``whole`` with some damage, always the same for one state of ``chance``."""
    if whole.startswith(b"PK") and chance.random() < 0.8:
        return _damaged_zip(whole, chance)
    if whole.startswith((b"\x1f\x8b", b"\x78")) and chance.random() < 0.7:
        return _damaged_inside(whole, chance)
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        whole = chance.choice(_CHANGES)(whole, chance)
    return whole


def _bytes(whole: bytes, chance: random.Random) -> bytes:
    raw = bytearray(whole)
    at, length = chance.randrange(len(raw) + 1), chance.choice([1, 1, 2, 8, 60])
    what = chance.randrange(4)
    if what == 0:
        raw[at : at + 1] = bytes([chance.randrange(256)])
    elif what == 1:
        del raw[at : at + length]
    elif what == 2:
        raw[at:at] = raw[chance.randrange(len(raw) + 1) :][:length]
    else:
        raw[at:at] = chance.choice(JUNK)
    return bytes(raw)


def _lines(whole: bytes, chance: random.Random) -> bytes:
    lines = whole.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    what = chance.randrange(5)
    if what == 0:
        lines[one], lines[other] = lines[other], lines[one]
    elif what == 1:
        lines.insert(other, lines[one])
    elif what == 2:
        del lines[one]
    elif what == 3:
        lines[one] = b""
    else:
        lines[one] += lines[other]
    return b"\n".join(lines)


def _numbers(whole: bytes, chance: random.Random) -> bytes:
    found = list(_NUMBER.finditer(whole))
    if not found:
        return _bytes(whole, chance)
    one = chance.choice(found)
    number = one[0]
    if chance.random() < 0.5 and number.isdigit() and len(number) < 18:
        changed = b"%d" % (int(number) + chance.choice([-7, -1, 1, 7]))
    else:
        changed = chance.choice([*NUMBERS, chance.choice(found)[0]])
    return whole[: one.start()] + changed + whole[one.end() :]


def _fields(whole: bytes, chance: random.Random) -> bytes:
    """Swap, double or drop what stands between tabs or commas of one line."""
    lines = whole.split(b"\n")
    at = chance.randrange(len(lines))
    mark = b"\t" if b"\t" in lines[at] else b","
    fields = lines[at].split(mark)
    one, other = chance.randrange(len(fields)), chance.randrange(len(fields))
    what = chance.randrange(4)
    if what == 0:
        fields[one], fields[other] = fields[other], fields[one]
    elif what == 1:
        fields.insert(other, fields[one])
    elif what == 2:
        del fields[one]
    else:
        fields[one] = chance.choice(JUNK)
    lines[at] = mark.join(fields)
    return b"\n".join(lines)


def _parts(whole: bytes, chance: random.Random) -> bytes:
    """Swap, double or drop tags or quoted words."""
    found = list(chance.choice([_TAG, _QUOTED]).finditer(whole))
    if not found:
        return _bytes(whole, chance)
    one, other = sorted((chance.choice(found), chance.choice(found)), key=lambda match: match.start())
    what = chance.randrange(4)
    if what == 0 and one.end() <= other.start():
        return whole[: one.start()] + other[0] + whole[one.end() : other.start()] + one[0] + whole[other.end() :]
    if what == 1:
        return whole[: one.start()] + other[0] + whole[one.start() :]
    if what == 2:
        return whole[: one.start()] + whole[one.end() :]
    return whole[: one.start()] + whole[other.start() :]


def _cut(whole: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(whole) + 1)
    return whole[:at] if chance.random() < 0.8 else whole[at:]


def _value(whole: bytes, chance: random.Random) -> bytes:
    """Change a value of JSON, or of one line of JSON."""
    lines = [whole]
    at = 0
    try:
        json.loads(whole)
    except (ValueError, RecursionError):
        lines = whole.split(b"\n")
        at = chance.randrange(len(lines))
    try:
        value = json.loads(lines[at])
        lines[at] = json.dumps(_changed(value, chance)).encode()
    except (ValueError, RecursionError):
        return _bytes(whole, chance)
    return b"\n".join(lines)


def _changed(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict | list) and value and chance.random() < 0.85:
        key = chance.choice(list(value)) if isinstance(value, dict) else chance.randrange(len(value))
        what = chance.random()
        if what < 0.1:
            del value[key]
        elif what < 0.2 and isinstance(value, list):
            value.append(value[key])
        elif what < 0.2:
            value[chance.choice([*value, "", "x"])] = value[key]  # type: ignore[index] # it is a dictionary here
        elif what < 0.25:
            value[key] = [value[key]]
        else:
            value[key] = _changed(value[key], chance)
        return value
    return chance.choice(VALUES)


_CHANGES: tuple[Change, ...] = (_bytes, _bytes, _lines, _numbers, _numbers, _fields, _parts, _cut, _value, _value)


def _damaged_zip(whole: bytes, chance: random.Random) -> bytes:
    """Damage a part of a zip, or what the zip says of its parts."""
    with zipfile.ZipFile(BytesIO(whole)) as old:
        parts = [(name, old.read(name)) for name in old.namelist()]
    at, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    what = chance.random()
    if what < 0.7:
        filled = [number for number, (_, content) in enumerate(parts) if content] or [at]
        at = chance.choice(filled)
        parts[at] = (parts[at][0], damaged(parts[at][1], chance))
    elif what < 0.8:
        parts[at] = (parts[at][0], parts[other][1])
    elif what < 0.9:
        del parts[at]
    else:
        parts[at] = (chance.choice([parts[other][0], "../x", "/x", "CON", "a/" * 50, "x"]), parts[at][1])
    target = BytesIO()
    with zipfile.ZipFile(target, "w", chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as new:
        for number, (name, content) in enumerate(parts):
            # Twice the same name is a warning.
            new.writestr(name if name not in new.namelist() else f"{name}{number}", content)
    packed = target.getvalue()
    return _bytes(packed, chance) if chance.random() < 0.2 else packed


def _damaged_inside(whole: bytes, chance: random.Random) -> bytes:
    """Damage what is packed, or one of several things packed one behind the other, and pack it again."""
    pieces: list[bytes] = []
    rest = whole
    while rest:
        unpacker = zlib.decompressobj(wbits=47)
        try:
            pieces.append(unpacker.decompress(rest))
        except zlib.error:
            return _bytes(whole, chance)
        rest = unpacker.unused_data
    at = chance.randrange(len(pieces))
    pieces[at] = damaged(pieces[at], chance)
    return b"".join(_packed_like(whole, piece) for piece in pieces)


def _packed_like(whole: bytes, piece: bytes) -> bytes:
    packer = zlib.compressobj(wbits=31 if whole.startswith(b"\x1f") else 15)
    return packer.compress(piece) + packer.flush()
