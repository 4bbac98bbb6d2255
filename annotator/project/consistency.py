"""The consistency queue: what one annotator has marked now this way and now that.

All findings come from one pass over the own spans, and for what is sometimes not marked from one more over the texts of
the articles that were worked on. Asking the index for each of some ten thousand words would read those texts many times
over.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.findings import Alternative, Finding, FindingKind, core
from annotator.model.hits import Hit
from annotator.model.matching import Finder, Term, folded
from annotator.model.span import Fragment, Span, SpanKey
from annotator.project.bulk import Bulk, Tally, WentOnAt, move_all, on, own_spans
from annotator.project.changes import Changes
from annotator.project.connection import in_plain_words
from annotator.project.contexts import Marks, WentOn, always, hit_at, looked_at, pages, text_of
from annotator.project.ops import Op
from annotator.project.project import Project, asking
from annotator.project.sightings import Marked, marked_words, unmarked_places

_AROUND = 60
"""How far from a span, in code points, other edges are looked for."""


def findings(project: Project, went_on: WentOn = always) -> Iterator[Finding]:
    """Yield everything that may not be as the annotator meant it: by kind, and in each the most suspicious first.

    What was settled is left out, unless the words have been marked in a new way since.

    Raises:
        UserError: if the file is damaged or out of reach.
    """
    with in_plain_words(project.path):
        marked = marked_words(project, went_on)
        settled = _settled(project)
        for kind in (_by_tags, _by_edges):
            yield from _unsettled(kind(marked), settled)
        yield from _unsettled(_by_places(project, marked, went_on), settled)


def finding_places(project: Project, finding: Finding, went_on: WentOn = always) -> Iterator[list[Hit]]:
    """Yield pages of the places of a finding, in context; the first page is small."""
    with in_plain_words(project.path):
        yield from pages(_places(project, finding), went_on)


def settle(project: Project, finding: Finding) -> Changes:
    """Remember that a finding is as the annotator meant it."""
    with project.step(Op.SETTLE) as step:
        annotator = project.annotator_key(project.annotator, make=True)
        names = msgspec.json.encode(sorted(finding.names)).decode()
        row = {"annotator": annotator, "kind": finding.kind, "words": finding.compared, "names": names}
        step.rows.insert("settled_finding", row)
    return step.changes


def move_edges(project: Project, finding: Finding, words: str, went_on: WentOnAt = on) -> Bulk:
    """Move the edges of the finding's spans so that each is on ``words``, as one step.

    A span is skipped if its article does not have ``words`` there, or has a span of that tag on them already.
    """
    moves = _moves(project, finding, words)
    moved = move_all(project, moves, went_on)
    return msgspec.structs.replace(moved, skipped=moved.skipped + len(finding.spans) - len(moves))


def _unsettled(found: Iterable[Finding], settled: Mapping[tuple[str, str], frozenset[str]]) -> Iterator[Finding]:
    """Yield what is not settled, the most suspicious first."""
    nothing = frozenset[str]()
    left = [one for one in found if not one.names <= settled.get((one.kind, one.compared), nothing)]
    yield from sorted(left, key=lambda one: one.doubt)


def _settled(project: Project) -> dict[tuple[str, str], frozenset[str]]:
    """Return which alternatives were settled, by kind and words."""
    found: dict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
    for kind, words, names in project.connection.execute(
        "SELECT kind, words, names FROM settled_finding WHERE annotator = ?",
        (project.annotator_key(project.annotator),),
    ).fetchall():
        found[kind, words] |= frozenset(msgspec.json.decode(names, type=list[str]))
    return found


def _by_tags(marked: Mapping[str, Marked]) -> Iterator[Finding]:
    """Yield words of which some spans have one tag and some another."""
    for one in marked.values():
        if len(one.by_tag) > 1:
            yield _finding("tags", one.words, one.by_tag)


def _by_edges(marked: Mapping[str, Marked]) -> Iterator[Finding]:
    """Yield words marked now with an article before them and now without, or so with what stands behind."""
    cores: dict[tuple[str, str], list[Marked]] = defaultdict(list)
    for one in marked.values():
        for tag in one.by_tag:
            cores[folded(core(one.words)), tag].append(one)
    for (_, tag), variants in cores.items():
        if len(variants) > 1:
            yield _finding("edges", variants[0].words, {one.words: one.by_tag[tag] for one in variants}, tag)


def _finding(kind: FindingKind, words: str, spans: Mapping[str, Sequence[SpanKey]], tag: str = "") -> Finding:
    rarest_first = sorted(spans.items(), key=lambda item: len(item[1]))
    alternatives = tuple(Alternative(name, len(keys)) for name, keys in reversed(rarest_first))
    keys = tuple(chain.from_iterable(keys for _, keys in rarest_first))
    return Finding(kind, words, tag or alternatives[0].name, alternatives, keys)


def _by_places(project: Project, marked: Mapping[str, Marked], went_on: WentOn) -> Iterator[Finding]:
    """Yield words that are marked in one place and not in another of the articles that the annotator has worked on.

    A place counts as marked if a span with one of the words' tags covers part of it, or a span of any tag just it. A
    refused mention is none. Capital and small letters differ, but for the first one of a sentence.
    """
    unmarked = unmarked_places(project, marked, went_on)
    for compared, there in unmarked.items():
        one = marked[compared]
        tag = max(one.by_tag, key=lambda tag: len(one.by_tag[tag]))
        alternatives = (
            *(Alternative(name, len(keys)) for name, keys in one.by_tag.items()),
            Alternative("", there.count),
        )
        yield Finding("untagged", one.words, tag, alternatives, unmarked=tuple(there.places))


def _places(project: Project, finding: Finding) -> Iterator[Hit | None]:
    if finding.unmarked:
        for article, group in groupby(finding.unmarked, lambda place: place[0]):
            yield from _hits_in(project, article, [fragment for _, fragment in group])
            yield None
        return
    for key in finding.spans:
        row = project.connection.execute(
            'SELECT layer.article, start, "end" FROM span JOIN layer ON layer.key = span.layer WHERE span.key = ?',
            (key,),
        ).fetchone()
        if row is not None:
            yield from _hits_in(project, row[0], [Fragment(row[1], row[2])])
        yield None


def _hits_in(project: Project, article: ArticleKey, fragments: Sequence[Fragment]) -> Iterator[Hit]:
    for looked in looked_at(project, [article]):
        text, marks = text_of(project, article), Marks(project, looked.layer)
        for fragment in fragments:
            yield hit_at(looked, text, fragment, marks)


@asking
def _moves(project: Project, finding: Finding, words: str) -> dict[SpanKey, Fragment]:
    """Return where the finding's spans go that are not on ``words`` yet and can be."""
    finder = Finder(Term(" ".join(words.split())), match_case=False)
    moves: dict[SpanKey, Fragment] = {}
    by_article = groupby(own_spans(project, finding.spans, Tally()), lambda pair: pair[0])
    for article, group in by_article:
        text = text_of(project, article)
        (layer,) = (looked.layer for looked in looked_at(project, [article]))
        spans = {span.key: span for span in Marks(project, layer).all()}
        taken = {span.fragments for span in spans.values() if span.tag == finding.tag}
        for _, key in group:
            place = _nearest(finder, text, spans[key])
            if place is not None and (place,) not in taken:
                moves[key] = place
                taken.add((place,))
    return moves


def _nearest(finder: Finder, text: str, span: Span) -> Fragment | None:
    """Return where the words are that ``span`` is to be on: they and the span share a word."""
    first = max(0, span.start - _AROUND)
    near = text[first : span.end + _AROUND]
    for found in finder.find(near):
        place = Fragment(first + found.start, first + found.end)
        if place.start < span.end and place.end > span.start:
            return place
    return None
