"""Agreement over a project of 10,000 articles × 3 layers × 20 spans: time, growth when doubled, memory."""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from measure import interleaved, say

from annotator.jobs.agreeing import AgreementOptions, agree
from annotator.model.record import Record, RecordSpan
from annotator.model.tagset import Tagset
from annotator.project.creating import create
from annotator.project.importing import import_records
from annotator.project.project import Project

ARTICLES = 10_000
SPANS = 20

pytestmark = pytest.mark.benchmark

_WORDS = ["the", "Observatory", "said", "fighters", "at", "least", "rebels,", "in the", "city.", "army", "“killed”"]
_TAGS = ["actor", "location", "number", "claim"]


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory, tagset: Tagset) -> dict[int, Path]:
    """Projects of all articles, of half of them, and of a quarter, by their number."""
    folder = tmp_path_factory.mktemp("agreement")
    made = {}
    for count in (ARTICLES // 4, ARTICLES // 2, ARTICLES):
        made[count] = folder / f"{count}.annotator"
        create(made[count], tagset, "ana")
        with Project.open(made[count], "ana") as project:
            import_records(project, (("here", record) for record in _records(count)))
    return made


def _records(count: int) -> Iterator[Record]:
    """Yield articles of 3 kB: ana's marks, and those of two who mark four in five as she does."""
    chance = random.Random(1)
    for number in range(count):
        text = f"{number} " + " ".join(chance.choice(_WORDS) for _ in range(500))
        marks = [_mark(chance, text, at) for at in range(10, 10 + SPANS * 140, 140)]
        for name in ("ana", "ben", "eva"):
            work = marks if name == "ana" else [_other(chance, text, mark) for mark in marks]
            spans = [mark for mark in work if mark is not None]
            yield Record(text, f"a{number}", None, {"published": "2026-11"}, name, "done", spans=spans)


def _mark(chance: random.Random, text: str, at: int) -> RecordSpan:
    start = text.index(" ", at) + 1
    end = text.index(" ", start + chance.choice([1, 20, 100]))
    tag = chance.choice(_TAGS)
    attributes = {"counts": chance.choice(["killed", "wounded"])} if tag == "number" else {}
    return RecordSpan(label=tag, start=start, end=end, text=text[start:end], attributes=attributes)


def _other(chance: random.Random, text: str, mark: RecordSpan) -> RecordSpan | None:
    luck = chance.random()
    if luck < 0.8:
        return mark
    if luck < 0.84:
        return None
    end = text.index(" ", mark.end + 1)
    label = mark.label if luck < 0.95 else chance.choice(_TAGS)
    return RecordSpan(label=label, start=mark.start, end=end, text=text[mark.start : end])


def _read(path: Path) -> int:
    """Read the same texts and spans, and nothing more."""
    with Project.open(path, "ana", read_only=True) as project:
        texts = sum(len(text) for (text,) in project.connection.execute("SELECT text FROM article_text"))
        spans = project.connection.execute(
            'SELECT layer, tag.name, start, "end", fragments, attributes FROM span JOIN tag ON tag.key = span.tag '
            'ORDER BY layer, start, "end" DESC'
        )
        return texts + sum(1 for _ in spans)


def _agree(path: Path, match: str = "exact") -> None:
    with Project.open(path, "ana", read_only=True) as project:
        assert agree(project, AgreementOptions(match)).pairs  # type: ignore[arg-type]


def test_agreement_of_a_large_project_against_reading_it(projects: dict[int, Path]):
    whole, half = projects[ARTICLES], projects[ARTICLES // 2]
    floor, ours, ours_half = interleaved(2, lambda: _read(whole), lambda: _agree(whole), lambda: _agree(half))
    say(f"agreement of {ARTICLES} articles × 3 layers × {SPANS} spans", ours, floor, "none")
    print(f"the same work doubled takes {ours.median / ours_half.median:.2f} times as long (aim 2)")
    for match in ("overlap", "token"):
        began = perf_counter()
        _agree(whole, match)
        print(f"by {match}: {(perf_counter() - began) * 1000:.0f} ms")


def test_memory_does_not_grow_with_the_project(projects: dict[int, Path]):
    grown = {}
    for count, path in projects.items():
        said = subprocess.run(
            [sys.executable, "-c", _MEASURED, str(path)], capture_output=True, text=True, check=True
        ).stdout
        grown[count] = int(said)
    print("\nmemory that agreement adds:", ", ".join(f"{count} articles {kb} kB" for count, kb in grown.items()))
    assert grown[ARTICLES] - grown[ARTICLES // 4] < 8_000


_MEASURED = """
import sys
from pathlib import Path
from annotator.jobs.agreeing import agree
from annotator.project.project import Project
with Project.open(Path(sys.argv[1]), "ana", read_only=True) as project:
    def peak():
        (line,) = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
        return int(line.split()[1])
    before = peak()
    agree(project)
    print(peak() - before)
"""
