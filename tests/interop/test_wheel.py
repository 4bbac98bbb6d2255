"""The program as others install it: a wheel in a new environment, with an empty home and no checkout near."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import annotator
from annotator.formats.losses import SPLIT
from annotator.formats.table import FORMATS

pytestmark = pytest.mark.interop

CHECKOUT = Path(__file__).parents[2]
SHIPPED = {
    "annotator": "annotator",
    "resources": "annotator/_data/resources",
    "sample_corpus": "annotator/_data/sample_corpus",
}
NEED_EXTRAS = {"spacy": "spacy", "parquet": "parquet", "msg": "outlook"}
"""Formats whose library comes with an extra of the same or another name."""
READ_APART = {
    "a.md": "# Border\n\nThe army said 26 men fled.",
    "b.csv": "title,text\nBorder,The army said 27 men fled.\n",
    "c.rtf": r"{\rtf1\ansi The army said 28 men fled.\par}",
    "d.eml": "Subject: Border\nFrom: a@example.org\nContent-Type: text/plain; charset=utf-8\n\nThe army said 29 fled.",
    "e.rss": '<rss version="2.0"><channel><item><title>T</title><description>The army said 30 fled.</description>'
    "</item></channel></rss>",
}
"""Files of kinds that are read in a process of their own."""
Installed = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", folder, CHECKOUT], check=True)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program in an environment that holds nothing but what the wheel asks for."""
    environment = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    pip = [environment / "bin" / "python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", wheel], check=True)
    return environment / "bin" / "annotator"


@pytest.fixture
def run(program: Path, tmp_path: Path) -> Installed:
    """Start the program as from a shell, in an empty folder that is its home too."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LD_LIBRARY_PATH")}
    env = kept | {"HOME": str(tmp_path), "ANNOTATOR_NAME": "ana", "QT_QPA_PLATFORM": "offscreen"}

    def start(*words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [program, *map(str, words)], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    return start


def test_the_wheel_holds_every_file_that_the_program_needs(wheel: Path):
    listed = subprocess.run(
        ["git", "ls-files", *SHIPPED], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    wanted = {SHIPPED[name.split("/")[0]] + name.removeprefix(name.split("/")[0]) for name in listed}
    with zipfile.ZipFile(wheel) as packed:
        there = {name for name in packed.namelist() if ".dist-info/" not in name}
    assert there == wanted


def test_it_says_its_version_and_takes_the_tour(run: Installed, tmp_path: Path):
    assert run("--version").stdout == f"annotator, version {annotator.__version__}\n"
    run("demo", "tour")
    assert {"sample.annotator", "sample.jsonl", "window.png"} <= {path.name for path in (tmp_path / "tour").iterdir()}
    run("verify", "tour/sample.annotator")


def test_every_format_goes_out_and_comes_in_again(run: Installed, tmp_path: Path):
    run("demo", "tour")
    run("new", "first.annotator")
    run("import", "first.annotator", "tour/sample.jsonl")
    lines = map(json.loads, (tmp_path / "tour" / "sample.jsonl").read_text(encoding="utf-8").split("\n")[:-1])
    # Tokens and tables of spans do not hold the text, which has to be there already.
    texts = {line["id"]: json.dumps({"id": line["id"], "text": line["text"]}) for line in lines}
    (tmp_path / "texts.jsonl").write_text("\n".join(texts.values()), encoding="utf-8")
    written = [known for known in FORMATS if known.write is not None and known.name not in NEED_EXTRAS]
    assert len(written) > 10
    for known in written:
        out = f"{known.name}{known.new_suffix}"
        counts = json.loads(run("export", "first.annotator", out, "--format", known.name, "--json").stdout)
        run("new", f"{known.name}.annotator")
        run("import", f"{known.name}.annotator", "texts.jsonl")
        given = json.loads(run("import", f"{known.name}.annotator", out, "--add-tags", "--json").stdout)
        # A fragment that became a span of its own may be one that is there already.
        doubled = any(loss["what"] == SPLIT for loss in counts["loss"])
        assert 0 <= counts["spans"] - given["spans"]["new"] <= (3 if doubled else 0), known.name
        assert given["articles"]["refused"] == given["spans"]["refused"] == 0
        run("verify", f"{known.name}.annotator")


def test_risky_files_are_read_in_a_process_of_their_own(run: Installed, tmp_path: Path):
    for name, content in READ_APART.items():
        (tmp_path / name).write_text(content)
    run("new", "news.annotator")
    found = json.loads(run("import", "news.annotator", *READ_APART, "--json").stdout)
    assert found["articles"] == {"new": len(READ_APART), "known": 0, "refused": 0}


@pytest.mark.parametrize(("name", "extra"), NEED_EXTRAS.items())
def test_a_format_without_its_library_names_the_extra_in_one_sentence(
    run: Installed, tmp_path: Path, name: str, extra: str
):
    (known,) = [known for known in FORMATS if known.name == name]
    run("new", "news.annotator")
    if known.write is not None:
        said = run("export", "news.annotator", f"x{known.new_suffix}", "--format", name, code=2).stderr
        assert not (tmp_path / f"x{known.new_suffix}").exists()
    else:
        (tmp_path / f"x{known.suffixes[0]}").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
        said = run("import", "news.annotator", f"x{known.suffixes[0]}", code=2).stderr
    assert f"pip install 'news-annotator[{extra}]'" in said
    assert said.count("news-annotator") == 1
