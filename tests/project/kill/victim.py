"""The process that is killed: it edits a project through the real storage module and tells of each edit that returned.

    victim.py PROJECT SEED [FAULT]

It writes one line of JSON for each edit, and only after the edit has returned: the step, and a digest of every row that
steps write. Of a running import it tells how far it is. With the name of a planted fault it does its work wrongly, to
prove that the test would notice.
"""

import json
import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from annotator.errors import UserError
from annotator.jobs import gold as golden
from annotator.jobs.adjudicating import adjudicate
from annotator.model.article import Article
from annotator.model.hits import Place
from annotator.model.layer import GOLD
from annotator.model.record import Record, RecordSpan
from annotator.model.span import Fragment, SpanKey
from annotator.project import (
    bulk,
    describing,
    edits,
    history,
    importing,
    own_work,
    pacing,
    propagating,
    reading,
    relating,
)
from annotator.project.changes import Changes
from annotator.project.project import OpenStep, Project
from annotator.project.step import Step
from tests.project.working import dump

TAGS = ("actor", "location", "number", "claim")
KINDS = ("source", "counts_who", "subset_of", "about", "same_as")
SPANS_OF_AN_IMPORT = 3
WIRE = "wire"


def digest(rows: dict[str, dict[int, dict[str, Any]]]) -> str:
    """Return a digest of what :func:`working.dump` returned."""
    listed = [(table, key, sorted(row.items())) for table, kept in rows.items() for key, row in sorted(kept.items())]
    return sha256(repr(listed).encode()).hexdigest()


def tell(**facts: object) -> None:
    # One write, so that a line arrives whole or not at all.
    os.write(1, json.dumps(facts).encode() + b"\n")


def tell_of_step(project: Project, step: int) -> None:
    tell(step=step, digest=digest(dump(project.connection)))


# ---- the work ----


def some_fragments(chance: random.Random, length: int) -> list[Fragment]:
    edges = sorted(chance.sample(range(length + 1), chance.choice((2, 2, 2, 4))))
    return [Fragment(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def one_edit(project: Project, chance: random.Random) -> Changes:
    article = reading.article(project, chance.choice(list(reading.article_keys(project))))
    spans = [span.key for span in reading.spans(project, article.key)]
    some = chance.sample(spans, min(len(spans), chance.randint(1, 5)))
    places = some_fragments(chance, len(article.text))
    edit: Callable[[], Changes] = chance.choices(
        (
            lambda: edits.mark(project, article, places, chance.choice(TAGS)),
            lambda: edits.retag(project, some, chance.choice(TAGS)),
            lambda: edits.remove(project, some),
            lambda: edits.move(project, article, some[0], places) if some else Changes(),
            lambda: describing.set_attributes(project, some, {"low": chance.randint(0, 999)}),
            lambda: edits.set_note(project, some, "n" * chance.randint(0, 200)),
            lambda: edits.set_status(project, [article.key], chance.choice(("open", "done"))),
            lambda: history.undo(project),
            lambda: history.redo(project),
            lambda: bulk_import(project, chance),
            lambda: about_one_article(project, chance, article, some, places),
            lambda: about_many_places(project, chance, spans),
            lambda: about_gold(project, chance, article, places),
        ),
        (40, 8, 12, 4, 4, 4, 4, 16, 10, 1, 16, 4, 16),
    )[0]
    try:
        return edit()
    except UserError:
        # A relation that does not join these tags, the only fragment of a span.
        return Changes()


def about_one_article(
    project: Project, chance: random.Random, article: Article, some: list[SpanKey], places: list[Fragment]
) -> Changes:
    on_article: list[Callable[[], Changes]] = [
        lambda: edits.set_label(project, article.key, "relevant", chance.choice((None, "yes"))),
        lambda: edits.set_paragraph_read(project, article, places[0], read=chance.random() < 0.7),
    ]
    on_spans: list[Callable[[], Changes]] = [
        lambda: edits.add_fragment(project, article, some[0], places[0]),
        lambda: edits.drop_fragment(project, article, some[0], places[0]),
        lambda: describing.set_attribute(project, some, "low", chance.choice((None, 1, 2))),
        lambda: own_work.update_spans(project, "guess", some, {"guesses": '{"numbers":{"best":287}}'}),
        lambda: describing.accept_guesses(project, some),
        lambda: relating.relate(project, chance.choice(KINDS), some[0], some[-1]),
        lambda: relating.say_absent(project, "source", some[0]),
    ]
    return chance.choice(on_article + (on_spans if some else []))()


def about_many_places(project: Project, chance: random.Random, spans: list[SpanKey]) -> Changes:
    """Edit so many places that they take several transactions."""
    tag = chance.choice(TAGS)
    some: list[Place] = [
        (key, Fragment(start, start + chance.randint(1, 9)))
        for key in reading.article_keys(project)[:10]
        for start in chance.sample(range(300), 6)
    ]
    return chance.choice(
        (
            lambda: propagating.propagate(project, some[6:], tag, {"type": "rebel"}, some[:6]),
            lambda: propagating.refuse(project, some, tag),
            lambda: bulk.retag_all(project, spans, tag),
            lambda: bulk.clear_all(project, spans),
        )
    )()


def about_gold(project: Project, chance: random.Random, article: Article, places: list[Fragment]) -> Changes:
    """Decide something, on one article or on a few."""
    gold = reading.spans(project, article.key, GOLD)
    some = reading.article_keys(project)[: chance.randint(1, 8)]
    return chance.choice(
        (
            lambda: golden.add_gold(project, article.key, places, chance.choice(TAGS)),
            lambda: golden.remove_gold(project, chance.choice(gold).key) if gold else Changes(),
            lambda: golden.change_gold(project, chance.choice(gold).key, fragments=places) if gold else Changes(),
            lambda: golden.set_gold_label(project, article.key, "kind", chance.choice((None, "report"))),
            lambda: golden.set_gold_status(project, [article.key], chance.choice(("open", "done"))),
            lambda: accept(project, some),
        )
    )()


def accept(project: Project, articles: list[int]) -> Changes:
    if project.connection.in_transaction:
        # Left open by a planted fault.
        return Changes()
    return adjudicate(project, "only-layer", articles=articles).changes or Changes()


def bulk_import(project: Project, chance: random.Random) -> Changes:
    records = [wire_report(chance) for _ in range(24)]
    before = last_step(project)

    def went_on(seen: int) -> bool:
        tell(imported=[record.id for record in records[:seen]])
        return True

    importing.import_records(project, (("wire", record) for record in records), went_on=went_on)
    after = last_step(project)
    return Changes(after) if after > before else Changes()


def wire_report(chance: random.Random) -> Record:
    text = "".join(chance.choices("abc déf 中 😀 ", k=400)) + "."
    spans = [
        RecordSpan(label="actor", start=at, end=at + 7, text=text[at : at + 7])
        for at in range(0, 7 * SPANS_OF_AN_IMPORT, 7)
    ]
    return Record(text, id=f"wire-{chance.getrandbits(64)}", layer=WIRE, spans=spans)


def last_step(project: Project) -> int:
    return int(project.connection.execute("SELECT max(key) FROM step").fetchone()[0])


# ---- planted faults ----


def acknowledge_before_the_commit() -> None:
    finish = OpenStep._finish

    def finish_and_tell(step: OpenStep) -> Changes:
        changes = finish(step)
        tell_of_step(step.project, changes.step)
        return changes

    OpenStep._finish = finish_and_tell  # type: ignore[method-assign]


def two_commits_for_one_step() -> None:
    finish = OpenStep._finish

    def commit_and_finish(step: OpenStep) -> Changes:
        step.project.connection.execute("COMMIT")
        step.project.connection.execute("BEGIN IMMEDIATE")
        return finish(step)

    OpenStep._finish = commit_and_finish  # type: ignore[method-assign]


def write_with_returning() -> None:
    """Write as sqlite-utils invites one to: its own connection, and ``execute("INSERT … RETURNING …").fetchone()``."""

    @contextmanager
    def no_transaction(project: Project) -> Iterator[None]:
        yield

    def insert(step: Step, table: str, row: dict[str, Any]) -> int:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        (key,) = (
            Database(step.connection)
            .execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks}) RETURNING *', tuple(row.values()))
            .fetchone()[:1]
        )
        step._made(table, key, key)
        return int(key)

    Project.transaction = no_transaction  # type: ignore[method-assign]
    Step.insert = insert  # type: ignore[method-assign]


FAULTS: dict[str, Callable[[], None]] = {
    "acknowledged before the commit": acknowledge_before_the_commit,
    "two commits for one step": two_commits_for_one_step,
    "written with RETURNING": write_with_returning,
}


def work(path: Path, seed: int, fault: str) -> None:
    chance = random.Random(seed)
    pacing.TRANSACTION_SECONDS = 0.002
    bulk.LARGE = 20
    with Project.open(path, "ana") as project:
        if fault:
            FAULTS[fault]()
        if fault == "written with RETURNING":
            project.connection = Database(path, execute_plugins=False).conn
        tell(ready=True)
        while True:
            changes = one_edit(project, chance)
            if changes and fault != "acknowledged before the commit":
                tell_of_step(project, changes.step)


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
