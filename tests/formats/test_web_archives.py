"""Web archives: every page with an article is read, and whatever is not is counted."""

import gzip

import pytest

from annotator.formats import warc
from annotator.formats.table import readable_format
from tests.formats.given import CANARY, refusal, source
from tests.formats.test_pages import JSON_LD, PARAGRAPHS, page


def entry(
    url: str,
    body: bytes,
    kind: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    type_: str = "response",
    head: str = "",
) -> bytes:
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{head}\r\n".encode() + body
    return (
        f"WARC/1.0\r\nWARC-Type: {type_}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-11-03T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype={type_}\r\nContent-Length: {len(answer)}\r\n\r\n"
    ).encode() + answer + b"\r\n\r\n"  # fmt: skip


ARTICLE = page(head=JSON_LD).encode()
CYRILLIC = page(
    tuple(f"{number} Наблюдатели сообщили, что погибли не менее двухсот бойцов." * 2 for number in range(4)), root=""
)
WHOLE = (
    b"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Date: 2026-11-03T10:00:00Z\r\nContent-Type: "
    b"application/warc-fields\r\nContent-Length: 3\r\n\r\na:b\r\n\r\n",
    entry("https://nw.example/1", ARTICLE),
    entry("https://nw.example/1", b"", type_="request"),
    entry("https://nw.example/x.png", b"\x89PNG", "image/png"),
    entry("https://nw.example/gone", ARTICLE, status="404 Not Found"),
    entry("https://nw.example/bare", b"<html><body></body></html>"),
    entry("https://nw.example/br", b"\x8b\x00", head="Content-Encoding: br\r\n"),
    entry(
        "https://nw.example/ru", CYRILLIC.replace("&ndash;", "-").encode("cp1251"), "text/html; charset=windows-1251"
    ),
    entry("https://nw.example/gz", gzip.compress(ARTICLE), head="Content-Encoding: gzip\r\n"),
    entry(
        "https://nw.example/chunks",
        b"%x\r\n" % len(ARTICLE) + ARTICLE + b"\r\n0\r\n\r\n",
        head="Transfer-Encoding: chunked\r\n",
    ),
)


def read(raw: bytes, name: str = "wire.warc"):
    return list(warc.read(source(raw, name), None))


def test_every_page_is_an_article_and_the_rest_is_counted():
    first, russian, packed, chunked = read(b"".join(WHOLE))
    assert all(paragraph in first.text for paragraph in PARAGRAPHS)
    assert first.meta["url"] == "https://nw.example/1"
    assert first.meta["saved"] == "2026-11-03T10:00:00Z"
    assert (first.meta["title"], first.meta["source"], first.meta["published"]) == (
        "Fighters pushed from river towns", "Northern Wire", "2026-11-02",
    )  # fmt: skip
    assert "Наблюдатели" in russian.text
    assert packed.text == chunked.text == first.text
    assert chunked.notes == [
        "Pages in which no article was found (1) were left out.",
        "Answers of servers that a page is gone, or elsewhere (1), were left out.",
        "Pages that were sent packed in another way than gzip (1) were left out.",
        "Pictures, scripts and other files (1) were left out.",
    ]


def test_an_archive_may_be_packed_entry_by_entry():
    raw = b"".join(gzip.compress(one) for one in WHOLE)
    assert len(read(raw, "wire.warc.gz")) == 4
    known = readable_format("auto", ".gz", lambda: raw)
    assert known is not None
    assert known.name == "warc"


@pytest.mark.parametrize(
    "content", [b"", b"x", gzip.compress(b"x" * 100), b"\x1f\x8bx", b"WARC/1.0\r\n", WHOLE[0], WHOLE[3]]
)
def test_what_is_no_web_archive_or_holds_no_article_is_refused(content: bytes):
    refusal(warc.read, content, "a.warc")


def test_a_length_beyond_what_a_machine_counts_to_is_damage_like_any_other():
    wrong = WHOLE[1].replace(b"Content-Length: ", b"Content-Length: " + b"9" * 30)
    assert [record.notes for record in read(WHOLE[1] + wrong)] == [
        ["The archive is damaged: what comes after this article cannot be read."]
    ]
    assert "no web archive that can be read" in refusal(warc.read, wrong, "wire.warc")


def test_a_damaged_archive_is_read_as_far_as_it_goes_and_that_is_said():
    packed = b"".join(gzip.compress(one) for one in WHOLE[:2])
    for damage in (
        gzip.compress(WHOLE[7])[:200],
        gzip.compress(WHOLE[7])[:200] + b"garbage",
        gzip.compress(WHOLE[7])[:-20],
    ):
        *_, record = read(packed + damage)
        assert PARAGRAPHS[0] in record.text, "a page that is cut off is no article"
        assert any("damaged" in note for note in record.notes)
    *_, record = read(WHOLE[1] + WHOLE[7][:-100])
    assert any("damaged" in note for note in record.notes)


def test_a_page_that_unpacks_to_too_much_is_left_out():
    bomb = entry(
        "https://nw.example/bomb",
        gzip.compress(b"<p>" + CANARY.encode() + b" " * 50_000_000),
        head="Content-Encoding: gzip\r\n",
    )
    (record,) = read(bomb + WHOLE[1])
    assert "no article was found (1)" in record.notes[0]


def plain(url: str, text: str, type_: str = "conversion") -> bytes:
    body = text.encode()
    return (
        f"WARC/1.0\r\nWARC-Type: {type_}\r\nWARC-Target-URI: <{url}>\r\nWARC-Date: 2026-11-03T10:00:00Z\r\n"
        f"WARC-Identified-Content-Language: rus,eng\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body + b"\r\n\r\n"  # fmt: skip


def test_texts_that_were_made_of_pages_are_articles_and_pages_seen_before_are_counted():
    whole = plain("https://nw.example/1", "Города\nАрмия молчит.\n") + plain("https://nw.example/2", "\n")
    whole += plain("https://nw.example/3", "x", "resource") + entry("https://nw.example/4", b"", type_="revisit")
    (record,) = read(whole)
    assert (record.text, record.meta["title"], record.meta["language"]) == ("Города\nАрмия молчит.", "Города", "ru")
    assert (record.meta["url"], record.meta["saved"]) == ("https://nw.example/1", "2026-11-03T10:00:00Z")
    assert record.notes == [
        "Pages came as texts that were made of them, with their menus and footers.",
        "Pages in which no article was found (1) were left out.",
        "Pages that were the same as when they were saved before (1) are not in the archive.",
        "Pictures, scripts and other files (1) were left out.",
    ]
