"""CoNLL-U: the text to the letter, spans that nest, cross and have gaps, and files of others."""

import pytest
from hypothesis import given, settings

from annotator.formats import conllu, conllu_reading
from annotator.formats.options import WriteOptions
from annotator.model.record import Record, RecordSpan
from tests.formats.given import read_one, refusal, source
from tests.formats.round_trips import ARTICLES, OPTIONS, check_mutated, check_round_trip, written

TEXT = "\n The U.S. army's 26 men –\u00a0so “Homs” – were killed.\r\n\r\nIt ended."


def span(words: str, label: str = "actor", **more: object) -> RecordSpan:
    start = TEXT.index(words)
    return RecordSpan(id=words, label=label, start=start, end=start + len(words), **more)  # type: ignore[arg-type]


def article() -> Record:
    claim = span("26 men –\u00a0so “Homs” – were killed", "claim (x)")
    claim.fragments = [(claim.start, claim.start + 6), (TEXT.index("were"), claim.end)]
    spans = [span("U.S. army"), span("U.S."), span("army's 26"), claim, span("rmy")]
    return Record(TEXT, "a 1", meta={"title": "A = b", "n": 1}, layer="ana", status="open", spans=spans)


@settings(max_examples=80)
@given(ARTICLES, OPTIONS)
def test_everything_comes_back_but_what_was_reported(records: list[Record], options: WriteOptions):
    check_round_trip(conllu.write, conllu_reading.read, records, options, "x.conllu")


def test_it_looks_as_trainers_expect():
    content, report = written(conllu.write, [article()])
    lines = content.decode().split("\n")
    assert lines[:9] == [
        "# global.Entity = eid-etype", "# newdoc id = a%201", "# annotator::blanks = kept",
        "# annotator::layer = ana", "# annotator::status = open", "# meta::title = A = b", "# sent_id = a%201-1",
        "# text = The U.S. army's 26 men – so “Homs” – were killed.",
        "1\tThe\t_\t_\t_\t_\t_\t_\t_\tSpacesBefore=\\n\\s",
    ]  # fmt: skip
    assert lines[9].endswith("\tEntity=(U.S.%20army-actor(U.S.-actor)")
    assert lines[10].endswith("\tEntity=U.S.%20army)(army's%2026-actor|SpaceAfter=No")
    assert {loss.what: loss.count for loss in report.loss} == {"spans that meet no token edge": 1, "other metadata": 1}
    assert report.spans == 4


def gum(*rows: str) -> bytes:
    head = (
        "# global.Entity = GRP-etype-infstat\n# newdoc id = GUM_news_x\n# meta::title = T\n# sent_id = 1\n# text = x\n"
    )
    return (head + "".join("\t".join(row.split()) + "\n" for row in rows) + "\n").encode()


def test_no_sentence_ends_inside_a_span_or_between_its_fragments():
    text = "They fled. We saw them. So they said. Nobody else was there."
    places = [(text.index("fled"), text.index(".")), (text.index("saw"), text.index(" them"))]
    claim = RecordSpan(label="claim", start=places[0][0], end=places[1][1], fragments=places, text="fled saw")
    content = written(conllu.write, [Record(text, "a", layer="ana", spans=[claim])])[0].decode()
    assert [line for line in content.split("\n") if line.startswith("# text")] == [
        "# text = They fled. We saw them.", "# text = So they said.", "# text = Nobody else was there.",
    ]  # fmt: skip


def test_files_like_gum_are_read_with_nested_mentions_and_multiword_tokens():
    content = gum(
        "1 The _ _ _ _ _ _ _ Entity=(1-person-new",
        "2 head _ _ _ _ _ _ _ _",
        "3 of _ _ _ _ _ _ _ _",
        "4-5 Homs' _ _ _ _ _ _ _ SpaceAfter=No",
        "4 Homs _ _ _ _ _ _ _ Entity=(2-place-new)",
        "5 ' _ _ _ _ _ _ _ Entity=1)",
        "5.1 said _ _ _ _ _ _ _ _",
        "6 . _ _ _ _ _ _ _ _",
        "7 He _ _ _ _ _ _ _ Entity=(1-person-giv)",
    )
    record = read_one(conllu_reading.read, content, "x.conllu")
    assert (record.text, record.id, record.meta, record.text_is) == (
        "The head of Homs'. He", "GUM_news_x", {"title": "T"}, "tokens",
    )  # fmt: skip
    found = [(one.label, record.text[one.start : one.end], one.id, one.extra or None) for one in record.spans]
    assert found == [
        ("person", "The head of Homs'", None, {"entity": "1"}),
        ("place", "Homs'", "2", None),
        ("person", "He", None, {"entity": "1"}),
    ]


def test_a_bracket_closes_the_last_one_of_its_name():
    content = gum(
        "1 The _ _ _ _ _ _ _ Entity=(1-person-new",
        "2 head's _ _ _ _ _ _ _ Entity=(1-person-new(2-person-new",
        "3 aide _ _ _ _ _ _ _ Entity=2)1)",
        "4 there _ _ _ _ _ _ _ Entity=1)",
    )
    record = read_one(conllu_reading.read, content, "x.conllu")
    found = [record.text[one.start : one.end] for one in record.spans]
    assert found == ["The head's aide there", "head's aide", "head's aide"]
    assert [one.id for one in record.spans] == [None, "2", None]


@pytest.mark.parametrize(
    "content",
    [b"1\tx\n", b"x\tx" + b"\t_" * 8, b"1\tx" + b"\t_" * 7 + b"\tEntity=e)", b"1\tx" + b"\t_" * 7 + b"\tEntity=(e-a",
     b"1\tx" + b"\t_" * 7 + b"\tEntity=(e[1/2]-a)", b"1\tx" + b"\t_" * 7 + b"\tEntity=(%0A-a)",
     b"# global.columns = ID UPOS\n1\tx"],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_its_line(content: bytes):
    assert ", line " in refusal(conllu_reading.read, content, "x.conllu")


def test_mutated_files_are_read_or_refused():
    content, _ = written(conllu.write, [article(), Record("Homs fell.", "a2")])
    check_mutated(conllu_reading.read, content, "x.conllu", range(300))


def test_a_file_of_comments_only_holds_no_article():
    assert list(conllu_reading.read(source(b"# newdoc id = x\n\n# nothing\n", "x.conllu"), None)) == []


def marked(record: Record) -> list[tuple[str, str]]:
    return [(one.label, record.text[one.start : one.end]) for one in record.spans]


def test_tags_among_the_rest_are_read_in_any_scheme():
    content = gum(
        "1 France _ _ _ _ _ _ _ NER=B-per", "2 Vrba _ _ _ _ _ _ _ NER=I-per", "3 is _ _ _ _ _ _ _ NER=O",
        "4 in _ _ _ _ _ _ _ _", "5 Homs _ _ _ _ _ _ _ ner=S-LOC|SpaceAfter=No", "6 . _ _ _ _ _ _ _ Bridge=1<2",
    )  # fmt: skip
    record = read_one(conllu_reading.read, content, "x.conllu")
    assert marked(record) == [("per", "France Vrba"), ("LOC", "Homs")]
    assert record.notes[1:] == ["Bridging and split antecedents (1) were left out."]


def test_columns_of_a_file_s_own_are_read_by_what_they_hold():
    rows = ["1 He _ 2:LVC O x", "2 took 1:VID 2 O _", "3 the _ _ O _", "4 bull 1 _ B-animal _", "5 there _ _ O _"]
    head = "# global.columns = ID FORM PARSEME:MWE MWE:2 NER GLOSS\n# newdoc id = d\n"
    content = head + "\n".join(row.replace(" ", "\t") for row in rows) + "\n"
    record = read_one(conllu_reading.read, content.encode(), "x.cupt")
    assert (record.id, record.text) == ("d", "He took the bull there")
    assert marked(record) == [("animal", "bull"), ("LVC", "He took"), ("VID", "took the bull")]
    assert record.spans[2].fragments == [(3, 7), (12, 16)]
    assert record.notes[1:] == ["What stands in column GLOSS (1) was left out."]


def row(number: int, word: str, entity: str) -> str:
    return f"{number}\t{word}" + "\t_" * 7 + f"\tEntity={entity}\n"


def test_brackets_of_the_oldest_and_the_barest_files_fit_too():
    old = row(1, "The", "(person-1") + row(2, "head", "(place-2)") + row(3, "there", "person-1)")
    assert marked(read_one(conllu_reading.read, old.encode(), "x.conllu")) == [
        ("person", "The head there"), ("place", "head"),
    ]  # fmt: skip
    bare = "# global.Entity = eid-etype-head-identity\n" + row(1, "Homs", "(e1--1-Homs)")
    (span,) = read_one(conllu_reading.read, bare.encode(), "x.conllu").spans
    assert (span.label, span.attributes) == ("mention", {"identity": "Homs"})
