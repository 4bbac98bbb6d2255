"""Files of news agencies: NewsML-G2, the older NewsML, and NITF."""

from collections.abc import Iterator
from typing import Any

import regex

from annotator.errors import UserError
from annotator.formats.articles import article
from annotator.formats.blocks import Blocks
from annotator.formats.dates import iso_date
from annotator.formats.languages import language_code
from annotator.formats.markup import shown_blocks, take_elements
from annotator.formats.safe_xml import every, first, inner_text, local, words, xml_tree
from annotator.formats.source import Source
from annotator.model.record import Record

MOST_BYTES = 100_000_000
_G2 = regex.compile(rb"<(?:\w+:)?(?:newsItem|newsMessage|packageItem|NewsML)[\s>]")
_NITF = regex.compile(rb"<(?:\w+:)?nitf[\s>]")
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def recognise_newsml(start: bytes) -> bool:
    """Say whether a file begins like NewsML."""
    return _G2.search(start[:4_096]) is not None


def recognise_nitf(start: bytes) -> bool:
    """Say whether a file begins like NITF."""
    return not recognise_newsml(start) and _NITF.search(start[:4_096]) is not None


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – XML says how it is encoded
    """Yield the articles of a file, the headline first.

    Raises:
        UserError: if it is neither NewsML nor NITF, or has no text.
    """
    if source.size > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 1_000_000} MB, too large to be read.")
    root = xml_tree(source.read(), source.name)
    items = [element for element in root.iter() if local(element) in ("newsItem", "NewsItem")]
    if not items and local(root) != "nitf":
        raise UserError(f"{source.name} is neither NewsML nor NITF.")
    nothing = True
    for item in items or [root]:
        for record in _articles(item, source):
            nothing = False
            yield record
    if nothing:
        raise UserError(f"{source.name} has no item with a text in it.")


def _articles(item: Any, source: Source) -> Iterator[Record]:
    """Yield the articles of an item: usually one; several if it has the text in several languages."""
    around = {"newsItem": _of_g2, "NewsItem": _of_newsml}.get(local(item), lambda _: {})(item)
    others = [local(element) for element in item.iter() if local(element) in ("remoteContent",)]
    for content, language in _contents(item):
        blocks = Blocks(source.name)
        inside = _of_nitf(content) if local(content) == "nitf" else {}
        _take(content, blocks, source.name)
        text = blocks.finish()
        if not text:
            continue
        meta = around | {name: value for name, value in inside.items() if value}
        meta["language"] = language_code(language) or meta.get("language", "")
        title = meta.get("title", "")
        notes = blocks.notes()
        if others:
            notes.append(f"What the item only refers to ({len(others)}) was left out: pictures, films and the like.")
        yield article(source, text if not title or text[0] == title else [title, *text], meta, notes)


def _contents(item: Any) -> Iterator[tuple[Any, str]]:
    """Yield what holds a text, with the language it says it is in."""
    if local(item) == "nitf":
        yield item, item.get(_XML_LANGUAGE) or ""
        return
    for holder in every(item, "inlineXML") + every(item, "DataContent"):
        children = [child for child in holder if isinstance(child.tag, str)]
        nitf = holder if local(holder) == "nitf" else first(holder, "nitf")
        # Paragraphs may stand in the holder itself, without anything around them.
        found = nitf if nitf is not None else children[0] if len(children) == 1 else holder
        yield found, holder.get(_XML_LANGUAGE) or found.get(_XML_LANGUAGE) or ""
    for holder in every(item, "inlineData"):
        yield holder, holder.get(_XML_LANGUAGE) or ""


def _take(content: Any, blocks: Blocks, name: str) -> None:
    if local(content) == "nitf":
        head = first(content, "body.head")
        dateline = _dateline(first(head, "dateline")) if head is not None else ""
        if dateline:
            blocks.write(dateline)
            blocks.end_paragraph()
        for part in (*every(content, "body.content"), *every(content, "body.end")):
            take_elements(part, blocks, name)
    elif local(content) in ("inlineData", "DataContent") and not len(content):
        text = content.text or ""
        if "html" in (content.get("contenttype") or "") or regex.search(r"</?(?:p|br|div)\b", text, regex.IGNORECASE):
            for paragraph in shown_blocks(text, name).finish():
                blocks.write(paragraph)
                blocks.end_paragraph()
        else:
            for paragraph in regex.split(r"\r?\n[ \t]*\r?\n", text):
                blocks.write(paragraph)
                blocks.end_paragraph()
    else:
        body = first(content, "body")
        _take_body(content if body is None else body, blocks, name)


def _take_body(body: Any, blocks: Blocks, name: str) -> None:
    """Take a body without its head and foot, in which agencies repeat the headline and what the item says of itself."""
    around = [child for child in body if local(child) in ("header", "footer")]
    if any("".join(child.itertext()).strip() for child in body if child not in around):
        for child in around:
            _take_out(child)
    take_elements(body, blocks, name)


def _take_out(element: Any) -> None:
    """Take an element out of the tree, but for the words behind it."""
    before, parent = element.getprevious(), element.getparent()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _dateline(dateline: Any) -> str:
    """Return a dateline without the date of the story, which is for programs."""
    if dateline is None:
        return ""
    parts = [dateline.text or ""]
    for child in dateline:
        parts += ["" if local(child) == "story.date" else "".join(child.itertext()), child.tail or ""]
    return " ".join("".join(parts).split())


def _of_g2(item: Any) -> dict[str, str]:
    provider = _named(first(item, "itemMeta", "provider"))
    source = _named(first(item, "contentMeta", "infoSource")) or provider
    created = words(item, "contentMeta", "contentCreated") or words(item, "itemMeta", "versionCreated")
    language = first(item, "contentMeta", "language")
    links = [link for link in every(item, "link") if _is_its_own(link)]
    status = first(item, "itemMeta", "pubStatus")
    told = str(status.get("qcode") or "") if status is not None else ""
    return {
        "title": words(item, "contentMeta", "headline"),
        "subtitle": _joined([one for one in every(item, "headline") if "sub" in str(one.get("role") or "").lower()]),
        "slugline": words(item, "contentMeta", "slugline"),
        "keywords": _joined(every(item, "keyword")),
        "subject": ", ".join(dict.fromkeys(filter(None, (words(one, "name") for one in every(item, "subject"))))),
        "editors_note": words(item, "itemMeta", "edNote"),
        "copyright": words(item, "rightsInfo", "copyrightNotice"),
        "status": "" if told.endswith("usable") else told.rpartition(":")[2],
        "byline": words(item, "contentMeta", "by") or _named(first(item, "contentMeta", "creator")),
        "published": iso_date(words(item, "itemMeta", "firstCreated") or created),
        "source": source,
        "agency": provider,
        "url": str(links[0].get("href") or "") if links else "",
        "language": language_code(str(language.get("tag") or "")) if language is not None else "",
        "guid": str(item.get("guid") or ""),
        "dateline": words(item, "contentMeta", "dateline"),
    }


def _of_newsml(item: Any) -> dict[str, str]:
    language = first(item, "Language")
    return {
        "title": words(item, "NewsLines", "HeadLine"),
        "subtitle": words(item, "NewsLines", "SubHeadLine"),
        "slugline": words(item, "NewsLines", "SlugLine") or words(item, "NameLabel"),
        "copyright": words(item, "NewsLines", "CopyrightLine"),
        "keywords": _joined(every(item, "KeywordLine")),
        "byline": words(item, "NewsLines", "ByLine"),
        "published": iso_date(words(item, "FirstCreated") or words(item, "ThisRevisionCreated")),
        "source": _party(first(item, "AdministrativeMetadata", "Source")) or _party(first(item, "Provider")),
        "agency": _party(first(item, "AdministrativeMetadata", "Provider")) or words(item, "ProviderId"),
        "language": language_code(str(language.get("FormalName") or "")) if language is not None else "",
        "guid": words(item, "NewsIdentifier", "PublicIdentifier") or words(item, "NewsItemId"),
        "dateline": words(item, "NewsLines", "DateLine"),
    }


def _of_nitf(nitf: Any) -> dict[str, str]:
    date = first(nitf, "docdata", "date.issue")
    release = first(nitf, "docdata", "date.release")
    story = first(nitf, "body.head", "dateline", "story.date")
    publication = first(nitf, "pubdata")
    document = first(nitf, "docdata", "doc-id")
    days = [str(one.get("norm") or "") for one in (date, release, story) if one is not None]
    if publication is not None:
        days.append(str(publication.get("date.publication") or ""))
    byline = first(nitf, "body.head", "byline")
    people = [inner_text(person) for person in every(byline, "person")] if byline is not None else []
    return {
        "subtitle": _joined([one for line in every(nitf, "hedline") for one in every(line, "hl2")]),
        "abstract": words(nitf, "body.head", "abstract"),
        "keywords": ", ".join(str(one.get("key")) for one in every(nitf, "keyword") if one.get("key")),
        "title": words(nitf, "body.head", "hedline", "hl1")
        or words(nitf, "body.head", "hedline")
        or words(nitf, "head", "title"),
        "byline": ", ".join(people) or inner_text(byline),
        "published": next((iso_date(day) for day in days if iso_date(day)), ""),
        "source": str(publication.get("name") or "")
        if publication is not None
        else words(nitf, "body.head", "rights", "rights.owner"),
        "agency": words(nitf, "body.head", "distributor", "org") or words(nitf, "body.head", "distributor"),
        "url": str(publication.get("ex-ref") or "") if publication is not None else "",
        "guid": str(document.get("id-string") or "") if document is not None else "",
    }


def _named(party: Any) -> str:
    """Return the name of somebody, or the code that stands for it."""
    if party is None:
        return ""
    code = str(party.get("literal") or party.get("qcode") or "")
    return words(party, "name") or inner_text(party) or code.rpartition(":")[2]


def _joined(elements: list[Any]) -> str:
    return ", ".join(dict.fromkeys(filter(None, map(inner_text, elements))))


def _is_its_own(link: Any) -> bool:
    """Say whether a link leads to the article itself, and not to what it is about."""
    kind = str(link.get("rel") or "").rpartition(":")[2].lower()
    return kind in ("", "canonical", "permalink", "self", "webpage", "alternate")


def _party(element: Any) -> str:
    party = first(element, "Party") if element is not None else None
    return str(party.get("FormalName") or "") if party is not None else ""
