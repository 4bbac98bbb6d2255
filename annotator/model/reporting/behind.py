"""What follows a verb of saying: "said [that the barracks had fallen]", "told reporters on Monday [that …]"."""

from collections.abc import Iterator, Sequence

from annotator.model.reporting.scene import Cue, Place, Scene
from annotator.model.reporting.turns import end_of, is_inverted

_LONGEST_LISTENER = 10
_LONGEST_APPOSITION = 8
_LONGEST_SPEAKER = 20
"""How many words stand at most between a verb and "that", if the speaker is named there."""
_REPORT, _ACCUSE, _INTEND, _RESPONSIBLE = "report", "accuse", "intend", "claim_responsibility"


def said_behind(scene: Scene, cue: Cue, cues: Sequence[Cue]) -> Iterator[Place]:
    """Yield what follows a verb of saying, and what "and that" adds to it."""
    if cue.kind == "source":
        first = _of_source(scene, cue)
    elif cue.kind == "passive":
        first = cue.behind
    else:
        first = None if is_inverted(scene, cue) else content_behind(scene, cue)
    while first is not None:
        end = end_of(scene, first, cue, cues)
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


def content_behind(scene: Scene, cue: Cue) -> int | None:
    """Return where what is said begins behind a verb of saying; nothing if nothing of the kind follows."""
    at = _first_of_content(scene, cue)
    if scene.breaks(at) or scene.is_apart(at):
        return None
    reporting, word = scene.reporting, scene.word(at)
    if word in reporting.that:
        return at
    if cue.act == _ACCUSE:
        return _of_what(scene, at)
    is_number = scene.words.numbers.before.at(scene.tokens, at) is not None
    is_about_whom = scene.word(cue.first) in reporting.listeners or (word in reporting.adjuncts and not is_number)
    that = _that_behind(scene, at, noun=cue.act != _REPORT and not is_about_whom)
    if that is not None:
        return that
    if reporting.needs_that and (cue.act == _REPORT or reporting.verb_first):
        return at if word in reporting.starts else None
    return _behind_adjuncts(scene, at) if is_about_whom and cue.act == _REPORT else at


def _first_of_content(scene: Scene, cue: Cue) -> int:
    """Return where to look: inside "claimed responsibility", with the "to" of "plans to", behind "on Monday"."""
    takes_to = cue.act == _INTEND and scene.word(cue.behind - 1) in scene.reporting.to
    if cue.kind == "amount" and scene.word(cue.behind) in scene.reporting.of:
        return cue.behind + 1
    if cue.kind == "verb" and cue.behind - cue.first > 1 and (takes_to or cue.act == _RESPONSIBLE):
        return cue.first + 1
    if not scene.is_comma(cue.behind) or scene.word(cue.behind + 1) not in scene.reporting.adjuncts:
        return scene.behind_asides(cue.behind)
    second = scene.next_break(cue.behind + 1)
    return second + 1 if scene.is_comma(second) and scene.word(second + 1) in scene.reporting.that else cue.behind


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
        if word in scene.reporting.that and (not noun or scene.word(place - 1) in scene.reporting.with_that):
            return place
        if word in scene.reporting.finite or word in scene.reporting.starts or word in scene.reporting.joins:
            return None
    return None


def _behind_adjuncts(scene: Scene, at: int) -> int | None:
    """Return where a clause begins behind "in a statement on Monday"."""
    end = min(scene.next_break(at), at + _LONGEST_LISTENER)
    starts = scene.reporting.starts
    return next((place for place in range(at, end) if scene.word(place) in starts), None)
