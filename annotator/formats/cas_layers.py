"""Types of UIMA and layers of INCEpTION: which of them somebody marked something with, and what a mark is called."""

from collections.abc import Mapping

import regex

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
_MOST_NAMED = 12
_PARSING = "Layers that cut up and parse the text were left out: "
_NAMED = regex.compile(r"([^\s,()]+) \(([0-9]{1,12})\)")


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
        self._parsing: dict[str, int] = {}
        self._left: dict[str, int] = {}
        self._tags: dict[tuple[str, str], int] = {}

    def leave(self, type_name: str, feature: str = "") -> None:
        """Count one annotation of a type that is left out, or what one of its features refers to."""
        left = self._left if marks_something(type_name) else self._parsing
        name = short_type(type_name) + (f".{feature}" if feature else "")
        left[name] = left.get(name, 0) + 1

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
        found += [f"Annotations of these types were left out: {_counted(self._left)}."] if self._left else []
        return found + ([parsing_note(self._parsing)] if self._parsing else [])


def parsing_note(counts: Mapping[str, int]) -> str:
    """Say how many annotations of layers of parsing were left out."""
    return f"{_PARSING}{_counted(counts)}."


def counts_of_parsing(note: str) -> dict[str, int]:
    """Return what such a note says, as far as it names layers; nothing of another note."""
    named = _NAMED.findall(note) if note.startswith(_PARSING) else []
    return {name: int(count) for name, count in named}


def _counted(left: Mapping[str, int]) -> str:
    parts = [f"{shown(name)[:30]} ({count})" for name, count in list(left.items())[:_MOST_NAMED]]
    rest = list(left.values())[_MOST_NAMED:]
    return ", ".join(parts) + (f", and {sum(rest)} of {len(rest)} other types" if rest else "")
