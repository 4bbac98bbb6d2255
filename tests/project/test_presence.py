"""A second program is told who has the project; after a crash nothing is in the way."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.project.presence import InUseError, Presence

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from annotator.project.presence import Presence
held = Presence.take(Path(sys.argv[1]))
print("held", flush=True)
if sys.stdin.readline() == "release\\n":
    held.release()
"""


@pytest.fixture
def holder(project_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program that has the project open."""
    command = [sys.executable, "-c", HOLD, str(project_path), str(ROOT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield other
        other.kill()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_sign_is_up_while_the_project_is_open_and_gone_afterwards(project_path: Path) -> None:
    held = Presence.take(project_path)
    sign = project_path.with_name(".news.annotator.open")
    assert names(project_path.parent) == [sign.name, project_path.name]
    assert json.loads(sign.read_bytes())["process"] == os.getpid()
    held.release()
    assert names(project_path.parent) == [project_path.name]
    Presence.take(project_path).release()


def test_a_second_program_is_told_at_once_who_has_it(project_path: Path, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(InUseError) as refusal:
        Presence.take(project_path)
    assert f"process {holder.pid}" in str(refusal.value)
    assert "since 20" in str(refusal.value)
    assert len(str(refusal.value)) <= 200


def test_being_refused_does_not_take_the_sign_down(project_path: Path, holder: subprocess.Popen[str]) -> None:
    for _ in range(3):
        with pytest.raises(InUseError, match=str(holder.pid)):
            Presence.take(project_path)


def test_after_a_kill_the_project_opens_at_once(project_path: Path, holder: subprocess.Popen[str]) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert project_path.with_name(".news.annotator.open").exists()
    held = Presence.take(project_path)
    held.release()
    assert names(project_path.parent) == [project_path.name]


def test_when_the_other_closes_the_project_is_free(project_path: Path, holder: subprocess.Popen[str]) -> None:
    holder.communicate("release\n")
    Presence.take(project_path).release()


def test_a_project_reached_through_a_link_is_the_same_project(
    project_path: Path, tmp_path_factory: pytest.TempPathFactory, holder: subprocess.Popen[str]
) -> None:
    link = tmp_path_factory.mktemp("desk") / "link.annotator"
    link.symlink_to(project_path)
    with pytest.raises(InUseError):
        Presence.take(link)


@pytest.mark.parametrize("written", [b"", b"{", b"[]", b'{"host": "x"}', b"\xff"])
def test_a_sign_that_cannot_be_read_still_says_that_somebody_is_there(written: bytes, project_path: Path) -> None:
    held = Presence.take(project_path)
    project_path.with_name(".news.annotator.open").write_bytes(written)
    with pytest.raises(InUseError, match="does not say who"):
        Presence.take(project_path)
    held.release()


def test_a_leftover_sign_is_simply_taken_over(project_path: Path) -> None:
    project_path.with_name(".news.annotator.open").write_text('{"host": "old", "process": 1, "since": "2020"}')
    Presence.take(project_path).release()
    assert names(project_path.parent) == [project_path.name]
