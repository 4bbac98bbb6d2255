"""From the paths somebody names to the sources that readers read: files, folders, zips, standard input."""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import msgspec

from annotator.errors import UserError
from annotator.formats.archive import members
from annotator.formats.source import Source, file_source, shown
from annotator.formats.table import AUTO, FORMATS, Format, readable_format
from annotator.model.record import Record

STANDARD_INPUT = "-"
_ZIP = ".zip"


class Found(msgspec.Struct, frozen=True):
    """One thing that was found: a source with the format to read it in, or why it is not read."""

    path: str
    """What to call it in a note."""
    source: Source | None = None
    format: Format | None = None
    refusal: str = ""
    harmless: bool = False
    """Whether nobody will miss what is not read."""

    def read(self, encoding: str | None) -> Iterator[Record]:
        """Yield the records; ``encoding`` is that of text that is not UTF-8."""
        assert self.source is not None
        assert self.format is not None
        assert self.format.read is not None
        return self.format.read(self.source, encoding)


@contextmanager
def found_sources(paths: Sequence[Path | str], format_name: str = AUTO) -> Iterator[Iterator[Found]]:
    """Find everything there is to read at ``paths``, in a fixed order; it can be read until the block ends.

    Raises:
        UserError: if a path does not exist, or is of a kind that cannot be read and no format is named.
    """
    readable_format(format_name, "")
    if any(str(path) == STANDARD_INPUT for path in paths):
        with TemporaryFile() as spool:
            # Standard input comes once, and is read twice.
            shutil.copyfileobj(sys.stdin.buffer, spool)
            yield _found(paths, format_name, spool)
    else:
        yield _found(paths, format_name, None)


def _found(paths: Sequence[Path | str], format_name: str, spool: BinaryIO | None) -> Iterator[Found]:
    for path in paths:
        if str(path) == STANDARD_INPUT and spool is not None:
            yield _standard_input(spool, format_name)
        else:
            yield from _at(Path(path), format_name)


def _standard_input(spool: BinaryIO, format_name: str) -> Found:
    size = spool.seek(0, os.SEEK_END)
    known = readable_format("jsonl" if format_name == AUTO else format_name, "")
    return Found("standard input", Source("standard input", ".jsonl", size, lambda: _rewound(spool)), known)


def _rewound(spool: BinaryIO) -> BinaryIO:
    copy = os.fdopen(os.dup(spool.fileno()), "rb")
    copy.seek(0)
    return copy


def _at(path: Path, format_name: str) -> Iterator[Found]:
    if path.is_dir():
        yield from _in_folder(path, format_name)
    elif not path.exists():
        raise UserError(f"There is nothing at {shown(str(path))}.")
    elif not path.is_file():
        raise UserError(f"{shown(path.name)} is no file.")
    elif path.suffix.lower() == _ZIP:
        yield from _in_zip(path, format_name)
    else:
        known = readable_format(format_name, path.suffix.lower())
        if known is None:
            raise UserError(
                f"{shown(path.name)} is of no kind that can be read ({_readable_kinds()}); name its kind with --format."
            )
        yield _file(path, path.name, known)


def _in_folder(folder: Path, format_name: str) -> Iterator[Found]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        for name in sorted(files):
            path = Path(place) / name
            called = str(path.relative_to(folder))
            if _is_hidden(name):
                yield Found(shown(called), refusal="It is hidden, and was left out.", harmless=True)
            elif path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
                yield Found(shown(called), refusal="It is a link that leads out of the folder.")
            elif path.suffix.lower() == _ZIP:
                yield from _in_zip(path, format_name)
            else:
                known = readable_format(format_name, path.suffix.lower())
                yield _file(path, called, known) if known else _unknown(called)


def _in_zip(path: Path, format_name: str) -> Iterator[Found]:
    try:
        for called, content in members(path):
            if isinstance(content, str):
                yield Found(called, refusal=content)
                continue
            if _is_hidden(Path(called).name) or "__MACOSX" in Path(called).parts:
                yield Found(called, refusal="It is hidden, and was left out.", harmless=True)
                continue
            known = readable_format(format_name, content.suffix)
            yield Found(called, content, known) if known else _unknown(called)
    except UserError as error:
        yield Found(shown(path.name), refusal=str(error))


def _file(path: Path, called: str, known: Format) -> Found:
    try:
        return Found(shown(called), file_source(path, called), known)
    except OSError as error:
        return Found(shown(called), refusal=f"It cannot be read ({error.strerror}).")


def _unknown(called: str) -> Found:
    return Found(shown(called), refusal=f"It is of no kind that can be read ({_readable_kinds()}).")


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def _readable_kinds() -> str:
    return ", ".join([suffix for known in FORMATS if known.read for suffix in known.suffixes] + [_ZIP])
