"""The tagset editor: changes are collected, counted and applied as one step, all by keyboard."""

import json
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from driving import put_caret, shown_spans
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit
from shiboken6 import isValid
from window_projects import put_layer

from annotator.gui.tagset.counting import _PAUSE
from annotator.gui.tagset.editor import TagsetEditor
from annotator.gui.tagset.tree import ARTICLE_LABELS, RELATIONS, TAGS, Place
from annotator.model.tagset_changes import (
    ChangeAttribute,
    ChangeRelation,
    ChangeTag,
    MergeTags,
    MergeValues,
    RemoveAttribute,
    RenameTag,
    RetireTag,
    SplitTag,
)
from annotator.project import history, reading
from annotator.project.presence import Presence
from annotator.project.project import Project

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def marked(window, press):
    """The window, with an actor and a location of ana and a location of ben."""
    put_caret(window, "Observatory")
    press(Qt.Key.Key_A)
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    text = window.article_panel.view.text
    put_layer(window.session.project.path, 1, "ben", text, [("location", text.index("ISIL"), text.index("ISIL") + 4)])
    return window


@pytest.fixture
def open_editor(marked, qtbot) -> Callable[[], TagsetEditor]:
    def start() -> TagsetEditor:
        QTest.keyClick(marked.article_panel.view, Qt.Key.Key_T, CONTROL)
        editor = marked.findChildren(TagsetEditor)[-1]
        qtbot.waitExposed(editor)
        wait_for_counts(editor, qtbot)
        return editor

    return start


@pytest.fixture
def editor(open_editor) -> TagsetEditor:
    return open_editor()


def wait_for_counts(editor: TagsetEditor, qtbot) -> None:
    qtbot.waitUntil(lambda: not editor._runner.busy and not editor.counting._pause.isActive(), timeout=10_000)


def go_to(editor: TagsetEditor, *place: str) -> None:
    editor.tree.go_to(Place(*place))  # type: ignore[arg-type]


def write(field: QLineEdit, text: str) -> None:
    """Write a text into a field as a person does, and go on with Enter."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def dialog(editor: TagsetEditor, name: str) -> QDialog:
    return editor.findChild(QDialog, name)


def rows(editor: TagsetEditor) -> dict[str, str]:
    """Return the texts of the tree: names and how often they are used."""
    return {item.text(0): item.text(2) for item in editor.tree._items()}


def closed(editor: TagsetEditor, qtbot) -> None:
    """Wait until the editor is closed and the keyboard is in the main window again."""
    window = editor.parentWidget()
    qtbot.waitUntil(lambda: not isValid(editor) or not editor.isVisible())
    window.activateWindow()
    window.article_panel.view.setFocus()
    qtbot.waitUntil(window.article_panel.view.hasFocus)


def apply(editor: TagsetEditor, qtbot) -> None:
    wait_for_counts(editor, qtbot)
    qtbot.waitUntil(editor.end.apply.isEnabled)
    QTest.keyClick(editor, Qt.Key.Key_Return, CONTROL)


def test_it_shows_the_tagset_with_keys_and_counts(editor: TagsetEditor) -> None:
    assert rows(editor)["A  actor"] == "1"
    assert rows(editor)["L  location"] == "2"
    assert "source" in rows(editor)
    assert "relevant" in rows(editor)
    assert not editor.end.apply.isEnabled()
    go_to(editor, "tag", "location")
    form = editor.forms["tag"]
    assert (form.name.edit.text(), form.key.edit.text()) == ("location", "L")
    assert form.used.text() == "2 spans in the project."


def test_a_tag_is_renamed_by_keyboard_and_everything_follows(
    marked, editor: TagsetEditor, press, qtbot, stored
) -> None:
    editor.tree.setFocus()
    go_to(editor, "tag", "location")
    QTest.keyClick(editor, Qt.Key.Key_F2)
    assert editor.form.name.edit.hasFocus()
    write(editor.form.name.edit, "place")
    assert editor.draft.plan == (RenameTag("location", "place"),)
    assert editor.tree.place == Place("tag", "place")
    assert rows(editor)["L  place"] == "2"
    assert ("location", "Kobani") in stored()
    apply(editor, qtbot)
    closed(editor, qtbot)
    assert ("place", "Kobani") in stored()
    assert ("place", "Kobani") in shown_spans(marked)
    assert marked.action_table.action("tag.place").isEnabled()
    assert "version 2" in marked.status.text()
    put_caret(marked, "minors")
    press(Qt.Key.Key_L)
    assert ("place", "minors") in stored()
    press(Qt.Key.Key_Z, CONTROL)
    press(Qt.Key.Key_Z, CONTROL)
    assert ("location", "Kobani") in shown_spans(marked)
    assert marked.action_table.action("tag.location").isEnabled()


def test_the_preview_counts_everybodys_work_before_anything_happens(editor: TagsetEditor, qtbot, stored) -> None:
    go_to(editor, "tag", "location")
    QTest.keyClick(editor, Qt.Key.Key_M, CONTROL)
    merge = dialog(editor, "mergeDialog")
    assert "2 spans in everybody’s work" in "".join(
        label.text() for label in merge.findChildren(type(merge.sentence)) if label.text()
    )
    merge.into.setCurrentIndex(merge.into.findData("actor"))
    merge.accept()
    assert editor.draft.plan == (MergeTags(("location",), "actor"),)
    assert editor.plan.total.text() == "Counting what this touches …"
    wait_for_counts(editor, qtbot)
    assert editor.plan.list.item(0).text().endswith("2 spans in 2 layers of \u2068ana\u2069 and \u2068ben\u2069")
    assert "2 spans in the work of" in editor.plan.total.text()
    assert "version 2" in editor.plan.total.text()
    assert ("location", "Kobani") in stored()
    assert editor.tree.place == Place("tag", "actor")


def test_keys_that_are_taken_are_told_at_once(editor: TagsetEditor) -> None:
    go_to(editor, "tag", "location")
    key = editor.forms["tag"].key
    key.edit.setFocus()
    key.edit.selectAll()
    QTest.keyClicks(key.edit, "a")
    assert key.edit.text() == "A"
    assert key.why.text() == "The key A belongs to the tag actor."
    QTest.keyClick(key.edit, Qt.Key.Key_Return)
    assert editor.draft.plan == ()
    QTest.keyClick(key.edit, Qt.Key.Key_Escape)
    assert (key.edit.text(), key.why.isHidden()) == ("L", True)
    key.edit.selectAll()
    QTest.keyClicks(key.edit, "u")
    assert "is now Unsure" in key.why.text()
    QTest.keyClick(key.edit, Qt.Key.Key_Return)
    assert editor.draft.plan == (ChangeTag("location", key="U"),)


@pytest.mark.parametrize(("name", "why"), [("actor", "There is the tag actor already."), ("  ", "needs a name")])
def test_bad_names_are_refused_in_a_sentence(editor: TagsetEditor, name: str, why: str) -> None:
    go_to(editor, "tag", "location")
    write(editor.form.name.edit, name)
    assert why in editor.form.name.why.text()
    assert editor.draft.plan == ()
    QTest.keyClick(editor.form.name.edit, Qt.Key.Key_Escape)
    assert editor.form.name.edit.text() == "location"
    assert editor.isVisible()


def test_tags_attributes_relations_and_labels_are_added_and_named_at_once(editor: TagsetEditor, qtbot) -> None:
    editor.tree.setFocus()
    editor.tree.go_to(TAGS)
    QTest.keyClick(editor.tree, Qt.Key.Key_Insert)
    assert editor.form.name.edit.hasFocus()
    write(editor.form.name.edit, "weapon")
    QTest.mouseClick(editor.entries.add_attribute, Qt.MouseButton.LeftButton)
    write(editor.form.name.edit, "calibre")
    editor.tree.go_to(RELATIONS)
    editor.entries.add.click()
    write(editor.form.name.edit, "used_by")
    editor.tree.go_to(ARTICLE_LABELS)
    editor.entries.add.click()
    write(editor.form.name.edit, "topic")
    tagset = editor.draft.tagset
    assert tagset["weapon"].attribute("calibre")
    assert tagset.relation("used_by")
    assert tagset.labels[-1].name == "topic"
    assert len(editor.draft.plan) == 4
    apply(editor, qtbot)
    closed(editor, qtbot)


def test_a_split_names_a_tag_for_each_value(editor: TagsetEditor) -> None:
    go_to(editor, "tag", "actor")
    editor.entries.split.click()
    split = dialog(editor, "splitDialog")
    assert not split.accept_button.isEnabled()
    split.table.item(7, 2).setText("claim")
    assert split.sentence.text() == "There is the tag claim already."
    split.table.item(7, 2).setText("outlet")
    split.table.item(8, 2).setText("outlet")
    split.accept()
    assert editor.draft.plan == (SplitTag("actor", "type", (("media", "outlet"), ("monitor", "outlet"))),)


def test_retired_tags_show_and_are_not_offered(marked, editor: TagsetEditor, qtbot, press, stored) -> None:
    go_to(editor, "tag", "location")
    editor.entries.retire.click()
    assert editor.entries.retire.text() == "Re&turn to use"
    assert any("(retired)" in text for text in rows(editor))
    apply(editor, qtbot)
    closed(editor, qtbot)
    assert ("location", "Kobani") in shown_spans(marked)
    assert "tag.location" not in {entry.spec.id for entry in marked.action_table.entries()}
    assert marked.inspector.tag.findData("location") < 0
    put_caret(marked, "minors")
    press(Qt.Key.Key_L)
    assert all(words != "minors" for _, words in stored())


def test_used_tags_are_not_removed_and_unused_ones_are(editor: TagsetEditor) -> None:
    editor.tree.setFocus()
    go_to(editor, "tag", "location")
    QTest.keyClick(editor.tree, Qt.Key.Key_Delete)
    assert editor.sentence.text() == "There are 2 spans with it; merge or retire it instead."
    go_to(editor, "attribute", "side", "actor")
    QTest.keyClick(editor.tree, Qt.Key.Key_Delete)
    question = dialog(editor, "removeAttributeDialog")
    question.forget.setChecked(True)
    question.accept()
    assert editor.draft.plan == (RemoveAttribute("actor", "side", True),)
    assert editor.tree.place == Place("tag", "actor")


def test_values_are_renamed_merged_added_and_removed(editor: TagsetEditor) -> None:
    go_to(editor, "attribute", "type", "actor")
    values = editor.forms["attribute"].values
    values.table.item(1, 0).setText("insurgent")
    assert editor.draft.plan[-1] == MergeValues("actor", "type", ("rebel",), "insurgent")
    values.table.item(2, 0).setText("insurgent")
    assert editor.draft.plan[-1] == MergeValues("actor", "type", ("political_militia",), "insurgent")
    write(values.new.edit, "gang")
    attribute = editor.draft.tagset["actor"].attribute("type")
    assert attribute.values[-1] == "gang"
    assert "political_militia" not in attribute.values
    values.table.setFocus()
    values.table.setCurrentCell(0, 0)
    QTest.keyClick(values.table, Qt.Key.Key_Delete)
    assert "state_force" not in editor.draft.tagset["actor"].attribute("type").values


def test_kind_and_help_of_an_attribute(editor: TagsetEditor) -> None:
    go_to(editor, "attribute", "side", "actor")
    form = editor.forms["attribute"]
    form.kind.setCurrentIndex(form.kind.findData("number"))
    form.kind.activated.emit(form.kind.currentIndex())
    assert editor.draft.plan == (ChangeAttribute("actor", "side", kind="number", values=()),)
    form.help.setFocus()
    form.help.selectAll()
    QTest.keyClicks(form.help, "Which one.")
    editor.tree.setFocus()
    assert editor.draft.tagset["actor"].attribute("side").help == "Which one."
    assert len(editor.draft.plan) == 1


def test_ends_and_words_of_a_relation_type(editor: TagsetEditor) -> None:
    go_to(editor, "relation", "about")
    form = editor.forms["relation"]
    form.child.setFocus()
    form.child.setCurrentRow(0)
    QTest.keyClick(form.child, Qt.Key.Key_Space)
    assert editor.draft.plan == (ChangeRelation("about", child=("actor", "location", "number")),)
    for row in range(3):
        form.child.setCurrentRow(row)
        QTest.keyClick(form.child, Qt.Key.Key_Space)
    assert editor.sentence.text() == "The relation type about needs a tag at either end."
    assert form.child.checked() == ("number",)
    write(form.absent.edit, "nothing")
    assert editor.draft.tagset.relation("about").absent == "nothing"


def test_tags_are_moved_by_keyboard(editor: TagsetEditor) -> None:
    editor.tree.setFocus()
    go_to(editor, "tag", "claim")
    for _ in range(3):
        QTest.keyClick(editor, Qt.Key.Key_Up, ALT)
    assert editor.draft.tagset.tags[0].name == "claim"
    assert len(editor.draft.plan) == 1
    assert editor.tree.place == Place("tag", "claim")


def test_changes_are_taken_back_one_by_one_or_all_together(editor: TagsetEditor) -> None:
    for tag in ("actor", "claim"):
        go_to(editor, "tag", tag)
        editor.entries.retire.click()
    editor.plan.take_back.click()
    assert editor.draft.plan == (RetireTag("actor"),)
    editor.plan.take_all_back.click()
    assert (editor.draft.plan, editor.draft.tagset) == ((), editor.draft.base)
    assert editor.plan.total.text() == "Nothing is changed yet."
    assert not editor.end.apply.isEnabled()


def test_a_plan_is_not_dropped_by_a_slip(editor: TagsetEditor, stored) -> None:
    go_to(editor, "tag", "claim")
    editor.entries.retire.click()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.isVisible()
    assert "once more" in editor.sentence.text()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert ("location", "Kobani") in stored()


def test_what_is_being_written_is_counted_before_it_is_applied(marked, editor: TagsetEditor, qtbot) -> None:
    go_to(editor, "tag", "location")
    editor.form.name.edit.setFocus()
    editor.form.name.edit.selectAll()
    QTest.keyClicks(editor.form.name.edit, "place")
    QTest.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    assert "being counted" in editor.sentence.text()
    assert editor.isVisible()
    apply(editor, qtbot)
    closed(editor, qtbot)
    assert "place" in marked.session.project.tagset


def test_a_tagset_that_changed_meanwhile_is_looked_at_again(marked, editor: TagsetEditor, qtbot, path: Path) -> None:
    go_to(editor, "tag", "location")
    write(editor.form.name.edit, "place")
    wait_for_counts(editor, qtbot)
    with Project.open(path, "ben") as bens:
        from annotator.model.tagset import Tag
        from annotator.model.tagset_changes import AddTag
        from annotator.project.retagging import change_tagset_and_work

        change_tagset_and_work(bens, [AddTag(Tag("weapon"))], bens.tagset)
    editor.end.apply.click()
    assert editor.isVisible()
    assert "changed meanwhile" in editor.sentence.text()
    assert "weapon" in editor.draft.tagset
    assert editor.draft.plan == (RenameTag("location", "place"),)
    apply(editor, qtbot)
    closed(editor, qtbot)
    assert {"weapon", "place"} <= {tag.name for tag in marked.session.project.tagset.tags}


@pytest.fixture
def large_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every change counts as too large for the blink of an eye."""
    monkeypatch.setattr("annotator.gui.commands.tagset.MOST_AT_ONCE", 0)
    monkeypatch.setattr("annotator.project.retagging._AT_ONCE", 1)


def test_a_large_change_is_applied_beside_the_window_with_edits_held(
    large_steps, marked, editor: TagsetEditor, qtbot, press, stored
) -> None:
    go_to(editor, "tag", "location")
    editor.draft.do(MergeTags(("location",), "actor"))
    apply(editor, qtbot)
    assert not editor.end.progress.isHidden()
    assert not editor.end.apply.isEnabled()
    put_caret(marked, "minors")
    marked.commands.tag("number")
    assert "The tagset is being changed" in marked.status.text()
    closed(editor, qtbot)
    assert ("actor", "Kobani") in shown_spans(marked)
    assert all(words != "minors" for _, words in stored())
    press(Qt.Key.Key_N)
    assert ("number", "minors") in stored()


def hold_up(when: str, marked, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Keep the change from being made, before its turn or in the middle; return what lets it go on."""
    go = Event()
    if when == "before its turn":
        marked.runner.run("Waiting", lambda _report, _cancelled: go.wait(20), done=print, failed=print)
    else:
        monkeypatch.setattr("annotator.project.retagging.doubles", lambda *_: [go.wait(20)][:0])
    return go.set


@pytest.mark.parametrize("when", ["before its turn", "in the middle"])
def test_cancel_leaves_everything_as_it_was_and_the_plan_where_it_was(
    large_steps, marked, editor: TagsetEditor, qtbot, stored, press, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    editor.draft.do(MergeTags(("location",), "actor"))
    wait_for_counts(editor, qtbot)
    let_go = hold_up(when, marked, monkeypatch)
    QTest.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    assert "Cancel leaves everything as it was" in editor.sentence.text()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    let_go()
    qtbot.waitUntil(lambda: not marked.runner.busy and editor.end.apply.isEnabled())
    assert editor.isVisible()
    assert "othing was changed" in editor.sentence.text()
    assert editor.draft.plan == (MergeTags(("location",), "actor"),)
    assert ("location", "Kobani") in stored()
    editor.draft.take_all_back()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    closed(editor, qtbot)
    put_caret(marked, "minors")
    press(Qt.Key.Key_N)
    assert ("number", "minors") in stored()


def test_a_tagset_file_is_shown_before_it_is_taken_over(marked, editor: TagsetEditor, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    tagset = {"name": "other", "tags": [{"name": "actors", "key": "A"}, {"name": "weapon"}], "labels": []}
    file.write_text(json.dumps(tagset), "utf-8")
    marked.commands.take_over(editor, file)
    taking = dialog(editor, "takingOverDialog")
    assert taking.table.cellWidget(0, 3).currentData() == "actors"
    assert taking.table.cellWidget(1, 3).currentText() == "stays as it is"
    taking.replace.setChecked(True)
    assert taking.table.cellWidget(1, 3).currentText() == "is retired"
    taking.accept()
    tags = {tag.name: tag for tag in editor.draft.tagset.tags}
    assert (tags["actors"].retired, tags["weapon"].retired, tags["location"].retired) == (False, False, True)
    assert rows(editor)["A  actors"] == "1"


@pytest.mark.parametrize("content", [b"", b"{", b'{"name": "x", "tags": []}', b"\xff\xfe", b"[" * 100_000])
def test_a_bad_tagset_file_is_refused_in_a_sentence(
    marked, editor: TagsetEditor, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(content)
    marked.commands.take_over(editor, file)
    assert editor.sentence.text().startswith("bad.json")
    assert dialog(editor, "takingOverDialog") is None
    assert editor.draft.plan == ()


def test_the_tagset_is_exported_as_the_editor_shows_it(marked, editor: TagsetEditor, tmp_path: Path) -> None:
    editor.draft.do(RenameTag("actor", "agent"))
    file = tmp_path / "out" / "tagset.json"
    file.parent.mkdir()
    marked.commands.save_tagset(editor, file)
    assert json.loads(file.read_text("utf-8"))["tags"][0]["name"] == "agent"
    marked.commands.save_tagset(editor, file)
    assert "choose another name" in editor.sentence.text()


def test_the_history_lists_the_versions(marked, editor: TagsetEditor, open_editor, qtbot) -> None:
    editor.draft.do(RenameTag("actor", "agent"))
    apply(editor, qtbot)
    closed(editor, qtbot)
    again = open_editor()
    again.end.versions_button.click()
    report = dialog(again, "reportDialog")
    assert report.sentence.text() == "The tagset is version 2."
    assert "tag actor is called agent now" in report._findings.as_text().replace("\u2068", "").replace("\u2069", "")


def test_a_project_that_is_read_only_shows_its_tagset(open_window, settings, path: Path, qtbot) -> None:
    held = Presence.take(path)
    window = open_window(path)
    window.commands.open_tagset()
    editor = window.findChild(TagsetEditor)
    wait_for_counts(editor, qtbot)
    editor.draft.do(RetireTag("claim"))
    wait_for_counts(editor, qtbot)
    assert not editor.end.apply.isEnabled()
    assert editor.sentence.text() == window.session.why_read_only
    QTest.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    assert not window.session.project.tagset["claim"].retired
    held.release()


def test_undo_of_a_change_is_one_key(marked, editor: TagsetEditor, qtbot, press, path: Path) -> None:
    editor.draft.do(RenameTag("location", "place"), MergeTags(("claim",), "number"), RetireTag("number"))
    apply(editor, qtbot)
    closed(editor, qtbot)
    assert marked.session.ask(history.next_undo).op == "tagset"
    press(Qt.Key.Key_Z, CONTROL)
    with Project.open(path, "ben", read_only=True) as project:
        assert [tag.name for tag in project.tagset.tags] == ["actor", "location", "number", "claim"]
        assert [span.tag for span in reading.spans(project, 1)] == ["location"]


def test_closing_the_window_closes_the_editor_and_counts_nothing_more(marked, editor: TagsetEditor, qtbot) -> None:
    editor.draft.do(RetireTag("claim"))
    marked.close()
    assert not editor.isVisible()
    qtbot.wait(2 * _PAUSE)


def test_whole_noun_phrases_are_a_choice_of_each_tag(marked, editor: TagsetEditor, qtbot) -> None:
    go_to(editor, "tag", "actor")
    form = editor.forms["tag"]
    assert form.phrases.isChecked()
    go_to(editor, "tag", "location")
    assert not form.phrases.isChecked()
    QTest.keyClick(form.phrases, Qt.Key.Key_Space)
    assert editor.draft.plan == (ChangeTag("location", noun_phrases=True),)
    assert editor.draft.tagset["location"].noun_phrases
