"""Zips that an export writes: whole, the same for the same work, and quiet when the export is stopped."""

import gc
import shutil
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats import packing
from annotator.formats.archive import opened
from annotator.formats.nowhere import Nowhere
from annotator.formats.options import WriteOptions
from annotator.formats.packing import FolderNames, Pack
from annotator.formats.source import Source
from annotator.formats.table import FORMATS, Format, writable_format
from annotator.formats.whole_file import whole_file
from annotator.model.record import Record, RecordSpan
from tests.formats.given import source
from tests.formats.interchange import members, read_back, written

PACKED = [
    known for known in FORMATS if known.write is not None and (known.written_as == ".zip" or known.name == "refi-qda")
]


def a_record(text: str = "one two") -> Record:
    return Record(text, "a", layer="ana", spans=[RecordSpan(id="s", label="actor", start=0, end=3, text=text[:3])])


@pytest.mark.parametrize("known", PACKED, ids=lambda known: known.name)
def test_an_export_that_is_stopped_leaves_no_file_and_says_nothing_more(known: Format, tmp_path: Path):
    def stopped() -> Iterator[Record]:
        yield a_record()
        raise KeyboardInterrupt

    assert known.write is not None
    with pytest.raises(KeyboardInterrupt), whole_file(tmp_path / "out.zip") as file:
        known.write(stopped(), file, WriteOptions())
    # What a zip does when it is thrown away would fail the test as a warning.
    gc.collect()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("known", PACKED, ids=lambda known: known.name)
def test_a_text_that_begins_with_a_mark_keeps_it(known: Format, tmp_path: Path):
    path = tmp_path / f"work{known.new_suffix}"
    path.write_bytes(written(known.name, [a_record("\ufeffone two")])[0])
    (record,) = read_back(path)
    assert record.text == "\ufeffone two"
    assert record.spans[0].text == "\ufeffon"


def test_new_files_are_named_after_what_is_written():
    assert [writable_format(name).new_suffix for name in ("brat", "refi-qda", "jsonl")] == [".zip", ".qdpx", ".jsonl"]


def test_times_and_rights_in_a_zip_tell_nothing():
    target = BytesIO()
    with Pack(target) as pack:
        pack.add("a", b"1")
        pack.add_parts("b", iter([b"2", b"3"]))
    with zipfile.ZipFile(target) as packed:
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.external_attr >> 16 for info in packed.infolist()} == {0o644}
    assert members(target.getvalue()) == {"a": b"1", "b": b"23"}


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.text("ab/é😀", min_size=1, max_size=9).map("x{}.txt".format), st.binary(max_size=300), max_size=9
    ),
    st.sampled_from([3, 40, 90, 2**32]),
)
def test_other_programs_unpack_what_was_packed_however_large_it_is(files: dict[str, bytes], most: int):
    target = BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        # As if four bytes held no more than that.
        patch.setattr(packing, "_MOST", most)
        patch.setattr(packing, "_MOST_MEMBERS", min(most, 0xFFFE))
        with Pack(target) as pack:
            for number, (name, content) in enumerate(files.items()):
                if number % 2:
                    pack.add(name, content)
                else:
                    pack.add_parts(name, (content[at : at + 7] for at in range(0, len(content), 7)))
    with zipfile.ZipFile(target) as packed:
        assert packed.testzip() is None
        assert {info.filename: packed.read(info) for info in packed.infolist()} == files
        assert [info.filename for info in packed.infolist()] == list(files)
    with opened(source(target.getvalue(), "x.zip")) as listed:
        assert {name: content if isinstance(content, str) else content.read() for name, content in listed} == files


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A zip of more files than two bytes can count."""
    path = tmp_path_factory.mktemp("zips") / "many.zip"
    with path.open("wb") as file, Pack(file) as pack:
        for number in range(70_000):
            pack.add(f"{number:06}", b"")
    return path


def test_a_zip_of_very_many_files_is_read_again(many: Path):
    with opened(Source("many.zip", ".zip", many.stat().st_size, lambda: many.open("rb"))) as listed:
        assert sum(1 for _ in listed) == 70_000


@pytest.mark.skipif(shutil.which("unzip") is None, reason="needs unzip")
def test_unzip_finds_nothing_wrong_with_a_zip_of_very_many_files(many: Path):
    said = subprocess.run(["unzip", "-tq", str(many)], capture_output=True, text=True, check=False)
    assert (said.returncode, "No errors" in said.stdout) == (0, True), said.stdout + said.stderr


def test_a_zip_in_the_making_takes_no_memory_for_the_files_it_holds():
    def added(count: int) -> int:
        with Pack(Nowhere()) as pack:
            pack.add("warm", b"up")
            tracemalloc.start()
            for number in range(count):
                pack.add(f"{number:06}.txt", b"a few words")
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return most

    assert added(40_000) < 2_500_000


def test_every_layer_has_one_folder_and_no_other_has_it():
    folders = FolderNames()
    names = ["ana", "Ana", "a/b", "a b", "..", "ana", "x" * 300]
    assert [folders(name) for name in names][:6] == ["ana", "Ana-2", "a_b", "a_b-2", "__", "ana"]
    assert len(folders(names[6])) == 80


def test_no_folder_has_the_name_of_a_device():
    folders = FolderNames()
    assert [folders(layer) for layer in ("con", "NUL", "com1", "console", "con")] == [
        "con_", "NUL_", "com1_", "console", "con_",
    ]  # fmt: skip
