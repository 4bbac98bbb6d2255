"""Exports of Nexis Uni and LexisNexis: many articles in one file, each between a head and a tail of fields."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats.articles import article, nothing_found
from annotator.formats.dates import iso_date
from annotator.formats.decoding import read_text
from annotator.formats.languages import language_code
from annotator.formats.markup import shown_blocks
from annotator.formats.source import Source
from annotator.model.record import Record

_END = regex.compile(r"\s*End of Document\s*", regex.IGNORECASE)
_COUNTED = regex.compile(r"\s*(?:\d+ of \d+ DOCUMENTS|Document \d+ of \d+)\s*", regex.IGNORECASE)
_LOADED = regex.compile(r"\s*Load-Date\s*:", regex.IGNORECASE)
_FIELD = regex.compile(
    r"\s*(?P<name>Byline|Section|Length|Dateline|Highlight|Series|Column|Load-Date|Language|Publication-Type|Subject|"
    r"Organization|Industry|Geographic|Company|Person|Ticker|Journal Code|Publication-Code|Graphic|Type|Correction|"
    r"Notes|State|City|Country|Acc-No|URL|Distribution|Document-Type|Pub-Type)\s*:[ \t]*(?P<value>.*)",
    regex.IGNORECASE | regex.DOTALL,
)
_BODY = regex.compile(r"\s*(?:Body|Full Text)\s*:?\s*", regex.IGNORECASE)
_TAIL = regex.compile(
    r"\s*(?:Classification|Load-Date\s*:.*|Publication-Type\s*:.*|Journal Code\s*:.*)", regex.IGNORECASE | regex.DOTALL
)
_COPYRIGHT = regex.compile(r"\s*(?:Copyright|©|\(c\))", regex.IGNORECASE)
_AGENCIES = regex.compile(
    r"\b(?:Associated Press|Agence France[ -]Presse|AFP|Reuters|Xinhua|Anadolu|dpa|Deutsche Presse-Agentur|TASS|"
    r"Interfax|UPI|United Press International|Kyodo|EFE|ANSA|PTI|Press Trust of India|IANS|SANA|BBC Monitoring)\b"
)
_HEAD = frozenset({"byline", "section", "length", "dateline", "highlight", "series", "column", "language", "type"})
_HTML = regex.compile(r"<(?:html|body|div|p|table)\b", regex.IGNORECASE)
_BLANK_LINES = regex.compile(r"\r?\n(?:[ \t]*\r?\n)+")
_LONGEST_HEAD = 60


class _Found(msgspec.Struct):
    meta: dict[str, str]
    paragraphs: list[str]


def looks_so(paragraphs: Sequence[str]) -> bool:
    """Say whether a text is such an export: an article ends as they do there, and there is a load date."""
    marks = [paragraph for paragraph in paragraphs if len(paragraph) <= 200]
    ended = any(_END.fullmatch(mark) or _COUNTED.fullmatch(mark) for mark in marks)
    return ended and any(_LOADED.match(mark) for mark in paragraphs)


def recognise(start: bytes) -> bool:
    """Say whether a saved page or a text begins like such an export."""
    lowered = start.lower()
    return b"load-date" in lowered and (b"end of document" in lowered or b" documents" in lowered)


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield the articles of an export that is a text or a saved page.

    Raises:
        UserError: if it is no export of Nexis Uni.
    """
    decoded = read_text(source, encoding)
    looks_like_html = _HTML.search(decoded.text[:4_096]) is not None
    if looks_like_html:
        paragraphs = shown_blocks(decoded.text, source.name).finish()
    else:
        paragraphs = [part.strip("\r\n") for part in _BLANK_LINES.split(decoded.text) if part.strip()]
    if not looks_so(paragraphs):
        raise UserError(f"{source.name} is no export of Nexis Uni.")
    yield from articles_or_one(source, paragraphs, {}, decoded.notes, None)


def articles_or_one(
    source: Source, paragraphs: Sequence[str], meta: Mapping[str, str], notes: Iterable[str], raw: bytes | None
) -> Iterator[Record]:
    """Yield the articles of an export, or one with ``meta`` if the ``paragraphs`` are none."""
    notes = list(notes)
    if not looks_so(paragraphs):
        yield article(source, paragraphs, meta, notes, raw)
        return
    number = 0
    for chunk in _chunks(paragraphs):
        found = _taken_apart(chunk)
        if not found.paragraphs:
            continue
        number += 1
        said = ["It was read as an export of Nexis Uni: what stands around the articles became metadata.", *notes]
        yield article(source, found.paragraphs, found.meta, said if number == 1 else ())
    if not number:
        raise nothing_found(source)


def _chunks(paragraphs: Sequence[str]) -> Iterator[list[str]]:
    """Yield the paragraphs of each article, with its fields."""
    ended = any(_END.fullmatch(paragraph) for paragraph in paragraphs)
    mark = _END if ended else _COUNTED
    chunk: list[str] = []
    for paragraph in paragraphs:
        if mark.fullmatch(paragraph):
            yield chunk
            chunk = []
        else:
            chunk.append(paragraph)
    if chunk and (not ended or any(_LOADED.match(paragraph) for paragraph in chunk)):
        yield chunk


def _taken_apart(chunk: Sequence[str]) -> _Found:
    lines = [line for paragraph in chunk for line in _unfolded(paragraph) if not _COUNTED.fullmatch(line)]
    start, tail = _body(lines)
    if start is None:
        return _Found({}, [])
    head, last = lines[:start], lines[tail:]
    meta = _fields([*head, *last])
    title, outlet, published = _headed(head)
    meta |= {"title": title, "source": outlet, "published": published, "copyright": _copyright(head)}
    agency = _AGENCIES.search(outlet) or _AGENCIES.search(meta.get("byline", ""))
    meta["agency"] = agency[0] if agency else ""
    return _Found(meta, [*([title] if title else []), *lines[start:tail]] if lines[start:tail] else [])


def _unfolded(paragraph: str) -> list[str]:
    """Return the lines of a paragraph in which several fields stand, and any other as it is."""
    lines = paragraph.splitlines()
    fields = sum(bool(_name(line) or _COPYRIGHT.match(line)) for line in lines)
    return lines if fields > 1 else [paragraph]


def _body(lines: Sequence[str]) -> tuple[int | None, int]:
    """Return where the text begins and where it ends; nothing if it begins nowhere."""
    start = next((at + 1 for at, line in enumerate(lines) if _BODY.fullmatch(line)), None)
    if start is None:
        heads = [at for at, line in enumerate(lines) if _name(line) in _HEAD or _COPYRIGHT.match(line)]
        tails = [at for at, line in enumerate(lines) if _TAIL.fullmatch(line)]
        heads = [at for at in heads if not tails or at < tails[0]]
        start = heads[-1] + 1 if heads else None
    if start is None:
        return None, len(lines)
    tail = next((at for at in range(len(lines) - 1, start - 1, -1) if _TAIL.fullmatch(lines[at])), len(lines))
    while tail > start and (_TAIL.fullmatch(lines[tail - 1]) or _name(lines[tail - 1])):
        tail -= 1
    return start, tail


def _headed(head: Sequence[str]) -> tuple[str, str, str]:
    """Return the title, the outlet and the date, which stand in this order before the fields."""
    before = next((at for at, line in enumerate(head) if _COPYRIGHT.match(line) or _name(line) in _HEAD), len(head))
    dated = [at for at in range(before) if len(head[at]) <= _LONGEST_HEAD and iso_date(_day(head[at]))]
    if not dated:
        return (head[before - 1] if before else ""), "", ""
    at = dated[-1]
    published = iso_date(_day(head[at]))
    outlet = head[at - 1] if at >= 1 else ""
    title = head[at - 2] if at >= 2 else ""
    if not title:
        # The older exports have the outlet and the date first, and the title behind them.
        title = next((line for line in head[at + 1 :] if not _name(line) and not _COPYRIGHT.match(line)), "")
    return title, outlet, published


def _copyright(head: Sequence[str]) -> str:
    """Return whose the article is, with the edition that may stand above it."""
    at = next((at for at, line in enumerate(head) if _COPYRIGHT.match(line)), None)
    if at is None:
        return ""
    edition = head[at - 1] if at and not iso_date(_day(head[at - 1])) and len(head[at - 1]) <= _LONGEST_HEAD else ""
    return f"{head[at]} ({edition})" if edition.lower().endswith("edition") else head[at]


def _day(line: str) -> str:
    """Return a line without the time of day and the zone that may stand behind the day of the week."""
    found = regex.match(r"(.*?\b\p{L}+day\b)", line)
    return found[1] if found and regex.search(r"\d{4}", found[1]) else line


def _fields(lines: Sequence[str]) -> dict[str, str]:
    meta: dict[str, str] = {}
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field is None:
            continue
        name, value = field["name"].lower(), field["value"].strip()
        if name == "language":
            meta["language"] = language_code(value)
        else:
            meta.setdefault(regex.sub(r"\W", "_", name), value)
    return meta


def _name(line: str) -> str:
    field = _FIELD.fullmatch(line)
    return field["name"].lower() if field else ""
