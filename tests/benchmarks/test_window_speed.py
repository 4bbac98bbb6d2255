"""What the window adds: to a commit when a key marks, to an array of keys when it lists a hundred thousand articles."""

import re
import resource
import sqlite3
import tracemalloc
from array import array
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from itertools import count
from pathlib import Path
from time import perf_counter

import pytest
from measure import Timing, interleaved, say
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest

from annotator.gui.settings import Settings
from annotator.gui.window import MainWindow
from annotator.model.article import text_sha256
from annotator.model.ids import new_ids
from annotator.project.changes import Changes
from annotator.project.connection import connect
from annotator.project.listing import ArticleQuery, article_keys
from annotator.project.ops import Op
from annotator.project.own_work import layer_of
from annotator.project.project import Project

pytestmark = pytest.mark.benchmark

SENTENCE = "The Observatory said at least 287 ISIL fighters, among them 26 minors, were killed near the river town. "
ARTICLES = 100_000


@contextmanager
def shown_window(path: Path, folder: Path) -> Iterator[MainWindow]:
    settings = Settings(folder / "settings.ini")
    settings.annotator = "ana"
    window = MainWindow(settings, sample_folder=folder)
    window.show()
    assert window.open_project(path)
    settle()
    yield window
    window.close()


def settle() -> None:
    """Let everything happen that waits to happen."""
    for _ in range(5):
        QTest.qWait(1)


def project_with_spans(path: Path, words: int, spans: int) -> Path:
    """Fill the project at ``path`` with one article in which ana has marked every so many words."""
    text = "\n\n".join([(SENTENCE * 4).rstrip()] * (words // 72 + 1))
    with Project.open(path, "ana") as project, project.step(Op.IMPORT) as step:
        row = dict.fromkeys(("title", "opening", "source", "byline", "published", "url", "language", "story"), "")
        digest = text_sha256(text)
        key = step.rows.insert("article", row | {"id": "one", "sha256": digest, "raw_sha256": digest})
        step.rows.insert("article_text", {"article": key, "text": text})
        layer = layer_of(step, key, "ana")
        tag = project.tag_key("actor")
        distance = len(text) // max(spans, 1)
        step.rows.insert_many(
            "span",
            ("key", "layer", "tag", "start", "end", "id", "surface", "origin", "step"),
            (
                (n + 1, layer, tag, n * distance, n * distance + 9, id_, text[n * distance : n * distance + 9], "human",
                 step.rows.key)
                for n, id_ in enumerate(new_ids(spans))
            ),
        )  # fmt: skip
    return path


class Bare:
    """One commit of one small row, with the same settings, on the same disk: what no mark can be cheaper than."""

    def __init__(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as new:
            new.execute("CREATE TABLE mark (key INTEGER PRIMARY KEY, id TEXT, surface TEXT)")
        self._connection = connect(path, read_only=False)
        self._numbers = count()

    def commit(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute(
            "INSERT INTO mark (id, surface) VALUES (?, ?)", (f"{next(self._numbers):036}", "at least 287")
        )
        self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()


class SameRows:
    """The rows that a mark writes (step, span, journal) in one commit, without anything of ours around them."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path, read_only=False)
        (self._layer,) = self._connection.execute("SELECT min(key) FROM layer").fetchone()

    def commit(self) -> None:
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        step = run(
            "INSERT INTO step (id, annotator, lamport, day, op) VALUES (?, 1, 1, '2026-11-02', 'mark')",
            (new_ids(1)[0],),
        ).lastrowid
        span = run(
            'INSERT INTO span (layer, tag, start, "end", id, surface, unsure, origin, step) '
            "VALUES (?, 1, 5, 9, ?, 'at least 287', 0, 'human', ?)",
            (self._layer, new_ids(1)[0], step),
        ).lastrowid
        run("INSERT INTO journal (step, entry, kind, first, last) VALUES (?, 0, 'span', ?, ?)", (step, span, span))
        run("COMMIT")

    def close(self) -> None:
        self._connection.close()


class Painted(QObject):
    """Notes when the article view paints."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.times = 0
        window.article_panel.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 – Qt's name
        self.times += event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)


class Saved:
    """Notes when an edit is saved, which is before any view hears of it."""

    def __init__(self, window: MainWindow) -> None:
        self.at = 0.0
        ask = window.session.ask

        def noted(question: Callable[[Project], object]) -> object:
            answer = ask(question)
            if isinstance(answer, Changes):
                self.at = perf_counter()
            return answer

        window.session.ask = noted  # type: ignore[method-assign]


def mark_by_key(window: MainWindow, painted: Painted, saved: Saved, word: int) -> tuple[float, float, float]:
    """Mark a word by its key; return the milliseconds until it is saved, told to every view, and painted."""
    view = window.article_panel.view
    view.move_caret(word)
    QTest.qWait(0)
    before, spans = painted.times, len(window.desk.spans)
    began = perf_counter()
    QTest.keyClick(view, Qt.Key.Key_N)
    keyed = perf_counter()
    while painted.times == before:
        QTest.qWait(0)
    done = perf_counter()
    assert len(window.desk.spans) == spans + 1
    return (saved.at - began) * 1000, (keyed - began) * 1000, (done - began) * 1000


@pytest.mark.parametrize(("words", "spans"), [(500, 20), (3_000, 200), (60_000, 10_000), (300_000, 50_000)])
def test_one_mark_through_the_window_against_a_bare_commit(project_path, tmp_path, qtbot, words, spans):
    project_with_spans(project_path, words, spans)
    bare, same = Bare(tmp_path / "bare.db"), None
    copy = tmp_path / "same.annotator"
    copy.write_bytes(project_path.read_bytes())
    same = SameRows(copy)
    with shown_window(project_path, tmp_path) as window:
        painted, saved = Painted(window), Saved(window)
        saves, keys, paints = [], [], []
        places = (found.start() for found in re.finditer(r"\w+", window.article_panel.view.text))

        def ours() -> None:
            kept, keyed, all_in_all = mark_by_key(window, painted, saved, next(places))
            saves.append(kept)
            keys.append(keyed)
            paints.append(all_in_all)

        _, bare_times, same_times = interleaved(120, ours, bare.commit, same.commit)
    bare.close()
    same.close()
    key, paint = Timing(tuple(keys[10:])), Timing(tuple(paints[10:]))
    what = f"mark by key in {spans:,} spans"
    say(f"{what} until it is saved, against a bare commit", Timing(tuple(saves[10:])), bare_times, "≤ 1.3")
    say(f"{what} until every view has heard, against a bare commit", key, bare_times, "–")
    beyond = Timing(tuple(one - same_times.median for one in paint.runs))
    print(f"{what}: key → painted {paint.median:.2f} ms (p99 {paint.p99:.2f}); beyond the commit "
          f"{beyond.median:.2f} ms (p99 {beyond.p99:.2f}; aim < 16)")  # fmt: skip


def project_of_many(path: Path, articles: int) -> Path:
    with Project.open(path, "ana") as project, project.step(Op.IMPORT) as step:
        text = SENTENCE * 3
        digest = sha256(text.encode()).hexdigest()
        step.rows.insert_many(
            "article",
            ("key", "id", "title", "opening", "source", "byline", "published", "url", "language", "story", "sha256",
             "raw_sha256"),
            (
                (n, id_, f"Fighters pushed from river town number {n}", "", f"Agency {n % 7}", "",
                 f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}", "", "en", "", digest, digest)
                for n, id_ in enumerate(new_ids(articles), 1)
            ),
        )  # fmt: skip
        step.rows.insert_many("article_text", ("article", "text"), ((n, text) for n in range(1, articles + 1)))
        project.connection.execute("UPDATE project SET indexed_up_to = ?", (articles,))
    return path


def test_the_list_of_a_hundred_thousand_articles(project_path, tmp_path, qtbot):
    project_of_many(project_path, ARTICLES)
    with shown_window(project_path, tmp_path) as window:
        articles = window.articles
        assert len(articles.model) == ARTICLES

        def ours() -> None:
            articles.refresh()
            articles.view.viewport().repaint()

        with Project.open(project_path, "ana", read_only=True) as own:

            def floor() -> None:
                array("q", (key for (key,) in own.connection.execute("SELECT key FROM article ORDER BY key")))

            listed, keys_only = interleaved(10, ours, floor)
        say(
            "list of 100,000: asked, filled, painted, against its keys alone", listed, keys_only, "first paint ≤ 120 ms"
        )

        def scroll() -> None:
            bar = articles.view.verticalScrollBar()
            bar.setValue((bar.value() + bar.maximum() // 7) % bar.maximum())
            articles.view.viewport().repaint()

        (jump,) = interleaved(60, scroll)
        print(f"jump anywhere in the list, painted: {jump.median:.2f} ms (p99 {jump.p99:.2f}; aim < 16)")
        articles.model.fill(array("q"))
        tracemalloc.start()
        ours()
        for row in range(0, ARTICLES, 200):
            articles.model.article(row)
        kept, most = (size / 1e6 for size in tracemalloc.get_traced_memory())
        tracemalloc.stop()
        print(f"memory of the list after every page was seen: {kept:.1f} MB, at most {most:.1f} MB (aim ≤ 20)")
        assert article_keys(window.session.project, ArticleQuery()) == array("q", range(1, ARTICLES + 1))
    print(f"most memory of the whole process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
