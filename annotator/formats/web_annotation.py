"""W3C Web Annotation, in: annotations in JSON-LD beside the text they are about; each creator's work is a layer."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats import html
from annotator.formats.about import About, decode_about, kept_text
from annotator.formats.decoding import Text, read_text
from annotator.formats.offsets import in_code_points
from annotator.formats.quoting import Quote, find_words
from annotator.formats.source import Source
from annotator.formats.web_annotation_kinds import as_standard, is_reply
from annotator.formats.words import LARGEST, is_kept
from annotator.model.ids import new_id
from annotator.model.naming import is_name
from annotator.model.record import Record, RecordRelation, RecordSpan

MOST_BYTES = 64_000_000
COMPANIONS = (".txt",)
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
OURS = "annotator:"
"""What begins the keys of ours, which the standard has no words for."""
ARTICLE, ATTRIBUTES, UNSURE, ORIGIN, EXTRA = (
    f"{OURS}{name}" for name in ("article", "attributes", "unsure", "origin", "extra")
)
UUID, PLAIN = "urn:uuid:", "urn:annotator:"
UNTAGGED = "annotation"

_SIGNS = (b'"TextQuoteSelector"', b'"TextPositionSelector"', b'anno.jsonld"', b'"oa:Annotation"')
_FRAGMENT = regex.compile(r"char=(\d{1,9}),(\d{1,9})")
_LISTS = ("first", "items", "rows", "annotations", "resources", "@graph")
"""Under which keys annotations are, of a collection, a page, Hypothes.is and older lists."""
_DEEPEST = 4
_REPLIES = "Replies to annotations ({}) were left out."
_NOWHERE = -1
_ENDED = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_Item = Mapping[str, Any]


def recognise(start: bytes) -> bool:
    """Say whether a file of JSON begins like web annotations: of Hypothes.is, of Recogito, or in JSON-LD."""
    return any(sign in start for sign in _SIGNS) and b'"%TYPES"' not in start


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield the article once for everyone whose annotations are there.

    Words are looked for where the annotations say, whatever their offsets count, and else by what stands around them.

    Raises:
        UserError: if it holds no annotations, or there is no text beside it.
    """
    if source.size > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 1_000_000} MB, too large to be read.")
    try:
        whole = msgspec.json.decode(source.read().removeprefix(b"\xef\xbb\xbf"))
    except _ENDED:
        raise UserError(f"{source.name} is no JSON-LD.") from None
    items = [as_standard(item) for item in _items(whole)]
    if not items and isinstance(whole, dict) and isinstance(whole.get("first"), str):
        raise UserError(f"{source.name} only says where its annotations are; export the pages of the collection.")
    if not items and not isinstance(whole, dict):
        raise UserError(f"{source.name} holds no web annotations.")
    text = _text(source, items, encoding)
    about = _about(whole, source.name)
    for at, (layer, mine) in enumerate(_by_creator(items).items()):
        yield from _Reading(text, about, layer, first=at == 0).records(mine)


def _items(whole: object, depth: int = 0) -> Iterator[_Item]:
    """Yield the annotations of a collection, a page, a list, or of one that stands alone."""
    if isinstance(whole, list):
        for one in whole:
            if isinstance(one, dict) and depth < _DEEPEST:
                yield from _items(one, depth + 1)
    elif isinstance(whole, dict):
        listed = next((whole[name] for name in _LISTS if isinstance(whole.get(name), list | dict)), None)
        if any(name in whole for name in ("target", "hasTarget", "on")):
            yield whole
        elif listed is not None and depth < _DEEPEST:
            yield from _items(listed, depth + 1)


def _text(source: Source, items: Sequence[_Item], encoding: str | None) -> Text:
    """Return the text that the annotations are about: the one beside them, or the one that a target holds itself."""
    beside = source.beside(".txt")
    if beside is not None:
        return read_text(beside, encoding)
    for end in (".html", ".htm"):
        page = source.beside(end)
        if page is not None:
            return _of_page(page, encoding)
    for item in items:
        for target in _listed(item.get("target")):
            held = target.get("source") if isinstance(target, dict) else None
            if isinstance(held, dict) and isinstance(held.get("value"), str):
                notes: list[str] = []
                return Text(kept_text(held["value"], notes), "", notes)
    raise UserError(f"{source.name} has no text beside it (.txt or .html).")


def _of_page(page: Source, encoding: str | None) -> Text:
    """Return the text of a saved page; annotations are found in it by their words."""
    record = next(html.read(page, encoding))
    return Text(record.text, record.raw_sha256 or "", [*record.notes])


def _about(whole: object, called: str) -> About:
    ours = whole.get(ARTICLE) if isinstance(whole, dict) else None
    if ours is not None:
        return decode_about(msgspec.json.encode(ours), called)
    return About(meta={"file": called})


def _by_creator(items: Sequence[_Item]) -> dict[str | None, list[_Item]]:
    found: dict[str | None, list[_Item]] = {}
    for item in items:
        found.setdefault(_creator(item), []).append(item)
    return found or {None: []}


def _creator(item: _Item) -> str | None:
    for creator in _listed(item.get("creator")):
        name = (
            creator.get("nickname") or creator.get("name") or creator.get("id")
            if isinstance(creator, dict)
            else creator
        )
        if isinstance(name, str) and is_name(name):
            return name
    return None


class _Reading:
    """The annotations of one creator."""

    def __init__(self, text: Text, about: About, layer: str | None, *, first: bool) -> None:
        self._text = text
        self._about = about if layer is None or about.layer == layer else msgspec.structs.replace(about, layer=layer)
        self._notes = [*text.notes] if first else []
        self._quotes: dict[str, Quote] = {}
        self._given: set[str] = set()
        self._left = 0

    def records(self, items: Sequence[_Item]) -> Iterator[Record]:
        spans: list[RecordSpan] = []
        called: dict[str, str] = {}
        links: list[_Item] = []
        replies = 0
        for item in items:
            if is_reply(item):
                replies += 1
                continue
            if "linking" in _listed(item.get("motivation")):
                links.append(item)
                continue
            span = self._span(item)
            if span is None:
                self._left += 1
            else:
                spans.append(span)
                called[str(item.get("id"))] = span.id or ""
        relations = [relation for link in links for relation in self._relations(link, called)]
        text = self._text.text

        def again() -> Iterator[Record]:
            raw = self._text.raw_sha256 or None
            yield self._about.record(text, [msgspec.structs.replace(span) for span in spans], relations, raw)

        for record in in_code_points(again):
            record.spans = [span for span in record.spans if self._settle(span)]
            if replies:
                self._notes.append(_REPLIES.format(replies))
            if self._left:
                self._notes.append(f"{self._left} annotations were left out: it is not clear where they lie.")
            record.notes = [*self._notes, *record.notes]
            yield record

    def _span(self, item: _Item) -> RecordSpan | None:
        places, quotes = [], []
        for target in _listed(item.get("target")):
            place, quote = _selected(target)
            if place is None and quote is None:
                return None
            places.append(place or (_NOWHERE, _NOWHERE))
            quotes.append(quote)
        if not places:
            return None
        said = _Said(item)
        span = RecordSpan(id=self._id(item), label=said.label, start=min(places)[0], end=max(places)[1])
        span.fragments = places
        words = [quote.exact for quote in quotes if quote is not None]
        span.text = " ".join(words) if len(words) == len(places) else None
        if len(quotes) == 1 and quotes[0] is not None:
            self._quotes[span.id or ""] = quotes[0]
        span.attributes, span.note = said.attributes, said.note
        span.unsure = item.get(UNSURE) is True
        origin, extra = item.get(ORIGIN), item.get(EXTRA)
        span.origin = origin if isinstance(origin, str) and is_name(origin) else None
        if isinstance(extra, dict) and extra and is_kept(extra):
            span.extra = extra
        return span

    def _id(self, item: _Item) -> str:
        found = _own_id(item.get("id"))
        if found is None or found in self._given:
            return new_id()
        self._given.add(found)
        return found

    def _settle(self, span: RecordSpan) -> bool:
        """Put ``span`` where its quote is, unless it is there; say whether there is any place for it."""
        text, places = self._text.text, span.fragments or []
        in_text = all(0 <= start < end <= len(text) for start, end in places)
        if in_text and span.text in (None, " ".join(text[start:end] for start, end in places)):
            span.fragments = sorted(places)
            span.start, span.end = span.fragments[0][0], span.fragments[-1][1]
            return True
        quote = self._quotes.get(span.id or "")
        found = None if quote is None else find_words(text, quote)
        if found is not None:
            span.start, span.end = found
            span.fragments, span.text = [found], text[found[0] : found[1]]
            return True
        if span.start == _NOWHERE:
            self._left += 1
        # Where it says, and how its words read, is enough for the import to look nearby or to refuse it by name.
        return span.start != _NOWHERE

    def _relations(self, link: _Item, called: Mapping[str, str]) -> Iterator[RecordRelation]:
        heads = [called.get(_iri(target)) for target in _listed(link.get("target"))]
        children = [called.get(_iri(body)) for body in _listed(link.get("body")) if _iri(body) in called]
        if len(heads) == 2 and not children:
            # Recogito has both ends as targets.
            heads, children = heads[:1], heads[1:]
        label = _Said(link, "linking").label
        extra = link.get(EXTRA)
        for head in heads:
            for child in children:
                if head is not None and child is not None:
                    yield RecordRelation(
                        id=_own_id(link.get("id")) if len(heads) == len(children) == 1 else None,
                        label=label,
                        head=head,
                        child=child,
                        extra=extra if isinstance(extra, dict) and extra and is_kept(extra) else msgspec.UNSET,
                    )
        if not children or None in heads:
            self._left += 1


_SAID = ("value", "label", "source")
"""Under which of its keys a body says something: words, or the address of what is meant."""


class _Said:
    """What the bodies of an annotation say: its tag, its attributes and its note."""

    def __init__(self, item: _Item, otherwise: str = UNTAGGED) -> None:
        self.label = otherwise
        self.note = ""
        self.attributes: dict[str, Any] = {}
        tags: list[str] = []
        for body in _listed(item.get("body")):
            if isinstance(body, str):
                body = {"value": body, "purpose": "commenting"} if not body.startswith(("urn:", "http")) else {}
            if isinstance(body, dict):
                self._take(body, item, tags)
        if tags:
            self.label = tags[0]
        if len(tags) > 1:
            self.attributes["tags"] = tags[1:]
        ours = item.get(ATTRIBUTES)
        if isinstance(ours, dict) and is_kept(ours):
            self.attributes |= ours

    def _take(self, body: _Item, item: _Item, tags: list[str]) -> None:
        value = next((body[name] for name in _SAID if isinstance(body.get(name), str)), None)
        purpose = body.get("purpose") or next(iter(_listed(item.get("motivation"))), "commenting")
        if not isinstance(value, str) or not isinstance(purpose, str):
            return
        if purpose == "tagging" and is_name(value):
            tags.append(value)
        elif purpose in ("commenting", "replying"):
            self.note = f"{self.note}\n{value}" if self.note else value
        else:
            self.attributes[purpose] = value


def _selected(target: object) -> tuple[tuple[int, int] | None, Quote | None]:
    """Return the place that a target names, and the words it quotes, as far as it does."""
    place, quote = None, None
    selectors = _listed(target.get("selector")) if isinstance(target, dict) else []
    for selector in selectors:
        if not isinstance(selector, dict):
            continue
        start, end, exact = selector.get("start"), selector.get("end"), selector.get("exact")
        if type(start) is int and type(end) is int and 0 <= start <= end < LARGEST:
            place = (start, end)
        fragment = _FRAGMENT.fullmatch(str(selector.get("value"))) if place is None else None
        if fragment is not None:
            place = (int(fragment[1]), int(fragment[2]))
        if isinstance(exact, str) and exact:
            around = [selector.get(name) for name in ("prefix", "suffix")]
            quote = Quote(exact, *(words if isinstance(words, str) else "" for words in around))
    return place, quote


def _listed(value: object) -> list[Any]:
    """Return ``value`` as a list, since one that stands alone may stand without brackets."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _iri(item: object) -> str:
    return str(item.get("id") or item.get("source")) if isinstance(item, dict) else str(item)


def _own_id(iri: object) -> str | None:
    """Return the id that was made into an ``iri`` when it was written, or nothing if it is none of ours."""
    if not isinstance(iri, str):
        return None
    # Programs that work with JSON-LD shorten an id by the prefix that our context declares.
    prefix = next((prefix for prefix in (UUID, PLAIN, OURS) if iri.startswith(prefix)), None)
    if prefix is None:
        return None
    found = iri.removeprefix(prefix) if prefix == UUID else unquote(iri.removeprefix(prefix))
    return found if is_name(found) else None
