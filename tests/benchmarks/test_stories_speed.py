"""Stories and exports for training in a project of 100,000 articles: time for each article, and memory."""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest

from annotator.model.record import Record, RecordSpan
from annotator.model.tagset import Tagset
from annotator.project.creating import create
from annotator.project.importing import import_records
from annotator.project.project import Project
from annotator.project.stories import find_stories

ARTICLES = 100_000
MORE = 100
_IN_A_STORY = 4

pytestmark = pytest.mark.benchmark

_WORDS = [f"w{number}" for number in range(3000)]
_NOTE = "This report was put together with the help of correspondents of the agency in the region. " * 2


def _records(first: int, count: int) -> Iterator[Record]:
    """Yield articles of 2 kB; every fourth begins a story that the next three tell again, and all end in one note."""
    for number in range(first, first + count):
        chance = random.Random(number // _IN_A_STORY)
        text = f"Take {number % _IN_A_STORY} of {number}. {' '.join(chance.choices(_WORDS, k=330))} {_NOTE}"
        spans = [RecordSpan(label="actor", start=at, end=at + 4, text=text[at : at + 4]) for at in (0, 5, 20, 40, 60)]
        meta = {"published": f"2026-{1 + number % 12:02}-{1 + number % 28:02}", "source": "Northern Wire"}
        yield Record(text, f"a{number}", None, meta, "ana", "done", spans=spans)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, tagset: Tagset) -> Path:
    path = tmp_path_factory.mktemp("stories") / "large.annotator"
    create(path, tagset, "ana")
    with Project.open(path, "ana") as project:
        began = perf_counter()
        import_records(project, (("here", record) for record in _records(0, ARTICLES)))
        print(f"\nimport of {ARTICLES} articles without stories: {_each(began, ARTICLES)}")
    return path


def _each(began: float, count: int) -> str:
    return f"{(perf_counter() - began) / count * 1000:.2f} ms an article"


def _measured(code: str, *arguments: object) -> None:
    """Run code in a process of its own, which says how long it took and how much memory it added."""
    said = subprocess.run(
        [sys.executable, "-c", _PEAK + code, *map(str, arguments)], capture_output=True, text=True, check=True
    ).stdout
    print(said.strip())


_PEAK = """
import sys
from pathlib import Path
from time import perf_counter, process_time
from annotator.project.project import Project
def peak():
    (line,) = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
    return int(line.split()[1])
def now():
    return perf_counter(), process_time(), peak()
def since(began, count):
    wall, work, more = (end - start for start, end in zip(began, now()))
    return f"{wall / count * 1000:.2f} ms each ({work / count * 1000:.2f} ms of work), {more // 1000} MB more memory"
"""


def test_stories_are_found_in_time_that_grows_with_their_number(path: Path) -> None:
    _measured(_FINDING, path)
    with Project.open(path, "ana") as project:
        sizes = project.connection.execute("SELECT count(*) FROM article WHERE story <> '' GROUP BY story").fetchall()
        assert sizes == [(_IN_A_STORY,)] * (ARTICLES // _IN_A_STORY)
        import_records(project, (("here", record) for record in _records(ARTICLES, MORE)))
        began = perf_counter()
        assert find_stories(project, lambda *_: True).articles == MORE
        print(f"{MORE} more among {ARTICLES}: {perf_counter() - began:.1f} s, whatever is new")


_FINDING = """
from annotator.project.stories import find_stories
with Project.open(Path(sys.argv[1]), "ana") as project:
    began = now()
    found = find_stories(project, lambda *_: True)
    print(f"{found.articles} articles put into stories: {since(began, found.articles)}")
"""


def test_exporting_for_training(path: Path, tmp_path: Path) -> None:
    _measured(_EXPORTING, path, tmp_path / "out")


_EXPORTING = """
from annotator.jobs.training import export_training
with Project.open(Path(sys.argv[1]), "ana", read_only=True) as project:
    began = now()
    done = export_training(project, Path(sys.argv[2]))
    print(f"{done.articles} articles for training: {since(began, done.articles)}")
"""
