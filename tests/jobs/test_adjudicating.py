"""Policies over whole projects: exactly what they say comes into gold, as one step; the rest is listed once each."""

import random
from collections import Counter

import pytest
from reviewing import TEXT, as_, bring, conflicts, gold, gold_spans, move, only, own, review, state

from annotator.adjudication.answers import Answer, edited, nothing, take
from annotator.adjudication.conflicts import Conflict
from annotator.errors import UserError
from annotator.jobs import deciding
from annotator.jobs.adjudicating import adjudicate
from annotator.jobs.comparing import refresh, review_counts
from annotator.jobs.conflicts import conflicts as listed
from annotator.jobs.gold import add_gold, remove_gold
from annotator.jobs.identical import decide_many, identical_conflicts
from annotator.jobs.status import project_status
from annotator.model.article import Article
from annotator.model.span import Fragment, Span
from annotator.project import edits, history, reading
from annotator.project.checking import verify
from annotator.project.decisions import decisions
from annotator.project.pacing import Pace
from annotator.project.project import Project
from tests.project.working import assert_sound, dump

NAMES = ("ana", "ben", "eva")
WORDS = ("The Observatory", "at least 287", "287", "fighters", "287 fighters", "killed", "Homs", "26", "26 minors")
TRUTH = {"The Observatory": "actor", "at least 287": "number", "fighters": "actor", "Homs": "location", "26": "number"}


def some_marks(chance: random.Random) -> list[tuple[str, str]]:
    """What one annotator makes of the text: mostly right."""
    found = []
    for words, tag in TRUTH.items():
        luck = chance.random()
        if luck < 0.1:
            continue
        if luck < 0.2:
            tag = "claim"
        elif luck < 0.4:
            words = {"at least 287": "287", "fighters": "287 fighters", "26": "26 minors"}.get(words, words)
        found.append((tag, words))
    return found


@pytest.fixture
def twenty(revs: Project) -> list[Article]:
    """Three layers over twenty articles."""
    chance = random.Random(4)
    return [
        bring(revs, {name: some_marks(chance) for name in NAMES}, f"{TEXT} Report {number}.", f"a{number}")
        for number in range(20)
    ]


def marks(spans: list[Span]) -> Counter[tuple[str, tuple[Fragment, ...]]]:
    return Counter((span.tag, span.fragments) for span in spans)


def test_exactly_the_unanimous_spans_are_accepted_and_the_rest_is_listed_once_each(
    revs: Project, twenty: list[Article]
) -> None:
    done = adjudicate(revs)
    in_conflicts: Counter[str] = Counter()
    for conflict in listed(revs):
        in_conflicts.update(span["id"] for span in conflict["spans"].values() if span is not None)
    unanimous = 0
    for article in twenty:
        layers = [marks(reading.spans(revs, article.key, name)) for name in NAMES]
        alike = layers[0] & layers[1] & layers[2]
        unanimous += alike.total()
        assert marks(gold_spans(revs, article)) == alike
        assert all(span.origin == "adjudicated" for span in gold_spans(revs, article))
        for name, layer in zip(NAMES, layers, strict=True):
            rest = [span for span in reading.spans(revs, article.key, name) if in_conflicts[span.id]]
            assert marks(rest) == layer - alike
    assert set(in_conflicts.values()) == {1}
    assert (done.articles, done.unanimous, done.accepted) == (20, unanimous, unanimous)
    assert done.open == len(list(listed(revs))) > 0
    assert unanimous > 0
    assert {kept.decision.how for article in twenty for kept in decisions(revs, article.key)} == {"unanimous"}
    assert verify(revs).problems == []
    assert_sound(revs.path)


def test_after_a_reviewer_who_always_knows_the_answer_gold_is_that_answer(revs: Project, twenty: list[Article]) -> None:
    adjudicate(revs)
    for article in twenty:
        truth = {(tag, Fragment(TEXT.index(words), TEXT.index(words) + len(words))) for words, tag in TRUTH.items()}
        for conflict in conflicts(revs, article):
            there = {(span.tag, span.fragments[0]) for span in gold_spans(revs, article)}
            deciding.decide(revs, article.key, conflict, right_answer(conflict, truth - there))
        missed = truth - {(span.tag, span.fragments[0]) for span in gold_spans(revs, article)}
        # What nobody saw, or all saw alike and wrongly, is put right in gold itself.
        put_right(revs, article, truth, missed)
        assert {(span.tag, span.fragments[0]) for span in gold_spans(revs, article)} == truth
        assert len(gold_spans(revs, article)) == len(truth)
    assert list(listed(revs)) == []
    assert review_counts(revs).open == 0
    assert verify(revs).problems == []


def right_answer(conflict: Conflict, truth: set[tuple[str, Fragment]]) -> Answer:
    """The answer of somebody who knows what is to stand there."""
    for name, span in conflict.offered.items():
        if (span.tag, span.fragments[0]) in truth:
            return take(conflict, name)
    here = [(tag, place) for tag, place in truth if conflict.place and place.start < conflict.place.end]
    here = [(tag, place) for tag, place in here if conflict.place and conflict.place.start < place.end]
    if not here:
        return nothing(conflict)
    tag, place = here[0]
    return edited(take(conflict, next(iter(conflict.offered))), tag=tag, fragments=(place,))


def put_right(
    revs: Project, article: Article, truth: set[tuple[str, Fragment]], missed: set[tuple[str, Fragment]]
) -> None:
    for span in gold_spans(revs, article):
        if (span.tag, span.fragments[0]) not in truth:
            remove_gold(revs, span.key)
    for tag, place in missed:
        add_gold(revs, article.key, [place], tag)


def test_a_dry_run_counts_and_writes_nothing(revs: Project, twenty: list[Article]) -> None:
    before = dump(revs.connection)
    counted = adjudicate(revs, dry_run=True)
    assert dump(revs.connection) == before
    assert counted.changes is None
    assert len(counted.examples) == counted.accepted
    assert adjudicate(revs).as_json() == counted.as_json()
    again = adjudicate(revs)
    assert (again.accepted, again.unanimous, again.open) == (0, counted.unanimous, counted.open)
    assert adjudicate(revs, dry_run=True).as_json() == again.as_json()


def test_accepting_is_one_step_that_is_undone_and_redone_whole(revs: Project, twenty: list[Article]) -> None:
    before = dump(revs.connection)
    adjudicate(revs)
    after = dump(revs.connection)
    with as_(revs, "rev") as later:
        history.undo(later)
        now = dump(later.connection)
        assert {table: rows for table, rows in now.items() if table != "step"} == before
        assert refresh(later).accepted == 0
        history.redo(later)
        assert dump(later.connection) == after
        assert refresh(later).accepted > 0
    assert_sound(revs.path)


def test_a_run_that_is_stopped_keeps_whole_articles_and_goes_on_the_next_time(
    revs: Project, twenty: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pace, "size", property(lambda _: 2, lambda _pace, _size: None), raising=False)
    told: list[int] = []

    def report(done: int, _total: int, _what: str) -> None:
        told.append(done)

    adjudicate(revs, report=report, cancelled=lambda: bool(told) and told[-1] >= 6)
    assert verify(revs).problems == []
    accepted = sum(bool(gold_spans(revs, article)) for article in twenty)
    assert 0 < accepted < 20
    adjudicate(revs)
    assert sum(bool(gold_spans(revs, article)) for article in twenty) > accepted
    history.undo(revs)
    history.undo(revs)
    assert not any(gold_spans(revs, article) for article in twenty)


def test_two_of_three_are_not_enough(revs: Project) -> None:
    right, other = [("number", "at least 287")], [("number", "287")]
    article = bring(revs, {"ana": right, "ben": right, "eva": other})
    adjudicate(revs)
    assert gold(revs, article) == []
    with pytest.raises(UserError, match="no policy called majority"):
        adjudicate(revs, "majority")


def test_what_a_reviewer_has_decided_or_put_off_is_left_alone_by_policies(revs: Project) -> None:
    both = [("number", "287"), ("location", "Homs")]
    article = bring(revs, {"ana": both, "ben": both})
    number, place = review(revs, article).comparison.unanimous
    deciding.decide(revs, article.key, number, Answer("nothing"))
    deciding.defer(revs, article.key, place)
    assert adjudicate(revs).accepted == 0
    assert gold(revs, article) == []
    assert [row["differs"] for row in listed(revs)] == [()]


def test_what_was_accepted_and_then_changed_alike_by_all_is_accepted_anew(revs: Project) -> None:
    article = bring(revs, {"ana": [("number", "287")], "ben": [("number", "287")]})
    adjudicate(revs)
    for name in ("ana", "ben"):
        move(revs, article, name, 0, "at least 287")
    assert review_counts(revs).pending == 1
    assert adjudicate(revs).accepted == 1
    assert gold(revs, article) == [("number", "at least 287")]
    assert [kept.decision.earlier for kept in decisions(revs, article.key)] == [True, False]


def test_edges_by_a_policy_with_its_name_in_the_decision(revs: Project) -> None:
    article = bring(revs, {"ana": [("actor", "The Observatory")], "ben": [("actor", "Observatory")]})
    counted = adjudicate(revs, "shorter-edges", dry_run=True)
    assert (counted.accepted, counted.examples[0].words) == (1, "The Observatory")
    done = adjudicate(revs, "shorter-edges")
    assert (done.accepted, done.open, done.decided) == (1, 0, 1)
    assert gold(revs, article) == [("actor", "Observatory")]
    assert decisions(revs, article.key)[0].decision.how == "policy:shorter-edges"
    history.undo(revs)
    assert gold(revs, article) == []


@pytest.mark.parametrize("number", [0, 1])
def test_with_no_layer_or_one_there_is_nothing_to_agree_on(number: int, revs: Project) -> None:
    article = bring(revs, {"ana": [("number", "287")]} if number else {})
    done = adjudicate(revs)
    assert (done.articles, done.unanimous, done.accepted, done.open) == (0, 0, 0, 0)
    assert list(listed(revs, "all")) == []
    assert gold(revs, article) == []
    assert adjudicate(revs, "only-layer").accepted == number
    assert gold(revs, article) == [("number", "287")] * number


def test_seven_layers_are_one_conflict(revs: Project) -> None:
    layers = {f"n{number}": [("number", "287" if number % 2 else "at least 287")] for number in range(7)}
    bring(revs, layers)
    (conflict,) = listed(revs)
    assert conflict["spans"].keys() == layers.keys()
    assert conflict["differs"] == ("boundary",)


def test_an_annotator_who_has_not_done_the_article_is_absent(revs: Project) -> None:
    article = bring(revs, {"ana": [("number", "287")], "ben": [("number", "287")], "eva": []})
    with as_(revs, "eva") as evas:
        edits.set_status(evas, [article.key], "open")
    assert adjudicate(revs).accepted == 1
    (kept,) = decisions(revs, article.key)
    assert dict(kept.decision.votes) == {"ana": "same", "ben": "same", "eva": "absent"}
    with as_(revs, "eva") as evas:
        edits.set_status(evas, [article.key], "done")
    conflict = only(revs, article)
    assert conflict.differs == {"missing"}
    assert state(revs, article, conflict.id) == "re-opened"
    assert project_status(revs)["conflicts"] == {"open": 1, "decided": 0}


def identical_articles(revs: Project, count: int) -> list[Article]:
    layers = {"ana": [("actor", "The Observatory")], "ben": [("actor", "Observatory")]}
    return [bring(revs, layers, f"{TEXT} Report {number}.", f"a{number}") for number in range(count)]


@pytest.mark.parametrize("count", [3, 30])
def test_one_answer_goes_to_all_identical_conflicts_after_a_preview(count: int, revs: Project) -> None:
    articles = identical_articles(revs, count)
    other = bring(revs, {"ana": [("actor", "fighters")], "ben": [("actor", "287 fighters")]}, f"{TEXT} X.", "x")
    refresh(revs)
    conflict = only(revs, articles[0])
    rows = identical_conflicts(revs, articles[0].key, conflict)
    assert [row.article for row in rows] == [article.key for article in articles]
    chosen = {row.article: [row.conflict.id] for row in rows if row.article != articles[1].key}
    done = decide_many(revs, articles[0].key, conflict, take(conflict, "ben"), chosen)
    assert done.count == count - 1
    for article in articles:
        assert gold(revs, article) == ([] if article == articles[1] else [("actor", "Observatory")])
    assert gold(revs, other) == []
    assert [row.article for row in identical_conflicts(revs, articles[1].key, only(revs, articles[1]))] == [
        articles[1].key
    ]
    history.undo(revs)
    assert not any(gold(revs, article) for article in articles)
    assert_sound(revs.path)


def test_what_is_no_longer_identical_is_left_alone(revs: Project) -> None:
    articles = identical_articles(revs, 3)
    refresh(revs)
    conflict = only(revs, articles[0])
    chosen = {row.article: [row.conflict.id] for row in identical_conflicts(revs, articles[0].key, conflict)}
    with as_(revs, "ben") as bens:
        edits.retag(bens, [own(bens, articles[1])[0].key], "claim")
    assert decide_many(revs, articles[0].key, conflict, take(conflict, "ben"), chosen).count == 2
    assert gold(revs, articles[1]) == []


def test_listing_tells_what_each_layer_answered_and_what_was_decided(revs: Project) -> None:
    layers = {"ana": [("number", ["at least", "fighters"], {"low": 287})], "ben": [], "eva": []}
    article = bring(revs, layers, labels={"ana": {"kind": "report"}, "ben": {"kind": "opinion"}})
    with as_(revs, "eva") as evas:
        edits.set_status(evas, [article.key], "open")
    mark, label = listed(revs)
    assert (mark["article"], mark["state"], mark["differs"], mark["decision"]) == ("a1", "open", ("missing",), None)
    assert mark["spans"]["ben"] is None
    assert mark["spans"]["ana"]["fragments"] == [(21, 29), (34, 42)]
    assert mark["spans"]["ana"]["attributes"] == {"low": 287}
    assert mark["absent"] == ["eva"]
    assert (label["label"], label["values"]) == ("kind", {"ana": "report", "ben": "opinion"})
    conflict = conflicts(revs, article)[0]
    deciding.decide(revs, article.key, conflict, take(conflict, "ana"))
    (decided,) = listed(revs, "decided")
    assert (decided["id"], decided["state"]) == (mark["id"], "decided")
    assert decided["decision"]["votes"] == {"ana": "same", "ben": "missing", "eva": "absent"}
    assert len(list(listed(revs, "all"))) == 2
    assert len(list(listed(revs, "open"))) == 1
