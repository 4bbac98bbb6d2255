"""Projects of INCEpTION and WebAnno, in: which file is whose work on which document, and how far that has come.

A project is exported as a zip: a folder for each document, and in it a file for everybody who has opened it, which is
a zip again if the work and its types are two files. What such a file says is read as the format that it has; what the
project says about it – the document, the person, whether they called it finished – is added here.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats.archive import MOST_MEMBERS
from annotator.formats.cas_layers import parsing_note
from annotator.formats.inception_described import CURATOR, INITIAL, SUGGESTED, Described, layer_of
from annotator.formats.inception_told import Told
from annotator.formats.packed import WORK, Unpacking
from annotator.formats.source import Source, file_source
from annotator.model.layer import GOLD
from annotator.model.naming import shown

PLACES = ("annotation", "curation")
"""The folders that hold work, each with a folder for every document."""

_DESCRIPTION = regex.compile(r"exportedproject[0-9]*\.json")
_SERIALISED = tuple(f"{place}_ser" for place in PLACES)
_OF_NOBODY = regex.compile(rf"(?:{INITIAL}|{CURATOR})[0-9]*")
_DOCUMENTS = (".txt", ".tsv", ".xmi", ".pdf", ".html", ".htm", ".xml", ".conll", ".conllu", ".tei")
_SURELY_WORK = (".zip", ".xmi", ".tsv")
_PLAIN = "text"
_MOST_DESCRIBED = 64_000_000
_MOST_DESCRIPTIONS = 10
_CURATED = (
    f" What was curated ({{}}) came into {GOLD} as it is, without a decision: a review still asks about all "
    "that people differ in."
)
_PROPOSED = "It holds what was proposed to people for correcting, and is nobody’s work."
_UNREADABLE = "It is in a form that is not read here; export the project with “UIMA CAS XMI” as its format."


class Part(msgspec.Struct, frozen=True):
    """A file of a project that is to be read, or why it is not."""

    name: str
    """Where it lies in the project."""
    source: Source | None = None
    told: Told | None = None
    refusal: str = ""
    harmless: bool = False
    """Whether nobody will miss what is not read."""


class Project:
    """A project among files.

    Args:
        files: by their places, with strokes between folders.
        home: the folder that the project lies in, with a stroke at its end; empty if it lies in none.
        description: the place of what the project says about itself, if it says anything.
    """

    def __init__(self, files: Mapping[str, Source], home: str, description: str) -> None:
        self._files = files
        self.home = home
        """The folder that it lies in, with a stroke at its end; empty if it lies in none."""
        self._description = description
        self._described = Described()
        self._unpacking = Unpacking()
        self._notes: list[str] = []
        self._parsing: dict[str, int] = {}
        self._texts: dict[str, str] = {}

    @classmethod
    def among(cls, files: Mapping[str, Source]) -> "Project | None":
        """Return the project that ``files`` are, if they are one."""
        descriptions = [place for place in files if is_description(place.rpartition("/")[2])]
        for place in sorted(descriptions, key=len)[:_MOST_DESCRIPTIONS]:
            home = PurePosixPath(place).parent
            if any(_belongs(other, home) for other in files):
                return cls(files, _home(home), place)
        for place in files:
            path = PurePosixPath(place)
            if len(path.parts) >= 3 and path.parts[-3] in PLACES and _is_work(path):
                return cls(files, _home(path.parents[2]), "")
        return None

    def holds(self, place: str) -> bool:
        """Say whether a file is one of the project, by its place."""
        return place in self._files and place.startswith(self.home)

    def parts(self) -> Iterator[Part]:
        """Yield the files in the order of the documents: each person's work, then what was curated.

        A document that nobody has worked on is read for its text.
        """
        yield from self._look_at_description()
        work = {place: self._by_document(place) for place in (*PLACES, *_SERIALISED, "source")}
        names = list(
            dict.fromkeys([*self._described.order, *(name for listed in work.values() for name in sorted(listed))])
        )
        self._notes = [self._summary(names, work["curation"])]
        for document in names:
            mine = {place: listed.get(document, []) for place, listed in work.items()}
            yield from self._document(document, mine)
        yield from self._others()
        if self._parsing:
            # By now, all files were read that whoever asks for the parts wants to read.
            yield Part(f"{self.home}annotation", refusal=parsing_note(self._parsing), harmless=True)

    def _look_at_description(self) -> Iterator[Part]:
        if not self._description:
            return
        source = self._files[self._description]
        try:
            self._described = Described(source.read() if source.size <= _MOST_DESCRIBED else b"")
        except (UserError, ValueError):
            why = "What the project says about itself cannot be read, such as which work is finished."
            yield Part(self._description, refusal=why)

    def _by_document(self, place: str) -> dict[str, list[str]]:
        """Return the files of one of the folders by the document they are about."""
        found: dict[str, list[str]] = {}
        for name in self._files:
            parts = name.removeprefix(self.home).split("/") if self.holds(name) else []
            if parts[:1] == [place] and len(parts) == (2 if place == "source" else 3):
                found.setdefault(parts[1], []).append(name)
        return found

    def _summary(self, documents: Sequence[str], curated: Mapping[str, Sequence[str]]) -> str:
        named = f" “{shown(self._described.name)[:40]}”" if self._described.name else ""
        gold = _CURATED.format(len(curated)) if curated else ""
        return f"It is a project of INCEpTION{named} with {len(documents)} documents.{gold}"

    def _document(self, document: str, files: Mapping[str, list[str]]) -> Iterator[Part]:
        known: list[Part] = []
        initial = ""
        for place in PLACES:
            for name in sorted(files[place]):
                user = self._described.user_of(PurePosixPath(name).stem)
                if user == INITIAL:
                    initial = name if self._files[name].suffix in (*WORK, ".zip") else ""
                elif user == SUGGESTED:
                    known.append(Part(name, refusal=_PROPOSED, harmless=True))
                elif user:
                    known.append(self._work(name, document, user))
        names = {part.told.layer for part in known if part.told is not None}
        for place in _SERIALISED:
            for name in sorted(files[place]):
                user = self._described.user_of(PurePosixPath(name).stem)
                if user != INITIAL and layer_of(user) not in names:
                    known.append(Part(name, refusal=_UNREADABLE))
        if not any(part.source is not None for part in known):
            known += self._untouched(document, initial or next(iter(files["source"]), ""))
        yield from known

    def _work(self, name: str, document: str, user: str) -> Part:
        status, comment = self._described.status(document, user), self._described.comment(document, user)
        told = Told(document, layer_of(user), status, comment, self._original(document))
        return self._part(name, told)

    def _untouched(self, document: str, name: str) -> Iterator[Part]:
        """Yield the document that nobody has worked on, from the file ``name`` if there is any."""
        if name:
            yield self._part(name, Told(document))
        else:
            yield Part(f"{self.home}source/{document}", refusal="The project names it, but it is not there.")

    def _part(self, name: str, told: Told) -> Part:
        source = self._files[name]
        try:
            work = self._unpacking.work(source) if source.suffix == ".zip" else source
        except UserError as error:
            return Part(name, refusal=str(error))
        if work is None:
            return Part(name, refusal="It is a zip that holds nobody’s work in a form that is read.")
        source = work
        if told.layer is not None and work.suffix not in WORK:
            return Part(name, refusal=_UNREADABLE)
        if source.suffix != ".tsv":
            # Every other format knows the text as it is.
            told = msgspec.structs.replace(told, original=None)
        notes, self._notes = tuple(self._notes), []
        told = msgspec.structs.replace(
            told, notes=notes, project=self._described.name, texts=self._texts, parsing=self._parsing
        )
        return Part(name, source, told)

    def _original(self, document: str) -> Source | None:
        plain = (self._described.format_of(document) or (_PLAIN if document.endswith(".txt") else "")) == _PLAIN
        return self._files.get(f"{self.home}source/{document}") if plain else None

    def _others(self) -> Iterator[Part]:
        """Name what is of the project itself and no document."""
        counts: dict[str, int] = {}
        for name in filter(self.holds, self._files):
            first, _, rest = name.removeprefix(self.home).partition("/")
            if name != self._description and first not in (*PLACES, *_SERIALISED, "source"):
                folder = f"{first}/" if rest else first
                counts[folder] = counts.get(folder, 0) + 1
        for folder, count in counts.items():
            what = f"{count} files belong" if count > 1 else "It belongs"
            yield Part(f"{self.home}{folder}", refusal=f"{what} to the project and not to a document.", harmless=True)


def unpacked(place: Path, allowed: Callable[[Path], bool]) -> Project | None:
    """Return the project that was unpacked to a folder, if it is one; only what is ``allowed`` is looked at."""
    files: dict[str, Source] = {}
    for root, folders, names in os.walk(place):
        folders[:] = sorted(name for name in folders if allowed(Path(root, name)))
        for name in sorted(names):
            path = Path(root, name)
            if len(files) < MOST_MEMBERS and allowed(path) and path.is_file():
                called = path.relative_to(place).as_posix()
                files[called] = file_source(path, called)
    return Project.among(files)


def is_description(name: str) -> bool:
    """Say whether a file of that name is what a project says about itself."""
    return _DESCRIPTION.fullmatch(name) is not None


def may_be_project(names: Sequence[str]) -> bool:
    """Say whether a folder may be an unpacked project by the names in it."""
    return any(name in PLACES or is_description(name) for name in names)


def _is_work(path: PurePosixPath) -> bool:
    """Say whether a file that lies where work does is some, by its name or by that of its folder, the document's."""
    of_document = PurePosixPath(path.parts[-2]).suffix.lower() in _DOCUMENTS and path.suffix.lower() in _SURELY_WORK
    return of_document or _OF_NOBODY.fullmatch(path.stem) is not None


def _belongs(place: str, home: PurePosixPath) -> bool:
    """Say whether ``place`` is that of a document, or of somebody's work on one, in a project at ``home``."""
    path = PurePosixPath(place)
    parts = path.relative_to(home).parts if path.is_relative_to(home) else ()
    return (len(parts) == 3 and parts[0] in (*PLACES, *_SERIALISED)) or (len(parts) == 2 and parts[0] == "source")


def _home(folder: PurePosixPath) -> str:
    return "" if str(folder) == "." else f"{folder}/"
