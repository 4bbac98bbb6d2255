r"""WebAnno TSV 3: the text is put together exactly, and nested, stacked and linked annotations come in as they are.

The corpus that this was written for (24 Wikinews articles of GUM) is no part of the project. It imports whole, with the
counts that a shell finds in it without this program, 5,018 spans and 2,535 relations:

    for f in *.tsv; do grep -v '^#' $f | cut -f4 | tr '|' '\n' | grep -o '\[[0-9]*\]$' | sort -u; done | wc -l
    for f in *.tsv; do grep -v '^#' $f | cut -f10 | tr '|' '\n' | grep -c '[0-9]'; done | paste -sd+ | bc

Of the spans 1,213 are persons and 562 places: the first command, with ``grep '^person'`` instead of ``grep -o``.
"""

import random
from pathlib import Path

import pytest

from annotator.formats import webanno_tsv
from annotator.formats.webanno_lines import parts_of, values_of
from annotator.model.record import Record
from tests.formats.given import CANARY, read_one, refusal, source
from tests.formats.interchange import mutated, read_back, read_or_refused

HEAD = """#FORMAT=WebAnno TSV 3.2
#T_SP=webanno.custom.Referent|entity|infstat
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue
#T_RL=webanno.custom.Coref|type|sure|BT_webanno.custom.Referent
#Summary1=Two are one.


"""
BODY = """#Text=Northern Wire's 😀 editor said she left .
1-1\t0-8\tNorthern\tplace[1]|person[2]\tnew[1]|new[2]\tNP\t_\t_\t_\t
1-2\t9-13\tWire\tplace[1]|person[2]\tnew[1]|new[2]\tNP\t_\t_\t_\t
1-3\t13-15\t's\tperson[2]\tnew[2]\t_\t_\t_\t_\t
1-4\t16-18\t😀\tperson[2]\tnew[2]\t*\t_\t_\t_\t
1-5\t19-25\teditor\tperson[2]\tnew[2]\t_\t_\t_\t_\t
1-6\t26-30\tsaid\t_\t_\t_\t_\t_\t_\t
1-7\t31-34\tshe\tperson\t*\t_\tcoref|ana\t_|yes\t1-1[2_0]|2-1[0_0]\t
1-8\t35-39\tleft\t_\t_\t_\t_\t_\t_\t
1-9\t40-41\t.\t_\t_\t_\t_\t_\t_\t

#Text=It  \\\\ a\\_b\\t[1] .
2-1\t43-45\tIt\t_\tgiv\t_\t_\t_\t_\t
2-2\t47-48\t\\\\\ta\\|b\\[1\\]\t_\t_\t*\t*\t1-7\t
2-3\t49-57\ta\\_b\\t[1]\t_\t_\t_\t_\t_\t_\t
2-3.1\t49-50\ta\tletter[7]\tx[7]\t_\t_\t_\t_\t
2-4\t58-59\t.\t_\t_\t_\t_\t_\t_\t
"""


def read(text: str) -> Record:
    return read_one(webanno_tsv.read, text.encode(), "news.tsv")


def test_the_text_is_that_of_the_sentences_and_what_lay_between_them_is_line_ends():
    record = read(HEAD + BODY)
    assert record.text == "Northern Wire's 😀 editor said she left .\n\nIt  \\ a\\_b\t[1] ."
    assert record.meta == {"file": "news.tsv", "Summary1": "Two are one."}


def test_nested_stacked_and_partial_annotations_are_spans():
    spans = read(HEAD + BODY).spans
    assert [(span.label, span.text, span.attributes) for span in spans] == [
        ("place", "Northern Wire", {"infstat": "new"}),
        ("person", "Northern Wire's 😀 editor", {"infstat": "new"}),
        ("person", "she", {}),
        ("Referent", "It", {"infstat": "giv"}),
        ("a|b[1]", "\\", {}),
        ("letter", "a", {"infstat": "x"}),
    ]
    assert [(span.start, span.end) for span in spans[:3]] == [(0, 13), (0, 24), (30, 33)]


def test_relations_go_from_the_named_source_to_the_annotation_of_the_line():
    record = read(HEAD + BODY)
    names = {span.id: span.text for span in record.spans}
    assert [(one.label, names[one.head], names[one.child], one.extra or None) for one in record.relations] == [
        ("coref", "Northern Wire's 😀 editor", "she", None),
        ("ana", "It", "she", {"sure": "yes"}),
        ("Coref", "she", "\\", None),
    ]
    assert record.notes == [
        "The tags of the layer Referent are what its feature entity says (5).",
        "Layers that cut up and parse the text were left out: POS (3).",
    ]


def test_a_relation_between_what_is_no_span_is_left_out_and_said():
    record = read(HEAD + BODY.replace("1-1[2_0]|2-1[0_0]", "1-1[9_0]|2-4"))
    assert len(record.relations) == 1
    assert record.notes[1:] == [
        "Annotations of these types were left out: Coref (2).",
        "Layers that cut up and parse the text were left out: POS (3).",
    ]


def test_a_sentence_may_have_several_lines_and_a_chain_becomes_relations():
    record = read(
        "#FORMAT=WebAnno TSV 3.3\n"
        "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation\n\n\n"
        "#Text=She left\n#Text=her house .\n"
        "1-1\t0-3\tShe\tperson\tsame->1-1\n1-2\t4-8\tleft\t_\t_\n1-3\t9-12\ther\tperson\t*->1-2\n"
        "1-4\t13-18\thouse\tplace\t*->2-1\n1-5\t19-20\t.\t_\t_\n"
    )
    assert record.text == "She left\nher house ."
    assert arrows(record) == [("same", "She", "her")]
    assert record.notes == []


def arrows(record: Record) -> list[tuple[str, str | None, str | None]]:
    words = {span.id: span.text for span in record.spans}
    return [(one.label, words[one.head], words[one.child]) for one in record.relations]


def test_the_number_of_an_element_is_that_of_its_chain_and_elements_have_several_words():
    record = read(
        "#FORMAT=WebAnno TSV 3.3\n"
        "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation\n\n\n"
        "#Text=He shot himself with his revolver\n"
        "1-1\t0-2\tHe\tpr[1]\tcoref->1-1\n1-2\t3-7\tshot\t_\t_\n1-3\t8-15\thimself\tpr[1]\t*->1-2\n"
        "1-4\t16-20\twith\t_\t_\n1-5\t21-24\this\tpr[1]|gun[2]\t*->1-3|*->2-1\n"
        "1-6\t25-33\trevolver\tgun[2]\t*->2-1\n"
    )
    assert [(span.text, span.attributes) for span in record.spans] == [
        ("He", {"referenceType": "pr"}),
        ("himself", {"referenceType": "pr"}),
        ("his", {"referenceType": "pr"}),
        ("his revolver", {"referenceType": "gun"}),
    ]
    assert arrows(record) == [("coref", "He", "himself"), ("CoreferenceLink", "himself", "his")]


SLOTS = """#FORMAT=WebAnno TSV 3.3
#T_SP=webanno.custom.Lu|luvalue
#T_SP=webanno.custom.Frame|FE|ROLE_webanno.custom.Frame:Roles_webanno.custom.FrameRolesLink|{}|note


#Sentence.id=s1
#Text=Bob auctioned the clock to John .
"""
SLOT_LINES = (
    "1-1\t0-3\tBob\tbob\t_\t_\t_\t_\n"
    "1-2\t4-13\tauctioned\t_\tselling[7]|giving[8]\tseller\\;x;;buyer[7]|[8]\t1-1;1-3[4];1-6|1-9\t*[7]|a\\nb[8]\n"
    "1-3\t14-17\tthe\tclock[4]\t_\t_\t_\t_\n1-4\t18-23\tclock\tclock[4]\t_\t_\t_\t_\n"
    "1-5\t24-26\tto\t_\t*\t_\t*\t*\n1-6\t27-31\tJohn\tjohn\t_\t_\t_\t_\n1-7\t32-33\t.\t_\t_\t_\t_\t_\n"
)


@pytest.mark.parametrize("type_", ["webanno.custom.Lu", "uima.tcas.Annotation"])
def test_slots_become_relations_named_after_their_roles_and_what_fills_none_is_counted(type_: str):
    record = read(SLOTS.format(type_) + SLOT_LINES)
    assert [(span.label, span.text, span.attributes) for span in record.spans] == [
        ("Lu", "Bob", {"luvalue": "bob"}),
        ("Lu", "the clock", {"luvalue": "clock"}),
        ("Lu", "John", {"luvalue": "john"}),
        ("Frame", "auctioned", {"FE": "selling"}),
        ("Frame", "auctioned", {"FE": "giving", "note": "a\nb"}),
        ("Frame", "to", {}),
    ]
    assert arrows(record) == [
        ("seller;x", "auctioned", "Bob"), ("Roles", "auctioned", "the clock"), ("buyer", "auctioned", "John"),
    ]  # fmt: skip
    assert record.notes == ["Annotations of these types were left out: Frame.Roles (1)."]
    assert record.meta == {"file": "news.tsv"}


def test_an_annotation_of_nothing_but_slots_is_a_mark_whether_they_are_filled_or_not():
    record = read(
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=c.Span|\n#T_SP=c.Host|ROLE_c.Host:links_c.HostLinksLink|c.Span\n\n\n"
        "#Text=He loves her\n1-1\t0-2\tHe\t_\t\t1-3\t\n1-2\t3-8\tloves\t_\t_[5]\t*\t\n"
        "1-3\t9-12\ther\t*\t_[5]\t*\t\n"
    )
    assert [(span.label, span.text) for span in record.spans] == [
        ("Span", "her"),
        ("Host", "He"),
        ("Host", "loves her"),
    ]
    assert arrows(record) == [("links", "He", "her")]


def test_marks_without_width_are_counted_and_what_refers_to_them_too():
    record = read(
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=c.Span|value\n#T_SP=c.Host|ROLE_c.Host:links_c.HostLinksLink|c.Span\n\n\n"
        "#Text=word.\n1-1\t0-4\tword\t_\tp\t1-1.1\n1-1.1\t4-4\t\t*\t_\t_\t\n1-2\t4-5\t.\tx\t_\t_\t\n"
    )
    assert [span.text for span in record.spans] == [".", "word"]
    assert (
        record.notes
        == [
            "1 annotations that lie on no words of the text were left out.",
            "The tags of the layer Span are what its feature value says (1).",
            "Annotations of these types were left out: Host.links (1).",
        ][::2]
    )


def test_a_chain_of_a_layer_of_their_own_becomes_relations():
    record = read(
        "#FORMAT=WebAnno TSV 3.3\n#T_CH=webanno.custom.ThingLink|referenceType|referenceRelation\n\n\n"
        "#Text=She left her house .\n"
        "1-1\t0-3\tShe\tperson\tsame->1-1\n1-2\t4-8\tleft\t_\t_\n1-3\t9-12\ther\tperson\t*->1-2\n"
        "1-4\t13-18\thouse\t*\t*->2-1\n1-5\t19-20\t.\t_\t_\n"
    )
    assert [(span.label, span.text) for span in record.spans] == [
        ("ThingLink", "She"),
        ("ThingLink", "her"),
        ("ThingLink", "house"),
    ]
    assert [span.attributes for span in record.spans][:2] == [{"referenceType": "person"}] * 2
    (relation,) = record.relations
    assert (relation.label, relation.head, relation.child) == ("same", record.spans[0].id, record.spans[1].id)


def test_line_ends_of_windows_and_a_byte_order_mark_make_no_difference():
    content = "\ufeff" + (HEAD + BODY).replace("\n", "\r\n")
    there, here = read(content), read(HEAD + BODY)
    assert there.text == here.text
    assert [(span.label, span.start, span.end) for span in there.spans] == [
        (span.label, span.start, span.end) for span in here.spans
    ]


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("a", ["a"]),
        ("a|b", ["a", "b"]),
        (r"a\|b|c", [r"a\|b", "c"]),
        ("|", ["", ""]),
        ("a\\", ["a\\"]),
        ("", [""]),
        ("\\\\|b", ["\\\\", "b"]),
    ],
)
def test_cells_are_parted_at_bars_that_are_not_escaped(cell: str, parts: list[str]):
    assert parts_of(cell) == parts


def test_a_line_end_and_a_tab_in_a_value_are_what_they_were():
    record = read("#FORMAT=WebAnno TSV 3.3\n#T_SP=c.A|x\n\n\n#Text=one\n1-1\t0-3\tone\ta\\nb\\tc\\\\n\\*\n")
    assert record.spans[0].attributes == {"x": "a\nb\tc\\n*"}


def test_values_have_numbers_and_escapes():
    assert [tuple(value) for value in values_of(r"n____[11]|_[3]|*|a\[1\]|b\->c[2]")] == [
        ("n____", 11), (None, 3), (None, 0), ("a[1]", 0), ("b->c", 2),
    ]  # fmt: skip


def test_many_backslashes_take_no_time():
    assert parts_of("\\" * 200_001) == ["\\" * 200_001]
    assert values_of("[" * 50_000)[0].number == 0


NONE = "\t_\t_\t_\t_\t_\t_\n"
REFUSED = {
    "no format": BODY,
    "version 1": "#FORMAT=WebAnno TSV 1\n" + BODY,
    "prose": HEAD + CANARY,
    "a token before any sentence": HEAD + "1-1\t0-3\tShe" + NONE,
    "too few columns": HEAD + "#Text=She\n1-1\t0-3\tShe\t_\n",
    "a token that is not there": HEAD + f"#Text=She {CANARY}\n1-1\t0-3\tHer" + NONE,
    "a token that is elsewhere": HEAD + f"#Text=She left\n1-1\t0-3\tShe{NONE}1-2\t5-9\tleft{NONE}",
    "a token inside a character": HEAD + "#Text=😀 a\n1-1\t0-1\t😀" + NONE,
    "sentences that overlap": HEAD + f"#Text=She\n1-1\t0-3\tShe{NONE}#Text=It\n2-1\t2-4\tIt{NONE}",
    "a sentence far away": HEAD + "#Text=She\n1-1\t900000000-900000003\tShe" + NONE,
    "a slot that is filled by nothing": "#FORMAT=WebAnno TSV 3.3\n#T_SP=c.H|ROLE_c.H:l_c.L|c.H\n\n\n"
    f"#Text=She\n1-1\t0-3\tShe\tp\t{CANARY}\n",
    "a place in no chain": f"#FORMAT=WebAnno TSV 3.3\n#T_CH=c.H|a|b\n\n\n#Text=She\n1-1\t0-3\tShe\tp\t{CANARY}\n",
    "a backward part of a token": HEAD + "#Text=She\n1-1\t0-3\tShe" + NONE + "1-1.1\t2-1\t" + NONE,
    "a source that is none": HEAD + f"#Text=She\n1-1\t0-3\tShe\t*\t*\t_\tx\t_\t{CANARY}\n",
    "an empty token": HEAD + "#Text=She\n1-1\t0-0\t" + NONE,
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_webanno_tsv_is_refused(what: str):
    refusal(webanno_tsv.read, REFUSED[what].encode(), "news.tsv")


def test_a_file_in_a_folder_is_recognised_by_its_beginning(tmp_path: Path):
    (tmp_path / "a.tsv").write_text(HEAD + BODY)
    (record,) = read_back(tmp_path)
    assert len(record.spans) == 6


TOKENS = [
    b"\t", b"\n", b"|", b"[1]", b"[2_0]", b"_", b"*", b"\\", b"->", b"1-1", b"#Text=", b"#T_SP=x|y\n",
    b"#T_RL=x|BT_y\n", b"9" * 12, b"\xf0\x9f\x98\x80", b"\xff", b"\0", b"ROLE_",
    b"#T_SP=s|ROLE_s:f_l|webanno.custom.Referent\n", b"#T_CH=c|a|b\n", b";", b"x->1-1", b"1-1[2];1-7", b"1-1.1\t0-0\t",
]  # fmt: skip


def mutate(count: int, seed: int) -> int:
    chance = random.Random(seed)
    refused = 0
    for _ in range(count):
        changed = mutated((HEAD + BODY).encode(), TOKENS, chance)
        found = read_or_refused(lambda: list(webanno_tsv.read(source(changed, "news.tsv"), None)))  # noqa: B023 – asked now, not later
        refused += found is None
        for record in found or []:
            assert all(record.text[span.start : span.end] == span.text for span in record.spans)
    return refused


def test_mutated_files_are_read_or_refused():
    assert 100 < mutate(400, 20261126) < 400


@pytest.mark.soak
def test_ten_thousand_mutated_files_are_read_or_refused():
    assert 2000 < mutate(10_000, 1) < 10_000
