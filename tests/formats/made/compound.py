"""Compound files as Outlook writes them, as small as they can be."""

import struct

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: dict[str, bytes], folders: dict[str, dict[str, bytes]] | None = None) -> bytes:
    """Return a compound file with ``streams`` in its root, and in each of its ``folders``."""
    entries: list[tuple[str, int, bytes, list[int]]] = [("Root Entry", 5, b"", [])]
    _add(entries, 0, streams)
    for name, inner in (folders or {}).items():
        entries.append((name, 1, b"", []))
        entries[0][3].append(len(entries) - 1)
        _add(entries, len(entries) - 1, inner)
    # Every stream fills sectors of its own, at least eight: smaller ones would have to go into another table.
    sectors: list[bytes] = []
    chain: list[int] = []
    starts: list[int] = []
    for _, kind, content, _ in entries:
        starts.append(len(sectors) if kind == 2 else _END)
        if kind == 2:
            _chained(sectors, chain, content.ljust(4096, b"\0") if len(content) < 4096 else content)
    directory = b"".join(_entry(entries, starts, number) for number in range(len(entries)))
    first = len(sectors)
    _chained(sectors, chain, directory)
    count = 1
    while count * 128 < len(sectors) + count:
        count += 1
    table = [*chain, *[_FAT] * count]
    table += [_FREE] * (count * 128 - len(table))
    places = [len(sectors) + number for number in range(count)]
    head = struct.pack(
        "<8s16sHHHHH6sLLLLLLLLL", bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, count,
        first, 0, 4096,
        _END, 0, _END, 0,
    )  # fmt: skip
    head += struct.pack("<109L", *places, *[_FREE] * (109 - count))
    return head + b"".join(sectors) + struct.pack(f"<{len(table)}L", *table)


def _add(entries: list[tuple[str, int, bytes, list[int]]], parent: int, streams: dict[str, bytes]) -> None:
    for name, content in streams.items():
        entries.append((name, 2, content, []))
        entries[parent][3].append(len(entries) - 1)


def _chained(sectors: list[bytes], chain: list[int], content: bytes) -> None:
    pieces = [content[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(content), _SECTOR)]
    for number, piece in enumerate(pieces):
        sectors.append(piece)
        chain.append(len(sectors) if number < len(pieces) - 1 else _END)


def _entry(entries: list[tuple[str, int, bytes, list[int]]], starts: list[int], number: int) -> bytes:
    name, kind, content, children = entries[number]
    parent = next((children for _, _, _, children in entries if number in children), [])
    at = parent.index(number) if number in parent else -1
    right = parent[at + 1] if 0 <= at < len(parent) - 1 else _FREE
    child = children[0] if children else _FREE
    # Streams shorter than their eight sectors end in blanks or zeros, which readers of text pass over.
    size = max(len(content), 4096) if kind == 2 else 0
    encoded = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBLLL16sLQQLQ", encoded, len(encoded), kind, 1, _FREE, right, child, b"", 0, 0, 0, starts[number], size
    )
