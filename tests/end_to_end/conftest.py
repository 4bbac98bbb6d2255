"""The real program, as it is started from a shell."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from running import Answer, Run

from annotator import cli


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call the command line in this process, which is as real as a shell and fifty times faster."""
    monkeypatch.setenv("ANNOTATOR_NAME", "ana")

    def call(*words: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["annotator", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as leaving:
            cli.main()
        said = capsys.readouterr()
        return Answer(int(leaving.value.code or 0), said.out, said.err)

    return call


@pytest.fixture
def shell(tmp_path: Path) -> Run:
    """Start the program in a process of its own, without a screen and with an empty home."""
    home = tmp_path / "home"
    home.mkdir()
    kept = {"PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT"}
    environment = {name: value for name, value in os.environ.items() if name in kept}
    environment |= {"HOME": str(home), "ANNOTATOR_NAME": "ana"}

    def call(*words: object, more: dict[str, str] | None = None, stdin: bytes = b"") -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "annotator", *map(str, words)],
            input=stdin,
            capture_output=True,
            env=environment | (more or {}),
            cwd=tmp_path,
            timeout=120,
            check=False,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call
