"""Damaged files of every format, imported: each comes in whole or is refused by name, and the project stays sound."""

import os
import random
from importlib.util import find_spec
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.formats.table import Format
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.verifying import verify
from annotator.project import reading
from annotator.project.project import Project
from tests.formats.damage import damaged
from tests.formats.given import checked
from tests.formats.seeds import NEED, READ, seeds

FILES, SOAKED = 4, 400


def lay_out(folder: Path, known: Format, count: int, seed: int) -> None:
    """Write sound files of a format damaged in so many ways, each into a folder of its own."""
    chance = random.Random(f"{known.name} {seed}")
    sound = seeds(known)
    for number in range(count):
        one = sound[number % len(sound)]
        place = folder / f"{known.name}-{number:04}"
        for name, content in {**one.beside, one.name: damaged(one.content, chance)}.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(content)


def check_import(project: Project, folder: Path) -> int:
    """Import a folder and check what came of it; return how many articles there are."""
    before = len(reading.article_keys(project))
    try:
        done = import_paths(project, [folder], ImportOptions(add_tags=True))
    except UserError as error:
        # Tags of damaged names may be none that a project takes; then nothing at all comes in.
        checked(str(error))
        assert len(reading.article_keys(project)) == before
        return before
    for note in done.notes:
        assert checked(note.why)
        assert note.path.isprintable()
    found = verify(project)
    assert found.problems == []
    assert len(reading.article_keys(project)) == before + done.articles.new
    return before + done.articles.new


def installed(known: Format) -> bool:
    return known.name not in NEED or find_spec(NEED[known.name]) is not None


def test_damaged_files_of_every_format_come_in_whole_or_are_refused_by_name(project: Project, tmp_path: Path):
    folder = tmp_path / "news"
    for known in filter(installed, READ):
        lay_out(folder, known, FILES, 20261126)
    assert check_import(project, folder) > len(READ)


@pytest.mark.soak
@pytest.mark.parametrize("known", READ, ids=lambda known: known.name)
def test_many_damaged_files_come_in_whole_or_are_refused_by_name(known: Format, project: Project, tmp_path: Path):
    if not installed(known):
        pytest.skip(f"{NEED[known.name]} is not installed")
    lay_out(tmp_path / "news", known, SOAKED, int(os.environ.get("SEED", "1")))
    assert check_import(project, tmp_path / "news") > 0
