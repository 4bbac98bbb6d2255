"""From nothing to a window with a project, its list and an article, against a bare window that shows the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from first_picture import SCRIPT
from measure import interleaved, say

from annotator.jobs.sample import make_sample

pytestmark = pytest.mark.benchmark

_BARE = """
import sqlite3, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QListWidget, QMainWindow, QPlainTextEdit, QSplitter
app = QApplication([])
connection = sqlite3.connect(sys.argv[1])
window, across, titles, text = QMainWindow(), QSplitter(), QListWidget(), QPlainTextEdit()
titles.addItems([title for (title,) in connection.execute("SELECT title FROM article LIMIT 100")])
text.setPlainText(connection.execute("SELECT text FROM article_text LIMIT 1").fetchone()[0])
across.addWidget(titles)
across.addWidget(text)
window.menuBar().addMenu("Project")
window.setCentralWidget(across)
window.resize(1280, 820)
window.show()
QTimer.singleShot(0, app.exit)
app.exec()
window.grab()
"""

_OURS = SCRIPT + "window.close()\n"


def test_starting_against_a_bare_window(tmp_path: Path):
    project = tmp_path / "sample.annotator"
    make_sample(project, "ana")
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": ""}

    def start(script: str) -> None:
        subprocess.run(
            [sys.executable, "-c", script, str(project), str(tmp_path / "settings.ini")], env=environment, check=True
        )

    bare, ours = interleaved(9, lambda: start(_BARE), lambda: start(_OURS))
    say("start to a window with project, list and article", ours, bare, "≤ 2")
