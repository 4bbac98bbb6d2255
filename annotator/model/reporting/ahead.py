"""What stands before its source: "[two helicopters were hit], residents said", "[…], according to the army"."""

from collections.abc import Sequence

from annotator.model.reporting.behind import content_behind
from annotator.model.reporting.scene import Cue, Place, Scene
from annotator.model.reporting.turns import is_inverted

_LONGEST_SUBJECT = 12
_SHORTEST = 2
"""How many words what stands before "residents said" has at least."""
_REPORT = "report"


def said_ahead(scene: Scene, cue: Cue, cues: Sequence[Cue]) -> list[Place]:
    """Return what stands before its source, as in "[…], residents said", and what goes on behind that."""
    comma = _comma_before(scene, cue) if _says_nothing_behind(scene, cue) else None
    comma = cue.first if cue.kind == "passive" else comma
    if comma is None:
        return []
    first = _clause_start(scene, comma)
    length = sum(scene.word(at)[0].isalnum() for at in range(first, comma))
    says_more = any(first <= other.first < comma and other.kind == "verb" for other in cues)
    if length < _SHORTEST or scene.is_apart(first) or says_more:
        return []
    if cue.kind == "passive":
        return [(first, comma)]
    return [(first, comma), *_going_on(scene, cue, cues)]


def _says_nothing_behind(scene: Scene, cue: Cue) -> bool:
    if cue.kind == "source":
        return cue.first > scene.first
    if cue.kind != "verb" or cue.act != _REPORT or scene.reporting.verb_first:
        return False
    if is_inverted(scene, cue):
        return True
    behind = cue.behind + 1 if scene.is_comma(cue.behind) or scene.word(cue.behind) == ":" else cue.behind
    says_it_behind = scene.is_apart(behind) or content_behind(scene, cue) is not None
    return not says_it_behind and not scene.reporting.needs_that


def _comma_before(scene: Scene, cue: Cue) -> int | None:
    """Return the comma between what is reported and who reports it; or the place, if no comma parts them."""
    if cue.kind == "source" and not scene.is_comma(cue.first - 1):
        return cue.first
    commas = [at for at in range(scene.first, cue.first) if scene.is_comma(at) or scene.word(at) in ";؛"]
    most = _LONGEST_SUBJECT
    if commas and commas[-1] == cue.first - 1 and cue.kind == "verb" and not is_inverted(scene, cue):
        # Lena Marosk, its director, said
        commas, most = commas[:-2], 2 * most
    if not commas or scene.word(commas[-1]) in ";؛":
        return None
    subject = range(commas[-1] + 1, cue.first)
    return None if len(subject) > most or any(_is_no_subject(scene, at) for at in subject) else commas[-1]


def _is_no_subject(scene: Scene, at: int) -> bool:
    """Say whether a word shows that more than who it was stands before a verb: "and", "which", "had been"."""
    reporting, word = scene.reporting, scene.word(at)
    begins = word in reporting.joins or reporting.ends.at(scene.tokens, at) is not None
    return (begins and scene.is_comma(at - 1)) or word in reporting.finite or scene.is_apart(at)


def _clause_start(scene: Scene, end: int) -> int:
    """Return where the clause before ``end`` begins: behind a semicolon, or at the beginning; "but" is left out."""
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
