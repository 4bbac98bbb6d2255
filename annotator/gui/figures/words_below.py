"""What is said around figures: what was compared, what has no value and why, and what was left out."""

from collections.abc import Iterator

from annotator.agreement.figures import OVERALL, Agreement, LeftOut, Undefined
from annotator.gui.figures.wording import FIGURE_WORDS, name_words, number_words, why_words
from annotator.gui.panels.wording import articles_words

_MOST_NAMES = 7
_MOST_LINES = 12


def compared_words(agreement: Agreement) -> str:
    """Say in one line what was compared, and what it comes to."""
    if not agreement.articles:
        return "Nothing was compared."
    names = ", ".join(map(name_words, agreement.names[:_MOST_NAMES]))
    more = len(agreement.names) - _MOST_NAMES
    who = f"{names} and {more} more" if more > 0 else names
    alpha = number_words(agreement.alpha[OVERALL].value, counts=False)
    what = f"{articles_words(agreement.articles)}, {agreement.tokens:,} tokens"
    return f"{agreement.match} match · {what} · α {alpha} · {who}"


def why_nothing(agreement: Agreement) -> str:
    """Say why there is nothing to see, where there is nothing."""
    if any(pair.articles for pair in agreement.pairs):
        return ""
    why = agreement.undefined[0].why if agreement.undefined else "nothing was compared"
    return (
        f"There is nothing to compare: {why_words(why)}.\n"
        "Agreement is counted over the articles that at least two people have marked as done."
    )


def notes(agreement: Agreement) -> list[str]:
    """Return what has no value, and what was left out, in sentences."""
    # Where nothing was compared, that is said in place of the figures.
    undefined = [] if why_nothing(agreement) else list(_undefined(agreement))
    return [*_listed("No value", undefined), *_listed("Left out", list(_left_out(agreement)))]


def _undefined(agreement: Agreement) -> Iterator[str]:
    for known in agreement.undefined:
        yield f"{_figure(known)}: {why_words(known.why)}"


def _figure(known: Undefined) -> str:
    of_tag = f" of {name_words(known.tag)}" if known.tag else ""
    for_layers = f" for {' and '.join(map(name_words, known.layers))}" if known.layers else ""
    return f"{FIGURE_WORDS.get(known.figure, known.figure)}{of_tag}{for_layers}"


def _left_out(agreement: Agreement) -> Iterator[str]:
    for known in agreement.left_out:
        yield f"{_counted(known)}: {why_words(known.why)}"


def _counted(known: LeftOut) -> str:
    first, space, rest = known.kind.partition(" ")
    kind = f"{first.removesuffix('s') if known.count == 1 else first}{space}{rest}"
    return f"{known.count:,} {kind}" + (f" of {name_words(known.layer)}" if known.layer else "")


def _listed(heading: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    more = len(lines) - _MOST_LINES
    kept = [f"–  {line}" for line in lines[:_MOST_LINES]]
    return [heading, *kept, *([f"–  and {more:,} more, in the tables that can be saved"] if more > 0 else [])]
