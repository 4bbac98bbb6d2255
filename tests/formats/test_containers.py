"""Files, folders, zips and standard input: everything is found or named, nothing escapes, nothing explodes."""

import bz2
import io
import os
import random
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.formats import archive, nested
from annotator.formats.containers import Found, found_sources
from tests.formats.given import CANARY, checked

TEXT = f"{CANARY} said so."


def look(*paths: Path | str, format_name: str = "auto") -> dict[str, str]:
    """Return what was found: the text read from each source, or why it is not read."""
    with found_sources(paths, format_name) as sources:
        return {found.path: outcome(found) for found in sources}


def outcome(found: Found) -> str:
    if found.refusal:
        return ("(harmless) " if found.harmless else "") + checked(found.refusal)
    try:
        return "".join(record.text for record in found.read(None))
    except UserError as error:
        return checked(str(error))


def refused(*paths: Path | str) -> str:
    with pytest.raises(UserError) as caught:
        look(*paths)
    return checked(str(caught.value))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "folder"
    path.mkdir()
    return path


def zipped(path: Path, members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return path


def test_a_folder_is_walked_in_a_fixed_order_and_says_what_it_leaves_out(folder: Path):
    for name in (
        "b.txt",
        "a.TXT",
        ".hidden.txt",
        "._a.txt",
        "picture.png",
        "deep/er/c.txt",
        ".git/d.txt",
        "deep/.e.txt",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{name} {TEXT}")
    found = look(folder)
    assert [path for path, said in found.items() if TEXT in said] == ["a.TXT", "b.txt", str(Path("deep/er/c.txt"))]
    assert found[".hidden.txt"].startswith("(harmless)")
    assert found["._a.txt"].startswith("(harmless)")
    assert found[str(Path("deep/.e.txt"))].startswith("(harmless)")
    assert "no kind that can be read" in found["picture.png"]
    assert not any(".git" in path for path in found)


def test_an_empty_folder_holds_nothing(folder: Path):
    assert look(folder) == {}


def test_links_are_followed_within_the_folder_and_named_otherwise(folder: Path, tmp_path: Path):
    (folder / "a.txt").write_text(TEXT)
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.txt").write_text("secret")
    (folder / "in.txt").symlink_to("a.txt")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "nowhere.txt").symlink_to("missing.txt")
    (folder / "folder-out").symlink_to(tmp_path / "elsewhere")
    (folder / "round").symlink_to(".")
    found = look(folder)
    assert (found["a.txt"], found["in.txt"]) == (TEXT, TEXT)
    assert set(found) == {"a.txt", "in.txt", "out.txt", "loop.txt", "nowhere.txt", "folder-out", "round"}
    assert "secret" not in found.values()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_is_not_waited_for(folder: Path):
    os.mkfifo(folder / "pipe.txt")
    assert look(folder) == {"pipe.txt": "It is no file."}
    assert "no file" in refused(folder / "pipe.txt")


def test_what_cannot_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("open/a.txt", "shut/b.txt"):
        (folder / name).parent.mkdir()
        (folder / name).write_text(TEXT)
    scan = os.scandir

    def guarded(place: Path) -> object:
        # Whoever runs the tests may be allowed everything.
        if Path(place).name == "shut":
            raise PermissionError(13, "Permission denied")
        return scan(place)

    monkeypatch.setattr(os, "scandir", guarded)
    assert look(folder) == {str(Path("open/a.txt")): TEXT, "shut": "It cannot be read (Permission denied)."}


def test_a_file_that_is_gone_when_its_turn_comes_is_one_sentence(folder: Path):
    (folder / "a.txt").write_text(TEXT)
    with found_sources([folder]) as sources:
        (found,) = sources
        (folder / "a.txt").unlink()
        assert "cannot be read" in outcome(found)


@pytest.mark.skipif(os.name == "nt", reason="paths are not that long")
def test_folders_a_thousand_deep_are_walked(folder: Path):
    here = os.open(folder, os.O_RDONLY)
    try:
        for _ in range(1200):
            os.mkdir("d", dir_fd=here)
            deeper = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = deeper
        with os.fdopen(os.open("a.txt", os.O_WRONLY | os.O_CREAT, dir_fd=here), "w") as file:
            file.write(TEXT)
    finally:
        os.close(here)
    try:
        found = look(folder)
    finally:
        # pytest cannot take away folders that deep.
        subprocess.run(["rm", "-rf", folder], check=True)
    assert list(found.values()) == [TEXT]
    assert len(next(iter(found))) <= 80


@pytest.mark.parametrize("path", ["missing.txt", "x" * 5000, "a\0b.txt", "missing\n\u202egnp.txt", "m/" * 3000])
def test_a_path_that_leads_nowhere_is_named_in_one_line(path: str):
    sentence = refused(path)
    assert "nothing at" in sentence
    assert sentence.isprintable()


def test_a_file_of_an_unknown_kind_is_refused_unless_its_kind_is_named(tmp_path: Path):
    path = tmp_path / "notes.unknown"
    path.write_text(TEXT)
    assert "--format" in refused(path)
    assert look(path, format_name="text") == {"notes.unknown": TEXT}


def test_names_that_trick_the_eye_are_shown_as_they_are(folder: Path):
    (folder / "a\n\u202etxt.exe\u2066.txt").write_text(TEXT)
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text(TEXT)
    found = look(folder)
    assert list(found.values()) == [TEXT, TEXT]
    assert all(path.isprintable() for path in found)


def test_a_zip_is_read_member_by_member(tmp_path: Path):
    path = zipped(
        tmp_path / "news.zip",
        {"a.txt": TEXT.encode(), "sub/b.jsonl": b'{"text":"b"}', "c.png": b"x", ".d.txt": b"d",
         "__MACOSX/._a.txt": b"m", "inner.zip": zipped(tmp_path / "i.zip", {"e.txt": b"e"}).read_bytes()},
    )  # fmt: skip
    found = look(path)
    assert (found["news.zip/a.txt"], found["news.zip/sub/b.jsonl"]) == (TEXT, "b")
    assert "no kind" in found["news.zip/c.png"]
    assert found["news.zip/inner.zip/e.txt"] == "e"
    assert found["news.zip/.d.txt"].startswith("(harmless)")
    assert found["news.zip/__MACOSX/._a.txt"].startswith("(harmless)")
    assert look(tmp_path)["news.zip/a.txt"] == TEXT


def test_zips_in_a_zip_are_looked_into_one_level_deep_within_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def packed(members: dict[str, bytes]) -> bytes:
        return zipped(tmp_path / "made", members, zipfile.ZIP_STORED).read_bytes()

    deepest = packed({"deep.txt": b"deep"})
    first = packed({"one.txt": TEXT.encode(), "../out.txt": b"x", "deepest.zip": deepest})
    members = {
        "first.zip": first,
        "CON.zip": packed({"two.txt": b"two"}),
        "third.zip": packed({"three.txt": b"3" * 9_000}),
    }
    path = zipped(tmp_path / "news.zip", {**members, "broken.zip": b"PK\3\4 nothing"})
    monkeypatch.setattr(nested, "MOST_LAID_OUT", len(first) + 5_000)
    for _ in range(2):
        found = look(path)
        assert (found["news.zip/first.zip/one.txt"], found["news.zip/CON.zip/two.txt"]) == (TEXT, "two")
        assert found["news.zip/first.zip/../out.txt"] == "Its name points outside the zip."
        assert found["news.zip/first.zip/deepest.zip"] == "It is a zip in a zip in a zip, and was not opened."
        assert "larger than" in found["news.zip/third.zip"]
        assert "no zip that can be read" in found["news.zip/broken.zip"]


def test_members_are_read_twice_and_zips_in_turn(folder: Path):
    for name in ("a", "b"):
        zipped(folder / f"{name}.zip", {f"{number}.txt": f"{name}{number}".encode() for number in range(3)})
    with found_sources([folder]) as sources:
        kept = list(sources)
        for _ in range(2):
            assert [outcome(found) for found in kept] == ["a0", "a1", "a2", "b0", "b1", "b2"]


@pytest.mark.parametrize(
    "name",
    ["../evil.txt", "/evil.txt", "a/../../evil.txt", "C:\\evil.txt", "..\\evil.txt", "\\\\host\\x.txt", "a.txt\0.exe"],
)
def test_a_member_that_would_escape_is_named_and_the_rest_is_read(tmp_path: Path, name: str):
    inside = tmp_path / "in" / "side"
    inside.mkdir(parents=True)
    path = inside / "news.zip"
    with zipfile.ZipFile(path, "w") as target:
        info = zipfile.ZipInfo("placeholder")
        info.filename = name
        target.writestr(info, "evil")
        target.writestr("good.txt", TEXT)
    before = sorted(tmp_path.rglob("*"))
    found = look(path)
    assert found["news.zip/good.txt"] == TEXT
    assert "evil" not in found.values()
    assert len(found) == 2
    assert sorted(tmp_path.rglob("*")) == before


def test_links_and_encrypted_members_and_unusual_packings_are_named(tmp_path: Path):
    path = tmp_path / "news.zip"
    with zipfile.ZipFile(path, "w") as target:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        target.writestr(link, "/etc/passwd")
        target.writestr("locked.txt", TEXT)
        target.writestr("packed.txt", TEXT, zipfile.ZIP_BZIP2)
    raw = bytearray(path.read_bytes())
    entry = raw.rindex(b"PK\1\2", 0, raw.rindex(b"locked.txt"))
    raw[entry + 8] |= 1
    path.write_bytes(raw)
    found = look(path)
    assert found["news.zip/link.txt"] == "It is a link."
    assert found["news.zip/locked.txt"] == "It is encrypted."
    assert "unusual" in found["news.zip/packed.txt"]


def test_two_files_of_one_name_are_refused(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "news.zip", "w") as target:
        target.writestr("a.txt", "one")
        with pytest.warns(UserWarning, match="Duplicate"):
            target.writestr("a.txt", "two")
    assert "same name" in look(tmp_path)["news.zip"]


def directory_of(raw: bytes) -> tuple[int, list[bytes]]:
    """Return where the list of a zip's members begins, and its entries."""
    begin = raw.index(b"PK\1\2")
    end = raw.rindex(b"PK\5\6")
    return begin, [b"PK\1\2" + entry for entry in raw[begin:end].split(b"PK\1\2")[1:]]


def with_entries(raw: bytes, entries: Sequence[bytes]) -> bytes:
    begin, _ = directory_of(raw)
    listing = b"".join(entries)
    count = len(entries) & 0xFFFF
    return raw[:begin] + listing + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(listing), begin, 0)


def test_members_that_share_their_bytes_are_refused(tmp_path: Path):
    raw = zipped(tmp_path / "x.zip", {"000.txt": b"0" * 900_000}).read_bytes()
    entries = [directory_of(raw)[1][0].replace(b"000.txt", b"%03d.txt" % number) for number in range(200)]
    (tmp_path / "x.zip").write_bytes(with_entries(raw, entries))
    assert "overlap" in look(tmp_path)["x.zip"]


def measured(act: Callable[[], dict[str, str]]) -> tuple[dict[str, str], int]:
    tracemalloc.start()
    try:
        return act(), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_member_without_a_name_is_refused_and_the_rest_is_read(tmp_path: Path):
    path = zipped(tmp_path / "news.zip", {"a.txt": TEXT.encode(), "NAME": b"Nobody knows."})
    path.write_bytes(path.read_bytes().replace(b"NAME", b"\0AME"))
    assert look(path) == {"news.zip/a.txt": TEXT, "news.zip/": "It has no name."}


def test_a_bomb_is_refused_unopened(tmp_path: Path):
    zipped(tmp_path / "bomb.zip", {"a.txt": bytes(60_000_000)})
    found, memory = measured(lambda: look(tmp_path / "bomb.zip"))
    assert "times its size" in found["bomb.zip/a.txt"]
    assert memory < 20_000_000


def test_a_zip_that_unpacks_to_more_than_all_may_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    zipped(tmp_path / "x.zip", {"a.txt": b"a" * 600, "b.txt": b"b" * 600})
    assert "unpacks to more" in look(tmp_path)["x.zip"]


@pytest.mark.parametrize("claimed", [10, 900_000])
def test_a_bomb_that_lies_about_its_size_fills_no_memory(tmp_path: Path, claimed: int):
    zipped(tmp_path / "x.zip", {"a.txt": bytes(100_000_000)})
    raw = (tmp_path / "x.zip").read_bytes()
    entry = bytearray(directory_of(raw)[1][0])
    entry[24:28] = struct.pack("<L", claimed)
    (tmp_path / "x.zip").write_bytes(with_entries(raw, [bytes(entry)]))
    found, memory = measured(lambda: look(tmp_path / "x.zip"))
    assert "cannot be unpacked" in found["x.zip/a.txt"] or "is not text" in found["x.zip/a.txt"]
    assert memory < 20_000_000


def test_a_bomb_in_another_packing_fills_no_memory(tmp_path: Path):
    packed = bz2.compress(bytes(60_000_000))
    (tmp_path / "plain").write_bytes(zipped(tmp_path / "x.zip", {"a.txt": packed}, zipfile.ZIP_STORED).read_bytes())
    raw = (tmp_path / "plain").read_bytes()
    entry = bytearray(directory_of(raw)[1][0])
    entry[10:12] = struct.pack("<H", zipfile.ZIP_BZIP2)
    entry[24:28] = struct.pack("<L", 900_000)
    (tmp_path / "x.zip").write_bytes(with_entries(raw, [bytes(entry)]))
    found, memory = measured(lambda: look(tmp_path / "x.zip"))
    assert "unusual" in found["x.zip/a.txt"]
    assert memory < 20_000_000


def test_a_zip_that_lists_a_million_members_is_refused_before_they_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    raw = zipped(tmp_path / "x.zip", {"0": b""}).read_bytes()
    (tmp_path / "x.zip").write_bytes(with_entries(raw, [directory_of(raw)[1][0]] * 1_000_000))
    monkeypatch.setattr(archive.zipfile, "ZipFile", None)
    found, memory = measured(lambda: look(tmp_path / "x.zip"))
    assert "more than 100000 files" in found["x.zip"]
    assert memory < 20_000_000


def test_many_members_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 5)
    zipped(tmp_path / "x.zip", {f"{number}.txt": b"x" for number in range(6)})
    assert "more than 5 files" in look(tmp_path)["x.zip"]


def test_names_in_another_encoding_do_no_harm(tmp_path: Path):
    raw = zipped(tmp_path / "x.zip", {"cafe.txt": TEXT.encode()}).read_bytes()
    (tmp_path / "x.zip").write_bytes(raw.replace(b"cafe.txt", b"caf\xe9.txt"))
    assert list(look(tmp_path / "x.zip").values()) == [TEXT]


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\5\6", b"no zip at all", b"PK\5\6" + b"\xff" * 18, bytes(100_000)])
def test_what_is_no_zip_is_refused_by_name(tmp_path: Path, content: bytes):
    (tmp_path / "x.zip").write_bytes(content)
    assert "no zip" in look(tmp_path)["x.zip"]


def damage_zips(tmp_path: Path, count: int, seed: int) -> None:
    whole = zipped(tmp_path / "w.zip", {f"{n}.txt": f"{n} {TEXT}\n".encode() * 20 for n in range(4)}).read_bytes()
    right = {f"{number} {TEXT}\n" * 20 for number in range(4)}
    chance = random.Random(seed)
    path = tmp_path / "x.zip"
    for _ in range(count):
        raw = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            if chance.random() < 0.1:
                at = chance.randrange(len(raw))
                del raw[at : at + chance.randint(1, 60)]
            elif raw:
                raw[chance.randrange(len(raw))] = chance.randrange(256)
        path.write_bytes(raw)
        for said in look(path).values():
            assert said in right or said.endswith(".")
            assert CANARY not in said or said in right


def test_damaged_zips_are_read_or_refused_and_raise_nothing_else(tmp_path: Path):
    damage_zips(tmp_path, 500, 20261123)


@pytest.mark.soak
def test_ten_thousand_damaged_zips_are_read_or_refused_and_raise_nothing_else(tmp_path: Path):
    damage_zips(tmp_path, 10_000, 1)


def test_standard_input_is_jsonl_and_can_be_read_twice(monkeypatch: pytest.MonkeyPatch):
    class Stdin:
        buffer = io.BytesIO(b'{"text":"one"}\n{"text":"two"}\n')

    monkeypatch.setattr(sys, "stdin", Stdin)
    with found_sources(["-"]) as sources:
        (found,) = sources
        assert [outcome(found) for _ in range(2)] == ["onetwo", "onetwo"]
        assert found.path == "standard input"


def test_standard_input_may_be_of_another_kind(monkeypatch: pytest.MonkeyPatch):
    class Stdin:
        buffer = io.BytesIO(TEXT.encode())

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert look("-", format_name="text") == {"standard input": TEXT}


def test_an_unknown_format_is_refused_before_anything_is_looked_at(tmp_path: Path):
    with pytest.raises(UserError, match="no format"):
        look(tmp_path / "missing", format_name="nonsense")


def test_files_whose_names_end_alike_are_told_apart_by_what_is_in_them(folder: Path):
    lines = {
        "native.jsonl": '{"text": "One.", "labels": {"topic": "x"}}',
        "doccano.jsonl": '{"text": "Two.", "label": [[0, 3, "x"]]}',
        "prodigy.jsonl": '{"text": "Three.", "spans": [], "answer": "accept", "_task_hash": 1}',
        "rows.jsonl": '{"text": "Four.", "tokens": ["Four", "."], "ner_tags": ["O", "O"]}',
        "studio.json": '[{"data": {"text": "Five."}}]',
        "spans.csv": "article,article_text,start,end,tag\na,Six.,0,3,x",
    }
    for name, line in lines.items():
        (folder / name).write_text(line + "\n")
    zipped(folder / "export.zip", {"ana.jsonl": lines["doccano.jsonl"].encode()})
    with found_sources([folder]) as sources:
        known = {found.path: (found.format.name if found.format else "", list(found.read(None))) for found in sources}
    assert {path: name for path, (name, _) in known.items()} == {
        "native.jsonl": "jsonl", "doccano.jsonl": "doccano", "prodigy.jsonl": "prodigy", "rows.jsonl": "huggingface",
        "studio.json": "label_studio", "spans.csv": "annotations", "export.zip/ana.jsonl": "doccano",
    }  # fmt: skip
    assert known["export.zip/ana.jsonl"][1][0].layer == "ana"
    assert known["doccano.jsonl"][1][0].layer is None


def test_a_member_without_a_name_is_refused_by_itself(tmp_path: Path):
    path = zipped(tmp_path / "nameless.zip", {"x": b"", "a.txt": TEXT.encode()})
    content = bytearray(path.read_bytes())
    entry, end = content.index(b"PK\1\2"), content.index(b"PK\5\6")
    (size,) = struct.unpack_from("<L", content, end + 12)
    struct.pack_into("<L", content, end + 12, size - 1)
    struct.pack_into("<H", content, entry + 28, 0)
    del content[entry + 46]
    path.write_bytes(content)
    assert look(path) == {"nameless.zip/": "It has no name.", "nameless.zip/a.txt": TEXT}
