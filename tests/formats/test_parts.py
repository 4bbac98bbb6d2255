"""An export that is too large for one file goes on in another, article by article, and nothing of it is lost."""

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest

from annotator.errors import UserError
from annotator.formats import archive, safe_xml
from annotator.formats.losses import RELATIONS, Counted, Losses
from annotator.formats.options import WriteOptions
from annotator.formats.parts import Coming, as_many_as_fit, write_in_parts
from annotator.formats.table import FORMATS, Format
from annotator.formats.whole_file import whole_parts
from annotator.model.record import LossReport, Record, RecordRelation, RecordSpan
from tests.formats.given import checked
from tests.formats.interchange import read_back

PACKED = [known for known in FORMATS if known.write is not None and known.new_suffix in (".zip", ".qdpx")]


def records(articles: int, layers: tuple[str, ...] = ("ana", "ben")) -> list[Record]:
    found = []
    for number in range(articles):
        text = f"The army said {number} were killed. " * 20
        for layer in layers:
            span = RecordSpan(id=f"{layer}{number}", label="actor", start=4, end=8, text="army")
            found.append(Record(text, f"a{number}", layer=layer, status="done", spans=[span]))
    return found


def three_each(coming: Iterable[Record], target: BinaryIO, _: WriteOptions) -> LossReport:
    """Write ids, and be full with three records."""
    losses = Losses()
    counted, written = Counted(losses), list[str | None]()
    for record in as_many_as_fit(coming, lambda: len(written) >= 3):
        written.append(record.id)
        target.write(f"{record.id}{record.layer} ".encode())
        counted.record(record, len(record.spans))
        losses.add(RELATIONS, record)
    return counted.report()


class Files:
    def __init__(self) -> None:
        self.opened: list[BytesIO] = []

    def __call__(self) -> BytesIO:
        self.opened.append(BytesIO())
        return self.opened[-1]

    @property
    def contents(self) -> list[str]:
        return [file.getvalue().decode().strip() for file in self.opened]


def test_a_full_file_ends_with_the_article_and_the_next_one_goes_on():
    files = Files()
    report = write_in_parts(three_each, iter(records(5)), files, WriteOptions())
    assert files.contents == ["a0ana a0ben a1ana a1ben", "a2ana a2ben a3ana a3ben", "a4ana a4ben"]
    assert (report.articles, report.spans) == (5, 10)
    assert [(loss.what, loss.count) for loss in report.loss] == [(RELATIONS, 10)]


def test_records_without_an_id_are_articles_of_their_own():
    nameless = [Record("text", layer="ana") for _ in range(4)]
    files = Files()
    write_in_parts(three_each, nameless, files, WriteOptions())
    assert [len(content.split()) for content in files.contents] == [3, 1]


def test_nothing_makes_one_file():
    files = Files()
    assert write_in_parts(three_each, [], files, WriteOptions()).articles == 0
    assert files.contents == [""]


def test_nothing_is_left_of_what_nobody_would_ask_for():
    target = BytesIO()
    assert three_each(records(5), target, WriteOptions()).articles == 5
    assert [record.id for record in as_many_as_fit(records(2), lambda: True)] == ["a0", "a0", "a1", "a1"]


def test_whoever_stops_writing_finds_the_rest_there():
    coming = Coming(records(2))
    assert (next(coming).layer, coming.within_an_article, coming.left) == ("ana", True, True)
    assert (next(coming).layer, coming.within_an_article, coming.left) == ("ben", False, True)
    assert len(list(coming)) == 2
    assert not coming.left


@pytest.mark.parametrize("known", PACKED, ids=lambda known: known.name)
def test_zips_are_cut_before_they_are_too_large_to_be_read(
    known: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(archive, "MOST_BYTES", 60_000)
    given = records(40)
    path = tmp_path / f"work{known.new_suffix}"
    assert known.write is not None
    with whole_parts(path) as parts:
        report = write_in_parts(known.write, given, parts.open, WriteOptions())
    assert len(parts.names) > 1
    assert parts.names == sorted(f"work{known.new_suffix}/{file.name}" for file in path.iterdir())
    assert (report.articles, report.spans) == (40, 80)
    found = {(record.id, record.layer): len(record.spans) for file in path.iterdir() for record in read_back(file)}
    assert found == {(record.id, record.layer): 1 for record in given}
    assert sum(len({record.id for record in read_back(file)}) for file in path.iterdir()) == 40


def test_zips_are_cut_before_they_hold_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 40)
    (brat,) = [known for known in PACKED if known.name == "brat"]
    assert brat.write is not None
    with whole_parts(tmp_path / "work.zip") as parts:
        write_in_parts(brat.write, records(20), parts.open, WriteOptions())
    assert len(parts.names) == 7
    assert sum(len(read_back(tmp_path / name)) for name in parts.names) == 40


def test_a_project_for_qualitative_analysis_is_cut_before_its_description_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from annotator.formats import refi_writing

    monkeypatch.setattr(refi_writing, "_MOST_DESCRIBED", 8_000)
    monkeypatch.setattr(safe_xml, "MOST_BYTES", 16_000)
    given = records(20)
    for record in given:
        record.relations = [
            RecordRelation(label="same_as", head=f"{record.spans[0].id}", child=f"{record.spans[0].id}")
        ]
    with whole_parts(tmp_path / "work.qdpx") as parts:
        report = write_in_parts(refi_writing.write, given, parts.open, WriteOptions())
    assert len(parts.names) > 1
    found = [record for name in parts.names for record in read_back(tmp_path / name)]
    assert sorted(f"{one.id}{one.layer}" for one in found) == sorted(f"{one.id}{one.layer}" for one in given)
    assert sum(len(one.relations) for one in found) == report.relations == 40


class TestPlaces:
    @pytest.fixture
    def out(self, tmp_path: Path) -> Path:
        return tmp_path / "news.zip"

    def write(self, out: Path, *contents: bytes) -> list[str]:
        with whole_parts(out) as parts:
            for content in contents:
                parts.open().write(content)
        return parts.names

    def test_one_file_has_the_name_that_was_given(self, out: Path):
        assert self.write(out, b"one") == ["news.zip"]
        assert out.read_bytes() == b"one"

    def test_several_are_in_a_folder_of_that_name(self, out: Path):
        names = self.write(out, b"one", b"two", b"three")
        assert names == ["news.zip/news-001.zip", "news.zip/news-002.zip", "news.zip/news-003.zip"]
        assert [(out.parent / name).read_bytes() for name in names] == [b"one", b"two", b"three"]
        assert [entry.name for entry in out.parent.iterdir()] == ["news.zip"]

    def test_a_file_that_is_there_is_not_replaced_by_a_folder(self, out: Path):
        out.write_bytes(b"old")
        with pytest.raises(UserError, match="name another") as caught:
            self.write(out, b"one", b"two")
        checked(str(caught.value))
        assert out.read_bytes() == b"old"
        assert list(out.parent.iterdir()) == [out]

    @pytest.mark.parametrize("after", [0, 1, 2, 3])
    def test_after_an_error_nothing_is_there(self, out: Path, after: int):
        def write(opened: Callable[[], BinaryIO]) -> None:
            for number in range(after):
                opened().write(b"%d" % number)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt), whole_parts(out) as parts:
            write(parts.open)
        assert list(out.parent.iterdir()) == []
