"""The window may be closed at any time: what reads a file for it goes with it."""

import os
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from window_projects import make_project

from annotator.formats import sandbox
from annotator.formats.reading_process import ReadingProcess
from annotator.gui.dialogs import ImportRequest
from annotator.jobs.importing import ImportOptions
from annotator.project import reading
from annotator.project.project import Project

SLOW = b"{\\rtf1 " + b"\\b0 x" * 6_000_000 + b"}"
"""A text that takes a good while to read, and is no bomb by its size."""


@pytest.mark.skipif(os.name == "nt", reason="processes are looked for in another way there")
def test_closing_the_window_ends_what_reads_a_file_and_nothing_comes_in(
    open_window, tmp_path: Path, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[ReadingProcess] = []

    def start(memory: int, seconds: float) -> ReadingProcess:
        started.append(ReadingProcess(memory, seconds))
        return started[-1]

    sandbox.rest()
    monkeypatch.setattr(sandbox, "ReadingProcess", start)
    (tmp_path / "long.rtf").write_bytes(SLOW)
    path = make_project(tmp_path / "p.annotator", annotator="ana")
    window = open_window(path)
    window.commands.run_import(ImportRequest((tmp_path / "long.rtf",), ImportOptions()))
    qtbot.waitUntil(lambda: bool(started))
    QTest.qWait(20)
    assert started[0].is_running
    window.close()
    assert not started[0].is_running
    with Project.open(path, "ana", read_only=True) as project:
        assert len(reading.article_keys(project)) == 0
