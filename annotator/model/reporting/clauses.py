"""Reported clauses of a sentence, as a guideline wants claims marked: the content without who said it.

"The ministry said [that the barracks had fallen]", "[two helicopters were hit], residents said", "according to X,
[…]", "denied [having …]". The word that begins such a clause ("that") is inside, the stop that ends the sentence is
not. What is found is what the words around a verb of saying show; nothing is known of grammar.
"""

from collections.abc import Iterator, Sequence

from annotator.model.reporting.quotations import CLOSERS
from annotator.model.reporting.scene import Cue, Scene, cues_of
from annotator.model.span import Fragment

_LONGEST_SUBJECT = 12
_LONGEST_LISTENER = 10
_LONGEST_APPOSITION = 8
_LONGEST_NAME = 5
_LONGEST_SPEAKER = 20
"""How many words stand at most between a verb and "that", if the speaker is named there."""
_NEXT_CUE, _NEXT_CUE_BEHIND_COMMA = 8, 14
"""How many words behind "and" the next verb of saying may stand."""
_SHORTEST = 2
"""How many words what stands before "residents said" has at least."""
_INVERTED = 14
_CLOSING = frozenset("".join(CLOSERS.values()))
_REPORT, _ACCUSE, _INTEND, _RESPONSIBLE = "report", "accuse", "intend", "claim_responsibility"
_DASHES = frozenset("–—-")

Place = tuple[int, int]
"""The first token of a clause and the one behind it."""


def claims_of(scene: Scene) -> list[Fragment]:
    """Return what is reported in a sentence: its whole quotations, those that are parted in pieces, and its clauses."""
    quoted = [piece for quotation in scene.whole for piece in _pieces(scene, quotation)]
    return [*quoted, *clauses_of(scene)]


def clauses_of(scene: Scene) -> list[Fragment]:
    """Return where the reported clauses of a sentence are, in text order; they do not overlap."""
    cues = cues_of(scene)
    found: list[Place] = []
    for cue in cues:
        _add(found, _ahead_of(scene, cue, cues))
    for cue in cues:
        if not any(first <= cue.first < end for first, end in found):
            _add(found, _behind(scene, cue, cues))
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


def _add(found: list[Place], places: Sequence[Place]) -> None:
    for first, end in places:
        if first < end and all(end <= other or behind <= first for other, behind in found):
            found.append((first, end))


def _ahead_of(scene: Scene, cue: Cue, cues: Sequence[Cue]) -> list[Place]:
    """Return what stands before its source, as in "[…], residents said", and what goes on behind that."""
    comma = _comma_before(scene, cue) if _says_nothing_behind(scene, cue) else None
    if comma is None:
        return []
    first = _clause_start(scene, comma)
    length = sum(scene.word(at)[0].isalnum() for at in range(first, comma))
    says_more = any(first <= other.first < comma and other.kind == "verb" for other in cues)
    if length < _SHORTEST or scene.is_apart(first) or says_more:
        return []
    return [(first, comma), *_going_on(scene, cue, cues)]


def _says_nothing_behind(scene: Scene, cue: Cue) -> bool:
    if cue.kind == "source":
        return cue.first > scene.first
    if cue.kind != "verb" or cue.act != _REPORT or scene.reporting.verb_first:
        return False
    if _is_inverted(scene, cue):
        return True
    behind = cue.behind + 1 if scene.is_comma(cue.behind) or scene.word(cue.behind) == ":" else cue.behind
    says_it_behind = scene.is_apart(behind) or _content_behind(scene, cue) is not None
    return not says_it_behind and not scene.reporting.needs_that


def _is_inverted(scene: Scene, cue: Cue) -> bool:
    """Say whether only a name follows a verb that follows a comma or a quotation: "…, said Mr Vint"."""
    before = cue.first - 1
    if cue.kind != "verb" or cue.act != _REPORT or before < scene.first or not (scene.is_comma(before) or scene.is_apart(before)):
        return False
    names = range(cue.behind, scene.next_break(cue.behind))
    reporting = scene.reporting
    if scene.word(cue.behind) in reporting.adjuncts | reporting.of or not 0 < len(names) < _INVERTED:
        return False
    verbs = reporting.finite | reporting.that | reporting.starts
    return not any(scene.word(at) in verbs for at in names) and not _closes_an_apposition(scene, before)


def _closes_an_apposition(scene: Scene, comma: int) -> bool:
    """Say whether a comma only ends a name: "Lena Marosk, its director, …"."""
    other = next((at for at in range(comma - 1, scene.first, -1) if scene.is_comma(at)), None)
    return scene.is_comma(comma) and other is not None and comma - other <= _LONGEST_NAME


def _comma_before(scene: Scene, cue: Cue) -> int | None:
    """Return the comma between what is reported and who reports it."""
    commas = [at for at in range(scene.first, cue.first) if scene.is_comma(at) or scene.word(at) in ";؛"]
    if cue.kind == "source" and not scene.is_comma(cue.first - 1):
        return cue.first
    if not commas:
        return None
    comma = commas[-1]
    is_apposition = comma == cue.first - 1 and cue.kind == "verb" and not _is_inverted(scene, cue)
    if is_apposition:
        comma = commas[-3] if len(commas) > 2 else -1
    if comma < 0 or scene.word(comma) in ";؛":
        return None
    subject = range(comma + 1, cue.first)
    if any(_is_no_subject(scene, at) for at in subject):
        return None
    too_long = len(subject) > (2 * _LONGEST_SUBJECT if is_apposition else _LONGEST_SUBJECT)
    return None if too_long else comma


def _is_no_subject(scene: Scene, at: int) -> bool:
    """Say whether a word shows that more than who it was stands before a verb: "and", "which", "had been"."""
    reporting, word = scene.reporting, scene.word(at)
    first = scene.is_comma(at - 1)
    begins = first and (word in reporting.joins or reporting.ends.at(scene.tokens, at) is not None)
    return begins or word in reporting.finite or scene.is_apart(at)


def _clause_start(scene: Scene, end: int) -> int:
    """Return where the clause before ``end`` begins: behind a semicolon or at the sentence's beginning, "but" left out."""
    first = scene.first
    for at in range(scene.first, end):
        if scene.word(at) in ";؛":
            first = at + 1
    return first + 1 if scene.word(first) in scene.reporting.joins and first + 1 < end else first


def _going_on(scene: Scene, cue: Cue, cues: Sequence[Cue]) -> list[Place]:
    """Return what goes on behind "the mission said": "and [60 tons were lost]", "was [a sergeant]"."""
    at = scene.next_break(cue.behind)
    if not scene.is_comma(at) or any(other.first > at for other in cues):
        return []
    at += 1
    joined = scene.word(at) in scene.reporting.joins
    if not joined and scene.word(at) not in scene.reporting.finite:
        return []
    first = at + 1 if joined else at
    return [(first, len(scene.tokens))] if first < len(scene.tokens) and not scene.is_apart(first) else []


def _behind(scene: Scene, cue: Cue, cues: Sequence[Cue]) -> Iterator[Place]:
    """Yield what follows a verb of saying, and what "and that" adds to it."""
    if cue.kind == "source":
        first = _of_source(scene, cue)
    else:
        first = None if _is_inverted(scene, cue) else _content_behind(scene, cue)
    while first is not None:
        end = _end_of(scene, first, cues, cue.kind == "amount")
        yield first, end
        joined = end + 1 if scene.is_comma(end) else end
        goes_on = scene.word(joined) in scene.reporting.joins and scene.word(joined + 1) in scene.reporting.that
        first = joined + 1 if goes_on else None


def _of_source(scene: Scene, cue: Cue) -> int | None:
    """Return what follows the comma behind "According to residents"."""
    if cue.first != scene.first:
        return None
    commas = [at for at in range(cue.behind, len(scene.tokens)) if scene.is_comma(at)]
    if len(commas) > 1 and commas[1] - commas[0] <= _LONGEST_APPOSITION:
        between = range(commas[0] + 1, commas[1])
        commas = commas if any(scene.word(at) in scene.reporting.finite for at in between) else commas[1:]
    return None if not commas or scene.is_apart(commas[0] + 1) else commas[0] + 1


def _content_behind(scene: Scene, cue: Cue) -> int | None:
    """Return where what is said begins behind a verb of saying; nothing if nothing of the kind follows."""
    at = _first_of_content(scene, cue)
    if scene.breaks(at) or scene.is_apart(at):
        return None
    reporting, word = scene.reporting, scene.word(at)
    if word in reporting.that:
        return at
    if cue.act == _ACCUSE:
        return _of_what(scene, at)
    is_about_whom = scene.word(cue.first) in reporting.listeners or word in reporting.adjuncts
    that = _that_behind(scene, at, noun=cue.act != _REPORT and not is_about_whom)
    if that is not None:
        return that
    if reporting.needs_that and (cue.act == _REPORT or reporting.verb_first):
        return at if word in reporting.starts else None
    return _behind_adjuncts(scene, at) if is_about_whom and cue.act == _REPORT else at


def _first_of_content(scene: Scene, cue: Cue) -> int:
    """Return where to look: inside "claimed responsibility", with the "to" of "plans to", behind "on Monday"."""
    takes_to = cue.act == _INTEND and scene.word(cue.behind - 1) in scene.reporting.to
    if cue.behind - cue.first > 1 and (takes_to or cue.act == _RESPONSIBLE):
        return cue.first + 1
    if not scene.is_comma(cue.behind) or scene.word(cue.behind + 1) not in scene.reporting.adjuncts:
        return _behind_asides(scene, cue.behind)
    second = scene.next_break(cue.behind + 1)
    return second + 1 if scene.is_comma(second) and scene.word(second + 1) in scene.reporting.that else cue.behind


def _behind_asides(scene: Scene, at: int) -> int:
    aside = scene.reporting.asides.at(scene.tokens, at)
    return _behind_asides(scene, aside[1]) if aside is not None else at


def _of_what(scene: Scene, at: int) -> int | None:
    """Return where it is said of what somebody is accused."""
    if scene.word(at) in scene.reporting.adjuncts:
        return None
    end = min(scene.next_break(at), at + _LONGEST_LISTENER)
    return next((place for place in range(at, end) if scene.word(place) in scene.reporting.of), at)


def _that_behind(scene: Scene, at: int, noun: bool) -> int | None:
    """Return where "that" stands behind who was told, or when and where; or only behind a ``noun`` like "claims"."""
    end = len(scene.tokens) if scene.reporting.verb_first else scene.next_break(at)
    for place in range(at, min(end, at + (_LONGEST_SPEAKER if scene.reporting.verb_first else _LONGEST_LISTENER))):
        word = scene.word(place)
        if word in scene.reporting.that and (not noun or scene.word(place - 1) in scene.reporting.nouns):
            return place
        if word in scene.reporting.finite or word in scene.reporting.starts or word in scene.reporting.joins:
            return None
    return None


def _behind_adjuncts(scene: Scene, at: int) -> int | None:
    """Return where a clause begins behind "in a statement on Monday"."""
    end = min(scene.next_break(at), at + _LONGEST_LISTENER)
    starts = scene.reporting.starts
    return next((place for place in range(at, end) if scene.word(place) in starts), None)


def _end_of(scene: Scene, first: int, cues: Sequence[Cue], amount: bool = False) -> int:
    """Return where a reported clause is over: where another is reported, or the reporter goes on himself."""
    dashes = [at for at in range(first, len(scene.tokens)) if _is_dash(scene, at)]
    end = dashes[0] if len(dashes) == 1 else len(scene.tokens)
    for at in range(first + 1, end):
        if scene.word(at) in ";؛" or scene.is_apart(at):
            return at
        behind = at + 1 if scene.is_comma(at) else at
        if _goes_on_otherwise(scene, behind, cues, behind > at):
            return at
        if amount and scene.tokens[at - 1].is_figure and scene.word(at) in scene.reporting.adjuncts - scene.reporting.to:
            return at
    return end


def _is_dash(scene: Scene, at: int) -> bool:
    start = scene.tokens[at].start
    return scene.word(at) in _DASHES and scene.text[start - 1 : start].isspace() and not scene.quoted[at]


def _goes_on_otherwise(scene: Scene, at: int, cues: Sequence[Cue], behind_comma: bool) -> bool:
    """Say whether what begins at ``at`` belongs no longer to what is reported."""
    if behind_comma and scene.reporting.ends.at(scene.tokens, at):
        return True
    if scene.word(at) not in scene.reporting.joins:
        return False
    if scene.word(at + 1) in scene.reporting.that:
        return True
    places = range(at + 1, at + (_NEXT_CUE_BEHIND_COMMA if behind_comma else _NEXT_CUE))
    limit = next((place for place in places if scene.breaks(place) and not behind_comma), places.stop)
    return any(at < cue.first < limit and cue.kind in ("verb", "amount") for cue in cues)


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
