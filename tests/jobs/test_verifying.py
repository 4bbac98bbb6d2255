"""Verifying: healthy work passes, planted damage is found, and nothing is left behind."""

import random
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.jobs.adjudicating import adjudicate
from annotator.jobs.sample import make_sample
from annotator.jobs.status import project_status
from annotator.jobs.verifying import VerifyCancelledError, verify
from annotator.model.record import Record, RecordRelation, RecordSpan
from annotator.model.span import Fragment
from annotator.project import edits, history, reading
from annotator.project.importing import import_records
from annotator.project.project import Project
from tests.jobs.filling import many, record


@pytest.fixture
def filled(project: Project) -> Project:
    first = record(900)
    first.spans += [
        RecordSpan(id="f", label="claim", start=4, end=26, fragments=[(4, 15), (21, 26)]),
        RecordSpan(id="g", label="actor", start=4, end=15, text="Observatory"),
    ]  # fmt: skip
    first.relations = [RecordRelation(id="r", label="source", head="f", child="g")]
    import_records(project, (("here", one) for one in [first, *many(5)]))
    article = reading.article(project, next(iter(reading.article_keys(project))))
    edits.mark(project, article, [Fragment(0, 3)], "actor")
    edits.set_note(project, [reading.spans(project, article.key)[0].key], "sic")
    return project


@pytest.fixture
def reviewed(filled: Project) -> Project:
    """The same, with two layers alike on another article, and gold."""
    spans = [RecordSpan(label="actor", start=4, end=15), RecordSpan(label="number", start=21, end=33)]
    text = "The Observatory said at least 287 were killed."
    layers = [("here", Record(text, "reviewed", layer=name, spans=spans)) for name in ("ana", "ben")]
    import_records(filled, layers)
    assert adjudicate(filled).accepted == 2
    return filled


DAMAGE_TO_GOLD = {
    "a gold span that is gone": "DELETE FROM span WHERE key = (SELECT max(gold) FROM decision)",
    "a gold span that lost its decision": "UPDATE decision SET gold = NULL WHERE key = 1",
    "two decisions for one gold span": "UPDATE decision SET gold = (SELECT max(gold) FROM decision)",
    "a decision that points at somebody's span": "UPDATE decision SET gold = 1 WHERE key = 1",
    "two decisions about one question": "UPDATE decision SET question = 'same'",
    "a replaced decision that still has its span": "UPDATE decision SET earlier = 1 WHERE key = 1",
    "votes that are no JSON": "UPDATE decision SET votes = '{' WHERE key = 1",
    "more that is no object": "UPDATE decision SET more = '[1]' WHERE key = 1",
    "rejected answers that are none": "UPDATE decision SET rejected = '[7]' WHERE key = 1",
    "a decision that no step made": (
        "INSERT INTO decision (article, annotator, id, about, question, fingerprint, how, step) "
        "SELECT article, annotator, 'new', about, 'new', fingerprint, 'nothing', step FROM decision WHERE key = 1"
    ),
}

DAMAGE = {
    "a byte of a text": "UPDATE article_text SET text = replace(text, 'Homs', 'Hons') WHERE article = 2",
    "a text that is gone": "DELETE FROM article_text WHERE article = 2",
    "offsets": "UPDATE span SET start = start + 1 WHERE id = 's2'",
    "an end behind the text": "UPDATE span SET \"end\" = 99999 WHERE id = 's2'",
    "the words of a span": "UPDATE span SET surface = 'at most 2' WHERE id = 's2'",
    "a dangling relation": "DELETE FROM span WHERE id = 'g'",
    "a relation between layers": "UPDATE relation SET child = (SELECT key FROM span WHERE id = 's2')",
    "an entry of the journal that is gone": "DELETE FROM journal WHERE kind = 'span' AND before IS NULL",
    "an entry of the journal that is broken": "UPDATE journal SET before = 'x' WHERE before IS NOT NULL",
    "an entry of the journal for nothing": "UPDATE journal SET last = last + 900 WHERE before IS NULL",
    "a row that no step made": (
        'INSERT INTO span (layer, tag, start, "end", id, surface, origin, step) '
        "SELECT layer, tag, start, \"end\", 'new', surface, origin, step FROM span WHERE id = 's2'"
    ),
    "a row that is gone": "DELETE FROM span WHERE id = 's2'",
    "fragments that are no JSON": "UPDATE span SET fragments = '[[4,' WHERE id = 'f'",
    "fragments elsewhere": "UPDATE span SET fragments = '[[4,15],[20,26]]' WHERE id = 'f'",
    "fragments that are no list": "UPDATE span SET fragments = '7' WHERE id = 'f'",
    "fragments that are strings": 'UPDATE span SET fragments = \'[["4","15"],["21","26"]]\' WHERE id = \'f\'',
    "a tagset": "UPDATE tagset SET definition = '{'",
    "the checksum of an article": "UPDATE article SET sha256 = substr(sha256, 2) || 'x' WHERE key = 2",
    "attributes that are no JSON": "UPDATE span SET attributes = '{' WHERE id = 's2'",
    "attributes that are no object": "UPDATE span SET attributes = '[1]' WHERE id = 's2'",
    "a key that was never given out": "UPDATE sqlite_sequence SET seq = 1 << 60 WHERE name = 'span'",
    "a key below all others": "UPDATE article SET key = -7 WHERE key = 2",
    "an entry of the journal before all others": "UPDATE journal SET first = -3 WHERE kind = 'span'",
    "a text that is no text": "UPDATE article_text SET text = CAST(x'C3' AS TEXT) WHERE article = 2",
    "a title that is no text": "UPDATE article SET title = CAST(x'C3' AS TEXT) WHERE key = 2",
    "an id that is no text": "UPDATE article SET id = CAST(x'C3' AS TEXT) WHERE key = 2",
    "an id twice": "UPDATE span SET id = 'f' WHERE id = 'g'",
}


@pytest.mark.parametrize("what", DAMAGE_TO_GOLD)
def test_planted_damage_to_decisions_and_gold_is_found(reviewed: Project, what: str):
    assert verify(reviewed).ok
    with closing(sqlite3.connect(reviewed.path)) as connection, connection:
        assert connection.execute(DAMAGE_TO_GOLD[what]).rowcount > 0
    found = verify(reviewed)
    assert not found.ok
    assert not any("Observatory" in problem.what + problem.where for problem in found.problems)


@pytest.mark.parametrize("what", DAMAGE)
def test_planted_damage_is_found(filled: Project, what: str):
    assert verify(filled).ok
    with closing(sqlite3.connect(filled.path)) as connection, connection:
        assert connection.execute(DAMAGE[what]).rowcount > 0
    found = verify(filled)
    assert not found.ok
    assert all(problem.what and problem.where for problem in found.problems)
    assert not any("Observatory" in problem.what + problem.where for problem in found.problems)


@pytest.mark.parametrize("seed", range(4))
def test_work_of_any_kind_leaves_nothing_to_find(filled: Project, bens: Project, seed: int):
    chance = random.Random(seed)
    for _ in range(60):
        whose = chance.choice([filled, bens])
        article = reading.article(whose, chance.choice(list(reading.article_keys(whose))))
        own = [span.key for span in reading.spans(whose, article.key, whose.annotator)]
        start = chance.randrange(len(article.text) - 6)
        place = [Fragment(start, start + chance.randint(1, 5))]
        kind = chance.randrange(7)
        if kind < 2 or not own:
            edits.mark(whose, article, place, chance.choice(["actor", "number", "claim"]))
        elif kind == 2:
            edits.retag(whose, own, "location")
        elif kind == 3:
            edits.remove(whose, [chance.choice(own)])
        elif kind == 4:
            edits.move(whose, article, chance.choice(own), place)
        elif kind == 5 and history.next_undo(whose):
            history.undo(whose)
        elif history.next_redo(whose):
            history.redo(whose)
    found = verify(filled)
    assert found.problems == []
    assert found.articles == reading.count_articles(filled)


def test_the_copy_that_is_checked_is_gone_afterwards(filled: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    modes: list[int] = []

    def report(_done: int, _total: int, _what: str) -> None:
        modes.extend(folder.stat().st_mode & 0o777 for folder in scratch.iterdir())

    def breaking(done: int, _total: int, _what: str) -> None:
        if done:
            raise MemoryError

    verify(filled, report)
    assert set(modes) == {0o700}
    assert list(scratch.iterdir()) == []
    with pytest.raises(MemoryError):
        verify(filled, breaking)
    assert list(scratch.iterdir()) == []


def test_progress_goes_up_and_ends_at_the_total(filled: Project):
    told: list[tuple[int, int]] = []
    verify(filled, lambda done, total, _: told.append((done, total)))
    assert [done for done, total in told if total] == [1, 2, 3, 4, 5, 6]
    assert told[-1] == (6, 6)


def test_a_check_that_was_stopped_never_says_that_all_is_well(filled: Project):
    with pytest.raises(VerifyCancelledError, match="after 1 of 6 articles"):
        verify(filled, cancelled=lambda: True)


def test_a_sample_that_was_stopped_is_not_there(tmp_path: Path):
    path = tmp_path / "sample.annotator"
    with pytest.raises(UserError, match="stopped"):
        make_sample(path, "ana", cancelled=iter([False] * 5 + [True] * 999).__next__)
    assert list(tmp_path.iterdir()) == []


def test_the_sample_is_whole(tmp_path: Path):
    path = tmp_path / "made" / "on" / "demand" / "sample.annotator"
    make_sample(path, "ana")
    with Project.open(path, "ana", read_only=True) as sample:
        assert verify(sample).ok
        status = project_status(sample)
    assert status["articles"] >= 24
    assert all(status["layers"][name]["done"] >= 12 for name in ("ana", "ben"))
