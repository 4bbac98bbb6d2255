"""A hostile text, a project full of it, and a way to know what Qt opens."""

import ctypes
import json
import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.gui.background import Runner
from annotator.gui.settings import Settings
from annotator.jobs.creating import new_project
from annotator.project.project import Project

_IN_ACCESS, _IN_OPEN = 0x1, 0x20
_EVENT = struct.Struct("iIII")


class Watch:
    """Tells, through the system, whether anybody in this process or another opened a file."""

    def __init__(self, path: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._handle = libc.inotify_init1(os.O_NONBLOCK)
        assert self._handle >= 0
        assert libc.inotify_add_watch(self._handle, os.fsencode(path), _IN_ACCESS | _IN_OPEN) >= 0

    def opened(self) -> bool:
        """Say whether the file was opened since the last time somebody asked."""
        try:
            return len(os.read(self._handle, 65536)) >= _EVENT.size
        except BlockingIOError:
            return False

    def close(self) -> None:
        os.close(self._handle)


@pytest.fixture
def bait(tmp_path: Path) -> Path:
    """A picture that hostile text names, and that nobody should open."""
    from PySide6.QtGui import QImage

    path = tmp_path / "bait.png"
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(path))
    return path


@pytest.fixture
def watch(bait: Path) -> Iterator[Watch]:
    watch = Watch(bait)
    yield watch
    watch.close()


@pytest.fixture
def hostile(bait: Path) -> str:
    """A title that freezes a label left to itself for minutes, and makes it open a file and a share."""
    return (
        f'<img src="file:{bait}"><img src="{bait}"><img src="//evil.example/share/x.png">'
        f'<table background="{bait}">' + "<table><tr><td>" * 24 + "& &amp; عاجل \u202egnp.exe\u200b "
        f'<a href="file:///etc/passwd">open</a><style>@import url("{bait}");</style>'
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(tmp_path / "settings" / "settings.ini")
    settings.annotator = "ana"
    return settings


@pytest.fixture
def runner(qtbot) -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.close()


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """An empty project."""
    path = tmp_path / "news.annotator"
    new_project(path, "ana")
    with Project.open(path, "ana") as project:
        yield project


@pytest.fixture
def hostile_project(tmp_path: Path, hostile: str) -> Path:
    """A project in which every text that can come from outside is hostile: tags, guideline, names, titles, notes."""
    from annotator.jobs.importing import ImportOptions, import_paths

    name = hostile[hostile.index("<img", 5) :][:150]
    tagset = {"name": name, "tags": [{"name": name, "key": "A", "guideline": hostile}, {"name": "plain"}]}
    (tmp_path / "tags.json").write_text(json.dumps(tagset), "utf-8")
    path = tmp_path / "hostile.annotator"
    new_project(path, name, tmp_path / "tags.json")
    span = {"start": 0, "end": 5, "label": name, "note": hostile, "attributes": {name: hostile}, "origin": name}
    fields = ("title", "source", "byline", "published", "url", "language", "story", name)
    record = {
        "text": f"words {hostile}",
        "layer": name,
        "meta": dict.fromkeys(fields, hostile),
        "spans": [span, span | {"label": "plain"}],
    }
    (tmp_path / "hostile.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    with Project.open(path, name) as project:
        report = import_paths(project, [tmp_path / "hostile.jsonl"], ImportOptions())
        assert report.spans.new, report.notes
    return path


@pytest.fixture
def finished(qtbot) -> Callable[[Runner], None]:
    """Wait until a runner has nothing left to do."""

    def wait(runner: Runner) -> None:
        qtbot.waitUntil(lambda: not runner.busy, timeout=20_000)

    return wait
