"""Types of UIMA and layers of INCEpTION: which of them somebody marked something with, and what a mark is called."""

from collections.abc import Mapping

from annotator.model.naming import LONGEST_NAME, is_name, shown

NAMING = ("label", "value", "entity")
"""Features that say what a mark is, in the order they are asked."""
BOOKKEEPING = (
    "de.tudarmstadt.ukp.clarin.webanno.api.type.",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.",
    "org.dkpro.core.api.metadata.type.",
)
"""Packages whose types say something about the file or the project."""

_NO_MARKS = ("uima.", "de.tudarmstadt.ukp.dkpro.core.api.", "org.dkpro.core.api.", *BOOKKEEPING)
"""Packages whose types say how a text is cut up and parsed, rather than what somebody marked in it …"""
_YET_MARKS = tuple(
    f"{root}.core.api.{package}."
    for root in ("de.tudarmstadt.ukp.dkpro", "org.dkpro")
    for package in ("ner", "coref", "semantics")
)
"""… but for these: names, coreference, and who does what."""
_CALLED_SO = ("NamedEntity", "Span", "Mark")
"""Layers of which everybody expects that a feature is the tag."""
_MOST_NAMED = 8


def marks_something(type_name: str) -> bool:
    """Say whether somebody marked something with a type, which otherwise says how the text is cut up and parsed."""
    return not type_name.startswith(_NO_MARKS) or type_name.startswith(_YET_MARKS)


def short_type(type_name: str) -> str:
    """Return the name of a type without its package."""
    name = type_name.rpartition(".")[2][:LONGEST_NAME]
    return name if is_name(name) else "?"


class Tally:
    """Counts what a reader leaves out, and where it took tags from, so that its notes can say so."""

    def __init__(self) -> None:
        self._left: dict[str, int] = {}
        self._tags: dict[tuple[str, str], int] = {}

    def leave(self, type_name: str, feature: str = "") -> None:
        """Count one annotation of a type that is left out, or what one of its features refers to."""
        name = short_type(type_name) + (f".{feature}" if feature else "")
        self._left[name] = self._left.get(name, 0) + 1

    def named(self, type_name: str, feature: str) -> None:
        """Count one mark of a layer whose tag is what a feature says."""
        short = short_type(type_name)
        if short not in _CALLED_SO:
            self._tags[short, feature] = self._tags.get((short, feature), 0) + 1

    def notes(self) -> list[str]:
        """Return what there is to say."""
        found = [
            f"The tags of the layer {shown(layer)[:30]} are what its feature {shown(feature)[:30]} says ({count})."
            for (layer, feature), count in list(self._tags.items())[:_MOST_NAMED]
        ]
        return [*found, *_left_out(self._left)]


def _left_out(left: Mapping[str, int]) -> list[str]:
    if not left:
        return []
    parts = [f"{shown(name)[:30]} ({count})" for name, count in list(left.items())[:_MOST_NAMED]]
    rest = list(left.values())[_MOST_NAMED:]
    more = f", and {sum(rest)} of {len(rest)} other types" if rest else ""
    return [f"Annotations of these types were left out: {', '.join(parts)}{more}."]
