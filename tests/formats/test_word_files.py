"""Word files: everything a reader reads is there, once and in its order, and what is not is named."""

from annotator.formats import docx
from tests.formats.given import read_one, refusal
from tests.formats.made.office import packed, paragraph, run, word

REPORT = (
    "BELMARCH // The Observatory said at least 287 fighters were killed.",
    "The army denied it – “nobody was there”.",
)


def read(body: str, **more: str):
    return read_one(docx.read, word(body, **more), "report.docx")


def test_paragraphs_stand_apart_and_runs_do_not():
    record = read(
        paragraph("BELMARCH // The Observatory said at le", "ast 287 fighters were killed.") + paragraph(REPORT[1])
    )
    assert record.text == "\n\n".join(REPORT)
    assert record.notes == []


def test_what_the_file_says_of_itself_is_kept():
    meta = read(paragraph(REPORT[0]), title="Fighters pushed from river towns", creator="Ana Belmar").meta
    assert meta == {
        "title": "Fighters pushed from river towns",
        "byline": "Ana Belmar",
        "created": "2026-11-02T08:00:00Z",
        "file": "report.docx",
    }


def test_a_heading_is_the_title_where_the_file_names_none():
    record = read(paragraph("Fighters pushed", style="Heading1") + paragraph(REPORT[0]))
    assert record.meta["title"] == "Fighters pushed"
    assert record.text.startswith("Fighters pushed\n\nBELMARCH")


def test_a_row_of_a_table_is_a_line_and_a_table_for_the_looks_is_text():
    def table(*rows: list[list[str]]) -> str:
        cells = ["".join(f"<w:tc>{''.join(map(paragraph, cell))}</w:tc>" for cell in row) for row in rows]
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"

    record = read(table([["Town"], ["Killed"]], [["Belmarch"], ["26"]]) + table([["One.", "Two."], ["Three."]]))
    assert record.text == "Town\tKilled\n\nBelmarch\t26\n\nOne.\n\nTwo.\n\nThree."


def test_a_text_box_is_read_once_and_said():
    box = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    held = (
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        f"</mc:AlternateContent></w:r>"
    )
    record = read(paragraph("Before ", held, "and after.") + paragraph("Last."))
    assert record.text == "Before and after.\n\nIn the box.\n\nLast."
    assert record.notes == ["Its text boxes (1 box) stand after the paragraphs they belong to."]


def test_footnotes_stand_at_the_end_and_said():
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        f'<w:footnote w:id="0" w:type="separator">{paragraph("x")}</w:footnote><w:footnote w:id="2">'
        f"{paragraph('The note.')}</w:footnote>"
    )
    record = read(paragraph("It said", reference, " so.") + paragraph("Last."), footnotes=notes)
    assert record.text == "It said so.\n\nLast.\n\nThe note."
    assert record.notes == ["Its footnotes (1) stand at the end of the text."]


def test_what_nobody_reads_is_left_out_and_named():
    body = paragraph(
        "Kept",
        run(" hidden", "<w:vanish/>"),
        run(" shown", '<w:vanish w:val="0"/>'),
        "<w:del><w:r><w:delText> gone</w:delText></w:r></w:del>",
        f"<w:ins>{run(' new')}</w:ins>",
        "<w:r><w:instrText>HYPERLINK http://127.0.0.1/</w:instrText></w:r>",
    )
    record = read(
        body,
        comments=f"<w:comment>{paragraph('Really?')}</w:comment>",
        header1=paragraph("Page 1"),
        footer1=paragraph("2026"),
    )
    assert record.text == "Kept shown new"
    assert record.notes == [
        "1 hidden passage left out.",
        "1 deletion that the file keeps track of left out.",
        "Page headers and footers were left out.",
        "1 comment left out.",
    ]


def test_signs_that_are_elements_are_kept():
    parts = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:softHyphen/>"
        "<w:sym w:char='F0B7'/></w:r>"
    )
    record = read(paragraph(parts))
    assert record.text == "a\tb\nc\u2011\u00ad\uf0b7"
    assert record.notes == ["1 symbol of special fonts kept as private characters."]


def test_files_without_text_and_files_of_other_kinds_are_refused():
    assert "No text" in refusal(docx.read, word(""), "empty.docx")
    assert "no Word file" in refusal(docx.read, packed({"a.txt": "x"}), "other.docx")
    assert "damaged" in refusal(docx.read, b"no zip at all", "none.docx")


def test_entities_are_never_read():
    body = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    assert "entities" in refusal(docx.read, packed({"word/document.xml": body}), "evil.docx")


def test_a_part_that_explodes_is_refused():
    assert "safely" in refusal(docx.read, packed({"word/document.xml": "<x>" + " " * 50_000_000 + "</x>"}), "bomb.docx")


def test_nesting_without_end_is_refused():
    for deep in ("<w:tbl><w:tr><w:tc>" * 5_000, "<w:p>" * 50_000):
        refusal(docx.read, word(deep), "deep.docx")
