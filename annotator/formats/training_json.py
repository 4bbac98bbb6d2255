"""Work for trainers as JSON, in the shapes that spaCy and its neighbours have had: a text with its entities.

These are pairs of a text and ``{"entities": [[0, 5, "ORG"]]}``, the documents of ``spacy convert`` with paragraphs of
sentences of tokens, what ``Doc.to_json`` returns, and the points of Dataturks, whose ends belong to the span.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from annotator.formats.columns import put_together
from annotator.formats.conll import PUT_TOGETHER
from annotator.formats.foreign import Object, a_list, a_name, a_text, an_object, an_offset, metadata_of, values
from annotator.formats.jsonl import NotALineError
from annotator.formats.token_tags import OUTSIDE, is_tag, places_of
from annotator.model.record import Record, RecordSpan

_OF_A_DOC = frozenset({"text", "ents", "spans", "tokens", "sents", "cats", "id"})
_OF_POINTS = frozenset({"content", "annotation", "metadata", "extras"})
_MISALIGNED = "-"
"""The tag that spaCy gives to tokens which nobody has looked at."""


def from_pair(pair: Sequence[Any]) -> Record:
    """Return the article of a pair of a text and what is in it.

    Raises:
        NotALineError: if it is none.
    """
    if len(pair) != 2:
        raise NotALineError("it is no pair of a text and its entities.")
    said = pair[1] if isinstance(pair[1], dict) else {"entities": pair[1]}
    record = Record(a_text(pair[0]), labels=_cats(said.get("cats")))
    record.spans = [_listed(one) for one in a_list(said.get("entities"), "entities")]
    return record


def from_doc(given: Object) -> Record:
    """Return the article of a document as spaCy's ``Doc.to_json`` writes it.

    Raises:
        NotALineError: if it is none.
    """
    record = Record(a_text(given.get("text")), meta=metadata_of(given, _OF_A_DOC), labels=_cats(given.get("cats")))
    groups = an_object(given.get("spans") or {}, "spans").values()
    listed = [_named(one) for one in a_list(given.get("ents"), "ents")]
    there = {(span.start, span.end, span.label) for span in listed}
    grouped = [_named(one) for group in groups for one in a_list(group, "spans")]
    record.spans = listed + [span for span in grouped if (span.start, span.end, span.label) not in there]
    return record


def from_points(given: Object) -> Record:
    """Return the article of a line of Dataturks; offsets are left as they are there.

    Raises:
        NotALineError: if it is none.
    """
    extras = given.get("extras")
    record = Record(a_text(given.get("content")), meta=metadata_of(given, _OF_POINTS))
    if isinstance(extras, dict):
        record.meta = values(extras, "its extras") | record.meta
    for one in a_list(given.get("annotation"), "annotation"):
        annotation = an_object(one, "an annotation")
        labels = annotation.get("label")
        names = [labels] if isinstance(labels, str) else a_list(labels, "labels")
        for point in a_list(annotation.get("points"), "points"):
            place = an_object(point, "a point")
            for name in names:
                record.spans.append(_span(name, place.get("start"), place.get("end"), place.get("text")))
    return record


def from_training(given: Object) -> Iterator[Record]:
    """Yield an article for each paragraph of a document as ``spacy convert`` wrote it.

    Raises:
        NotALineError: if it is none.
    """
    for number, one in enumerate(a_list(given.get("paragraphs"), "paragraphs")):
        paragraph = an_object(one, "a paragraph")
        words, tags = _tokens(paragraph)
        raw = paragraph.get("raw")
        text, places = _laid_out(raw, words) if isinstance(raw, str) else put_together(words)
        named = {"document": given["id"]} if isinstance(given.get("id"), int | str) else {}
        record = Record(text, meta=values(named, "its id"))
        record.text_is = "exact" if isinstance(raw, str) else "tokens"
        record.notes = [] if isinstance(raw, str) else [PUT_TOGETHER]
        record.labels = _cats(paragraph.get("cats"))
        if number:
            record.meta = record.meta | {"paragraph": number}
        record.spans = [
            RecordSpan(label=a_name(label, "a label"), start=places[first][0], end=places[last - 1][1])
            for first, last, label in places_of(tags)
        ]
        yield record


def _tokens(paragraph: Object) -> tuple[list[list[str]], list[str]]:
    words: list[list[str]] = []
    tags: list[str] = []
    for sentence in a_list(paragraph.get("sentences"), "sentences"):
        words.append([])
        for one in a_list(an_object(sentence, "a sentence").get("tokens"), "tokens"):
            token = an_object(one, "a token")
            if not isinstance(token.get("orth"), str):
                raise NotALineError("a token has no word.")
            tag = token.get("ner", OUTSIDE)
            words[-1].append(token["orth"])
            tags.append(tag if isinstance(tag, str) and tag != _MISALIGNED and is_tag(tag) else OUTSIDE)
    return words, tags


def _laid_out(raw: str, sentences: Sequence[Sequence[str]]) -> tuple[str, list[tuple[int, int]]]:
    """Return a text and where each token lies in it."""
    places: list[tuple[int, int]] = []
    at = 0
    for word in (word for sentence in sentences for word in sentence):
        found = raw.find(word, at)
        if found < 0:
            raise NotALineError("its tokens are not those of its text.")
        at = found + len(word)
        places.append((found, at))
    return a_text(raw), places


def _listed(one: object) -> RecordSpan:
    """Return a span that is written as its start, its end and its label, in this order or with the label first."""
    if isinstance(one, dict):
        return _named(one)
    parts = a_list(one, "an entity")
    if len(parts) < 3:
        raise NotALineError("an entity is not start, end and label.")
    label, start, end = (parts[0], parts[1], parts[2]) if isinstance(parts[0], str) else (parts[2], parts[0], parts[1])
    return _span(label, start, end, None)


def _named(one: object) -> RecordSpan:
    given = an_object(one, "an entity")
    return _span(given.get("label"), given.get("start"), given.get("end"), given.get("text"))


def _span(label: object, start: object, end: object, words: object) -> RecordSpan:
    return RecordSpan(
        label=a_name(label, "a label"),
        start=an_offset(start),
        end=an_offset(end),
        text=words if isinstance(words, str) and words else None,
    )


def _cats(given: object) -> Object:
    """Return the categories of a text: those that hold, of an object that says of each whether it does."""
    if isinstance(given, list):
        pairs = [an_object(one, "a category") for one in given if not isinstance(one, str)]
        named = [one for one in given if isinstance(one, str)]
        named += [str(one.get("label")) for one in pairs if one.get("value", 1)]
    elif isinstance(given, dict):
        named = [str(name) for name, value in given.items() if isinstance(value, int | float) and value >= 0.5]
    else:
        named = []
    return {"category": [a_name(name, "a category") for name in named]} if named else {}
