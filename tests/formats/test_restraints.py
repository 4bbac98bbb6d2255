"""What ends a reader when nobody else does: its own clock, and its own look at what it has taken."""

import ctypes
import os
import subprocess
import sys

import pytest

from annotator.formats import windows_limits
from annotator.formats.restraints import OUT_OF_MEMORY, OUT_OF_TIME

PATHS = os.pathsep.join(path for path in sys.path if path)
HANGS = 60
"""Seconds after which a test that hangs is ended."""


def end_of(code: str, *through: str) -> int:
    given = os.environ | {"PYTHONPATH": PATHS}
    return subprocess.run(
        [*through, sys.executable, "-c", code], env=given, check=False, timeout=HANGS, stderr=subprocess.DEVNULL
    ).returncode


def test_the_clock_ends_even_a_reader_that_lets_nobody_else_in():
    # Looking for it takes longer than anybody lives, and no other thread runs meanwhile.
    stuck = "import re; re.match('(a+)+$', 'a' * 60 + 'b')"
    assert end_of(f"from annotator.formats.restraints import Clock; Clock(0.3).start(); {stuck}") == OUT_OF_TIME


def test_a_clock_that_was_stopped_ends_nothing():
    code = (
        "import time; from annotator.formats.restraints import Clock; clock = Clock(0.1); clock.start(); clock.stop()"
    )
    assert end_of(f"{code}; time.sleep(0.5)") == 0


@pytest.mark.skipif(os.name == "nt", reason="the system does that itself")
def test_a_reader_that_takes_too_much_sees_it_itself_where_the_system_does_not():
    code = "from annotator.formats.restraints import watch_memory; watch_memory(50_000_000); import time"
    # A process begins with the most that its parent had; a shell has had next to nothing.
    shell = ("sh", "-c", '"$0" "$1" "$2"; exit $?')
    assert end_of(f"{code}; time.sleep(0.5)", *shell) == 0
    assert end_of(f"{code}; taken = b'x' * 200_000_000; time.sleep(600)", *shell) == OUT_OF_MEMORY


@pytest.mark.skipif(os.name == "nt", reason="the system says it in another way")
def test_a_reader_has_no_file_to_write():
    code = "from annotator.formats.restraints import limit_memory; limit_memory(10**9); import tempfile"
    assert end_of(f"{code}; f = tempfile.TemporaryFile(); f.write(b'x'); f.flush()") != 0


def test_limits_are_laid_out_as_windows_reads_them():
    said = windows_limits.limits(1_500_000_000)
    assert ctypes.sizeof(said) == (144 if ctypes.sizeof(ctypes.c_void_p) == 8 else 112)
    assert windows_limits.Limits.process_memory.offset == (112 if ctypes.sizeof(ctypes.c_void_p) == 8 else 96)
    assert (said.process_memory, said.basic.active_processes, said.basic.flags) == (1_500_000_000, 1, 0x108)
