"""What exploring a hundred thousand articles takes until something is seen, and how long a key would wait meanwhile."""

from pathlib import Path
from time import perf_counter

import pytest
from measure import Timing
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from test_window_speed import ARTICLES, project_of_many, settle, shown_window

from annotator.gui.explore.mentions import MentionsDialog
from annotator.project.project import Project
from annotator.project.searching import index_all

pytestmark = pytest.mark.benchmark

ROUNDS = 9


def test_the_first_hits_of_a_common_word(project_path: Path, tmp_path: Path, qtbot) -> None:
    project_of_many(project_path, ARTICLES)
    with Project.open(project_path, "ana") as project:
        project.connection.execute("UPDATE project SET indexed_up_to = 0")
        index_all(project)
    with shown_window(project_path, tmp_path) as window:
        window.commands.search_project()
        page = window.explore.page("concordance")
        for words in ("fighters", "the", '"at least"', "min*"):
            first, halts, rows = [], [0.0], 0
            for _ in range(ROUNDS):
                began = last = perf_counter()
                page.filters.set_words(words)
                while not len(page.model):
                    QTest.qWait(1)
                first.append((perf_counter() - began) * 1000)
                while page.stream.running:
                    last = perf_counter()
                    QTest.qWait(1)
                    halts.append((perf_counter() - last) * 1000)
                rows = len(page.model)
            _say(f"concordance of {words}", Timing(tuple(first)))
            print(f"  until {rows:,} rows are there, the window halts {max(halts):.0f} ms at most (aim < 100)")
        began = perf_counter()
        page.view.sort_by(1)
        print(f"sorting {len(page.model):,} rows by what stands before: {(perf_counter() - began) * 1000:.0f} ms")
        window.commands.use_mode("annotate")
        _mentions(window)


def _mentions(window) -> None:
    view = window.article_panel.view
    at = view.text.index("Observatory")
    view.setFocus()
    view.move_caret(at)
    QTest.keyClick(view, Qt.Key.Key_A)
    window.settings.mention_scope = "project"
    first = []
    for _ in range(ROUNDS):
        window.activateWindow()
        settle()
        began = perf_counter()
        window.commands.find_mentions()
        dialog = next(one for one in window.findChildren(MentionsDialog) if one.isVisible())
        while not len(dialog.model):
            QTest.qWait(1)
        first.append((perf_counter() - began) * 1000)
        dialog.reject()
        settle()
    _say("identical mentions in the project", Timing(tuple(first)))


def _say(what: str, first: Timing) -> None:
    print(f"\n{what}: first rows after {first.median:.0f} ms (p99 {first.p99:.0f}; aim < 200)")
