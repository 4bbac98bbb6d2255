"""What tests of the interchange formats share: records made by chance, files that are written and read back."""

import random
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.formats.containers import found_sources
from annotator.formats.options import WriteOptions
from annotator.formats.table import writable_format
from annotator.model.article import text_sha256
from annotator.model.naming import is_name
from annotator.model.record import LossReport, Record, RecordRelation, RecordSpan
from tests.formats.given import checked

PIECES = st.sampled_from(
    [
        "The Observatory",
        " said",
        " ",
        "\n",
        "\r\n",
        "\t",
        "😀",
        "𝔄",
        "é",
        "e\u0301",
        "\u00a0",
        "\u2028",
        "287",
        ".",
        "<&>\"'",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=30).map("".join).filter(str.strip)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn"]), min_size=1, max_size=10).filter(
    is_name
)
PLAIN_NAMES = st.sampled_from(
    ["actor", "location", "number", "claim", "counts_who", "side a", "unsure", "naïve", "a:b", "x_x"]
)
VALUES = (
    st.sampled_from(
        ["killed", "287", "true", "", " x", '"quoted"', "a\nb", "[1]", "null", "state_force", "1.50", "007"]
    )
    | st.booleans()
    | st.none()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.lists(st.integers(0, 9), max_size=2)
    | WORDS
)
ATTRIBUTES = st.dictionaries(PLAIN_NAMES | NAMES, VALUES, max_size=3)
METAS = st.fixed_dictionaries({"title": WORDS, "source": NAMES}, optional={"desk": VALUES, "published": WORDS})


@st.composite
def records(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> list[Record]:
    """Return the layers of one or two articles, as a project hands them out."""
    found = []
    for number in range(draw(st.integers(1, 2))):
        text, meta = draw(texts), draw(METAS)
        for layer in draw(st.lists(PLAIN_NAMES | NAMES, max_size=2, unique=True)) or [None]:
            found.append(draw(a_record(f"article {number}", text, meta, layer)))
    return found


@st.composite
def a_record(draw: st.DrawFn, article: str, text: str, meta: dict[str, Any], layer: str | None) -> Record:
    record = Record(text, article, text_sha256(text), {name: value for name, value in meta.items() if value != ""})
    if layer is None:
        return record
    record.layer, record.status = layer, draw(st.sampled_from(["open", "done"]))
    record.flagged = draw(st.booleans())
    record.tagset, record.tagset_version = "conflict_news", draw(st.integers(1, 9))
    record.labels = draw(ATTRIBUTES)
    record.read = draw(st.lists(st.just((0, len(text))), max_size=1))
    record.spans = [draw(a_span(text, f"{article}-{layer}-{number}")) for number in range(draw(st.integers(0, 4)))]
    ids = [span.id or "" for span in record.spans]
    if ids:
        record.relations = draw(
            st.lists(
                st.builds(
                    RecordRelation,
                    id=st.uuids().map(str),
                    label=PLAIN_NAMES,
                    head=st.sampled_from(ids),
                    child=st.sampled_from(ids),
                ),
                max_size=2,
            )
        )
    return record


@st.composite
def a_span(draw: st.DrawFn, text: str, span_id: str) -> RecordSpan:
    edges = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    edges = edges[: len(edges) // 2 * 2]
    fragments = [(edges[at], edges[at + 1]) for at in range(0, len(edges), 2)]
    return RecordSpan(
        id=span_id,
        label=draw(PLAIN_NAMES | NAMES),
        start=fragments[0][0],
        end=fragments[-1][1],
        fragments=fragments,
        text=" ".join(text[start:end] for start, end in fragments),
        attributes=draw(ATTRIBUTES),
        origin=draw(st.sampled_from(["human", "import", "adjudicated"])),
        unsure=draw(st.booleans()),
        note=draw(WORDS),
        extra=draw(st.just(msgspec.UNSET) | st.just({"decision": {"how": "took"}}) | st.just({"score": 1})),
    )


def written(name: str, found: list[Record], **options: Any) -> tuple[bytes, LossReport]:
    target = BytesIO()
    write = writable_format(name).write
    assert write is not None
    report = write(found, target, WriteOptions(**options))
    assert not target.closed
    return target.getvalue(), report


def read_back(path: Path, format_name: str = "auto") -> list[Record]:
    """Read everything at ``path``, as an import does; whatever is refused fails the test."""
    found = []
    with found_sources([path], format_name) as sources:
        for one in sources:
            assert not one.refusal, one.refusal
            found += list(one.read(None))
    return found


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def said(record: Record, *lost: str) -> dict[str, Any]:
    """Return what ``record`` says, in a form to compare: without what its reader adds, and without what is ``lost``.

    Spans go by their number instead of their id.
    """
    numbers = {span.id: number for number, span in enumerate(record.spans)}
    spans = [_said_of(span, lost) for span in record.spans]
    relations = [
        (relation.label, numbers.get(relation.head), numbers.get(relation.child)) for relation in record.relations
    ]
    whole = msgspec.structs.asdict(record) | {"spans": spans, "relations": relations}
    return {name: value for name, value in whole.items() if name not in ("notes", "raw_sha256", *lost)}


def _said_of(span: RecordSpan, lost: tuple[str, ...]) -> dict[str, Any]:
    whole = {
        name: getattr(span, name)
        for name in ("label", "start", "end", "fragments", "text", "attributes", "unsure", "note")
    }
    whole["fragments"] = span.fragments or [(span.start, span.end)]
    return {name: value for name, value in whole.items() if name not in lost}


def mutated(content: bytes, tokens: list[bytes], chance: random.Random) -> bytes:
    """Return ``content`` with some bytes changed, added, doubled or taken away."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            changed[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            changed[at:at] = chance.choice(tokens)
        elif kind == 2:
            del changed[at : at + chance.randint(1, 40)]
        else:
            start = chance.randrange(len(changed) + 1)
            changed[at:at] = changed[start : start + chance.randint(1, 200)]
    return bytes(changed)


def read_or_refused(read: Callable[[], list[Record]]) -> list[Record] | None:
    """Return what was read, checked for what no import may hold; nothing if it was refused, in one sentence."""
    try:
        found = read()
    except UserError as error:
        checked(str(error))
        return None
    for record in found:
        assert isinstance(record.text, str)
        assert not any("\ud800" <= character <= "\udfff" or character == "\0" for character in record.text)
        for span in record.spans:
            assert is_name(span.label)
            assert abs(span.start) < 2**63 > abs(span.end)
        for note in record.notes:
            checked(note)
    return found
