"""What a claim span says: whether it is affirmed, how sure its source is, and what the source does by saying it."""

from collections.abc import Mapping, Sequence

from annotator.model.guesses.tokens import Token, ends_a_sentence, tokens_in, tokens_of
from annotator.model.guesses.vocabulary import Phrases, Vocabulary, vocabulary
from annotator.model.span import Fragment

_BEFORE, _INSIDE, _BEHIND = 90, 200, 60
"""How far to look beside a claim and into it, in code points."""
_HEAD = 14
"""Among how many of its first words a claim is denied or qualified: what comes later is seldom its point."""
_SUBJECT = 3
"""How many words of a quotation may stand apart from its verb: “My brother,” she said, “did not come.”"""
_OPENING = 4
"""Among how many of its first words a claim shows what it is."""
_TAKEN_IN = frozenset({"deny", "claim_responsibility"})
"""The acts whose verb annotators take into the claim, or that are told behind it."""
_REACH_OF_NOT = 3
"""How many words before a verb may deny it: "did not say"."""


def guess_claim(text: str, fragments: Sequence[Fragment], language: str) -> Mapping[str, object]:
    """Return what the words of a claim and its sentence say, by the names of the default tagset.

    The keys are ``polarity``, ``certainty`` and ``act``. Most claims are affirmed, certain reports, and that is the
    guess where nothing shows otherwise. Whether a claim that somebody "did not make" is negated is left open.
    """
    words = vocabulary(language)
    first, last = fragments[0], fragments[-1]
    inside = _bare(tokens_of(text, fragments, _INSIDE), words)
    if not any(token.word.isalnum() for token in inside) or not words.cues.negations:
        return {}
    before = _sentence_before(_bare(tokens_in(text, max(0, first.start - _BEFORE), first.start), words))
    behind = _sentence_behind(_bare(tokens_in(text, last.end, min(len(text), last.end + _BEHIND)), words))
    if ends_a_sentence(inside, len(inside) - 1):
        behind = []
    act, unsaid = _act(before, inside, behind, words)
    if unsaid:
        return {"act": "report", "certainty": "unknown"}
    negated = _negation_in(inside, words)
    if act == "report" and negated is not None and _is_about_itself(inside[:negated], words):
        act = "deny"
    return {
        "act": act,
        "polarity": "affirmed" if negated is None and act != "deny" else "negated",
        "certainty": _certainty(before, inside, words),
    }


def _act(
    before: Sequence[Token], inside: Sequence[Token], behind: Sequence[Token], words: Vocabulary
) -> tuple[str, bool]:
    """Return the act and whether it was not done: "did not say", "could neither confirm nor rule out"."""
    acts = words.cues.acts
    taken_in = _first_cue(inside[:_OPENING], acts)
    if taken_in is not None and taken_in[0] in _TAKEN_IN:
        return taken_in[0], False
    left = _last_cue(before, inside, acts)
    if left is not None and _is_undone(before, left[1], words):
        return "report", True
    if left is not None and left[0] != "report":
        return left[0], False
    opening = _first_cue(inside[:_OPENING], words.cues.openings)
    if opening is not None:
        return opening[0], False
    right = None if left is not None else _first_cue(behind, acts)
    return (right[0] if right is not None and right[0] in _TAKEN_IN else "report"), False


def _certainty(before: Sequence[Token], inside: Sequence[Token], words: Vocabulary) -> str:
    hedges = words.cues.certainty
    hedge = _first_cue(inside[:_HEAD], hedges) or _first_cue(before[-_REACH_OF_NOT:], hedges)
    return hedge[0] if hedge is not None else "certain"


def _negation_in(inside: Sequence[Token], words: Vocabulary) -> int | None:
    """Return the word that denies the first clause of a claim; the "no" of "no more than 40" does not."""
    at = 0
    while at < min(len(inside), _HEAD):
        qualifier = words.numbers.before.at(inside, at)
        if qualifier is not None:
            at = qualifier[1]
            continue
        if inside[at].word in words.cues.negations:
            return at
        if at >= _SUBJECT and inside[at].word in words.cues.breaks:
            return None
        at += 1
    return None


def _is_about_itself(subject: Sequence[Token], words: Vocabulary) -> bool:
    return any(token.word in words.cues.selves for token in subject[:2])


def _is_undone(tokens: Sequence[Token], cue: int, words: Vocabulary) -> bool:
    near = tokens[max(0, cue - _REACH_OF_NOT) : cue]
    return any(token.word in words.cues.negations or token.word in words.cues.refusals for token in near)


def _first_cue(tokens: Sequence[Token], cues: Phrases[str]) -> tuple[str, int] | None:
    """Return what the first cue says and which token it is."""
    for at in range(len(tokens)):
        found = cues.at(tokens, at)
        if found is not None:
            return found[0], at
    return None


def _last_cue(before: Sequence[Token], inside: Sequence[Token], cues: Phrases[str]) -> tuple[str, int] | None:
    """Return what the last cue says that begins before a claim, though it may reach into it, and which token it is."""
    tokens = [*before, *inside[:2]]
    last, behind = None, 0
    for at in range(len(before)):
        found = cues.at(tokens, at)
        if found is not None and found[1] > behind:
            last, behind = (found[0], at), found[1]
    return last


def _sentence_before(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return what belongs to the sentence that goes on behind ``tokens``."""
    stop = next((at for at in range(len(tokens) - 1, -1, -1) if ends_a_sentence(tokens, at)), -1)
    return tokens[stop + 1 :]


def _sentence_behind(tokens: Sequence[Token]) -> Sequence[Token]:
    stop = next((at for at in range(len(tokens)) if ends_a_sentence(tokens, at)), len(tokens))
    return tokens[:stop]


def _bare(tokens: list[Token], words: Vocabulary) -> list[Token]:
    """Take off the "and" that some languages write together with the word behind it."""
    if not words.conjunctions:
        return tokens
    return [words.unjoined(token) for token in tokens]
