"""A change of the tagset changes everybody's work and gold alike: what was decided stays decided."""

from reviewing import bring, conflicts, gold, gold_labels, gold_relations, gold_spans, only, review, state

from annotator.adjudication.answers import take
from annotator.jobs import deciding
from annotator.jobs.adjudicating import adjudicate
from annotator.jobs.comparing import refresh
from annotator.model.article import Article
from annotator.model.tagset_changes import LABELS, Change, MergeTags, RenameAttribute, RenameRelation, RenameTag
from annotator.project import history, reading
from annotator.project.checking import verify
from annotator.project.project import Project
from annotator.project.retagging import change_tagset_and_work
from tests.jobs.reviewing import move


def reviewed(revs: Project) -> Article:
    marks = [("number", "at least 287", {"low": 287}), ("actor", "fighters"), ("claim", "were killed")]
    article = bring(
        revs,
        {"ana": marks, "ben": [("number", "287", {"low": 287}), *marks[1:]], "eva": marks},
        labels={"ana": {"kind": "report"}, "ben": {"kind": "opinion"}, "eva": {"kind": "report"}},
        relations={name: [("counts_who", 0, 1)] for name in ("ana", "ben", "eva")},
    )
    adjudicate(revs)
    for conflict in conflicts(revs, article):
        deciding.decide(revs, article.key, conflict, take(conflict, "ana"))
    return article


def change(revs: Project, *plan: Change) -> None:
    assert change_tagset_and_work(revs, plan, revs.tagset)


def test_renamed_tags_attributes_relations_and_labels_open_nothing_again(revs: Project) -> None:
    article = reviewed(revs)
    before = refresh(revs)
    change(
        revs,
        RenameTag("number", "figure"),
        RenameAttribute("figure", "low", "least"),
        RenameRelation("counts_who", "of_whom"),
        RenameAttribute(LABELS, "kind", "genre"),
    )
    assert refresh(revs) == before
    assert adjudicate(revs).accepted == 0
    assert gold(revs, article)[0] == ("figure", "at least 287")
    assert gold_relations(revs, article) == [("of_whom", "at least 287", "fighters")]
    assert gold_labels(revs, article) == {"genre": "report"}
    assert verify(revs).problems == []
    history.undo(revs)
    assert refresh(revs) == before


def test_a_decision_after_the_change_leaves_what_was_decided_before_it_alone(revs: Project) -> None:
    article = reviewed(revs)
    change(revs, RenameRelation("counts_who", "of_whom"), RenameTag("claim", "statement"))
    number = conflicts(revs, article)[0]
    deciding.decide(revs, article.key, number, take(number, "ben"))
    assert gold_relations(revs, article) == [("of_whom", "287", "fighters")]
    assert [tag for tag, _ in gold(revs, article)] == ["number", "actor", "statement"]
    assert verify(revs).problems == []


def test_an_edit_after_the_change_opens_what_it_touches(revs: Project) -> None:
    article = reviewed(revs)
    change(revs, RenameTag("number", "figure"))
    number = conflicts(revs, article)[0]
    assert state(revs, article, number.id) == "decided"
    move(revs, article, "ben", 0, "at least 287")
    agreed = next(known for known in review(revs, article).comparison.unanimous if known.span.tag == "figure")
    # All came to say what was decided.
    assert state(revs, article, agreed.id) == "decided"
    move(revs, article, "eva", 0, "287")
    assert state(revs, article, number.id) == "re-opened"


def test_merged_tags_make_no_two_gold_spans_one_that_were_decided_on_one_by_one(revs: Project) -> None:
    article = bring(
        revs,
        {"ana": [("actor", "fighters"), ("claim", "fighters")], "ben": [("actor", "fighters"), ("claim", "fighters")]},
    )
    adjudicate(revs)
    change(revs, MergeTags(("claim",), "actor"))
    assert [tag for tag, _ in gold(revs, article)] == ["actor", "actor"]
    assert len(reading.spans(revs, article.key, "ana")) == 1
    assert verify(revs).problems == []
    assert len(gold_spans(revs, article)) == 2


def test_where_a_change_makes_answers_alike_nothing_is_lost(revs: Project) -> None:
    article = bring(revs, {"ana": [("location", "Homs")], "ben": [("actor", "Homs")]})
    conflict = only(revs, article)
    deciding.decide(revs, article.key, conflict, take(conflict, "ana"))
    change(revs, MergeTags(("actor",), "location"))
    assert gold(revs, article) == [("location", "Homs")]
    assert adjudicate(revs).accepted == 0
    assert verify(revs).problems == []
