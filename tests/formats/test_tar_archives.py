"""Tar archives: what is in them is read or named, nothing escapes, nothing explodes."""

import gzip
import io
import random
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from annotator.formats import tar_archive
from tests.formats.interchange import mutated, read_back
from tests.formats.test_companions import FILES
from tests.formats.test_containers import TEXT, look, refused

KINDS = {"a.tar": "w", "a.tar.gz": "w:gz", "a.TGZ": "w:gz"}


def packed(path: Path, files: Mapping[str, bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def with_member(path: Path, info: tarfile.TarInfo, content: bytes = b"") -> Path:
    with tarfile.open(path, "w") as archive:
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return path


@pytest.mark.parametrize("name", KINDS)
def test_a_collection_of_brat_is_read_as_it_was_handed_out(tmp_path: Path, name: str):
    path = packed(tmp_path / name, FILES, KINDS[name])
    found = {(record.layer, record.text): len(record.spans) for record in read_back(path)}
    assert found == {("ana", "one two"): 1, ("ben", "one two"): 0, (None, "alone"): 0}


def test_archives_in_a_folder_are_read_one_after_the_other_and_again(tmp_path: Path):
    for number in range(3):
        packed(tmp_path / f"{number}.tar.gz", {"a.txt": f"{TEXT} {number}".encode(), "b.png": b""})
    for _ in range(2):
        found = look(tmp_path)
        assert [found[f"{number}.tar.gz/a.txt"] for number in range(3)] == [f"{TEXT} {number}" for number in range(3)]
        assert "no kind that can be read" in found["0.tar.gz/b.png"]


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "c:a.txt", "x/../../a.txt", "..\\a.txt"])
def test_a_name_that_points_elsewhere_is_refused(tmp_path: Path, name: str):
    (said,) = look(packed(tmp_path / "a.tar", {name: TEXT.encode()}, "w")).values()
    assert said == "Its name points outside the archive."


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_what_is_no_file_is_refused(tmp_path: Path, kind: bytes):
    info = tarfile.TarInfo("a.txt")
    info.type, info.linkname = kind, "/etc/passwd"
    (said,) = look(with_member(tmp_path / "a.tar", info)).values()
    assert said in ("It is a link.", "It is no file.")


def test_two_files_of_one_name_are_refused(tmp_path: Path):
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for content in (b"one", b"two"):
            info = tarfile.TarInfo("a.txt")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    assert "two files of the same name" in look(tmp_path / "a.tar")["a.tar"]


def test_what_unpacks_to_too_much_is_refused_before_it_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tar_archive, "MOST_BYTES", 2_000_000)
    monkeypatch.setattr(tar_archive, "_MOST_WHOLE", 2_500_000)
    path = packed(tmp_path / "a.tar.gz", {"a.txt": bytes(1_500_000), "b.txt": bytes(900_000)})
    assert "unpacks to more than 2 MB" in look(path)["a.tar.gz"]
    (tmp_path / "b.tgz").write_bytes(gzip.compress(bytes(50_000_000)))
    assert "unpacks to more than 2 MB" in look(tmp_path / "b.tgz")["b.tgz"]


def test_more_files_than_may_be_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tar_archive, "MOST_MEMBERS", 3)
    path = packed(tmp_path / "a.tar", {f"{number}.txt": b"x" for number in range(4)}, "w")
    assert "more than 3 files" in look(path)["a.tar"]


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b", gzip.compress(b"no archive")])
def test_what_is_no_archive_is_refused_in_one_sentence(tmp_path: Path, content: bytes):
    (tmp_path / "a.tar.gz").write_bytes(content)
    said = look(tmp_path / "a.tar.gz")["a.tar.gz"]
    assert "no tar archive that can be read" in said


@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE])
def test_a_size_below_nothing_leads_nowhere(tmp_path: Path, kind: bytes):
    info = tarfile.TarInfo("a.txt")
    info.type, info.size = kind, -512
    content = info.tobuf(tarfile.GNU_FORMAT) + bytes(2048)
    (tmp_path / "a.tar").write_bytes(content)
    assert "no tar archive that can be read" in look(tmp_path / "a.tar")["a.tar"]


def test_an_archive_that_is_not_there_is_said(tmp_path: Path):
    assert "nothing at" in refused(tmp_path / "a.tar.gz")


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_damaged_archives_are_read_as_far_as_they_go(tmp_path: Path, mode: str):
    whole = packed(tmp_path / "whole.tar", FILES, mode).read_bytes()
    chance = random.Random(20261126)
    tokens = [b"\0" * 512, b"ustar", b"7777777", b"../", b"\xff", b"path=", b"x" * 100]
    for _ in range(150):
        (tmp_path / "a.tar").write_bytes(mutated(whole, tokens, chance))
        look(tmp_path / "a.tar")
