"""What a project of INCEpTION says about itself: its documents, its people, and how far each piece of work has come."""

import msgspec
import regex

from annotator.model.layer import ALL, GOLD, SUGGESTIONS, Status
from annotator.model.naming import is_name

INITIAL = "INITIAL_CAS"
"""Stands for nobody: the document as it was before anybody worked on it."""
CURATOR = "CURATION_USER"
"""Stands for whoever curated the document."""
SUGGESTED = "CORRECTION_USER"
"""Stands for what was proposed in a project for correcting."""
CURATED = "It was curated, and came into gold as it is, without a decision of this program."
"""What a single file says that was curated."""

# Older versions name a file after a person and a random number, with three letters at least before it.
_NUMBERED = regex.compile(r"(?P<user>.*?)(?P<number>[0-9]{1,20})")
_SURELY_A_NUMBER = 15
_SHORTEST = 3
_DONE = ("FINISHED", "CURATION_FINISHED")


class _Document(msgspec.Struct):
    name: str = ""
    format: str | None = None
    state: str | None = None


class _Work(msgspec.Struct):
    name: str = ""
    user: str = ""
    state: str | None = None
    comment: str | None = msgspec.field(default=None, name="annotatorComment")


class _Member(msgspec.Struct):
    user: str = ""


class _Described(msgspec.Struct, rename={"documents": "source_documents", "work": "annotation_documents"}):
    name: str | None = None
    documents: list[_Document] | None = None
    work: list[_Work] | None = None
    members: list[_Member] | None = msgspec.field(default=None, name="project_permissions")


class Described:
    """What a project says about itself, as far as it matters here.

    Args:
        content: the JSON in which it says so; empty if it says nothing.

    Raises:
        ValueError: if it is no such JSON.
    """

    def __init__(self, content: bytes = b"{}") -> None:
        try:
            said = msgspec.json.decode(content, type=_Described)
        except RecursionError:
            raise ValueError from None
        self.name = said.name or ""
        self._documents = {document.name: document for document in said.documents or []}
        self._work = {(work.name, work.user): work for work in said.work or []}
        self._tells_states = said.work is not None
        self._users = {member.user for member in said.members or []} | {user for _, user in self._work}
        self._users |= {INITIAL, CURATOR, SUGGESTED}

    @property
    def order(self) -> list[str]:
        """The names of the documents in the order of the project."""
        return list(self._documents)

    def format_of(self, document: str) -> str | None:
        """Return what the project calls the format that a document was brought in; nothing if it does not say."""
        known = self._documents.get(document)
        return None if known is None else known.format

    def status(self, document: str, user: str) -> Status | None:
        """Return the state of a piece of work; nothing if the project does not say how far any has come."""
        if not self._tells_states:
            return None
        known = self._documents.get(document) if user == CURATOR else self._work.get((document, user))
        return "done" if known is not None and known.state in _DONE else "open"

    def comment(self, document: str, user: str) -> str:
        """Return what somebody said about a document as a whole."""
        known = self._work.get((document, user))
        return "" if known is None else (known.comment or "").strip()

    def user_of(self, stem: str) -> str:
        """Return whose file it is, by its name without the end."""
        match = _NUMBERED.fullmatch(stem)
        if stem in self._users or match is None:
            return stem
        for end in range(len(stem) - 1, len(match["user"]) - 1, -1):
            # Digits before the random number are those of a name.
            user = _unpadded(stem[:end])
            if user in self._users:
                return user
        return stem if len(match["number"]) < _SURELY_A_NUMBER else _unpadded(match["user"])


def layer_of(user: str) -> str:
    """Return the layer that somebody's work goes to: gold, if it was curated."""
    if user == CURATOR:
        return GOLD
    if user in (GOLD, ALL, SUGGESTIONS):
        return f"{user} (INCEpTION)"
    return user if is_name(user) else "?"


def _unpadded(prefix: str) -> str:
    return prefix.rstrip("_") or prefix if len(prefix) == _SHORTEST else prefix
