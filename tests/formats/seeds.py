"""A sound file of every format that is read, with what lies beside it, to be damaged."""

import gzip
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath

import msgspec
import pytest

from annotator.formats.companions import beside_member
from annotator.formats.options import WriteOptions
from annotator.formats.source import Source
from annotator.formats.table import FORMATS, Format
from annotator.model.record import Record, RecordRelation, RecordSpan
from tests.formats import (
    test_agency_xml,
    test_article_tables,
    test_e_books,
    test_factiva_exports,
    test_feeds,
    test_mail,
    test_markdown_files,
    test_nexis_exports,
    test_outlook_files,
    test_pages,
    test_pdf_files,
    test_rtf_files,
    test_some_json,
    test_web_annotation,
    test_web_archives,
    test_webanno_tsv,
)
from tests.formats.given import CANARY
from tests.formats.made.compound import compound
from tests.formats.made.office import e_book, open_document, paragraph, word
from tests.formats.made.pdf import drawn

NEED = {"spacy": "spacy", "parquet": "pyarrow"}
"""What has to be installed to read some of them."""
TEXT = "😀 The U.S. army's 26 men\r\n\r\nwere “killed” near Homs."


class Seed(msgspec.Struct, frozen=True):
    """A sound file, and the files beside it by their names."""

    name: str
    content: bytes
    beside: Mapping[str, bytes] = {}

    def source(self, content: bytes, changed: Mapping[str, bytes] | None = None) -> Source:
        """Return it as a source, with another ``content``, and with other files beside it if some were ``changed``."""
        listed = {name: _source(name, held) for name, held in (self.beside | (changed or {})).items()}
        held = _source(self.name, content)
        return msgspec.structs.replace(held, folder="ana", beside=beside_member(self.name, listed))


def _source(name: str, content: bytes) -> Source:
    return Source(PurePosixPath(name).name, Path(name).suffix.lower(), len(content), lambda: BytesIO(content))


def articles() -> list[Record]:
    """Return articles with all that a record can hold."""
    spans = []
    for at, (words, label) in enumerate((("U.S. army", "actor"), ("U.S.", "location"), ("26", "number"))):
        start = TEXT.index(words)
        span = RecordSpan(id=f"s{at}", label=label, start=start, end=start + len(words), text=words, note="n\n")
        span.attributes = {"low": 26, "modifier": "exact"}
        spans.append(span)
    relations = [RecordRelation(id="r", label="counts_who", head="s2", child="s0")]
    one = Record(TEXT, "a1", meta={"title": "T", "desk": [1]}, layer="ana", status="done", spans=spans)
    one.relations, one.labels, one.read = relations, {"topic": ["a", "b"]}, [(0, 5)]
    return [one, Record(TEXT, "a1", layer="ben", status="open", spans=spans[:1]), Record("Homs.", "a2")]


def seeds(known: Format) -> list[Seed]:
    """Return sound files of a format, made as others make them, or as it is written here."""
    if known.name in NEED:
        pytest.importorskip(NEED[known.name])
    beside = {name: content.encode() for name, content in BESIDE.get(known.name, {}).items()}
    made = [Seed(name, content(), beside) for name, content in MADE.get(known.name, {}).items()]
    if known.write is not None:
        made += _written(known)
    assert made, f"{known.name} needs a file to be damaged; add one to MADE"
    return made


def _written(known: Format) -> Iterator[Seed]:
    target = BytesIO()
    assert known.write is not None
    known.write(articles(), target, WriteOptions())
    if known.written_as != ".zip":
        yield Seed(f"work{known.suffixes[0]}", target.getvalue())
        return
    with zipfile.ZipFile(target) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    chosen = next(name for name in held if name.endswith(known.suffixes))
    yield Seed(chosen, held[chosen], {name: content for name, content in held.items() if name != chosen})


def _parquet() -> bytes:
    from tests.formats.test_article_parquet import CONTENT

    return CONTENT


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


def _sheet() -> bytes:
    return test_article_tables.sheet(["Title", "Text"], ["x", CANARY], ["y", 1.5])


def _nexis() -> bytes:
    return "\r\n\r\n".join(test_nexis_exports.COVER + test_nexis_exports.FIRST).encode()


MADE: dict[str, dict[str, Callable[[], bytes]]] = {
    "text": {"a.txt": f"Fighters pushed\n\nÜberfall: {CANARY} said so.\r\n".encode},
    "html": {"a.html": lambda: test_pages.page(head=test_pages.JSON_LD).encode()},
    "pdf": {"a.pdf": lambda: drawn([test_pdf_files.FIRST, test_pdf_files.FIRST], "/Title (x)")},
    "docx": {"a.docx": _word},
    "table": {"a.csv": test_article_tables.CSV.encode, "a.xlsx": _sheet},
    "odt": {"a.odt": _open_document},
    "rtf": {"a.rtf": _rtf},
    "epub": {"a.epub": lambda: e_book(test_e_books.ONE, test_e_books.TWO, metadata=test_e_books.SAID)},
    "nexis": {"a.txt": _nexis},
    "factiva": {
        "a.txt": lambda: test_factiva_exports.LINES.replace("once more", CANARY).encode(),
        "a.html": lambda: test_factiva_exports.page(test_factiva_exports.rows(test_factiva_exports.TABLE)),
    },
    "json": {
        "a.json": lambda: test_some_json.content(
            {"articles": [test_some_json.ARTICLE, {"text": f"{CANARY} said so, and nobody denied it."}]}
        ),
        **{
            f"{at}.json": partial(test_some_json.content, shape)
            for at, shape in enumerate(test_some_json.SHAPES.values())
        },
    },
    "markdown": {"a.md": test_markdown_files.WHOLE.encode},
    "mail": {"a.eml": _mail},
    "msg": {"a.msg": _outlook},
    "mailbox": {"a.mbox": lambda: test_mail.box(_mail(), bytes(test_mail.message()))},
    "feed": {"a.rss": test_feeds.RSS.encode, "a.atom": test_feeds.ATOM.encode},
    "newsml": {"a.newsml": test_agency_xml.G2.encode},
    "nitf": {"a.nitf": test_agency_xml.NITF.encode},
    "warc": {
        "a.warc": lambda: b"".join(test_web_archives.WHOLE[:4]),
        "a.warc.gz": lambda: b"".join(gzip.compress(one, mtime=0) for one in test_web_archives.WHOLE[:4]),
    },
    "parquet": {"articles.parquet": _parquet},
    "web-annotation-json": {
        "a.json": lambda: test_some_json.content([test_web_annotation.noted("ana", "river police", "actor")])
    },
    "webanno-tsv": {"a.tsv": (test_webanno_tsv.HEAD + test_webanno_tsv.BODY).encode},
}
BESIDE = {"web-annotation-json": {"a.html": test_web_annotation.PAGE}}

READ = [known for known in FORMATS if known.read is not None]
