"""What a project of INCEpTION says about itself: its documents, its people, and how far each piece of work has come."""

import msgspec
import regex

from annotator.model.layer import Status

INITIAL = "INITIAL_CAS"
"""Stands for nobody: the document as it was before anybody worked on it."""
CURATOR = "CURATION_USER"
"""Stands for whoever curated the document."""

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


class Described(msgspec.Struct, rename={"documents": "source_documents", "work": "annotation_documents"}):
    """What a project says about itself, as far as it matters here."""

    name: str | None = None
    documents: list[_Document] | None = None
    work: list[_Work] | None = None
    members: list[_Member] | None = msgspec.field(default=None, name="project_permissions")

    def order(self) -> list[str]:
        """Return the names of the documents in the order of the project."""
        return [document.name for document in self.documents or []]

    def format_of(self, document: str) -> str | None:
        """Return what the project calls the format that a document was brought in; nothing if it does not say."""
        return next((one.format for one in self.documents or [] if one.name == document), None)

    def status(self, document: str, user: str) -> Status | None:
        """Return the state of a piece of work; nothing if the project does not say how far any has come."""
        if self.work is None:
            return None
        if user == CURATOR:
            states = [one.state for one in self.documents or [] if one.name == document]
        else:
            states = [one.state for one in self.work if (one.name, one.user) == (document, user)]
        return "done" if states and states[0] in _DONE else "open"

    def comment(self, document: str, user: str) -> str:
        """Return what somebody said about a document as a whole."""
        said = (one.comment for one in self.work or [] if (one.name, one.user) == (document, user))
        return (next(said, None) or "").strip()

    def user_of(self, stem: str) -> str:
        """Return whose file it is, by its name without the end."""
        users = {member.user for member in self.members or []} | {work.user for work in self.work or []}
        users |= {INITIAL, CURATOR}
        match = _NUMBERED.fullmatch(stem)
        if stem in users or match is None:
            return stem
        for user in sorted(users, key=len, reverse=True):
            if stem.startswith(user) and stem.removeprefix(user.ljust(_SHORTEST, "_")).isdecimal():
                return user
        if len(match["number"]) < _SURELY_A_NUMBER:
            return stem
        user = match["user"]
        return user.rstrip("_") or user if len(user) == _SHORTEST else user
