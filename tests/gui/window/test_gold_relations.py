"""Relations and labels of gold, in the whole article: the keys are those of an article, each edit is a step."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from review_projects import CTRL, SHIFT, at, decided, go_to_review, gold, make_review, press, states, wait

from annotator.gui.panels.wording import without_isolates
from annotator.gui.window import MainWindow
from annotator.jobs.adjudicating import adjudicate
from annotator.jobs.comparing import refresh
from annotator.model.layer import GOLD
from annotator.project import reading
from annotator.project.presence import Presence
from annotator.project.project import Project

TEXT = "The Observatory said at least 287 ISIL fighters were killed near Kobani on Monday. Turkey denied it."
AGREED = [
    ("The Observatory", "actor"),
    ("at least 287", "number"),
    ("ISIL fighters", "actor"),
    ("at least 287 ISIL fighters were killed near Kobani", "claim"),
    ("Turkey", "actor"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two layers that agree on all but one location; what they agree on is gold."""
    path = tmp_path / "gold.annotator"
    make_review(path, {"ana": [*AGREED, ("Kobani", "location")], "ben": [*AGREED, ("near Kobani", "location")]}, TEXT)
    with Project.open(path, "rev") as project:
        adjudicate(project)
    return path


@pytest.fixture
def window(open_window, settings, path, qtbot) -> MainWindow:
    settings.annotator = "rev"
    window = open_window(path)
    go_to_review(window, qtbot)
    press(Qt.Key.Key_W)
    assert window.review.shows_whole
    return window


def go_to(window: MainWindow, words: str) -> None:
    """Go to the gold span on these words by Tab."""
    window.review.whole.view.move_caret(0)
    for _ in range(12):
        press(Qt.Key.Key_Tab)
        span = window.review.whole.current
        if span is not None and window.review.whole.words_of(span.key) == words:
            return
    raise AssertionError(words)


def relations(path: Path) -> list[tuple[str, str, str]]:
    """Ask the file for the relations of gold."""
    with Project.open(path, "reader", read_only=True) as project:
        text = reading.article(project, 1).text
        words = {span.key: text[span.start : span.end] for span in reading.spans(project, 1, GOLD)}
        return [(each.type, words[each.head], words[each.child]) for each in reading.relations(project, 1, GOLD)]


def labels(path: Path) -> dict[str, object]:
    """Ask the file what gold says about the article as a whole."""
    with Project.open(path, "reader", read_only=True) as project:
        return next(dict(layer.labels) for layer in reading.layers(project, 1) if layer.annotator == GOLD)


def said(window: MainWindow) -> str:
    return without_isolates(window.status.text())


def shown_relations(window: MainWindow) -> int:
    return len(window.review.whole.view.page.relations)


CLAIM = "at least 287 ISIL fighters were killed near Kobani"


def test_the_key_of_a_relation_draws_it_in_gold_as_one_step(window, path, qtbot):
    before = gold(path)
    go_to(window, CLAIM)
    press(Qt.Key.Key_S)
    assert window.review.whole.picker.active
    assert said(window).startswith("source: “at least 287")
    press(Qt.Key.Key_Return)
    assert relations(path) == [("source", CLAIM, "The Observatory")]
    assert said(window).startswith("gold edited directly: source drawn")
    assert shown_relations(window) == 1
    assert window.review.whole.current.tag == "claim"
    assert gold(path) == before
    assert "edited directly" in {decision.how for decision in decided(path)}
    press(Qt.Key.Key_Z, CTRL)
    assert (relations(path), gold(path)) == ([], before)
    assert shown_relations(window) == 0
    qtbot.waitUntil(window.action_table.action("edit.redo").isEnabled)
    press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert relations(path) == [("source", CLAIM, "The Observatory")]
    assert shown_relations(window) == 1


def test_w_draws_who_is_counted_where_the_tagset_says_so(window, path):
    go_to(window, "at least 287")
    press(Qt.Key.Key_W)
    press(Qt.Key.Key_Return)
    assert relations(path) == [("counts_who", "at least 287", "ISIL fighters")]
    assert window.review.shows_whole


def test_r_offers_types_tab_offers_ends_and_escape_stops_before_it_leaves(window, path):
    go_to(window, "ISIL fighters")
    press(Qt.Key.Key_R)
    picker = window.review.whole.picker
    assert (picker.kind.name, window.review.whole.words_of(picker.target.key)) == ("same_as", "The Observatory")
    press(Qt.Key.Key_Tab)
    assert window.review.whole.words_of(picker.target.key) == "Turkey"
    press(Qt.Key.Key_Escape)
    assert (picker.active, window.review.shows_whole, relations(path)) == (False, True, [])
    assert said(window) == "no relation was drawn"
    press(Qt.Key.Key_Escape)
    assert not window.review.shows_whole


def test_a_click_picks_the_end_of_a_relation_in_gold(window, path):
    go_to(window, CLAIM)
    press(Qt.Key.Key_S)
    whole = window.review.whole
    turkey = next(span for span in whole.marks.spans() if whole.words_of(span.key) == "Turkey")
    whole.view.spanClicked.emit(turkey.key)
    assert relations(path) == [("source", CLAIM, "Turkey")]


def test_zero_says_in_gold_that_no_source_is_given(window, path):
    go_to(window, CLAIM)
    press(Qt.Key.Key_0)
    assert "no source given" in said(window)
    with Project.open(path, "reader", read_only=True) as project:
        claim = next(span for span in reading.spans(project, 1, GOLD) if span.tag == "claim")
    assert dict(claim.attributes) == {"source": "no source given"}
    press(Qt.Key.Key_S)
    press(Qt.Key.Key_Return)
    with Project.open(path, "reader", read_only=True) as project:
        claim = next(span for span in reading.spans(project, 1, GOLD) if span.tag == "claim")
    assert dict(claim.attributes) == {}
    assert relations(path) == [("source", CLAIM, "The Observatory")]


def test_a_relation_of_gold_is_listed_beside_it_and_delete_takes_it_away(window, path):
    go_to(window, CLAIM)
    press(Qt.Key.Key_S)
    press(Qt.Key.Key_Return)
    listed = window.review.guide.relations
    assert [without_isolates(listed.item(row).text()) for row in range(listed.count())] == [
        "source → “The Observatory”"
    ]
    window.review.whole.view.relationActivated.emit(window.review.whole.marks.relations[0].key)
    assert listed.hasFocus()
    press(Qt.Key.Key_Delete)
    assert (relations(path), shown_relations(window), listed.count()) == ([], 0, 0)
    press(Qt.Key.Key_Z, CTRL)
    assert relations(path) == [("source", CLAIM, "The Observatory")]


def test_what_gold_cannot_relate_is_refused_in_a_sentence(window, path):
    window.review.whole.view.move_caret(0)
    window.review.whole.view.set_current_span(None)
    press(Qt.Key.Key_R)
    assert said(window) == "⚠ No gold span is current; Tab goes to one."
    go_to(window, "Turkey")
    press(Qt.Key.Key_W)
    assert "counts_who: “at least 287”" in said(window)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Return)
    assert said(window).startswith("⚠ Nothing is guessed in gold")
    press(Qt.Key.Key_0)
    assert said(window) == "⚠ No relation of actor can be said to be absent."
    assert relations(path) == []


def test_t_says_something_about_the_article_as_a_whole_in_gold(window, path):
    press(Qt.Key.Key_T)
    assert window.review.guide.labels.holds_focus()
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    assert labels(path) == {"relevant": True}
    assert said(window).startswith("gold edited directly: relevant of this article: yes")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Z, CTRL)
    assert labels(path) == {}


def test_the_guideline_is_that_of_the_gold_span_and_of_the_relation_that_is_drawn(window):
    go_to(window, CLAIM)
    assert window.review.guide.heading.text() == "Guideline · claim"
    press(Qt.Key.Key_S)
    assert window.review.guide.heading.text() == "Relation · source"
    press(Qt.Key.Key_Return)
    assert window.review.guide.heading.text() == "Guideline · claim"


def test_relations_of_gold_leave_the_conflict_as_it_was(window, path, qtbot):
    assert states(path) == ["open"]
    go_to(window, "at least 287")
    press(Qt.Key.Key_W)
    press(Qt.Key.Key_Return)
    assert states(path) == ["open"]
    press(Qt.Key.Key_Escape)
    wait(window, qtbot)
    press(Qt.Key.Key_1)
    assert states(path) == ["decided"]
    assert relations(path) == [("counts_who", "at least 287", "ISIL fighters")]


def test_who_only_reads_draws_nothing_in_gold(open_window, settings, path, qtbot):
    with Project.open(path, "rev") as project:
        refresh(project)
    somebody = Presence.take(path)
    try:
        settings.annotator = "rev"
        window = open_window(path)
        go_to_review(window, qtbot)
        press(Qt.Key.Key_W)
        go_to(window, CLAIM)
        for key in (Qt.Key.Key_R, Qt.Key.Key_S, Qt.Key.Key_0, Qt.Key.Key_T):
            press(key)
            assert "is open in another program" in said(window)
        assert not window.review.whole.picker.active
        assert relations(path) == []
    finally:
        somebody.release()


def test_layers_beneath_are_never_the_end_of_a_relation(window):
    press(Qt.Key.Key_1)
    go_to(window, CLAIM)
    press(Qt.Key.Key_S)
    picker, marks = window.review.whole.picker, window.review.whole.marks
    offered = set()
    for _ in range(6):
        offered.add(picker.target.key)
        QTest.keyClick(window.review.whole.view, Qt.Key.Key_Tab)
    assert offered <= {span.key for span in marks.spans()}
    assert at(TEXT, "Turkey", "actor")[1] in {marks.span(key).start for key in offered}


def test_a_list_that_is_made_anew_does_not_talk_over_what_was_said(window, qtbot):
    press(Qt.Key.Key_Return, CTRL)
    assert said(window).startswith("gold done")
    qtbot.waitUntil(lambda: window.review.queue.busy)
    wait(window, qtbot)
    assert said(window).startswith("gold done")
