"""Reported clauses of a sentence, as a guideline wants claims marked: the content without who said it.

"The ministry said [that the barracks had fallen]", "[two helicopters were hit], residents said", "according to X,
[…]", "denied [having …]". The word that begins such a clause ("that") is inside, the stop that ends the sentence is
not. What is found is what the words around a verb of saying show; nothing is known of grammar.
"""

from collections.abc import Iterable

from annotator.model.reporting.ahead import said_ahead
from annotator.model.reporting.behind import said_behind
from annotator.model.reporting.quotations import CLOSERS
from annotator.model.reporting.scene import Place, Scene, cues_of
from annotator.model.span import Fragment

_CLOSING = frozenset("".join(CLOSERS.values()))
_REPORT = "report"


def claims_of(scene: Scene) -> list[Fragment]:
    """Return what is reported in a sentence: its whole quotations, those that are parted in pieces, and its clauses."""
    quoted = [piece for quotation in scene.whole for piece in _pieces(scene, quotation)]
    return [*quoted, *clauses_of(scene)]


def clauses_of(scene: Scene) -> list[Fragment]:
    """Return where the reported clauses of a sentence are, in text order; they do not overlap."""
    cues = cues_of(scene)
    found: list[Place] = []
    for cue in cues:
        _add(found, said_ahead(scene, cue, cues))
    for cue in cues:
        if not any(first <= cue.first < end for first, end in found):
            _add(found, said_behind(scene, cue, cues))
    if not found:
        _add(found, _hedged(scene))
    return [_as_fragment(scene, place) for place in sorted(found)]


def _pieces(scene: Scene, quotation: Fragment) -> list[Fragment]:
    """Return a quotation, or what is left of it around an attribution inside it: «…, a déclaré M. Vint, …»."""
    inside = [at for at, found in enumerate(scene.quoted) if found == quotation]
    for at in inside[1:]:
        act = scene.words.cues.acts.at(scene.tokens, at) if scene.is_comma(at - 1) else None
        if act is None or act[0] != _REPORT or not scene.reporting.needs_that:
            continue
        commas = [comma for comma in range(act[1], inside[-1]) if scene.is_comma(comma)]
        first = Fragment(quotation.start, scene.tokens[at - 1].start)
        return [first, Fragment(scene.tokens[commas[-1]].end, quotation.end)] if commas else [first]
    return [quotation]


def _add(found: list[Place], places: Iterable[Place]) -> None:
    for first, end in places:
        if first < end and all(end <= other or behind <= first for other, behind in found):
            found.append((first, end))


def _hedged(scene: Scene) -> list[Place]:
    """Return the whole sentence if a word like "reportedly" says that somebody else said so."""
    hedges = scene.reporting.hedges
    places = range(scene.first, len(scene.tokens))
    is_hedged = any(scene.word(at) in hedges and not scene.quoted[at] for at in places)
    return [(scene.first, len(scene.tokens))] if is_hedged else []


def _as_fragment(scene: Scene, place: Place) -> Fragment:
    """Return the code points of a clause, with the quotation mark that closes behind its last word."""
    first, behind = place
    start = scene.tokens[first].start
    opening = scene.quoted[first]
    if opening is not None and not scene.text[opening.start + 1 : start].strip():
        start = opening.start
    if behind >= len(scene.tokens):
        return Fragment(start, scene.sentence.end)
    end = scene.tokens[behind].start
    if scene.text[end + 1 : end + 2] in _CLOSING and scene.is_comma(behind):
        end += 2
    return Fragment(start, end)
