"""Work on a text whose blanks got lost, or that did not come along, laid over the article's own text."""

import msgspec

from annotator.model.record import Record, RecordSpan


def on_text(record: Record, text: str) -> Record | None:
    """Return ``record`` with ``text`` for its own, and its spans where they lie in it.

    Nothing is returned if it is another text: one that differs in more than blanks. A record without a text of its own
    takes any; whether its spans are on their words is still to be seen.
    """
    if not text:
        return None
    if record.text_is == "elsewhere":
        return msgspec.structs.replace(record, text=text)
    places = respaced(record.text, text)
    if places is None:
        return None
    spans = [_moved(span, places) for span in record.spans]
    return msgspec.structs.replace(record, text=text, spans=spans, notes=[])


def _moved(span: RecordSpan, places: list[int]) -> RecordSpan:
    fragments = None
    if span.fragments is not None:
        fragments = [(places[start], places[end - 1] + 1) for start, end in span.fragments]
    start, end = places[span.start], places[span.end - 1] + 1
    return msgspec.structs.replace(span, start=start, end=end, fragments=fragments, text=None)


def respaced(rebuilt: str, text: str) -> list[int] | None:
    """Return where each code point of ``rebuilt`` lies in ``text``, if the two differ in nothing but blanks.

    A blank lies where the next visible character does; the list has one more place, for the end.
    """
    visible = [at for at, character in enumerate(text) if not character.isspace()]
    seen = [not character.isspace() for character in rebuilt]
    if sum(seen) != len(visible):
        return None
    if any(text[at] != other for at, other in zip(visible, "".join(rebuilt.split()), strict=False)):
        return None
    places: list[int] = []
    rank = 0
    for is_visible in seen:
        places.append(visible[rank] if rank < len(visible) else len(text))
        rank += is_visible
    return [*places, len(text)]
