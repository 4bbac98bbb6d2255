"""Import against ``executemany``, export against a bare dump: the same rows, the same pragmas, the same run."""

import json
import random
import sqlite3
import subprocess
import sys
from collections import defaultdict
from contextlib import closing
from itertools import islice
from pathlib import Path

import msgspec
import pytest
from measure import interleaved, say

from annotator.errors import UserError
from annotator.formats import jsonl
from annotator.formats.source import file_source
from annotator.jobs.exporting import export_project, foreseen_loss
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.model.article import text_sha256
from annotator.model.tagset import Tagset
from annotator.project.connection import connect
from annotator.project.creating import create
from annotator.project.importing import import_records
from annotator.project.project import Project
from annotator.project.stories import FoundStories

ARTICLES = 10_000
SPANS = 20

pytestmark = pytest.mark.benchmark

_WORDS = ["the", "Observatory", "said", "fighters", "at", "least", "rebels", "north", "city", "army", "of", "killed"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """10,000 articles of 3 kB with 20 spans each."""
    path = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    chance = random.Random(1)
    with path.open("w") as file:
        for number in range(ARTICLES):
            text = f"{number} " + " ".join(chance.choice(_WORDS) for _ in range(520))
            spans = [
                {"label": "actor", "start": at, "end": at + 10, "text": text[at : at + 10]}
                for at in range(10, 10 + SPANS * 100, 100)
            ]
            article = {"id": f"a{number}", "text": text, "meta": {"title": f"Report {number}"}, "layer": "ana"}
            file.write(json.dumps(article | {"spans": spans}) + "\n")
    return path


def bare_import(corpus: Path, project: Path) -> None:
    """Parse and insert the same rows into the same tables: one transaction, nothing checked, no journal."""
    with closing(connect(project, read_only=False)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT OR IGNORE INTO annotator (key, name) VALUES (1, 'ana')")
        articles, texts, layers, spans = [], [], [], []
        with corpus.open("rb") as file:
            for key, line in enumerate(file, 1):
                record = json.loads(line)
                sha256 = text_sha256(record["text"])
                title = record["meta"]["title"]
                articles.append((key, record["id"], title, "", "", "", "", "", "", "", None, sha256, sha256))
                texts.append((key, record["text"]))
                layers.append((key, key, 1, "done", 0, None))
                for span in record["spans"]:
                    words = span["text"]
                    identity = f"{key:08x}-0000-4000-8000-{span['start']:012x}"
                    spans.append(
                        (key, 1, span["start"], span["end"], identity, words, None, None, None, 0, "import", None, 1)
                    )
                if len(articles) == 1000:
                    _insert(connection, articles, texts, layers, spans)
                    articles, texts, layers, spans = [], [], [], []
        connection.execute("COMMIT")


def _insert(connection: sqlite3.Connection, *tables: list[tuple[object, ...]]) -> None:
    names = (
        "article",
        "article_text",
        "layer",
        'span (layer, tag, start, "end", id, surface, fragments, attributes, note, unsure, origin, extra, step)',
    )
    for name, rows in zip(names, tables, strict=True):
        connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def test_importing_against_executemany(corpus: Path, tmp_path: Path, tagset: Tagset):
    rounds = 3
    projects = [tmp_path / f"{number}.annotator" for number in range(3 * rounds)]
    for path in projects:
        create(path, tagset, "ana")
    fresh = iter(projects).__next__

    def ours() -> None:
        with Project.open(fresh(), "ana") as project:
            from annotator.jobs import importing

            index_all, importing.index_all = importing.index_all, lambda _: None
            look, importing.look_for_stories = importing.look_for_stories, lambda *_: FoundStories()
            try:
                import_paths(project, [corpus], ImportOptions())
            finally:
                importing.index_all, importing.look_for_stories = index_all, look

    def with_search_index() -> None:
        with Project.open(fresh(), "ana") as project:
            import_paths(project, [corpus], ImportOptions())

    floor, mine, indexed = interleaved(rounds, lambda: bare_import(corpus, fresh()), ours, with_search_index)
    say(f"import of {ARTICLES} articles × {SPANS} spans", mine, floor, "≤ 2")
    say("the same with the search index and stories", indexed, floor, "no aim")


def bare_dump(project: Path, out: Path) -> None:
    """Write the same bytes from two ordered cursors: nothing checked, no pages, no fsync, no rename."""
    encode = msgspec.json.Encoder().encode
    with closing(connect(project, read_only=True)) as connection, out.open("wb") as file:
        spans = defaultdict(list)
        for layer, span, start, end, words, origin, attributes, unsure, note in connection.execute(
            'SELECT layer, id, start, "end", surface, origin, attributes, unsure, note FROM span ORDER BY layer, start'
        ):
            mark = {
                "id": span,
                "label": "actor",
                "start": start,
                "end": end,
                "fragments": [(start, end)],
                "text": words,
            }
            mark["attributes"] = json.loads(attributes) if attributes else {}
            spans[layer].append(mark | {"origin": origin, "unsure": bool(unsure), "note": note or ""})
        for layer, status, article, title, sha256, text in connection.execute(
            "SELECT layer.key, status, article.id, title, sha256, text FROM article "
            "JOIN article_text ON article_text.article = article.key JOIN layer ON layer.article = article.key "
            "ORDER BY article.key"
        ):
            line = {
                "schema": "annotator/1", "id": article, "text": text, "sha256": sha256, "offset_unit": "codepoint",
                "meta": {"title": title}, "layer": "ana", "status": status, "tagset": "conflict_news",
                "tagset_version": 1, "spans": spans.pop(layer, ()), "relations": (), "labels": {},
            }  # fmt: skip
            file.write(encode(line) + b"\n")


def test_exporting_against_a_bare_dump(corpus: Path, tmp_path: Path, tagset: Tagset):
    path = tmp_path / "p.annotator"
    create(path, tagset, "ana")
    with Project.open(path, "ana") as project:
        import_paths(project, [corpus], ImportOptions())
        floor, ours = interleaved(
            5,
            lambda: bare_dump(path, tmp_path / "bare.jsonl"),
            lambda: export_project(project, tmp_path / "ours.jsonl"),
        )
    assert (tmp_path / "bare.jsonl").read_bytes() == (tmp_path / "ours.jsonl").read_bytes()
    say(f"export of {ARTICLES} articles × {SPANS} spans", ours, floor, "≤ 1.5")
    grown = subprocess.run(
        [sys.executable, "-c", _MEASURED_EXPORT, str(path), str(tmp_path / "again.jsonl")],
        capture_output=True,
        text=True,
        check=True,
    )
    print(f"memory that the export adds: {grown.stdout.strip()} MB (aim ≤ 40)")


_MEASURED_EXPORT = """
import sys
from pathlib import Path
from annotator.errors import UserError
from annotator.formats import jsonl
from annotator.formats.source import file_source
from annotator.jobs.exporting import export_project, foreseen_loss
from annotator.project.project import Project
with Project.open(Path(sys.argv[1]), "ana", read_only=True) as project:
    def peak():
        (line,) = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
        return int(line.split()[1])
    before = peak()
    export_project(project, Path(sys.argv[2]))
    print((peak() - before) // 1024)
"""


def test_a_key_waits_for_no_import(corpus: Path, tmp_path: Path, tagset: Tagset):
    """Print the longest transaction of an import, which is the longest a key may have to wait."""
    path = tmp_path / "p.annotator"
    create(path, tagset, "ana")
    longest = 0.0
    with Project.open(path, "ana", urgent=False) as project:
        from time import perf_counter

        from annotator.formats.source import file_source
        from annotator.formats.table import readable_format

        known = readable_format("jsonl", "")
        assert known is not None
        assert known.read is not None
        plain = project.connection

        class Watched:
            def execute(self, sql: str, *rest: object) -> object:
                nonlocal longest, began
                if sql.startswith("BEGIN"):
                    began = perf_counter()
                done = plain.execute(sql, *rest)
                if sql == "COMMIT":
                    longest = max(longest, perf_counter() - began)
                return done

            def __getattr__(self, name: str) -> object:
                return getattr(plain, name)

        began = 0.0
        project.connection = Watched()  # type: ignore[assignment]
        import_records(project, (("corpus", record) for record in known.read(file_source(corpus), None)))
        project.connection = plain
    print(f"\nlongest transaction of an import: {longest * 1000:.0f} ms (aim ≤ 50)")


@pytest.mark.parametrize("name", ["conll", "conllu", "huggingface", "parquet", "spacy"])
def test_formats_of_tokens_against_our_own(corpus: Path, tmp_path: Path, tagset: Tagset, name: str):
    """Print what an export in tokens costs, and counting its loss, against the lossless lines of the same articles."""
    path = tmp_path / "p.annotator"
    create(path, tagset, "ana")
    with Project.open(path, "ana") as project:
        import_records(project, (("corpus", record) for record in islice(jsonl.read(file_source(corpus), None), 1000)))
        try:
            foreseen_loss(project, name)
        except UserError as error:
            pytest.skip(str(error))
        floor, ours, counted = interleaved(
            3,
            lambda: export_project(project, tmp_path / "ours.jsonl"),
            lambda: export_project(project, tmp_path / "tokens", name),
            lambda: foreseen_loss(project, name),
        )
    aim = "what spaCy takes" if name == "spacy" else "≤ 5"
    say(f"export of 1000 articles × {SPANS} spans as {name}", ours, floor, aim)
    say(f"counting the loss of {name}", counted, floor, aim)
