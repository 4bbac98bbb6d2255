"""Articles with layers, made from words."""

from collections.abc import Mapping, Sequence
from itertools import count

from annotator.agreement.figures import Agreement
from annotator.agreement.matching import Match
from annotator.agreement.observing import Question
from annotator.agreement.summing_up import summed_up
from annotator.agreement.tally import Tally
from annotator.model.compared import Compared
from annotator.model.span import Fragment, Span

TEXT = "The Observatory said at least 287 fighters were killed near Homs, among them 26 minors."
TAGS = ("actor", "location", "number", "claim")
ATTRIBUTES = {"number": {"counts": ("killed", "wounded"), "low": ()}}

_keys = count(1)


def span(text: str, tag: str, *words: str, **attributes: object) -> Span:
    """Return a span over the first occurrence of each of ``words``."""
    starts = [text.index(part) for part in words]
    fragments = tuple(Fragment(start, start + len(part)) for start, part in zip(starts, words, strict=True))
    return placed(tag, fragments, **attributes)


def placed(tag: str, fragments: tuple[Fragment, ...], **attributes: object) -> Span:
    key = next(_keys)
    return Span(f"s{key}", tag, fragments, attributes, key=key)


def article(
    text: str = TEXT,
    key: int = 1,
    unread: Mapping[str, Sequence[Fragment]] | None = None,
    **layers: Sequence[tuple[str, ...] | Span],
) -> Compared:
    """Return an article; each layer is a list of spans, or of a tag and the words that it is on."""
    marked = {
        name: [mark if isinstance(mark, Span) else span(text, *mark) for mark in marks]
        for name, marks in layers.items()
    }
    return Compared(key, f"a{key}", text, marked, unread=unread or {})


def figures(
    *articles: Compared,
    names: Sequence[str] = ("ana", "ben"),
    match: Match = "exact",
    tags: tuple[str, ...] = TAGS,
    attributes: Mapping[str, Mapping[str, Sequence[object]]] = ATTRIBUTES,
) -> Agreement:
    """Compare articles, and return what they come to."""
    tally = Tally(Question(tuple(names), match, attributes), tags)
    for one in articles:
        tally.add(one)
    return summed_up(tally)
