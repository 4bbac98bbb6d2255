"""Reading apart: whatever a file does to its reader, the program goes on, and says so in one sentence."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, sleep

import pytest

from annotator.errors import UserError
from annotator.formats import sandbox
from annotator.formats.decoding import EncodingQuestion, read_text
from annotator.formats.sandbox import apart, stopped_by
from annotator.formats.source import Source, file_source
from annotator.model.record import Record
from tests.formats.given import checked, source


def mirror(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield each line, until one says what to do instead."""
    for line in read_text(source, encoding).text.splitlines():
        what, _, much = line.partition(" ")
        if what in MISCHIEF:
            yield from MISCHIEF[what](much)
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


def _raising(error: Exception):
    def act(_much: str) -> Iterator[Record]:
        raise error
        yield

    return act


MISCHIEF = {
    "exit": _gone, "sleep": _slow, "take": _big, "dig": _deep, "shout": _loud, "who": _process, "try": _tried,
    "refuse": _raising(UserError("It is refused.")), "fail": _raising(KeyError("bug")),
}  # fmt: skip


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


def test_a_mistake_of_the_reader_stays_a_mistake():
    with pytest.raises(RuntimeError, match="KeyError"):
        read("fail")


@pytest.mark.skipif(os.name == "nt", reason="there are no such limits")
@pytest.mark.parametrize("content", ["take 4000000000", "dig", "exit"])
def test_a_file_that_floods_or_breaks_its_reader_is_refused_and_the_next_is_read(content: str):
    assert refused(content).startswith("article.txt ")
    assert read("next")[0].text == "next"


def test_a_file_that_stalls_its_reader_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sandbox, "SECONDS", 0.5)
    began = perf_counter()
    assert "takes too long" in refused("sleep 60")
    assert perf_counter() - began < 10
    monkeypatch.undo()
    assert read("next")[0].text == "next"


def test_many_records_in_time_are_not_too_long(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sandbox, "SECONDS", 2.0)
    read("first")
    assert len(read("sleep 0.5\n" * 5)) == 5


def test_a_reader_is_stopped_at_once_and_yields_nothing_more():
    asked = threading.Event()
    threading.Timer(0.3, asked.set).start()
    began = perf_counter()
    with stopped_by(asked.is_set):
        assert read("sleep 60") == []
    assert perf_counter() - began < 5


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
