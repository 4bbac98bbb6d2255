"""Articles of every kind on their way into a project, as the command line and the window bring them in."""

import os
import signal
import subprocess
import sys
import threading
import zipfile
from pathlib import Path
from time import sleep

import pytest

from annotator.cli import commands
from annotator.errors import UserError
from annotator.formats import sandbox
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.project.project import Project
from tests.formats.made.office import packed, paragraph, word
from tests.formats.made.pdf import drawn, lines

TABLE = "Kopf,Worte\nFighters pushed,The Observatory said so.\n"
REPORT = "The Observatory said so in a Word file."


def articles(project: Project) -> dict[str, str]:
    return dict(
        project.connection.execute("SELECT title, text FROM article JOIN article_text ON article = key").fetchall()
    )


def test_columns_are_said_on_the_command_line(project_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "articles.csv"
    path.write_text(TABLE)
    with pytest.raises(UserError, match="--column text=NAME"):
        commands(["import", str(project_path), str(path)], standalone_mode=False)
    commands(
        ["import", str(project_path), str(path), "--column", "text=Worte", "--column", "title=1"], standalone_mode=False
    )
    assert "1 new" in capsys.readouterr().out
    with Project.open(project_path, "ana") as project:
        assert articles(project) == {"Fighters pushed": "The Observatory said so."}


def test_several_tables_of_an_import_may_each_have_columns_of_their_own(
    project_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "tables"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.csv").write_text("Kopf,Worte\nOne,The army said so.\n")
    (folder / "deep" / "b.csv").write_text("Kopf,Satz\nTwo,The army denied it.\n")
    said = ["title=Kopf", "a.csv:text=Worte", "deep/b.csv:text=2"]
    options = [part for one in said for part in ("--column", one)]
    commands(["import", str(project_path), str(folder), *options], standalone_mode=False)
    assert "2 new" in capsys.readouterr().out
    with Project.open(project_path, "ana") as project:
        assert articles(project) == {"One": "The army said so.", "Two": "The army denied it."}
    with pytest.raises(UserError, match=r"No table of the import is called b\.csv"):
        commands(
            ["import", str(project_path), str(folder), *options, "--column", "b.csv:text=2"], standalone_mode=False
        )


@pytest.mark.parametrize("wrong", ["kopf=Kopf", "title", "title=", "a.csv:kopf=Kopf"])
def test_a_field_that_there_is_not_is_refused(project_path: Path, tmp_path: Path, wrong: str):
    with pytest.raises(UserError, match=r"--column takes \[FILE:\]FIELD=NAME"):
        commands(["import", str(project_path), str(tmp_path), "--column", wrong], standalone_mode=False)


def test_a_folder_and_a_zip_of_every_kind_come_in(project: Project, tmp_path: Path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.docx").write_bytes(word(paragraph(REPORT), title="Word"))
    (folder / "b.pdf").write_bytes(drawn([lines("The Observatory said so on paper.")], "/Title (Paper)"))
    with zipfile.ZipFile(folder / "c.zip", "w") as target:
        target.writestr("deep/d.docx", word(paragraph(REPORT, " Twice."), title="Zipped"))
    done = import_paths(project, [folder], ImportOptions())
    assert done.articles.new == 3
    assert articles(project) == {
        "Word": REPORT,
        "Paper": "The Observatory said so on paper.",
        "Zipped": f"{REPORT} Twice.",
    }


def test_what_a_file_is_counts_more_than_its_name_and_is_said(project: Project, tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(word(paragraph(REPORT)))
    (tmp_path / "b.txt").write_bytes(drawn([lines("The Observatory said so on paper.")]))
    done = import_paths(project, [tmp_path / "a.pdf", tmp_path / "b.txt"], ImportOptions())
    assert done.articles.new == 2
    assert {(note.path, note.why) for note in done.notes} >= {
        ("a.pdf", "Its name ends in .pdf, but it is of another kind (docx) and was read as that."),
        ("b.txt", "Its name ends in .txt, but it is of another kind (pdf) and was read as that."),
    }


def test_a_format_that_somebody_names_is_not_doubted(project: Project, tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(word(paragraph(REPORT)))
    with pytest.raises(UserError, match="no PDF"):
        import_paths(project, [tmp_path / "a.pdf"], ImportOptions(format="pdf"))


def test_a_bomb_among_articles_is_named_and_the_rest_comes_in(project: Project, tmp_path: Path):
    (tmp_path / "bomb.docx").write_bytes(packed({"word/document.xml": "<x>" + " " * 50_000_000}))
    (tmp_path / "good.docx").write_bytes(word(paragraph(REPORT)))
    done = import_paths(project, [tmp_path / "bomb.docx", tmp_path / "good.docx"], ImportOptions())
    assert done.articles.new == 1
    assert [note.path for note in done.notes] == ["bomb.docx"]


SLOW = b"{\\rtf1 " + b"\\b0 x" * 6_000_000 + b"}"
"""A text that takes a good while to read, and is no bomb by its size."""


def test_an_import_is_stopped_in_the_middle_of_a_file(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    read_to_the_end: list[object] = []
    monkeypatch.setattr(sandbox, "_give_back", read_to_the_end.append)
    (tmp_path / "long.rtf").write_bytes(SLOW)
    asked = threading.Event()
    timer = threading.Timer(0.4, asked.set)
    timer.start()
    done = import_paths(project, [tmp_path / "long.rtf"], ImportOptions(), cancelled=asked.is_set)
    assert done.cancelled
    assert read_to_the_end == []
    assert articles(project) == {}


def wait_for_reader(program: subprocess.Popen[bytes]) -> None:
    """Wait until a program has begun to read apart, as far as the system tells, or else a while."""
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children")
    for _ in range(1_000 if children.exists() else 50):
        if children.exists() and children.read_text():
            return
        sleep(0.03)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C is sent in another way")
def test_ctrl_c_stops_at_once_and_leaves_no_process(project_path: Path, tmp_path: Path):
    (tmp_path / "long.rtf").write_bytes(SLOW)
    program = subprocess.Popen(
        [sys.executable, "-m", "annotator", "import", str(project_path), str(tmp_path / "long.rtf")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    wait_for_reader(program)
    os.killpg(program.pid, signal.SIGINT)
    # Only so that a program that hangs does not hang the tests.
    _, said = program.communicate(timeout=60)
    assert program.returncode == 1
    assert b"Traceback" not in said
    assert b"Stopped" in said
