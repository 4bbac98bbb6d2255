"""Decisions leave with the gold they made, and come back with everything that was known about them."""

import json
from pathlib import Path
from typing import Any

import pytest
from reviewing import TEXT, bring, conflicts, gold, gold_relations, gold_spans, made_anew, review

from annotator.adjudication.answers import nothing, take
from annotator.jobs import deciding
from annotator.jobs import gold as golden
from annotator.jobs.adjudicating import adjudicate
from annotator.jobs.comparing import review_counts
from annotator.jobs.deciding import Remarks
from annotator.jobs.exporting import export_project
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.verifying import verify
from annotator.model.article import Article
from annotator.model.span import Fragment
from annotator.model.tagset import Tagset
from annotator.project import history, reading
from annotator.project.decisions import decisions
from annotator.project.project import Project


@pytest.fixture
def reviewed(revs: Project) -> Article:
    """An article with decisions of every kind."""
    marks = [("number", "at least 287"), ("actor", "fighters"), ("location", "near Homs"), ("claim", "were killed")]
    article = bring(
        revs,
        {
            "ana": [*marks, ("actor", "The Observatory")],
            "ben": [("number", "287"), marks[1], ("location", "Homs"), marks[3]],
        },
        labels={"ana": {"kind": "report"}, "ben": {"kind": "opinion"}},
        relations={"ana": [("counts_who", 0, 1), ("about", 3, 2)], "ben": [("counts_who", 0, 1)]},
    )
    adjudicate(revs)
    observatory, number, claim, place, kind = conflicts(revs, article)
    remarks = Remarks("edge in the wrong place", "numbers", "sic", blind=True, unblinded=True)
    deciding.decide(revs, article.key, number, take(number, "ben"))
    deciding.decide(revs, article.key, number, take(number, "ana"), remarks)
    deciding.decide(revs, article.key, observatory, nothing(observatory))
    deciding.ask_second_opinion(revs, article.key, place, Remarks(note="ask Eva"))
    deciding.decide(revs, article.key, claim, take(claim, "ana"))
    deciding.decide(revs, article.key, kind, take(kind, "ben"))
    golden.add_gold(revs, article.key, [Fragment(77, 79)], "number")
    golden.set_gold_status(revs, [article.key], "done")
    return article


def told(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def carried(revs: Project, tmp_path: Path, tagset: Tagset) -> Project:
    """Carry everything into another project, and open that."""
    export_project(revs, tmp_path / "all.jsonl")
    other = made_anew(tmp_path / "other.annotator", tagset)
    assert not import_paths(other, [tmp_path / "all.jsonl"], ImportOptions()).found_something
    return other


def test_every_gold_span_tells_its_decision(revs: Project, reviewed: Article, tmp_path: Path) -> None:
    export_project(revs, tmp_path / "gold.jsonl", layer="gold")
    (line,) = told(tmp_path / "gold.jsonl")
    assert (line["layer"], line["status"], line["labels"]) == ("gold", "done", {"kind": "opinion"})
    by_words = {span["text"]: span["decision"] for span in line["spans"]}
    assert by_words.keys() == {"at least 287", "fighters", "were killed", "26"}
    decision = by_words["at least 287"]
    expected = {"by": "rev", "how": "took", "votes": {"ana": "same", "ben": "boundary"}}
    assert expected.items() <= decision.items()
    assert (decision["reason"], decision["rule"], decision["note"]) == ("edge in the wrong place", "numbers", "sic")
    assert (decision["blind"], decision["unblinded"]) == (True, True)
    assert decision["rejected"][0] == {"layers": ["ben"], "tag": "number", "fragments": [[30, 33]]}
    assert by_words["fighters"]["how"] == "unanimous"
    assert by_words["26"]["how"] == "edited directly"
    others = sorted((other["how"], other.get("earlier", False)) for other in line["decisions"])
    assert others == [("nothing", False), ("second opinion", False), ("took", False), ("took", False), ("took", True)]
    assert all({"by", "how", "votes", "reason"} <= each.keys() for each in [*by_words.values(), *line["decisions"]])


def test_all_of_it_comes_back(revs: Project, reviewed: Article, tmp_path: Path, tagset: Tagset) -> None:
    with carried(revs, tmp_path, tagset) as other:
        export_project(other, tmp_path / "again.jsonl")
        assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "all.jsonl").read_bytes()
        (article,) = [reading.article(other, key) for key in reading.article_keys(other)]
        before, after = review(revs, reviewed), review(other, article)
        assert {known: each.state for known, each in before.standings.of.items()} == {
            known: each.state for known, each in after.standings.of.items()
        }
        assert review_counts(other) == review_counts(revs)
        assert adjudicate(other).accepted == 0
        assert verify(other).problems == []
        # The review goes on where it was: what is decided now replaces what was.
        number = next(known for known in conflicts(other, article) if "boundary" in known.differs)
        deciding.decide(other, article.key, number, take(number, "ben"))
        assert ("number", "287") in gold(other, article)
        assert gold_relations(other, article) == [("counts_who", "287", "fighters")]
        assert verify(other).problems == []
        history.undo(other)
        # The whole import is one step, decisions among it.
        assert history.undo(other)
        assert reading.article_keys(other) == []


def test_importing_the_same_again_adds_no_decision(
    revs: Project, reviewed: Article, tmp_path: Path, tagset: Tagset
) -> None:
    with carried(revs, tmp_path, tagset) as other:
        (key,) = reading.article_keys(other)
        before = decisions(other, key)
        assert not import_paths(other, [tmp_path / "all.jsonl"], ImportOptions()).found_something
        assert decisions(other, key) == before


def test_gold_that_another_reviewer_decided_otherwise_is_refused_by_name(
    revs: Project, reviewed: Article, tmp_path: Path, tagset: Tagset
) -> None:
    other = made_anew(tmp_path / "other.annotator", tagset)
    with other:
        export_project(revs, tmp_path / "ana.jsonl", layer="ana")
        export_project(revs, tmp_path / "ben.jsonl", layer="ben")
        export_project(revs, tmp_path / "gold.jsonl", layer="gold")
        import_paths(other, [tmp_path / "ana.jsonl", tmp_path / "ben.jsonl"], ImportOptions())
        (article,) = [reading.article(other, key) for key in reading.article_keys(other)]
        number = next(known for known in conflicts(other, article) if "boundary" in known.differs)
        deciding.decide(other, article.key, number, take(number, "ben"))
        done = import_paths(other, [tmp_path / "gold.jsonl"], ImportOptions())
        assert done.spans.refused == 1
        assert any("decided otherwise" in note.why and note.why.startswith("Span") for note in done.notes)
        assert ("number", "287") in gold(other, article)
        assert ("number", "at least 287") not in gold(other, article)
        assert verify(other).problems == []


FOREIGN = {"by": "rev", "how": "took", "votes": {"a": "same", "b": "boundary"}, "reason": "number-modifier", "x": 1}


def import_line(project: Project, tmp_path: Path, **values: Any) -> list[str]:
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": TEXT, "id": "a1", **values}), "utf-8")
    return [note.why for note in import_paths(project, [tmp_path / "in.jsonl"], ImportOptions()).notes]


def test_a_decision_of_the_fewest_words_is_taken_and_given_back(revs: Project, tmp_path: Path) -> None:
    span = {"id": "g1", "label": "number", "start": 21, "end": 33, "origin": "adjudicated", "decision": FOREIGN}
    other = {"id": "g2", "label": "actor", "start": 34, "end": 42}
    relations = [{"label": "counts_who", "head": "g1", "child": "g2"}]
    assert import_line(revs, tmp_path, layer="gold", spans=[span, other], relations=relations) == []
    export_project(revs, tmp_path / "out.jsonl", layer="gold")
    (line,) = told(tmp_path / "out.jsonl")
    assert FOREIGN.items() <= line["spans"][0]["decision"].items()
    assert "decision" not in line["spans"][1]
    assert verify(revs).problems == []
    article = reading.article(revs, reading.article_keys(revs)[0])
    golden.change_gold(revs, gold_spans(revs, article)[0].key, fragments=[Fragment(30, 33)])
    assert gold_relations(revs, article) == [("counts_who", "287", "fighters")]
    assert verify(revs).problems == []


def test_gold_that_was_reviewed_elsewhere_without_saying_how_says_that(revs: Project, tmp_path: Path) -> None:
    import_line(
        revs, tmp_path, layer="gold", spans=[{"label": "actor", "start": 34, "end": 42, "origin": "adjudicated"}]
    )
    (kept,) = decisions(revs, reading.article_keys(revs)[0])
    assert (kept.decision.how, kept.decision.by) == ("imported", "rev")
    assert verify(revs).problems == []


@pytest.mark.parametrize(
    "decision",
    ["accept", {"by": ""}, {"by": "rev"}, {"by": "all", "how": "took"}, {"by": "rev", "how": "took", "votes": 3}, None,
     {"by": "rev", "how": "took", "place": {"start": 5, "end": 2}}, {"by": "a\nb", "how": "took"}],
)  # fmt: skip
@pytest.mark.parametrize("layer", ["gold", "ana"])
def test_what_is_no_decision_of_ours_stays_what_it_was(
    decision: object, layer: str, revs: Project, tmp_path: Path
) -> None:
    span = {"label": "actor", "start": 34, "end": 42, "decision": decision}
    assert import_line(revs, tmp_path, layer=layer, spans=[span]) == []
    assert decisions(revs, reading.article_keys(revs)[0]) == []
    export_project(revs, tmp_path / "out.jsonl", layer=layer)
    assert told(tmp_path / "out.jsonl")[0]["spans"][0]["decision"] == decision
    assert verify(revs).problems == []


def test_a_decision_without_a_span_that_cannot_be_read_is_refused_by_name(revs: Project, tmp_path: Path) -> None:
    (why,) = import_line(revs, tmp_path, layer="gold", decisions=[{"by": "rev"}])
    assert "cannot be read" in why
    assert "a1" in why


def test_a_state_survives_being_put_under_another_name(revs: Project, reviewed: Article, tmp_path: Path) -> None:
    """Gold of another team comes in as a layer like any other, its decisions kept as they were told."""
    export_project(revs, tmp_path / "gold.jsonl", layer="gold")
    with made_anew(tmp_path / "other.annotator", revs.tagset) as other:
        import_paths(other, [tmp_path / "gold.jsonl"], ImportOptions(layer="team2"))
        assert decisions(other, reading.article_keys(other)[0]) == []
        export_project(other, tmp_path / "team2.jsonl", layer="team2")
        ours, theirs = told(tmp_path / "gold.jsonl")[0], told(tmp_path / "team2.jsonl")[0]
        assert [span["decision"] for span in theirs["spans"]] == [span["decision"] for span in ours["spans"]]
