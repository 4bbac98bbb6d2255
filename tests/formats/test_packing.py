"""Zips that an export writes: whole, the same for the same work, and quiet when the export is stopped."""

import gc
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from annotator.formats.options import WriteOptions
from annotator.formats.packing import FolderNames, Pack
from annotator.formats.table import FORMATS, Format, writable_format
from annotator.formats.whole_file import whole_file
from annotator.model.record import Record, RecordSpan
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
