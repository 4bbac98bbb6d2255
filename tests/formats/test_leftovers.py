"""What lies beside articles: licences and what systems leave are no articles, a text among work may be one."""

from pathlib import Path

import pytest

from annotator.formats.containers import found_sources
from annotator.formats.leftovers import ALONE, why_left_out
from tests.formats.interchange import read_back
from tests.formats.test_containers import TEXT, look, zipped
from tests.formats.test_webanno_tsv import BODY, HEAD

ABOUT = [
    "LICENSE", "LICENSE.txt", "Licence.md", "license.TXT", "LICENSE-CC-BY.txt", "COPYING", "README.md", "readme.de.md",
    "README first.txt", "NOTICE.txt", "CHANGELOG.md", "Changelog.html", "COPYING_2.0.txt",
]  # fmt: skip
LEFT = [".DS_Store", "Thumbs.db", "thumbs.db", "desktop.ini", "~$article.docx", "__MACOSX", ".a.txt", "annotation.conf"]
ARTICLES = [
    "notice to citizens.txt", "licence-to-kill.txt", "Readme and weep.txt", "NOTICES.txt", "LICENSE.jsonl", "a.txt",
    "READMETOO.txt", "changelogs.txt", "README.tsv", "the licence.txt",
]  # fmt: skip


@pytest.mark.parametrize("name", [*ABOUT, *LEFT])
def test_what_is_no_article_is_known_by_its_name(name: str):
    assert why_left_out(name)


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_may_begin_with_such_a_word(name: str):
    assert why_left_out(name) == ""


@pytest.fixture(params=["folder", "zip"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    files = dict.fromkeys(("LICENSE.txt", "a.txt", "__MACOSX/a.txt", "LICENSE/b.txt", "Thumbs.db"), TEXT)
    if request.param == "zip":
        return zipped(tmp_path / "place.zip", {name: content.encode() for name, content in files.items()})
    for name, content in files.items():
        (tmp_path / "place" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "place" / name).write_text(content)
    return tmp_path / "place"


def test_it_is_passed_over_in_folders_and_zips_with_a_word_and_harm_to_nobody(place: Path):
    found = {name.removeprefix("place.zip/").replace("\\", "/"): said for name, said in look(place).items()}
    assert [name for name, said in found.items() if said == TEXT] == ["a.txt", "LICENSE/b.txt"]
    assert found["LICENSE.txt"].startswith("(harmless) It is about the other files")
    assert found["Thumbs.db"].startswith("(harmless) It is what a system")


def test_a_file_that_is_named_by_itself_is_always_read(tmp_path: Path):
    (tmp_path / "README.md").write_text(TEXT)
    assert look(tmp_path / "README.md") == {"README.md": TEXT}


@pytest.mark.parametrize("packed", [False, True])
def test_a_text_among_work_is_an_article_and_a_note_says_where_it_lies(tmp_path: Path, packed: bool):
    files = {
        "work/a.ann": "",
        "work/a.txt": "one",
        "work/b.txt": "two",
        "other/c.txt": "three",
        "tsv/d.tsv": HEAD + BODY,
        "tsv/d.md": "four",
    }
    for name, content in files.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(content)
    where = tmp_path / "in"
    if packed:
        where = zipped(tmp_path / "in.zip", {name: content.encode() for name, content in files.items()})
    notes = {record.text: record.notes for record in read_back(where)}
    assert {text for text, said in notes.items() if ALONE in said} == {"four", "two"}


def test_what_is_about_the_files_is_never_opened(tmp_path: Path):
    (tmp_path / "LICENSE.txt").write_bytes(b"\xff\xfe\x00")
    with found_sources([tmp_path]) as sources:
        (found,) = sources
        assert found.source is None
