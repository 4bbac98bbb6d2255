"""Telling what a file is, from its beginning: the program does it itself, so no beginning may hold it up."""

import pytest

from annotator.formats.table import FORMATS, Format
from tests.formats.seeds import NEED, READ, seeds
from tests.growth import grows_at_most

RECOGNISING = [known for known in FORMATS if known.recognise is not None]
PIECES = (
    " ", "\n", " \n", "\t", "a", "1", "1 ", "1,", ".", "(", "[", "{", "<", '"', "'", "\\", "&", "&amp;", "\u00a0", "\0",
    "a\tb\n", "a B-x\n", "<p>", "<title>", "<x:", "Length: ", "Length: 1 ", "Load-Date", "Load-Date : ", "1 of 1 ",
    "End of Document\n", "Document AB", "Page 1 of ", '"data" : ', '"annotations":[', '"tokens" : [ ', '{"text":',
    '["a",', "#FORMAT=", "# newdoc\n", "1\ta\t", "WARC/", "Copyright ", "HD\n",
)  # fmt: skip
BEFORE = (
    "",
    "{",
    "[",
    '{"text":"x",',
    "End of Document\nLength: 1",
    "1 of 2 DOCUMENTS\n",
    "Load-Date: 1\n",
    "-DOCSTART- O\n\n",
)
SHORT, LONG = 8_192, 65_536


def beginning(before: str, piece: str, size: int) -> bytes:
    return (before + piece * (size // len(piece))).encode()[:size]


@pytest.mark.parametrize("known", RECOGNISING, ids=lambda known: known.name)
def test_what_a_file_is_is_told_in_time_with_its_beginning(known: Format):
    recognise = known.recognise
    assert recognise is not None
    for before in BEFORE:
        for piece in PIECES:
            short, long = (beginning(before, piece, size) for size in (SHORT, LONG))
            assert grows_at_most(16, lambda long=long: recognise(long), lambda short=short: recognise(short)), piece  # type: ignore[misc]


@pytest.mark.parametrize("known", [known for known in RECOGNISING if known in READ], ids=lambda known: known.name)
def test_its_own_files_are_recognised(known: Format):
    if known.name in NEED:
        pytest.skip(f"{known.name} is not told by its beginning")
    assert known.recognise is not None
    assert any(known.recognise(seed.content[:LONG]) for seed in seeds(known))
