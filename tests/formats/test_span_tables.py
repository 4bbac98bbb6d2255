"""Tables of spans: ours come back, and those of others are known by the names of their columns."""

import pytest
from hypothesis import given, settings

from annotator.formats import annotations_csv, span_table
from annotator.formats.options import WriteOptions
from annotator.model.record import Record, RecordSpan
from tests.formats.given import read_one, refusal, source
from tests.formats.round_trips import ARTICLES, OPTIONS, check_mutated, check_round_trip, written

TEXT = "😀 The army said 26 were killed."


@settings(max_examples=80)
@given(ARTICLES, OPTIONS)
def test_everything_comes_back_but_what_was_reported(records: list[Record], options: WriteOptions):
    content = written(annotations_csv.write, records, options)[0]
    check_round_trip(annotations_csv.write, span_table.read, records, options, "x.csv")
    assert span_table.recognise(content[:60_000])


def test_words_that_were_made_safe_for_spreadsheets_are_as_they_were():
    for words in ("=1+1", "'=1", "''=1", "'tis", "-5 men", "@home", "+", "＝"):
        span = RecordSpan(id=words, label=words, start=0, end=len(words), text=words, note=words)
        record = read_one(
            span_table.read, written(annotations_csv.write, [Record(words, "a", spans=[span])])[0], "x.csv"
        )
        found = record.spans[0]
        assert (found.id, found.label, found.text, found.note) == (words, words, words, words)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_articles_may_stand_beside_their_spans(mark: str, line_end: str):
    rows = [
        ("Doc ID", "Text", "Begin", "End", "Label", "Coder"),
        ("a1", TEXT, "6", "10", "actor", "ana"),
        ("a1", TEXT, "16.0", "18", "number", "ana"),
        ("a1", TEXT, "6", "10", "actor", "ben"),
        ("a2", "Homs fell.", "0", "4", "location", "ana"),
    ]
    content = line_end.join(mark.join(row) for row in rows).encode()
    assert span_table.recognise(content)
    first, second, third = span_table.read(source(content, "x.csv"), None)
    assert (first.id, first.text, first.layer, first.text_is) == ("a1", TEXT, "ana", "exact")
    assert [TEXT[one.start : one.end] for one in first.spans] == ["army", "26"]
    assert (second.layer, third.id, third.text) == ("ben", "a2", "Homs fell.")


def test_offsets_from_one_are_recognised_by_the_words():
    content = "article,body,start,end,tag,words\n"
    for words in ("army", "26", "The"):
        start = TEXT.index(words)
        content += f'a,"{TEXT}",{start + 1},{start + len(words)},x,{words}\n'
    record = read_one(span_table.read, content.encode(), "x.csv")
    assert [TEXT[one.start : one.end] for one in record.spans] == ["army", "26", "The"]
    assert record.notes == ["Its offsets count code points from 1, with the last one included; they were converted."]


def test_an_article_without_a_text_is_looked_for_elsewhere():
    record = read_one(span_table.read, b"article_id,start,end,label,text\na7,0,4,x,Homs\n", "x.csv")
    assert (record.id, record.text, record.text_is, record.spans[0].text) == ("a7", "", "elsewhere", "Homs")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no column start"),
        (b"title,text\nx,y\n", "no column start"),
        (b"start,end,label\n0,1,x\n", "no column article"),
        (b"article,start,end,label\na,x,1,y\n", "line 2: an offset is no whole number."),
        (b"article,start,end,label\na,0,1,y\n\na,0,1,\n", "line 4: the tag is no name"),
        (b"article,start,end,label,attributes\na,0,1,y,[\n", "line 2: it is no JSON."),
        (b"article,start,end,label,fragments\na,0,1,y,[[0]]\n", "line 2: a fragment"),
        (b"text,start,end,label\nab,0,2,y\n", "line 2: it names no article and holds none."),
    ],
)
def test_what_is_no_table_of_spans_is_refused(content: bytes, said: str):
    assert said in refusal(span_table.read, content, "x.csv")


def test_a_table_of_articles_is_not_taken_for_one_of_spans():
    assert not span_table.recognise(b"title,text,date\n")
    assert not span_table.recognise(b"")
    assert not span_table.recognise(b"\xff\xfe\x00")


def test_a_table_whose_lines_end_as_long_ago_is_not_taken_for_one_of_spans():
    assert not span_table.recognise(b"article,tag,text,start,end\ra1,actor,x,0,1\r")


def test_mutated_files_are_read_or_refused():
    span = RecordSpan(id="s", label="actor", start=6, end=10, text="army", attributes={"low": 1})
    records = [Record(TEXT, "a", layer="ana", spans=[span, span]), Record(TEXT, "b", spans=[span])]
    check_mutated(span_table.read, written(annotations_csv.write, records)[0], "x.csv", range(300))


def test_old_line_ends_are_no_table_of_spans():
    assert not span_table.recognise(b"tag,text\rLOC,Deir Zor\r")
