"""The words that an annotator has marked, and where else they stand in the articles that they have worked on."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from unicodedata import is_normalized, normalize

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.findings import MOST_PLACES
from annotator.model.hits import Place
from annotator.model.matching import Term, folded
from annotator.model.span import SURFACE_LIMIT, Fragment, Origin, Span, SpanKey
from annotator.model.words import every_word, without_possessive, word_at
from annotator.project.candidates import by_stretches
from annotator.project.contexts import Marks, WentOn, text_of
from annotator.project.project import Project

_MOST_WORDS = 8
"""Longer passages do not stand elsewhere by chance."""
_LONGEST = 512
_LETTERS = re.compile(r"\w+")

_SPANS = (
    "SELECT span.key, tag.name, span.surface FROM span CROSS JOIN layer ON layer.key = span.layer "
    "CROSS JOIN tag ON tag.key = span.tag WHERE layer.annotator = ? "
    f"AND span.origin NOT LIKE '{Origin.SUGGESTION}%' AND span.key BETWEEN ? AND ? ORDER BY span.key"
)
_LAYERS = "SELECT article, key, status FROM layer WHERE annotator = ? AND article BETWEEN ? AND ? ORDER BY article"


class Marked(msgspec.Struct):
    """Words that the annotator has marked, and the spans on them."""

    words: str
    """As they were first written."""
    by_tag: dict[str, list[SpanKey]]
    small: bool = False
    """Whether they were also marked with a small first letter, so that a capital one may begin a sentence."""

    def is_written(self, words: str) -> bool:
        """Say whether ``words``, which are compared alike, are written so."""
        return self.small or normalize("NFC", words)[:1] == normalize("NFC", self.words)[:1]


class Elsewhere(msgspec.Struct):
    """Where words stand that are not marked there."""

    count: int = 0
    places: list[Place] = msgspec.field(default_factory=list)
    """The first :data:`~annotator.model.findings.MOST_PLACES` of them."""

    def add(self, place: Place) -> None:
        """Count one more."""
        self.count += 1
        if self.count <= MOST_PLACES:
            self.places.append(place)


def marked_words(project: Project, went_on: WentOn) -> dict[str, Marked]:
    """Return what the annotator has marked, by the words as they are compared; nothing if it was stopped."""
    own = project.annotator_key(project.annotator)
    (last,) = project.connection.execute("SELECT coalesce(max(key), 0) FROM span").fetchone()
    found: dict[str, Marked] = {}
    for rows in by_stretches(project, _SPANS, (own,), 1, last):
        for key, tag, words in rows:
            # Longer ones are stored shortened, so that the same may not be the same.
            if len(words) < SURFACE_LIMIT:
                compared = folded(words)
                marked = found.setdefault(compared, Marked(words, {}))
                marked.by_tag.setdefault(tag, []).append(key)
                marked.small = marked.small or words[0] != words[0].upper()
        if not went_on():
            return {}
    return found


def unmarked_places(project: Project, marked: Mapping[str, Marked], went_on: WentOn) -> dict[str, Elsewhere]:
    """Return where the words of ``marked`` stand unmarked, by the words as they are compared.

    Only articles count in which the annotator has marked something, or which they have called done.
    """
    found: dict[str, Elsewhere] = defaultdict(Elsewhere)
    beginnings = _Beginnings(marked)
    (last,) = project.connection.execute("SELECT coalesce(max(key), 0) FROM article").fetchone()
    own = project.annotator_key(project.annotator)
    for layers in by_stretches(project, _LAYERS, (own,), 1, last):
        for article, layer, status in layers:
            marks = Marks(project, layer)
            if marks or status == "done":
                for compared, place in _unmarked_in(project, article, layer, marks, marked, beginnings):
                    found[compared].add((article, place))
            if not went_on():
                return {}
    return found


class _Beginnings:
    """Where in a text words may begin that were marked, and of how many words those are."""

    def __init__(self, marked: Mapping[str, Marked]) -> None:
        self._lengths: dict[str, set[int]] = defaultdict(set)
        self._runs: set[str] = set()
        self._needs_words = False
        for compared in marked:
            words = list(every_word(compared))
            # What begins or ends with a mark is left out: only words can be told from parts of words.
            if 0 < len(words) <= _MOST_WORDS and (words[0].start, words[-1].end) == (0, len(compared)):
                first = compared[: words[0].end]
                self._lengths[first].add(len(words))
                run = _LETTERS.match(first)
                self._needs_words |= run is None or Term(first).spaceless
                self._runs |= {run[0], run[0][:1].upper() + run[0][1:]} if run else set()

    def starts(self, text: str) -> Iterator[int]:
        """Yield where in ``text`` marked words may begin."""
        if self._needs_words or not is_normalized("NFC", text):
            yield from (word.start for word in every_word(text))
            return
        # Taking a text apart into words costs ten times as much as into runs of letters, few of which begin anything.
        for run in _LETTERS.finditer(text):
            if run[0] in self._runs:
                word = word_at(text, run.start())
                if word is not None and word.start == run.start():
                    yield word.start

    def of(self, word: str) -> list[tuple[int, int]]:
        """Return numbers of words, and for each how much of ``word`` counts: a possessive may stand outside."""
        bare = without_possessive(word, Fragment(0, len(word))).end
        whole = [(length, len(word)) for length in self._lengths.get(folded(word), ())]
        alone = [(1, bare)] if bare < len(word) and 1 in self._lengths.get(folded(word[:bare]), ()) else []
        return alone + whole


def _unmarked_in(
    project: Project,
    article: ArticleKey,
    layer: int,
    marks: Marks,
    marked: Mapping[str, Marked],
    beginnings: _Beginnings,
) -> Iterator[tuple[str, Fragment]]:
    refused = {
        Fragment(*row)
        for row in project.connection.execute(
            'SELECT start, "end" FROM refused_mention WHERE layer = ?', (layer,)
        ).fetchall()
    }
    text = text_of(project, article)
    for place in _runs(text, beginnings):
        words = text[place.start : place.end]
        compared = folded(words)
        one = marked.get(compared)
        if one is None or place in refused or not one.is_written(words):
            continue
        if not any(_marks(span, place, one) for span in marks.touching(place.start, place.end)):
            yield compared, place


def _runs(text: str, beginnings: _Beginnings) -> Iterator[Fragment]:
    """Yield the runs of words in ``text`` that may be marked words, a possessive behind left out."""
    for start in beginnings.starts(text):
        near = text[start : start + _LONGEST]
        words = list(islice(every_word(near), _MOST_WORDS))
        for length, counts in beginnings.of(near[: words[0].end]):
            if length == 1:
                yield Fragment(start, start + counts)
            elif length <= len(words):
                last = words[length - 1]
                for end in {last.end, without_possessive(near, last).end}:
                    yield Fragment(start, start + end)


def _marks(span: Span, place: Fragment, one: Marked) -> bool:
    return span.tag in one.by_tag or span.fragments == (place,)
