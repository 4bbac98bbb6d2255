"""What offsets count is seen from the words of the spans, said, and converted."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.offsets import PLAIN, WAYS, Counting, Ruler, in_code_points, recognised, utf16_offsets
from annotator.model.record import Record, RecordSpan

TEXT = "Homs 🔴\r\nSyria: the Observatory said at least 287 ISIL fighters, among them 26 minors, were killed – é."
WORDS = ("Homs", "Observatory", "at least 287", "ISIL fighters", "26 minors")
TEXTS = st.text(st.sampled_from("ab é😀𝔄\u0301\n"), min_size=1, max_size=30)


def counted(text: str, way: Counting, start: int, end: int) -> tuple[int, int]:
    """Return a place in code points as ``way`` counts it."""
    sizes = {
        "codepoint": len,
        "utf16": lambda part: len(part.encode("utf-16-le")) // 2,
        "byte": lambda p: len(p.encode()),
        "line": lambda p: len(p.replace("\r\n", "\n")),
    }
    size = sizes[way.unit]
    return size(text[:start]) + way.first, size(text[:end]) + way.first - way.inclusive


def given_in(way: Counting, text: str = TEXT, words: tuple[str, ...] = WORDS) -> Record:
    spans = []
    for word in words:
        start, end = counted(text, way, text.index(word), text.index(word) + len(word))
        spans.append(RecordSpan(label="actor", start=start, end=end, text=word))
    return Record(text, "a1", spans=spans)


def read(*records: Record) -> Iterator[Record]:
    import copy

    return in_code_points(lambda: iter(copy.deepcopy(records)))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.described())
def test_every_way_of_counting_is_recognised_converted_and_said_once(way: Counting):
    assert recognised(iter([given_in(way)])) == way
    first, second = read(given_in(way), given_in(way))
    for record in (first, second):
        assert [TEXT[span.start : span.end] for span in record.spans] == list(WORDS)
    said = [f"Its offsets count {way.described()}; they were converted."]
    assert first.notes == ([] if way == PLAIN else said)
    assert second.notes == []


@given(TEXTS, st.sampled_from(WAYS), st.data())
def test_a_place_comes_back_from_every_way(text: str, way: Counting, data: st.DataObject):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert Ruler(text).code_points(way, *counted(text, way, start, end)) == (start, end)


@given(TEXTS)
def test_utf16_offsets_are_those_of_the_encoded_text(text: str):
    assert utf16_offsets(text) == [len(text[:at].encode("utf-16-le")) // 2 for at in range(len(text) + 1)]


def test_an_offset_inside_a_character_or_beyond_the_text_is_none():
    ruler = Ruler("a😀")
    assert ruler.code_points(Counting("utf16"), 1, 2) is None
    assert ruler.code_points(Counting("byte"), 0, 7) is None
    assert ruler.code_points(Counting("codepoint", 1), 0, 2) is None


def test_one_wrong_span_among_many_is_left_for_the_import_to_look_for():
    record = given_in(PLAIN)
    record.spans[0].start += 3
    record.spans[0].end += 3
    (found,) = read(record)
    assert found.spans == record.spans
    assert found.notes == []


def test_spans_that_lie_right_stay_where_they_are_in_a_file_that_counts_otherwise():
    odd = given_in(PLAIN)
    *_, found = read(given_in(Counting("utf16")), odd)
    assert found.spans == odd.spans


def test_spans_without_words_are_converted_as_the_others_are():
    way = Counting("byte", 1)
    record = given_in(way)
    record.spans[1].text = None
    record.spans[2].fragments = [(record.spans[2].start, record.spans[2].end)]
    (found,) = read(record)
    assert TEXT[found.spans[1].start : found.spans[1].end] == WORDS[1]
    assert found.spans[2].fragments == [(found.spans[2].start, found.spans[2].end)]
