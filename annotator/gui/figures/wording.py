"""Figures put into words: numbers, names, and what a matrix or a bar is called."""

from annotator.agreement.pictures import Value
from annotator.gui.panels.wording import short
from annotator.gui.plain import isolated, sentence

UNDEFINED = "–"
MOST = 60
"""So many characters of a name are shown at most."""

FIGURE_WORDS = {
    "f1": "F1",
    "precision": "precision",
    "recall": "recall",
    "kappa": "Cohen’s κ",
    "alpha": "Krippendorff’s α",
}


def number_words(value: float | None, *, counts: bool) -> str:
    """Return a number as it stands in a picture or a table; a dash where there is none."""
    if value is None:
        return UNDEFINED
    return f"{value:,.0f}" if counts else f"{value:.2f}".replace("-", "−")


def tick_words(number: float) -> str:
    """Return a number as it stands at a scale."""
    return f"{number:,g}".replace("-", "−") if abs(number) < 1_000_000 else f"{number:,.0f}"


def value_words(value: Value, *, counts: bool) -> str:
    """Return what a screen reader says of a value: the number, or why there is none."""
    if value.number is None:
        return f"no value, because {why_words(value.why)}" if value.why else "no value"
    return number_words(value.number, counts=counts)


def name_words(name: str) -> str:
    """Return the name of a tag, a layer or an article so that it can neither hide nor turn a line around."""
    return isolated(short(name, MOST)) if name else ""


def why_words(why: str) -> str:
    """Return a reason, in which names may stand, on one line."""
    return sentence(why)
