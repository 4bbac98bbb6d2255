"""What trainers themselves make of our exports: the libraries that will read them, not our own readers."""

import subprocess
import sys
from pathlib import Path

import pytest

from annotator.formats import conll
from annotator.formats.options import WriteOptions
from annotator.model.record import Record, RecordSpan

pytestmark = [pytest.mark.interop, pytest.mark.filterwarnings("default")]

TEXT = "🔴 The Observatory said at least 287 ISIL fighters were killed near Homs.\r\n\r\n26, the U.S. army's man said."
WORDS = (
    ("Observatory", "actor"), ("at least 287", "number"), ("ISIL fighters", "actor"), ("Homs", "location"),
    ("26", "number"), ("U.S. army", "actor"), ("U.S.", "location"),
)  # fmt: skip


def article(name: str = "a1", layer: str = "ana") -> Record:
    spans = []
    for at, (words, label) in enumerate(WORDS):
        start = TEXT.index(words)
        end = start + len(words)
        spans.append(RecordSpan(id=f"s{at}", label=label, start=start, end=end, fragments=[(start, end)], text=words))
    return Record(TEXT, name, meta={"title": "T", "language": "en"}, layer=layer, status="done", spans=spans)


FLAT = [(label, words) for words, label in WORDS if words != "U.S."]
"""What is left when overlaps are flattened by length."""


def test_spacy_converts_the_conll_and_finds_the_same_spans(tmp_path: Path):
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin

    with (tmp_path / "x.conll").open("wb") as file:
        conll.write([article(), article("a2")], file, WriteOptions())
    done = subprocess.run(
        [sys.executable, "-m", "spacy", "convert", "x.conll", ".", "-c", "ner", "-n", "0"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    docs = list(DocBin().from_disk(tmp_path / "x.spacy").get_docs(spacy.blank("en").vocab))
    assert len(docs) == 2
    for doc in docs:
        assert [(entity.label_, entity.text) for entity in doc.ents] == FLAT
        assert "-DOCSTART-" not in doc.text


@pytest.mark.parametrize("scheme", ["iob2", "bioes", "iob1"])
def test_seqeval_finds_the_same_spans_in_every_scheme(tmp_path: Path, scheme: str):
    pytest.importorskip("seqeval")
    from seqeval import scheme as schemes
    from seqeval.metrics.sequence_labeling import get_entities

    with (tmp_path / "x.conll").open("wb") as file:
        conll.write([article()], file, WriteOptions(scheme=scheme))  # type: ignore[arg-type]
    rows = [line.split(" ") for line in (tmp_path / "x.conll").read_text(encoding="utf-8").split("\n")[2:] if line]
    words, tags = [row[0] for row in rows], [row[3] for row in rows]
    assert [(label, " ".join(words[first : last + 1])) for label, first, last in get_entities(tags)] == FLAT
    strictly = {"iob2": schemes.IOB2, "bioes": schemes.IOBES, "iob1": schemes.IOB1}[scheme]
    found = schemes.Entities([tags], strictly).entities[0]
    assert [(one.tag, " ".join(words[one.start : one.end])) for one in found] == FLAT
