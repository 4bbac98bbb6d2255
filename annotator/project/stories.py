"""Stories: articles that are near-copies of one wire report, found by their texts, joined and split by hand.

A text is read once for its signature, which is kept; new articles are compared with all others by that. What a person
or a file says about an article's story is never changed by finding: only an article that is of no story joins one.
"""

from array import array
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import lru_cache
from tempfile import TemporaryFile
from time import perf_counter
from typing import BinaryIO

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.groups import Groups
from annotator.model.ids import new_id
from annotator.model.minhash import Signatures, near_copies, signature
from annotator.model.shingles import Shingles, shingles
from annotator.project.changes import Changes
from annotator.project.contexts import text_of
from annotator.project.listing import ArticleRow, article_rows
from annotator.project.ops import Op
from annotator.project.pacing import MOST_IN_A_TRANSACTION, Pace
from annotator.project.paging import in_pages
from annotator.project.project import OpenStep, Project, asking

Told = Callable[[int, int, str], bool]
"""Called with how much is done, of how much (0 if that is unknown), and what it is; answers whether to go on."""

_TEXTS_KEPT = 256
"""The shingles of so many texts are kept while pairs are compared: most of a story is compared one after the other."""
_PARAMETERS = 500


class FoundStories(msgspec.Struct, frozen=True):
    """What looking for stories came to."""

    articles: int = 0
    """Articles that were put into a story."""
    stories: int = 0
    """How many stories those are."""
    complete: bool = True
    """Whether it came to its end; what was not looked at is looked at the next time."""


def find_stories(project: Project, told: Told, step: OpenStep | None = None) -> FoundStories:
    """Put articles that are near-copies of one another into stories, as one undoable step.

    Those that have come in since the last time are compared with one another and with all others. An article that has
    a story keeps it. The result depends on nothing but the texts and the stories there are.

    Args:
        project: where.
        told: hears how far it is.
        step: the step that this belongs to, such as an import; without it, it is one of its own.
    """
    before, last = project.connection.execute(
        "SELECT stories_up_to, (SELECT coalesce(max(key), 0) FROM article) FROM project"
    ).fetchone()
    if last <= before or not _sign(project, told):
        return FoundStories(complete=last <= before)
    groups, complete = _groups(project, range(before + 1, last + 1), told)
    if not complete:
        return FoundStories(complete=False)
    found = _put_into_stories(step or OpenStep(project, Op.STORY, wholesale=True), groups, told)
    with project.transaction():
        project.connection.execute("UPDATE project SET stories_up_to = max(stories_up_to, ?)", (last,))
    return found


@asking
def copies(project: Project, article: ArticleKey) -> list[ArticleRow]:
    """Return all articles of the story that ``article`` is of, itself among them, in the order in which they came."""
    return article_rows(project, _members(project, _story_of(project, article)) or [article])


@asking
def all_stories(project: Project) -> dict[str, list[str]]:
    """Return the ids of the articles of each story that has several, in the order in which they came in."""
    found: dict[str, list[str]] = {}
    for story, article in project.connection.execute(
        "SELECT story, id FROM article WHERE story IN "
        "(SELECT story FROM article WHERE story <> '' GROUP BY story HAVING count(*) > 1) ORDER BY key"
    ):
        found.setdefault(story, []).append(article)
    return found


def join(project: Project, articles: Sequence[ArticleKey]) -> Changes:
    """Make one story of ``articles`` and of the stories they are of.

    It goes by the name of the first of their stories, or else by the id of the first of them.
    """
    with project.step(Op.STORY) as step:
        stories = [_story_of(project, article) for article in articles]
        story = next(filter(None, stories), "") or _id_of(project, articles[0])
        joined = dict.fromkeys(articles) | dict.fromkeys(
            key for other in filter(None, dict.fromkeys(stories)) for key in _members(project, other)
        )
        for article in joined:
            step.rows.update("article", article, story=story)
    return step.changes


def split(project: Project, articles: Sequence[ArticleKey]) -> Changes:
    """Make each of ``articles`` a story of its own, which it stays whatever is found later."""
    with project.step(Op.STORY) as step:
        for article in articles:
            own = _id_of(project, article)
            founded = [key for key in _members(project, own) if key != article]
            step.rows.update("article", article, story=new_id() if founded else own)
    return step.changes


def signatures(project: Project, rows: BinaryIO) -> Signatures:
    """Return the signatures that are kept of the texts of all articles, in the order in which they came in.

    Args:
        project: only read.
        rows: an empty file, which holds them as long as they are needed.
    """
    found, last = Signatures(rows), 0
    while page := project.connection.execute(
        "SELECT article, shingles, signature FROM text_signature JOIN article ON article.key = text_signature.article "
        "WHERE article > ? ORDER BY article LIMIT 2000",
        (last,),
    ).fetchall():
        for row in page:
            found.add(*row)
        last = page[-1][0]
    return found


def reader_of_shingles(project: Project) -> Callable[[ArticleKey], Shingles]:
    """Return what reads the shingles of an article; it keeps those it read lately."""

    @lru_cache(_TEXTS_KEPT)
    def shingles_of(article: ArticleKey) -> Shingles:
        return shingles(text_of(project, article))

    return shingles_of


def _unsigned(project: Project) -> "array[int]":
    rows = project.connection.execute(
        "SELECT key FROM article WHERE key > (SELECT stories_up_to FROM project) "
        "AND NOT EXISTS (SELECT 1 FROM text_signature WHERE text_signature.article = article.key) ORDER BY key"
    )
    return array("q", (key for (key,) in rows))


def _sign(project: Project, told: Told) -> bool:
    """Make the signatures that are missing; say whether that came to its end."""
    missing = _unsigned(project)

    def look(article: ArticleKey) -> tuple[ArticleKey, int, bytes]:
        made = shingles(text_of(project, article))
        return article, len(made), signature(made)

    def write(signed: Sequence[tuple[ArticleKey, int, bytes]]) -> None:
        project.connection.executemany("INSERT OR REPLACE INTO text_signature VALUES (?, ?, ?)", signed)

    return in_pages(
        project,
        missing,
        look,
        lambda _: project.transaction(),
        write,
        lambda done: told(done, len(missing), "looking for copies"),
    )


def _groups(project: Project, fresh: Container[int], told: Told) -> tuple[Groups, bool]:
    """Return which articles are copies of one another, where a fresh one is among them, and whether that is all."""
    groups, went_on = Groups(), True

    def ask() -> bool:
        nonlocal went_on
        went_on = went_on and told(0, 0, "comparing copies")
        return went_on

    with TemporaryFile() as rows:
        texts = signatures(project, rows)
        new = bytearray(key in fresh for key in texts.keys)
        for one, other in near_copies(texts, reader_of_shingles(project), groups.together, new, ask):
            groups.join(one, other)
    return groups, went_on


def _put_into_stories(step: OpenStep, groups: Groups, told: Told) -> FoundStories:
    """Write of which stories articles are that are of none, some groups of copies at a time."""
    total = sum(map(len, groups.several()))
    pace, seen, articles, founded, grown = Pace(), 0, 0, 0, set[str]()
    for some in _some_at_a_time(groups.several()):
        wanted: dict[ArticleKey, str] = {}
        for members in some:
            story, free, is_new = _story_of_copies(step.project, members)
            wanted |= dict.fromkeys(free, story)
            if free and is_new:
                founded += 1
            elif free:
                grown.add(story)
        _write(step, sorted(wanted.items()), pace)
        articles += len(wanted)
        seen += sum(map(len, some))
        # Stopped half-way, stories would be torn; this is over in a moment.
        told(seen, total, "putting copies into stories")
    return FoundStories(articles, founded + len(grown))


def _some_at_a_time(groups: Iterable[list[ArticleKey]]) -> Iterator[list[list[ArticleKey]]]:
    """Yield ``groups`` in bunches of about a thousand articles."""
    some: list[list[ArticleKey]] = []
    held = 0
    for members in groups:
        some.append(members)
        held += len(members)
        if held >= MOST_IN_A_TRANSACTION:
            yield some
            some, held = [], 0
    if some:
        yield some


def _story_of_copies(project: Project, members: Sequence[ArticleKey]) -> tuple[str, list[ArticleKey], bool]:
    """Return the story that copies are of, those of them that are of none yet, and whether there was no such story.

    It is that of the first article that has one, or else goes by the id of the first one.
    """
    known = _ids_and_stories(project, members)
    there = [key for key in members if key in known]
    if len(there) < 2:
        return "", [], False
    named = next((known[key][1] for key in there if known[key][1]), "")
    return named or known[there[0]][0], [key for key in there if not known[key][1]], not named


def _write(step: OpenStep, wanted: Sequence[tuple[ArticleKey, str]], pace: Pace) -> None:
    done = 0
    while done < len(wanted):
        some = wanted[done : done + pace.size]
        began = perf_counter()
        with step.transaction():
            # Somebody may have said meanwhile of which story an article is.
            known = _ids_and_stories(step.project, [key for key, _ in some])
            free = [(key, story) for key, story in some if key in known and not known[key][1]]
            step.rows.rewrite("article", [(key, {"story": ""}, {"story": story}) for key, story in free])
            written = perf_counter()
        pace.note(len(some), written - began, perf_counter() - written)
        done += len(some)


def _ids_and_stories(project: Project, articles: Sequence[ArticleKey]) -> dict[ArticleKey, tuple[str, str]]:
    return {key: (article_id, story) for key, article_id, story in _rows(project, articles)}


def _rows(project: Project, articles: Sequence[ArticleKey]) -> Iterator[tuple[ArticleKey, str, str]]:
    for first in range(0, len(articles), _PARAMETERS):
        some = articles[first : first + _PARAMETERS]
        yield from project.connection.execute(
            f"SELECT key, id, story FROM article WHERE key IN ({', '.join('?' * len(some))})", some
        ).fetchall()


def _story_of(project: Project, article: ArticleKey) -> str:
    return next((story for _, _, story in _rows(project, [article])), "")


def _id_of(project: Project, article: ArticleKey) -> str:
    return next(article_id for _, article_id, _ in _rows(project, [article]))


def _members(project: Project, story: str) -> list[ArticleKey]:
    rows = project.connection.execute("SELECT key FROM article WHERE story = ? AND story <> '' ORDER BY key", (story,))
    return [key for (key,) in rows.fetchall()]
