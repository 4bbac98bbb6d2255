"""Spans as tags of tokens, and back: IOB2, BIOES, and every other way of writing the same that files use."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from annotator.formats.flattening import Piece
from annotator.formats.losses import OFF_TOKENS, Losses
from annotator.formats.options import Scheme
from annotator.model.patterns import compiled
from annotator.model.record import Record
from annotator.model.tokens import Tokens

OUTSIDE = "O"
_TAG = r"(?P<at>[BIESLUMbieslum])[-_](?P<label>\S.*)|[Oo]"
_OPENS, _CLOSES = "BSU", "ESLU"


def on_tokens(
    record: Record, pieces: Iterable[Piece], tokens: Tokens, losses: Losses, what: str = OFF_TOKENS
) -> list[Piece]:
    """Return ``pieces`` counted in tokens; those that do not begin and end where tokens do are counted and left out."""
    found: list[Piece] = []
    for piece in pieces:
        whole = tokens.whole(piece.start, piece.end)
        if whole is None:
            losses.add(what, record, piece.span)
        else:
            found.append(Piece(*whole, piece.span))
    return found


def unbroken(sentences: Iterable[tuple[int, int]], places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield ``sentences``, those made one across whose border one of ``places`` goes on; all are counted in tokens.

    Trainers take each sentence by itself: of a span in two of them spaCy makes two, and seqeval drops what is left.
    """
    coming = deque(sorted(places))
    begun, reached = 0, 0
    for first, last in sentences:
        begun = begun if reached > first else first
        while coming and coming[0][0] < last:
            reached = max(reached, coming.popleft()[1])
        if reached <= last:
            yield begun, last


def tags_of(count: int, pieces: Iterable[Piece], scheme: Scheme) -> list[str]:
    """Return a tag for each of ``count`` tokens; ``pieces`` are counted in tokens and do not overlap."""
    tags = [OUTSIDE] * count
    ordered = sorted(pieces, key=lambda piece: piece.start)
    for at, piece in enumerate(ordered):
        before = ordered[at - 1] if at else None
        touches = before is not None and before.end == piece.start and before.label == piece.label
        for place in range(piece.start, piece.end):
            tags[place] = f"{_letter(place, piece, scheme, touches=touches)}-{piece.label}"
    return tags


def _letter(at: int, piece: Piece, scheme: Scheme, *, touches: bool) -> str:
    first, last = at == piece.start, at == piece.end - 1
    if scheme == "bioes" and last:
        return "S" if first else "E"
    if first and (scheme != "iob1" or touches):
        return "B"
    return "I"


def is_tag(word: str) -> bool:
    """Say whether ``word`` is the tag of a token in any of the schemes."""
    return compiled(_TAG).fullmatch(word) is not None


def places_of(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return what ``tags`` mark: the first token, one past the last, and the label.

    Any scheme is understood, also files that mix them: a span goes on as long as the label stays and nothing says that
    one ends or another begins.
    """
    found: list[tuple[int, int, str]] = []
    goes_on = False
    for at, tag in enumerate(tags):
        match = compiled(_TAG).fullmatch(tag)
        letter, label = (match["at"], match["label"]) if match is not None else (None, None)
        letter = letter and letter.upper()
        if letter is None or label is None:
            goes_on = False
            continue
        if goes_on and letter not in _OPENS and found[-1][2] == label:
            found[-1] = (found[-1][0], at + 1, label)
        else:
            found.append((at, at + 1, label))
        goes_on = letter not in _CLOSES
    return found
