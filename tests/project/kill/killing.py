"""Killing a program at random moments, and looking at what it left."""

import json
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any

from victim import SPANS_OF_AN_IMPORT, WIRE, digest

from annotator.model.record import Record
from annotator.model.tagset import Tagset
from annotator.project.checking import verify
from annotator.project.creating import create
from annotator.project.importing import import_records
from annotator.project.project import Project
from annotator.project.step import decode_row
from tests.project.working import Rows, dump, play_back_to_the_beginning

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
LONGEST_LIFE = 0.15
KILLS_PER_PROJECT = 10


@dataclass
class Toll:
    """What a number of kills did."""

    kills: int = 0
    acknowledged: int = 0
    hot_journals: int = 0
    unacknowledged: int = 0
    lost: int = 0
    """Acknowledged edits that are not there."""
    half: int = 0
    """Kills after which rows and journal do not fit, or an article was imported in part."""
    bad: int = 0
    """Kills after which SQLite or ``annotator verify`` finds the file damaged."""

    @property
    def clean(self) -> bool:
        return not (self.lost or self.half or self.bad)


@dataclass
class Known:
    """The last state that was acknowledged."""

    step: int
    digest: str


def kill_often(folder: Path, tagset: Tagset, seed: int, fault: str = "") -> Iterator[Toll]:
    """Kill without end; yield the toll so far after each kill."""
    chance = random.Random(seed)
    toll = Toll()
    while True:
        path = folder / f"{toll.kills}.annotator"
        create(path, tagset, "ana")
        # By somebody else, so that the victim never undoes it.
        with Project.open(path, "ben") as project:
            import_records(project, [("first", Record("The Observatory said at least 287 were killed. " * 8))])
            known = _known(project)
        for _ in range(KILLS_PER_PROJECT):
            lines = _life_and_death(path, chance, fault)
            toll.kills += 1
            toll.hot_journals += path.with_name(f"{path.name}-journal").exists()
            known = _look(path, known, lines, toll)
            yield toll


def _life_and_death(path: Path, chance: random.Random, fault: str) -> list[dict[str, Any]]:
    victim = subprocess.Popen(
        [sys.executable, HERE / "victim.py", path, str(chance.getrandbits(32)), *([fault] if fault else [])],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, HERE.parent, HERE)))},
    )
    assert victim.stdout is not None
    with victim:
        assert victim.stdout.readline() == b'{"ready": true}\n', "the victim did not start"
        sleep(chance.uniform(0, LONGEST_LIFE))
        victim.kill()
        told = victim.stdout.read()
    assert victim.returncode < 0, "the victim died by itself"
    return [json.loads(line) for line in told.splitlines()]


def _look(path: Path, known: Known, lines: list[dict[str, Any]], toll: Toll) -> Known:
    acknowledged = [Known(**line) for line in lines if "step" in line]
    last_told = max((number for number, line in enumerate(lines) if "step" in line), default=-1)
    toll.acknowledged += len(acknowledged)
    with Project.open(path, "ana") as project:
        connection = project.connection
        last = _known(project).step
        toll.lost += sum(edit.step > last for edit in acknowledged)
        toll.lost += sum(
            not _is_there(connection, article)
            for line in lines[last_told + 1 :]
            for article in line.get("imported", ())
        )
        toll.unacknowledged += last > (acknowledged or [known])[-1].step
        toll.half += not _fits(connection, (acknowledged or [known])[-1])
        toll.bad += not _is_sound(project)
        return _known(project)


def _known(project: Project) -> Known:
    (last,) = project.connection.execute("SELECT max(key) FROM step").fetchone()
    return Known(last, digest(dump(project.connection)))


def _is_there(connection: sqlite3.Connection, article: str) -> bool:
    return connection.execute("SELECT 1 FROM article WHERE id = ?", (article,)).fetchone() is not None


def _fits(connection: sqlite3.Connection, known: Known) -> bool:
    """Say whether rows and journal agree, with each other and with what was acknowledged last."""
    last = connection.execute("SELECT max(key) FROM step").fetchone()[0]
    if last > known.step + 1 or _articles_in_part(connection):
        return False
    try:
        state = _state_after(connection, known.step)
        whole = play_back_to_the_beginning(connection)
    except KeyError:
        return False
    return whole == {} and (last < known.step or digest(state) == known.digest)


def _state_after(connection: sqlite3.Connection, step: int) -> Rows:
    """Return every row as it was after ``step``, by playing back what came later."""
    rows = dump(connection)
    for kind, first, end, before in connection.execute(
        "SELECT kind, first, last, before FROM journal WHERE step > ? ORDER BY step DESC, entry DESC", (step,)
    ):
        for key in range(end, first - 1, -1):
            if before is None:
                del rows[kind][key]
            else:
                # Of a row that was changed along with many others, only the columns that changed are kept.
                rows[kind][key] = rows[kind].get(key, {}) | decode_row(before)
    return rows


def _articles_in_part(connection: sqlite3.Connection) -> int:
    (count,) = connection.execute(
        "SELECT count(*) FROM article WHERE id LIKE 'wire-%' AND (SELECT count(*) FROM span "
        "JOIN layer ON layer.key = span.layer JOIN annotator ON annotator.key = layer.annotator "
        "WHERE layer.article = article.key AND annotator.name = ?) <> ?",
        (WIRE, SPANS_OF_AN_IMPORT),
    ).fetchone()
    return int(count)


def _is_sound(project: Project) -> bool:
    with closing(project.connection.execute("PRAGMA integrity_check")) as answers:
        intact = answers.fetchall() == [("ok",)]
    dangling = project.connection.execute("PRAGMA foreign_key_check").fetchall()
    return intact and not dangling and verify(project).ok
