"""A project that a reviewer has open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.jobs.creating import new_project
from annotator.project.project import Project


@pytest.fixture
def revs(project_path: Path) -> Iterator[Project]:
    """The project, open for the reviewer."""
    with Project.open(project_path, "rev") as project:
        yield project
        assert not project.connection.in_transaction, "a transaction was left open"


@pytest.fixture
def blank(tmp_path: Path) -> Iterator[Project]:
    """Another project, with nothing in it."""
    (tmp_path / "blank").mkdir()
    new_project(tmp_path / "blank" / "blank.annotator", "zoe")
    with Project.open(tmp_path / "blank" / "blank.annotator", "zoe") as project:
        yield project
