"""A sentence taken apart for finding who reports what: its words, its quotations, and its verbs of saying."""

from collections.abc import Sequence
from unicodedata import category

import msgspec

from annotator.model.guesses.tokens import Token, tokens_in
from annotator.model.guesses.vocabulary import Vocabulary, vocabulary
from annotator.model.reporting.words import Reporting, reporting
from annotator.model.span import Fragment

_LONGEST = 2000
_MOST_CUES = 20
_AT_HAND = 5
_FARTHEST_AMOUNT = 20
_FARTHEST_TO = 10
_HAVE = frozenset({"have", "be"})
_REMARK = 6
"""How many words before a verb "as" may stand that makes a remark of it."""
_BREAKS = frozenset(",،;؛()")
_STOPS = frozenset(".!?؟…")
_COMMAS = frozenset(",،")
_ENDS = frozenset(",.;:!?…،؛؟。！？")
_OPENS_ANEW = frozenset(".:;!?…؛؟—–")
_BESIDE = 3
_SHORTEST = 3
"""How many words a quotation has at least that stands for a clause by itself; fewer are a name or a word."""
_FARTHEST_DASH = 14
_BRACKETS = {"[": "]", "(": ")"}
_MOST_SMALL = 1

Place = tuple[int, int]
"""The first token of a clause and the one behind it."""


class Cue(msgspec.Struct, frozen=True):
    """A verb of saying, or what does the same: "said", "according to", "claims that"."""

    first: int
    """Its first token."""
    behind: int
    """The token behind it."""
    act: str
    kind: str
    """``verb``; ``passive`` for "was said to"; ``source`` for "according to"; ``noun`` for what reports only with
    "that"; ``amount`` for what reports only with a figure or a quotation behind it."""


class Scene(msgspec.Struct, frozen=True):
    """A sentence and what is known about it. Places in it are token numbers."""

    text: str
    sentence: Fragment
    first: int
    """The token that the sentence begins with, behind a dateline."""
    tokens: Sequence[Token]
    quoted: Sequence[Fragment | None]
    """The quotation that each token is in."""
    words: Vocabulary
    reporting: Reporting
    whole: Sequence[Fragment] = ()
    """The quotations that are reported as they stand, and are no part of a clause around them."""
    apart: frozenset[int] = frozenset()
    """The tokens in those."""

    def word(self, at: int) -> str:
        """Return a token's word; nothing beyond the ends."""
        return self.tokens[at].word if 0 <= at < len(self.tokens) else ""

    def breaks(self, at: int) -> bool:
        """Say whether a clause is over at ``at``: at a comma, a stop or the end of the sentence."""
        return at >= len(self.tokens) or self.word(at) in _BREAKS or self.stops(at) or _is_picture(self.word(at))

    def stops(self, at: int) -> bool:
        """Say whether the sentence is over at ``at``."""
        return at >= len(self.tokens) or (self.word(at) in _STOPS and at == len(self.tokens) - 1)

    def is_comma(self, at: int) -> bool:
        """Say whether a comma stands there."""
        return self.word(at) in _COMMAS

    def is_apart(self, at: int) -> bool:
        """Say whether a token belongs to a quotation that is reported as it stands."""
        return at in self.apart

    def behind_asides(self, at: int) -> int:
        """Return the first place at or behind ``at`` that is not about when or how something was said."""
        aside = self.reporting.asides.at(self.tokens, at)
        return self.behind_asides(aside[1]) if aside is not None else at

    def next_break(self, at: int) -> int:
        """Return the first place at or behind ``at`` where a clause is over, or a whole quotation begins."""
        while not self.breaks(at) and not self.is_apart(at):
            at += 1
        return at


def scene_of(text: str, sentence: Fragment, quotations: Sequence[Fragment], language: str) -> Scene:
    """Take a sentence apart; ``quotations`` are those that begin in it."""
    words = vocabulary(language)
    tokens = tokens_in(text, sentence.start, sentence.end, _LONGEST)
    tokens = [words.unjoined(token) for token in tokens] if words.conjunctions else tokens
    quoted: list[Fragment | None] = []
    rest = list(reversed(quotations))
    for token in tokens:
        while rest and rest[-1].end <= token.start:
            rest.pop()
        quoted.append(rest[-1] if rest and rest[-1].start <= token.start else None)
    scene = Scene(text, sentence, _behind_dateline(text, tokens), tokens, quoted, words, reporting(language))
    cues = cues_of(scene) if quotations else []
    inside: dict[Fragment, list[int]] = {}
    for at, quotation in enumerate(quoted):
        if quotation is not None:
            inside.setdefault(quotation, []).append(at)
    whole = {quotation: places for quotation, places in inside.items() if _stands_apart(scene, quotation, places, cues)}
    apart = frozenset(at for places in whole.values() for at in places)
    return msgspec.structs.replace(scene, whole=tuple(whole), apart=apart)


def cues_of(scene: Scene) -> list[Cue]:
    """Return the verbs of saying that stand outside of quotations, and what does the same, in text order.

    No sentence has more than :data:`_MOST_CUES` of them; what has is no sentence, and only its beginning is looked at.
    """
    found: list[Cue] = []
    at = scene.first
    while at < len(scene.tokens) and len(found) < _MOST_CUES:
        cue = None if scene.quoted[at] is not None else _cue_at(scene, at)
        found += [] if cue is None else [cue]
        at = at + 1 if cue is None else cue.behind
    return found


def _cue_at(scene: Scene, at: int) -> Cue | None:
    reporting = scene.reporting
    if scene.word(at) in reporting.with_that and scene.word(scene.behind_asides(at + 1)) in reporting.that:
        return Cue(at, at + 1, "report", "noun")
    infinitive = _to_have(scene, at) if scene.word(at) in reporting.to_have else None
    if infinitive is not None:
        return Cue(at, infinitive, "claim_responsibility", "amount")
    if _reports_an_amount(scene, at) or _reports_a_name(scene, at):
        return Cue(at, at + 1, "report", "amount")
    act = scene.words.cues.acts.at(scene.tokens, at)
    if act is not None and act[0] == "report" and _is_passive(scene, at, act[1]):
        return Cue(at - 1, act[1], act[0], "passive")
    if act is None or _says_nothing(scene, at):
        return None
    return Cue(at, act[1], act[0], "source" if scene.word(at) in reporting.sources else "verb")


def _is_passive(scene: Scene, at: int, behind: int) -> bool:
    """Say whether a verb has no subject who says it: "was said to"."""
    is_to = scene.word(behind) in scene.reporting.to and scene.word(at) not in scene.reporting.listeners
    return is_to and at > scene.first + 1 and scene.word(at - 1) in scene.reporting.passive


def _says_nothing(scene: Scene, at: int) -> bool:
    """Say whether what could be a verb of saying is a noun, a part of a name, or said of somebody: "was accused"."""
    reporting, before = scene.reporting, scene.word(at - 1) if at > scene.first else ""
    if scene.word(at) in reporting.sources:
        return _is_a_remark(scene, at)
    is_no_verb = before in reporting.no_verb_after or before in reporting.passive or _is_a_name(scene, at)
    return (bool(before) and is_no_verb) or _is_a_remark(scene, at)


def _to_have(scene: Scene, at: int) -> int | None:
    """Return where the infinitive begins that a verb reports: "claimed on the radio [to have taken it]"."""
    places = range(at + 1, min(scene.next_break(at + 1), at + _FARTHEST_TO))
    return next((i for i in places if scene.word(i) in scene.reporting.to and scene.word(i + 1) in _HAVE), None)


def _is_a_name(scene: Scene, at: int) -> bool:
    """Say whether a word inside a sentence is no verb: the last one of "the United States", of "the reports have"."""
    if scene.word(at) in scene.reporting.with_that and scene.word(at + 1) in scene.reporting.finite:
        return True
    return scene.text[scene.tokens[at].start].isupper() and not scene.is_apart(at - 1)


def _reports_an_amount(scene: Scene, at: int) -> bool:
    """Say whether the verb has a figure behind it: "put the dead at 37"."""
    before = scene.reporting.amounts.get(scene.word(at))
    if before is None or scene.word(at - 1) in scene.reporting.no_verb_after:
        return False
    end = min(scene.next_break(at), at + _FARTHEST_AMOUNT)
    if not before:
        return _is_number(scene, range(at + 1, min(at + _AT_HAND, end)))
    return any(scene.word(i) in before and _is_number(scene, range(i + 1, min(i + 4, end))) for i in range(at, end))


def _stands_apart(scene: Scene, quotation: Fragment, places: Sequence[int], cues: Sequence[Cue]) -> bool:
    """Say whether a quotation is reported as it stands; words quoted inside a sentence of the reporter are not."""
    text = scene.text
    before = text[scene.sentence.start : quotation.start].rstrip()
    first = places[0]
    if not _is_followed_by_a_break(text, quotation):
        return False
    if first == scene.first or not before or before[-1] in _OPENS_ANEW:
        return True
    if len(places) >= _SHORTEST and any(cue.behind == first and cue.kind == "verb" for cue in cues):
        return True
    is_said = any(cue.first < first for cue in cues) or any(scene.quoted[:first])
    return scene.is_comma(first - 1) and (is_said or text[scene.tokens[first].start].isupper())


def _is_followed_by_a_break(text: str, quotation: Fragment) -> bool:
    inner = text[quotation.start : quotation.end - 1].rstrip()
    behind = text[quotation.end : quotation.end + _BESIDE].lstrip(" \u00a0\u202f")
    return inner[-1] in _ENDS or not behind or not behind[0].isalnum()


def _is_picture(word: str) -> bool:
    return not word[0].isalnum() and category(word[0]) in ("So", "Cn")


def _is_number(scene: Scene, places: range) -> bool:
    numerals = scene.words.numbers.numerals
    return any(scene.tokens[at].is_figure or scene.tokens[at].word in numerals for at in places)


def _reports_a_name(scene: Scene, at: int) -> bool:
    """Say whether the verb gives something a name: "called the charge “a lie”", "called it a lie"."""
    if scene.word(at) not in scene.reporting.called:
        return False
    if scene.word(at + 1) in scene.reporting.starts | scene.reporting.that and not scene.breaks(at + 2):
        return True
    behind = range(at + 1, len(scene.tokens))
    end = next((i for i in behind if scene.breaks(i) or scene.quoted[i] is not None), len(scene.tokens))
    return end < len(scene.tokens) and scene.quoted[end] is not None


def _is_a_remark(scene: Scene, at: int) -> bool:
    for before in range(at - 1, max(scene.first, at - _REMARK) - 1, -1):
        if scene.breaks(before) or scene.word(before) in scene.reporting.joins:
            return False
        if scene.word(before) in scene.reporting.as_said:
            return True
    return False


def _behind_dateline(text: str, tokens: Sequence[Token]) -> int:
    """Return the token behind a place, a date and an agency, and the dash that ends them; else the first."""
    near = [token.word for token in tokens[:_FARTHEST_DASH]]
    if near and near[0] in _BRACKETS:
        return near.index(_BRACKETS[near[0]]) + 1 if _BRACKETS[near[0]] in near else 0
    small = 0
    for at, token in enumerate(tokens[:_FARTHEST_DASH]):
        if token.word in "—–-/" and text[token.start - 1 : token.start].isspace():
            behind = at + 1
            while behind < len(tokens) and tokens[behind].word == "/":
                behind += 1
            return behind if at else 0
        small += text[token.start].islower()
        if small > _MOST_SMALL or token.word in ";:":
            return 0
    return 0
