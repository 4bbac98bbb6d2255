"""PDF files: lines become the paragraphs one sees; what is on every page is left out, and said."""

import pytest

from annotator.formats import pdf
from annotator.formats.pdf_pages import Line, Page, paragraphs
from tests.formats.given import read_one, refusal
from tests.formats.made.pdf import drawn, lines
from tests.growth import grows_at_most

FIRST = lines(
    "BELMARCH // The Observatory said at least 287 fighters were killed on Mon-",
    "day near the river, among them 26 minors, in the heaviest day of the well-",
    "known dispute, a well-known one.",
    "",
    "The army denied it. “Nobody was there,” a spokesman told reporters in the",
    "capital.",
)
WORDS = (
    "BELMARCH // The Observatory said at least 287 fighters were killed on Monday near the river, among "
    "them 26 minors, "
    "in the heaviest day of the well-known dispute, a well-known one.",
    "The army denied it. “Nobody was there,” a spokesman told reporters in the capital.",
)


def read(*pages, **more):
    return read_one(pdf.read, drawn(pages, **more), "report.pdf")


def test_lines_become_paragraphs_and_divided_words_whole_ones():
    record = read(FIRST)
    assert record.text == "\n\n".join(WORDS)
    assert record.notes == [
        "Words that were divided at the end of a line were joined: 1.",
    ]


def test_a_line_of_letters_alone_takes_as_much_longer_as_it_is_longer():
    def put_together(count: int) -> None:
        words = "a" * count + " well-known"
        assert paragraphs([Page((Line(words, 72, 500, 760, 11),), 842)]).paragraphs == [words]

    assert grows_at_most(8, lambda: put_together(40_000), lambda: put_together(10_000))


def test_what_the_file_says_of_itself_is_kept():
    info = "/Title (Fighters pushed) /Author (Ana Belmar) /CreationDate (D:20261102080000+01'00')"
    assert read(FIRST, info=info).meta == {
        "title": "Fighters pushed",
        "byline": "Ana Belmar",
        "created": "2026-11-02T08:00:00+01:00",
        "file": "report.pdf",
    }
    assert "title" not in read(FIRST, info="/Title (Microsoft Word - x.doc)").meta


def test_headers_footers_and_page_numbers_are_left_out_and_counted():
    pages = [
        [
            (72, 800, "Northern Wire, 2 November 2026"),
            *lines(f"Story {'abc'[number]} goes on and on and on and on."),
            (300, 30, f"{number + 1}"),
        ]
        for number in range(3)
    ]
    record = read(*pages)
    assert record.text == "\n\n".join(f"Story {letter} goes on and on and on and on." for letter in "abc")
    assert "Lines at the head or foot of pages were left out: 6." in record.notes


def test_a_paragraph_goes_on_over_the_page():
    one = lines("The Observatory said at least 287 fighters", "were killed near the river on Monday, and")
    two = lines("that 26 of them were minors. The bridge", "was closed to all who came from there.")
    assert read(one, two).text == (
        "The Observatory said at least 287 fighters were killed near the river on Monday, and "
        "that 26 of them were minors. The bridge was closed to all who came from there."
    )


def test_columns_are_read_one_after_the_other():
    left = lines("The left column begins here and", "goes on until it ends.")
    right = lines("The right column comes next and", "is the last.", left=320)
    assert read([*left, *right]).text == (
        "The left column begins here and goes on until it ends.\n\nThe right column comes next and is the last."
    )


def test_ligatures_stay_as_they_are_and_signs_of_latin_too():
    assert read(lines("Ça suffit, “dit-il” – 5 €.")).text == "Ça suffit, “dit-il” – 5 €."


def test_a_page_without_text_is_said_and_a_file_of_them_refused():
    assert "Pages without any text: 1 of 2; they may be pictures." in read(FIRST, []).notes
    assert "scanned" in refusal(pdf.read, drawn([[], []]), "scan.pdf")


def test_comments_are_left_out_and_counted():
    remark = "/Annots [<< /Type /Annot /Subtype /Text /Contents (x) >> << /Subtype /Link >>]"
    assert "Comments and form fields (1) were left out." in read(FIRST, extra=remark).notes


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"no pdf at all", drawn([FIRST])[:400]])
def test_what_is_no_pdf_is_refused(content: bytes):
    refusal(pdf.read, content, "broken.pdf")


def test_a_file_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    assert "more than 2 pages" in refusal(pdf.read, drawn([FIRST] * 3), "long.pdf")
