"""Damaged files of every format that is read: each is read, or refused in one sentence, and nothing else happens.

The formats are those of the table, so that a new one is damaged from its first day.
"""

import os
import random
from collections.abc import Iterator

import msgspec
import pytest

from annotator.errors import UserError
from annotator.formats.sandbox import rest
from annotator.formats.source import Source
from annotator.formats.table import Format, readable_format
from annotator.model.naming import is_name
from annotator.model.record import Record
from tests.formats.damage import damaged
from tests.formats.given import checked
from tests.formats.seeds import NEED, READ, Seed, seeds

TIMES = 50
LOOK = 65_536
"""How much of a file shows what it is."""
SOAKED = 10_000
SHARE_BESIDE = 0.25
"""So often it is a file beside that is damaged, where one is read."""

by_name = pytest.mark.parametrize("known", READ, ids=lambda known: known.name)


@pytest.fixture(autouse=True)
def no_process_stays() -> Iterator[None]:
    yield
    rest()


def changed(seed: Seed, chance: random.Random) -> Source:
    if seed.beside and chance.random() < SHARE_BESIDE:
        name = chance.choice(list(seed.beside))
        return seed.source(seed.content, {name: damaged(seed.beside[name], chance)})
    return seed.source(damaged(seed.content, chance))


def check_sound(record: Record) -> None:
    """Assert that a record holds nothing that no project may hold, and that its notes are sentences."""
    record.text.encode()
    assert "\0" not in record.text
    assert msgspec.json.encode(record)
    for span in record.spans:
        assert is_name(span.label)
        assert abs(span.start) < 2**63 > abs(span.end)
    for note in record.notes:
        checked(note)


def try_all(known: Format, times: int, seed: int) -> tuple[int, int]:
    """Read sound files damaged in so many ways; return how often they were read, and refused."""
    assert known.read is not None
    chance = random.Random(seed)
    sound = seeds(known)
    read = refused = 0
    for number in range(times):
        held = changed(sound[number % len(sound)], chance)
        # Whoever looks at its beginning to tell what it is has to stand it too.
        readable_format("auto", held.suffix, lambda held=held: held.read()[:LOOK])
        try:
            records = list(known.read(held, None))
        except UserError as error:
            checked(str(error))
            refused += 1
            continue
        except Exception as error:
            raise AssertionError(f"{known.name}, file {number} of seed {seed}") from error
        read += 1
        for record in records:
            check_sound(record)
    return read, refused


@by_name
def test_a_sound_file_of_every_format_is_read(known: Format):
    assert known.read is not None
    for seed in seeds(known):
        records = list(known.read(seed.source(seed.content), None))
        assert records
        # A table of spans need not hold the texts.
        assert all(record.text or record.spans for record in records)


@by_name
def test_a_damaged_file_is_read_or_refused_and_nothing_else_happens(known: Format, capfd: pytest.CaptureFixture[str]):
    read, refused = try_all(known, TIMES, 20261126)
    assert read
    assert refused
    assert capfd.readouterr() == ("", "")


@pytest.mark.soak
@by_name
def test_ten_thousand_damaged_files_are_read_or_refused(known: Format):
    seed = int(os.environ.get("SEED", "1"))
    read, refused = try_all(known, SOAKED, seed)
    print(f"\n{known.name}: {read} read, {refused} refused (seed {seed})")
    assert read + refused == SOAKED


def test_every_format_is_known_by_what_its_files_hold():
    for known in READ:
        if known.write is None or known.name in NEED:
            continue
        seed = seeds(known)[-1]
        for suffix in known.suffixes:
            assert readable_format("auto", suffix, lambda seed=seed: seed.content[:LOOK]) is known, known.name
