"""The page Agreement: counted beside the window, gone through by keys down to the spans, and saved."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from window_projects import make_project, make_sample_project, put_articles, put_layer

from annotator.gui.figures.looks import LOOKS
from annotator.jobs.agreeing import AgreementOptions, agree
from annotator.model.article import Meta
from annotator.project import reading
from annotator.project.ops import Op
from annotator.project.own_work import layer_of
from annotator.project.project import Project

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
TEXT = "The army left Homs. In Idlib the rebels won. The Observatory said so."
EVIL = "<img src=//evil/x>\u202e & Co"


def place(tag: str, words: str) -> tuple[str, int, int]:
    at = TEXT.index(words)
    return tag, at, at + len(words)


def finish(path: Path, article: int, *layers: str) -> None:
    for layer in layers:
        with Project.open(path, layer) as project, project.step(Op.STATUS) as step:
            step.rows.update("layer", layer_of(step, article, layer), status="done")


def make_layers(path: Path, *more: str) -> Path:
    """A project in which ana and ben differ by an edge, a tag and a span; others have done what ana did."""
    make_project(path)
    put_articles(path, [(TEXT, Meta("One", published="2026-03-02"))])
    ana = [place("actor", "The army"), place("location", "Homs"), place("location", "Idlib")]
    ben = [place("actor", "army"), place("location", "Homs"), place("actor", "Idlib"), place("actor", "the rebels")]
    put_layer(path, 1, "ana", TEXT, ana)
    put_layer(path, 1, "ben", TEXT, ben)
    for name in more:
        put_layer(path, 1, name, TEXT, ana)
    finish(path, 1, "ana", "ben", *more)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_layers(tmp_path / "border.annotator")


@pytest.fixture
def go(qtbot):
    """Go to the page of a window, and wait for its figures."""

    def go(window):
        window.commands.show_explore_page("agreement")
        page = window.explore.page("agreement")
        settle(page, qtbot)
        page.take_focus()
        return page

    return go


@pytest.fixture
def page(window, go):
    return go(window)


@pytest.fixture
def press(page, qtbot):
    def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)
        settle(page, qtbot)

    return press


def settle(page, qtbot) -> None:
    qtbot.waitUntil(lambda: not page.counting.running and not page.behind.stream.running)


def at(page) -> str:
    return page.figures.at.text().replace("\u2068", "").replace("\u2069", "")


def table(page) -> list[list[str]]:
    return [[entry.text.strip("\u2068\u2069") for entry in row] for row in page.figures.model.table.rows]


def places(page) -> list[tuple[str, str]]:
    model = page.behind.model
    found = [model.hit(row) for row in range(len(model))]
    return [(hit.words, hit.said.replace("\u2068", "").replace("\u2069", "")) for hit in found]


def test_figures_are_counted_when_somebody_first_looks(window, page):
    assert page.figures.picture.hasFocus()
    assert at(page) == "ana, ben: 0.29 – Enter lists the spans"
    assert table(page) == [["ana", "ben", "1", "0.29", "0.25", "0.33", "1", "2", "3", "0.44"]]
    assert window.status.text() == "Explore: Agreement"


def test_a_digit_changes_the_look_and_each_has_a_picture_and_a_table(page, press):
    for number, look in enumerate(LOOKS):
        press(Qt.Key(Qt.Key.Key_1 + number))
        assert page.figures.choices.look is look
        assert page.figures.picture.drawing.items, look.name
        rows = len(page.figures.model.table.rows)
        assert bool(page.figures.picture.drawing.spots) == bool(rows), look.name
        assert page.figures.table.isVisible() == bool(rows), look.name
    press(Qt.Key.Key_9)
    assert page.figures.choices.look is LOOKS[-1]


def test_the_keys_choose_rule_figure_tag_and_pair(page, press):
    figures = page.figures
    press(Qt.Key.Key_M)
    assert page.counting.counted.agreement.match == "overlap"
    assert at(page).startswith("ana, ben: 0.57")
    press(Qt.Key.Key_M, SHIFT)
    assert page.counting.counted.agreement.match == "exact"
    press(Qt.Key.Key_F)
    assert figures.picture.accessibleName().startswith("precision of each two")
    assert at(page).startswith("ana, ben: 0.25")
    press(Qt.Key.Key_T)
    assert "actor" in figures.picture.accessibleName()
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_1)
    assert figures.picture.accessibleName().startswith("precision of each two: \u2068actor\u2069")


def test_enter_on_a_bar_lists_its_spans_and_escape_returns_to_the_bar(page, press):
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Down)
    assert at(page).startswith("location: ")
    press(Qt.Key.Key_Return)
    assert page.shows_places
    assert page.behind.view.hasFocus()
    assert places(page) == [("Homs", "location"), ("Idlib", "location / actor")]
    assert "2 places in 1 article" in page.behind.count.text()
    press(Qt.Key.Key_Escape)
    assert not page.shows_places
    assert page.figures.picture.hasFocus()
    assert at(page).startswith("location: ")


def test_each_cell_of_the_confusion_opens_what_it_counts(page, press):
    press(Qt.Key.Key_3)
    opened = []
    for spot in page.figures.picture.drawing.spots:
        page.figures.picture.go_to(spot.row, spot.column)
        press(Qt.Key.Key_Return)
        if page.shows_places:
            assert len(places(page)) == spot.value.number
            opened += places(page)
            press(Qt.Key.Key_Backspace)
        else:
            assert spot.value.number == 0
    assert sorted(opened) == [
        ("Homs", "location / location"),
        ("Idlib", "location / actor"),
        ("The army", "actor / actor"),
        ("the rebels", "no span / actor"),
    ]


def test_an_edge_says_who_has_which_words_more(page, press):
    press(Qt.Key.Key_4)
    assert at(page).startswith("article: 1")
    press(Qt.Key.Key_Return)
    assert places(page) == [("The army", "ana also “The”")]


def test_numbers_of_the_table_open_their_spans_and_return_there(page, press):
    press(Qt.Key.Key_2)
    table_view = page.figures.table
    table_view.setFocus()
    only_second = page.figures.model.table.headings.index("Only second")
    table_view.setCurrentIndex(page.figures.model.index(0, only_second))
    assert page.figures.model.index(0, only_second).data(SPOKEN) == "\u2068actor\u2069, Only second: 3"
    press(Qt.Key.Key_Return)
    assert [words for words, _ in places(page)] == ["The army", "Idlib", "the rebels"]
    press(Qt.Key.Key_Escape)
    assert table_view.hasFocus()


def test_articles_annotators_and_periods_open_their_spans_too(page, press):
    for digit in (Qt.Key.Key_6, Qt.Key.Key_7, Qt.Key.Key_8):
        press(digit)
        press(Qt.Key.Key_Return)
        assert len(places(page)) == 6
        press(Qt.Key.Key_Escape)


def test_a_place_opens_in_the_layer_that_has_it_and_a_key_comes_back(window, page, press):
    press(Qt.Key.Key_3)
    last = page.figures.picture.drawing.spots[-1]
    page.figures.picture.go_to(last.row, 0)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    view = window.article_panel.view
    assert view.hasFocus()
    assert window.desk.layer == "ben"
    assert view.text[view.selection().start : view.selection().end] == "the rebels"
    assert "the layer of \u2068ben\u2069" in window.status.text()
    press(Qt.Key.Key_3, CTRL)
    assert page.behind.view.hasFocus()
    press(Qt.Key.Key_Return, SHIFT)
    assert window.desk.layer == "ana"


def test_after_an_edit_the_figures_stay_and_f5_counts_anew(window, page, press, qtbot):
    press(Qt.Key.Key_1, CTRL)
    view = window.article_panel.view
    view.move_caret(TEXT.index("rebels"))
    QTest.keyClick(view, Qt.Key.Key_A)
    press(Qt.Key.Key_3, CTRL)
    assert page.figures.state.text() == "changed since – press F5"
    assert at(page).startswith("ana, ben: 0.29")
    press(Qt.Key.Key_Return)
    assert "changed since" in page.behind.what.text()
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_F5)
    assert page.figures.state.text() == ""
    assert table(page)[0][-4:-1] == ["1", "3", "3"]


def test_a_rule_that_was_counted_before_is_not_counted_again(page, press):
    press(Qt.Key.Key_M)
    first = page.counting.counted
    press(Qt.Key.Key_M, SHIFT)
    press(Qt.Key.Key_M)
    assert page.counting.counted is first


def test_escape_stops_the_counting_and_says_so(window, qtbot, monkeypatch):
    from annotator.gui.figures import counting

    def endless(project, options, report, cancelled):
        while not cancelled():
            report(1, 2, "comparing")
        raise counting.AgreementCancelledError("stopped")

    monkeypatch.setattr(counting, "agree", endless)
    window.commands.show_explore_page("agreement")
    page = window.explore.page("agreement")
    qtbot.waitUntil(lambda: "1 of 2 articles" in page.figures.state.text())
    assert page.figures.cancel.isVisible()
    QTest.keyClick(page.figures.choices.looks, Qt.Key.Key_Escape)
    assert not page.counting.running
    assert page.figures.nothing.text() == "The comparison was stopped."
    monkeypatch.setattr(counting, "agree", agree)
    QTest.keyClick(page.figures.choices.looks, Qt.Key.Key_F5)
    settle(page, qtbot)
    assert page.figures.there


def test_layers_are_chosen_from_a_list(open_window, tmp_path, go, qtbot):
    window = open_window(make_layers(tmp_path / "three.annotator", "chloé"))
    page = go(window)
    assert page.counting.counted.agreement.names == ("ana", "ben", "chloé")
    QTest.keyClick(page.figures.picture, Qt.Key.Key_L)
    dialog = QApplication.activeModalWidget()
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.accept_button.isEnabled()
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert not dialog.accept_button.isEnabled()
    assert "at least two" in dialog.sentence.text()
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert page.counting.counted.agreement.names == ("ben", "chloé")


def test_the_pair_is_chosen_by_a_key(open_window, tmp_path, go, qtbot):
    page = go(open_window(make_layers(tmp_path / "three.annotator", "chloé")))
    QTest.keyClick(page.figures.picture, Qt.Key.Key_2)
    seen = []
    for _ in range(3):
        seen.append(page.figures.choices.wish().layers)
        QTest.keyClick(page.figures.picture, Qt.Key.Key_P)
    assert seen == [("ana", "ben"), ("ana", "chloé"), ("ben", "chloé")]
    QTest.keyClick(page.figures.picture, Qt.Key.Key_P, SHIFT)
    assert page.figures.choices.wish().layers == ("ben", "chloé")


@pytest.mark.parametrize("layers", [0, 1])
def test_nothing_to_compare_is_said_with_its_reason(open_window, tmp_path, go, layers):
    path = make_project(tmp_path / "lonely.annotator")
    if layers:
        put_articles(path, [(TEXT, Meta("One"))])
        put_layer(path, 1, "ana", TEXT, [place("location", "Homs")])
        finish(path, 1, "ana")
    page = go(open_window(path))
    assert "There is nothing to compare" in page.figures.nothing.text()
    assert page.figures.nothing.isVisible()
    assert not page.figures.picture.isVisible()
    assert not page.figures.save.isVisible()
    page.take_focus()
    assert page.isAncestorOf(QApplication.focusWidget())


def test_what_is_undefined_is_said_with_its_reason(page, press):
    said = page.figures.notes.text().replace("\u2068", "").replace("\u2069", "")
    assert "No value" in said
    assert "every figure of claim: no span of it in any of the layers" in said
    press(Qt.Key.Key_2)
    page.figures.picture.go_to(3, 0)
    assert at(page) == "claim: no value, because neither layer has any"
    assert table(page)[3][:3] == ["claim", "–", "–"]
    assert "because" in page.figures.model.index(3, 1).data(SPOKEN)
    press(Qt.Key.Key_Return)
    assert not page.shows_places


def test_what_was_left_out_is_said(open_window, path, go):
    put_articles(path, [("Nothing here. Homs.", Meta("Two"))])
    put_layer(path, 2, "ana", "Nothing here. Homs.", [("location", 14, 18)])
    finish(path, 2, "ana")
    said = go(open_window(path)).figures.notes.text()
    assert "Left out\n–  1 article: only one of the layers is done" in said


def test_seven_layers_with_hostile_names_fit_into_the_smallest_window(open_window, tmp_path, go):
    others = ["قوات النظام", EVIL, "c" * 200, "d", "e"]
    window = open_window(make_layers(tmp_path / "seven.annotator", *others))
    page = go(window)
    window.resize(window.minimumSize())
    assert (window.width(), window.height()) == (720, 480)
    assert len(page.figures.model.table.rows) == 21
    assert page.figures.picture.drawing.width <= page.figures.area.viewport().width() + 1
    for number in range(len(LOOKS)):
        QTest.keyClick(page.figures.picture, Qt.Key(Qt.Key.Key_1 + number))
        window.grab()
        assert (window.width(), window.height()) == (720, 480)
    words = [box.itemText(at) for box in page.findChildren(QComboBox) for at in range(box.count())]
    assert not any("\u202e" in one for one in words)


@pytest.fixture
def dialog(page, press):
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_S, CTRL)
    return QApplication.activeModalWidget()


def save(dialog, window, kind: str, path: Path, qtbot) -> None:
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind))
    dialog.path.setText(str(path))
    QTest.keyClick(dialog.path, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.runner.busy)


def test_a_picture_is_saved_as_png_in_light_colours(dialog, window, tmp_path, qtbot):
    save(dialog, window, "png", tmp_path / "f1.png", qtbot)
    image = QImage(str(tmp_path / "f1.png"))
    assert image.width() == 1800
    assert image.pixelColor(2, 2).lightness() > 240
    assert "saved \u2068f1.png\u2069" in window.status.text()


def test_a_picture_is_saved_as_svg_with_its_numbers_as_words(dialog, window, tmp_path, qtbot):
    save(dialog, window, "svg", tmp_path / "f1.svg", qtbot)
    text = (tmp_path / "f1.svg").read_text("utf-8")
    assert "0.29</text>" in text
    assert "location\u2069: 0.67" in text
    assert "<title" in text


def test_the_table_is_saved_with_all_digits(dialog, window, tmp_path, qtbot):
    save(dialog, window, "table", tmp_path / "f1.csv", qtbot)
    rows = list(csv.DictReader((tmp_path / "f1.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1]["Tag"] == "location"
    assert float(rows[1]["F1"]) == pytest.approx(2 / 3)
    assert rows[3]["F1"] == ""


def test_all_tables_are_saved_into_a_folder(dialog, window, tmp_path, qtbot):
    save(dialog, window, "tables", tmp_path / "tables", qtbot)
    assert {"pairs.csv", "articles.csv", "left_out.csv"} <= {one.name for one in (tmp_path / "tables").iterdir()}


def test_what_is_there_is_replaced_only_if_the_button_says_so(dialog, window, tmp_path, qtbot):
    there = tmp_path / "there.png"
    there.write_bytes(b"mine")
    dialog.path.setText(str(there))
    assert dialog.accept_button.text() == "&Replace"
    assert "would be replaced" in dialog.sentence.text()
    QTest.keyClick(dialog.path, Qt.Key.Key_Escape)
    assert there.read_bytes() == b"mine"
    dialog.path.setText(str(tmp_path / "no such folder" / "x.png"))
    assert not dialog.accept_button.isEnabled()


def test_saving_elsewhere_says_where_it_belongs(window):
    window.commands.show_explore_page("progress")
    for command in (window.commands.save_figures, window.commands.compare_again):
        command()
        assert "page Agreement" in window.status.text()


def test_the_sample_agrees_with_the_command_line(open_window, tmp_path, go):
    path = make_sample_project(tmp_path / "sample.annotator")
    page = go(open_window(path))
    with Project.open(path, "x", read_only=True) as project:
        names = tuple(name for name, count in reading.count_layers(project).items() if count.done)
        assert page.counting.counted.agreement == agree(project, AgreementOptions("exact", names))


def test_another_project_begins_without_figures(window, page, tmp_path, qtbot):
    assert window.open_project(make_project(tmp_path / "other.annotator"))
    assert page.counting.counted is None
    assert not page.figures.there
