"""Which articles may hold what is searched for, found by the index and handed on a stretch of keys at a time.

An edit cannot be saved while another connection reads, so each question is a short one.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from time import perf_counter
from typing import Any

from annotator.model.article import ArticleKey
from annotator.model.matching import Term, sure_letters
from annotator.project.project import Project

MOST_WORDS = 50
"""Of a long passage, so many words are looked for in the index; whether all of it is there, the text tells."""

_IN_INDEX = "SELECT rowid FROM article_text_fts WHERE article_text_fts MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid"
_EVERY_ARTICLE = "SELECT key FROM article WHERE key BETWEEN ? AND ? ORDER BY key"
_FIRST_STRETCH = 256
_LONGEST_STRETCH = 1 << 16
_SHORT, _LONG = 0.004, 0.015
_LONGEST_PATTERN = 200


def candidates(project: Project, terms: Sequence[Term]) -> Iterator[list[ArticleKey]]:
    """Yield the keys of the articles that may have every one of ``terms``, in order.

    Words are looked up in the index, and in a script without spaces by letters. Articles that are not in the index yet
    may always have them.
    """
    last, indexed = _last_article(project)
    match = " AND ".join(_phrase(term) for term in terms if term.has_words and not term.spaceless)
    stretches: Iterable[list[tuple[Any, ...]]]
    if match:
        stretches = chain(
            by_stretches(project, _IN_INDEX, (match,), 1, indexed),
            by_stretches(project, _EVERY_ARTICLE, (), indexed + 1, last),
        )
    else:
        patterns = [_like(term.words) for term in terms]
        question = "SELECT article FROM article_text WHERE " + "text LIKE ? ESCAPE '\\' AND " * len(patterns)
        question += "article BETWEEN ? AND ? ORDER BY article"
        stretches = by_stretches(project, question, patterns, 1, last)
    yield from _keys(stretches)


def every_article(project: Project) -> Iterator[list[ArticleKey]]:
    """Yield the key of every article, in order."""
    last, _ = _last_article(project)
    yield from _keys(by_stretches(project, _EVERY_ARTICLE, (), 1, last))


def by_stretches(
    project: Project, question: str, values: Sequence[object], first: int, last: int
) -> Iterator[list[tuple[Any, ...]]]:
    """Ask ``question`` about a stretch of keys after the other, each as long as can be answered quickly.

    Args:
        project: only read.
        question: an SQL query whose last two parameters are the first and last key of a stretch.
        values: its other parameters.
        first: the first key of all.
        last: the last one.
    """
    length = _FIRST_STRETCH
    while first <= last:
        began = perf_counter()
        rows = project.connection.execute(question, (*values, first, min(first + length - 1, last))).fetchall()
        took = perf_counter() - began
        first += length
        if took < _SHORT:
            length = min(2 * length, _LONGEST_STRETCH)
        elif took > _LONG:
            length = max(1, length // 2)
        # Also where there is none: whoever waits is asked whether to go on.
        yield rows


def _keys(stretches: Iterable[list[tuple[Any, ...]]]) -> Iterator[list[ArticleKey]]:
    for rows in stretches:
        yield [key for (key,) in rows]


def _last_article(project: Project) -> tuple[ArticleKey, ArticleKey]:
    """Return the last article there is, and the last one that is in the index."""
    last, indexed = project.connection.execute(
        "SELECT (SELECT coalesce(max(key), 0) FROM article), indexed_up_to FROM project"
    ).fetchone()
    return int(last), min(int(last), int(indexed))


def _phrase(term: Term) -> str:
    words = term.words.split()
    cut = len(words) > MOST_WORDS
    phrase = " ".join(words[:MOST_WORDS]).replace('"', " ")
    return f'"{phrase}"' + ("*" if term.prefix and not cut else "")


def _like(words: str) -> str:
    letters = "%".join(run.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for run in sure_letters(words))
    return f"%{letters[:_LONGEST_PATTERN]}%"
