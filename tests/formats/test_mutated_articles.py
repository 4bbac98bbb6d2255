"""Files of every kind, damaged at random: each is read, or refused in one sentence, and nothing else happens."""

import os
import random
import zipfile
from collections.abc import Callable
from io import BytesIO
from time import perf_counter

import pytest

from annotator.errors import UserError
from annotator.formats import (
    agency_xml,
    article_parquet,
    article_tables,
    docx,
    epub,
    feeds,
    mail,
    markdown,
    nexis,
    odt,
    outlook,
    pdf,
    rtf,
    warc,
)
from annotator.formats.sandbox import apart, rest
from tests.formats import (
    test_agency_xml,
    test_article_tables,
    test_e_books,
    test_feeds,
    test_mail,
    test_markdown_files,
    test_nexis_exports,
    test_outlook_files,
    test_pdf_files,
    test_rtf_files,
    test_web_archives,
)
from tests.formats.given import CANARY, Reader, checked, source
from tests.formats.made.compound import compound
from tests.formats.made.office import e_book, open_document, paragraph, word
from tests.formats.made.pdf import drawn

TIMES = 200
SOAKED = 10_000
_SECONDS = 10


def _plain(text: str) -> bytes:
    return text.encode()


def _word() -> bytes:
    note = f'<w:footnote w:id="2">{paragraph("The note.")}</w:footnote>'
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    cells = f"<w:tbl><w:tr><w:tc>{paragraph('Town')}</w:tc><w:tc>{paragraph('26')}</w:tc></w:tr></w:tbl>"
    return word(
        paragraph(f"{CANARY} said so.", reference) + cells, "Title", "Ana", footnotes=note, header1=paragraph("x")
    )


def _open_document() -> bytes:
    return open_document(
        f"<text:h>Title</text:h><text:p>{CANARY}<text:s text:c='3'/><text:note><text:note-body><text:p>note</text:p>"
        "</text:note-body></text:note></text:p><table:table><table:table-row><table:table-cell><text:p>a</text:p>"
        "</table:table-cell></table:table-row></table:table>",
        meta="<dc:title>Title</dc:title>",
    )


def _outlook() -> bytes:
    words = test_outlook_files.wide(test_outlook_files.WORDS)
    return compound(
        test_outlook_files.message(**{"__substg1.0_1000001F": words}), {"__attach_version1.0_#00000000": {}}
    )


def _mail() -> bytes:
    made = test_mail.message()
    made.add_alternative(f"<p>{CANARY}</p>", subtype="html")
    made.add_attachment("A list of towns.", filename="towns.txt")
    return bytes(made)


def _rtf() -> bytes:
    return (
        test_rtf_files.HEAD
        + r"{\info{\title x}{\creatim\yr2026\mo11\dy2}}{\header h\par}BELMARCH {\f1 \'cf\'f0}\u1575?\par"
        r"\trowd\pard\intbl a\cell b\cell\row{\footnote n\par}{\shp{\*\shpinst{\shptxt box\par}}}{\v "
        r"h}\bin3 abc end\par}"
    ).encode()


KINDS: dict[str, tuple[Reader, Callable[[], bytes]]] = {
    "report.docx": (docx.read, _word),
    "report.odt": (odt.read, _open_document),
    "report.epub": (epub.read, lambda: e_book(test_e_books.ONE, test_e_books.TWO, metadata=test_e_books.SAID)),
    "report.pdf": (pdf.read, lambda: drawn([test_pdf_files.FIRST, test_pdf_files.FIRST], "/Title (x)")),
    "report.rtf": (rtf.read, _rtf),
    "report.md": (markdown.read, lambda: _plain(test_markdown_files.WHOLE)),
    "report.eml": (mail.read, _mail),
    "report.mbox": (mail.read_mailbox, lambda: test_mail.box(_mail(), bytes(test_mail.message()))),
    "report.msg": (outlook.read, _outlook),
    "report.rss": (feeds.read, lambda: _plain(test_feeds.RSS)),
    "report.atom": (feeds.read, lambda: _plain(test_feeds.ATOM)),
    "report.nitf": (agency_xml.read, lambda: _plain(test_agency_xml.NITF)),
    "report.xml": (agency_xml.read, lambda: _plain(test_agency_xml.G2)),
    "report.csv": (article_tables.read, lambda: _plain(test_article_tables.CSV)),
    "report.xlsx": (
        article_tables.read,
        lambda: test_article_tables.sheet(["Title", "Text"], ["x", CANARY], ["y", 1.5]),
    ),
    # The library for archives writes what it thinks of them on stderr, which is nowhere when it reads apart.
    "report.warc": (apart(warc.read), lambda: b"".join(test_web_archives.WHOLE[:4])),
    "nexis.txt": (nexis.read, lambda: _plain("\r\n\r\n".join(test_nexis_exports.COVER + test_nexis_exports.FIRST))),
}


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """Return ``whole`` with a few bytes changed, taken away, doubled or moved; of a zip, rather those of a part."""
    if whole.startswith(b"PK") and chance.random() < 0.7:
        return _with_damaged_part(whole, chance)
    raw = bytearray(whole)
    for _ in range(chance.choice([1, 1, 2, 4, 12])):
        at = chance.randrange(len(raw) + 1)
        length = chance.choice([1, 1, 2, 8, 60])
        what = chance.random()
        if what < 0.4 and at < len(raw):
            raw[at] = chance.randrange(256)
        elif what < 0.6:
            del raw[at : at + length]
        elif what < 0.8:
            raw[at:at] = raw[chance.randrange(len(raw) + 1) :][:length]
        else:
            raw[at:at] = chance.choice(
                [b"<", b"]]>", b"\0", b"{", b"}", b"\xff\xfe", b"&x;", b"\\u-1", b"999999999", b'"', b"\n\n"]
            )
    return bytes(raw)


def _with_damaged_part(whole: bytes, chance: random.Random) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as old, zipfile.ZipFile(target, "w") as new:
        names = old.namelist()
        chosen = chance.choice(names)
        for name in names:
            content = old.read(name)
            new.writestr(name, damaged(content, chance) if name == chosen and content else content)
    return target.getvalue()


def try_all(read: Reader, name: str, whole: bytes, times: int, seed: int) -> int:
    """Read ``whole`` damaged in so many ways; return how often it was read all the same."""
    chance = random.Random(seed)
    count = 0
    for _ in range(times):
        raw = damaged(whole, chance)
        began = perf_counter()
        try:
            records = list(read(source(raw, name), None))
        except UserError as error:
            checked(str(error))
        else:
            count += 1
            assert records
            for record in records:
                assert not set(record.text) & {"\0", "\ud800"}
                record.text.encode()
                str(record.meta).encode()
                assert all(CANARY not in note for note in record.notes)
        assert perf_counter() - began < _SECONDS
    return count


@pytest.mark.parametrize("name", KINDS)
def test_a_damaged_file_is_read_or_refused_and_raises_nothing_else(name: str, capfd: pytest.CaptureFixture[str]):
    read, make = KINDS[name]
    try:
        assert try_all(read, name, make(), TIMES, 20261126) > 0
    finally:
        rest()
    assert capfd.readouterr() == ("", "")


def test_a_damaged_parquet_file_is_read_or_refused_apart():
    pytest.importorskip("pyarrow")
    from tests.formats.test_article_parquet import CONTENT

    try:
        try_all(apart(article_parquet.read), "report.parquet", CONTENT, TIMES, 20261126)
    finally:
        rest()


@pytest.mark.soak
@pytest.mark.parametrize("name", [*KINDS, "report.parquet"])
def test_ten_thousand_damaged_files_are_read_or_refused_apart(name: str):
    if name == "report.parquet":
        from tests.formats.test_article_parquet import CONTENT

        read, whole = article_parquet.read, CONTENT
    else:
        read, make = KINDS[name]
        whole = make()
    try:
        try_all(apart(read), name, whole, SOAKED, int(os.environ.get("SEED", "1")))
    finally:
        rest()
