"""Files appear whole or not at all."""

import errno
import os
import stat
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.formats.whole_file import whole_file
from tests.formats.given import checked


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def write(path: Path, content: bytes) -> None:
    with whole_file(path) as file:
        file.write(content)


def test_a_file_has_its_name_only_once_it_is_whole(out: Path):
    with whole_file(out) as file:
        file.write(b"half")
        assert not out.exists()
        file.write(b" and half")
    assert out.read_bytes() == b"half and half"
    assert names(out.parent) == ["out.jsonl"]


@pytest.mark.parametrize("trouble", [ValueError, KeyboardInterrupt, MemoryError])
def test_after_an_error_the_old_file_is_there_and_nothing_else(out: Path, trouble: type[BaseException]):
    out.write_bytes(b"old")
    with pytest.raises(trouble), whole_file(out) as file:  # noqa: PT012 – the block is what is tested
        file.write(b"new")
        raise trouble
    assert out.read_bytes() == b"old"
    assert names(out.parent) == ["out.jsonl"]


def test_a_full_disk_is_one_sentence(out: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    out.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="No space left") as caught:
        write(out, b"new")
    checked(str(caught.value))
    assert out.read_bytes() == b"old"
    assert names(out.parent) == ["out.jsonl"]


@pytest.mark.parametrize("place", ["no/such/folder.jsonl", ".", "x" * 300, "y/" * 3000 + "z", "file.txt/out.jsonl"])
def test_where_no_file_can_be_one_sentence_says_so(tmp_path: Path, place: str):
    (tmp_path / "file.txt").touch()
    with pytest.raises(UserError) as caught:
        write(tmp_path / place, b"new")
    checked(str(caught.value))
    assert names(tmp_path) == ["file.txt"]


def test_a_pipe_or_device_keeps_its_name(out: Path):
    out.unlink(missing_ok=True)
    os.mkfifo(out)
    with pytest.raises(UserError, match="no ordinary file"), whole_file(out):
        pass
    assert out.is_fifo()


def test_a_long_name_that_the_disk_takes_is_taken(tmp_path: Path):
    path = tmp_path / ("n" * 250)
    write(path, b"new")
    assert names(tmp_path) == [path.name]


def test_a_folder_that_cannot_be_written_is_refused(out: Path, monkeypatch: pytest.MonkeyPatch):
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    # Whoever runs the tests may be allowed everything.
    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(UserError, match="Permission denied"):
        write(out, b"new")


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions")
@pytest.mark.parametrize("mask", [0o022, 0o027, 0o077])
def test_a_new_file_has_the_permissions_of_any_new_file(out: Path, mask: int):
    before = os.umask(mask)
    try:
        write(out, b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE(out.stat().st_mode) == 0o666 & ~mask


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_file_that_replaces_another_keeps_its_permissions_from_the_first_byte(out: Path, mode: int):
    out.write_bytes(b"old")
    out.chmod(mode)
    with whole_file(out) as file:
        (unfinished,) = out.parent.glob(".annotator-*.new")
        assert stat.S_IMODE(unfinished.stat().st_mode) == mode
        file.write(b"new")
    assert stat.S_IMODE(out.stat().st_mode) == mode
    assert out.read_bytes() == b"new"
