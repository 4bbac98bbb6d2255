"""Exports of Nexis Uni and LexisNexis: many articles in one file, each between a head and a tail of fields."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats import factiva
from annotator.formats.articles import article, nothing_found, told_at_the_end
from annotator.formats.dates import iso_date
from annotator.formats.decoding import read_text
from annotator.formats.languages import language_code
from annotator.formats.markup import shown_blocks
from annotator.formats.source import Source
from annotator.model.record import Record

_END = regex.compile(
    r"\s*(?:End of Document|Fin du document|Ende des Dokuments|Einde van document)\s*", regex.IGNORECASE
)
_COUNTED = regex.compile(
    r"\s*(?:\d+ (?:of|von|de|van|di|sur) \d+ (?:DOCUMENTS|DOKUMENTEN?|DOCUMENTOS|DOCUMENTEN|DOCUMENTI)"
    r"|(?:Document|Dokument) \d+ (?:of|von|de) \d+)\s*",
    regex.IGNORECASE,
)
_LOADED = regex.compile(
    r"(?:Load-Date|Update|Date-Chargement|Loaddatum|Fecha-Carga|Data-Caricamento)\s*+:", regex.IGNORECASE
)
_MEASURED = regex.compile(
    r"(?:Length|Länge|Longueur|Lengte|Largo|Longitud|Lunghezza|Comprimento)\s*+:\s*+\d[\d.,\s]*+\p{L}",
    regex.IGNORECASE,
)
_ABROAD = {
    "autor": "byline", "auteur": "byline", "autore": "byline", "rubrik": "section", "rubrique": "section",
    "sección": "section", "sezione": "section", "rubriek": "section", "länge": "length", "longueur": "length",
    "lengte": "length", "largo": "length", "longitud": "length", "lunghezza": "length", "comprimento": "length",
    "sprache": "language", "langue": "language", "taal": "language", "idioma": "language", "lingua": "language",
    "update": "load_date", "date-chargement": "load_date", "loaddatum": "load_date", "fecha-carga": "load_date",
    "zeitungs-code": "journal_code", "type-publication": "publication_type", "grafik": "graphic",
}  # fmt: skip
"""What fields are called where people use Nexis in other languages."""
_FIELD = regex.compile(
    r"\s*(?P<name>Byline|Section|Length|Dateline|Highlight|Series|Column|Load-Date|Language|Publication-Type|Subject|"
    r"Organization|Industry|Geographic|Company|Person|Ticker|Journal Code|Publication-Code|Graphic|Type|Correction|"
    r"Notes|State|City|Country|Acc-No|URL|Distribution|Document-Type|Pub-Type|Journal-Code|Correction-Date|"
    rf"{'|'.join(_ABROAD)})\s*:[ \t\u00a0]*(?P<value>.*)",
    regex.IGNORECASE | regex.DOTALL,
)
_BODY = regex.compile(r"\s*(?:Body|Full Text)\s*:?\s*", regex.IGNORECASE)
_TAIL = regex.compile(
    r"\s*(?:Classification|(?:Load-Date|Publication-Type|Journal[- ]Code|Update|Date-Chargement|Loaddatum|Fecha-Carga|"
    r"Zeitungs-Code|Sprache|Langue|Taal|Language|Correction-Date)\s*:.*)",
    regex.IGNORECASE | regex.DOTALL,
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
_EDITION = regex.compile(r"[^,]*\bEdition\b.*|[^,]*\bAusgabe\b.*", regex.IGNORECASE)
_CENTRED = " " * 10
_NARROWEST, _WIDEST = 55, 85
_FEWEST_LINES = 4
_SHARE = 0.6
_WRAPPED = "Lines that the export broke at one width became whole again."


class _Found(msgspec.Struct):
    meta: dict[str, str]
    paragraphs: list[str]


def looks_so(paragraphs: Sequence[str]) -> bool:
    """Say whether a text is such an export: an article ends as they do there, and there is a load date."""
    marks = [paragraph for paragraph in paragraphs if len(paragraph) <= 200]
    counted = any(_COUNTED.fullmatch(line) for mark in marks for line in mark.split("\n"))
    if not counted and not any(_END.fullmatch(mark) for mark in marks):
        return False
    loaded = any(_LOADED.match(mark.lstrip()) for mark in paragraphs)
    return loaded or (counted and any(_MEASURED.match(line.lstrip()) for mark in marks for line in mark.split("\n")))


def recognise(start: bytes) -> bool:
    """Say whether a saved page or a text begins like such an export."""
    if regex.search(rb"<meta topic=[^>]{0,80}documents=", start[:65_536], regex.IGNORECASE) is not None:
        return True
    text = unescape(start.decode(errors="replace"))
    ended = "end of document" in text.lower() or any(map(_COUNTED.fullmatch, text.splitlines()))
    return ended and (_LOADED.search(text) is not None or _MEASURED.search(text) is not None)


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
    notes = [*decoded.notes]
    if not looks_like_html and _is_wrapped(paragraphs):
        paragraphs = [_unwrapped(paragraph) for paragraph in paragraphs]
        notes.append(_WRAPPED)
    yield from articles_or_one(source, paragraphs, {}, notes, None)


def articles_or_one(
    source: Source, paragraphs: Sequence[str], meta: Mapping[str, str], notes: Iterable[str], raw: bytes | None
) -> Iterator[Record]:
    """Yield the articles of an export, or one with ``meta`` if the ``paragraphs`` are none."""
    notes = list(notes)
    if factiva.looks_so(paragraphs):
        yield from factiva.articles(source, paragraphs, notes)
        return
    if not looks_so(paragraphs):
        yield article(source, paragraphs, meta, notes, raw)
        return
    at_the_end: list[str] = []
    said = ["It was read as an export of Nexis Uni: what stands around the articles became metadata.", *notes]
    yield from told_at_the_end(_articles(source, paragraphs, said, at_the_end), at_the_end)


def _articles(source: Source, paragraphs: Sequence[str], said: list[str], at_the_end: list[str]) -> Iterator[Record]:
    number = empty = 0
    for chunk in _chunks(paragraphs):
        found = _taken_apart(chunk)
        if not found.paragraphs:
            # What stands before the first article has no fields either.
            empty += bool(found.meta)
            continue
        number += 1
        yield article(source, found.paragraphs, found.meta, said if number == 1 else ())
    if not number:
        raise nothing_found(source)
    if empty:
        at_the_end.append(f"Articles without a text ({empty}) were left out.")


def _is_wrapped(paragraphs: Sequence[str]) -> bool:
    """Say whether lines were broken at one width, as in exports to plain text."""
    lines = [line.rstrip() for paragraph in paragraphs for line in paragraph.splitlines()[:-1]]
    lines = [line for line in lines if not line.startswith("  ") and not _name(line)]
    full = sum(_NARROWEST <= len(line) <= _WIDEST for line in lines)
    return len(lines) >= _FEWEST_LINES and full >= _SHARE * len(lines)


def _unwrapped(paragraph: str) -> str:
    """Return a paragraph with those of its lines as one that go on in each other; a short one ends by itself."""
    parts: list[str] = []
    goes_on = False
    for line in paragraph.splitlines():
        words = line.strip()
        if goes_on and words:
            parts[-1] += f" {words}"
        else:
            parts.append(line)
        goes_on = len(line.rstrip()) >= _NARROWEST and not line.startswith("  ")
    return "\n".join(parts)


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
    if chunk and (not ended or any(_LOADED.match(paragraph.lstrip()) for paragraph in chunk)):
        yield chunk


def _taken_apart(chunk: Sequence[str]) -> _Found:
    lines = [line for paragraph in chunk for line in _unfolded(paragraph) if not _COUNTED.fullmatch(line)]
    start, tail = _body(lines)
    if start is None:
        return _Found({}, [])
    head, last = lines[:start], lines[tail:]
    meta = _fields([*head, *last])
    title, outlet, published, edition = _headed(head)
    meta |= {"title": title, "source": outlet, "published": published, "edition": edition}
    meta["copyright"] = _copyright(head) or _copyright(last)
    rest = [line for line in last if not (_name(line) or _TAIL.fullmatch(line) or _COPYRIGHT.match(line))]
    meta["at_the_end"] = " ".join(rest)
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


def _headed(head: Sequence[str]) -> tuple[str, str, str, str]:
    """Return the title, the outlet, the date and the edition, which stand in this order before the fields.

    The older exports have the outlet and the date first, and the title behind them.
    """
    before = next((at for at, line in enumerate(head) if _COPYRIGHT.match(line) or _name(line) in _HEAD), len(head))
    lines = [[part.strip() for part in line.strip().split("\n")] for line in head]
    dated = [at for at in range(before) if len(lines[at][0]) <= _LONGEST_HEAD and _day(lines[at][0])]
    if not dated:
        return (" ".join(lines[before - 1]) if before else ""), "", "", ""
    at = dated[-1]
    named = _EDITION.search(lines[at][0])
    edition = " ".join([*([named[0].strip()] if named is not None else []), *lines[at][1:]])
    outlet = " ".join(lines[at - 1]) if at >= 1 else ""
    title = " ".join(lines[at - 2]) if at >= 2 else ""
    behind = next((place for place in range(at + 1, before) if not _name(head[place])), None)
    if behind is not None and (not title or _is_old(head)):
        title = " ".join(lines[behind])
    return title, outlet, _day(lines[at][0]), edition


def _is_old(head: Sequence[str]) -> bool:
    """Say whether the outlet and the date stand in the middle of their lines, as they do in the older exports."""
    return any(line.startswith(_CENTRED) for line in head)


def _copyright(head: Sequence[str]) -> str:
    """Return whose the article is, with the edition that may stand above it."""
    at = next((at for at, line in enumerate(head) if _COPYRIGHT.match(line)), None)
    if at is None:
        return ""
    edition = head[at - 1] if at and not _day(head[at - 1]) and len(head[at - 1]) <= _LONGEST_HEAD else ""
    return f"{head[at]} ({edition})" if edition.lower().endswith("edition") else head[at]


def _day(line: str) -> str:
    """Return the day with which a line begins, whatever day of the week, time or edition stands behind it."""
    words = line.split()
    return next((day for count in (len(words), 3, 4, 2) if (day := iso_date(" ".join(words[:count]).rstrip(",")))), "")


def _fields(lines: Sequence[str]) -> dict[str, str]:
    meta: dict[str, str] = {}
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field is None:
            continue
        name, value = field["name"].lower(), field["value"].strip()
        name = _ABROAD.get(name, name)
        if name == "language":
            meta["language"] = language_code(regex.split(r"[;,]", value)[0].strip()) or value
        else:
            meta.setdefault(regex.sub(r"\W", "_", name), value)
    return meta


def _name(line: str) -> str:
    field = _FIELD.fullmatch(line)
    name = field["name"].lower() if field else ""
    return _ABROAD.get(name, name)
