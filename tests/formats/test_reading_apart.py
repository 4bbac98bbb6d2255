"""Reading apart: whatever a file does to its reader, the program goes on, and says so in one sentence."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from time import sleep
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from annotator.errors import UserError
from annotator.formats import docx, sandbox
from annotator.formats.companions import beside_path
from annotator.formats.decoding import EncodingQuestion, read_text
from annotator.formats.sandbox import apart, stopped_by
from annotator.formats.source import Source, file_source
from annotator.model.record import Record
from annotator.project.project import Project
from tests.formats.given import checked, source


def mirror(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield each line, until one says what to do instead."""
    for line in read_text(source, encoding).text.splitlines():
        what, _, much = line.partition(" ")
        if what in MISCHIEF:
            yield from MISCHIEF[what](much)
        elif what == "beside":
            beside = source.beside(much)
            yield Record("nothing" if beside is None else f"{beside.name} in {beside.folder}: {beside.read().decode()}")
        else:
            yield Record(line, meta={"columns": list(source.columns)}, notes=["said"])


def _gone(_much: str) -> Iterator[Record]:
    os._exit(3)
    yield


def _slow(much: str) -> Iterator[Record]:
    sleep(float(much))
    yield Record("late")


def _big(much: str) -> Iterator[Record]:
    yield Record(str(len(bytearray(int(much)))))


def _deep(_much: str) -> Iterator[Record]:
    def deeper() -> None:
        deeper()

    deeper()
    yield


def _loud(_much: str) -> Iterator[Record]:
    print("loud")
    os.write(1, b"very loud")
    sys.stderr.write("louder")
    yield Record("quiet")


def _process(_much: str) -> Iterator[Record]:
    yield Record(str(os.getpid()))


def _tried(_much: str) -> Iterator[Record]:
    def connected() -> None:
        socket.create_connection(("127.0.0.1", 9), 0.1).close()

    def run() -> None:
        subprocess.run([sys.executable, "-c", ""], check=False)

    for act in (connected, run, lambda: Path("evil.txt").write_text("x"), lambda: os.system("true")):
        try:
            act()
        except PermissionError as refused:
            yield Record(str(refused))


def _flood(_much: str) -> Iterator[Record]:
    while True:
        yield Record("x" * 10_000_000)


def _surroundings(_much: str) -> Iterator[Record]:
    yield Record(" ".join(sorted(os.environ)), meta={"cwd": str(Path.cwd()), "arguments": sys.argv})


def _handles(_much: str) -> Iterator[Record]:
    for handle in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            yield Record(str(handle.readlink()))


def _raising(error: Exception):
    def act(_much: str) -> Iterator[Record]:
        raise error
        yield

    return act


MISCHIEF = {
    "flood": _flood, "surroundings": _surroundings, "handles": _handles,
    "exit": _gone, "sleep": _slow, "take": _big, "dig": _deep, "shout": _loud, "who": _process, "try": _tried,
    "refuse": _raising(UserError("It is refused.")), "fail": _raising(KeyError("bug")),
}  # fmt: skip


PATHS = os.pathsep.join(path for path in sys.path if path)
ORPHAN = """
from tests.formats.given import source
from tests.formats.test_reading_apart import mirror
from annotator.formats.sandbox import apart
for record in apart(mirror)(source(b"who\\n" * 64 + b"sleep 600"), None):
    print(record.text, flush=True)
"""
DOCUMENT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>It said so.</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.fixture(autouse=True)
def no_process_stays() -> Iterator[None]:
    yield
    sandbox.rest()
    assert not [thread for thread in threading.enumerate() if thread.name == "reading apart"]


def read(content: str | bytes, encoding: str | None = None) -> list[Record]:
    return list(apart(mirror)(source(content.encode() if isinstance(content, str) else content), encoding))


def refused(content: str) -> str:
    with pytest.raises(UserError) as caught:
        read(content)
    return checked(str(caught.value))


def test_what_is_read_apart_is_what_is_read_here():
    given = source("eins\nzwei 😀\n".encode() * 500)
    assert list(apart(mirror)(given, None)) == list(mirror(given, None))


def test_a_file_is_opened_there_and_options_come_along(tmp_path: Path):
    path = tmp_path / "ä b.txt"
    path.write_text("eins")
    one = Source("a", ".txt", 4, file_source(path).open, columns=(("title", "Headline"),))
    (record,) = apart(mirror)(one, None)
    assert (record.text, record.meta) == ("eins", {"columns": [["title", "Headline"]]})


def test_a_file_that_only_the_program_can_open_is_asked_for_piece_by_piece():
    content = "".join(f"line {number}\n" for number in range(100_000)).encode()
    found = list(apart(mirror)(source(content), None))
    assert len(found) == 100_000
    assert found[-1].text == "line 99999"
    zipped = BytesIO()
    with ZipFile(zipped, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", DOCUMENT)
    assert [one.text for one in apart(docx.read)(source(zipped.getvalue(), "a.docx"), None)] == ["It said so."]


def test_what_lies_beside_a_file_is_handed_over_and_nothing_else(tmp_path: Path):
    path = tmp_path / "a.ann"
    path.with_suffix(".txt").write_text("neighbour")
    path.write_text("beside .txt\nbeside .json\n")
    one = file_source(path, beside=beside_path(path, lambda _: True))
    assert [record.text for record in apart(mirror)(one, None)] == ["a.txt in : neighbour", "nothing"]
    held = Source("b", ".ann", 11, lambda: BytesIO(b"beside .txt"), "f", lambda name: source(b"held", f"b{name}"))
    assert [record.text for record in apart(mirror)(held, None)] == ["b.txt in : held"]


def test_a_neighbour_that_cannot_be_opened_refuses_the_file():
    def gone() -> BytesIO:
        raise UserError("b.txt cannot be read (Permission denied).")

    held = Source("b", ".ann", 11, lambda: BytesIO(b"beside .txt"), beside=lambda _: Source("b.txt", ".txt", 4, gone))
    with pytest.raises(UserError, match="cannot be read"):
        list(apart(mirror)(held, None))
    assert read("next")[0].text == "next"


def test_refusals_and_questions_come_back_as_they_are():
    assert refused("refuse") == "It is refused."
    content = "Überfall auf die Brücke, sagte die Beobachtungsstelle für Menschenrechte.".encode("cp1252")
    with pytest.raises(EncodingQuestion) as asked:
        read(content)
    with pytest.raises(EncodingQuestion) as here:
        list(mirror(source(content), None))
    assert vars(asked.value) == vars(here.value)
    assert read(content, "cp1252")[0].text.startswith("Überfall")


def test_one_process_reads_file_after_file():
    assert len({read("who")[0].text for _ in range(3)} | {str(os.getpid())}) == 2
    refused("refuse")


def test_a_process_that_nobody_needs_goes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sandbox, "IDLE_SECONDS", 0.05)
    process = int(read("who")[0].text)
    for _ in range(500):
        if not is_alive(process):
            break
        sleep(0.02)
    else:
        pytest.fail("it is still there")
    assert read("next")[0].text == "next"


def test_a_mistake_of_the_reader_stays_a_mistake():
    with pytest.raises(RuntimeError, match="KeyError"):
        read("fail")


@pytest.mark.skipif(os.name == "nt", reason="there are no such limits")
@pytest.mark.parametrize("content", ["take 4000000000", "dig", "exit"])
def test_a_file_that_floods_or_breaks_its_reader_is_refused_and_the_next_is_read(content: str):
    assert refused(content).startswith("article.txt ")
    assert read("next")[0].text == "next"


def test_a_file_that_becomes_much_more_than_it_is_is_refused():
    assert refused("flood") == "article.txt unpacks to more than 200 times its size."
    assert read("next")[0].text == "next"


def test_a_reader_gets_nothing_of_the_users_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("SECRET_KEY", "1")
    monkeypatch.setenv("PYTHONSTARTUP", "x.py")
    monkeypatch.chdir(tmp_path)
    (record,) = read("surroundings")
    assert not {"SECRET_KEY", "PYTHONSTARTUP", "HOME", "USER"} & set(record.text.split())
    assert record.meta["cwd"] != str(tmp_path)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="nothing there tells handles")
def test_a_reader_inherits_no_handle_of_an_open_project(project: Project, tmp_path: Path):
    list(project.connection.execute("SELECT count(*) FROM article"))
    with (tmp_path / "open.txt").open("w"):
        found = [record.text for record in read("handles")]
    assert found
    assert not [place for place in found if str(tmp_path) in place]


@pytest.mark.skipif(os.name == "nt", reason="processes are looked for in another way there")
def test_a_reader_goes_with_a_program_that_is_killed():
    program = subprocess.Popen(
        [sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": PATHS}
    )
    assert program.stdout is not None
    with program:
        reader = int(program.stdout.readline())
        os.kill(reader, 0)
        program.kill()
    for _ in range(500):
        if not is_alive(reader):
            return
        sleep(0.02)
    pytest.fail("the reader is still there")


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    try:
        # One that has ended and that nobody has asked after is no reader any more.
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return Path("/proc/self").exists() is False


def test_a_file_that_stalls_its_reader_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sandbox, "SECONDS", 0.5)
    assert "takes too long" in refused("sleep 600")
    monkeypatch.undo()
    assert read("next")[0].text == "next"


def test_many_records_in_time_are_not_too_long(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sandbox, "SECONDS", 2.0)
    read("first")
    assert len(read("sleep 0.5\n" * 5)) == 5


def test_a_reader_is_stopped_at_once_and_yields_nothing_more():
    asked = threading.Event()
    threading.Timer(0.3, asked.set).start()
    with stopped_by(asked.is_set):
        assert read("sleep 600") == []


def test_who_stops_listening_leaves_no_process():
    records = apart(mirror)(source(b"a line\n" * 100_000), None)
    assert next(records).text == "a line"
    records.close()


def test_a_parser_that_prints_does_not_break_in(capfd: pytest.CaptureFixture[str]):
    assert read("shout")[0].text == "quiet"
    assert capfd.readouterr() == ("", "")


def test_a_reader_writes_nothing_reaches_nothing_and_starts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert len(read("try")) == 4
    assert list(tmp_path.iterdir()) == []


def test_readers_in_several_threads_do_not_meet():
    found: dict[int, str] = {}

    def work(number: int) -> None:
        found[number] = read(f"thread {number}")[0].text

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: f"thread {number}" for number in range(4)}
