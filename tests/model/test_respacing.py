"""Work on a text whose blanks got lost is laid over the article's own."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.record import Record, RecordSpan
from annotator.model.respacing import on_text, respaced

TEXTS = st.text(st.sampled_from("ab😀é \n\u00a0\t"), max_size=20)


@given(TEXTS, st.text(st.sampled_from(" \n"), min_size=1, max_size=3))
def test_every_visible_character_is_found_where_it_is(text: str, blank: str):
    rebuilt = blank.join(text.split())
    places = respaced(rebuilt, text)
    assert places is not None
    assert len(places) == len(rebuilt) + 1
    for at, character in enumerate(rebuilt):
        assert character.isspace() or text[places[at]] == character


@given(TEXTS, TEXTS)
def test_texts_that_differ_in_more_than_blanks_are_no_match(one: str, other: str):
    assert (respaced(one, other) is None) == ("".join(one.split()) != "".join(other.split()))


def test_spans_and_their_fragments_are_moved_and_their_words_asked_of_the_text():
    text = "\n The  army\u00a0said\r\nso."
    rebuilt = "The army said so ."
    span = RecordSpan(label="x", start=4, end=16, fragments=[(4, 8), (14, 16)], text="army so")
    laid = on_text(Record(rebuilt, "a", spans=[span], text_is="tokens", notes=["put together"]), text)
    assert laid is not None
    (moved,) = laid.spans
    assert [text[start:end] for start, end in moved.fragments or []] == ["army", "so"]
    assert text[moved.start : moved.end] == "army\u00a0said\r\nso"
    assert (moved.text, laid.text, laid.notes) == (None, text, [])


def test_a_record_without_a_text_takes_any_but_none():
    span = RecordSpan(label="x", start=0, end=4, text="Homs")
    record = Record("", "a", spans=[span], text_is="elsewhere")
    laid = on_text(record, "Homs fell.")
    assert laid is not None
    assert (laid.text, laid.spans) == ("Homs fell.", [span])
    assert on_text(record, "") is None
