"""A project that a reviewer has open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.project.project import Project


@pytest.fixture
def revs(project_path: Path) -> Iterator[Project]:
    """The project, open for the reviewer."""
    with Project.open(project_path, "rev") as project:
        yield project
        assert not project.connection.in_transaction, "a transaction was left open"
