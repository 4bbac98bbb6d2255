"""Full disks, read-only places, moved files, killed programs: one sentence, and nothing acknowledged that is not so."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from annotator.errors import UserError
from annotator.model.article import Article
from annotator.model.span import Fragment
from annotator.model.tagset import Tagset
from annotator.project import backup, edits, own_work, reading
from annotator.project.backup import copy_project
from annotator.project.connection import version_of
from annotator.project.creating import create
from annotator.project.project import Project
from annotator.project.schema import VERSION
from tests.project.working import TEXT, add_article, assert_sound, dump, mark

ROOT = Path(__file__).parents[2]


def sentence_of(refusal: pytest.ExceptionInfo[UserError]) -> str:
    sentence = str(refusal.value)
    assert len(sentence) <= 200
    assert "\n" not in sentence
    return sentence


# ---- the file goes away ----


def delete(path: Path) -> None:
    path.unlink()


def rename(path: Path) -> None:
    path.rename(path.with_name("elsewhere.annotator"))


def replace_by_a_copy(path: Path) -> None:
    copy = path.with_name("copy")
    shutil.copy(path, copy)
    copy.replace(path)


def replace_by_a_folder(path: Path) -> None:
    path.rename(path.with_name("elsewhere.annotator"))
    path.mkdir()


@pytest.mark.parametrize("happens", [delete, rename, replace_by_a_copy, replace_by_a_folder])
def test_no_edit_is_acknowledged_into_a_lost_file(happens: Callable[[Path], None], project: Project) -> None:
    article = add_article(project)
    mark(project, article, "Homs")
    happens(project.path)
    for _ in range(2):
        with pytest.raises(UserError) as refusal:
            mark(project, article, "Observatory")
        assert "not saved" in sentence_of(refusal)
    assert not project.connection.in_transaction


def test_a_file_that_is_put_back_is_worked_in_again(project: Project) -> None:
    article = add_article(project)
    away = project.path.with_name("away")
    project.path.rename(away)
    with pytest.raises(UserError):
        mark(project, article, "Homs")
    away.rename(project.path)
    mark(project, article, "Observatory")
    assert {TEXT[span.start : span.end] for span in reading.spans(project, article.key)} >= {"Observatory"}
    assert_sound(project.path)


# ---- the disk is full ----


def test_a_full_disk_refuses_the_edit_and_the_next_one_is_saved_without_a_restart(project: Project) -> None:
    article = add_article(project)
    kept = mark(project, article, "Homs")
    (pages,) = project.connection.execute("PRAGMA page_count").fetchone()
    project.connection.execute(f"PRAGMA max_page_count = {pages}")
    before = dump(project.connection)
    with pytest.raises(UserError) as refusal:
        edits.set_note(project, [kept], "long " * 5000)
    assert "full" in sentence_of(refusal)
    assert dump(project.connection) == before
    project.connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
    edits.set_note(project, [kept], "long " * 5000)
    assert_sound(project.path)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounts a small disk, which needs root")
def test_a_small_disk_that_fills_up_loses_nothing_that_was_saved(tmp_path: Path, tagset: Tagset) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", disk], capture_output=True, check=False
    ).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        create(disk / "p.annotator", tagset, "ana")
        with Project.open(disk / "p.annotator", "ana") as project:
            article = add_article(project)
            saved = fill_up(project, article)
            assert len(reading.spans(project, article.key)) == saved
            edits.remove(project, [span.key for span in reading.spans(project, article.key)[:1]])
        assert_sound(disk / "p.annotator")
        leave_free(disk, 50_000)
        with pytest.raises(UserError, match="full"):
            copy_project(disk / "p.annotator", disk / "copy.annotator")
        assert [path.name for path in disk.iterdir() if path.name != "ballast"] == ["p.annotator"]
    finally:
        subprocess.run(["umount", disk], check=True)


def leave_free(disk: Path, size: int) -> None:
    ballast = disk / "ballast"
    ballast.write_bytes(b"")
    ballast.write_bytes(bytes(shutil.disk_usage(disk).free - size))


def fill_up(project: Project, article: Article) -> int:
    """Mark until the disk is full, then make room again; return how many marks were acknowledged."""
    leave_free(project.path.parent, 60_000)
    said = None
    saved = -1
    while said is None:
        saved += 1
        said = refused(lambda: mark(project, article, "Homs"))
    assert "full" in said
    leave_free(project.path.parent, 60_000)
    return saved


def refused(edit: Callable[[], object]) -> str | None:
    try:
        edit()
    except UserError as refusal:
        return str(refusal)
    return None


# ---- what may not be written ----

AS_NOBODY = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from annotator.errors import UserError
from annotator.project import edits, reading
from annotator.project.project import Project
import hashlib, regex # loaded when first needed, which nobody may not do where Python belongs to root
os.setgid(65534); os.setuid(65534)
try:
    with Project.open(Path(sys.argv[1]), "ana", read_only=sys.argv[2] == "reader") as project:
        article = reading.article(project, 1)
        print("read-only" if project.read_only else "open", article.text[:3])
        edits.set_flagged(project, [1], flagged=True)
        print("saved")
except UserError as error:
    print(f"refused: {error}")
"""


def as_nobody(path: Path, how: str) -> list[str]:
    """Open a project in a process without rights, read an article and flag it; return what it says."""
    ran = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, path, how, ROOT], capture_output=True, text=True, check=True, cwd="/"
    )
    return ran.stdout.splitlines()


@pytest.fixture
def shared(tagset: Tagset) -> Iterator[Path]:
    """A project with an article, in a folder that everybody may enter.

    It is none of pytest's, which closes the folder above all of its own to others whenever it starts anywhere.
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        pytest.skip("needs root, to become somebody else")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "shared" / "p.annotator"
        path.parent.mkdir()
        path.parents[1].chmod(0o711)
        if not all(above.stat().st_mode & 0o001 for above in path.parents):
            pytest.skip("others cannot enter the folder of temporary files")
        create(path, tagset, "ana")
        with Project.open(path, "ana") as project:
            add_article(project)
        yield path


@pytest.mark.parametrize(
    ("file", "folder", "expected"),
    [
        (0o666, 0o777, ["open The", "saved"]),
        (0o444, 0o777, ["read-only The", "refused: p.annotator is open to be read only; nothing was changed."]),
        (0o666, 0o555, ["read-only The", "refused: p.annotator is open to be read only; nothing was changed."]),
        (0o444, 0o555, ["read-only The", "refused: p.annotator is open to be read only; nothing was changed."]),
        (0o000, 0o555, ["refused: p.annotator cannot be read (unable to open database file)."]),
        (0o666, 0o000, ["refused: p.annotator cannot be read (Permission denied)."]),
    ],
)
@pytest.mark.parametrize("how", ["writer", "reader"])
def test_a_read_only_place_is_read_and_said_to_be_so(
    how: str, file: int, folder: int, expected: list[str], shared: Path
) -> None:
    before = shared.read_bytes()
    shared.chmod(file)
    shared.parent.chmod(folder)
    said = as_nobody(shared, how)
    shared.parent.chmod(0o755)
    if how == "reader" and expected[-1] == "saved":
        expected = ["read-only The", "refused: p.annotator is open to be read only; nothing was changed."]
    assert said == expected
    assert (shared.read_bytes() == before) == (said[-1] != "saved")
    assert [path.name for path in shared.parent.iterdir()] == ["p.annotator"]


# ---- a program is killed in the middle of a commit ----

DIE_HALF_WAY = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from annotator.project.project import Project
project = Project.open(Path(sys.argv[1]), "ana")
# As in the middle of a commit: pages go to the disk before the step is over.
project.connection.execute("PRAGMA cache_spill = 1")
project.connection.execute("PRAGMA cache_size = 1")
with project.step("note") as step:
    for key in range(1, 301):
        step.rows.update("span", key, note="half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def kill_half_way(project: Project) -> None:
    """Leave a project in which pages of an unfinished step are written already, and the journal to undo them."""
    article = add_article(project)
    for start in range(300):
        with project.step("mark") as step:
            layer = own_work.layer_of(step, article.key, "ana")
            row = {
                "layer": layer,
                "tag": 1,
                "id": f"{start}",
                "start": 0,
                "end": 3,
                "surface": "The",
                "origin": "human",
            }
            step.rows.insert("span", row | {"step": step.rows.key})
    project.close()
    subprocess.run([sys.executable, "-c", DIE_HALF_WAY, project.path, ROOT], check=False)
    assert project.path.with_name(f"{project.path.name}-journal").exists()


@pytest.mark.parametrize("read_only", [True, False])
def test_what_a_killed_program_left_half_done_is_undone_at_once(read_only: bool, project_path: Path) -> None:
    kill_half_way(Project.open(project_path, "ana"))
    with Project.open(project_path, "ana", read_only=read_only) as project:
        assert all(span.note == "" for span in reading.spans(project, 1))
        assert len(reading.spans(project, 1)) == 300
    assert_sound(project_path)


def test_a_copy_can_be_made_of_what_a_killed_program_left(project_path: Path) -> None:
    kill_half_way(Project.open(project_path, "ana"))
    copy_project(project_path, project_path.with_name("copy.annotator"))
    assert_sound(project_path.with_name("copy.annotator"))


@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o777), (0o666, 0o555), (0o444, 0o555)])
def test_what_a_killed_program_left_in_a_read_only_place_is_refused_in_one_sentence(
    file: int, folder: int, shared: Path
) -> None:
    kill_half_way(Project.open(shared, "ana"))
    before = shared.read_bytes()
    shared.chmod(file)
    shared.parent.chmod(folder)
    said = as_nobody(shared, "reader")
    shared.parent.chmod(0o755)
    assert said == [
        "refused: p.annotator was being written when its program stopped; open it once where it can be written."
    ]
    assert shared.read_bytes() == before
    assert_sound(shared)


# ---- a program is killed while it writes the pages of a commit ----


def tear(path: Path) -> None:
    """Leave a project as a kill does between two writes of a commit: the first page is new, the last are missing."""
    before = path.read_bytes()
    journal = path.with_name(f"{path.name}-journal")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO annotator (name) VALUES (?)", ((f"{n}" * 900,) for n in range(100, 200)))
        undo = journal.read_bytes()
        connection.execute("COMMIT")
    after = path.read_bytes()
    assert len(after) > len(before)
    path.write_bytes(after[:4096] + before[4096:])
    journal.write_bytes(undo)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_that_was_torn_in_a_commit_is_not_taken_for_a_foreign_one(read_only: bool, project_path: Path) -> None:
    with Project.open(project_path, "ana") as project:
        mark(project, add_article(project), "Homs")
    tear(project_path)
    with Project.open(project_path, "ana", read_only=read_only) as project:
        assert [span.tag for span in reading.spans(project, 1)] == ["actor"]
    assert_sound(project_path)


def test_looking_at_a_project_in_the_middle_of_another_s_commit_finds_it_sound(project_path: Path) -> None:
    tear(project_path)
    before = project_path.read_bytes()
    assert version_of(project_path) == VERSION
    assert project_path.read_bytes() == before


# ---- copies ----


def test_a_copy_made_while_another_connection_writes_is_whole(project: Project, project_path: Path) -> None:
    article = add_article(project)
    stop = threading.Event()

    def write() -> None:
        with Project.open(project_path, "ben") as busy:
            while not stop.is_set():
                edits.mark(busy, article, [Fragment(0, 3)], "actor")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            copy_project(project_path, project_path.with_name(f"{number}.annotator"))
    finally:
        stop.set()
        writer.join()
    counts = []
    for number in range(3):
        assert_sound(project_path.with_name(f"{number}.annotator"))
        with Project.open(project_path.with_name(f"{number}.annotator"), "ana") as copy:
            counts.append(len(reading.spans(copy, article.key, "ben")))
    assert counts == sorted(counts)


def test_a_copy_waits_for_a_long_save_and_is_made_then(
    project: Project, project_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = add_article(project)
    tries: list[float] = []
    with closing(sqlite3.connect(project_path, isolation_level=None, check_same_thread=False)) as writer:
        writer.execute("BEGIN EXCLUSIVE")

        def let_go(seconds: float) -> None:
            tries.append(seconds)
            if len(tries) == 50:
                writer.execute("ROLLBACK")

        monkeypatch.setattr(backup, "sleep", let_go)
        copy_project(project_path, project_path.with_name("copy.annotator"))
    assert len(tries) >= 50
    with Project.open(project_path.with_name("copy.annotator"), "ana") as copy:
        assert reading.article(copy, article.key).text == TEXT


def test_a_save_that_never_ends_is_said_in_one_sentence(
    project: Project, project_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "PATIENT_SECONDS", 0.05)
    target = project_path.with_name("copy.annotator")
    with closing(sqlite3.connect(project_path, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UserError, match="Another program is writing") as refusal:
            copy_project(project_path, target)
    assert "not saved" not in sentence_of(refusal)
    assert [path.name for path in project_path.parent.iterdir() if "copy" in path.name] == []


def test_a_copy_never_replaces_anything_and_a_failed_one_leaves_nothing(project_path: Path) -> None:
    before = project_path.read_bytes()
    nowhere = project_path.parent / "nowhere" / "p"
    for target in (project_path, project_path.parent, nowhere, Path("x" * 300), Path(), Path("/"), Path("..")):
        with pytest.raises(UserError):
            copy_project(project_path, target)
    assert project_path.read_bytes() == before
    assert [path.name for path in project_path.parent.iterdir()] == [project_path.name]


def test_a_damaged_project_is_not_passed_on_as_a_good_copy(project: Project) -> None:
    article = add_article(project, TEXT * 400)
    for _ in range(50):
        mark(project, article, "Homs")
    path = project.path
    project.close()
    held = bytearray(path.read_bytes())
    for page in range(8, len(held) // 4096):
        held[page * 4096 : page * 4096 + 12] = os.urandom(12)
    path.write_bytes(held)
    with pytest.raises(UserError):
        copy_project(path, path.with_name("copy.annotator"))
    assert [kept.name for kept in path.parent.iterdir()] == [path.name]
