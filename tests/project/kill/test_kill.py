"""Nothing that was acknowledged is lost when the program is killed, and nothing is left half done."""

import os
from itertools import islice
from pathlib import Path

import pytest
from killing import Toll, kill_often
from victim import FAULTS

from annotator.model.tagset import Tagset

EVERYDAY_KILLS = 20
SOAK_KILLS = 1000
KILLS_TO_CATCH_A_FAULT = 100
MOST_KILLS = 10 * EVERYDAY_KILLS


def test_no_acknowledged_edit_is_lost_or_half_there_after_a_kill(tmp_path: Path, tagset: Tagset) -> None:
    seed = int.from_bytes(os.urandom(4))
    # On a busy machine a kill may come before the first edit was acknowledged; it needs more kills then.
    for toll in islice(kill_often(tmp_path, tagset, seed), MOST_KILLS):
        if toll.kills >= EVERYDAY_KILLS and toll.acknowledged > EVERYDAY_KILLS:
            break
    assert toll.clean, (seed, toll)
    assert toll.acknowledged > EVERYDAY_KILLS, (seed, toll)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_kill_test_catches_a_planted_fault(fault: str, tmp_path: Path, tagset: Tagset) -> None:
    tolls = islice(kill_often(tmp_path, tagset, seed=7, fault=fault), KILLS_TO_CATCH_A_FAULT)
    # A kill may first show something else that is wrong; what counts is that the fault itself is seen.
    caught = next((toll for toll in tolls if (toll.half if fault == "two commits for one step" else toll.lost)), Toll())
    assert not caught.clean


@pytest.mark.soak
def test_a_thousand_kills(tmp_path: Path, tagset: Tagset) -> None:
    for toll in islice(kill_often(tmp_path, tagset, seed=20261123), SOAK_KILLS):
        if toll.kills % 100 == 0:
            print(toll, flush=True)
    assert toll.clean, toll
    assert toll.hot_journals, "no kill hit a commit: the test looks away at the moment that counts"
