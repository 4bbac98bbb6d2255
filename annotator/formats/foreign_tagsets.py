"""Tagsets of other programs: what brat and INCEpTION say can be marked in a project."""

from collections.abc import Iterable
from pathlib import Path

from annotator.errors import UserError
from annotator.formats.archive import opened
from annotator.formats.brat_tagset import tagset_of_configuration
from annotator.formats.decoding import read_text
from annotator.formats.inception import is_description
from annotator.formats.inception_tagset import tagset_of_project
from annotator.formats.source import Source, file_source
from annotator.formats.tar_archive import TarShelf, is_tar, tar_members
from annotator.model.tagset import Tagset

CONFIGURATION = "annotation.conf"
_MOST_TRIED = 100
MOST_BYTES = 20_000_000
"""A larger file is no tagset, and would only take the memory."""


def foreign_tagset(source: Source) -> Tagset | None:
    """Return the tagset that another program's file declares; nothing if it may be one of ours.

    A zip is looked through for the first such file.

    Raises:
        UserError: if it is such a file, and cannot be read or declares no tag.
    """
    if source.suffix == ".zip":
        return _in_zip(source)
    name = source.name.rpartition("/")[2]
    if source.suffix == ".conf":
        return tagset_of_configuration(read_text(source, most=MOST_BYTES).text, source.name)
    if is_description(name) and source.size <= MOST_BYTES:
        return tagset_of_project(source.read(), source.name)
    return None


def tagset_at(path: Path) -> Tagset | None:
    """Return the tagset that another program's file, zip or tar archive declares; as :func:`foreign_tagset`."""
    if not is_tar(path.name):
        return foreign_tagset(file_source(path))
    shelf = TarShelf()
    try:
        return _first(content for _, content in tar_members(path, shelf))
    finally:
        shelf.close()


def _in_zip(source: Source) -> Tagset | None:
    with opened(source) as listed:
        return _first(content for _, content in listed)


def _first(contents: Iterable[Source | str]) -> Tagset | None:
    """Return the tagset of the file that lies highest among ``contents``, of those that declare a tag."""
    files = [content for content in contents if not isinstance(content, str)]
    declaring = [content for content in files if _declares(content.name.rpartition("/")[2])]
    refusal: UserError | None = None
    for content in sorted(declaring, key=lambda content: len(content.name))[:_MOST_TRIED]:
        try:
            return foreign_tagset(content)
        except UserError as error:
            # A folder of a collection may have nothing marked, and declare nothing.
            refusal = refusal or error
    if refusal is not None:
        raise refusal
    return None


def _declares(name: str) -> bool:
    return name == CONFIGURATION or is_description(name)
