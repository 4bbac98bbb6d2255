"""Reviewing a whole project: 10,000 articles with three layers of twenty spans each, end to end."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time

import pytest

from annotator.adjudication.answers import take
from annotator.jobs import deciding
from annotator.jobs.adjudicating import adjudicate
from annotator.jobs.comparing import refresh, review_article, review_counts
from annotator.jobs.conflicts import conflicts
from annotator.model.record import Record, RecordSpan
from annotator.model.tagset import Tagset
from annotator.project import history
from annotator.project.creating import create
from annotator.project.importing import import_records
from annotator.project.project import Project

pytestmark = pytest.mark.benchmark

ARTICLES, SPANS = 10_000, 20
NAMES = ("ana", "ben", "eva")
TAGS = ("actor", "location", "number", "claim")
TEXT = " ".join(f"word{number:03}" for number in range(300))


def layered(articles: int) -> Iterator[tuple[str, Record]]:
    """Three layers that agree on three spans in four, exactly or nearly."""
    chance = random.Random(4)
    for number in range(articles):
        text = f"{TEXT} {number}"
        places = [(8 * chance.randrange(290), chance.choice(TAGS)) for _ in range(SPANS)]
        for name in NAMES:
            spans = []
            for start, tag in places:
                luck = chance.random()
                if luck < 0.05:
                    continue
                words = 2 if luck < 0.15 else 1
                end = start + 8 * words - 1
                spans.append(RecordSpan(label=tag, start=start, end=end, text=text[start:end], origin="human"))
            yield "here", Record(text, f"a{number}", layer=name, status="done", spans=spans)


def filled(path: Path, tagset: Tagset, articles: int) -> Path:
    create(path, tagset, "rev")
    with Project.open(path, "wire") as project:
        import_records(project, layered(articles))
    return path


def timed(what: str, work: Callable[[], object], half: float) -> float:
    """Do some work and return its seconds of processor time, which other programs on the machine hardly change."""
    began, worked = perf_counter(), process_time()
    answer = work()
    took, used = perf_counter() - began, process_time() - worked
    growth = f", {used / half:.1f} times half as many" if half else ""
    print(f"\n{what}: {took:.1f} s, of the processor {used:.1f} s{growth} – {answer}")
    # Below a tenth of a second, chance decides.
    assert used < max(3 * half, 0.1) or not half
    return used


def test_adjudicating_grows_with_the_project_and_no_faster(tmp_path: Path, tagset: Tagset) -> None:
    half: dict[str, float] = {}
    for articles in (ARTICLES // 2, ARTICLES):
        path = filled(tmp_path / f"{articles}.annotator", tagset, articles)
        size = path.stat().st_size
        with Project.open(path, "rev") as project:
            works: dict[str, Callable[[], object]] = {
                "a dry run": lambda: adjudicate(project, dry_run=True).as_json(),
                "accepting what is unanimous": lambda: adjudicate(project).as_json(),
                "once more": lambda: adjudicate(project).as_json(),
                "asking how it stands": lambda: review_counts(project),
                "listing all conflicts": lambda: sum(1 for _ in conflicts(project, "all")),
                "undoing it": lambda: history.undo(project).wholesale,
                "comparing anew": lambda: refresh(project),
            }
            half = {
                what: timed(f"{what}, {articles} articles", work, half.get(what, 0.0)) for what, work in works.items()
            }
        print(f"\nthe file: {size / 1e6:.0f} MB before, {path.stat().st_size / 1e6:.0f} MB after")


def test_one_decision_is_felt_as_nothing(tmp_path: Path, tagset: Tagset) -> None:
    with Project.open(filled(tmp_path / "p.annotator", tagset, 200), "rev") as project:
        adjudicate(project)
        found = [
            (key, conflict) for key in range(1, 100) for conflict in review_article(project, key).comparison.conflicts
        ]
        took = []
        for key, conflict in found[:200]:
            began = perf_counter()
            deciding.decide(project, key, conflict, take(conflict, sorted(conflict.spans)[0]))
            took.append(perf_counter() - began)
        took.sort()
        print(
            f"\na decision: median {took[len(took) // 2] * 1000:.1f} ms, worst {took[-1] * 1000:.1f} ms (aim: < 50 ms)"
        )


MEMORY = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from annotator.jobs.adjudicating import adjudicate
from annotator.jobs.conflicts import conflicts
from annotator.project.project import Project
with Project.open(Path(sys.argv[1]), "rev") as project:
    adjudicate(project)
    sum(1 for _ in conflicts(project, "all"))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_project(tmp_path: Path, tagset: Tagset) -> None:
    root = Path(__file__).parents[2]
    most = []
    for articles in (1000, 4000):
        path = filled(tmp_path / f"{articles}.annotator", tagset, articles)
        done = subprocess.run(
            [sys.executable, "-c", MEMORY, str(path), str(root)], capture_output=True, text=True, check=True
        )
        most.append(int(done.stdout) / 1000)
        print(f"\n{articles} articles: {most[-1]:.0f} MB at most")
    assert most[1] < most[0] + 20
