"""Files that are built to hang, flood or break their reader: each is read or refused in one sentence, within limits."""

from collections.abc import Iterator
from io import BytesIO

import pytest

from annotator.errors import UserError
from annotator.formats import sandbox
from annotator.formats.source import Source
from annotator.formats.table import FORMATS, Format
from tests.formats.given import checked, source
from tests.formats.made.hostile import FILES

FORMAT = {known.name: known for known in FORMATS}
SECONDS, MEMORY = 20.0, 1_000_000_000
"""Less than a reader has in the program, so that nobody waits for what is refused in the end."""
NEED = {"spacy": "spacy", "parquet": "pyarrow"}
TAKE_LONGER = {
    "Label Studio of nothing", "mail of parts", "Parquet of one cell", "a book of chapters", "a row far below",
    "a drawing of zeros", "RTF of fonts", "a page of a million words", "JSON lines of nothing", "CAS of nothing",
    "a million rows of nothing", "Markdown of tables", "an archive of zeros", "NITF of paragraphs",
    "a quotation without an end", "mail, nested", "NITF of entities", "an archive of pages", "a feed of items",
    "TSV of columns", "one long sentence", "chunks", "mail of a zip bomb", "a DocBin of zeros",
}  # fmt: skip
PERHAPS = {"takes too long to read", "broke the reader"}
"""What no reader may come to here: nothing is large enough to need all of its time."""


def given(name: str, content: bytes, known: Format) -> Source:
    """Return a source with a short text beside it, if its format reads another file there."""
    text = source(b"The Observatory said at least 287 fighters were killed there.", "a.txt")
    return Source(
        name, source(content, name).suffix, len(content), lambda: BytesIO(content), "ana",
        lambda wanted: text if known.companions and wanted.endswith(".txt") else None,
    )  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def narrow_limits() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(sandbox, "SECONDS", SECONDS)
        changed.setattr(sandbox, "MEMORY", MEMORY)
        yield
        sandbox.rest()


@pytest.mark.parametrize(
    "bomb", [pytest.param(name, marks=pytest.mark.soak) if name in TAKE_LONGER else name for name in FILES]
)
def test_a_file_that_is_built_to_harm_is_read_or_refused_in_one_sentence(bomb: str):
    name, called, make = FILES[bomb]
    if name in NEED:
        pytest.importorskip(NEED[name])
    made = make()
    known = FORMAT[name]
    assert known.read is not None
    try:
        count = sum(1 for _ in known.read(given(called, made.encode() if isinstance(made, str) else made, known), None))
    except UserError as error:
        said = checked(str(error))
        assert not any(limit in said for limit in PERHAPS), said
    else:
        assert count


def test_every_format_that_is_read_has_a_file_that_is_built_to_harm_it():
    assert set(FILES) >= TAKE_LONGER
    assert {name for bomb, (name, _, _) in FILES.items() if bomb not in TAKE_LONGER or name == "parquet"} == {
        known.name for known in FORMATS if known.read is not None
    }
