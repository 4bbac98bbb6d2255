"""Folders, and zips of them, that appear whole or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from annotator.errors import UserError
from annotator.formats.whole_file import whole_file
from annotator.model.naming import shown

ZIP = ".zip"
_DAWN = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip, so that the same files make the same zip."""
_READABLE = 0o644 << 16


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Yield a folder to be filled with files, which is ``path`` when the block has ended, or becomes that zip.

    A zip that is there is replaced; a folder is not, unless it is empty. If the block raises, nothing is left behind.

    Raises:
        UserError: if ``path`` cannot be written, or something is there already.
    """
    try:
        _refuse(path)
        unfinished = path.absolute().parent / f".annotator-{token_hex(8)}.new"
        unfinished.mkdir()
        try:
            yield unfinished
            if path.suffix.lower() == ZIP:
                _zip(unfinished, path)
                shutil.rmtree(unfinished)
            else:
                if path.exists():
                    # Windows renames nothing to what is there, were it empty.
                    path.rmdir()
                unfinished.rename(path)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
    except OSError as error:
        raise UserError(f"{shown(str(path))} cannot be written ({error.strerror}); nothing was changed.") from error


def _refuse(path: Path) -> None:
    if path.suffix.lower() == ZIP:
        if path.is_dir():
            raise UserError(f"{shown(str(path))} is a folder; name a file to write.")
    elif path.is_dir() and any(path.iterdir()):
        raise UserError(f"The folder {shown(str(path))} is not empty; name another.")
    elif path.exists() and not path.is_dir():
        raise UserError(f"There is already a file at {shown(str(path))}; name a folder, or a file that ends in {ZIP}.")


def _zip(folder: Path, path: Path) -> None:
    with whole_file(path) as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for found in sorted(found for found in folder.rglob("*") if found.is_file()):
            info = ZipInfo(found.relative_to(folder).as_posix(), _DAWN)
            info.compress_type, info.external_attr = ZIP_DEFLATED, _READABLE
            with found.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target)
