"""From the paths somebody names to the sources that readers read: files, folders, archives, standard input."""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import BinaryIO

import msgspec

from annotator.errors import UserError
from annotator.formats import inception
from annotator.formats.archive import Shelf, members
from annotator.formats.cas_xmi import TYPES
from annotator.formats.companions import beside_member, beside_path, companions
from annotator.formats.found import Found as Found
from annotator.formats.leftovers import (
    ALONE,
    folders_with_work,
    holds_work,
    is_text,
    seen,
    why_folder_is_left_out,
    why_left_out,
)
from annotator.formats.nested import Nested
from annotator.formats.packed import Unpacking
from annotator.formats.places import LOOK, beginning, beginning_of, called_in, kind_of, names_in, stays_in
from annotator.formats.source import Source, file_source, nothing_beside
from annotator.formats.table import AUTO, Format, readable_format
from annotator.formats.tar_archive import TarShelf, is_tar, tar_members
from annotator.model.naming import shown

STANDARD_INPUT = "-"
_ZIP = ".zip"


@contextmanager
def found_sources(
    paths: Sequence[Path | str], format_name: str = AUTO, formats: Mapping[str, str] | None = None
) -> Iterator[Iterable[Found]]:
    """Find everything there is to read at ``paths``, in a fixed order; it can be read until the block ends.

    It can be gone through several times, and is looked for each time: no list of it is kept.

    Args:
        paths: files, folders and archives, or standard input.
        format_name: what they are, whatever their names.
        formats: what some of them are whatever the others are, by what they are called in a note. Files that are
            called alike in different folders are read alike.

    Raises:
        UserError: if a path does not exist, or is of a kind that cannot be read and no format is named.
    """
    told = {called: readable_format(name, "") for called, name in (formats or {}).items()}
    readable_format(format_name, "")
    with ExitStack() as opened:
        shelf, tars = Shelf(), TarShelf()
        opened.callback(shelf.close)
        opened.callback(tars.close)
        spool = None
        if any(str(path) == STANDARD_INPUT for path in paths):
            # Standard input comes once, and is read twice.
            if sys.stdin is None:
                raise UserError("There is no standard input to read.")
            spool = opened.enter_context(TemporaryFile())
            shutil.copyfileobj(sys.stdin.buffer, spool)
        nested = Nested()
        opened.callback(nested.close)
        yield _Search(paths, format_name, told, shelf, tars, nested, spool)


class _Search:
    """Looks for sources, anew each time it is gone through: what kind they are, and what is held open meanwhile."""

    def __init__(
        self,
        paths: Sequence[Path | str],
        format_name: str,
        told: Mapping[str, Format | None],
        shelf: Shelf,
        tars: TarShelf,
        nested: Nested,
        spool: BinaryIO | None,
    ) -> None:
        self._paths = paths
        self._format_name = format_name
        self._told = told
        self._shelf = shelf
        self._spool = spool
        self._tars = tars
        self._nested = nested
        self._unpacking = Unpacking()

    def __iter__(self) -> Iterator[Found]:
        self._unpacking = Unpacking()
        for path in self._paths:
            for found in self._for(path):
                yield _as_told(found, self._told.get(found.path))

    def _for(self, path: Path | str) -> Iterator[Found]:
        if str(path) == STANDARD_INPUT and self._spool is not None:
            yield _standard_input(self._spool, self._format_name)
        else:
            yield from self._at(Path(path))

    def _of_kind(self, found: Found) -> Found:
        return msgspec.structs.replace(found, by_name=self._format_name == AUTO)

    def _at(self, path: Path) -> Iterator[Found]:
        kind = kind_of(path)
        if kind is None:
            raise UserError(f"There is nothing at {shown(str(path))}.")
        if stat.S_ISDIR(kind):
            yield from self._in_folder(path)
        elif not stat.S_ISREG(kind):
            raise UserError(f"{shown(path.name)} is no file.")
        elif _is_archive(path):
            yield from self._in_archive(path, path.name)
        else:
            known = readable_format(self._format_name, path.suffix.lower(), lambda: beginning(path))
            if known is None:
                raise UserError(
                    f"{shown(path.name)} is of no kind that can be read by its name; say what it is with --format."
                )
            beside = beside_path(path, lambda other: not other.is_symlink())
            yield self._of_kind(_file(path, path.name, known, beside=beside))

    def _in_folder(self, folder: Path) -> Iterator[Found]:
        """Walk a folder: first its files by name, then its folders. Links to folders are not followed."""
        waiting = [folder]
        while waiting:
            place = waiting.pop()
            try:
                folders, files = names_in(place)
            except OSError as error:
                yield Found(called_in(place, folder), refusal=f"It cannot be read ({error.strerror}).")
                continue
            project = self._project_at(place, folder, [*folders, *files])
            if project is not None:
                yield from self._of_project(project, "" if place == folder else str(place.relative_to(folder)))
                continue
            waiting += [place / name for name in reversed(folders) if not why_folder_is_left_out(name)]
            read_with_others = companions(files, self._format_name)
            working = holds_work(files, lambda name: beginning(place / name))  # noqa: B023 – asked now, not later
            for name in files:
                if name not in read_with_others:
                    for found in self._entry(place / name, folder):
                        yield _remarked(found, name) if working else found

    def _entry(self, path: Path, folder: Path) -> Iterator[Found]:
        called = str(path.relative_to(folder))
        if why := why_left_out(path.name):
            yield Found(shown(called), refusal=why, harmless=True)
        elif path.is_symlink() and not stays_in(path, folder):
            yield Found(shown(called), refusal="It is a link that leads out of the folder, or nowhere.")
        elif not stat.S_ISREG(kind_of(path) or 0):
            yield Found(shown(called), refusal="It is no file.")
        elif _is_archive(path):
            yield from self._in_archive(path, called)
        else:
            known = readable_format(self._format_name, path.suffix.lower(), lambda: beginning(path))
            within = "" if path.parent == folder else path.parent.name
            beside = beside_path(path, lambda other: not other.is_symlink() or stays_in(other, folder))
            found = _file(path, called, known, within, beside)
            yield self._of_kind(found) if known else _unknown(found)

    def _in_archive(self, path: Path, called: str, *, inside: bool = False) -> Iterator[Found]:
        """Yield what lies in an archive, which may lie ``inside`` another one itself."""
        try:
            listed = list(tar_members(path, self._tars) if is_tar(path.name) else members(path, self._shelf))
        except UserError as error:
            yield Found(shown(called), refusal=str(error))
            return
        sound = {str(PurePosixPath(name)): content for name, content in listed if not isinstance(content, str)}
        project = inception.Project.among(seen(sound)) if self._format_name == AUTO else None
        if project is not None:
            yield from self._of_project(project, called)
            listed = [one for one in listed if not project.holds(str(PurePosixPath(one[0])))]
        read_with_others = _companions_of_members(sound, self._format_name)
        working = folders_with_work(sound, lambda name: beginning_of(sound[name]))
        for name, content in listed:
            place = PurePosixPath(name)
            if str(place) in read_with_others:
                continue
            if not isinstance(content, str):
                content = msgspec.structs.replace(content, folder=place.parent.name, beside=beside_member(name, sound))
            if not isinstance(content, str) and content.suffix == _ZIP and not self._why_passed_over(place):
                yield from self._packed_member(f"{called}/{name}", content, inside=inside)
                continue
            found = self._member(f"{called}/{name}", place, content)
            yield _remarked(found, place.name) if place.parent in working else found

    def _project_at(self, place: Path, folder: Path, names: Sequence[str]) -> inception.Project | None:
        """Return the project of INCEpTION that was unpacked to ``place``, where these ``names`` are, if it is one."""
        if self._format_name != AUTO or not inception.may_be_project(names):
            return None

        def allowed(path: Path) -> bool:
            return not why_folder_is_left_out(path.name) and (not path.is_symlink() or stays_in(path, folder))

        project = inception.unpacked(place, allowed)
        # One that lies further down is found when it is its folder's turn.
        return project if project is not None and project.home == "" else None

    def _of_project(self, project: inception.Project, called: str) -> Iterator[Found]:
        for part in project.parts():
            name = shown(f"{called}/{part.name}" if called else part.name)
            if part.source is None:
                yield Found(name, refusal=part.refusal, harmless=part.harmless)
                continue
            content = part.source
            known = readable_format(AUTO, content.suffix, partial(beginning_of, content))
            found = Found(name, content, known, told=part.told)
            yield self._of_kind(found) if known else _unknown(found)

    def _member(self, called: str, place: PurePosixPath, content: Source | str) -> Found:
        if isinstance(content, str):
            return Found(shown(called), refusal=content)
        if why := self._why_passed_over(place):
            return Found(shown(called), refusal=why, harmless=True)
        try:
            known = readable_format(self._format_name, content.suffix, lambda: content.read()[:LOOK])
        except UserError as error:
            return Found(shown(called), refusal=str(error))
        return self._of_kind(Found(shown(called), content, known)) if known else _unknown(Found(shown(called), content))

    @staticmethod
    def _why_passed_over(place: PurePosixPath) -> str:
        folders = map(why_folder_is_left_out, place.parts[:-1])
        return next(filter(None, folders), "") or why_left_out(place.name)

    def _packed_member(self, called: str, packed: Source, *, inside: bool) -> Iterator[Found]:
        """Look into a zip in an archive: one piece of work with its types, or whatever a zip holds, one level deep."""
        try:
            work = self._unpacking.work(packed, TYPES) if self._format_name == AUTO else None
            if work is None and not inside:
                yield from self._in_archive(self._nested.path_of(called, packed), called, inside=True)
                return
        except UserError as error:
            yield Found(shown(called), refusal=str(error))
            return
        if work is None:
            yield Found(shown(called), refusal="It is a zip in a zip in a zip, and was not opened.")
            return
        known = readable_format(AUTO, work.suffix, lambda: beginning_of(work))
        yield self._of_kind(Found(shown(called), work, known))


def _is_archive(path: Path) -> bool:
    return path.suffix.lower() == _ZIP or is_tar(path.name)


def _as_told(found: Found, told: Format | None) -> Found:
    if told is None or found.source is None:
        return found
    return msgspec.structs.replace(found, format=told, by_name=False, refusal="")


def _standard_input(spool: BinaryIO, format_name: str) -> Found:
    size = spool.seek(0, os.SEEK_END)
    known = readable_format("jsonl" if format_name == AUTO else format_name, "")
    return Found("standard input", Source("standard input", ".jsonl", size, lambda: _rewound(spool)), known)


def _rewound(spool: BinaryIO) -> BinaryIO:
    copy = os.fdopen(os.dup(spool.fileno()), "rb")
    copy.seek(0)
    return copy


def _remarked(found: Found, name: str) -> Found:
    """Return what was found among somebody's work, if it is a text with a word about that."""
    plain = found.source is not None and not found.refusal and found.told is None and is_text(name)
    return msgspec.structs.replace(found, remark=ALONE) if plain else found


def _companions_of_members(names: Iterable[str], format_name: str) -> set[str]:
    folders: dict[PurePosixPath, list[str]] = {}
    for name in names:
        place = PurePosixPath(name)
        folders.setdefault(place.parent, []).append(place.name)
    return {str(folder / name) for folder, listed in folders.items() for name in companions(listed, format_name)}


def _file(
    path: Path,
    called: str,
    known: Format | None = None,
    folder: str = "",
    beside: Callable[[str], Source | None] = nothing_beside,
) -> Found:
    try:
        return Found(shown(called), file_source(path, called, folder, beside), known)
    except OSError as error:
        return Found(shown(called), refusal=f"It cannot be read ({error.strerror}).")


def _unknown(found: Found) -> Found:
    """Refuse what was found, unless somebody says what it is."""
    return msgspec.structs.replace(found, refusal=found.refusal or "It is of no kind that can be read.")
