"""How a text of unknown encoding would read: in every encoding it can be in, and in no other."""

import pytest

from annotator.formats.decoding import EncodingQuestion, read_text, readings
from tests.formats.given import source

ARABIC = "قال المرصد إن 287 مقاتلا قتلوا في المعارك. "
RUSSIAN = "Наблюдатели сообщили о 287 погибших. "


def question(raw: bytes) -> EncodingQuestion:
    with pytest.raises(EncodingQuestion) as raised:
        read_text(source(raw, "a.txt"))
    return raised.value


@pytest.mark.parametrize(("text", "encoding"), [(ARABIC, "windows-1256"), (RUSSIAN, "koi8-r"), (RUSSIAN, "cp1251")])
def test_a_text_reads_in_the_encoding_it_is_in(text: str, encoding: str):
    sample = question((text * 9).encode(encoding)).sample
    found = dict(readings(sample, [encoding, "utf-8"]))
    assert text in found[encoding]
    assert "utf-8" not in found


def test_the_sample_is_where_the_text_stops_being_utf_8():
    raw = ("plain words " * 5_000 + "Café de la gare, élève ").encode("windows-1252") + b"x " * 500
    found = dict(readings(question(raw).sample, ["windows-1252"]))
    assert "Café de la gare" in found["windows-1252"]
    assert len(found["windows-1252"]) < 1_000


def test_what_is_in_no_text_is_no_reading():
    assert readings(b"a\x81b", ["windows-1252"]) == []
    assert readings(b"a\x93b\x94", ["iso-8859-1", "windows-1252"]) == [("windows-1252", "a“b”")]
    assert readings("汉字".encode("gb18030")[:-1], ["gb18030"]) == [("gb18030", "汉")], (
        "a sample may end in a character"
    )
    assert readings(b"abc", ["no-such"]) == []
