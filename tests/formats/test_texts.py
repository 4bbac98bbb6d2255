"""Decoding, and plain text: strict, named, never by a silent guess."""

import gzip
import zlib
from hashlib import sha256
from io import BytesIO

import pytest

from annotator.errors import UserError
from annotator.formats import decoding, plain_text
from annotator.formats.decoding import EncodingQuestion
from annotator.formats.source import Source
from tests.formats.given import CANARY, checked, read_one, refusal, source
from tests.growth import grows_at_most

RUSSIAN = f"{CANARY}. Наблюдатели сообщили, что погибли не менее 287 бойцов, среди них 26 подростков.\n" * 5
FRENCH = f"{CANARY}. L’armée a nié, dit-elle, « tout bombardement » près de la rivière à l’été passé.\n" * 5


@pytest.mark.parametrize(
    "text",
    [
        "one\r\ntwo\rthree\n",
        "a\u00a0b\u202fc",
        "e\u0301 n\u0303 \u1112\u1161\u11ab",
        "a\u2028b\u2029c\x85d\x0be\x0cf",
        "👨‍👩‍👧 🇺🇦 😀",
        "قال المرصد إن ٢٨٧ مقاتلاً",
        "a\ufeffb\u202eevil\u202c\ufdd0\ufffe",
        "trailing blanks  \n\n\n",
    ],
)
def test_the_text_is_the_files_text(text: str):
    record = read_one(plain_text.read, text.encode())
    assert record.text == text
    assert record.raw_sha256 == sha256(text.encode()).hexdigest()
    assert record.notes == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-be", "utf-32-be"])
def test_a_byte_order_mark_says_how_to_read_and_is_dropped(encoding: str):
    mark = "" if encoding in ("utf-8-sig", "utf-16", "utf-32") else "\ufeff"
    raw = (mark + RUSSIAN).encode(encoding)
    record = read_one(plain_text.read, raw)
    assert record.text == RUSSIAN
    assert record.raw_sha256 == sha256(raw).hexdigest()


def test_only_the_first_byte_order_mark_is_dropped():
    assert read_one(plain_text.read, "\ufeff\ufeffa".encode()).text == "\ufeffa"


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "cp1251"), (FRENCH, "cp1252"), (RUSSIAN, "koi8-r")])
def test_another_encoding_is_asked_about_by_name_and_taken_when_given(text: str, encoding: str):
    raw = text.encode(encoding)
    with pytest.raises(EncodingQuestion) as asked:
        read_one(plain_text.read, raw)
    checked(str(asked.value))
    assert raw.decode(asked.value.suggested).startswith(asked.value.preview)
    assert 0 <= asked.value.confidence <= 1
    assert asked.value.preview
    record = read_one(plain_text.read, raw, encoding=encoding)
    assert record.text == text
    assert encoding in record.notes[0]


def test_cyrillic_is_recognised():
    with pytest.raises(EncodingQuestion) as asked:
        read_one(plain_text.read, RUSSIAN.encode("cp1251"))
    assert asked.value.suggested.lower() == "windows-1251"


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_cut_utf_8_is_called_damaged_and_not_given_another_name(cut: int):
    raw = (RUSSIAN + "😀").encode()[:-cut]
    assert "damaged UTF-8" in refusal(plain_text.read, raw)
    assert "damaged UTF-8" in refusal(plain_text.read, raw[:70] + b"\xff" + raw[70:])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("text", [RUSSIAN, "Plain ASCII words.\n", "".join(map(chr, range(0x4E01, 0x4F00)))])
def test_utf_16_without_a_mark_is_read_when_it_is_named(encoding: str, text: str):
    raw = text.encode(encoding)
    with pytest.raises(UserError):
        read_one(plain_text.read, raw)
    assert read_one(plain_text.read, raw, encoding=encoding).text == text


def test_an_encoding_is_not_used_for_what_is_utf_8():
    assert read_one(plain_text.read, RUSSIAN.encode(), encoding="cp1251").text == RUSSIAN
    stray = RUSSIAN + "\0"
    assert read_one(plain_text.read, stray.encode(), encoding="cp1251").text == RUSSIAN + "\ufffd"


def test_a_7_bit_encoding_is_used_when_it_is_named():
    text = "監視団によると少なくとも287人"
    assert read_one(plain_text.read, text.encode("iso2022_jp"), encoding="iso-2022-jp").text == text


def test_what_cannot_be_kept_is_replaced_and_reported():
    record = read_one(plain_text.read, b"a\0b")
    assert record.text == "a\ufffdb"
    assert len(record.notes) == 1


BINARY = {
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\2\0\0\0\2\0\x08\6\0\0\0" + zlib.compress(bytes(range(256)) * 9),
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\1\0H\0H\0\0" + bytes(range(256)) * 4,
    "gzip": gzip.compress(RUSSIAN.encode()),
    "zip": b"PK\3\4\x14\0\0\0\x08\0" + zlib.compress(RUSSIAN.encode()),
    "sqlite": b"SQLite format 3\0\x10\0\1\1\0@  " + bytes(400),
    "elf": b"\x7fELF\2\1\1" + bytes(60),
    "pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "rtf": rb"{\rtf1\ansi Words.}",
    "noise": bytes((number * 7919 >> 3) & 255 for number in range(4000)),
    "zeros": bytes(3000),
}


@pytest.mark.parametrize("kind", BINARY)
@pytest.mark.parametrize("encoding", [None, "latin-1", "cp1251", "utf-16-le"])
def test_a_binary_file_is_no_article_whatever_its_name_and_the_encoding(kind: str, encoding: str | None):
    if encoding == "utf-16-le" and kind in ("pdf", "rtf", "elf", "noise", "sqlite", "zip"):
        pytest.skip("as UTF-16 these bytes may well be Chinese")
    refusal(plain_text.read, BINARY[kind], encoding=encoding)


@pytest.mark.parametrize(
    "encoding",
    ["rot13", "zlib", "base64", "hex", "bz2", "uu", "quopri", "unicode_escape", "raw_unicode_escape", "idna",
     "punycode", "undefined", "no-such", "", "a\0b", "../x", "é", "x" * 5000, "\ud800", "\u202ecp1251", "aliases"],
)  # fmt: skip
def test_what_is_no_encoding_of_files_is_refused_by_name(encoding: str):
    sentence = refusal(plain_text.read, RUSSIAN.encode("cp1251"), encoding=encoding)
    assert "\u202e" not in sentence


def test_an_encoding_that_does_not_fit_is_refused():
    assert "byte" in refusal(plain_text.read, RUSSIAN.encode("cp1251"), encoding="ascii")
    assert "byte" in refusal(plain_text.read, b"\xff\xfe\x00")


def test_a_text_that_is_too_large_is_refused_unread():
    def never() -> BytesIO:
        raise AssertionError("it was opened")

    too_large = Source("big.txt", ".txt", decoding.MOST_BYTES + 1, never)
    with pytest.raises(UserError, match="larger than"):
        list(plain_text.read(too_large, None))


def test_even_large_files_are_asked_about_soon():
    def asked(times: int) -> None:
        with pytest.raises(EncodingQuestion):
            read_one(plain_text.read, (RUSSIAN * times).encode("cp1251"))

    assert grows_at_most(8, lambda: asked(2000), lambda: asked(400))


def test_names_are_shown_on_one_line_shortened_and_without_tricks():
    name = source(b"", "a\n\u202egnp.\u2028\ud800" + "long" * 99 + ".txt").name
    assert name.isprintable()
    assert len(name) <= 80
    assert name.startswith("a⟨U+000A⟩⟨U+202E⟩")
    assert name.endswith(".txt")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Towns lost\n\nBELMARCH, 2 Nov (NW) – The Observatory said.\n", "Towns lost"),
        ("Towns lost\r\n\r\nBELMARCH.\r\n", "Towns lost"),
        ("\n\n  Dam breaks  \n\nWords.", "Dam breaks"),
        ("Dam breaks\n" + "The dam above the town broke in the night, the mayor said. " * 3, "Dam breaks"),
        ("انهيار السد فوق المدينة\n\nقال رئيس البلدية إن السد انهار.", "انهيار السد فوق المدينة"),
        ("BELMARCH, 2 Nov (NW) – The Observatory said at least 287 fighters were killed.\nThe army denied it.", ""),
        ("The dam broke in the night.\n\nThe mayor said so.", ""),
        ("x" * 121 + "\n\nWords.", ""),
        ("One line only", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_headline_is_taken_for_the_title_and_stays_in_the_text(text: str, title: str):
    record = read_one(plain_text.read, text.encode(), "story.txt")
    assert record.meta.get("title", "") == title
    assert record.meta["file"] == "story.txt"
    assert record.text == text
