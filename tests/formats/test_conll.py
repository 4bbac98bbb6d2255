"""Tokens in columns: whole spans on whole tokens, and a count of those that are not."""

from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats import conll
from annotator.formats.flattening import Piece
from annotator.formats.options import WriteOptions
from annotator.formats.token_tags import places_of, tags_of, unbroken
from annotator.model.record import Record, RecordSpan
from annotator.model.respacing import on_text
from tests.formats.given import read_one, refusal, source
from tests.formats.round_trips import ARTICLES, OPTIONS, check_mutated, check_round_trip, written

TEXT = "The U.S. army's 26 men were killed.\n\nal-Nusra said so: 😀!"


def span(words: str, label: str = "actor", text: str = TEXT) -> RecordSpan:
    start = text.index(words)
    return RecordSpan(id=words, label=label, start=start, end=start + len(words), text=words)


ARTICLE = Record(TEXT, "a 1", layer="ana", status="open", spans=[
    span("U.S. army"), span("26", "number"), span("26 men"), span("Nusra"), span("al-Nusra", "armed group"),
])  # fmt: skip


@settings(max_examples=60)
@given(ARTICLES, OPTIONS)
def test_everything_comes_back_but_what_was_reported(records: list[Record], options: WriteOptions):
    check_round_trip(conll.write, conll.read, records, options, "x.conll")


def test_it_looks_as_trainers_expect():
    content, report = written(conll.write, [ARTICLE])
    assert content.decode() == (
        "-DOCSTART- -X- O O\n\n"
        "The -X- article=a%201;layer=ana;status=open O\nU.S. -X- _ B-actor\narmy -X- _ I-actor\n’s".replace("’s", "'s")
        + " -X- _ O\n26 -X- _ B-actor\nmen -X- _ I-actor\nwere -X- _ O\nkilled -X- _ O\n. -X- _ O\n\n"
        "al-Nusra -X- _ B-armed%20group\nsaid -X- _ O\nso -X- _ O\n: -X- _ O\n😀 -X- _ O\n! -X- _ O\n\n"
    )
    assert (report.articles, report.spans) == (1, 3)


def test_spans_that_meet_no_token_edge_are_counted_and_named():
    _, report = written(conll.write, [ARTICLE])
    found = {loss.what: (loss.count, loss.example) for loss in report.loss}
    start = TEXT.index("Nusra")
    assert found["spans that meet no token edge"] == (1, f"“Nusra” (actor, {start}–{start + 5}) in article a 1")
    assert found["overlapping spans left out"][0] == 1


def test_the_shortest_of_overlapping_spans_stays_if_wanted():
    (read,) = conll.read(source(written(conll.write, [ARTICLE], WriteOptions(flatten="shortest"))[0], "x.conll"), None)
    assert "number" in {one.label for one in read.spans}


@pytest.mark.parametrize(
    ("tags", "places"),
    [
        ("B-a I-a O B-a B-a", [(0, 2), (3, 4), (4, 5)]),
        ("I-a I-a O I-a B-a", [(0, 2), (3, 4), (4, 5)]),
        ("B-a E-a S-a S-a O", [(0, 2), (2, 3), (3, 4)]),
        ("B-a L-a U-a I-a I-b", [(0, 2), (2, 3), (3, 4), (4, 5)]),
    ],
)
def test_all_schemes_are_understood(tags: str, places: list[tuple[int, int]]):
    assert [(first, last) for first, last, _ in places_of(tags.split())] == places


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2), st.sampled_from("ab")), max_size=6),
    st.sampled_from(["iob2", "bioes", "iob1"]),
)
def test_tags_of_every_scheme_are_read_as_what_they_mark(runs, scheme):
    at, pieces = 0, []
    for length, gap, label in runs:
        at += gap
        pieces.append(Piece(at, at + length, RecordSpan(label=label, start=0, end=1)))
        at += length
    assert places_of(tags_of(at + 1, pieces, scheme)) == [(piece.start, piece.end, piece.label) for piece in pieces]


def test_no_sentence_ends_inside_a_span():
    text = "They fled. We saw them. So they said."
    record = Record(text, "a", layer="ana", spans=[span("fled. We saw", "claim", text)])
    content = written(conll.write, [record])[0].decode()
    tags = [[line.rpartition(" ")[2] for line in part.split("\n")] for part in content.strip().split("\n\n")[1:]]
    assert tags == [["O", "B-claim", "I-claim", "I-claim", "I-claim", "O", "O"], ["O"] * 4]


@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=8).map(lambda sizes: list(pairwise(accumulate([0, *sizes])))),
    st.data(),
)
def test_sentences_are_joined_where_a_span_goes_on_and_nowhere_else(sentences, data):
    count = sentences[-1][1]
    places = data.draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(1, count)).map(
        lambda pair: (min(pair), max(*pair, pair[0] + 1))
    ), max_size=4))  # fmt: skip
    borders = {last for _, last in sentences}
    wanted = sorted(border for border in borders if not any(start < border < end for start, end in places))
    found = list(unbroken(sentences, places))
    assert [last for _, last in found] == wanted
    assert [first for first, _ in found] == [0, *wanted[:-1]]


def test_files_of_others_are_read_with_the_articles_they_name():
    first = b"-DOCSTART- (1 EU)\tO\n\nEU\tNNP\tB-NP\tB-ORG\nrejects\tVBZ\tB-VP\tO\r\n\n"
    content = first + b"-DOCSTART-\tO\n\nPeter\tNNP\tX\tI-PER\n"
    first, second = conll.read(source(content, "x.conll"), None)
    assert (first.text, first.id, first.text_is) == ("EU rejects", "1 EU", "tokens")
    assert [(one.label, one.start, one.end) for one in first.spans] == [("ORG", 0, 2)]
    assert (second.text, second.id, [one.label for one in second.spans]) == ("Peter", None, ["PER"])


def test_a_file_without_articles_is_one_with_a_line_for_each_sentence():
    record = read_one(conll.read, b"# a comment\nNo O\nword O\n\n\nNext B-x\n", "x.conll")
    assert record.text == "No word\nNext"
    assert record.text[record.spans[0].start : record.spans[0].end] == "Next"


def test_what_is_no_token_is_refused_by_its_line():
    assert (
        refusal(conll.read, b"a O\nb Q\n", "x.conll")
        == "x.conll, line 2: it does not end with a tag such as B-actor or O."
    )
    assert "tag is empty" in refusal(conll.read, b"a B-%00\n", "x.conll")


def test_work_is_laid_over_a_text_that_differs_in_blanks_only():
    record = read_one(conll.read, written(conll.write, [ARTICLE])[0], "x.conll")
    laid = on_text(record, TEXT)
    assert laid is not None
    assert {TEXT[one.start : one.end] for one in laid.spans} == {"U.S. army", "26 men", "al-Nusra"}
    assert on_text(record, TEXT.replace("26", "27")) is None
    assert on_text(record, TEXT + "!") is None


def test_mutated_files_are_read_or_refused():
    content, _ = written(conll.write, [ARTICLE, Record("Homs fell.", "a2", spans=[span("Homs", text="Homs fell.")])])
    check_mutated(conll.read, content, "x.conll", range(300))
