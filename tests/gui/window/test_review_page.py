"""Reviewing by keys: the conflict is seen, one key answers it, the next one comes, and all of it can be taken back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton
from review_projects import (
    ALT,
    CTRL,
    OTHER,
    SHIFT,
    TEXT,
    at,
    decided,
    go_to_review,
    gold,
    make_review,
    press,
    put_done,
    say,
    states,
    wait,
)
from window_projects import make_project, put_articles

from annotator.gui.dialogs.feedback import FeedbackDialog
from annotator.gui.dialogs.policies import PoliciesDialog
from annotator.gui.dialogs.rules import RulesDialog
from annotator.gui.modes import ANNOTATE, REVIEW
from annotator.gui.panels.wording import without_isolates
from annotator.model.article import Meta
from annotator.model.layer import GOLD
from annotator.model.span import Fragment
from annotator.project import edits, reading
from annotator.project.project import Project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project in which ana and ben differ in edges, in tags, and about whether something is marked."""
    path = tmp_path / "border.annotator"
    layers = {
        "ana": [("The Observatory", "actor"), ("at least 287", "number"), ("Kobani", "location"), ("26", "number")],
        "ben": [("Observatory", "actor"), ("287", "number"), ("Kobani", "actor")],
    }
    make_review(path, layers)
    return path


@pytest.fixture
def window(open_window, settings, path, qtbot):
    settings.annotator = "rev"
    window = open_window(path)
    go_to_review(window, qtbot)
    return window


@pytest.fixture
def page(window):
    return window.review


def here(page) -> str:
    """The words of the conflict that is shown."""
    place = page.desk.conflict.place
    return page.desk.shown.text[place.start : place.end]


def cells(page) -> list[list[str]]:
    model = page.conflict.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def test_the_mode_appears_only_when_there_is_something_to_review(open_window, tmp_path, qtbot, settings):
    settings.annotator = "rev"
    path = tmp_path / "quiet.annotator"
    make_review(path, {"ana": [("Kobani", "location")]})
    window = open_window(path)
    window.reviewable.ask()
    assert not window.mode_switch.findChild(QToolButton, "mode_review").isVisible()
    press(Qt.Key.Key_2, CTRL)
    assert window.modes.now == ANNOTATE
    put_done(path, 1, "ben", TEXT, [])
    window.session.read_again()
    qtbot.waitUntil(lambda: window.reviewable.now)
    press(Qt.Key.Key_2, CTRL)
    assert window.modes.now == REVIEW


def test_figures_come_first_and_mere_edges_last(window, page):
    model = page.queue.model
    words = [model.conflict(row).words for row in range(len(model))]
    assert words == ["26", "at least 287", "Kobani", "The Observatory"]
    assert here(page) == "26"
    assert page.queue.progress.text() == "0 of 4 decided"
    assert page.conflict.stage.hasFocus()


def test_a_conflict_says_what_differs_with_a_line_for_each_layer(page):
    press(Qt.Key.Key_Tab)
    assert "the edges differ" in page.conflict.what.text()
    assert [row[:2] for row in cells(page)] == [["1", "ana"], ["2", "ben"]]
    assert "not in all: “at least”" in cells(page)[0][2]
    marks = sorted(page.conflict.stage.page.spans, key=lambda span: span.key)
    assert [span.key for span in marks] == [1, 2]
    assert [page.conflict.stage._styles[span.tag].letter for span in marks] == ["1 N", "2 N"]
    stage = page.conflict.stage
    lanes = [mark.lane for _, _, layout in stage.page.visible() for mark in layout.marks]
    assert lanes == [0, 1]
    assert [TEXT[match.start : match.end] for match in stage._matches.found] == ["at least "]


def test_a_digit_takes_a_layer_and_the_next_conflict_comes(window, page, path):
    press(Qt.Key.Key_1)
    assert gold(path) == [("number", "26")]
    assert here(page) == "at least 287"
    assert "26" in window.status.text()
    press(Qt.Key.Key_2)
    assert gold(path) == [("number", "287"), ("number", "26")]
    assert page.queue.progress.text() == "2 of 4 decided"
    assert [decision.how for decision in decided(path)] == ["took", "took"]
    assert decided(path)[1].votes == {"ana": "boundary", "ben": "same"}
    assert decided(path)[1].by == "rev"


@pytest.mark.parametrize(("key", "words"), [(Qt.Key.Key_U, "at least 287"), (Qt.Key.Key_I, "287")])
def test_union_and_intersection(page, path, key, words):
    press(Qt.Key.Key_Tab)
    press(key)
    assert gold(path) == [("number", words)]


def test_union_of_different_tags_is_refused_in_a_sentence(window, page, path):
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    assert here(page) == "Kobani"
    press(Qt.Key.Key_U)
    assert "different tags" in window.status.text()
    assert gold(path) == []
    assert here(page) == "Kobani"


def test_nothing_belongs_here(page, path):
    press(Qt.Key.Key_0)
    assert gold(path) == []
    assert [decision.how for decision in decided(path)] == ["nothing"]
    assert states(path).count("decided") == 1


def test_deferred_and_second_opinion_decide_nothing_and_go_on(page, path):
    press(Qt.Key.Key_D)
    press(Qt.Key.Key_S)
    assert gold(path) == []
    assert sorted(states(path)) == ["deferred", "open", "open", "second opinion"]
    assert here(page) == "Kobani"


def test_an_answer_is_edited_with_the_keys_of_the_article(window, page, path):
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_E)
    press(Qt.Key.Key_Right, ALT | SHIFT)
    assert "at least 287 ISIL" in window.status.text()
    press(Qt.Key.Key_Left, ALT | SHIFT)
    press(Qt.Key.Key_Right, ALT)
    press(Qt.Key.Key_A, SHIFT)
    press(Qt.Key.Key_Return)
    assert gold(path) == [("actor", "least 287")]
    assert decided(path)[0].how == "edited"
    assert decided(path)[0].votes == {"ana": "tag", "ben": "tag"}


def test_attributes_of_an_edited_answer_are_said_in_the_form(window, page, path):
    press(Qt.Key.Key_E)
    press(Qt.Key.Key_E)
    assert page.guide.form.holds_focus()
    say("26")
    press(Qt.Key.Key_Escape)
    assert page.conflict.stage.hasFocus()
    press(Qt.Key.Key_Return)
    with_attributes = [decision for decision in decided(path) if decision.how == "edited"]
    assert len(with_attributes) == 1
    assert page.desk.conflict is not None


def test_escape_gives_up_an_edited_answer_and_other_keys_wait_for_it(window, page, path):
    press(Qt.Key.Key_E)
    press(Qt.Key.Key_U)
    assert "First finish" in window.status.text()
    press(Qt.Key.Key_Escape)
    assert not page.conflict.draft.active
    assert gold(path) == []
    assert decided(path) == []


def test_a_fresh_answer_is_what_nobody_offered(window, page, path):
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_Return)
    assert "Nothing is marked yet" in window.status.text()
    stage = page.conflict.stage
    start = TEXT.index("26 minors")
    stage.select(start, start + len("26 minors"))
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_Return)
    assert gold(path) == [("actor", "26 minors")]
    assert decided(path)[0].how == "fresh"


def test_undo_and_redo_go_back_to_the_conflict_also_after_a_restart(window, page, path, open_window, qtbot):
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Z, CTRL)
    assert here(page) == "at least 287"
    assert gold(path) == [("number", "26")]
    qtbot.waitUntil(window.action_table.action("edit.redo").isEnabled)
    press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert gold(path) == [("number", "287"), ("number", "26")]
    window.close()
    again = open_window(path)
    go_to_review(again, qtbot)
    press(Qt.Key.Key_Z, CTRL)
    assert here(again.review) == "at least 287"
    press(Qt.Key.Key_Z, CTRL)
    assert here(again.review) == "26"
    assert gold(path) == []
    wait(again, qtbot)
    assert again.review.queue.progress.text() == "0 of 4 decided"


def test_tab_goes_through_the_list_without_deciding(window, page, path):
    seen = [here(page)]
    for _ in range(3):
        press(Qt.Key.Key_Tab)
        seen.append(here(page))
    press(Qt.Key.Key_Tab)
    assert "last conflict" in window.status.text()
    press(Qt.Key.Key_Tab, SHIFT)
    assert here(page) == seen[2]
    assert seen == ["26", "at least 287", "Kobani", "The Observatory"]
    assert decided(path) == []


def test_a_reason_takes_one_key_to_choose_and_one_to_repeat(window, page, path):
    press(Qt.Key.Key_R)
    press(Qt.Key.Key_5)
    assert "overlooked" in page.conflict.remarks.text()
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Period)
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_1)
    assert [decision.reason for decision in decided(path)] == ["overlooked", "overlooked", ""]


def test_a_reason_that_was_typed_is_on_the_list_from_then_on(window, page, path):
    press(Qt.Key.Key_R)
    say("two sources disagree")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_1)
    assert decided(path)[0].reason == "two sources disagree"
    press(Qt.Key.Key_R)
    assert "two sources disagree" in window.commands.reviewing._reasons()
    press(Qt.Key.Key_Escape)
    assert page.conflict.stage.hasFocus()


def test_note_and_rule_are_kept_with_the_decision(page, path):
    press(Qt.Key.Key_Semicolon)
    say("see the second copy")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_G)
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_1)
    (decision,) = decided(path)
    assert decision.note == "see the second copy"
    assert "at least" in decision.rule


def test_the_decision_just_made_can_be_explained_after_all(page, path):
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_R, SHIFT)
    press(Qt.Key.Key_9)
    assert decided(path)[0].reason == "slip of the hand"
    assert here(page) == "at least 287"


def test_a_layer_edited_after_its_conflict_was_decided_opens_it_again(window, page, path, open_window, qtbot):
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_1)
    window.close()
    with Project.open(path, "ben") as project:
        span = next(span for span in reading.spans(project, 1) if span.tag == "number")
        places = [Fragment(span.start, span.end + len(" ISIL"))]
        edits.move(project, reading.article(project, 1), span.key, places)
    again = open_window(path)
    go_to_review(again, qtbot)
    page = again.review
    while not here(page).startswith("at least 287"):
        press(Qt.Key.Key_Tab)
    earlier = without_isolates(page.conflict.earlier.text())
    assert "Opened again: taken from ana" in earlier
    assert "ben said something else" in earlier
    press(Qt.Key.Key_Return)
    assert gold(path) == [("number", "at least 287")]
    assert "re-opened" not in states(path)


def test_what_all_agree_on_is_taken_after_a_count(window, page, path, qtbot):
    put_done(path, 1, "ana", TEXT, [at(TEXT, "the army", "actor")])
    put_done(path, 1, "ben", TEXT, [at(TEXT, "the army", "actor")])
    window.session.read_again()
    wait(window, qtbot)
    press(Qt.Key.Key_U, CTRL | SHIFT)
    (dialog,) = window.findChildren(PoliciesDialog)
    assert dialog.name == "unanimous"
    qtbot.waitUntil(lambda: not dialog.counting)
    assert "1 span would come into gold" in dialog.sentence.text()
    assert gold(path) == []
    dialog.accept()
    qtbot.waitUntil(lambda: not window.runner.busy)
    wait(window, qtbot)
    assert gold(path) == [("actor", "the army")]
    assert decided(path)[0].how == "unanimous"


def test_all_identical_conflicts_are_answered_alike_as_one_step(window, page, path, qtbot):
    (other,) = put_articles(path, [(OTHER, Meta("Two"))])
    put_done(path, other, "ana", OTHER, [at(OTHER, "at least 287", "number")])
    put_done(path, other, "cleo", OTHER, [at(OTHER, "287", "number")])
    window.session.read_again()
    wait(window, qtbot)
    while here(page) != "at least 287":
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Equal)
    assert "1 identical conflict" in page.conflict.confirm.question.text()
    assert "Two" in page.conflict.confirm.question.text() or "One" in page.conflict.confirm.question.text()
    press(Qt.Key.Key_Return)
    wait(window, qtbot)
    assert ("number", "at least 287") in gold(path)
    assert gold(path, other) == [("number", "at least 287")]
    window.review.take_focus()
    press(Qt.Key.Key_Z, CTRL)
    wait(window, qtbot)
    assert len(gold(path)) + len(gold(path, other)) == 1


def test_blind_mode_hides_names_and_shuffles_and_looking_is_recorded(window, page, path, qtbot):
    press(Qt.Key.Key_B, CTRL)
    assert [row[1] for row in cells(page)] == ["layer 1", "layer 2"]
    everything = " ".join(label.text() for label in page.findChildren(type(page.conflict.what)))
    assert "ana" not in everything.split()
    assert "ben" not in everything.split()
    before = cells(page)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab, SHIFT)
    assert cells(page) == before
    marked = next(row for row in before if "number" in row[2])
    press(getattr(Qt.Key, f"Key_{marked[0]}"))
    assert "ana" not in window.status.text()
    press(Qt.Key.Key_B, SHIFT)
    press(Qt.Key.Key_Return)
    assert sorted(row[1] for row in cells(page)) == ["ana", "ben"]
    press(Qt.Key.Key_1)
    assert [(decision.blind, decision.unblinded) for decision in decided(path)] == [(True, False), (False, True)]


def test_gold_is_read_from_end_to_end_and_edited_directly(window, page, path):
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_W)
    view = page.whole.view
    assert view.hasFocus()
    assert [view.text[span.start : span.end] for span in view.page.spans] == ["26"]
    press(Qt.Key.Key_2)
    assert "ben" in window.status.text()
    assert len(list(view.page.spans)) == 4
    press(Qt.Key.Key_2)
    view.set_current_span(next(iter(view.page.spans)).key)
    press(Qt.Key.Key_Right, ALT | SHIFT)
    assert gold(path) == [("number", "26 minors")]
    assert "gold edited directly" in window.status.text()
    assert decided(path)[0].how == "edited directly"
    start = TEXT.index("Kobani")
    view.select(start, start + 6)
    press(Qt.Key.Key_L)
    assert gold(path) == [("location", "Kobani"), ("number", "26 minors")]
    press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_Z, CTRL)
    assert gold(path) == [("number", "26")]
    press(Qt.Key.Key_Escape)
    assert page.conflict.stage.hasFocus()


def test_ctrl_enter_calls_gold_done_and_goes_to_the_next_article(window, page, path, qtbot):
    (other,) = put_articles(path, [(OTHER, Meta("Two"))])
    put_done(path, other, "ana", OTHER, [at(OTHER, "Kobani", "location")])
    put_done(path, other, "ben", OTHER, [])
    window.session.read_again()
    wait(window, qtbot)
    while page.desk.article != 1:
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return, CTRL)
    assert page.desk.article == other
    assert "gold done" in window.status.text()
    assert "conflicts wait" in window.status.text()


def test_attributes_come_from_different_layers(open_window, tmp_path, settings, qtbot):
    path = tmp_path / "mixed.annotator"
    make_review(path, {})
    mark = [at(TEXT, "at least 287", "number")]
    put_done(path, 1, "ana", TEXT, mark, attributes={"low": 287, "counts": "killed"})
    put_done(path, 1, "ben", TEXT, mark, attributes={"low": 280, "counts": "wounded"})
    settings.annotator = "rev"
    window = open_window(path)
    go_to_review(window, qtbot)
    model = window.review.conflict.model
    assert list(model.columns) == ["counts", "low"]
    assert cells(window.review)[0][3:] == ["killed (1 of 2)", "287 (1 of 2)"]
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_1)
    (decision,) = decided(path)
    assert sorted(decision.taken) == ["ana", "ben"]
    with Project.open(path, "reader", read_only=True) as project:
        (span,) = reading.spans(project, 1, GOLD)
    assert span.attributes == {"low": 287, "counts": "wounded"}


def test_filters_narrow_the_list_and_escape_comes_back(window, page, qtbot):
    press(Qt.Key.Key_F)
    assert page.queue.words.hasFocus()
    say("koba")
    press(Qt.Key.Key_Return)
    wait(window, qtbot)
    assert [page.queue.model.conflict(row).words for row in range(len(page.queue.model))] == ["Kobani"]
    press(Qt.Key.Key_F)
    press(Qt.Key.Key_Escape)
    page.queue.refresh()
    wait(window, qtbot)
    assert len(page.queue.model) == 4


def test_what_may_only_be_read_can_be_looked_at_and_nothing_is_decided(open_window, settings, path, qtbot):
    settings.annotator = "rev"
    first = open_window(path)
    go_to_review(first, qtbot)
    second = open_window(path)
    assert not second.session.writable
    go_to_review(second, qtbot)
    assert len(second.review.queue.model) == 4
    press(Qt.Key.Key_1)
    assert gold(path) == []
    assert "is open in another program" in second.status.text()


def test_the_same_words_elsewhere_are_told_by_layer(window, page, path, qtbot):
    (other,) = put_articles(path, [(OTHER, Meta("Two"))])
    put_done(path, other, "ana", OTHER, [at(OTHER, "Kobani", "location")])
    window.session.read_again()
    wait(window, qtbot)
    while here(page) != "Kobani":
        press(Qt.Key.Key_Tab)
    wait(window, qtbot)
    assert page.guide.elsewhere.text().splitlines()[0] == "ana: location 1"


def test_annotators_see_what_the_reviewer_changed_of_their_work(
    window, page, path, open_window, settings, qtbot, tmp_path
):
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_R)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_1)
    window.close()
    settings.annotator = "ben"
    mine = open_window(path)
    qtbot.waitUntil(mine.article_panel.changed.isVisible)
    assert mine.article_panel.changed.text() == "reviewer changed 2"
    mine.article_panel.changed.click()
    (dialog,) = mine.findChildren(FeedbackDialog)
    qtbot.waitUntil(lambda: not dialog.collecting)
    assert dialog.layer == "ben"
    assert [(case.reason, case.place) for case in dialog.cases()] == [
        ("", "26"),
        ("edge in the wrong place", "at least 287"),
    ]
    mine.commands.reviewing.save_feedback_to("ben", tmp_path / "ben.html")
    qtbot.waitUntil(lambda: not mine.runner.busy)
    assert "edge in the wrong place" in (tmp_path / "ben.html").read_text("utf-8")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Return)
    view = mine.article_panel.view
    assert view.text[view.selection().start : view.selection().end] == "at least 287"


def test_rules_are_counted_where_they_were_cited(window, page, path):
    press(Qt.Key.Key_G)
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_1)
    window.action_table.action("review.rules").trigger()
    (dialog,) = window.findChildren(RulesDialog)
    assert dialog.tree.topLevelItemCount() == 1
    assert dialog.tree.topLevelItem(0).text(1) == "1"


@pytest.mark.parametrize("count", [1, 7])
def test_one_layer_has_nothing_to_review_and_seven_have_a_line_each(open_window, settings, tmp_path, qtbot, count):
    path = tmp_path / "many.annotator"
    words = ["at least 287", "287", "287 ISIL", "287 ISIL fighters", "least 287", "ISIL fighters", "fighters"]
    make_review(path, {f"layer{number}": [(words[number], "number")] for number in range(count)})
    settings.annotator = "rev"
    window = open_window(path)
    window.reviewable.ask()
    assert window.reviewable.now == (count > 1)
    if count == 1:
        return
    go_to_review(window, qtbot)
    page = window.review
    answered = []
    while page.queue.counts.open:
        own = [offer for offer in page.desk.shown.offers if offer.layer]
        assert [offer.number for offer in own] == [1, 2, 3, 4, 5, 6, 7]
        taken = next(offer for offer in own if offer.span is not None)
        answered.append(taken.layer)
        press(Qt.Key(Qt.Key.Key_0 + taken.number))
    assert len(gold(path)) == len(answered)


def test_names_and_texts_from_outside_stay_plain_text(open_window, settings, tmp_path, qtbot):
    text = "<b>Army</b> said \u202e12\u202c <img src=//host/x> dead & 3 wounded.\u2028Done."
    path = tmp_path / "hostile.annotator"
    make_project(path)
    (article,) = put_articles(path, [(text, Meta("<h1>Title</h1>\n& more", "<i>"))])
    for name, words in (("<img src=x>", "12"), ("a & b", "12\u202c")):
        put_done(path, article, name, text, [at(text, words, "number")], attributes={"unit": "<u>&"})
    settings.annotator = "rev"
    window = open_window(path)
    go_to_review(window, qtbot)
    page = window.review
    for label in page.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText
    assert [row[1] for row in cells(page)][:2] == ["<img src=x>", "a & b"]
    assert "\u202e" not in page.conflict.what.text()
    page.grab()
    press(Qt.Key.Key_1)
    assert gold(path, article) == [("number", "12")]


def test_an_arabic_conflict_is_answered_and_its_edges_move_as_they_are_seen(open_window, settings, tmp_path, qtbot):
    text = "وقال رئيس الفريق إن بين القتلى 12 طفلا."
    path = tmp_path / "arabic.annotator"
    make_review(path, {"ana": [("بين القتلى", "claim")], "ben": [("إن بين القتلى", "claim")]}, text)
    settings.annotator = "rev"
    window = open_window(path)
    go_to_review(window, qtbot)
    press(Qt.Key.Key_E)
    press(Qt.Key.Key_Left, ALT)
    window.review.grab()
    press(Qt.Key.Key_Return)
    assert gold(path) == [("claim", "بين القتلى 12")]


def test_what_an_article_as_a_whole_is_said_to_be_is_decided_by_a_digit_too(open_window, settings, tmp_path, qtbot):
    path = tmp_path / "labels.annotator"
    article = make_review(path, {"ana": [], "ben": []})
    for name, value in (("ana", "relevant"), ("ben", "irrelevant")):
        with Project.open(path, name) as project:
            edits.set_label(project, article, "topic", value)
    settings.annotator = "rev"
    window = open_window(path)
    go_to_review(window, qtbot)
    page = window.review
    assert [row[2] for row in cells(page)] == ["relevant", "irrelevant"]
    press(Qt.Key.Key_N)
    assert "article as a whole" in window.status.text()
    press(Qt.Key.Key_E)
    assert "nothing here that could be edited" in window.status.text()
    press(Qt.Key.Key_2)
    with Project.open(path, "reader", read_only=True) as project:
        (layer,) = [layer for layer in reading.layers(project, article) if layer.annotator == GOLD]
    assert layer.labels == {"topic": "irrelevant"}
    assert "irrelevant" in window.status.text()


def test_a_conflict_whose_answers_are_all_wrong_and_one_over_many_marks(open_window, settings, tmp_path, qtbot):
    path = tmp_path / "wrong.annotator"
    claim = "at least 287 ISIL fighters were killed in Kobani"
    layers = {
        "ana": [(claim, "claim"), ("ISIL fighters", "actor"), ("Kobani", "location")],
        "ben": [(f"said {claim}", "claim"), ("ISIL fighters", "actor"), ("Kobani", "location")],
    }
    make_review(path, layers)
    settings.annotator = "rev"
    window = open_window(path)
    go_to_review(window, qtbot)
    page = window.review
    assert len(page.queue.model) == 1
    assert set(page.desk.conflict.differs) == {"boundary"}
    press(Qt.Key.Key_E)
    for _ in range(2):
        press(Qt.Key.Key_Left, ALT | SHIFT)
    press(Qt.Key.Key_Return)
    assert gold(path) == [("claim", "at least 287 ISIL fighters were killed")]
    assert decided(path)[0].votes == {"ana": "boundary", "ben": "boundary"}
