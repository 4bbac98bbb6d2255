"""RTF as Outlook packs it into e-mails (MS-OXRTFCP)."""

import struct

from annotator.errors import UserError

MOST_BYTES = 50_000_000
_HEAD = struct.Struct("<LL4sL")
_WINDOW = 4_096
_BEGINNING = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What every window begins with."""


def unpacked_rtf(packed: bytes, name: str) -> bytes:
    """Return RTF as it was before it was packed; ``name`` is what to call the file in a sentence.

    Raises:
        UserError: if it is damaged, or grows too large.
    """
    if not packed:
        return b""
    if len(packed) < _HEAD.size:
        raise UserError(f"{name} is damaged: its text cannot be unpacked.")
    _, size, kind, _ = _HEAD.unpack_from(packed)
    if size > MOST_BYTES:
        raise UserError(f"{name} holds a text of more than {MOST_BYTES // 1_000_000} MB.")
    content = packed[_HEAD.size :]
    if kind == b"MELA":
        return content[:size]
    if kind != b"LZFu":
        raise UserError(f"{name} is damaged: its text cannot be unpacked.")
    return _unpacked(content, size)


def _unpacked(content: bytes, size: int) -> bytes:
    window = bytearray(_BEGINNING.ljust(_WINDOW, b"\0"))
    at, place = 0, len(_BEGINNING)
    out = bytearray()
    while at < len(content) and len(out) < size:
        control = content[at]
        at += 1
        for bit in range(8):
            if at >= len(content) or len(out) >= size:
                break
            if control & (1 << bit):
                pair = int.from_bytes(content[at : at + 2], "big")
                at += 2
                start, length = pair >> 4, (pair & 15) + 2
                if start == place:
                    return bytes(out)
                run = [start + offset for offset in range(length)]
            else:
                window[place] = content[at]
                at += 1
                run = [place]
            for source in run:
                byte = window[source % _WINDOW]
                window[place] = byte
                place = (place + 1) % _WINDOW
                out.append(byte)
    return bytes(out)
