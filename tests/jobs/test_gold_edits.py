"""Gold edited directly: it says so, it is undone like anything else, and its history stays."""

import pytest
from reviewing import (
    TEXT,
    bring,
    gold,
    gold_labels,
    gold_relations,
    gold_spans,
    move,
    only,
    review,
    state,
)

from annotator.adjudication.answers import take
from annotator.errors import UserError
from annotator.jobs import deciding
from annotator.jobs import gold as golden
from annotator.jobs.adjudicating import adjudicate
from annotator.jobs.deciding import Remarks
from annotator.model.article import Article
from annotator.model.record import Record
from annotator.model.span import Fragment
from annotator.project import history, reading
from annotator.project.checking import verify
from annotator.project.decisions import decisions
from annotator.project.importing import import_records
from annotator.project.project import Project
from tests.jobs.reviewing import given


def place(words: str) -> Fragment:
    return Fragment(TEXT.index(words), TEXT.index(words) + len(words))


@pytest.fixture
def article(revs: Project) -> Article:
    marks = [("number", "at least 287"), ("actor", "fighters"), ("claim", "were killed")]
    return bring(revs, {"ana": marks, "ben": [*marks[:2], ("claim", "killed")]})


def test_a_span_that_nobody_marked_says_that_it_was_put_there(revs: Project, article: Article) -> None:
    changes = golden.add_gold(revs, article.key, [place("Homs")], "location", {"kind": "populated"}, Remarks(note="!"))
    (span,) = gold_spans(revs, article)
    (kept,) = decisions(revs, article.key)
    assert (changes.op, span.tag, dict(span.attributes)) == ("gold", "location", {"kind": "populated"})
    assert (kept.decision.how, kept.decision.by, kept.decision.note, kept.gold) == (
        "edited directly",
        "rev",
        "!",
        span.key,
    )
    with pytest.raises(UserError, match="beyond"):
        golden.add_gold(revs, article.key, [Fragment(5, 500)], "actor")
    with pytest.raises(UserError, match="no tag"):
        golden.add_gold(revs, article.key, [place("Homs")], "weather")
    history.undo(revs)
    assert gold(revs, article) == []


def test_a_change_of_an_accepted_span_is_a_new_answer_and_counts_against_the_annotators(
    revs: Project, article: Article
) -> None:
    adjudicate(revs)
    number = gold_spans(revs, article)[0]
    golden.change_gold(revs, number.key, fragments=[place("287")], note="without the modifier", unsure=True)
    changed = gold_spans(revs, article)[0]
    assert (changed.key, changed.fragments, changed.note, changed.unsure) == (
        number.key, (place("287"),), "without the modifier", True,
    )  # fmt: skip
    latest = decisions(revs, article.key)[-1].decision
    assert (latest.how, dict(latest.votes)) == ("edited directly", {"ana": "boundary", "ben": "boundary"})
    assert state(revs, article, latest.question) == "decided"
    # Nothing is left to accept: the reviewer has decided otherwise.
    assert adjudicate(revs).accepted == 0
    move(revs, article, "ana", 0, "least 287")
    assert state(revs, article, latest.question) == "re-opened"


def test_a_change_of_a_decided_span_keeps_its_conflict_decided_and_its_relations(revs: Project) -> None:
    article = bring(
        revs,
        {
            "ana": [("number", "at least 287"), ("actor", "fighters")],
            "ben": [("number", "287"), ("actor", "fighters")],
        },
        relations={"ana": [("counts_who", 0, 1)], "ben": [("counts_who", 0, 1)]},
    )
    adjudicate(revs)
    conflict = only(revs, article)
    deciding.decide(revs, article.key, conflict, take(conflict, "ana"))
    number = next(span for span in gold_spans(revs, article) if span.tag == "number")
    golden.change_gold(revs, number.key, fragments=[place("least 287")], attributes={"low": 287})
    assert gold_relations(revs, article) == [("counts_who", "least 287", "fighters")]
    assert state(revs, article, conflict.id) == "decided"
    latest = decisions(revs, article.key)[-1].decision
    assert dict(latest.votes) == {"ana": "boundary", "ben": "boundary"}
    assert verify(revs).problems == []


def test_a_span_taken_out_of_gold_leaves_a_decision_behind(revs: Project, article: Article) -> None:
    adjudicate(revs)
    number = gold_spans(revs, article)[0]
    golden.remove_gold(revs, number.key)
    assert gold(revs, article) == [("actor", "fighters")]
    latest = decisions(revs, article.key)[-1].decision
    assert (latest.how, latest.result, dict(latest.votes)) == ("edited directly", "", {"ana": "extra", "ben": "extra"})
    with pytest.raises(UserError, match="no longer in gold"):
        golden.remove_gold(revs, number.key)
    history.undo(revs)
    assert gold_spans(revs, article)[0] == number


def test_relations_are_drawn_and_taken_away_between_gold_spans(revs: Project, article: Article) -> None:
    adjudicate(revs)
    number, fighters = gold_spans(revs, article)
    golden.relate_gold(revs, "counts_who", number.key, fighters.key)
    assert gold_relations(revs, article) == [("counts_who", "at least 287", "fighters")]
    golden.relate_gold(revs, "counts_who", number.key, fighters.key)
    assert len(gold_relations(revs, article)) == 1
    (relation,) = reading.relations(revs, article.key, "gold")
    golden.change_gold(revs, number.key, fragments=[place("287")])
    assert gold_relations(revs, article) == [("counts_who", "287", "fighters")]
    golden.unrelate_gold(revs, relation)
    assert gold_relations(revs, article) == []
    with pytest.raises(UserError, match="no longer in gold"):
        golden.unrelate_gold(revs, relation)
    with pytest.raises(UserError, match="does not go"):
        golden.relate_gold(revs, "counts_who", fighters.key, number.key)
    with pytest.raises(UserError, match="two spans"):
        golden.relate_gold(revs, "same_as", fighters.key, fighters.key)
    with pytest.raises(UserError, match="no relation called"):
        golden.relate_gold(revs, "marries", number.key, fighters.key)
    for _ in range(3):
        history.undo(revs)
    assert gold_relations(revs, article) == []
    assert gold(revs, article) == [("number", "at least 287"), ("actor", "fighters")]
    assert verify(revs).problems == []


def test_there_being_no_relation_can_be_said_in_gold(revs: Project, article: Article) -> None:
    conflict = only(revs, article)
    deciding.decide(revs, article.key, conflict, take(conflict, "ana"))
    (claim,) = gold_spans(revs, article)
    golden.say_absent_in_gold(revs, "source", claim.key)
    assert dict(gold_spans(revs, article)[0].attributes) == {"source": "no source given"}
    golden.add_gold(revs, article.key, [place("The Observatory")], "actor")
    observatory = gold_spans(revs, article)[0]
    golden.relate_gold(revs, "source", claim.key, observatory.key)
    assert dict(gold_spans(revs, article)[1].attributes) == {}
    assert gold_relations(revs, article) == [("source", "were killed", "The Observatory")]
    with pytest.raises(UserError, match="cannot be said"):
        golden.say_absent_in_gold(revs, "about", claim.key)


def test_labels_and_the_state_of_gold(revs: Project, article: Article) -> None:
    golden.set_gold_label(revs, article.key, "kind", "analysis")
    assert gold_labels(revs, article) == {"kind": "analysis"}
    golden.set_gold_label(revs, article.key, "kind", None)
    assert gold_labels(revs, article) == {}
    history.undo(revs)
    assert gold_labels(revs, article) == {"kind": "analysis"}
    changes = golden.set_gold_status(revs, [article.key], "done")
    assert changes.listing == {article.key}
    found = review(revs, article).gold
    assert found is not None
    assert found.layer.status == "done"
    history.undo(revs)
    assert review(revs, article).gold.layer.status == "open"  # type: ignore[union-attr]


def test_imported_gold_without_decisions_gets_one_when_it_is_touched(revs: Project, article: Article) -> None:
    spans = given([("number", "at least 287"), ("location", "Homs"), ("claim", "were")])
    import_records(revs, [("here", Record(TEXT, id="a1", layer="gold", spans=spans))])
    assert verify(revs).problems == []
    assert decisions(revs, article.key) == []
    adjudicate(revs)
    # The number was there already, and is not doubled.
    assert [tag for tag, _ in gold(revs, article)].count("number") == 1
    by_tag = {span.tag: span for span in gold_spans(revs, article)}
    golden.change_gold(revs, by_tag["location"].key, attributes={"kind": "populated"})
    golden.remove_gold(revs, by_tag["claim"].key)
    kept = {each.decision.place: each.decision.how for each in decisions(revs, article.key)}
    assert kept[place("Homs")] == kept[place("were")] == "edited directly"
    assert ("claim", "were") not in gold(revs, article)
    assert verify(revs).problems == []
