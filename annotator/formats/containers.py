"""From the paths somebody names to the sources that readers read: files, folders, zips, standard input."""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import BinaryIO

import msgspec

from annotator.errors import UserError
from annotator.formats import sandbox
from annotator.formats.archive import Shelf, members
from annotator.formats.companions import beside_member, beside_path, companions
from annotator.formats.sniffing import kind_by_content
from annotator.formats.source import Source, file_source, nothing_beside
from annotator.formats.table import AUTO, Format, format_by_content, readable_format
from annotator.model.naming import shown
from annotator.model.record import Record

STANDARD_INPUT = "-"
_ZIP = ".zip"
_LOOK = 65_536
"""How much of a file shows which of several formats it has."""


class Found(msgspec.Struct, frozen=True):
    """One thing that was found: a source with the format to read it in, or why it is not read."""

    path: str
    """What to call it in a note."""
    source: Source | None = None
    format: Format | None = None
    refusal: str = ""
    harmless: bool = False
    """Whether nobody will miss what is not read."""
    by_name: bool = False
    """Whether the format was told from the file's name only, so that its content decides if it says otherwise."""

    def read(self, encoding: str | None, columns: Mapping[str, str] | None = None) -> Iterator[Record]:
        """Yield the records.

        Args:
            encoding: of text that is not UTF-8.
            columns: of tables, the names of the columns that hold the fields of an article, as far as somebody said.
        """
        assert self.source is not None
        assert self.format is not None
        source = msgspec.structs.replace(self.source, columns=tuple((columns or {}).items()))
        actual = self.kind()
        assert actual.read is not None
        records = actual.read(source, encoding)
        return records if actual is self.format else _said(records, source, actual)

    def kind(self) -> Format:
        """Return the format it is read in: by its content, where that says something else than its name."""
        assert self.source is not None
        assert self.format is not None
        other = format_by_content(self.format, kind_by_content(self.source)) if self.by_name else None
        return other or self.format


@contextmanager
def found_sources(
    paths: Sequence[Path | str], format_name: str = AUTO, formats: Mapping[str, str] | None = None
) -> Iterator[Iterable[Found]]:
    """Find everything there is to read at ``paths``, in a fixed order; it can be read until the block ends.

    It can be gone through several times, and is looked for each time: no list of it is kept.

    Args:
        paths: files, folders and zips, or standard input.
        format_name: what they are, whatever their names.
        formats: what some of them are whatever the others are, by what they are called in a note. Files that are
            called alike in different folders are read alike.

    Raises:
        UserError: if a path does not exist, or is of a kind that cannot be read and no format is named.
    """
    told = {called: readable_format(name, "") for called, name in (formats or {}).items()}
    readable_format(format_name, "")
    with ExitStack() as opened:
        shelf = Shelf()
        opened.callback(shelf.close)
        opened.callback(sandbox.rest)
        spool = None
        if any(str(path) == STANDARD_INPUT for path in paths):
            # Standard input comes once, and is read twice.
            if sys.stdin is None:
                raise UserError("There is no standard input to read.")
            spool = opened.enter_context(TemporaryFile())
            shutil.copyfileobj(sys.stdin.buffer, spool)
        yield _Search(paths, format_name, told, shelf, spool)


class _Search:
    """Looks for sources, anew each time it is gone through: what kind they are, and what is held open meanwhile."""

    def __init__(
        self,
        paths: Sequence[Path | str],
        format_name: str,
        told: Mapping[str, Format | None],
        shelf: Shelf,
        spool: BinaryIO | None,
    ) -> None:
        self._paths = paths
        self._format_name = format_name
        self._told = told
        self._shelf = shelf
        self._spool = spool

    def __iter__(self) -> Iterator[Found]:
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
        kind = _kind(path)
        if kind is None:
            raise UserError(f"There is nothing at {shown(str(path))}.")
        if stat.S_ISDIR(kind):
            yield from self._in_folder(path)
        elif not stat.S_ISREG(kind):
            raise UserError(f"{shown(path.name)} is no file.")
        elif path.suffix.lower() == _ZIP:
            yield from self._in_zip(path, path.name)
        else:
            known = readable_format(self._format_name, path.suffix.lower(), lambda: _beginning(path))
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
                folders, files = _names_in(place)
            except OSError as error:
                yield Found(_called(place, folder), refusal=f"It cannot be read ({error.strerror}).")
                continue
            waiting += [place / name for name in reversed(folders) if not _is_hidden(name)]
            read_with_others = companions(files, self._format_name)
            for name in files:
                if name not in read_with_others:
                    yield from self._entry(place / name, folder)

    def _entry(self, path: Path, folder: Path) -> Iterator[Found]:
        called = str(path.relative_to(folder))
        if _is_hidden(path.name):
            yield _hidden(called)
        elif path.is_symlink() and not _stays_in(path, folder):
            yield Found(shown(called), refusal="It is a link that leads out of the folder, or nowhere.")
        elif not stat.S_ISREG(_kind(path) or 0):
            yield Found(shown(called), refusal="It is no file.")
        elif path.suffix.lower() == _ZIP:
            yield from self._in_zip(path, called)
        else:
            known = readable_format(self._format_name, path.suffix.lower(), lambda: _beginning(path))
            within = "" if path.parent == folder else path.parent.name
            beside = beside_path(path, lambda other: not other.is_symlink() or _stays_in(other, folder))
            found = _file(path, called, known, within, beside)
            yield self._of_kind(found) if known else _unknown(found)

    def _in_zip(self, path: Path, called: str) -> Iterator[Found]:
        try:
            listed = list(members(path, self._shelf))
        except UserError as error:
            yield Found(shown(called), refusal=str(error))
            return
        sound = {str(PurePosixPath(name)): content for name, content in listed if not isinstance(content, str)}
        read_with_others = _companions_of_members(sound, self._format_name)
        for name, content in listed:
            place = PurePosixPath(name)
            if str(place) in read_with_others:
                continue
            if not isinstance(content, str):
                content = msgspec.structs.replace(content, folder=place.parent.name, beside=beside_member(name, sound))
            yield self._member(f"{called}/{name}", place, content)

    def _member(self, called: str, place: PurePosixPath, content: Source | str) -> Found:
        if isinstance(content, str):
            return Found(shown(called), refusal=content)
        if any(_is_hidden(part) or part == "__MACOSX" for part in place.parts):
            return _hidden(called)
        if content.suffix == _ZIP:
            return Found(shown(called), refusal="It is a zip inside a zip, and was not opened.")
        try:
            known = readable_format(self._format_name, content.suffix, lambda: content.read()[:_LOOK])
        except UserError as error:
            return Found(shown(called), refusal=str(error))
        return self._of_kind(Found(shown(called), content, known)) if known else _unknown(Found(shown(called), content))


def _names_in(folder: Path) -> tuple[list[str], list[str]]:
    """Return the names of the folders and of the files in ``folder``, sorted; a link is no folder."""
    folders: list[str] = []
    files: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            (folders if entry.is_dir(follow_symlinks=False) else files).append(entry.name)
    return sorted(folders), sorted(files)


def _as_told(found: Found, told: Format | None) -> Found:
    if told is None or found.source is None:
        return found
    return msgspec.structs.replace(found, format=told, by_name=False, refusal="")


def _said(records: Iterator[Record], source: Source, actual: Format) -> Iterator[Record]:
    """Yield ``records``, the first with a note that the file is not what its name says."""
    note = f"Its name ends in {source.suffix}, but it is of another kind ({actual.name}) and was read as that."
    for number, record in enumerate(records):
        if number == 0:
            record.notes = [note, *record.notes]
        yield record


def _standard_input(spool: BinaryIO, format_name: str) -> Found:
    size = spool.seek(0, os.SEEK_END)
    known = readable_format("jsonl" if format_name == AUTO else format_name, "")
    return Found("standard input", Source("standard input", ".jsonl", size, lambda: _rewound(spool)), known)


def _rewound(spool: BinaryIO) -> BinaryIO:
    copy = os.fdopen(os.dup(spool.fileno()), "rb")
    copy.seek(0)
    return copy


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LOOK)
    except OSError:
        # Whoever reads it says why it cannot be read.
        return b""


def _kind(path: Path) -> int | None:
    """Return what there is at ``path`` as ``st_mode``, or nothing."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return None


def _stays_in(path: Path, folder: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        # Python 3.11 has a RuntimeError for a link to itself.
        return False


def _called(place: Path, folder: Path) -> str:
    return shown(folder.name if place == folder else str(place.relative_to(folder)))


def _hidden(called: str) -> Found:
    return Found(shown(called), refusal="It is hidden, and was left out.", harmless=True)


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


def _is_hidden(name: str) -> bool:
    return name.startswith(".")
