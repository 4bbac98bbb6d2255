"""The table of formats. To add one: write its module, add its row.

Whatever a row does not say otherwise of is read apart, in a process of its own.
"""

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from typing import BinaryIO

import msgspec

from annotator.errors import UserError
from annotator.formats import (
    agency_xml,
    annotations_csv,
    article_parquet,
    article_tables,
    brat,
    brat_writing,
    cas_json,
    cas_xmi,
    conll,
    conllu,
    conllu_reading,
    docbin,
    doccano,
    docx,
    epub,
    factiva,
    feeds,
    html,
    huggingface,
    jsonl,
    label_studio,
    mail,
    markdown,
    nexis,
    odt,
    outlook,
    parquet,
    pdf,
    plain_text,
    prodigy,
    refi,
    refi_writing,
    rtf,
    some_json,
    span_table,
    warc,
    web_annotation,
    web_annotation_writing,
    webanno_tsv,
)
from annotator.formats.options import WriteOptions
from annotator.formats.sandbox import apart
from annotator.formats.source import Source
from annotator.model.naming import shown
from annotator.model.record import LossReport, Record

_NAMED = 5
"""How many formats a sentence names."""
AUTO = "auto"
"""Decide by the end of the file's name."""

Read = Callable[[Source, str | None], Iterator[Record]]
"""Takes a source and the encoding of text that is not UTF-8, if that is known."""
Write = Callable[[Iterable[Record], BinaryIO, WriteOptions], LossReport]
"""Takes records, one file, and choices. Where no reader takes a file of any size, it may leave some of the records, if
they are :class:`~annotator.formats.parts.Coming`: they are for the next file."""
Recognise = Callable[[bytes], bool]
"""Takes the beginning of a file."""


class Format(msgspec.Struct, frozen=True):
    """What the program knows how to read, to write, or both."""

    name: str
    help: str
    """What it is, for a person."""
    suffixes: tuple[str, ...]
    """Ends of file names; the first is given to new files."""
    read: Read | None = None
    write: Write | None = None
    recognise: Recognise | None = None
    """Tells its files from those of other formats whose names end alike; without it, they are taken for its own."""
    may_look_like: tuple[str, ...] = ()
    """Other formats whose beginning its own files may have."""
    look: Read | None = None
    """Of tables: yields one record without a text, whose metadata is, by the number of each column from 1, its header
    and the first cells below."""
    companions: tuple[str, ...] = ()
    """Files beside its own that are read with them, not by themselves: ends of their names (``.txt``), or names."""
    written_as: str = ""
    """The end of the names of new files, if that is not the first of ``suffixes``."""
    read_here: bool = False
    """Whether it is read in the program itself. Plain text and our own lines of JSON are: they are read piece by piece,
    and nothing in them unpacks to more, or refers to anything."""
    heeds: frozenset[str] = frozenset()
    """Which of the options of writing make a difference, by the names of their fields."""
    attributes: bool = True
    """Whether a new file holds the attributes of spans; where not, guesses make no difference."""
    also: tuple[str, ...] = ()
    """Other names that people know it by, in small letters and with hyphens; several formats may share one."""

    @property
    def new_suffix(self) -> str:
        """The end of the names of new files."""
        return self.written_as or self.suffixes[0]


# fmt: off
_ROWS = (
    Format("text", "Plain text, an article a file", (".txt",), read=plain_text.read, read_here=True, also=("txt",)),
    Format("html", "Saved news pages", (".html", ".htm"), read=html.read),
    Format(
        "jsonl", "Native JSONL, lossless", (".jsonl", ".ndjson"), read=jsonl.read, write=jsonl.write, read_here=True,
    ),
    Format("pdf", "PDF files with text in them", (".pdf",), read=pdf.read),
    Format("docx", "Word files", (".docx", ".docm"), read=docx.read, also=("word",)),
    Format(
        "table",
        "Tables with an article in each row (CSV, TSV, Excel)",
        (".csv", ".tsv", ".tab", ".xlsx", ".xlsm"),
        read=article_tables.read,
        look=article_tables.look,
        also=("csv", "tsv", "xlsx", "excel"),
    ),
    Format("odt", "OpenDocument texts", (".odt", ".ott"), read=odt.read),
    Format("rtf", "RTF", (".rtf",), read=rtf.read),
    Format("epub", "E-books, an article a chapter", (".epub",), read=epub.read),
    Format(
        "nexis",
        "Exports of Nexis Uni as text or page; those in Word, RTF and PDF are recognised",
        (".txt", ".html", ".htm"),
        read=nexis.read,
        recognise=nexis.recognise,
        may_look_like=("html",),
    ),
    Format(
        "factiva",
        "Exports of Factiva as text or page; those in RTF, Word and PDF are recognised",
        (".txt", ".html", ".htm"),
        read=factiva.read,
        recognise=factiva.recognise,
        may_look_like=("html",),
        also=("dow-jones",),
    ),
    Format("markdown", "Markdown", (".md", ".markdown"), read=markdown.read, also=("md",)),
    Format("mail", "E-mails, with what is attached", (".eml",), read=mail.read, also=("eml",)),
    Format("msg", "E-mails of Outlook", (".msg",), read=outlook.read, also=("outlook",)),
    Format(
        "mailbox", "Mailboxes, an article an e-mail", (".mbox", ".mbx"), read=mail.read_mailbox, also=("mbox",)
    ),
    Format(
        "feed",
        "Feeds (RSS, Atom), an article an entry",
        (".rss", ".atom", ".xml"),
        read=feeds.read,
        recognise=feeds.recognise,
        also=("rss", "atom"),
    ),
    Format(
        "newsml",
        "NewsML-G2 and NewsML",
        (".newsml", ".xml"),
        read=agency_xml.read,
        recognise=agency_xml.recognise_newsml,
        also=("newsml-g2",),
    ),
    Format("nitf", "NITF", (".nitf", ".xml"), read=agency_xml.read, recognise=agency_xml.recognise_nitf),
    Format(
        "warc",
        "Web archives, an article a page",
        (".warc", ".gz"),
        read=warc.read,
        recognise=warc.recognise,
    ),
    Format(
        "conll", "CoNLL-2003: tokens with IOB2 or BIOES tags",
        (
            ".conll", ".iob", ".bio", ".iob2", ".bioes", ".iobes", ".txt", ".tsv", ".csv", ".gold_conll",
            ".v4_gold_conll", ".v4_auto_conll",
        ),
        conll.read, conll.write, recognise=conll.recognise, heeds=frozenset({"flatten", "fragments", "scheme"}),
        also=("conll-2003", "conll2003", "iob", "iob2", "bio", "bioes"), attributes=False,
    ),
    Format(
        "conllu", "CoNLL-U: tokens, sentences and spans in brackets", (".conllu", ".conllup", ".cupt"),
        conllu_reading.read, conllu.write, also=("conll-u", "conllup"), attributes=False,
    ),
    Format(
        "json", "JSON: lists or lines of articles, or of texts with entities", (".json", ".jsonl", ".ndjson"),
        some_json.read, recognise=some_json.recognise, look=apart(some_json.look),
    ),
    Format(
        "label_studio", "Label Studio: tasks with annotations", (".json", ".jsonl", ".csv", ".tsv"),
        label_studio.read, label_studio.write, recognise=label_studio.recognise, heeds=frozenset({"fragments"}),
    ),
    Format(
        "doccano", "doccano: spans as lists", (".jsonl",), doccano.read, doccano.write,
        recognise=doccano.recognise, heeds=frozenset({"fragments"}), attributes=False,
    ),
    Format(
        "doccano_relations", "doccano: spans and relations", (".jsonl",), write=doccano.write_with_relations,
        heeds=frozenset({"fragments"}), attributes=False,
    ),
    Format(
        "prodigy", "Prodigy: tasks with spans and tokens", (".jsonl",), prodigy.read, prodigy.write,
        recognise=prodigy.recognise, heeds=frozenset({"fragments"}),
    ),
    Format(
        "spacy", "spaCy: a DocBin with entities and span groups", (".spacy",), docbin.read, docbin.write,
        heeds=frozenset({"flatten", "fragments"}), also=("docbin",), attributes=False,
    ),
    Format(
        "huggingface", "Hugging Face: rows with spans and token tags (JSON lines)", (".jsonl",), huggingface.read,
        huggingface.write, recognise=huggingface.recognise, heeds=frozenset({"flatten", "fragments", "scheme"}),
        also=("hf", "datasets", "hugging-face"),
    ),
    Format(
        "parquet", "Rows with spans and token tags, for Hugging Face, or with articles (Parquet)", (".parquet",),
        article_parquet.read_either, parquet.write, heeds=frozenset({"flatten", "fragments", "scheme"}),
    ),
    Format(
        "annotations", "A table of spans for spreadsheets (CSV)", (".csv",), span_table.read, annotations_csv.write,
        recognise=span_table.recognise, also=("csv",),
    ),
    Format(
        "brat", "brat standoff, a zip of texts and annotations", (".ann",), brat.read, brat_writing.write,
        companions=brat.COMPANIONS, written_as=".zip",
    ),
    Format(
        "cas-xmi", "UIMA CAS XMI, as INCEpTION reads it, in a zip", (".xmi",), cas_xmi.read, cas_xmi.write,
        companions=cas_xmi.COMPANIONS, written_as=".zip", also=("xmi", "uima", "uima-xmi"),
    ),
    Format(
        "cas-json", "UIMA CAS JSON 0.4, in a zip", (".json",), cas_json.read, cas_json.write,
        recognise=cas_json.recognise, written_as=".zip", also=("uima-json",),
    ),
    Format(
        "web-annotation", "W3C Web Annotation (JSON-LD), a zip of texts and annotations", (".jsonld",),
        web_annotation.read, web_annotation_writing.write, companions=web_annotation.COMPANIONS, written_as=".zip",
        heeds=frozenset({"unit"}), also=("w3c", "json-ld", "jsonld"),
    ),
    Format(
        "web-annotation-json", "Web annotations of Hypothes.is, Recogito and others, beside a text or a saved page",
        (".json",), web_annotation.read, recognise=web_annotation.recognise, also=("hypothesis", "recogito"),
    ),
    Format(
        "refi-qda", "REFI-QDA project, for qualitative analysis", (".qdpx", ".qdc"), refi.read, refi_writing.write,
        heeds=frozenset({"fragments"}), also=("refi", "qdpx"), attributes=False,
    ),
    Format(
        "webanno-tsv", "WebAnno TSV 3", (".tsv",), webanno_tsv.read, recognise=webanno_tsv.recognise,
        also=("webanno", "webanno-tsv3"),
    ),
)
# fmt: on


def _set_apart(row: Format) -> Format:
    if row.read is None or row.read_here:
        return row
    look = None if row.look is None else apart(row.look)
    return msgspec.structs.replace(row, read=apart(row.read), look=look)


FORMATS = tuple(map(_set_apart, _ROWS))


def readable_format(name: str, suffix: str, look: Callable[[], bytes] = bytes) -> Format | None:
    """Return the format to read a file in, by ``name`` or, for :data:`AUTO`, by what the file is.

    Args:
        name: of a format, as :func:`is_called` takes it, or :data:`AUTO`.
        suffix: the end of the file's name.
        look: returns the beginning of the file; called only if several formats share the suffix.

    Raises:
        UserError: if no format that can be read is called ``name``.
    """
    readable = [known for known in FORMATS if known.read is not None]
    if name != AUTO:
        return _called(name, readable, look)
    ending = [known for known in readable if suffix in known.suffixes]
    return _recognised(ending, look) if ending else None


def _recognised(formats: list[Format], look: Callable[[], bytes]) -> Format:
    """Return the one of ``formats`` that the beginning of a file shows it to be."""
    if len(formats) > 1:
        start = look()
        recognised = [known for known in formats if known.recognise is not None and known.recognise(start)]
        formats = recognised or [known for known in formats if known.recognise is None] or formats
    return formats[0]


def format_by_content(named: Format, kind: str) -> Format | None:
    """Return the format that a file has by its content, if that is another than its name says.

    Args:
        named: the format by the name.
        kind: the name of the format that the content shows, or empty.
    """
    if kind in ("", named.name, *named.may_look_like):
        return None
    return next((known for known in FORMATS if known.name == kind and known.read is not None), None)


def writable_format(name: str) -> Format:
    """Return the format to write called ``name``; raise :exc:`UserError` if there is none."""
    return _called(name, [known for known in FORMATS if known.write is not None])


def is_called(known: Format, name: str) -> bool:
    """Say whether ``name`` means this format; case, hyphens and underscores do not matter."""
    wanted = _plain(name)
    return wanted == _plain(known.name) or wanted in known.also


def _called(name: str, formats: list[Format], look: Callable[[], bytes] = bytes) -> Format:
    called = [known for known in formats if is_called(known, name)]
    if called:
        return _recognised(called, look)
    names = {also: known.name for known in formats for also in (_plain(known.name), *known.also)}
    near = get_close_matches(_plain(name), names, n=1)
    others = names[near[0]] if near else f"{', '.join(known.name for known in formats[:_NAMED])}, …"
    raise UserError(f"There is no format {shown(name)[:30]} for that; there is {others} (--help names them all).")


def _plain(name: str) -> str:
    return name.strip().casefold().replace("_", "-")
