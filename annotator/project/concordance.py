"""The concordance: every place of the project that has some words, or some tag, with the words around it."""

from collections.abc import Iterator, Sequence

import msgspec

from annotator.model.hits import Hit
from annotator.model.matching import Finder, terms_of
from annotator.project.candidates import articles_with, candidates
from annotator.project.connection import in_plain_words
from annotator.project.contexts import Filters, Looked, Marks, WentOn, always, hit_at, looked_at, pages, text_of
from annotator.project.listing import State
from annotator.project.project import Project

MOST_HITS = 10_000
"""So many hits are counted one by one; beyond that there are “more than” so many."""


class HitQuery(msgspec.Struct, frozen=True):
    """What a concordance lists. Whatever is empty does not matter."""

    words: str = ""
    """Whole words; ``"words in quotation marks"`` stand together; ``shell*`` is the beginning of a word. An article
    must have all of them; each place of the first is a hit, so that what is tagged is what was named first. Without
    words every span with ``tag`` is a hit."""
    match_case: bool = False
    tag: str = ""
    """Only hits that a span with this tag touches."""
    unmarked: bool = False
    """Only hits that no span touches."""
    layer: str = ""
    """Whose marks are looked at; the own layer if empty."""
    state: State = "all"
    """Only articles that the own annotator has in this state."""
    source: str = ""
    """Only articles in whose source this occurs."""
    since: str = ""
    """Only articles published on this day or later, an ISO date or the beginning of one."""
    until: str = ""
    """Only articles published on this day or before; ``2026`` takes in all of that year."""


class HitCount(msgspec.Struct, frozen=True):
    """How many hits there are, and in how many articles."""

    hits: int
    articles: int
    complete: bool
    """Whether all were counted; if not, there are more than so many."""


def hits(project: Project, query: HitQuery, went_on: WentOn = always) -> Iterator[list[Hit]]:
    """Yield pages of hits as they are found, by article in the order these came in; the first page is small.

    Whoever has enough simply stops asking. Nothing is held between two pages: edits may come in between.

    Args:
        project: only read.
        query: what to list.
        went_on: asked at each article whether to go on.

    Raises:
        UserError: if the file is damaged or out of reach.
    """
    with in_plain_words(project.path):
        yield from pages(_hits(project, query), went_on)


def count(project: Project, query: HitQuery, went_on: WentOn = always, most: int = MOST_HITS) -> HitCount:
    """Return how many hits there are, up to ``most``; stops early when told to."""
    found, articles, last = 0, 0, 0
    with in_plain_words(project.path):
        for hit in _hits(project, query):
            if hit is None:
                if not went_on():
                    return HitCount(found, articles, complete=False)
                continue
            if found == most:
                return HitCount(found, articles, complete=False)
            found += 1
            articles += hit.article != last
            last = hit.article
    return HitCount(found, articles, complete=True)


def _hits(project: Project, query: HitQuery) -> Iterator[Hit | None]:
    terms = terms_of(query.words)
    if not terms and not query.tag:
        return
    finders = [Finder(term, match_case=query.match_case) for term in terms]
    stretches = candidates(project, terms) if terms else articles_with(project, query.tag, query.layer)
    filters = _filters(query)
    for keys in stretches:
        for article in looked_at(project, keys, query.layer, filters):
            yield from _hits_in(project, query, article, finders)
            yield None
        yield None


def _hits_in(project: Project, query: HitQuery, article: Looked, finders: Sequence[Finder]) -> Iterator[Hit]:
    text = text_of(project, article.key)
    if not all(finder.occurs(text) for finder in finders[1:]):
        return
    marks = Marks(project, article.layer)
    if finders:
        found = (hit_at(article, text, place, marks) for place in finders[0].find(text))
    else:
        found = (hit_at(article, text, span.fragments[0], marks) for span in marks.all() if span.tag == query.tag)
    for hit in found:
        if query.tag and not any(span.tag == query.tag for span in hit.marks):
            continue
        if query.unmarked and hit.marks:
            continue
        yield hit


_STATES: dict[State, str] = {
    "open": "coalesce(own.status, 'open') = 'open'",
    "done": "own.status = 'done'",
    "flagged": "own.flagged = 1",
}


def _filters(query: HitQuery) -> Filters:
    conditions, values = [], list[object]()
    if query.state != "all":
        conditions.append(_STATES[query.state])
    for given, condition in (
        (
            query.tag,
            "EXISTS (SELECT 1 FROM span WHERE layer = looked.key AND tag = (SELECT key FROM tag WHERE name = ?))",
        ),
        (query.source, "instr(lower(source), lower(?)) > 0"),
        (query.since, "published >= ?"),
        (query.until, "published <> '' AND substr(published, 1, length(?)) <= ?"),
    ):
        if given:
            conditions.append(condition)
            values += [given] * condition.count("?")
    return Filters(tuple(conditions), tuple(values))
