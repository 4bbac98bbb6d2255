"""How soon a search over 100,000 articles shows something, and what a bulk edit costs against the bare rows."""

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import accumulate
from pathlib import Path
from time import perf_counter

import pytest
from measure import Timing, interleaved, say

from annotator.model.record import Record
from annotator.model.tagset import Tagset
from annotator.project import bulk, consistency, history, propagating
from annotator.project.concordance import HitQuery, count, hits
from annotator.project.connection import connect
from annotator.project.creating import create
from annotator.project.importing import import_records
from annotator.project.mentions import MentionQuery, mentions
from annotator.project.project import Project
from annotator.project.searching import index_all

pytestmark = pytest.mark.benchmark

ARTICLES = 100_000
WORDS = 160
PLACES = 10_000
RARE = "Quneitra"
RARE_EVERY = 30_011


def reports(count: int) -> Iterator[Record]:
    """About a kilobyte each: words as frequent as in any language, an army in each, a rare town in a few."""
    chance = random.Random(3)
    vocabulary = ["".join(chance.choices("aeioulnrstdm", k=chance.randint(3, 10))) for _ in range(20_000)]
    frequency = list(accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))
    for number in range(1, count + 1):
        words = chance.choices(vocabulary, cum_weights=frequency, k=WORDS)
        words[10:12] = ["Syrian", "army"]
        words[70:72] = ["the", "army’s"]
        if number % RARE_EVERY == 0:
            words[100] = RARE
        text = f"Report {number}. " + " ".join(words)
        yield Record(text, meta={"title": f"Report {number}", "source": f"Wire {number % 50}"})


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, tagset: Tagset) -> Path:
    path = tmp_path_factory.mktemp("searching") / "large.annotator"
    create(path, tagset, "ana")
    with Project.open(path, "ana") as project:
        import_records(project, (("here", record) for record in reports(ARTICLES)))
        index_all(project)
    return path


@pytest.fixture
def project(large: Path) -> Iterator[Project]:
    with Project.open(large, "ana") as project:
        yield project


def first_page(pages: Iterator[list[object]]) -> int:
    return len(next(pages, []))


def milliseconds(piece: Callable[[], object]) -> tuple[float, object]:
    began = perf_counter()
    answer = piece()
    return (perf_counter() - began) * 1000, answer


def in_index(project: Project, words: str) -> None:
    """The floor: ask the index for the first articles."""
    project.connection.execute(
        "SELECT rowid FROM article_text_fts WHERE article_text_fts MATCH ? ORDER BY rowid LIMIT 20", (words,)
    ).fetchall()


@pytest.mark.parametrize("words", ["army", RARE, "Syrian army", "army Syrian"])
def test_first_mentions(project: Project, words: str) -> None:
    query = MentionQuery(words, "actor", article=1)
    ours, floor = interleaved(5, lambda: first_page(mentions(project, query)), lambda: in_index(project, f'"{words}"'))  # type: ignore[arg-type]
    say(f"first page of mentions of “{words}” in 100,000 articles", ours, floor, "≤ 200 ms")


@pytest.mark.parametrize(
    "query",
    [
        HitQuery("army"),
        HitQuery(RARE),
        HitQuery("army", source="Wire 49"),
        HitQuery("arm*"),
        HitQuery("a*"),
        HitQuery(f"army {RARE}"),
        HitQuery(tag="actor"),
        HitQuery("army", unmarked=True),
    ],
    ids=lambda query: f"{query.words or query.tag} {query.source}".strip(),
)
def test_first_page_of_a_concordance(project: Project, query: HitQuery) -> None:
    words = query.words or "army"
    ours, floor = interleaved(5, lambda: first_page(hits(project, query)), lambda: in_index(project, words))  # type: ignore[arg-type]
    say(f"first page of a concordance of {query.words or query.tag!r}", ours, floor, "≤ 200 ms")


def test_all_of_it(project: Project) -> None:
    took, answer = milliseconds(lambda: count(project, HitQuery("army"), most=1_000_000))
    print(f"\ncounting every hit of a common word: {took:.0f} ms for {answer}")
    longest = max(_gaps(mentions(project, MentionQuery("army", "actor", article=1))))
    print(f"the longest wait for a page of mentions: {longest:.0f} ms")


def _gaps(pages: Iterator[object]) -> Iterator[float]:
    last = perf_counter()
    for _ in pages:
        yield (perf_counter() - last) * 1000
        last = perf_counter()


def test_bulk_propagation_against_executemany(project: Project, tmp_path: Path) -> None:
    found = mentions(project, MentionQuery("Syrian army", "actor", article=1))
    places = [hit.place for _, page in zip(range(PLACES // 200 + 2), found, strict=False) for hit in page][:PLACES]
    waits: list[float] = []

    def propagate() -> None:
        last = perf_counter()

        def went_on(_: int) -> bool:
            nonlocal last
            waits.append((perf_counter() - last) * 1000)
            last = perf_counter()
            return True

        assert propagating.propagate(project, places, "actor", went_on=went_on).count == PLACES

    took, _ = milliseconds(propagate)
    for transactions in (1, len(waits)):
        floor = bare_rows(tmp_path / f"{transactions}.annotator", project, transactions)
        what = f"propagating to 10,000 places, against executemany of the same rows in {transactions} transactions"
        say(what, Timing((took,)), Timing((floor,)), "small")
    print(f"{len(waits)} transactions, the longest {max(waits):.0f} ms, median {sorted(waits)[len(waits) // 2]:.0f} ms")
    again, _ = milliseconds(lambda: propagating.propagate(project, places, "actor"))
    print(f"once more, when all is marked: {again:.0f} ms")
    keys = [span.key for page in hits(project, HitQuery(tag="actor")) for hit in page for span in hit.meant("actor")]
    retagged, _ = milliseconds(lambda: bulk.retag_all(project, keys, "location"))
    cleared, _ = milliseconds(lambda: bulk.clear_all(project, keys))
    print(f"retagging them: {retagged:.0f} ms; clearing them: {cleared:.0f} ms")
    back, _ = milliseconds(lambda: [history.undo(project) for _ in range(3)])
    print(f"undoing all three: {back:.0f} ms")


def test_consistency_of_many_spans(project: Project) -> None:
    found = mentions(project, MentionQuery("Syrian army", "actor", article=1))
    places = [hit.place for _, page in zip(range(PLACES // 200 + 2), found, strict=False) for hit in page]
    chosen = places[:: len(places) // 5000]
    propagating.propagate(project, chosen[:-10], "actor")
    propagating.propagate(project, chosen[-10:], "location")
    began = perf_counter()
    queue = consistency.findings(project)
    first = next(queue)
    until_first = (perf_counter() - began) * 1000
    kinds = [first.kind, *(finding.kind for finding in queue)]
    took = (perf_counter() - began) * 1000
    print(f"\nconsistency of {len(chosen):,} spans: first finding {until_first:.0f} ms, all {took:.0f} ms: {kinds}")
    for _ in range(2):
        history.undo(project)


def bare_rows(path: Path, project: Project, transactions: int) -> float:
    """Insert the same layers and spans into a file with the same settings, nothing checked; return milliseconds."""
    layers = project.connection.execute("SELECT key, article, annotator, status FROM layer").fetchall()
    spans = project.connection.execute(
        'SELECT key, layer, tag, start, "end", id, surface, origin, step FROM span'
    ).fetchall()
    schema = project.connection.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name IN ('layer', 'span') AND sql IS NOT NULL ORDER BY type DESC"
    ).fetchall()
    path.touch()
    with closing(connect(path, read_only=False)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for (statement,) in schema:
            connection.execute(statement)
        began = perf_counter()
        for number in range(transactions):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "INSERT INTO layer (key, article, annotator, status) VALUES (?, ?, ?, ?)", layers[number::transactions]
            )
            connection.executemany(
                'INSERT INTO span (key, layer, tag, start, "end", id, surface, origin, step) '
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                spans[number::transactions],
            )
            connection.execute("COMMIT")
        return (perf_counter() - began) * 1000
