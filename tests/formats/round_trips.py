"""Ours → format → ours: articles to write, and what has to be the same afterwards."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from itertools import chain, pairwise
from typing import Any, BinaryIO

import msgspec
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.formats import losses
from annotator.formats.options import WriteOptions
from annotator.formats.source import Source
from annotator.model.record import LossReport, Record, RecordRelation, RecordSpan
from annotator.model.respacing import on_text
from annotator.model.tokens import Tokens
from tests.formats.given import checked, source

Write = Callable[[Iterable[Record], BinaryIO, WriteOptions], LossReport]
Read = Callable[[Source, str | None], Iterator[Record]]

PIECES = (
    "The army", "said", "26", "al-Nusra's", "U.S.", "killed.", " ", "  ", "\n", "\r\n\r\n", "\u00a0", "\t", "😀",
    "𝔄b", "e\u0301", "“Homs”", ",", ". ", "قُتل", "观察站", "1,200.5", "-DOCSTART-", "O", "#", "\u200b", "\u2028", "<b>",
    "it’s", "|", "\\", "%20", '"', "_",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join).filter(lambda text: text.strip())
TAGS = st.sampled_from(["actor", "location", "number", "armed group", "a-b", "50%", "(x)|y"])
NAMES = st.text("abc é-_;=.%😀", min_size=1, max_size=8).filter(
    lambda name: bool(name.strip()) and name == name.strip()
)
SCALARS = st.integers(-(2**53), 2**53) | st.sampled_from(["exact", "at least", "", "7", "true", "[1]"]) | st.booleans()
VALUES = SCALARS | st.none() | st.just(0.5) | st.lists(st.sampled_from(["a", "b"]), max_size=3) | st.just({"deep": [1]})
OBJECTS = st.dictionaries(st.sampled_from(["low", "modifier", "counts", "text", "type", "a b"]), VALUES, max_size=2)


@st.composite
def a_span(draw: st.DrawFn, text: str, number: int) -> RecordSpan:
    """Draw a span of ``text``, more often than not on its tokens, sometimes with several fragments."""
    edges = sorted({edge for token in Tokens(text) for edge in token}) if draw(st.integers(0, 3)) else None
    places = st.sampled_from(edges) if edges else st.integers(0, len(text))
    count = 2 * draw(st.sampled_from([1, 1, 1, 2, 3]))
    found = sorted(
        draw(st.lists(places, min_size=2, max_size=count, unique=True).filter(lambda ends: len(ends) % 2 == 0))
    )
    pairs = list(zip(found[::2], found[1::2], strict=True))
    if any(one[1] == other[0] for one, other in pairwise(pairs)):
        pairs = [(pairs[0][0], pairs[-1][1])]
    span = RecordSpan(
        id=f"s{number}", label=draw(TAGS), start=pairs[0][0], end=pairs[-1][1], fragments=pairs,
        text=" ".join(text[start:end] for start, end in pairs), origin=draw(st.sampled_from(["human", "import"])),
    )  # fmt: skip
    if draw(st.integers(0, 3)) == 0:
        span.attributes, span.note, span.unsure = draw(OBJECTS), draw(st.sampled_from(["", "a note\n"])), True
        span.extra = draw(st.sampled_from([msgspec.UNSET, {"decision": {"by": "rev"}}, {"score": 1}]))
    return span


@st.composite
def an_article(draw: st.DrawFn, number: int) -> list[Record]:
    """Draw an article: one record for each of its layers, or one without work."""
    text = draw(TEXTS)
    meta = draw(
        st.dictionaries(st.sampled_from(["title", "source", "url", "language", "desk", "text"]), NAMES, max_size=3)
    )
    meta.pop("language", None)
    article = Record(text, f"a{number}", meta=meta)
    layers = draw(st.lists(st.sampled_from(["ana", "ben", "gold", "é c"]), unique=True, max_size=2))
    found = []
    for layer in sorted(layers):
        count = draw(st.integers(0, 5)) if len(text.strip()) > 1 else 0
        spans = [draw(a_span(text, at)) for at in range(count)]
        ids = [span.id for span in spans]
        relations = []
        if len(ids) > 1 and draw(st.booleans()):
            relations.append(RecordRelation(id="r1", label="counts who", head=ids[0] or "", child=ids[-1] or ""))
        more: dict[str, Any] = {}
        if draw(st.integers(0, 2)) == 0:
            more = {
                "flagged": True,
                "labels": {"topic": draw(VALUES)},
                "read": [(0, 1)],
                "tagset": "news",
                "tagset_version": 3,
            }
        status = draw(st.sampled_from(["open", "done"]))
        found.append(
            msgspec.structs.replace(article, layer=layer, status=status, spans=spans, relations=relations, **more)
        )
    return found or [article]


ARTICLES = (
    st.integers(1, 3)
    .flatmap(lambda count: st.tuples(*(an_article(number) for number in range(count))))
    .map(lambda found: [record for layers in found for record in layers])
)
OPTIONS = st.builds(
    WriteOptions,
    flatten=st.sampled_from(["longest", "shortest"]),
    fragments=st.sampled_from(["split", "cover"]),
    scheme=st.sampled_from(["iob2", "bioes", "iob1"]),
)


def written(write: Write, records: Iterable[Record], options: WriteOptions | None = None) -> tuple[bytes, LossReport]:
    target = BytesIO()
    report = write(records, target, options or WriteOptions())
    assert not target.closed
    return target.getvalue(), report


def check_round_trip(write: Write, read: Read, records: list[Record], options: WriteOptions, name: str) -> list[Record]:
    """Write, read, and assert that nothing differs but by the loss that was reported; return what was read."""
    content, report = written(write, records, options)
    found = list(read(source(content, name), None))
    check_came_back(records, found, report)
    return found


def check_came_back(
    records: list[Record], found: list[Record], report: LossReport, also_lost: Iterable[str] = ()
) -> None:
    """Assert that ``found`` is ``records`` but for what was reported, and what somebody else loses on the way."""
    lost = {loss.what: loss.count for loss in report.loss} | dict.fromkeys(also_lost, 0)
    assert all(loss.count > 0 and loss.example for loss in report.loss)
    assert report.articles == len({record.id for record in records})
    kept = [record for record in records if losses.WITHOUT_SPANS not in lost or record.spans]
    assert sorted(map(_key(lost), kept)) == sorted(map(_key(lost), found))
    missing = 0
    for before in kept:
        (after,) = [record for record in found if _key(lost)(record) == _key(lost)(before)]
        missing += _check_article(before, after, lost)
    assert missing == sum(lost.get(what, 0) for what in (losses.OVERLAPS, losses.OFF_TOKENS))
    assert report.spans == sum(len(record.spans) for record in found)
    if losses.RELATIONS not in also_lost:
        assert report.relations == sum(len(record.relations) for record in found)


def _key(lost: dict[str, int]) -> Callable[[Record], tuple[str, str]]:
    return lambda record: (record.id or "", "" if losses.LAYERS in lost else record.layer or "")


def _check_article(before: Record, after: Record, lost: dict[str, int]) -> int:
    """Compare one article, and return how many of its spans are missing."""
    if after.text_is != "exact":
        laid = on_text(after, before.text)
        assert laid is not None
        after = laid
    assert after.text == before.text
    for what, of in (
        (losses.META, "meta"), (losses.LABELS, "labels"), (losses.READ, "read"), (losses.FLAGS, "flagged"),
        (losses.STATES, "status"), (losses.TAGSETS, "tagset"), (losses.TAGSETS, "tagset_version"),
    ):  # fmt: skip
        if what not in lost:
            assert getattr(after, of) == getattr(before, of), of
    wanted = Counter(_plain(piece, lost) for span in before.spans for piece in _pieces(span, lost))
    there = Counter(_plain(span, lost) for span in after.spans)
    assert not there - wanted
    for span in after.spans:
        assert span.text is None or len(span.fragments or []) > 1 or after.text[span.start : span.end] == span.text
    if losses.RELATIONS not in lost:
        assert _relations(before, lost) == _relations(after, lost)
    return (wanted - there).total()


def _pieces(span: RecordSpan, lost: dict[str, int]) -> list[RecordSpan]:
    runs = span.fragments or [(span.start, span.end)]
    if len(runs) > 1 and losses.COVERED in lost:
        runs = [(span.start, span.end)]
    if len(runs) > 1 and losses.SPLIT in lost:
        return [msgspec.structs.replace(span, start=start, end=end, fragments=[(start, end)]) for start, end in runs]
    return [msgspec.structs.replace(span, fragments=runs)]


def _plain(span: RecordSpan, lost: dict[str, int]) -> str:
    """Return what has to be the same of a span, as something that can be counted."""
    extra = dict(span.extra or {})
    decision = extra.pop("decision", None)
    parts = {
        losses.ATTRIBUTES: span.attributes, losses.NOTES: span.note, losses.UNSURE: span.unsure,
        losses.ORIGINS: span.origin, losses.GUESSED: span.guessed or {},
        losses.DECISIONS: decision, losses.EXTRAS: extra,
        losses.SPAN_IDS: span.id if losses.SPLIT not in lost else None,
    }  # fmt: skip
    kept = {what: part for what, part in parts.items() if what not in lost}
    return repr((span.label, span.fragments or [(span.start, span.end)], sorted(kept.items())))


def _relations(record: Record, lost: dict[str, int]) -> Counter[object]:
    places = {span.id: (span.label, span.start, None if losses.SPLIT in lost else span.end) for span in record.spans}
    return Counter(
        (one.label, places[one.head], places[one.child], None if losses.RELATION_IDS in lost else one.id)
        for one in record.relations
    )


_JUNK = (b"\0", b"\xff", b'"', b"[", b"{", b"\n", b"-1", b"9" * 30, b"null", b"O", b"\\ud800")


def mutated(content: bytes, seed: int) -> bytes:
    """Return ``content`` with a few bytes changed, cut, doubled or swapped, always the same for one ``seed``."""
    import random

    chance = random.Random(seed)
    changed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.randrange(len(changed) + 1) for _ in range(2))
        kind = chance.randrange(6)
        if kind == 0 and changed:
            changed[min(at, len(changed) - 1)] = chance.randrange(256)
        elif kind == 1:
            del changed[at : min(to, at + 40)]
        elif kind == 2:
            changed[at:at] = changed[at : min(to, at + 40)]
        elif kind == 3:
            changed[at:at] = chance.choice(
                [b"\0", b"\xff", b'"', b"[", b"{", b"\n", b"-1", b"9" * 30, b"null", b"O", b"\\ud800"]
            )
        elif kind == 4:
            del changed[to:]
        else:
            changed[at:at] = bytes(chance.randrange(256) for _ in range(4))
    return bytes(changed)


def check_mutated(read: Read, content: bytes, name: str, seeds: Sequence[int], *, whole: bool = False) -> None:
    """Assert that every mutated file – and ``content`` itself, if ``whole`` – is read, or refused with one sentence."""
    for changed in chain((mutated(content, seed) for seed in seeds), [content] if whole else []):
        try:
            for record in read(source(changed, name), None):
                assert isinstance(record.text, str)
                record.text.encode()
                msgspec.json.encode(record)
        except UserError as error:
            checked(str(error))
