"""Files that belong together: they are read together, once, wherever they lie, and nothing else is read in between."""

from pathlib import Path

import pytest

from annotator.formats import companions
from tests.formats.interchange import read_back
from tests.formats.test_containers import look, zipped

ANN = "T1\tactor 0 3\tone\n"
FILES = {
    "ana/1.txt": b"one two",
    "ana/1.ann": ANN.encode(),
    "ben/1.txt": b"one two",
    "ben/1.ANN": b"",
    "ben/annotation.conf": b"[entities]\n",
    "2.txt": b"alone",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        path = tmp_path / "work" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "work"


def test_a_text_beside_annotations_is_read_once_and_folders_are_annotators(folder: Path, tmp_path: Path):
    for path in (folder, zipped(tmp_path / "work.zip", FILES)):
        found = {(record.layer, record.text): len(record.spans) for record in read_back(path)}
        assert found == {("ana", "one two"): 1, ("ben", "one two"): 0, (None, "alone"): 0}


def test_a_file_that_is_named_is_read_with_what_lies_beside_it(folder: Path):
    (record,) = read_back(folder / "ana" / "1.ann")
    assert (record.text, record.spans[0].text) == ("one two", "one")


def test_a_text_is_only_a_companion_where_its_annotations_are_read(folder: Path):
    found = look(folder, format_name="text")
    assert [found[str(Path(name))] for name in ("ana/1.txt", "ben/1.txt", "2.txt")] == ["one two", "one two", "alone"]


def test_no_link_leads_out_of_the_folder(folder: Path, tmp_path: Path):
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "ana" / "1.txt").unlink()
    (folder / "ana" / "1.txt").symlink_to(tmp_path / "secret.txt")
    found = look(folder)
    assert "secret" not in found.values()
    assert "no text beside it" in found[str(Path("ana/1.ann"))]


def test_a_text_that_a_zip_may_not_unpack_is_not_beside_anything(tmp_path: Path):
    found = look(zipped(tmp_path / "bomb.zip", {"1.txt": b"x" * 5_000_000, "1.ann": ANN.encode()}))
    assert "no text beside it" in found["bomb.zip/1.ann"]
    assert "times its size" in found["bomb.zip/1.txt"]


@pytest.mark.parametrize("name", ["a.txt", "a.b.ANN", ".hidden", "a", ".a.b", "é.xmi", "x y.t t"])
def test_the_end_of_a_name_is_what_paths_call_its_suffix(name: str):
    assert companions._end(name) == Path(name).suffix
