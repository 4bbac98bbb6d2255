"""The history of a tagset: who changed what, on which day."""

from collections.abc import Sequence

from annotator.gui.dialogs.report import Findings
from annotator.gui.panels.wording import name
from annotator.gui.tagset.words import counted_words, listed
from annotator.project.ops import Op
from annotator.project.tagset_versions import Difference, Version

_DONE = {
    Op.SET_UP: "set up",
    Op.TAGSET: "changed",
    Op.IMPORT: "changed by an import",
    Op.UNDO: "taken back",
    Op.REDO: "done again",
}


def history_of(versions: Sequence[Version]) -> Findings:
    """Return every version with what it changed, to be shown as a report, the newest first."""
    rows = [(_when(version), _what(version)) for version in versions]
    now = versions[0].version if versions else 0
    return Findings("History of the tagset", f"The tagset is version {now}.", (), rows, ("Version", "What changed"))


def _when(version: Version) -> str:
    return f"{version.version} · {version.day} · {name(version.annotator)}"


def _what(version: Version) -> str:
    done = _DONE.get(version.op, version.op)
    touched = listed(
        part for part in (counted_words(version.spans, "span"), counted_words(version.relations, "relation")) if part
    )
    differences = "; ".join(map(_words, version.differences))
    return f"{done}{': ' + differences if differences else ''}{' – with ' + touched if touched else ''}"


def _words(difference: Difference) -> str:
    return difference.words.format(*map(name, difference.names))
