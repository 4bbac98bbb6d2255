"""Conflicts, answers and decisions put into words."""

from collections.abc import Collection, Iterable, Mapping

from annotator.adjudication.answers import Answer
from annotator.adjudication.conflicts import Conflict, Difference
from annotator.gui.panels.fields import value_words
from annotator.gui.panels.wording import name, quoted_short, short
from annotator.gui.plain import shown
from annotator.gui.review.offers import Offer, disputed, runs_of, without
from annotator.model.span import Fragment, Span, marked_text

NOTHING = "nothing here"
ABSENT = "did not read this"
_LONGEST = 400
_DIFFERENCES: Mapping[Difference, str] = {
    "missing": "one has it, another has not",
    "tag": "the tag differs",
    "boundary": "the edges differ",
    "attribute": "what is said about it differs",
    "relation": "the relations differ",
    "label": "what is said about the article differs",
}
DIFFERENCE_NAMES: Mapping[Difference, str] = {
    "missing": "marked or not",
    "tag": "tags",
    "boundary": "edges",
    "attribute": "attributes",
    "relation": "relations",
    "label": "articles",
}
"""What differs, in a word or two, for lists and filters."""
STATE_NAMES = {
    "open": "open",
    "decided": "decided",
    "deferred": "deferred",
    "second opinion": "second opinion",
    "re-opened": "opened again",
}
"""The states of a conflict as a reviewer calls them."""
_HOW = {
    "took": "taken from {layers}",
    "union": "all words together",
    "intersection": "the words in common",
    "edited": "edited by hand",
    "fresh": "a fresh answer",
    "nothing": "nothing belongs here",
    "unanimous": "all agreed",
    "edited directly": "gold was edited directly",
    "deferred": "put off",
    "second opinion": "waits for a second opinion",
}


def differences_words(differs: Collection[str]) -> str:
    """Say what differs, in a line."""
    return ", ".join(words for kind, words in _DIFFERENCES.items() if kind in differs)


def short_differences(differs: Collection[str]) -> str:
    """Say what differs, in a few words."""
    return ", ".join(words for kind, words in DIFFERENCE_NAMES.items() if kind in differs)


def layer_words(offer: Offer, *, blind: bool) -> str:
    """Say whose an offer is; in blind mode that is its number."""
    if not offer.layer:
        return "all words" if offer.how == "union" else "words in common"
    return f"layer {offer.number}" if blind and offer.number else "a layer" if blind else short(offer.layer, 24)


def mark_words(offer: Offer, conflict: Conflict, text: str) -> str:
    """Say what an offer marks, as a screen reader would read it."""
    if offer.absent:
        return ABSENT
    if conflict.label:
        return value_words(offer.value) or "says nothing"
    if offer.span is None:
        return NOTHING
    words = f"{short(offer.span.tag, 40)} “{span_words(text, offer.span)}”"
    apart = different_words(text, offer.span, list(conflict.offered.values()))
    return f"{words}, not in all: “{apart}”" if apart else words


def span_words(text: str, span: Span) -> str:
    """Return the words of a span on one line, shortened in the middle."""
    return shown("".join(run for run, _ in runs_of(text, span.fragments, ())))


def different_words(text: str, span: Span, offered: list[Span]) -> str:
    """Return those words of a span that not all who marked something here marked."""
    apart = without(span.fragments, without(span.fragments, disputed(offered)))
    return short(marked_text(text, apart)[:_LONGEST], 80) if apart else ""


def said_words(values: Iterable[object], text: str) -> str:
    """Return values side by side; the other end of a relation by its words."""
    found = [f"“{span_words(text, value)}”" if isinstance(value, Span) else value_words(value) for value in values]
    return ", ".join(shown(one) for one in found) or "–"


def votes_words(votes: tuple[int, int]) -> str:
    """Say how many say the same."""
    same, all_there = votes
    return f"{same} of {all_there}"


def agreed_words(values: Mapping[str, object], *, alone: bool) -> str:
    """Say what all say alike, or what the only one says who marked something."""
    if not values:
        return ""
    return ("Said about it: " if alone else "All say: ") + ", ".join(
        f"{name(key)} {name(value_words(value))}" for key, value in sorted(values.items())
    )


def how_words(how: str, taken: Collection[str], *, blind: bool = False) -> str:
    """Say how something was decided."""
    if how.startswith("policy:"):
        return f"by the policy {name(how.removeprefix('policy:'))}"
    layers = "a layer" if blind or not taken else " and ".join(map(name, taken))
    return _HOW.get(how, name(how)).format(layers=layers)


def answer_words(answer: Answer, text: str) -> str:
    """Say what an answer puts into gold."""
    if answer.fragments:
        return f"{name(answer.tag)} {quoted_short(marked_text(text, answer.fragments[:3]))}"
    return NOTHING


def question_words(conflict: Conflict, text: str) -> str:
    """Name a conflict by the words it is about."""
    if conflict.label:
        return f"the article’s {name(conflict.label)}"
    place = conflict.place
    return quoted_short(text[place.start : place.end]) if place is not None else ""


def place_of(conflict: Conflict, text: str) -> Fragment:
    """Return where to look; the beginning of the article for what is about all of it."""
    return conflict.place if conflict.place is not None else Fragment(0, max(1, min(len(text), 1)))


def decided_words(done: int, total: int) -> str:
    """Say how many conflicts are decided."""
    return f"{done:,} of {total:,} decided"


def short_answer(answer: Answer) -> str:
    """Say what an answer is, without its words."""
    if answer.value is not None:
        return shown(value_words(answer.value))
    if not answer.fragments:
        return NOTHING
    said = ", ".join(f"{short(key, 20)} {short(value_words(value), 20)}" for key, value in answer.attributes.items())
    return f"{short(answer.tag, 30)}{f' ({said})' if said else ''}"
