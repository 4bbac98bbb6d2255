"""Words in their context: what a search shows of a place, read an article at a time.

Nothing here keeps a query open while somebody looks at what it found: an open query would keep every edit waiting.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from time import perf_counter
from typing import Any, TypeVar

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.hits import Hit
from annotator.model.patterns import compiled
from annotator.model.span import Fragment, Origin, Span
from annotator.model.words import snap_to_graphemes
from annotator.project.project import Project
from annotator.project.rows import SPAN_COLUMNS, SPAN_JOINS, places_of, span_of

T = TypeVar("T")

WentOn = Callable[[], bool]
"""Asked now and then during long work; answers whether to go on."""

AROUND = 60
"""How much of a text is shown on either side of a hit, in code points."""
FIRST_PAGE = 20
PAGE = 200
FIRST_SECONDS = 0.02
PAGE_SECONDS = 0.1
"""A page that is not full is handed over after so long."""
_PARAMETERS = 200


def always() -> bool:
    """Go on."""
    return True


class Looked(msgspec.Struct, frozen=True):
    """An article that a search looks at, without its text."""

    key: ArticleKey
    heading: str
    source: str
    published: str
    done: bool
    """Whether the own annotator has called it done."""
    layer: int
    """The layer whose marks are looked at; 0 if there is none."""


class Filters(msgspec.Struct, frozen=True):
    """Which articles count, in the words of SQL."""

    conditions: tuple[str, ...] = ()
    values: tuple[object, ...] = ()


NO_FILTERS = Filters()


def looked_at(
    project: Project, keys: Sequence[ArticleKey], layer: str = "", filters: Filters = NO_FILTERS
) -> Iterator[Looked]:
    """Yield the articles among ``keys`` that count, in that order; ``layer`` names whose marks are looked at."""
    own = project.annotator_key(project.annotator)
    looked = own if not layer else project.annotator_key(layer)
    for first in range(0, len(keys), _PARAMETERS):
        some = keys[first : first + _PARAMETERS]
        where = " AND ".join((f"article.key IN ({', '.join('?' * len(some))})", *filters.conditions))
        rows = project.connection.execute(
            "SELECT article.key, iif(title = '', opening, title), source, published, "
            "coalesce(own.status, 'open') = 'done', coalesce(looked.key, 0) FROM article "
            "LEFT JOIN layer AS own ON own.article = article.key AND own.annotator = ? "
            f"LEFT JOIN layer AS looked ON looked.article = article.key AND looked.annotator = ? WHERE {where}",
            (own, looked, *some, *filters.values),
        ).fetchall()
        found = {
            key: Looked(key, heading, source, published, bool(done), layer_key)
            for key, heading, source, published, done, layer_key in rows
        }
        yield from [found[key] for key in some if key in found]


def text_of(project: Project, article: ArticleKey) -> str:
    """Return the text of an article; an empty one if it is gone by now."""
    row = project.connection.execute("SELECT text FROM article_text WHERE article = ?", (article,)).fetchone()
    return "" if row is None else str(row[0])


class Marks:
    """The spans of one layer on one article, asked for by place. Suggestions are nobody's marks."""

    def __init__(self, project: Project, layer: int) -> None:
        self._rows: list[tuple[Any, ...]] = []
        if layer:
            self._rows = project.connection.execute(
                f"SELECT {SPAN_COLUMNS} FROM {SPAN_JOINS} WHERE span.layer = ? "
                f"AND span.origin NOT LIKE '{Origin.SUGGESTION}%' "
                'ORDER BY span.start, span."end" DESC, span.key',
                (layer,),
            ).fetchall()
        self._starts = [row[2] for row in self._rows]
        self._furthest = list(accumulate((row[3] for row in self._rows), max))

    def __len__(self) -> int:
        return len(self._rows)

    def touching(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the spans that have a code point in common with ``text[start:end]``, in text order."""
        found = []
        at = bisect_left(self._starts, end) - 1
        while at >= 0 and self._furthest[at] > start:
            row = self._rows[at]
            if any(place.start < end and place.end > start for place in places_of(row[2], row[3], row[5])):
                found.append(span_of(row))
            at -= 1
        return tuple(reversed(found))

    def all(self) -> Iterator[Span]:
        """Yield every span, in text order."""
        return map(span_of, self._rows)


def hit_at(article: Looked, text: str, place: Fragment, marks: Marks) -> Hit:
    """Return what is shown of ``place``."""
    return Hit(
        article.key,
        article.heading,
        article.source,
        article.published,
        place.start,
        place.end,
        *in_context(text, place),
        marks.touching(place.start, place.end),
        article.done,
    )


def in_context(text: str, place: Fragment) -> tuple[str, str, str]:
    """Return what stands before ``place``, its words, and what stands behind, each on one line, no grapheme cut."""
    before = snap_to_graphemes(text, place.start - AROUND, place.start)
    behind = snap_to_graphemes(text, place.end, place.end + AROUND)
    left = text[before.start : place.start] if before else ""
    right = text[place.end : behind.end] if behind else ""
    return _on_one_line(left), _on_one_line(text[place.start : place.end]), _on_one_line(right)


def _on_one_line(text: str) -> str:
    return str(compiled(r"\s+").sub(" ", text))


def pages(found: Iterator[T | None], went_on: WentOn) -> Iterator[list[T]]:
    """Gather what was found into pages, the first small so that it shows at once.

    Args:
        found: what to gather; ``None`` stands for an article in which nothing is left to be found.
        went_on: asked at each article whether to go on.
    """
    page: list[T] = []
    size, patience, since = FIRST_PAGE, FIRST_SECONDS, perf_counter()
    for one in found:
        if one is not None:
            page.append(one)
        elif not went_on():
            break
        if len(page) >= size or (page and perf_counter() - since > patience):
            yield page
            page, size, patience, since = [], PAGE, PAGE_SECONDS, perf_counter()
    if page:
        yield page
