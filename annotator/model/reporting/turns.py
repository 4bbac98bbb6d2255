"""Where a sentence turns from what is reported to who reports it, and back."""

from collections.abc import Sequence

from annotator.model.reporting.scene import Cue, Scene

_LONGEST_NAME = 5
_INVERTED = 14
"""How many words the name of a source has at most that stands behind its verb."""
_NEXT_CUE, _NEXT_CUE_BEHIND_COMMA = 8, 14
"""How many words behind "and" the next verb of saying may stand."""
_REPORT = "report"
_DASHES = frozenset("–—-")


def is_inverted(scene: Scene, cue: Cue) -> bool:
    """Say whether only a name follows a verb that follows a comma or a quotation: "…, said Mr Vint"."""
    before = cue.first - 1
    follows = before >= scene.first and (scene.is_comma(before) or scene.is_apart(before))
    if cue.kind != "verb" or cue.act != _REPORT or not follows:
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


def end_of(scene: Scene, first: int, cue: Cue, cues: Sequence[Cue]) -> int:
    """Return where a reported clause is over: where another is reported, or the reporter goes on himself.

    Args:
        scene: the sentence.
        first: the first token of the clause.
        cue: the verb of saying that it follows.
        cues: all those of the sentence.
    """
    dashes = [at for at in range(first, len(scene.tokens)) if _is_dash(scene, at)]
    ends = [dashes[0] if len(dashes) == 1 else len(scene.tokens)]
    if _is_inside_a_source(scene, cue):
        ends += [other.first for other in cues if other.first > first]
    for at in range(first + 1, min(ends)):
        behind = at + 1 if scene.is_comma(at) else at
        if scene.word(at) in ";؛" or scene.is_apart(at) or _goes_on_otherwise(scene, behind, cues, behind > at):
            return at
        is_amount = cue.kind == "amount" and scene.tokens[at - 1].is_figure
        if is_amount and scene.word(at) in scene.reporting.whens:
            return at
    return min(ends)


def _is_inside_a_source(scene: Scene, cue: Cue) -> bool:
    """Say whether a verb only tells who somebody is: "a man who said he was there"."""
    for before in range(cue.first - 1, scene.first, -1):
        if scene.breaks(before):
            return False
        if scene.word(before) in scene.reporting.relative:
            return not scene.is_comma(before - 1)
    return False


def _is_dash(scene: Scene, at: int) -> bool:
    start = scene.tokens[at].start
    return scene.word(at) in _DASHES and scene.text[start - 1 : start].isspace() and not scene.quoted[at]


def _goes_on_otherwise(scene: Scene, at: int, cues: Sequence[Cue], behind_comma: bool) -> bool:
    """Say whether what begins at ``at`` belongs no longer to what is reported."""
    if behind_comma and scene.reporting.ends.at(scene.tokens, at):
        return True
    if scene.word(at) not in scene.reporting.joins:
        return behind_comma and any(cue.first == at and cue.kind != "noun" for cue in cues)
    if scene.word(at + 1) in scene.reporting.that:
        return True
    places = range(at + 1, at + (_NEXT_CUE_BEHIND_COMMA if behind_comma else _NEXT_CUE))
    limit = next((place for place in places if scene.breaks(place) and not behind_comma), places.stop)
    return any(at < cue.first < limit and cue.kind in ("verb", "amount") for cue in cues)
