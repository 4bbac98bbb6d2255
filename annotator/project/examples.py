"""Examples for a guideline, from the work in the project: what was marked with a tag, and what was left out of it."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.layer import GOLD
from annotator.model.span import Origin, SpanKey
from annotator.project.project import Project, asking

_LAYERS = 40
"""Of so many layers, the newest ones, each kind of annotator is asked."""
_SPANS = 1500
"""So many spans are looked at, the own ones first: what that costs is the same in a project of any size."""
_FARTHEST = 200_000
"""Beyond that place an article takes longer to cut words from than an example is worth."""
_LONGEST = 60
_AROUND = 24
_EXAMPLES = 5
_COUNTER_EXAMPLES = 3


class Example(msgspec.Struct, frozen=True):
    """Words of an article that are marked, and some of those that are not."""

    article: ArticleKey
    span: SpanKey
    annotator: str
    tag: str
    left: str
    words: str
    right: str


class Examples(msgspec.Struct, frozen=True):
    """What shows how a tag is used."""

    typical: tuple[Example, ...] = ()
    """Short words that are often or were lately marked with the tag, each once."""
    otherwise: tuple[Example, ...] = ()
    """The same words, marked with another tag."""


class _Mark(msgspec.Struct, frozen=True):
    key: SpanKey
    layer: int
    tag: str
    start: int
    end: int
    words: str
    article: ArticleKey
    annotator: str


@asking
def harvest(project: Project) -> dict[str, Examples]:
    """Return examples for each tag: of the own layers, else of the reviewer's, else of anybody's."""
    marks = list(_sample(project))
    by_tag: dict[str, list[_Mark]] = {}
    by_words: dict[str, list[_Mark]] = {}
    for mark in marks:
        by_tag.setdefault(mark.tag, []).append(mark)
        by_words.setdefault(_folded(mark.words), []).append(mark)
    found = {}
    for tag, tagged in by_tag.items():
        typical = _typical(tagged)
        others = [other for mark in typical for other in by_words[_folded(mark.words)] if other.tag != tag]
        unlike = list({(_folded(other.words), other.tag): other for other in reversed(others)}.values())
        found[tag] = Examples(
            tuple(_example(project, mark) for mark in typical),
            tuple(_example(project, mark) for mark in unlike[:_COUNTER_EXAMPLES]),
        )
    return found


def _sample(project: Project) -> Iterator[_Mark]:
    """Yield marks that may be examples, at most so many that it is done within a frame."""
    left = _SPANS
    for whose in ("annotator.name = ?", f"annotator.name = '{GOLD}' AND annotator.name <> ?", "annotator.name <> ?"):
        rows = project.connection.execute(
            'SELECT span.key, span.layer, tag.name, start, "end", surface, recent.article, recent.name FROM '
            "(SELECT layer.key, layer.article, annotator.name FROM layer "
            f"JOIN annotator ON annotator.key = layer.annotator WHERE {whose} ORDER BY layer.key DESC LIMIT {_LAYERS}) "
            "AS recent JOIN span ON span.layer = recent.key JOIN tag ON tag.key = span.tag "
            "WHERE span.fragments IS NULL AND length(surface) <= ? AND span.start < ? "
            f"AND span.origin NOT LIKE '{Origin.SUGGESTION}%' LIMIT ?",
            (project.annotator, _LONGEST, _FARTHEST, left),
        ).fetchall()
        left -= len(rows)
        yield from (_Mark(*row) for row in rows)
        if left <= 0:
            return


def _typical(marks: list[_Mark]) -> list[_Mark]:
    """Return marks on distinct words: those marked most often first, and of equals those marked first in the sample."""
    counts = Counter(_folded(mark.words) for mark in marks)
    first: dict[str, _Mark] = {}
    for mark in marks:
        first.setdefault(_folded(mark.words), mark)
    return [first[words] for words, _ in counts.most_common(_EXAMPLES)]


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _example(project: Project, mark: _Mark) -> Example:
    left_start = max(0, mark.start - _AROUND)
    left, right = project.connection.execute(
        "SELECT substr(text, ?, ?), substr(text, ?, ?) FROM article_text WHERE article = ?",
        (left_start + 1, mark.start - left_start, mark.end + 1, _AROUND, mark.article),
    ).fetchone()
    return Example(
        mark.article,
        mark.key,
        mark.annotator,
        mark.tag,
        _cut_left(left, at_start=left_start == 0),
        mark.words,
        _cut_right(right),
    )


def _cut_left(text: str, *, at_start: bool) -> str:
    """Return the end of ``text``, which may begin in the middle of a word, from a whole word of its last line on."""
    line = text.splitlines()[-1] if text and not text.endswith("\n") else ""
    whole = at_start or len(line) < len(text)
    return line if whole or " " not in line else line[line.index(" ") + 1 :]


def _cut_right(text: str) -> str:
    """Return the beginning of ``text``, which may end in the middle of a word, up to a whole word of its first line."""
    line = text.splitlines()[0] if text and not text.startswith("\n") else ""
    whole = len(text) < _AROUND or len(line) < len(text)
    return line if whole or " " not in line else line[: line.rindex(" ")]
