"""Tokens in columns as they are found: which column holds what is seen from the lines."""

import pytest

from annotator.formats import conll
from annotator.model.record import Record
from tests.formats.given import read_one, refusal, source

RIVER = [("Fighters", "O"), ("left", "O"), ("Deir", "B-LOC"), ("Zor", "I-LOC"), ("for", "O"), ("ISIL", "B-ORG")]
MARKED = [("LOC", "Deir Zor"), ("ORG", "ISIL")]


def marked(record: Record) -> list[tuple[str, str]]:
    return [(one.label, record.text[one.start : one.end]) for one in record.spans]


def lines(row: str, ends: str = "\n") -> bytes:
    """Return the lines of ``RIVER`` in a way of writing: a template of what is known of each token."""
    bare = {"B": "(LOC*", "I": "*)", "O": "*"}
    found = []
    for number, (token, tag) in enumerate(RIVER, 1):
        bracket = "(ORG)" if tag == "B-ORG" else bare[tag[0]]
        turned = "-".join(reversed(tag.split("-")))
        kind = tag.partition("-")[2] or "O"
        found.append(row.format(token=token, tag=tag, n=number, turned=turned, bracket=bracket, kind=kind))
    return ends.join([*found, ""]).encode()


@pytest.mark.parametrize(
    "row",
    ["{token} {tag}", "{token}\t{tag}", "{token} NN B-NP {tag}", "{token} _ _ {tag}", "{tag}\t{token}",
     "{n}\t{token}\t{tag}", "{n}\t{token}\t{tag}\tO", "{token} {turned}", "{token} NNP {bracket}",
     "{token} {tag} 0.998", "{token}\t{tag}\t{tag}"],
)  # fmt: skip
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_every_order_of_columns_is_seen(row: str, ends: str):
    content = lines(row, ends)
    assert conll.recognise(content)
    record = read_one(conll.read, content, "x.conll")
    assert (record.text, marked(record)) == ("Fighters left Deir Zor for ISIL", MARKED)


def test_what_stands_in_columns_that_are_not_read_is_counted():
    record = read_one(conll.read, lines("{token}\t{tag}\t{tag}\t0.5"), "x.conll")
    assert sorted(record.notes[1:], reverse=True) == [
        "Tags in column 3 (3) were left out: they repeat those before them, as predictions of a model do.",
        "Numbers in column 4 (6) were left out.",
    ]


def test_nested_tags_in_a_column_of_their_own_are_read_too():
    content = (
        b"#\twire [2026-11-02]\n1\tHoms\tB-ORG\tB-LOC\n2\tpolice\tI-ORG\tO\n3\tsaid\tO\tO\n\n#\twire\n1\tso\tO\tO\n"
    )
    assert conll.recognise(content)
    record = read_one(conll.read, content, "x.tsv")
    assert (record.text, marked(record)) == ("Homs police said\nso", [("ORG", "Homs police"), ("LOC", "Homs")])
    assert record.notes[1:] == ["The tags of columns 3 and 4 were all read, since spans may overlap here."]


def test_columns_that_only_some_lines_have_are_passed_over_and_the_text_of_a_comment_is_heeded():
    content = (
        "# newdoc id = r-1\n# sent_id = r-1-1\n# text = All fled from Homs, but not I.\n1\tAll\tO\n2\tfled\tO\n"
        "3\tfrom\tO\n4\tHoms\tB-LOC\t-\tana\n5\t,\tO\n6\tbut\tO\n7\tnot\tO\n8\tI\tO\n9\t.\tO\n\n"
        "# text = Other words.\n1\tNext\tO\n2\t.\tO\n"
    )
    assert conll.recognise(content.encode())
    record = read_one(conll.read, content.encode(), "x.iob2")
    assert (record.id, record.text, marked(record)) == (
        "r-1",
        "All fled from Homs, but not I.\nNext .",
        [("LOC", "Homs")],
    )


def test_tags_that_do_not_say_where_spans_begin_are_read_and_that_is_said():
    record = read_one(conll.read, lines("{token} {kind}"), "x.conll")
    assert marked(record) == MARKED
    assert record.notes[1:] == ["Its tags do not say where a span begins: neighbours of one tag became one span."]
    assert not conll.recognise(lines("{token} {kind}"))


CONLL_2012 = """#begin document (nw/wire/00/wire_0001); part 000
nw/wire/00/wire_0001 0 0 The DT (TOP(S(NP* - - - - * * (12
nw/wire/00/wire_0001 0 1 Homs NNP * - - - - (ORG(GPE) * -
nw/wire/00/wire_0001 0 2 police NN *) - - - - *) (V*) 12)
nw/wire/00/wire_0001 0 3 fled VBD (VP*))) - - - - * * -

#end document
#begin document (nw/wire/00/wire_0001); part 001
nw/wire/00/wire_0001 1 0 Hama NNP (TOP*) - - - - (GPE) -
"""


@pytest.mark.parametrize("content", [CONLL_2012, CONLL_2012.replace(" ", "   ")])
def test_conll_2012_comes_with_its_names_and_the_rest_is_counted(content: str):
    content = content.replace("#begin   document   (", "#begin document (").replace(");   part   ", "); part ")
    assert conll.recognise(content.encode())
    first, second = conll.read(source(content.encode(), "x.v4_gold_conll"), None)
    assert (first.id, marked(first)) == ("nw/wire/00/wire_0001", [("ORG", "Homs police")])
    assert (second.id, marked(second)) == ("nw/wire/00/wire_0001 001", [("GPE", "Hama")])
    assert first.notes[1:] == ["Mentions in chains of coreference (1) were left out."]


def test_headers_comments_and_blanks_between_tokens_are_taken_for_what_they_are():
    content = (
        "TOKEN\tNE-LIT\tMISC\n# hipe:document_id = p-1818\n# hipe:date = 1818-01-02\nHoms\tB-loc\tNoSpaceAfter\n"
        ".\tO\t_\n\n \tO\t_\nNext\tO\t_\n# hipe:document_id = p-2\nHama\tS-loc\t_\n"
    )
    first, second = conll.read(source(content.encode(), "x.tsv"), None)
    assert (first.id, first.text, first.meta) == ("p-1818", "Homs.\nNext", {"published": "1818-01-02"})
    assert first.notes[1:] == ["Tokens that are nothing but blanks (1) were left out."]
    assert (second.id, marked(second)) == ("p-2", [("loc", "Hama")])


def test_a_long_file_that_names_no_articles_says_that_it_became_one():
    assert "all of it is one" in read_one(conll.read, b"so O\n\n" * 200, "x.conll").notes[-1]


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        ("Sentence #,Word,POS,Tag\nSentence: 1,Homs,NNP,B-geo\n,fell,VBD,O\nSentence: 2,So,RB,O\n", ["Homs fell\nSo"]),
        ("doc_id;token;label\na;Homs;B-geo\na;fell;O\nb;So;O\n", ["Homs fell", "So"]),
    ],
)
def test_tables_with_a_token_a_row_are_read(rows: str, texts: list[str]):
    assert conll.recognise(rows.encode())
    found = list(conll.read(source(rows.encode(), "x.csv"), None))
    assert [one.text for one in found] == texts
    assert marked(found[0]) == [("geo", "Homs")]


@pytest.mark.parametrize(
    "content",
    [b"The army said so.\nIt was quiet.\nSo.\n", b"a\tb\n1\t2\n3\t4\n5\t6\n", b"", b"EU NNP\nsaid VBD\nso RB\n"],
)  # fmt: skip
def test_what_has_no_tags_is_not_taken_for_tokens(content: bytes):
    assert not conll.recognise(content)


def test_a_line_without_a_tag_among_many_is_refused_by_its_number():
    content = lines("{token} {tag}") * 4 + b"what is this\n" + lines("{token} {tag}")
    assert refusal(conll.read, content, "x.conll").startswith("x.conll, line 25: ")


@pytest.mark.parametrize("name", ["x.csv", "x.txt"])
@pytest.mark.parametrize("row", ["{token},{tag}", "{token};{tag}", "{token}\t{tag}"])
def test_tokens_and_tags_without_headers_are_read_from_tables(row: str, name: str):
    content = lines(row)
    assert conll.recognise(content)
    assert marked(read_one(conll.read, content, name)) == MARKED


def test_a_wide_table_of_numbers_is_no_conll_2012():
    row = "\t".join(["20240101-0", "20240101", "1", "example.org", *[""] * 6, "jean dupont", "", "mairie"])
    assert not conll.recognise((row + "\n").encode() * 6)
