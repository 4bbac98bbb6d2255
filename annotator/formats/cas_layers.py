"""Types of UIMA and layers of INCEpTION: which of them somebody marked something with, and what a mark is called."""

from annotator.model.naming import LONGEST_NAME, is_name

_NO_MARKS = ("uima.", "de.tudarmstadt.ukp.dkpro.core.api.", "org.dkpro.core.api.")
"""Packages whose types say how a text is cut up and parsed, rather than what somebody marked in it …"""
_YET_MARKS = ("de.tudarmstadt.ukp.dkpro.core.api.ner.", "org.dkpro.core.api.ner.")
"""… but for these."""
NAMING = ("label", "value", "entity")
"""Features that say what a mark is, in the order they are asked."""


def marks_something(type_name: str) -> bool:
    """Say whether somebody marked something with a type, which otherwise says how the text is cut up and parsed."""
    return not type_name.startswith(_NO_MARKS) or type_name.startswith(_YET_MARKS)


def short_type(type_name: str) -> str:
    """Return the name of a type without its package."""
    name = type_name.rpartition(".")[2][:LONGEST_NAME]
    return name if is_name(name) else "?"
