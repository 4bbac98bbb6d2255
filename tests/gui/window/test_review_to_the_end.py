"""The sample’s two layers, reviewed by keys only until gold is finished, and exported."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from review_projects import CTRL, SHIFT, go_to_review, press, wait

from annotator.data import sample_corpus
from annotator.gui.dialogs.policies import PoliciesDialog
from annotator.jobs.comparing import review_article
from annotator.jobs.creating import new_project
from annotator.jobs.exporting import export_project
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.sample import make_sample
from annotator.model.layer import GOLD
from annotator.project import reading
from annotator.project.project import Project

MOST_KEYS_PER_CONFLICT = 1.3


class Typist:
    """Presses keys, and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.count += 1
        press(key, modifiers)


def take_what_all_agree_on(window, qtbot, typist) -> None:
    typist(Qt.Key.Key_U, CTRL | SHIFT)
    (dialog,) = window.findChildren(PoliciesDialog)
    qtbot.waitUntil(lambda: not dialog.counting)
    typist.count += 1
    dialog.accept_button.click()
    qtbot.waitUntil(lambda: not window.runner.busy)
    window.activateWindow()
    window.review.take_focus()
    wait(window, qtbot)


def answer(page, typist) -> None:
    """Answer as somebody who knows: mostly one of the layers, now and then both or neither, and why."""
    conflict = page.desk.conflict
    number = typist.count % 7
    if number == 3:
        typist(Qt.Key.Key_Period if page.desk.last_remarks.reason else Qt.Key.Key_R)
        if page.conflict.ask_line.isVisible():
            typist(Qt.Key.Key_1)
    if number == 5 and len({span.tag for span in conflict.offered.values()}) == 1:
        typist(Qt.Key.Key_U)
    elif number == 6 and "missing" in conflict.differs:
        typist(Qt.Key.Key_0)
    else:
        typist(Qt.Key.Key_1 if page.desk.offer(1).span is not None else Qt.Key.Key_2)


def make_some_of_the_sample(path: Path, count: int) -> None:
    """Make a project of the first ``count`` articles of the sample, with the work on them."""
    files = {file.name: file.read_text("utf-8").splitlines() for file in sample_corpus().iterdir()}
    chosen = [json.loads(line)["id"] for line in files["articles.jsonl"][:count]]
    new_project(path, "rev")
    with Project.open(path, "rev") as project:
        for name in ("articles.jsonl", "ana.jsonl", "ben.jsonl"):
            part = path.with_name(name)
            part.write_text("\n".join(line for line in files[name] if json.loads(line)["id"] in chosen), "utf-8")
            import_paths(project, [part], ImportOptions())


def test_part_of_the_sample_is_reviewed_by_keys_to_a_finished_gold_export(open_window, settings, tmp_path, qtbot):
    make_some_of_the_sample(tmp_path / "sample.annotator", 10)
    review_to_the_end(open_window, settings, tmp_path, qtbot, at_least=50)


@pytest.mark.soak
def test_the_sample_is_reviewed_by_keys_to_a_finished_gold_export(open_window, settings, tmp_path, qtbot):
    make_sample(tmp_path / "sample.annotator", "rev")
    total, keys = review_to_the_end(open_window, settings, tmp_path, qtbot, at_least=100)
    print(f"\n{total} conflicts, {keys / total:.2f} keys per conflict")


def review_to_the_end(open_window, settings, tmp_path, qtbot, at_least: int) -> tuple[int, int]:
    """Answer every conflict, call every article done, export, and return how many conflicts and keys there were."""
    settings.annotator = "rev"
    path = tmp_path / "sample.annotator"
    window = open_window(path)
    go_to_review(window, qtbot)
    page, typist = window.review, Typist()
    total = page.queue.counts.open
    assert total > at_least
    take_what_all_agree_on(window, qtbot, typist)
    while page.queue.counts.open:
        answered = page.queue.counts.decided
        answer(page, typist)
        assert page.queue.counts.decided == answered + 1
        QApplication.processEvents()
    assert typist.count / total <= MOST_KEYS_PER_CONFLICT
    finish_every_article(page, path)
    check_gold(path, tmp_path / "gold.jsonl")
    return total, typist.count


def finish_every_article(page, path: Path) -> None:
    """Call gold done, article by article."""
    with Project.open(path, "reader", read_only=True) as project:
        articles = {key: review_article(project, key) for key in reading.article_keys(project)}
        compared = [key for key, review in articles.items() if review.comparison.conflicts]
    finished: set[int] = set()
    for _ in range(len(page.queue.model)):
        if page.desk.article not in finished:
            finished.add(page.desk.article)
            press(Qt.Key.Key_Return, CTRL)
        press(Qt.Key.Key_Tab, SHIFT)
    assert finished == set(compared)
    with Project.open(path, "reader", read_only=True) as project:
        for article in compared:
            layers = {layer.annotator: layer.status for layer in reading.layers(project, article)}
            assert layers[GOLD] == "done"


def check_gold(path: Path, out: Path) -> None:
    """What is exported is gold as decided: each span with its decision, each relation between two of its spans."""
    with Project.open(path, "reader", read_only=True) as project:
        export_project(project, out, layer=GOLD)
    records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert records
    for record in records:
        ids = {span["id"] for span in record["spans"]}
        assert all(span["origin"] == "adjudicated" for span in record["spans"])
        assert all(span["decision"]["by"] == "rev" for span in record["spans"])
        assert all(span["decision"]["votes"] for span in record["spans"])
        assert all({relation["head"], relation["child"]} <= ids for relation in record["relations"])
    assert any(span["decision"]["reason"] for record in records for span in record["spans"])
    assert sum(len(record["relations"]) for record in records) > 0
