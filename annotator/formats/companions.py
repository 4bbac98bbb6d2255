"""Files that belong together: which files of a folder are read with another one rather than by themselves."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from annotator.formats.source import Source, file_source
from annotator.formats.table import AUTO, FORMATS, Format, is_called


def companions(names: Iterable[str], format_name: str = AUTO) -> frozenset[str]:
    """Return those of the ``names`` in one folder that are read with another file of that folder.

    Args:
        names: of the files of one folder.
        format_name: what all files are read as; for :data:`AUTO`, by their names.
    """
    known = {_key(name): name for name in names}
    by_end: dict[str, list[str]] = {}
    for key in known:
        by_end.setdefault(_end(key), []).append(key)
    found: set[str] = set()
    for format_ in FORMATS:
        if format_.companions and format_.read is not None and (format_name == AUTO or is_called(format_, format_name)):
            own = [key for end in format_.suffixes for key in by_end.get(end, ())]
            found |= _of(format_, own) & known.keys()
    return frozenset(known[key] for key in found)


def beside_path(path: Path, allowed: Callable[[Path], bool]) -> Callable[[str], Source | None]:
    """Return how to find what lies beside a file, as far as ``allowed`` says that it may be read."""

    def found(name: str) -> Source | None:
        wanted = path.with_name(_named(path.name, name))
        return file_source(wanted) if wanted.is_file() and allowed(wanted) else None

    return found


def beside_member(name: str, listed: Mapping[str, Source]) -> Callable[[str], Source | None]:
    """Return how to find what lies beside the member ``name`` of a zip, of which ``listed`` are the sound ones."""
    place = PurePosixPath(name)
    return lambda wanted: listed.get(str(place.parent / _named(place.name, wanted)))


def _of(format_: Format, own: Sequence[str]) -> set[str]:
    """Return what may lie beside a format's ``own`` files."""
    if not own:
        return set()
    ends = [name for name in format_.companions if name.startswith(".")]
    wanted = {_named(key, end) for key in own for end in ends}
    return wanted | {_key(name) for name in format_.companions if not name.startswith(".")}


def _named(name: str, wanted: str) -> str:
    return name.removesuffix(_end(name)) + wanted if wanted.startswith(".") else wanted


def _key(name: str) -> str:
    """Return ``name`` with its end in lower case, as formats are told apart by it."""
    end = _end(name)
    return name.removesuffix(end) + end.lower()


def _end(name: str) -> str:
    """Return the end of a name, as ``Path.suffix`` does, of a hundred thousand names in a moment."""
    at = name.rfind(".")
    return name[at:] if 0 < at < len(name) - 1 else ""
