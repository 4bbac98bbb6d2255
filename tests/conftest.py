"""What tests of several rooms share: the default tagset and an empty project."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from annotator.data import resources
from annotator.model.tagset import Tagset, read_tagset
from annotator.project.creating import create

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
