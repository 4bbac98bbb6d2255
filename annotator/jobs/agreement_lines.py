"""Agreement as lines for a terminal, at most 100 columns wide."""

import unicodedata
from collections import Counter
from collections.abc import Iterator

from annotator.agreement.coefficients import Figure
from annotator.agreement.figures import OVERALL, Agreement, PairAgreement, Scores
from annotator.model.naming import shown

WIDEST = 100

_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_WIDE = frozenset({"W", "F"})
_NAME = 24
_UNDEFINED = "-"
_ALL_TAGS = "all tags"

_RULES = {
    "exact": "spans are the same if their tag and their fragments are",
    "overlap": "spans are the same if their tag is and they share half of their text",
    "token": "each tag on each token counts",
}


def lines(agreement: Agreement) -> Iterator[str]:
    """Yield what ``agreement`` says, a line at a time; words from outside are shown so that they cannot hide."""
    if agreement.articles:
        compared = f"{counted(agreement.articles, 'articles')} with {counted(agreement.tokens, 'tokens')}"
        yield f"{compared}; {_RULES[agreement.match]}."
    else:
        yield "Nothing was compared."
    for pair in agreement.pairs:
        if pair.articles:
            yield from ("", *_pair(agreement, pair))
    if agreement.articles:
        yield from ("", *_alpha(agreement))
    if agreement.undefined:
        yield from ("", "No value:", *_undefined(agreement))
    if agreement.left_out:
        yield from ("", "Left out:", *_left_out(agreement))


def _pair(agreement: Agreement, pair: PairAgreement) -> Iterator[str]:
    a, b = (fitted(name, _NAME) for name in pair.layers)
    yield f"A is {a}, B is {b}: {counted(pair.articles, 'articles')}"
    yield f"{'':{_NAME}}     both   only A   only B  precision  recall      F1   kappa"
    for tag, scores in pair.tags.items():
        yield _scores(padded(tag, _NAME), scores)
    yield _scores(padded(_ALL_TAGS, _NAME), pair.overall)
    yield from _most("tags differ (A / B): ", _confused(agreement, pair))
    for side in ("left", "right"):
        yield from _most(f"{side} edges differ: ", _kinds(agreement, pair, side))


def _scores(named: str, scores: Scores) -> str:
    counts = scores.counts
    shares = f"{_number(counts.precision):>11}{_number(counts.recall):>8}{_number(counts.f1):>8}"
    return f"{named}{counts.both:>9}{counts.only_a:>9}{counts.only_b:>9}{shares}{_number(scores.kappa):>8}"


def _confused(agreement: Agreement, pair: PairAgreement) -> Counter[str]:
    return Counter(
        {
            f"{_tag(fact.tag_a)} / {_tag(fact.tag_b)}": count
            for fact, count in agreement.confusion[pair.layers].items()
            if fact.tag_a != fact.tag_b
        }
    )


def _tag(tag: str | None) -> str:
    return "no span" if tag is None else fitted(tag, _NAME)


def _kinds(agreement: Agreement, pair: PairAgreement, side: str) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for fact, count in agreement.edges[pair.layers].items():
        if fact.side == side:
            kinds[fact.kind] += count
    return kinds


def _most(heading: str, found: Counter[str]) -> Iterator[str]:
    """Yield one line of what there is most of, as far as there is room."""
    line = heading
    for what, count in found.most_common():
        more = f"{', ' if line != heading else ''}{what} {count}"
        if width(line + more) > WIDEST:
            break
        line += more
    if found:
        yield line


def _alpha(agreement: Agreement) -> Iterator[str]:
    yield f"Krippendorff's alpha over tokens, {len(agreement.names)} layers"
    for tag, figure in agreement.alpha.items():
        yield f"{padded(_ALL_TAGS if tag == OVERALL else tag, _NAME)}{_number(figure):>9}"


def _undefined(agreement: Agreement) -> Iterator[str]:
    for known in agreement.undefined:
        of_tag = f" of {fitted(known.tag, _NAME)}" if known.tag else ""
        for_layers = f" for {' and '.join(fitted(name, _NAME) for name in known.layers)}" if known.layers else ""
        yield from _wrapped(f"{known.figure}{of_tag}{for_layers}: {known.why}")


def _left_out(agreement: Agreement) -> Iterator[str]:
    for known in agreement.left_out:
        of_layer = f" of {fitted(known.layer, _NAME)}" if known.layer else ""
        yield from _wrapped(f"{counted(known.count, known.kind)}{of_layer}: {known.why}")


def _wrapped(line: str) -> Iterator[str]:
    """Yield ``line`` as a point of a list, on as many lines as it needs."""
    row = "-"
    for word in line.split(" "):
        if width(f"{row} {word}") > WIDEST:
            yield row
            row = " "
        row = f"{row} {word}"
    yield row


def _number(figure: Figure) -> str:
    return _UNDEFINED if figure.value is None else f"{figure.value:.2f}"


def counted(count: int, kind: str) -> str:
    """Return a number of things, whose name is given in the plural."""
    first, space, rest = kind.partition(" ")
    return f"{count} {first.removesuffix('s') if count == 1 else first}{space}{rest}"


def width(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def fitted(name: str, columns: int) -> str:
    """Return a name from outside that is at most so wide, on one line, and keeps its direction to itself."""
    seen = shown(name)
    while width(seen) > columns:
        seen = f"{seen.removesuffix('…')[:-1]}…"
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in seen):
        return f"{_ISOLATE}{seen}{_END_OF_ISOLATE}"
    return seen


def padded(name: str, columns: int) -> str:
    """Return a name from outside that is exactly so wide."""
    found = fitted(name, columns)
    return found + " " * (columns - width(found))
