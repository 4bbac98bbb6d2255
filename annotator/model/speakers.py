"""Who is likely to have said something: the order in which reports name their sources."""

from collections.abc import Mapping, Sequence

from annotator.model.guesses.tokens import tokens_in
from annotator.model.guesses.vocabulary import vocabulary
from annotator.model.nearness import nearest
from annotator.model.reporting.words import reporting
from annotator.model.sentences import sentence_at
from annotator.model.span import Span, SpanKey


def likely_source(
    text: str,
    claim: Span,
    actors: Sequence[Span],
    claims: Sequence[Span],
    known: Mapping[SpanKey, SpanKey],
    language: str,
) -> Span | None:
    """Return the actor whose claim this is likely to be, if there is any.

    It is the first one named in the sentence before the claim, if no verb of saying stands before the name ("he accused
    the army of …"); or else the first behind it – "residents said". Where the sentence names nobody, or goes on with
    what the same actor says, it is the source of the claim before: "He said …", "… and that …". Who is named inside a
    claim is taken only if there is nobody else.

    Args:
        text: the article.
        claim: whose source is looked for.
        actors: all spans that may be it, in text order.
        claims: the claims of the article.
        known: the source of each claim that has one.
        language: ISO 639-1 code of the article; empty if it is not known.
    """
    others = [other for other in claims if other.key != claim.key]
    free = [actor for actor in actors if not any(_is_inside(actor, other) for other in (claim, *others))]
    sentence = sentence_at(text, claim.start)
    first = claim.start if sentence is None else sentence.start
    before = max((other for other in others if other.end <= claim.start), key=lambda other: other.end, default=None)
    goes_on = before is not None and before.end > first
    start = before.end if before is not None and goes_on else first
    ahead = next((actor for actor in free if start <= actor.start and actor.end <= claim.start), None)
    if ahead is not None and not _is_spoken_of(text, start, ahead.start, language):
        return ahead
    last = sentence_at(text, claim.end - 1)
    end = claim.end if last is None else last.end
    behind = next((actor for actor in free if claim.fragments[0].end <= actor.start < end), None)
    same = None if before is None else next((actor for actor in actors if actor.key == known.get(before.key)), None)
    found = (same or behind) if goes_on or ahead is not None else (behind or same)
    return found or ahead or nearest(claim, free or actors)


def _is_spoken_of(text: str, start: int, end: int, language: str) -> bool:
    """Say whether a verb of saying stands before a name, which is then not who says it."""
    tokens, acts, sources = tokens_in(text, start, end), vocabulary(language).cues.acts, reporting(language).sources
    return any(token.word not in sources and acts.at(tokens, at) is not None for at, token in enumerate(tokens))


def _is_inside(actor: Span, claim: Span) -> bool:
    return any(part.start <= actor.start and actor.end <= part.end for part in claim.fragments)
