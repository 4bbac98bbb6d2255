"""Long work on many articles: looked at one by one, written a few at a time, so that no key waits for it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from time import perf_counter
from typing import TypeVar

from annotator.model.article import ArticleKey
from annotator.project.pacing import TRANSACTION_SECONDS, Pace
from annotator.project.project import Project

T = TypeVar("T")

WentOnAt = Callable[[int], bool]
"""Called with how many articles are dealt with; answers whether to go on."""

_FEW = 3


def in_pages(
    project: Project,
    articles: Sequence[ArticleKey],
    look: Callable[[ArticleKey], T],
    opened: Callable[[Sequence[T]], AbstractContextManager[object]],
    write: Callable[[Sequence[T]], None],
    went_on: WentOnAt,
) -> bool:
    """Look at ``articles`` one by one and write what came of it; return whether it came to its end.

    Looking takes longer than writing, so it is done outside the transaction. If somebody saves something meanwhile, a
    few articles are looked at again inside it.

    Args:
        project: where.
        articles: by key.
        look: called for each article.
        opened: returns the transaction in which some of what came of it are to be written.
        write: writes them.
        went_on: asked between two transactions whether to go on.
    """
    pace, done = Pace(), 0
    while done < len(articles):
        version = _version(project)
        found = _looked(project, articles[done : done + pace.size], look)
        lap = pace.lap()
        with opened(found):
            if _version(project) != version:
                found = [look(article) for article in articles[done : done + min(len(found), _FEW)]]
            write(found)
            lap.written()
        lap.saved(len(found))
        done += len(found)
        if not went_on(done):
            return done == len(articles)
    return True


def _looked(project: Project, articles: Sequence[ArticleKey], look: Callable[[ArticleKey], T]) -> list[T]:
    """Look at articles, each as it is at one moment; at fewer if that takes long, so that Cancel is heard."""
    began = perf_counter()
    found = []
    for article in articles:
        # So short that nobody who wants to save has to wait for it.
        project.connection.execute("BEGIN")
        try:
            found.append(look(article))
        finally:
            project.connection.execute("ROLLBACK")
        if perf_counter() - began > 10 * TRANSACTION_SECONDS:
            break
    return found


def _version(project: Project) -> int:
    """Return a number that changes whenever another connection saves something."""
    return int(project.connection.execute("PRAGMA data_version").fetchone()[0])
