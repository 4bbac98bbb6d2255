"""What lies in a folder and is no article: what a system leaves there, and files about the others."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

import regex

from annotator.formats.source import Source
from annotator.formats.table import AUTO, FORMATS, readable_format

HIDDEN = "It is hidden, and was left out."
OF_A_SYSTEM = "It is what a system or a program leaves behind, and was left out."
ABOUT_FILES = "It is about the other files and no article, and was left out; name it by itself to import it."
ALONE = "It lies among files with work on them, and has none on it."
"""What to say of a text that may be an article nobody has worked on, or may be about the others."""

_SYSTEM = regex.compile(r"(?i:thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|__MACOSX)|~\$.*")
_SETTINGS = frozenset({"annotation.conf", "visual.conf", "tools.conf", "kb_shortcuts.conf"})
"""Of brat, for all the folders below."""
_ABOUT = regex.compile(
    r"(?:(?i:licen[cs]e|copying|readme|notice|changelog)|(?:LICEN[CS]E|COPYING|README|NOTICE|CHANGELOG)[^\p{L}.].*)"
    r"(?:(?i:\.(?:txt|text|md|markdown|rst|rtf|html?|pdf|docx?|odt))|\.[a-z]{2})*"
)
"""Their usual names in any letters; with something behind, only in capitals, as an article of that name never is."""
_OF_WORK = frozenset({"brat", "cas-xmi", "conll", "conllu", "spacy", "web-annotation"})
_WORK = frozenset(suffix for known in FORMATS if known.name in _OF_WORK for suffix in known.suffixes) - {
    suffix for known in FORMATS if known.name not in _OF_WORK for suffix in known.suffixes
}
"""Ends of names that nothing but work has: a text or a table may be either."""
_MAYBE = ".tsv"
_TEXTS = (".txt", ".md", ".markdown")


def why_folder_is_left_out(name: str) -> str:
    """Return why a folder of that name is not looked into; empty if it is."""
    if _SYSTEM.fullmatch(name) is not None:
        return OF_A_SYSTEM
    return HIDDEN if name.startswith(".") else ""


def why_left_out(name: str) -> str:
    """Return why a file of that name is passed over when a folder is looked through; empty if it is not."""
    if name in _SETTINGS:
        return OF_A_SYSTEM
    about = ABOUT_FILES if _ABOUT.fullmatch(name) is not None else ""
    return why_folder_is_left_out(name) or about


def holds_work(names: Iterable[str], look: Callable[[str], bytes]) -> bool:
    """Say whether there is somebody's work among the files of a folder, in a format for that.

    Args:
        names: of the files.
        look: returns the beginning of the file of a name.
    """
    tables = []
    for name in names:
        suffix = PurePosixPath(name).suffix.lower()
        if suffix in _WORK:
            return True
        if suffix == _MAYBE:
            tables.append(name)
    # One table tells what all are: a folder may hold thousands.
    return any(_is_work(name, look) for name in tables[:1])


def folders_with_work(names: Iterable[str], look: Callable[[str], bytes]) -> set[PurePosixPath]:
    """Return the folders of a zip that hold somebody's work; as :func:`holds_work`, with the places in the zip."""
    folders: dict[PurePosixPath, list[str]] = {}
    for name in names:
        folders.setdefault(PurePosixPath(name).parent, []).append(name)
    return {folder for folder, listed in folders.items() if holds_work(listed, look)}


def seen(members: Mapping[str, Source]) -> dict[str, Source]:
    """Return the members of a zip that are neither hidden nor what a system leaves, nor in a folder that is."""
    return {
        name: content
        for name, content in members.items()
        if not any(map(why_folder_is_left_out, PurePosixPath(name).parts))
    }


def is_text(name: str) -> bool:
    """Say whether a file of that name is a text without anybody's work on it."""
    return PurePosixPath(name).suffix.lower() in _TEXTS


def _is_work(name: str, look: Callable[[str], bytes]) -> bool:
    known = readable_format(AUTO, _MAYBE, lambda: look(name))
    return known is not None and known.name == "webanno-tsv"
