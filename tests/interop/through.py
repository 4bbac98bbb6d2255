"""Ours → a client → ours: an export is given to a client, and what the client makes of it is imported again."""

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.formats.containers import found_sources
from annotator.formats.table import writable_format
from annotator.model.record import Record
from tests.formats.interchange import members, written
from tests.formats.round_trips import check_came_back

Files = Mapping[str, bytes]
Client = Callable[[Files], Files]
"""Takes the files of an export by their names, and returns them as it would write them itself."""


def check_through(
    client: Client,
    format_name: str,
    records: list[Record],
    *,
    loses: Iterable[str] = (),
    keeps: Collection[str] = (),
    read_as: str = "",
    **options: object,
) -> list[Record]:
    """Assert that ``records`` come back from ``client`` as they were, but for the loss that was reported.

    Args:
        client: whose work it is to read and write.
        format_name: the format to write.
        records: what to write.
        loses: what the client itself has no place for.
        keeps: what is reported since nobody else sees it, but comes back to us.
        read_as: the format to read what comes back in, if it has another name.
        options: how to write.
    """
    content, report = written(format_name, records, **options)
    suffix = writable_format(format_name).new_suffix
    zipped = suffix == ".zip"
    given = members(content) if zipped else {f"export{suffix}": content}
    found = imported(client(given), "auto" if zipped else read_as or format_name)
    report.loss = [loss for loss in report.loss if loss.what not in keeps]
    check_came_back(records, found, report, loses)
    return found


def by_file(rewrite: Callable[[Path, Path], object]) -> Client:
    """Return a client of one file: ``rewrite`` reads the first path and writes the second."""

    def client(files: Files) -> Files:
        ((name, content),) = files.items()
        with TemporaryDirectory() as folder:
            before, after = Path(folder, f"before{Path(name).suffix}"), Path(folder, f"after{Path(name).suffix}")
            before.write_bytes(content)
            rewrite(before, after)
            return {name: after.read_bytes()}

    return client


def imported(files: Files, format_name: str = "auto") -> list[Record]:
    """Return what an import makes of ``files``; whatever it refuses fails the test."""
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        records = []
        with found_sources([Path(folder)], format_name) as sources:
            for one in sources:
                assert not one.refusal, one.refusal
                records += list(one.read(None))
    return records
