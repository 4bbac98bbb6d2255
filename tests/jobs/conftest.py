"""An open project, and a second annotator's connection to it."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from annotator.project.project import Project


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
