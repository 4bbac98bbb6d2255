"""What nobody sees in the first picture is not loaded for it.

Every module costs the start a quarter of a millisecond, and more because PySide reads the source of each. What is
named here is imported where it is first needed, inside the function that needs it.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from first_picture import SCRIPT

from annotator.jobs.sample import make_sample

_LATER = {
    "rooms that only jobs use": ("annotator.formats", "annotator.agreement", "annotator.adjudication"),
    "the other modes": ("annotator.gui.explore", "annotator.gui.figures", "annotator.gui.review"),
    "dialogs and pages": (
        "annotator.gui.crash",
        "annotator.gui.dialogs",
        "annotator.gui.help_viewer",
        "annotator.gui.icons",
        "annotator.gui.key_sheet",
        "annotator.gui.palette",
        "annotator.gui.panels.find_bar",
        "annotator.gui.panels.start_page",
        "annotator.gui.tagset",
        "annotator.gui.tour",
    ),
    "the menu Review": ("annotator.gui.commands.reviewing", "annotator.gui.specs.review"),
    "the list of actors": (
        "annotator.gui.panels.alias_field",
        "annotator.model.aliases",
        "annotator.project.alias_edits",
        "annotator.project.alias_lookup",
        "annotator.project.aliases",
    ),
    "what is known of conflicts": (
        "annotator.project.conflict_cache",
        "annotator.project.decisions",
        "annotator.project.gold",
        "annotator.project.settling",
        "annotator.project.stale",
    ),
    "engines that guess": ("annotator.model.guesses.languages", "annotator.model.noun_phrases"),
    "long work": (
        "annotator.jobs.importing",
        "annotator.jobs.exporting",
        "annotator.jobs.verifying",
        "annotator.project.bulk",
        "annotator.project.checking",
        "annotator.project.exporting",
        "annotator.project.importing",
        "annotator.project.migrations",
        "annotator.project.retagging",
    ),
    "the command line": ("annotator.cli", "click"),
    "libraries": (
        "asyncio",
        "chardet",
        "concurrent.futures",
        "dataclasses",
        "email",
        "html",
        "http",
        "lxml",
        "markdown_it",
        "numpy",
        "openpyxl",
        "pypdfium2",
        "regex",
        "scipy",
        "sqlite_utils",
        "trafilatura",
        "warcio",
        "xml",
        "PySide6.QtNetwork",
        "PySide6.QtSvg",
    ),
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The modules that a start has loaded when its first picture is taken."""
    folder = tmp_path_factory.mktemp("start")
    project, settings, names = folder / "sample.annotator", folder / "settings.ini", folder / "names"
    make_sample(project, "ana")
    # However slow the machine is, the picture comes first.
    late = "from annotator.gui import main\nmain._STARTED_MS = 1_000_000_000\n"
    script = f"{late}{SCRIPT}\nPath(sys.argv[3]).write_text(chr(10).join(sys.modules))\nwindow.close()\n"
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", script, project, settings, names], env=environment, check=True, timeout=60)
    return frozenset(names.read_text().splitlines())


@pytest.mark.parametrize("what", _LATER)
def test_the_first_picture_waits_for_none_of(loaded: frozenset[str], what: str) -> None:
    too_early = {name for name in loaded for later in _LATER[what] if name == later or name.startswith(f"{later}.")}
    assert not too_early, f"{what}: import these inside the functions that need them"


def test_what_is_named_here_exists_so_that_nothing_slips_by_under_another_name() -> None:
    ours = {name for names in _LATER.values() for name in names if name.startswith("annotator.")}
    root = Path(__file__).parents[3]
    gone = {
        name
        for name in ours
        if not (root / f"{name.replace('.', '/')}.py").exists() and not (root / name.replace(".", "/")).is_dir()
    }
    assert not gone


def test_the_start_loads_what_it_shows(loaded: frozenset[str]) -> None:
    assert {"annotator.gui.window", "annotator.gui.article.view", "annotator.project.reading"} <= loaded
