"""Articles that are hard to hold: what the clients get, and have to give back.

Spans nest, cross and coincide, and have several fragments; letters lie beyond the first plane, carry marks of their own
or run from right to left; blanks are of many kinds. The work of several people stays apart. One article is of a
megabyte, and one was read and found empty.
"""

from itertools import accumulate

from annotator.model.article import text_sha256
from annotator.model.record import Record, RecordRelation, RecordSpan

EMOJI = (
    "🔴 Homs: the Observatory said at least 287 ISIL fighters, among them 26 minors, “were killed”, the army said, "
    "“near the bridge”. 👨‍👩‍👧‍👦 fled 🇸🇾 Syria."
)
MARKS = "Be\u0301ne\u0301dicte Zoe\u0308 met Đặng Thị Ngọc 𝔄𝔅 in Sa\u0303o Paulo; 1,200.5 tonnes of हिन्दी books burnt."
ARABIC = "قال المرصد السوري إن ٢٨٧ مقاتلاً قُتِلوا قرب حِمص، بينهم ٢٦ طفلاً."
CHINESE = "观察站称，至少有287名战士在霍姆斯附近被打死。"
LINES = (
    "Two lines.\r\nThe U.S. army's man\u00a0said:\u2028"
    "“26\tminors,\n\nthree men” left O'Hara's house -DOCSTART- <b>&amp; 50% | it.\n"
)
_LONG_PARTS = 20_000


class _Work:
    """One person's work on an article in the making; spans are named by their words."""

    def __init__(self, text: str, article: str, layer: str | None, **meta: str) -> None:
        self.record = Record(text, article, text_sha256(text), meta={"title": f"T {article}"} | meta, layer=layer)
        self.record.spans, self.record.relations = [], []
        self.record.status = None if layer is None else "done"

    def mark(self, label: str, *words: str, nth: int = 0, **more: object) -> str:
        """Add a span on the ``words`` of each fragment, which are the ``nth`` of those in the text, and name it."""
        text, fragments, at = self.record.text, [], 0
        for run in words:
            for _ in range(nth + 1):
                start = text.index(run, at)
                at = start + 1
            at = start + len(run)
            fragments.append((start, at))
        name = f"{self.record.id}-{self.record.layer}-{len(self.record.spans)}"
        self.record.spans.append(
            RecordSpan(
                id=name, label=label, start=fragments[0][0], end=fragments[-1][1], fragments=fragments,
                text=" ".join(words), origin="human", **more,  # type: ignore[arg-type]
            )
        )  # fmt: skip
        return name

    def relate(self, label: str, head: str, child: str) -> None:
        """Add a relation between two spans."""
        name = f"r-{self.record.id}-{self.record.layer}-{len(self.record.relations)}"
        self.record.relations.append(RecordRelation(id=name, label=label, head=head, child=child))


def _full(layer: str) -> Record:
    work = _Work(EMOJI, "emoji", layer, language="en", source="Northern Wire")
    place = work.mark("location", "Homs", attributes={"precision": 2, "use": "dateline"})
    who = work.mark("actor", "Observatory", attributes={"type": "monitor"}, note="the “S.O.H.R.”\nin Coventry")
    many = work.mark("number", "at least 287", attributes={"low": 287, "modifier": "at_least"}, unsure=True)
    fighters = work.mark("actor", "ISIL fighters")
    work.mark("actor", "ISIL")
    work.mark("actor", "ISIL fighters", attributes={"side": "rebels"})
    minors = work.mark("number", "26 minors")
    work.mark("actor", "fighters, among them 26")
    claim = work.mark("claim", "were killed", "near the bridge", attributes={"polarity": "affirmed"})
    work.mark("actor", "👨‍👩‍👧‍👦")
    work.mark("location", "🇸🇾 Syria")
    for label, head, child in (
        ("source", claim, who), ("counts_who", many, fighters), ("subset_of", minors, many), ("about", claim, place),
    ):  # fmt: skip
        work.relate(label, head, child)
    return work.record


def _marks() -> Record:
    work = _Work(MARKS, "marks", "ana", language="en")
    for words in ("Be\u0301ne\u0301dicte", "Zoe\u0308", "Đặng Thị Ngọc", "𝔄𝔅"):
        work.mark("actor", words)
    work.mark("location", "Sa\u0303o Paulo")
    work.mark("number", "1,200.5 tonnes", note="𝔄 note with 😀")
    work.mark("actor", "हिन्दी")
    return work.record


def _arabic(layer: str) -> Record:
    work = _Work(ARABIC, "arabic", layer, language="ar")
    work.mark("actor", "المرصد السوري")
    work.mark("number", "٢٨٧ مقاتلاً")
    work.mark("claim", "٢٨٧ مقاتلاً قُتِلوا قرب حِمص")
    work.mark("location", "حِمص")
    return work.record


def _chinese() -> Record:
    work = _Work(CHINESE, "chinese", "ben", language="zh")
    work.mark("actor", "观察站")
    work.mark("number", "至少有287名")
    return work.record


def _lines() -> Record:
    work = _Work(LINES, "lines", "ana", language="en")
    work.mark("actor", "U.S. army")
    work.mark("location", "U.S.")
    work.mark("number", "26\tminors")
    work.mark("claim", "26\tminors,\n\nthree men")
    work.mark("actor", "O'Hara")
    return work.record


def long_article(spans: int = 3000) -> Record:
    """Return an article of a megabyte with so many spans, from its beginning to its end."""
    # No two sentences are the same, or a zip of them would look as if it were built to explode.
    parts = [f"The Observatory said at least {26 * at} men fled Homs 😀. " for at in range(_LONG_PARTS)]
    work = _Work("".join(parts), "long", "ana", language="en")
    begins = list(accumulate((len(part) for part in parts), initial=0))
    for at in range(0, _LONG_PARTS, _LONG_PARTS * 3 // spans):
        for label, words in (("actor", "Observatory"), ("number", f"at least {26 * at}"), ("location", "Homs")):
            start = begins[at] + parts[at].index(words)
            span = RecordSpan(id=f"l{len(work.record.spans)}", label=label, start=start, end=start + len(words))
            span.fragments, span.text, span.origin = [(start, span.end)], words, "human"
            work.record.spans.append(span)
    return work.record


def hard_articles() -> list[Record]:
    """Return all of them but the long one: the layers of an article stand together, as a project hands them out."""
    empty = _Work("Nothing to be marked was said.", "empty", "ana", language="en")
    untouched = _Work("Nobody has worked on this.", "untouched", None, language="en")
    return [
        _full("ana"), _full("ben"), _marks(), _arabic("ana"), _arabic("زيد"), _chinese(), _lines(), empty.record,
        untouched.record,
    ]  # fmt: skip
