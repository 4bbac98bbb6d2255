"""What is said about a span: by a person, or by a guess until a person has touched it."""

import pytest

from annotator.errors import UserError
from annotator.model.record import Record, RecordSpan
from annotator.model.span import Fragment, SpanKey
from annotator.project import describing, edits, history, reading
from annotator.project.importing import import_records
from annotator.project.project import Project
from tests.project.working import TEXT, add_article, mark


@pytest.fixture
def guessed(project: Project) -> SpanKey:
    """A number of which an engine has guessed two things, in the own layer."""
    span = RecordSpan(
        label="number",
        start=25,
        end=37,
        attributes={"low": 287, "modifier": "at_least", "counts": "killed"},
        guessed={"low": "number", "modifier": "number"},
    )
    import_records(project, [("here", Record(TEXT, layer="ana", spans=[span]))])
    return reading.spans(project, 1)[0].key


def test_a_guess_is_kept_apart_from_what_a_person_said(project: Project, guessed: SpanKey) -> None:
    span = reading.span(project, guessed)
    assert span.attributes == {"counts": "killed"}
    assert span.guessed == {"low": 287, "modifier": "at_least"}


def test_touching_an_attribute_decides_it_and_leaves_the_other_guesses(project: Project, guessed: SpanKey) -> None:
    describing.set_attribute(project, [guessed], "low", 280)
    span = reading.span(project, guessed)
    assert span.attributes == {"counts": "killed", "low": 280}
    assert span.guessed == {"modifier": "at_least"}


def test_taking_a_guess_away_leaves_nothing_to_say(project: Project, guessed: SpanKey) -> None:
    describing.set_attribute(project, [guessed], "modifier", None)
    span = reading.span(project, guessed)
    assert span.attributes == {"counts": "killed"}
    assert span.guessed == {"low": 287}


def test_all_guesses_are_accepted_as_one_step(project: Project, guessed: SpanKey) -> None:
    before = reading.span(project, guessed)
    describing.accept_guesses(project, [guessed])
    after = reading.span(project, guessed)
    assert after.attributes == {"counts": "killed", "low": 287, "modifier": "at_least"}
    assert after.guesses == {}
    history.undo(project)
    assert reading.span(project, guessed) == before


def test_several_spans_are_described_as_one_step(project: Project) -> None:
    article = add_article(project)
    spans = [mark(project, article, words, "number") for words in ("287", "26")]
    describing.set_attribute(project, spans, "counts", "killed")
    assert [reading.span(project, key).attributes for key in spans] == [{"counts": "killed"}] * 2
    history.undo(project)
    assert [reading.span(project, key).attributes for key in spans] == [{}] * 2


def test_a_layer_of_somebody_else_is_not_described(project: Project) -> None:
    import_records(project, [("here", Record(TEXT, layer="ben", spans=[RecordSpan(label="number", start=34, end=37)]))])
    (theirs,) = reading.spans(project, 1, "ben")
    with pytest.raises(UserError, match="ben"):
        describing.accept_guesses(project, [theirs.key])


def places(project: Project, key: SpanKey) -> list[tuple[int, int]]:
    return [(fragment.start, fragment.end) for fragment in reading.span(project, key).fragments]


def test_a_fragment_is_added_and_taken_away_again(project: Project) -> None:
    article = add_article(project)
    key = mark(project, article, "The Observatory", "claim")
    edits.add_fragment(project, article, key, Fragment(38, 46))
    assert places(project, key) == [(0, 15), (38, 46)]
    edits.drop_fragment(project, article, key, Fragment(0, 15))
    assert places(project, key) == [(38, 46)]
    with pytest.raises(UserError, match="only fragment"):
        edits.drop_fragment(project, article, key, Fragment(38, 46))
    history.undo(project)
    history.undo(project)
    assert places(project, key) == [(0, 15)]


def test_a_fragment_that_touches_another_becomes_one_with_it(project: Project) -> None:
    article = add_article(project)
    key = mark(project, article, "The Observatory", "claim")
    edits.add_fragment(project, article, key, Fragment(15, 20))
    assert places(project, key) == [(0, 20)]


def test_what_is_said_about_the_whole_article(project: Project) -> None:
    article = add_article(project)
    edits.set_label(project, article.key, "relevant", True)
    edits.set_label(project, article.key, "type", "report")
    edits.set_label(project, article.key, "relevant", None)
    assert reading.layer(project, article.key).labels == {"type": "report"}
    history.undo(project)
    assert reading.layer(project, article.key).labels == {"relevant": True, "type": "report"}


def test_a_paragraph_is_read_and_unread(project: Project) -> None:
    article = add_article(project)
    paragraph = Fragment(0, len(TEXT))
    assert edits.set_paragraph_read(project, article, paragraph, read=True).articles[article.key].paragraphs
    assert reading.paragraphs_read(project, article.key) == [paragraph]
    assert not edits.set_paragraph_read(project, article, paragraph, read=True)
    edits.set_paragraph_read(project, article, paragraph, read=False)
    assert reading.paragraphs_read(project, article.key) == []
    history.undo(project)
    assert reading.paragraphs_read(project, article.key) == [paragraph]


def test_taking_back_what_was_never_read_is_no_step(project: Project) -> None:
    article = add_article(project)
    assert not edits.set_paragraph_read(project, article, Fragment(0, 5), read=False)
    assert reading.layers(project, article.key) == []


def test_a_paragraph_beyond_the_text_is_refused(
    project: Project,
) -> None:
    article = add_article(project)
    with pytest.raises(UserError, match="beyond"):
        edits.set_paragraph_read(project, article, Fragment(0, 5000), read=True)
