"""The import dialog on the work of other programs: whose it is, how far it has come, and what hangs together in it."""

from pathlib import Path

from PySide6.QtCore import Qt

from tests.formats.made.inception import zip_of
from tests.formats.test_inception_projects import files as inception_project
from tests.gui.services.test_import_dialog import Open, alt, cells, open_dialog, work, written

__all__ = ["open_dialog"]


def test_a_project_of_inception_is_shown_document_by_document_with_whose_work_it_is_and_its_state(
    open_dialog: Open, tmp_path: Path
) -> None:
    (tmp_path / "border.zip").write_bytes(zip_of(inception_project()))
    dialog = open_dialog(tmp_path / "border.zip")
    assert [(row[0], *row[4:]) for row in cells(dialog.pages.articles.table)] == [
        ("one.txt", "ana", "1"), ("one.txt", "ben", "1"), ("one.txt", "gold", "1"), ("two.txt", "ana", "2"),
        ("three.txt", "", "–"),
    ]  # fmt: skip
    table, whole = dialog.pages.articles.table, dialog.pages.articles.whole
    said = []
    for row in range(5):
        table.selectRow(row)
        said.append(whole.toPlainText().replace("\u2068", "").replace("\u2069", ""))
    assert [("Layer: ana, done" in said[0]), ("Layer: ben, open" in said[1]), ("Layer: gold, done" in said[2])] == [
        True, True, True,
    ]  # fmt: skip
    assert "came into gold as it is" in said[0]
    assert "left out" in said[4]
    alt(dialog, Qt.Key.Key_W)
    read_as = {row[0]: row[1] for row in cells(dialog.pages.files.table)}
    assert read_as["border.zip/annotation/two.txt/ana.tsv"] == "WebAnno TSV 3"
    assert "border.zip/event.log" not in read_as


def test_relations_and_what_is_said_about_the_article_are_shown(open_dialog: Open, tmp_path: Path) -> None:
    record = work("ana", "Observatory", "fighters", status="open", labels={"topic": "war"})
    for number, span in enumerate(record["spans"]):
        span["id"] = f"s{number}"
    record["relations"] = [{"label": "same_as", "head": "s0", "child": "s1"}]
    dialog = open_dialog(written(tmp_path / "a.jsonl", record))
    said = dialog.pages.articles.whole.toPlainText().replace("\u2068", "").replace("\u2069", "")
    assert "Layer: ana, open\ntopic: war\nRelations: same_as 1\n2 spans: actor 2\n" in said
