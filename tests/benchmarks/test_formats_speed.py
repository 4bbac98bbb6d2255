"""Every format against native JSONL, on the same articles: time, and whether memory grows with their number.

For a corpus of another size, raise :data:`ARTICLES`. What is printed is processor time, without that of making the
articles, and the memory that writing or reading adds at its peak, each measured in a process of its own.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from formats_apart import READ_ONLY, SPANS

from annotator.formats.table import FORMATS, Format

ARTICLES = 400
TIMES = 4
"""How many times as large the larger corpus is, whose memory is held against that of the smaller one."""
_NEED = {"spacy": "spacy", "parquet": "pyarrow"}
_ANNOTATED = [known for known in FORMATS if known.write is not None or known.name == READ_ONLY]

pytestmark = pytest.mark.benchmark


def _apart(what: str, known: Format, folder: Path, count: int) -> dict[str, float]:
    script = str(Path(__file__).with_name("formats_apart.py"))
    done = subprocess.run(
        [sys.executable, "-W", "ignore", script, what, known.name, str(folder), str(count)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _line(what: str, found: dict[str, float], smaller: dict[str, float], count: int) -> str:
    each = found["seconds"] / count * 1e6
    more = (found["memory"] - smaller["memory"]) / (count - count // TIMES)
    return (
        f"{what}: {found['seconds'] / found['floor']:5.1f} × native JSONL, {each:5.0f} µs an article; memory "
        f"+{smaller['memory'] / 1e6:.0f} MB for {count // TIMES:,}, +{found['memory'] / 1e6:.0f} MB for {count:,} "
        f"articles, {more / 1000:.1f} kB for each more"
    )


@pytest.mark.parametrize("known", _ANNOTATED, ids=lambda known: known.name)
def test_writing_and_reading(known: Format, tmp_path: Path):
    if known.name in _NEED:
        pytest.importorskip(_NEED[known.name])
    found: dict[str, list[dict[str, float]]] = {"write": [], "read": []}
    for count in (ARTICLES, TIMES * ARTICLES):
        folder = tmp_path / str(count)
        folder.mkdir()
        for what in ("write", "read") if known.read is not None else ("write",):
            found[what].append(_apart(what, known, folder, count))
    print(f"\n{known.name}, {SPANS} spans an article:")
    for what, (smaller, larger) in ((what, both) for what, both in found.items() if both):
        if larger["seconds"]:
            print("  " + _line(what, larger, smaller, TIMES * ARTICLES))
