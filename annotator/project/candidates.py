"""Which articles may hold what is searched for, found by the index and handed on a stretch of keys at a time.

An edit cannot be saved while another connection reads, so each question is a short one.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from time import perf_counter
from typing import Any

from annotator.model.article import ArticleKey
from annotator.model.matching import Term, sure_letters
from annotator.model.patterns import compiled
from annotator.project.project import Project

MOST_WORDS = 50
"""Of a long passage, so many words are looked for in the index; whether all of it is there, the text tells."""

_IN_INDEX = "SELECT rowid FROM article_text_fts WHERE article_text_fts MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid"
_EVERY_ARTICLE = "SELECT key FROM article WHERE key BETWEEN ? AND ? ORDER BY key"
_EVERY_TEXT = "SELECT article FROM article_text WHERE 1 {} AND article BETWEEN ? AND ? ORDER BY article"
_TAGGED = (
    "SELECT article FROM layer WHERE annotator = ? AND EXISTS (SELECT 1 FROM span WHERE span.layer = layer.key "
    "AND span.tag = (SELECT key FROM tag WHERE name = ?)) AND article BETWEEN ? AND ? ORDER BY article"
)
_WITHOUT_SPACES = (
    "SELECT key FROM article WHERE (language IN ('zh', 'ja', 'th', 'lo', 'km', 'my') OR title || opening GLOB "
    "'*[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]*') "
    "AND key BETWEEN ? AND ? ORDER BY key"
)
_FIRST_STRETCH = 256
_LONGEST_STRETCH = 1 << 16
_SHORT, _LONG = 0.004, 0.015
_TOKEN = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*"
_MORE_CASES = "ΣσςİıßẞſKÅµμ"
"""Letters of which there are more than a capital and a small one."""
_LONGEST_PATTERN = 200
_SHORTEST_PREFIX = 3


def candidates(project: Project, terms: Sequence[Term]) -> Iterator[list[ArticleKey]]:
    """Yield the keys of the articles that may have every one of ``terms``, in order, each once.

    Words are looked up in the index, and in a script without spaces by letters. Articles that are not in the index yet
    may always have them, and so may all for the first letters of a word, which nearly all do have. Last come articles
    in a script without spaces: a foreign name in them is one word with its neighbours to the index.
    """
    last, indexed = _last_article(project)
    phrases = [phrase for phrase in map(_phrase, terms) if phrase]
    match = " AND ".join(phrases)
    if not match:
        patterns = [_like(term.words) for term in terms if not term.prefix]
        question = _EVERY_TEXT.format(" ".join(["AND text LIKE ? ESCAPE '\\'"] * len(patterns)))
        yield from _keys(by_stretches(project, question, patterns, 1, last))
        return
    found: set[ArticleKey] = set()
    for keys in _in_index(project, match, indexed):
        found.update(keys)
        yield keys
    yield from _keys(by_stretches(project, _EVERY_ARTICLE, (), indexed + 1, last))
    for keys in _keys(by_stretches(project, _WITHOUT_SPACES, (), 1, indexed)):
        yield [key for key in keys if key not in found]


def _in_index(project: Project, match: str, last: ArticleKey) -> Iterator[list[ArticleKey]]:
    if "*" not in match:
        yield from _keys(by_stretches(project, _IN_INDEX, (match,), 1, last))
        return
    # The index gathers all words that begin so, each time it is asked, however short the stretch.
    rows = project.connection.execute(_IN_INDEX, (match, 1, last)).fetchall()
    yield from _keys(rows[first : first + _FIRST_STRETCH] for first in range(0, len(rows), _FIRST_STRETCH))


def articles_with(project: Project, tag: str, layer: str) -> Iterator[list[ArticleKey]]:
    """Yield the keys of the articles on which ``layer``, or else the own one, has a span with ``tag``, in order."""
    last, _ = _last_article(project)
    values = (project.annotator_key(layer or project.annotator), tag)
    yield from _keys(by_stretches(project, _TAGGED, values, 1, last))


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
    """Return what asks the index for ``term``; nothing if it cannot tell where that may be."""
    tokens = compiled(_TOKEN).findall(term.words)
    if term.spaceless or not all(map(_is_plain, term.words)):
        return ""
    prefix = term.prefix and len(tokens) <= MOST_WORDS
    if prefix and tokens and len(tokens[-1]) < _SHORTEST_PREFIX:
        tokens, prefix = tokens[:-1], False
    return f'"{" ".join(tokens[:MOST_WORDS])}"{"*" * prefix}' if tokens else ""


def _is_plain(letter: str) -> bool:
    """Say whether the index takes ``letter`` for what it is: it knows the characters and cases of some years ago."""
    return letter.isascii() or (letter not in _MORE_CASES and unicodedata.ucd_3_2_0.category(letter) != "Cn")


def _like(words: str) -> str:
    letters = "%".join(run.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for run in sure_letters(words))
    return f"%{letters[:_LONGEST_PATTERN]}%"
