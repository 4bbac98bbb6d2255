"""Marks of one copy are carried to another as one step, with what is said about them."""

import pytest

from annotator.errors import UserError
from annotator.model.carrying import Fit
from annotator.model.record import Record
from annotator.model.span import Fragment, Origin
from annotator.project import carrying, describing, edits, history, reading, relating
from annotator.project.project import Project
from tests.project.working import add_articles, assert_sound, mark

REPORT = "The Observatory said at least 287 fighters were killed near Homs, among them 26 minors."
COPY = "HOMS (Meridian) – The Observatory said at least 287 fighters were killed near Homs, among them children."


@pytest.fixture
def copies(project: Project) -> list[int]:
    articles = add_articles(project, [Record(REPORT, "a"), Record(COPY, "b")])
    return [article.key for article in articles]


def words(project: Project, article: int) -> list[tuple[str, str, str]]:
    text = reading.article(project, article).text
    return [(span.tag, text[span.start : span.end], span.origin) for span in reading.spans(project, article)]


def test_marks_are_carried_with_what_is_said_about_them_as_one_step(project: Project, copies: list[int]) -> None:
    first = reading.article(project, copies[0])
    fighters, number = mark(project, first, "fighters"), mark(project, first, "at least 287", "number")
    describing.set_attribute(project, [number], "counts", "killed")
    edits.set_note(project, [number], "see the table")
    relating.relate(project, "counts_who", number, fighters)
    changes = carrying.carry(project, *copies, {fighters, number})
    assert set(changes.articles) == {copies[1]}
    assert words(project, copies[1]) == [
        ("number", "at least 287", Origin.PROPAGATED),
        ("actor", "fighters", Origin.PROPAGATED),
    ]
    carried = reading.spans(project, copies[1])[0]
    assert (carried.attributes["counts"], carried.note) == ("killed", "see the table")
    assert [relation.head for relation in reading.relations(project, copies[1])] == [carried.key]
    history.undo(project)
    assert words(project, copies[1]) == []
    history.redo(project)
    assert len(words(project, copies[1])) == 2
    project.close()
    assert_sound(project.path)


def test_the_preview_lists_what_is_gone_and_what_is_there_already(project: Project, copies: list[int]) -> None:
    first, second = (reading.article(project, key) for key in copies)
    mark(project, first, "26 minors", "number")
    mark(project, first, "Homs", "location")
    mark(project, first, "Observatory")
    mark(project, second, "Observatory")
    found = {one.words: (one.carried.fit, one.known, one.possible) for one in carrying.carriages(project, *copies)}
    assert found == {
        "Observatory": (Fit.SAME, True, False),
        "Homs": (Fit.SAME, False, True),
        "26 minors": (Fit.GONE, False, False),
    }


def test_only_what_was_chosen_is_carried_and_nothing_makes_no_step(project: Project, copies: list[int]) -> None:
    first = reading.article(project, copies[0])
    chosen, left = mark(project, first, "Observatory"), mark(project, first, "fighters")
    gone = mark(project, first, "26 minors", "number")
    assert carrying.carry(project, *copies, {chosen, gone})
    assert words(project, copies[1]) == [("actor", "Observatory", Origin.PROPAGATED)]
    assert not carrying.carry(project, *copies, {chosen, gone}), "it is there already"
    assert left


def test_a_relation_to_a_mark_that_is_there_already_is_drawn(project: Project, copies: list[int]) -> None:
    first, second = (reading.article(project, key) for key in copies)
    fighters, number = mark(project, first, "fighters"), mark(project, first, "at least 287", "number")
    relating.relate(project, "counts_who", number, fighters)
    there = mark(project, second, "fighters")
    known = carrying.carriages(project, *copies)
    assert carrying.relations_left(project, copies[0], known, {number}) == []
    carrying.carry(project, *copies, {number})
    (relation,) = reading.relations(project, copies[1])
    assert relation.child == there


def test_a_relation_whose_other_end_is_not_there_is_told(project: Project, copies: list[int]) -> None:
    first = reading.article(project, copies[0])
    whole, part = mark(project, first, "at least 287", "number"), mark(project, first, "26", "number")
    relating.relate(project, "subset_of", part, whole)
    known = carrying.carriages(project, *copies)
    assert [one.type for one in carrying.relations_left(project, copies[0], known, {whole})] == ["subset_of"]
    carrying.carry(project, *copies, {whole})
    assert reading.relations(project, copies[1]) == []


def test_a_paragraph_that_gets_a_mark_is_no_longer_empty(project: Project, copies: list[int]) -> None:
    first, second = (reading.article(project, key) for key in copies)
    edits.set_paragraph_read(project, second, Fragment(0, len(second.text)), read=True)
    carrying.carry(project, *copies, {mark(project, first, "Observatory")})
    assert reading.paragraphs_read(project, copies[1]) == []


def test_marks_of_others_are_not_carried(project: Project, bens: Project, copies: list[int]) -> None:
    theirs = mark(bens, reading.article(bens, copies[0]), "Observatory")
    assert carrying.carriages(project, *copies) == []
    assert not carrying.carry(project, *copies, {theirs})


def test_an_article_that_is_gone_is_a_sentence(project: Project, copies: list[int]) -> None:
    with pytest.raises(UserError, match="no longer"):
        carrying.carry(project, copies[0], 99, {1})
