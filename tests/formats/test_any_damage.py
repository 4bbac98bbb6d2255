"""The long form of what each format's tests do with a few hundred files: damage of any kind, to every reader."""

import zlib

import pytest

from annotator.formats.options import WriteOptions
from annotator.formats.table import FORMATS, Format
from annotator.model.record import Record, RecordRelation, RecordSpan
from tests.formats.round_trips import check_mutated, written

TEXT = "😀 The U.S. army's 26 men\r\n\r\nwere “killed” near Homs."
_TWO_WAYS = [known for known in FORMATS if known.read is not None and known.write is not None and not known.written_as]
"""What is written as a zip of files has such a test among its own, for the files in it."""
_NEED = {"spacy": "spacy", "parquet": "pyarrow"}


def articles() -> list[Record]:
    spans = []
    for at, (words, label) in enumerate((("U.S. army", "actor"), ("U.S.", "location"), ("26", "number"))):
        start = TEXT.index(words)
        span = RecordSpan(id=f"s{at}", label=label, start=start, end=start + len(words), text=words, note="n\n")
        span.attributes = {"low": 26, "modifier": "exact"}
        spans.append(span)
    relations = [RecordRelation(id="r", label="counts_who", head="s2", child="s0")]
    one = Record(TEXT, "a1", meta={"title": "T", "desk": [1]}, layer="ana", status="done", spans=spans)
    one.relations, one.labels, one.read = relations, {"topic": ["a", "b"]}, [(0, 5)]
    return [one, Record(TEXT, "a1", layer="ben", status="open", spans=spans[:1]), Record("Homs.", "a2")]


@pytest.mark.soak
@pytest.mark.parametrize("known", _TWO_WAYS, ids=lambda known: known.name)
def test_ten_thousand_damaged_files_are_read_or_refused(known: Format):
    if known.name in _NEED:
        pytest.importorskip(_NEED[known.name])
    assert known.read is not None
    assert known.write is not None
    content, _ = written(known.write, articles(), WriteOptions())
    check_mutated(known.read, content, f"x{known.suffixes[0]}", range(10_000))


@pytest.mark.soak
@pytest.mark.filterwarnings("default")
def test_docbins_that_were_damaged_before_they_were_packed_are_read_or_refused():
    pytest.importorskip("spacy")
    from annotator.formats import docbin
    from tests.formats.round_trips import mutated

    content = zlib.decompress(written(docbin.write, articles())[0])
    for seed in range(10_000):
        check_mutated(docbin.read, zlib.compress(mutated(content, seed)), "x.spacy", [], whole=True)


def test_every_format_is_known_by_what_its_files_hold():
    from annotator.formats.table import readable_format

    for known in _TWO_WAYS:
        if known.name in _NEED:
            continue
        assert known.write is not None
        content, _ = written(known.write, articles(), WriteOptions())
        for suffix in known.suffixes:
            assert readable_format("auto", suffix, lambda content=content: content[:65_536]) is known, known.name
