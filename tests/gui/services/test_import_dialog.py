"""The import dialog: what is in the files is seen, and what has to be asked is asked, before anything is written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.gui.background import Runner
from annotator.gui.dialogs import ImportDialog
from annotator.jobs.importing import import_paths
from annotator.project.project import Project
from annotator.project.reading import count_articles

TEXT = "😀 The Observatory said 287 fighters were killed. "
ARABIC = "قال المرصد إن 287 مقاتلا قتلوا في المعارك التي دارت قرب البلدة أمس. "
Open = Callable[..., ImportDialog]


@pytest.fixture
def open_dialog(qtbot, project: Project, runner: Runner) -> Open:
    """Open the dialog on files, and wait until it knows what they are."""

    def start(*paths: Path) -> ImportDialog:
        dialog = ImportDialog(paths, project, runner)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        dialog.activateWindow()
        looked(qtbot, dialog)
        return dialog

    return start


def looked(qtbot, dialog: ImportDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.busy, timeout=20_000)


def written(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def alt(dialog: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(dialog, key, Qt.KeyboardModifier.AltModifier)


def pages(dialog: ImportDialog) -> list[str]:
    bar = dialog.pages
    return [bar.tabText(at).replace("&", "") for at in range(bar.count()) if bar.isTabVisible(at)]


def cells(view: Any) -> list[list[str]]:
    model = view.model()
    return [[model.index(row, at).data() for at in range(model.columnCount())] for row in range(model.rowCount())]


def work(layer: str, *words: str, tag: str = "actor", **more: Any) -> dict[str, Any]:
    spans = [{"label": tag, "start": (at := TEXT.index(word)), "end": at + len(word), "text": word} for word in words]
    return {"id": "x", "text": TEXT, "layer": layer, "spans": spans, **more}


def test_the_first_articles_are_shown_with_what_is_known_of_them_and_what_is_marked(
    open_dialog: Open, project: Project, tmp_path: Path
) -> None:
    meta = {"title": "Fighters & rebels", "published": "2026-11-02", "source": "Northern Wire", "language": "en"}
    ana = work("ana", "Observatory", "fighters", meta=meta)
    dialog = open_dialog(written(tmp_path / "a.jsonl", ana, work("ben", "287", tag="number", meta=meta)))
    table = dialog.pages.articles.table
    row = ["Fighters & rebels", "2026-11-02", "Northern Wire", "en"]
    assert cells(table) == [[*row, "ana", "2"], [*row, "ben", "1"]]
    whole = dialog.pages.articles.whole
    assert TEXT.strip() in whole.toPlainText()
    alt(dialog, Qt.Key.Key_A)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    said = whole.toPlainText().replace("\u2068", "").replace("\u2069", "")
    assert "Layer: ben" in said
    assert "1 span: number 1" in said
    assert "number  “287”" in said
    assert pages(dialog) == ["Articles", "What each file is", "Tags"]
    assert "Articles: 1 new\nSpans: 3 new" in dialog.counts.text()
    assert count_articles(project) == 0


def test_offsets_in_another_unit_are_said_in_words_with_an_example(open_dialog: Open, tmp_path: Path) -> None:
    start = len(TEXT[: TEXT.index("Observatory")].encode("utf-16-le")) // 2
    result = {
        "from_name": "label", "to_name": "text", "type": "labels", "id": "r",
        "value": {"start": start, "end": start + 11, "labels": ["actor"], "text": "Observatory"},
    }  # fmt: skip
    second = result | {"id": "s", "value": result["value"] | {"start": start + 17, "end": start + 20, "text": "287"}}
    tasks = [{"id": 1, "data": {"text": TEXT}, "annotations": [{"id": 1, "result": [result, second]}]}]
    (tmp_path / "ls.json").write_text(json.dumps(tasks), "utf-8")
    dialog = open_dialog(tmp_path / "ls.json")
    said = dialog.pages.articles.whole.toPlainText().replace("\u2068", "").replace("\u2069", "")
    assert "UTF-16 units from 0; they were converted. For example actor is on “Observatory”." in said


def test_spans_beside_their_words_are_counted(open_dialog: Open, tmp_path: Path) -> None:
    record = work("ana", "Observatory", "fighters")
    for span in record["spans"]:
        span["start"], span["end"] = span["start"] + 5, span["end"] + 5
    dialog = open_dialog(written(tmp_path / "a.jsonl", record))
    said = dialog.pages.articles.whole.toPlainText()
    assert "2 spans are not on the words that the file gives; the import looks for them nearby." in said
    assert "2 of them moved to their words" in dialog.counts.text()


def test_a_file_can_be_said_to_be_something_else_by_key_even_if_its_kind_is_unknown(
    qtbot, open_dialog: Open, project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    written(folder / "a.txt", {"text": "One article."})
    written(folder / "b.odd", {"text": "Another article."})
    dialog = open_dialog(folder)
    page = dialog.pages.files
    assert [row[0] for row in cells(page.table)] == ["a.txt", "b.odd"]
    assert cells(page.table)[1][1:] == ["not read", "It is of no kind that can be read."]
    assert "Articles: 1 new" in dialog.counts.text()
    alt(dialog, Qt.Key.Key_W)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    alt(dialog, Qt.Key.Key_H)
    assert page.kind.hasFocus()
    QTest.keyClicks(page.kind, "Native")
    looked(qtbot, dialog)
    assert [row[1] for row in cells(page.table)] == ["Native JSONL, lossless"] * 2
    assert len(page.table.selectionModel().selectedRows()) == 2, "what was chosen stays chosen"
    assert "Articles: 2 new" in dialog.counts.text()
    request = dialog.result_value()
    assert import_paths(project, request.paths, request.options).articles.new == 2


def test_which_column_holds_the_text_is_asked_if_no_header_shows_it(
    qtbot, open_dialog: Open, project: Project, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text("Headline;Was;Was\nFighters pushed;n/a;The Observatory said so.\n", "utf-8")
    dialog = open_dialog(tmp_path / "t.csv")
    assert "which column" in dialog.sentence.text()
    assert dialog.pages.currentWidget() is dialog.pages.columns
    assert not dialog.accept_button.isEnabled()
    choices = dialog.pages.columns._choices
    assert choices["text"].hasFocus(), "what is asked has the keyboard"
    assert "Headline" in choices["title"].currentText()
    choices["text"].setFocus()
    QTest.keyClick(choices["text"], Qt.Key.Key_End)
    assert "The Observatory said so." in choices["text"].currentText()
    looked(qtbot, dialog)
    assert dialog.accept_button.isEnabled()
    assert cells(dialog.pages.articles.table)[0][0] == "Fighters pushed"
    assert "The Observatory said so." in dialog.pages.articles.whole.toPlainText()
    request = dialog.result_value()
    assert request.options.columns == {"text": "3"}, "of columns that are called alike, the number says which"
    import_paths(project, request.paths, request.options)
    assert count_articles(project) == 1


def test_a_text_is_shown_in_every_encoding_it_can_be_in_and_one_is_chosen_by_key(
    qtbot, open_dialog: Open, project: Project, tmp_path: Path
) -> None:
    (tmp_path / "old.txt").write_bytes((ARABIC * 8).encode("iso-8859-6"))
    dialog = open_dialog(tmp_path / "old.txt")
    page = dialog.pages.encoding
    assert dialog.pages.currentWidget() is page
    readings = cells(page.table)
    assert len(readings) > 3
    assert len({reading for reading, _ in readings}) == len(readings)
    right = next(row for row, (reading, _) in enumerate(readings) if ARABIC.split()[1] in reading)
    page.table.setFocus()
    page.table.selectRow(0)
    for _ in range(right):
        QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert ARABIC.split()[1] in page.preview.toPlainText()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    looked(qtbot, dialog)
    assert ARABIC[:40] in dialog.pages.articles.whole.toPlainText()
    assert "Encoding" not in pages(dialog)
    assert dialog.accept_button.isEnabled()


def test_tags_are_shown_with_an_example_and_a_tag_of_the_project_may_become_another_too(
    qtbot, open_dialog: Open, project: Project, tmp_path: Path
) -> None:
    spans = work("ana", "Observatory", tag="ORG")["spans"] + work("ana", "287", tag="claim")["spans"]
    dialog = open_dialog(written(tmp_path / "a.jsonl", work("ana") | {"spans": spans}))
    page = dialog.pages.tags
    assert list(page._choices) == ["ORG", "claim"]
    said = [label.text() for label in page.findChildren(QWidget) if hasattr(label, "text")]
    assert any("Observatory" in text for text in said)
    assert page._choices["claim"].currentText() == "stays as it is"
    page._choices["ORG"].setCurrentIndex(1)
    page._choices["claim"].setCurrentIndex(3)
    alt(dialog, Qt.Key.Key_G)
    qtbot.waitUntil(dialog.accept_button.isEnabled, timeout=20_000)
    request = dialog.result_value()
    assert request.options.tag_map == {"ORG": "actor", "claim": "number"}
    assert not request.options.add_tags
    assert list(page._choices) == ["ORG", "claim"], "what was answered can be changed"
    assert import_paths(project, request.paths, request.options).spans.new == 2


def test_nothing_is_written_before_import_is_pressed_nor_when_it_is_cancelled(
    open_dialog: Open, project: Project, tmp_path: Path
) -> None:
    before = project.path.read_bytes()
    dialog = open_dialog(written(tmp_path / "a.jsonl", work("ana", "Observatory")))
    dialog.pages.setCurrentWidget(dialog.pages.files)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert project.path.read_bytes() == before


def test_only_the_beginning_of_many_files_is_shown_and_that_there_are_more(
    monkeypatch: pytest.MonkeyPatch, open_dialog: Open, tmp_path: Path
) -> None:
    monkeypatch.setattr("annotator.jobs.previewing.MOST_FILES", 20)
    monkeypatch.setattr("annotator.jobs.previewing.MOST_ARTICLES", 10)
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.txt").write_text(f"Article {number}.", "utf-8")
    dialog = open_dialog(folder)
    assert len(cells(dialog.pages.articles.table)) == 10
    assert len(cells(dialog.pages.files.table)) == 20
    assert "first 20 files" in next(
        label.text() for label in dialog.pages.files.findChildren(QWidget, "moreFiles") if hasattr(label, "text")
    )
    assert "Articles: 30 new" in dialog.counts.text()


def test_files_of_which_one_is_damaged_are_named_with_what_is_wrong(open_dialog: Open, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "bad.jsonl").write_text('{"text":', "utf-8")
    (folder / "good.txt").write_text("An article.", "utf-8")
    dialog = open_dialog(folder)
    page = dialog.pages.files
    assert cells(page.table)[0][1:] == ["Native JSONL, lossless", "bad.jsonl, line 1: Input data was truncated."]
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    page.table.selectionModel().select(page.table.model().index(0, 0), flags)
    assert page._why.isVisibleTo(page)
    assert "Articles: 1 new" in dialog.counts.text()


def test_tables_with_different_columns_are_asked_about_each(
    qtbot, open_dialog: Open, project: Project, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        (tmp_path / "in" / f"{name}.csv").write_text(f"Kopf;Worte\n{name};The bridge {name} was closed.\n", "utf-8")
    (tmp_path / "in" / "c.csv").write_text("what,when\nThe army left.,2026-11-02\n", "utf-8")
    (tmp_path / "in" / "d.csv").write_text("text\nNobody came.\n", "utf-8")
    dialog = open_dialog(tmp_path / "in")
    columns = dialog.pages.columns
    assert dialog.sentence.text() == "A table is left out: say under Columns which of them holds the text."
    assert [columns.which.itemText(at) for at in range(3)] == [
        "\u2068a.csv\u2069 and 1 more with the same columns", "\u2068c.csv\u2069", "\u2068d.csv\u2069",
    ]  # fmt: skip
    alt(dialog, Qt.Key.Key_U)
    for _ in range(2):
        choice = columns._choices["text"]
        choice.setCurrentIndex(1 if "what" in choice.itemText(1) else 2)
        looked(qtbot, dialog)
    assert "Articles: 4 new" in dialog.counts.text()
    assert dialog.sentence.text() == ""
    request = dialog.result_value()
    assert (request.options.columns, request.options.tables) == (
        {"text": "Worte"}, {"c.csv": {"text": "what"}, "d.csv": {}},
    )  # fmt: skip
    assert import_paths(project, request.paths, request.options).articles.new == 4


def test_files_in_several_encodings_are_asked_about_one_after_the_other(
    qtbot, open_dialog: Open, project: Project, tmp_path: Path
) -> None:
    german = "Der Präsident erklärte, 26 Kämpfer seien getötet worden. "
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes((ARABIC * 8).encode("cp1256"))
    (tmp_path / "in" / "b.txt").write_bytes((german * 8).encode("cp1252"))
    dialog = open_dialog(tmp_path / "in")
    page = dialog.pages.encoding
    for told, words in enumerate((ARABIC.split()[1], "Präsident"), 1):
        assert dialog.pages.currentWidget() is page
        row = next(at for at, (reading, _) in enumerate(cells(page.table)) if words in reading)
        page.table.selectRow(row)
        alt(dialog, Qt.Key.Key_D)
        qtbot.waitUntil(lambda told=told: len(page.told) == told)
        looked(qtbot, dialog)
    assert dialog.accept_button.isEnabled()
    whole = [look.words[:20] for look in dialog.pages.articles._looks]
    assert whole == [ARABIC[:20], german[:20]]
    request = dialog.result_value()
    assert set(request.options.encodings) == {"a.txt", "b.txt"}
    assert import_paths(project, request.paths, request.options).articles.new == 2


def test_one_encoding_is_said_of_all_files_that_are_not_utf_8(qtbot, open_dialog: Open, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / "in" / f"{number}.txt").write_bytes((f"{number} {ARABIC}" * 8).encode("cp1256"))
    dialog = open_dialog(tmp_path / "in")
    page = dialog.pages.encoding
    page.table.selectRow(next(at for at, (text, _) in enumerate(cells(page.table)) if ARABIC.split()[1] in text))
    alt(dialog, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: bool(dialog.encoding.currentText()))
    looked(qtbot, dialog)
    assert "Articles: 3 new" in dialog.counts.text()
    assert dialog.encoding.currentText().lower() == "windows-1256"


def test_one_key_says_what_becomes_of_a_tag_and_goes_on_to_the_next(
    qtbot, open_dialog: Open, project: Project, tmp_path: Path
) -> None:
    record = work("ana") | {
        "spans": [*work("ana", "Observatory", tag="ORG")["spans"], *work("ana", "287", tag="CARD")["spans"],
                  *work("ana", "fighters", tag="GROUP")["spans"]]
    }  # fmt: skip
    dialog = open_dialog(written(tmp_path / "a.jsonl", record))
    page = dialog.pages.tags
    assert page._choices["ORG"].hasFocus(), "what is asked has the keyboard"
    for key in "an+":
        focused = dialog.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, key)
    alt(dialog, Qt.Key.Key_G)
    qtbot.waitUntil(dialog.accept_button.isEnabled, timeout=20_000)
    options = dialog.result_value().options
    assert (options.tag_map, options.add_tags) == ({"ORG": "actor", "CARD": "number"}, True)


def test_nobody_waits_for_a_long_counting_if_the_beginning_leaves_no_question(
    qtbot, monkeypatch: pytest.MonkeyPatch, project: Project, runner: Runner, tmp_path: Path
) -> None:
    from threading import Event

    from annotator.jobs import importing

    go_on = Event()

    def slowly(*args: Any) -> Any:
        go_on.wait(20)
        return import_paths(*args)

    monkeypatch.setattr(importing, "import_paths", slowly)
    monkeypatch.setattr("annotator.gui.dialogs.importing._PATIENCE_MS", 50)
    for name, tag, may in (("a", "actor", True), ("b", "ORG", False)):
        go_on.clear()
        dialog = ImportDialog([written(tmp_path / f"{name}.jsonl", work("ana", "287", tag=tag))], project, runner)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda d=dialog: len(cells(d.pages.articles.table)) == 1)
        qtbot.waitUntil(lambda d=dialog: not d._patience.isActive())
        assert dialog.busy
        assert dialog.accept_button.isEnabled() == may
        go_on.set()
        looked(qtbot, dialog)
        assert dialog.accept_button.isEnabled() == may
        dialog.close()
