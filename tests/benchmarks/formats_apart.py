"""Writes, reads or imports an invented corpus in one format, in a process of its own; prints what it took as JSON.

Run as ``formats_apart.py write FORMAT FOLDER ARTICLES``, then with ``read``, ``import`` or ``try`` (a dry run).
"""

import json
import random
import resource
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.errors import UserError
from annotator.formats import jsonl, sandbox
from annotator.formats.containers import found_sources
from annotator.formats.options import WriteOptions
from annotator.formats.parts import write_in_parts
from annotator.formats.source import file_source
from annotator.formats.table import Format, writable_format
from annotator.formats.whole_file import whole_parts
from annotator.model.record import Record, RecordRelation, RecordSpan

SPANS = 20
NATIVE = "native.jsonl"
READ_ONLY = "webanno-tsv"
"""The one format of annotated work that is read and not written; its files are made here."""
_WORDS = [f"{beginning}{end}" for beginning in ("har", "bel", "min", "tor", "sa", "quel") for end in range(500)]
_TAGS = ("actor", "location", "number", "claim")


def records(count: int) -> Iterator[Record]:
    """Yield articles of 3 kB with 20 spans each: some nested, some with attributes and notes, one relation."""
    for number in range(count):
        chance = random.Random(number)
        words = chance.choices(_WORDS, k=480)
        text = f"Report {number}. {' '.join(words)}."
        spans = list(_spans(text, number))
        relation = RecordRelation(
            id=_id(number, 999), label="counts_who", head=spans[2].id or "", child=spans[0].id or ""
        )
        meta = {"title": f"Report {number}", "source": "Northern Wire", "published": "2026-11-02", "language": "en"}
        yield Record(
            text, _id(number, 0), None, meta, "ana", "done", False, "news", 1, spans=spans, relations=[relation]
        )


def _spans(text: str, number: int) -> Iterator[RecordSpan]:
    end = 10
    for at in range(SPANS):
        start = text.index(" ", end + 100) + 1 if at % 5 else end + 1 + text[end + 1 :].index(" ")
        start = text.index(" ", start) + 1
        end = text.index(" ", start + 12)
        span = RecordSpan(
            id=_id(number, at + 1), label=_TAGS[at % 4], start=start, end=end, fragments=[(start, end)],
            text=text[start:end], origin="human",
        )  # fmt: skip
        if at % 4 == 0:
            span.attributes, span.note = (
                {"type": "rebel", "side": "north"},
                "as in the report before" if at == 4 else "",
            )
        yield span


def _id(number: int, at: int) -> str:
    return f"{number:08x}-0000-4000-8000-{at:012x}"


class Made:
    """Records in the making, whose making does not count."""

    def __init__(self, made: Iterator[Record]) -> None:
        self.seconds = 0.0
        self._made = made

    def __iter__(self) -> Iterator[Record]:
        return self

    def __next__(self) -> Record:
        began = worked()
        try:
            return next(self._made)
        finally:
            self.seconds += worked() - began


def peak() -> int:
    """Return the most memory that this process had so far, or one that it started and that has ended, in bytes."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return max(int(line.split()[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) * 1024


def worked() -> float:
    """Return the seconds that this process worked, and those that it started and that have ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def write(known: Format, folder: Path, count: int) -> dict[str, float]:
    """Write the corpus, first as native JSONL, which is the floor, and then as what is asked for."""
    floor = _written(writable_format("jsonl"), folder / NATIVE, count)
    if known.write is None:
        return _made_by_hand(folder, count) | {"floor": floor}
    _written(known, folder / "warm.up", 2)
    (folder / "warm.up").unlink()
    before = peak()
    path = folder / f"corpus{known.new_suffix}"
    seconds = _written(known, path, count)
    files = [file for file in (path, *path.rglob("*")) if file.is_file()]
    size = sum(file.stat().st_size for file in files)
    return {"seconds": seconds, "floor": floor, "memory": peak() - before, "bytes": size, "files": len(files)}


def _written(known: Format, path: Path, count: int) -> float:
    assert known.write is not None
    made = Made(records(count))
    began = worked()
    with whole_parts(path) as parts:
        write_in_parts(known.write, made, parts.open, WriteOptions())
    return worked() - began - made.seconds


def _made_by_hand(folder: Path, count: int) -> dict[str, float]:
    path = folder / "corpus.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, record in enumerate(records(count)):
            packed.writestr(f"{number}.tsv", "\n".join(_webanno_lines(record)) + "\n")
    return {"seconds": 0.0, "memory": 0, "bytes": path.stat().st_size, "files": 1}


def _webanno_lines(record: Record) -> Iterator[str]:
    yield from ("#FORMAT=WebAnno TSV 3.3", "#T_SP=webanno.custom.Mark|label|note", "", "", f"#Text={record.text}")
    marks = {span.start: span for span in record.spans}
    at = 0
    for number, word in enumerate(record.text.split(" "), 1):
        mark = marks.get(at)
        said = f"{mark.label}\t{mark.note or '*'}" if mark else "_\t_"
        yield f"1-{number}\t{at}-{at + len(word)}\t{word}\t{said}"
        at += len(word) + 1


def read(paths: Sequence[Path], folder: Path, name: str, count: int) -> dict[str, float]:
    """Read what was written, first the native JSONL, which is the floor.

    Every format is read here, and not in a process of its own, so that its time and memory can be told from another's.
    """
    sandbox.stay_inside()
    began = worked()
    assert sum(len(record.spans) for record in jsonl.read(file_source(folder / NATIVE), None)) == SPANS * count
    floor = worked() - began
    before = peak()
    began = worked()
    articles = sum(1 for record in _through(paths, name) if record.spans)
    seconds = worked() - began
    assert articles == count, f"{articles} articles of {count} came back"
    return {"seconds": seconds, "floor": floor, "memory": peak() - before}


def _through(paths: Sequence[Path], name: str) -> Iterator[Record]:
    with found_sources(paths, name) as sources:
        for found in sources:
            if found.refusal and not found.harmless:
                raise UserError(found.refusal)
            if not found.refusal:
                yield from found.read(None)


def bring_in(paths: Sequence[Path], folder: Path, name: str, count: int, *, dry: bool) -> dict[str, float]:
    """Import what was written into a new project, as somebody would; with ``dry`` nothing is written."""
    from annotator.jobs.creating import new_project
    from annotator.jobs.importing import ImportOptions, import_paths
    from annotator.project.project import Project

    path = folder / f"{'dry' if dry else 'wet'}.annotator"
    new_project(path, "ana")
    with Project.open(path, "ana") as project:
        before = peak()
        began = worked()
        report = import_paths(project, paths, ImportOptions(format=name, dry_run=dry))
        # What a process took is known when it has ended.
        sandbox.rest()
        seconds = worked() - began
    assert report.articles.new == count, report
    return {"seconds": seconds, "memory": peak() - before}


def main(what: str, name: str, folder: Path, count: int) -> None:
    from annotator.formats.table import FORMATS

    (known,) = [known for known in FORMATS if known.name == name]
    paths = sorted(folder.glob("corpus*"))
    if what == "write":
        said = write(known, folder, count)
    elif what == "read":
        said = read(paths, folder, name, count)
    else:
        said = bring_in(paths, folder, name, count, dry=what == "try")
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
