"""What tests of several rooms share: the default tagset and an empty project, closed or open."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from annotator.data import resources
from annotator.model.tagset import Tagset, read_tagset
from annotator.project.creating import create
from annotator.project.project import Project

# Without it, Qt would look for a screen, and abort where there is none.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A shared machine stalls now and then; a deadline would fail tests for it.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")


@pytest.fixture(scope="session")
def tagset() -> Tagset:
    """The tagset that comes with the program."""
    return read_tagset((resources() / "tagsets" / "conflict_news.json").read_bytes(), "conflict_news.json")


@pytest.fixture
def project_path(tmp_path: Path, tagset: Tagset) -> Path:
    """A project without articles, set up by ana."""
    path = tmp_path / "news.annotator"
    create(path, tagset, "ana")
    return path


def _opened(path: Path, annotator: str) -> Iterator[Project]:
    with Project.open(path, annotator) as project:
        yield project
        # A test may have closed it, as a program does.
        with suppress(sqlite3.ProgrammingError):
            project.connection.execute("SELECT 1")
            assert not project.connection.in_transaction, "a transaction was left open"


@pytest.fixture
def project(project_path: Path) -> Iterator[Project]:
    """The project, open for ana."""
    yield from _opened(project_path, "ana")


@pytest.fixture
def bens(project_path: Path) -> Iterator[Project]:
    """The same project, open for ben."""
    yield from _opened(project_path, "ben")
