"""OpenDocument texts: everything a reader reads is there, once and in its order, and what is not is named."""

from annotator.formats import odt
from tests.formats.given import read_one, refusal
from tests.formats.made.office import open_document, packed


def read(body: str, **parts: str):
    return read_one(odt.read, open_document(body, **parts), "report.odt")


def test_paragraphs_blanks_and_signs():
    record = read(
        "<text:h>Fighters pushed</text:h>\n<text:p>The <text:span>Obs</text:span>ervatory\n   "
        'said<text:s text:c="3"/>so.'
        "<text:tab/>a<text:line-break/>b</text:p><text:p/>"
        "<text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>"
    )
    assert record.text == "Fighters pushed\n\nThe Observatory said   so.\ta\nb\n\none"
    assert record.meta["title"] == "Fighters pushed"
    assert record.notes == ["Numbers and bullets that are made for lists when they are shown are not part of the text."]


def test_tables_boxes_notes_and_comments():
    record = read(
        "<text:p>It said<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>The note.</text:p>"
        "</text:note-body></text:note> so.<draw:frame><draw:text-box><text:p>In the box.</text:p>"
        "</draw:text-box></draw:frame>"
        "<office:annotation><dc:creator>Ben</dc:creator><text:p>Really?</text:p></office:annotation> On.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Town</text:p></table:table-cell><table:table-cell><text:p>26"
        "</text:p></table:table-cell></table:table-row></table:table>"
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>"
        "</text:tracked-changes>",
        styles="<style:header><text:p>Page</text:p></style:header>",
    )
    assert record.text == "It said so. On.\n\nIn the box.\n\nTown\t26\n\nThe note."
    assert record.notes == [
        "Its text boxes (1 box) stand after the paragraphs they belong to.",
        "1 comment left out.",
        "1 deletion that the file keeps track of left out.",
        "Page headers and footers were left out.",
        "Its footnotes (1) stand at the end of the text.",
    ]


def test_what_the_file_says_of_itself_is_kept():
    said = (
        "<dc:title>Fighters</dc:title><meta:initial-creator>Ana</meta:initial-creator><dc:language>"
        "en-GB</dc:language><meta:creation-date>2026-11-02T08:00:00</meta:creation-date>"
    )
    assert read("<text:p>Text.</text:p>", meta=said).meta == {
        "title": "Fighters", "byline": "Ana", "language": "en", "created": "2026-11-02T08:00:00", "file": "report.odt",
    }  # fmt: skip


def test_other_files_are_refused():
    assert "No text" in refusal(odt.read, open_document(""), "a.odt")
    assert "no OpenDocument" in refusal(odt.read, packed({"a": "b"}), "a.odt")
    assert "no OpenDocument" in refusal(odt.read, packed({"content.xml": "<x/>"}), "a.odt")
    locked = packed({"content.xml": "x", "META-INF/manifest.xml": "<m><encryption-data/></m>"})
    assert "password" in refusal(odt.read, locked, "a.odt")
    evil = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    assert "entities" in refusal(odt.read, packed({"content.xml": evil}), "a.odt")


def test_a_blank_a_billion_times_is_no_bomb():
    assert len(read('<text:p>a<text:s text:c="999999999"/>b</text:p>').text) < 2_000
    refusal(odt.read, open_document("<text:p>a" + '<text:s text:c="1000"/>' * 30_000 + "b</text:p>"), "a.odt")
