"""Exports of Factiva: many articles in one file, each between a head of lines and the number of its document.

There are two shapes: lines in a fixed order (headline, byline, length, date, outlet, …), and a table with a code of two
or three letters for each of them (``HD``, ``BY``, ``WC``, ``PD``, ``SN``, …).
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats.articles import article, nothing_found, told_at_the_end
from annotator.formats.blocks import Blocks
from annotator.formats.dates import iso_date
from annotator.formats.decoding import read_text
from annotator.formats.languages import language_code
from annotator.formats.markup import take_elements
from annotator.formats.source import Source
from annotator.model.record import Record

_END = regex.compile(
    r"\s*(?:Document|Dokument|Documento(?: n\.)?|Документ|文件|文档|記事番号)\s+(?P<id>[A-Z]{2,}[0-9A-Za-z]{12,})\s*"
)
_LENGTH = regex.compile(
    r"\s*+\d[\d.,\s]*+(?:words?|Wörter|Woerter|mots|palabras|parole|palavras|woorden|слов\w*|字|ord)\s*",
    regex.IGNORECASE,
)
_TIME = regex.compile(r"\s*\d{1,2}:\d\d(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s+\p{L}{2,5})?\s*")
_SOURCE_CODE = regex.compile(r"[A-Z0-9]{2,8}")
_COPYRIGHT = regex.compile(r"\s*(?:Copyright|©|\(c\))", regex.IGNORECASE)
_FOOTER = regex.compile(
    r"\s*(?:Page|Seite|Página)\s+\d+\s*(?:of|von|de)?\s*\d*\s*©?.*Factiva.*|\s*©\s*\d{4}\s+Factiva, Inc\..*"
)
_FIELDS = {
    "SE": "section", "HD": "title", "BY": "byline", "CR": "credit", "WC": "length", "PD": "published", "ET": "time",
    "SN": "source", "SC": "source_code", "ED": "edition", "PG": "page", "VOL": "volume", "LA": "language",
    "CY": "copyright", "CX": "correction", "ART": "graphic", "CT": "contact", "RF": "references", "CLM": "column",
    "CO": "company", "IN": "industry", "NS": "subject", "RE": "geographic", "IPD": "publisher_subject",
    "IPC": "publisher_codes", "PUB": "publisher", "AN": "guid", "DLN": "dateline",
}  # fmt: skip
"""What the codes of the table stand for."""
_TEXT = ("LP", "TD")
_LONGEST = 200
"""So many characters a line of a head has at most, but for the headline."""
_LONGEST_HEAD = 16
_SAID = "It was read as an export of Factiva: what stands around the articles became metadata."


class _Found(msgspec.Struct):
    meta: dict[str, str]
    paragraphs: list[str]


def looks_so(paragraphs: Sequence[str]) -> bool:
    """Say whether a text is such an export: an article ends with its number, and its length is told."""
    return any(map(_number, paragraphs)) and any(
        _LENGTH.fullmatch(line) or line.startswith(("WC\t", "HD\t")) or line.strip() == "HD"
        for one in paragraphs
        for line in one.split("\n")
    )


def recognise(start: bytes) -> bool:
    """Say whether a saved page or a text begins like such an export."""
    if regex.search(rb"<title>\s*Factiva|class=[\"']article \w{2}Article", start) is not None:
        return True
    if b"<html" in start[:4_096].lower():
        return False
    return looks_so([line.strip() for line in start.decode(errors="replace").splitlines()])


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield the articles of an export that is a text or a saved page.

    Raises:
        EncodingQuestion: if it is not UTF-8, and no encoding is given.
        UserError: if it is no export of Factiva.
    """
    decoded = read_text(source, encoding)
    if regex.search(r"<(?:html|body|div)\b", decoded.text[:4_096], regex.IGNORECASE) is not None:
        yield from _made(source, _of_page(decoded.text, source.name), decoded.notes)
        return
    paragraphs = [line.strip() for line in decoded.text.splitlines() if line.strip()]
    if not looks_so(paragraphs):
        raise UserError(f"{source.name} is no export of Factiva.")
    yield from articles(source, paragraphs, decoded.notes)


def articles(source: Source, paragraphs: Sequence[str], notes: Iterable[str]) -> Iterator[Record]:
    """Yield the articles of an export, of which these are the ``paragraphs``."""
    yield from _made(source, _chunks(paragraphs), notes)


def _made(source: Source, chunks: Iterable[Sequence[str]], notes: Iterable[str]) -> Iterator[Record]:
    at_the_end: list[str] = []
    yield from told_at_the_end(_all_of(source, chunks, [_SAID, *notes], at_the_end), at_the_end)


def _all_of(
    source: Source, chunks: Iterable[Sequence[str]], said: list[str], at_the_end: list[str]
) -> Iterator[Record]:
    read = empty = 0
    for chunk in chunks:
        found = _taken_apart([line for line in chunk if not _FOOTER.fullmatch(line)])
        if not found.paragraphs:
            empty += 1
            continue
        read += 1
        yield article(source, found.paragraphs, found.meta, said if read == 1 else ())
    if not read:
        raise nothing_found(source)
    if empty:
        at_the_end.append(f"Articles without a text ({empty}) were left out.")


def _of_page(content: str, name: str) -> Iterator[list[str]]:
    """Yield the paragraphs of each article of a saved page, without what Factiva shows around them."""
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(content.encode(errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return
    holders = root.xpath("//*[contains(concat(' ', @class, ' '), ' article ')]")
    if holders:
        for holder in holders:
            yield take_elements(holder, Blocks(name), name).finish()
        return
    yield from _chunks(take_elements(root, Blocks(name), name).finish())


def _chunks(paragraphs: Sequence[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    for paragraph in paragraphs:
        chunk.append(paragraph)
        if _number(paragraph):
            yield chunk
            chunk = []


def _number(paragraph: str) -> str:
    """Return the number of the document that a paragraph names, with or without its code; empty if it names none."""
    found = _END.fullmatch(paragraph.rpartition("\t")[2])
    return found["id"] if found is not None else ""


def _taken_apart(chunk: Sequence[str]) -> _Found:
    coded = _coded(chunk)
    found = _of_codes(coded) if {"HD", "SN"} <= coded.keys() else _of_lines(chunk)
    meta = found.meta
    published = meta.get("published", "")
    meta["published"] = iso_date(published)
    if published and not meta["published"]:
        meta["published_as_written"] = published
    language = meta.get("language", "")
    meta["language"] = language_code(language) or language
    title = meta.get("title", "")
    return _Found(meta, [*([title] if title else []), *found.paragraphs] if found.paragraphs else [])


def _coded(chunk: Sequence[str]) -> dict[str, list[str]]:
    """Return what stands under each code; nothing if there are none."""
    found: dict[str, list[str]] = {}
    code = ""
    for paragraph in chunk:
        begun, _, rest = paragraph.partition("\t")
        begun = begun.strip()
        if begun in _FIELDS or begun in _TEXT:
            code = begun
            found.setdefault(code, [])
            paragraph = rest
        if code and paragraph.strip():
            found[code].append(paragraph.strip())
    return found


def _of_codes(coded: dict[str, list[str]]) -> _Found:
    meta = {_FIELDS[code]: " ".join(said) for code, said in coded.items() if code in _FIELDS}
    meta["guid"] = _number(meta.get("guid", "")) or meta.get("guid", "")
    return _Found(meta, [paragraph for code in _TEXT for paragraph in coded.get(code, ())])


def _of_lines(chunk: Sequence[str]) -> _Found:
    """Return what the lines of a head say by their order, and the text behind them."""
    lines = [line for paragraph in chunk for line in _unfolded(paragraph)]
    length = next((at for at, line in enumerate(lines[:_LONGEST_HEAD]) if _LENGTH.fullmatch(line)), None)
    if length is None:
        return _Found({}, [])
    number = _number(lines[-1])
    before = lines[:length]
    meta = {"guid": number, "length": lines[length].strip()}
    section = before[0] if len(before) > 2 else ""
    meta |= {"section": section, "title": before[1 if section else 0] if before else "", "byline": ""}
    meta["byline"] = ", ".join(before[2 if section else 1 :])
    start = _take_head(lines, length + 1, meta)
    return _Found(meta, lines[start : len(lines) - bool(number)])


def _take_head(lines: Sequence[str], at: int, meta: dict[str, str]) -> int:
    """Take the date, the outlet and what follows until the copyright; return where the text begins."""
    names = iter(("source", "source_code", "page"))
    limit = min(len(lines), at + _LONGEST_HEAD)
    last = next((place for place in range(at, limit) if _COPYRIGHT.match(lines[place])), None)
    for place in range(at, limit if last is None else last + 1):
        line = lines[place].strip()
        if _COPYRIGHT.match(line):
            meta["copyright"] = line
        elif "published" not in meta and iso_date(line):
            meta["published"] = line
        elif _TIME.fullmatch(line):
            meta["time"] = line
        elif language_code(line):
            meta["language"] = line
            if last is None:
                return place + 1
        elif len(line) <= _LONGEST and (last is not None or "source" not in meta or _SOURCE_CODE.fullmatch(line)):
            name = next(names, "edition")
            meta[name] = f"{meta[name]}; {line}" if name in meta else line
        else:
            return place
    return limit if last is None else last + 1


def _unfolded(paragraph: str) -> list[str]:
    """Return the lines of a paragraph that holds several of a head, and any other as it is."""
    lines = [line.strip() for line in paragraph.split("\n")]
    return lines if any(_LENGTH.fullmatch(line) for line in lines) else [paragraph]
