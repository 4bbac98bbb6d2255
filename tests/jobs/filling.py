"""Small things that tests of the jobs do all the time."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from annotator.formats import jsonl
from annotator.model.article import text_sha256
from annotator.model.layer import ALL
from annotator.model.record import Record, RecordSpan
from annotator.project.exporting import records
from annotator.project.project import Project


def record(number: int, tag: str = "number") -> Record:
    """Return an article of its own with one span."""
    words = f"at least {number}"
    text = f"The Observatory said {words} 😀 were killed near Homs.\r\n"
    start = text.index(words)
    end = start + len(words)
    span = RecordSpan(
        id=f"s{number}", label=tag, start=start, end=end, fragments=[(start, end)], text=words,
        attributes={"low": number}, origin="human",
    )  # fmt: skip
    return Record(text, f"a{number}", text_sha256(text), {"title": f"T{number}"}, "ana", "done", spans=[span])


def many(count: int, first: int = 0) -> list[Record]:
    return [record(number) for number in range(first, first + count)]


def articles_file(path: Path, count: int, first: int = 0, tags: Sequence[str] = ()) -> Path:
    """Write a file of articles with a span each."""
    found = [record(first + at, tags[at % len(tags)] if tags else "number") for at in range(count)]
    with path.open("wb") as file:
        jsonl.write(found, file)
    return path


def contents(project: Project) -> list[Record]:
    """Return all that a project holds."""
    return [msgspec.structs.replace(one, notes=[]) for one in records(project, ALL)]
