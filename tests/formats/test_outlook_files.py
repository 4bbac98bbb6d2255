"""E-mails of Outlook: the words, who sent them and when; without the library, one sentence says what to install."""

import struct
import sys
from datetime import datetime, timedelta

import pytest

from annotator.formats import outlook
from annotator.formats.packed_rtf import unpacked_rtf
from tests.formats.given import read_one, refusal
from tests.formats.made.compound import compound

pytest.importorskip("olefile")

WORDS = "BELMARCH // The Observatory said at least 287 fighters were killed – so it said.\r\n\r\nThe army denied it."
TICKS = (datetime(2026, 11, 2, 8) - datetime(1601, 1, 1)) // timedelta(microseconds=1) * 10
"""When it was sent, as Outlook counts."""


def wide(text: str) -> bytes:
    # The test's compound files fill up what is short.
    return text.ljust(2_100).encode("utf-16-le")


def message(**more: bytes) -> dict[str, bytes]:
    return {
        "__properties_version1.0": bytes(32)
        + bytes.fromhex("40003900")
        + bytes(4)
        + struct.pack("<Q", TICKS)
        + bytes(4_096),
        "__substg1.0_0037001F": wide("Fighters pushed – الجيش"),
        "__substg1.0_0C1A001F": wide("Ana Belmar"),
        "__substg1.0_5D01001F": wide("ana@nw.example"),
        **more,
    }


def read(streams: dict[str, bytes], **folders: dict[str, bytes]):
    return read_one(outlook.read, compound(streams, folders), "wire.msg")


def test_what_was_written_and_who_sent_it():
    record = read(message(**{"__substg1.0_1000001F": wide(WORDS)}))
    assert record.text.rstrip() == WORDS
    assert record.meta == {
        "title": "Fighters pushed – الجيش", "byline": "Ana Belmar", "from": "ana@nw.example",
        "published": "2026-11-02T08:00:00+00:00", "file": "wire.msg",
    }  # fmt: skip


def test_html_and_rtf_are_read_where_there_is_no_plain_text():
    page = b"<p>The <b>Observatory</b> said so.</p>".ljust(4_200)
    assert read(message(**{"__substg1.0_10130102": page})).text == "The Observatory said so."
    words = b"{\\rtf1 The Observatory said so.\\par}".ljust(4_200)
    packed = struct.pack("<LL4sL", len(words) + 12, len(words), b"MELA", 0) + words
    assert read(message(**{"__substg1.0_10090102": packed})).text == "The Observatory said so."


def test_attached_files_are_named():
    record = read(
        message(**{"__substg1.0_1000001F": wide(WORDS)}),
        **{"__attach_version1.0_#00000000": {"__substg1.0_3707001F": wide("run\n\u202eme.exe")}},
    )
    (note,) = record.notes
    assert note.startswith("Attached files that were not read: run")
    assert "\u202e" not in note


def test_rtf_is_unpacked_as_outlook_packs_it():
    # The example of MS-OXRTFCP.
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpacked_rtf(packed, "x") == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


@pytest.mark.parametrize(
    "content",
    [b"", b"x", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), compound({"WordDocument": b"x"}), compound(message())],
)
def test_what_is_no_e_mail_is_refused(content: bytes):
    refusal(outlook.read, content, "a.msg")


def test_without_the_library_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "olefile", None)
    assert "news-annotator[outlook]" in refusal(outlook.read, b"x", "a.msg")
