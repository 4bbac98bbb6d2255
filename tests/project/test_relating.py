"""Relations: drawn only where the tagset allows them, taken away with their ends, and said to be absent."""

import pytest

from annotator.errors import UserError
from annotator.model.article import Article
from annotator.model.span import SpanKey
from annotator.model.tagset import RelationType, Tag, Tagset
from annotator.project import describing, edits, history, reading, relating
from annotator.project.creating import create
from annotator.project.project import Project
from annotator.project.relations import relations_at, unfit_relations
from tests.project.working import add_article, mark

TAGSET = Tagset(
    "relating",
    (Tag("actor", "A"), Tag("location", "L"), Tag("number", "N"), Tag("claim", "C")),
    (
        RelationType("source", ("claim",), ("actor",), "S", absent="no source given"),
        RelationType("counts_who", ("number",), ("actor",), "W"),
        RelationType("subset_of", ("number",), ("number",)),
    ),
)


class Desk:
    """An article with a span of each kind."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.article: Article = add_article(project)
        self.actor = mark(project, self.article, "The Observatory", "actor")
        self.number = mark(project, self.article, "at least 287", "number")
        self.minors = mark(project, self.article, "26", "number")
        self.claim = mark(project, self.article, "at least 287 fighters were killed", "claim")

    def relations(self) -> list[tuple[str, SpanKey, SpanKey]]:
        found = reading.relations(self.project, self.article.key)
        return [(relation.type, relation.head, relation.child) for relation in found]


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    path = tmp_path_factory.mktemp("relating") / "news.annotator"
    create(path, TAGSET, "ana")
    return Desk(Project.open(path, "ana"))


def test_an_arrow_is_drawn_told_and_undone(desk: Desk) -> None:
    changes = relating.relate(desk.project, "source", desk.claim, desk.actor)
    (relation,) = changes.articles[desk.article.key].related
    assert (relation.type, relation.head, relation.child) == ("source", desk.claim, desk.actor)
    assert {span.key for span in changes.articles[desk.article.key].put} == {desk.claim, desk.actor}
    undone = history.undo(desk.project)
    assert undone.articles[desk.article.key].unrelated == (relation.key,)
    assert desk.relations() == []
    history.redo(desk.project)
    assert reading.relations(desk.project, desk.article.key) == [relation]


def test_the_same_arrow_again_is_no_step(desk: Desk) -> None:
    relating.relate(desk.project, "source", desk.claim, desk.actor)
    assert not relating.relate(desk.project, "source", desk.claim, desk.actor)


@pytest.mark.parametrize(
    ("kind", "head", "child", "why"),
    [
        ("source", "actor", "claim", "does not go from actor to claim"),
        ("source", "claim", "number", "does not go from claim to number"),
        ("subset_of", "number", "number", "two spans"),
        ("causes", "claim", "actor", "no relation called causes"),
    ],
)
def test_an_arrow_that_makes_no_sense_is_refused_and_changes_nothing(
    desk: Desk, kind: str, head: str, child: str, why: str
) -> None:
    with pytest.raises(UserError, match=why):
        relating.relate(desk.project, kind, getattr(desk, head), getattr(desk, child))
    assert desk.relations() == []


def test_no_source_given_takes_the_sources_away_and_a_source_takes_it_back(desk: Desk) -> None:
    relating.relate(desk.project, "source", desk.claim, desk.actor)
    describing.set_attribute(desk.project, [desk.claim], "polarity", "affirmed")
    relating.say_absent(desk.project, "source", desk.claim)
    assert desk.relations() == []
    assert reading.span(desk.project, desk.claim).attributes == {"polarity": "affirmed", "source": "no source given"}
    relating.relate(desk.project, "source", desk.claim, desk.actor)
    assert reading.span(desk.project, desk.claim).attributes == {"polarity": "affirmed"}
    history.undo(desk.project)
    history.undo(desk.project)
    assert desk.relations() == [("source", desk.claim, desk.actor)]


def test_only_a_type_with_words_for_it_can_be_said_to_be_absent(desk: Desk) -> None:
    with pytest.raises(UserError, match="cannot be said to be absent"):
        relating.say_absent(desk.project, "counts_who", desk.number)


def test_removing_an_end_takes_the_relation_with_it_as_one_step(desk: Desk) -> None:
    relating.relate(desk.project, "source", desk.claim, desk.actor)
    relating.relate(desk.project, "counts_who", desk.number, desk.actor)
    assert len(relations_at(desk.project, [desk.actor])) == 2
    changes = edits.remove(desk.project, [desk.actor, desk.claim])
    assert len(changes.articles[desk.article.key].unrelated) == 2
    assert desk.relations() == []
    history.undo(desk.project)
    assert len(desk.relations()) == 2


def test_retagging_takes_away_only_the_relations_that_no_longer_make_sense(desk: Desk) -> None:
    relating.relate(desk.project, "source", desk.claim, desk.actor)
    relating.relate(desk.project, "subset_of", desk.minors, desk.number)
    relating.relate(desk.project, "counts_who", desk.number, desk.actor)
    (lost,) = unfit_relations(desk.project, {desk.claim: "number"})
    assert lost.type == "source"
    edits.retag(desk.project, [desk.claim], "number")
    assert desk.relations() == [
        ("subset_of", desk.minors, desk.number),
        ("counts_who", desk.number, desk.actor),
    ]
    history.undo(desk.project)
    assert len(desk.relations()) == 3


def test_an_arrow_is_taken_away_alone(desk: Desk) -> None:
    relating.relate(desk.project, "source", desk.claim, desk.actor)
    (relation,) = reading.relations(desk.project, desk.article.key)
    relating.unrelate(desk.project, [relation.key])
    assert desk.relations() == []
    with pytest.raises(UserError, match="no longer there"):
        relating.unrelate(desk.project, [relation.key])
