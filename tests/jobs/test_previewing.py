"""A first look at what is to be imported: little is read, and nothing is written or raised that can be said."""

import json
import zipfile
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.formats.decoding import EncodingQuestion
from annotator.jobs import previewing
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.previewing import SpanLook, preview
from annotator.project.project import Project

TEXT = "The Observatory said 287 fighters were killed."


def line(**more: object) -> str:
    return json.dumps({"text": TEXT, **more}) + "\n"


def test_an_article_is_shown_with_its_layer_and_the_words_its_spans_are_on(tmp_path: Path):
    spans = [
        {"label": "actor", "start": 4, "end": 15, "text": "Observatory"},
        {"label": "claim", "start": 0, "end": 32, "fragments": [[0, 15], [21, 32]]},
        {"label": "number", "start": 22, "end": 24, "text": "287"},
    ]
    (tmp_path / "a.jsonl").write_text(line(layer="ana", meta={"title": "T", "published": 2026}, spans=spans), "utf-8")
    found = preview([tmp_path / "a.jsonl"], ImportOptions())
    (article,) = found.articles
    assert (article.title, article.published, article.layer, article.words) == ("T", "2026", "ana", TEXT)
    assert article.spans[0] == SpanLook("actor", "Observatory")
    assert article.spans[1].words == "The Observatory … 287 fighter"
    assert article.beside == 1
    assert {tag: (look.count, look.example) for tag, look in found.tags.items()}["number"] == (1, "287"), (
        "as the file says"
    )


def test_only_the_beginning_of_each_file_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(previewing, "MOST_OF_A_FILE", 3)
    monkeypatch.setattr(previewing, "MOST_ARTICLES", 5)
    for name in "abc":
        (tmp_path / f"{name}.jsonl").write_text(line() * 50 + "{damaged", "utf-8")
    found = preview([tmp_path], ImportOptions())
    assert [article.path for article in found.articles] == ["a.jsonl"] * 3 + ["b.jsonl"] * 2
    assert [(look.path, look.format, look.why) for look in found.files] == [
        (f"{name}.jsonl", "jsonl", "") for name in "abc"
    ]


def test_what_cannot_be_read_is_named_and_the_rest_is_shown(tmp_path: Path):
    (tmp_path / "a.jsonl").write_text("{", "utf-8")
    (tmp_path / "b.odd").write_text("x", "utf-8")
    (tmp_path / "c.txt").write_bytes("كلمات عربية قديمة في ملف قديم ".encode("cp1256") * 9)
    (tmp_path / "d.txt").write_text("An article.", "utf-8")
    found = preview([tmp_path], ImportOptions())
    assert [article.words for article in found.articles] == ["An article."]
    assert [bool(look.why) for look in found.files] == [True, True, True, False]
    with pytest.raises(UserError, match="nothing at"):
        preview([tmp_path / "gone"], ImportOptions())


def test_a_table_is_shown_column_by_column_also_if_none_is_known_to_hold_the_text(tmp_path: Path):
    (tmp_path / "t.tsv").write_text("A\tB\n1\tfirst\n\n2\n", "utf-8")
    found = preview([tmp_path / "t.tsv"], ImportOptions())
    assert found.articles == []
    (table,) = found.tables
    assert table.columns == (("A", "1", "2"), ("B", "first", ""))
    assert "No column" in found.files[0].why
    assert len(preview([tmp_path / "t.tsv"], ImportOptions(columns={"text": "B"})).articles) == 2


def test_tables_are_shown_each_and_read_by_what_is_said_of_each(project: Project, tmp_path: Path):
    (tmp_path / "a.csv").write_text("Titel;Worte\nKobani;The bridge was closed.\n", "utf-8")
    (tmp_path / "b.csv").write_text("what,when\nThe army left.,2026-11-02\n", "utf-8")
    (tmp_path / "c.csv").write_text("text\nNobody came.\n", "utf-8")
    options = ImportOptions(
        columns={}, tables={"a.csv": {"text": "Worte"}, "b.csv": {"text": "1", "published": "when"}}
    )
    found = preview([tmp_path], options)
    assert [(table.path, table.headers) for table in found.tables] == [
        ("a.csv", ("Titel", "Worte")), ("b.csv", ("what", "when")), ("c.csv", ("text",)),
    ]  # fmt: skip
    assert [(look.title, look.words, look.published) for look in found.articles] == [
        ("Kobani", "The bridge was closed.", ""), ("", "The army left.", "2026-11-02"), ("", "Nobody came.", ""),
    ]  # fmt: skip
    assert import_paths(project, [tmp_path], options).articles.new == 3


def test_files_in_several_encodings_are_each_read_in_their_own(project: Project, tmp_path: Path):
    arabic, german = "كلمات عربية قديمة في ملف قديم ", "Der Präsident erklärte, es gebe Tote. "
    (tmp_path / "a.txt").write_bytes((arabic * 9).encode("cp1256"))
    (tmp_path / "b.txt").write_bytes((german * 9).encode("cp1252"))
    with pytest.raises(EncodingQuestion) as raised:
        import_paths(project, [tmp_path], ImportOptions(ask_encoding=True, encodings={"a.txt": "cp1256"}))
    assert raised.value.path == "b.txt"
    options = ImportOptions(ask_encoding=True, encodings={"a.txt": "cp1256", "b.txt": "cp1252"})
    assert [look.words[:20] for look in preview([tmp_path], options).articles] == [arabic[:20], german[:20]]
    assert import_paths(project, [tmp_path], options).articles.new == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_of_a_large_table_only_the_first_lines_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoding: str):
    (tmp_path / "t.csv").write_bytes(("title,text\n" + f'one,"{TEXT}\n😀 more"\n' * 400).encode(encoding))
    small = preview([tmp_path / "t.csv"], ImportOptions())
    for most in (1000, 30):
        monkeypatch.setattr(previewing, "LONG_TABLE", most)
        large = preview([tmp_path / "t.csv"], ImportOptions())
        assert (large.articles, large.tables, large.files) == (small.articles, small.tables, small.files)


def test_a_look_that_is_cancelled_stops(tmp_path: Path):
    (tmp_path / "a.txt").write_text("An article.", "utf-8")
    assert preview([tmp_path], ImportOptions(), cancelled=lambda: True).articles == []


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_that_is_said_to_be_something_else_is_read_as_that_and_the_others_are_not(
    project: Project, tmp_path: Path, packed: bool
):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "b.odd", "c.txt"):
        (folder / name).write_text(line(), "utf-8")
    path, front = folder, ""
    if packed:
        path, front = tmp_path / "in.zip", "in.zip/"
        with zipfile.ZipFile(path, "w") as archive:
            for file in sorted(folder.iterdir()):
                archive.write(file, file.name)
    options = ImportOptions(formats={f"{front}a.txt": "jsonl", f"{front}b.odd": "text"})
    found = preview([path], options)
    assert [look.format for look in found.files] == ["jsonl", "text", "text"]
    assert found.articles[0].words == TEXT
    assert found.articles[1].words == found.articles[2].words == line()
    assert import_paths(project, [path], options).articles.new == 2, "the two that are read alike are the same article"
    with pytest.raises(UserError, match="no format"):
        preview([path], ImportOptions(formats={"a.txt": "nonsense"}))
