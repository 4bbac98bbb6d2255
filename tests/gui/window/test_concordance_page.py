"""The concordance: found while one waits, gone through by keys, and changed in bulk after a count."""

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import put_caret, select
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from window_projects import make_project, put_articles, put_layer

from annotator.gui.explore.hit_model import Column
from annotator.model.article import Meta
from annotator.project import bulk, history

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
SPOKEN = Qt.ItemDataRole.AccessibleTextRole

WIRES = [
    ("Rebels left Kobani. The rebels said nothing.", Meta("Rebels leave", "Northern Wire", published="2026-11-02")),
    ("In Kobani, rebels’ families waited.", Meta("Families wait", "Fanous", published="2026-11-05")),
    ("قال المتحدث إن الجيش دخل المدينة صباح اليوم.", Meta("الجيش", "Fanous", published="2026-12-01")),
    ("Nothing happened.", Meta("Quiet", "Meridian")),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = make_project(tmp_path / "border.annotator")
    put_articles(path, WIRES)
    return path


@pytest.fixture
def page(window, qtbot):
    window.commands.search_project()
    return window.explore.page("concordance")


@pytest.fixture
def found(page, qtbot) -> Callable[..., list[str]]:
    """Search for words, and return the words that were found with what stands beside them."""

    def search(words: str) -> list[str]:
        page.filters.words.setText(words)
        QTest.keyClick(page.filters.words, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not page.stream.running)
        return lines(page)

    return search


@pytest.fixture
def press(page, qtbot):
    """Press a key where the keyboard is."""

    def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)

    return press


def lines(page) -> list[str]:
    columns = (Column.LEFT, Column.WORDS, Column.RIGHT)
    return ["|".join(page.model.index(row, column).data() for column in columns) for row in range(len(page.model))]


def marks(page) -> list[str]:
    return [page.model.index(row, Column.MARK).data() for row in range(len(page.model))]


def test_words_are_found_with_what_stands_beside_them(found, page):
    assert found("rebels") == [
        "|Rebels|left Kobani. The rebels said nothing.",
        "Rebels left Kobani. The|rebels|said nothing.",
        "In Kobani,|rebels|’ families waited.",
    ]
    assert page.count.text() == "3 places in 2 articles"
    assert found('"left kobani"') == ["Rebels|left Kobani|. The rebels said nothing."]
    assert len(found("noth*")) == 2
    assert found("zebra") == []
    assert page.count.text() == "Nothing was found."


def test_the_keyboard_begins_in_the_words_and_goes_down_into_the_hits(found, page, press):
    assert page.filters.words.hasFocus()
    found("rebels")
    press(Qt.Key.Key_Down)
    assert page.view.hasFocus()
    assert page.view.chosen() == [0]
    press(Qt.Key.Key_Escape)
    assert page.filters.words.hasFocus()


def test_words_selected_in_the_article_are_searched_for_together(window, qtbot):
    select(window, "left Kobani")
    QTest.keyClick(window, Qt.Key.Key_F, CTRL | SHIFT)
    page = window.explore.page("concordance")
    qtbot.waitUntil(lambda: len(page.model) == 1)
    assert page.filters.words.text() == '"left Kobani"'
    assert page.view.hasFocus()


def test_enter_opens_a_hit_with_its_words_selected_and_a_key_comes_back_to_its_row(window, found, page, press):
    found("Kobani")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    view = window.article_panel.view
    selected = view.selection()
    assert window.modes.now == "annotate"
    assert window.desk.article.meta.title == "Families wait"
    assert view.text[selected.start : selected.end] == "Kobani"
    assert view.hasFocus()
    press(Qt.Key.Key_3, CTRL)
    assert page.view.hasFocus()
    assert page.view.chosen() == [1]


def test_filters_narrow_the_hits(found, page, qtbot, window, path):
    put_layer(path, 2, "ana", WIRES[1][0], [("location", 3, 9)])
    put_layer(path, 1, "ben", WIRES[0][0], [("actor", 12, 18)])
    window.session.read_again()

    def wish(part, value) -> int:
        if hasattr(part, "findData"):
            part.setCurrentIndex(part.findData(value))
        else:
            part.setText(value)
        page.filters.search_now()
        qtbot.waitUntil(lambda: not page.stream.running)
        return len(page.model)

    filters = page.filters
    assert len(found("Kobani")) == 2
    assert wish(filters.tags, "location") == 1
    assert wish(filters.tags, "\0") == 1
    assert wish(filters.tags, "") == 2
    assert wish(filters.source, "fan") == 1
    assert wish(filters.source, "") == 2
    assert wish(filters.since, "2026-11-03") == 1
    assert wish(filters.since, "") == 2
    assert wish(filters.until, "2026-11-02") == 1
    assert wish(filters.until, "yesterday") == 0
    assert "A date is written" in page.count.text()
    assert wish(filters.until, "") == 2
    assert wish(filters.states, "done") == 0
    assert wish(filters.states, "all") == 2
    assert wish(filters.layers, "ben") == 2
    assert marks(page) == ["actor", ""]
    filters.case.click()
    qtbot.waitUntil(lambda: not page.stream.running)
    assert found("kobani") == []
    filters.case.click()
    filters.words.clear()
    assert wish(filters.tags, "actor") == 1, "a tag and no words lists every span of the tag"


def test_rows_are_sorted_by_keys_and_by_headings(found, page, press, qtbot):
    found("rebels")
    press(Qt.Key.Key_Down)
    as_found = lines(page)
    press(Qt.Key.Key_Left, ALT)
    assert [line.split("|")[0] for line in lines(page)] == ["", "In Kobani,", "Rebels left Kobani. The"]
    assert page.view.chosen() == [0], "the row stays chosen wherever it goes"
    press(Qt.Key.Key_Right, ALT)
    assert [line.split("|")[2][:4] for line in lines(page)] == ["’ fa", "left", "said"]
    press(Qt.Key.Key_Right, ALT)
    assert [line.split("|")[2][:4] for line in lines(page)] == ["said", "left", "’ fa"]
    press(Qt.Key.Key_Up, ALT)
    assert lines(page) == as_found
    header = page.view.horizontalHeader()
    middle = header.sectionViewportPosition(Column.ARTICLE) + header.sectionSize(Column.ARTICLE) // 2
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QRect(middle, 0, 1, 20).center())
    assert [page.model.hit(row).heading for row in range(3)] == ["Families wait", "Rebels leave", "Rebels leave"]


def test_tagging_in_bulk_asks_with_a_count_is_one_step_and_can_be_left(window, found, page, press, stored, path):
    put_layer(path, 2, "ana", WIRES[1][0], [("location", 3, 9)])
    found("Kobani")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_L)
    assert "Tag 1 place in 1 article as" in page.confirm.question.text()
    assert "1 is marked already and stays." in page.confirm.question.text()
    press(Qt.Key.Key_Escape)
    assert stored() == [("location", "Kobani")]
    assert page.view.hasFocus()
    press(Qt.Key.Key_A)
    assert "Tag 2 places in 2 articles as" in page.confirm.question.text()
    press(Qt.Key.Key_Return)
    assert sorted(stored()) == [("actor", "Kobani"), ("actor", "Kobani"), ("location", "Kobani")]
    assert "tagged 2 places" in window.status.text()
    assert marks(page) == ["actor", "location, actor"]
    press(Qt.Key.Key_Z, CTRL)
    assert stored() == [("location", "Kobani")]
    assert marks(page) == ["", "location"]


def test_retagging_and_clearing_in_bulk_touch_what_is_marked_only(window, found, page, press, stored):
    found("rebels")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_Return)
    assert len(stored()) == 2
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_L, SHIFT)
    assert "Retag 2 spans in 1 article" in page.confirm.question.text()
    press(Qt.Key.Key_Return)
    assert [tag for tag, _ in stored()] == ["location", "location"]
    press(Qt.Key.Key_Backspace)
    assert "Remove 2 spans in 1 article" in page.confirm.question.text()
    press(Qt.Key.Key_Return)
    assert stored() == []
    press(Qt.Key.Key_Backspace)
    assert not page.confirm.isVisible()
    assert "Nothing to change" in window.status.text()


def test_marks_of_somebody_else_are_only_looked_at(window, found, page, press, stored, path, qtbot):
    put_layer(path, 1, "ben", WIRES[0][0], [("location", 12, 18)])
    window.session.read_again()
    found("Kobani")
    page.filters.layers.setCurrentIndex(page.filters.layers.findData("ben"))
    page.filters.search_now()
    qtbot.waitUntil(lambda: not page.stream.running)
    page.view.setFocus()
    press(Qt.Key.Key_Backspace)
    assert "only your own can be changed" in window.status.text()
    press(Qt.Key.Key_L)
    press(Qt.Key.Key_Return)
    assert stored() == [("location", "Kobani")]
    assert stored("ben") == [("location", "Kobani")]


def test_more_than_a_blink_is_a_job_and_still_one_step(window, found, page, press, stored, monkeypatch, qtbot):
    monkeypatch.setattr(bulk, "LARGE", 1)
    found("rebels")
    page.view.setFocus()
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.runner.busy)
    assert len(stored()) == 3
    qtbot.waitUntil(lambda: marks(page) == ["actor"] * 3)
    assert page.view.chosen() == [0, 1, 2], "the rows were found anew, and are chosen as before"
    window.session.ask(history.undo)
    assert stored() == []


def test_a_new_search_ends_the_one_before_and_escape_stops_it(page, qtbot, monkeypatch):
    from annotator.gui.explore import concordance as module

    asked: list[str] = []

    def endless(_project, query, went_on):
        asked.append(query.words)
        while went_on():
            yield []

    monkeypatch.setattr(module.concordance, "hits", endless)
    page.filters.set_words("first")
    qtbot.waitUntil(lambda: asked == ["first"])
    page.filters.set_words("second")
    qtbot.waitUntil(lambda: asked == ["first", "second"])
    assert "searching" in page.count.text()
    QTest.keyClick(page.filters.words, Qt.Key.Key_Escape)
    assert not page.stream.running
    page.filters.set_words("")


def test_no_more_is_listed_than_anybody_looks_through(page, found, qtbot, monkeypatch):
    monkeypatch.setattr("annotator.gui.explore.concordance.MOST_ROWS", 2)
    assert len(found("rebels")) == 2
    assert "only the first 2 are listed" in page.count.text()


def test_a_damaged_search_says_why_and_the_page_goes_on(window, page, found, monkeypatch):
    from annotator.errors import UserError
    from annotator.gui.explore import concordance as module

    def damaged(*_):
        raise UserError("border.annotator is damaged.")

    with monkeypatch.context() as patched:
        patched.setattr(module.concordance, "hits", damaged)
        assert found("rebels") == []
        assert "damaged" in window.status.text()
    assert len(found("rebels")) == 3


def test_arabic_lines_run_from_right_to_left(found, page):
    (line,) = found("الجيش")
    left, words, right = line.split("|")
    assert words == "الجيش"
    assert right.startswith("قال"), "what comes before the words is at their right"
    assert left.startswith("دخل")


def test_a_screen_reader_reads_a_row_as_a_sentence_and_where_it_is(found, page, window, press):
    found("Kobani")
    assert (
        page.model.index(0, Column.WORDS).data(SPOKEN) == "Rebels left Kobani . The rebels said nothing. – not marked"
    )
    assert page.model.index(0, Column.ARTICLE).data(SPOKEN) == "article Rebels leave"
    assert page.model.index(0, Column.MARK).data(SPOKEN) == "not marked"
    assert page.model.index(0, Column.DATE).data(SPOKEN) == "2026-11-02"


def test_long_lines_are_cut_between_words(open_window, tmp_path, qtbot):
    path = make_project(tmp_path / "long.annotator")
    put_articles(path, [("Alpha beta gamma delta " * 20 + "Kobani" + " epsilon zeta eta theta" * 20, Meta("Long"))])
    window = open_window(path)
    window.commands.search_project()
    page = window.explore.page("concordance")
    page.filters.set_words("Kobani")
    qtbot.waitUntil(lambda: len(page.model) == 1)
    left, _, right = lines(page)[0].split("|")
    assert left.startswith("…")
    assert left.removeprefix("…").split()[0] in ("Alpha", "beta", "gamma", "delta")
    assert right.endswith("…")
    assert right.removesuffix("…").split()[-1] in ("epsilon", "zeta", "eta", "theta")


def test_where_a_hit_is_gives_way_to_the_line_in_a_narrow_window(window, page, found):
    found("Kobani")
    window.resize(1200, 600)
    assert not page.view.isColumnHidden(Column.SOURCE)
    window.resize(720, 480)
    assert window.width() == 720
    assert page.view.isColumnHidden(Column.SOURCE)
    assert page.view.columnWidth(Column.LEFT) > 100


def test_what_is_marked_in_the_article_shows_in_the_row(window, found, page, press, qtbot):
    found("Kobani")
    window.commands.use_mode("annotate")
    put_caret(window, "Kobani")
    QTest.keyClick(window.article_panel.view, Qt.Key.Key_L)
    assert marks(page) == ["location", ""]
