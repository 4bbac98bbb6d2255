"""The list of articles: keys of everything that matches, rows of what is visible.

Sorting and filtering happen in SQL. A hundred thousand articles are a hundred thousand numbers; their titles are read
a page at a time.
"""

from array import array
from collections.abc import Sequence
from typing import Literal, get_args

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.layer import Status
from annotator.project.project import Project, asking
from annotator.project.searching import find_articles

State = Literal["all", "open", "done", "flagged"]
Order = Literal["added", "title", "published", "source", "story"]
STATES: tuple[State, ...] = get_args(State)
ORDERS: tuple[Order, ...] = get_args(Order)

_CONDITIONS: dict[State, str] = {
    "all": "",
    "open": "WHERE key NOT IN (SELECT article FROM layer WHERE annotator = :annotator AND status = 'done')",
    "done": "WHERE key IN (SELECT article FROM layer WHERE annotator = :annotator AND status = 'done')",
    "flagged": "WHERE key IN (SELECT article FROM layer WHERE annotator = :annotator AND flagged = 1)",
}
_ORDERS: dict[Order, str] = {
    "added": "key",
    "title": "title, key",
    "published": "published, key",
    "source": "source, key",
    # A story stands where its first article came in, its copies behind that one.
    "story": (
        "iif(story = '', key, (SELECT min(other.key) FROM article AS other WHERE other.story = article.story)), key"
    ),
}


class ArticleQuery(msgspec.Struct, frozen=True):
    """Which articles a list shows, and in which order."""

    words: str = ""
    state: State = "all"
    order: Order = "added"
    descending: bool = False


class ArticleRow(msgspec.Struct, frozen=True):
    """One line of the list."""

    key: ArticleKey
    heading: str
    """The title, or the first words of an article without one."""
    source: str
    published: str
    language: str
    story: str
    status: Status
    flagged: bool
    copies: int = 1
    """How many articles its story has, itself among them."""


class StateCounts(msgspec.Struct, frozen=True):
    """How many articles the own annotator has open, done and flagged."""

    open: int
    done: int
    flagged: int


@asking
def article_keys(project: Project, query: ArticleQuery) -> "array[int]":
    """Return the keys of all articles that match, in order."""
    order = _ORDERS[query.order]
    if query.descending:
        order = ", ".join(f"{term} DESC" for term in order.rsplit(", ", 1))
    rows = project.connection.execute(
        f"SELECT key FROM article {_CONDITIONS[query.state]} ORDER BY {order}",
        {"annotator": project.annotator_key(project.annotator)},
    )
    keys = array("q", (key for (key,) in rows))
    if not query.words.strip():
        return keys
    found = set(find_articles(project, query.words))
    return array("q", (key for key in keys if key in found))


@asking
def article_rows(project: Project, keys: Sequence[ArticleKey]) -> list[ArticleRow]:
    """Return the lines of the list for ``keys``, in that order; a key that is gone is left out."""
    marks = ", ".join("?" * len(keys))
    rows = project.connection.execute(
        "SELECT article.key, iif(title = '', opening, title), source, published, language, story, "
        "coalesce(status, 'open'), coalesce(flagged, 0), "
        "iif(story = '', 1, (SELECT count(*) FROM article AS other WHERE other.story = article.story)) FROM article "
        "LEFT JOIN layer ON layer.article = article.key AND layer.annotator = ? "
        f"WHERE article.key IN ({marks})",
        (project.annotator_key(project.annotator), *keys),
    )
    found = {
        key: ArticleRow(key, heading, source, published, language, story, status, bool(flagged), copies)
        for key, heading, source, published, language, story, status, flagged, copies in rows
    }
    return [found[key] for key in keys if key in found]


@asking
def count_copies(project: Project, article: ArticleKey) -> int:
    """Return how many articles the story of ``article`` has, itself among them."""
    (count,) = project.connection.execute(
        "SELECT count(*) FROM article WHERE story = (SELECT story FROM article WHERE key = ? AND story <> '')",
        (article,),
    ).fetchone()
    return max(1, int(count))


@asking
def count_states(project: Project) -> StateCounts:
    """Return how many articles the own annotator has in each state; an untouched article is open."""
    (articles,) = project.connection.execute("SELECT count(*) FROM article").fetchone()
    done, flagged = project.connection.execute(
        "SELECT coalesce(sum(status = 'done'), 0), coalesce(sum(flagged), 0) FROM layer WHERE annotator = ?",
        (project.annotator_key(project.annotator),),
    ).fetchone()
    return StateCounts(articles - done, done, flagged)
