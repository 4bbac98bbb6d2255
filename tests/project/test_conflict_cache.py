"""What was compared is known by the journal: whatever touches a layer, its article is compared again, and no other."""

from collections.abc import Callable

import pytest

from annotator.model.article import Article
from annotator.model.record import Record, RecordSpan
from annotator.model.span import Fragment
from annotator.project import edits, history, reading, tagset_writing
from annotator.project.changes import Changes
from annotator.project.conflict_cache import (
    Compared,
    Counts,
    KeptConflict,
    articles_with_conflicts,
    conflicts_of,
    counts,
    identical_to,
    newest_step,
    store,
)
from annotator.project.importing import import_records
from annotator.project.project import OpenStep, Project
from annotator.project.stale import look_through_journal, stale_articles
from tests.project.working import TEXT, add_articles, mark, relate


@pytest.fixture
def articles(project: Project) -> list[Article]:
    """Two articles with a layer of ana's each, which are compared."""
    found = add_articles(project, [Record(f"{TEXT} {number}") for number in range(2)])
    for article in found:
        relate(project, mark(project, article, "287", "number"), mark(project, article, "fighters"))
    compare(project)
    return found


def compare(project: Project) -> list[int]:
    """Compare what is stale, as the jobs do, and return what it was."""
    while look_through_journal(project):
        pass
    stale = list(stale_articles(project))
    with project.transaction():
        for article in stale:
            store(project, Compared(article, (), Counts(articles=1)), newest_step(project) - 1)
    return stale


def test_nothing_is_stale_after_comparing(project: Project, articles: list[Article]) -> None:
    assert list(stale_articles(project)) == compare(project) == []
    assert counts(project).articles == 2


EDITS: dict[str, Callable[[Project, Article], Changes]] = {
    "mark": lambda project, article: edits.mark(project, article, [Fragment(0, 3)], "actor"),
    "move": lambda project, article: edits.move(project, article, first(project, article), [Fragment(0, 3)]),
    "remove": lambda project, article: edits.remove(project, [first(project, article)]),
    "status": lambda project, article: edits.set_status(project, [article.key], "done"),
    "label": lambda project, article: edits.set_label(project, article.key, "kind", "report"),
    "paragraph": lambda project, article: edits.set_paragraph_read(project, article, Fragment(0, 5), read=True),
    "undo": lambda project, _article: history.undo(project),
}


def first(project: Project, article: Article) -> int:
    return reading.spans(project, article.key)[0].key


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_makes_its_article_stale_and_no_other(edit: str, project: Project, articles: list[Article]) -> None:
    EDITS[edit](project, articles[1])
    assert list(stale_articles(project)) == [articles[1].key]
    assert compare(project) == [articles[1].key]
    history.undo(project)
    assert list(stale_articles(project)) == [articles[1].key]
    compare(project)
    history.redo(project)
    assert compare(project) == [articles[1].key]


def test_metadata_and_flags_leave_the_comparison_alone(project: Project, articles: list[Article]) -> None:
    edits.edit_meta(project, articles[0], articles[0].meta)
    assert compare(project) == []


def test_another_tagset_makes_everything_stale(project: Project, articles: list[Article]) -> None:
    tagset_writing.change_tagset(project, project.tagset.with_tags(["weather"]))
    assert list(stale_articles(project)) == [article.key for article in articles]
    assert compare(project) == [article.key for article in articles]


def test_who_only_reads_knows_what_is_stale_and_writes_nothing(project: Project, articles: list[Article]) -> None:
    mark(project, articles[0], "Homs")
    with Project.open(project.path, "eva", read_only=True) as reader:
        assert list(stale_articles(reader)) == [articles[0].key]
        assert counts(reader, besides=[articles[0].key]).articles == 1


def test_articles_that_an_undone_import_took_along_are_forgotten(project: Project, articles: list[Article]) -> None:
    spans = [RecordSpan(label="actor", start=0, end=3)]
    import_records(project, [("x", Record("Another one.", layer="eva", spans=spans))])
    assert len(compare(project)) == 1
    history.undo(project)
    compare(project)
    assert counts(project).articles == 2
    assert list(stale_articles(project)) == []


def test_a_long_step_that_goes_on_after_others_were_seen_is_seen_to_its_end(
    project: Project, articles: list[Article]
) -> None:
    """A step of several transactions adds to the journal behind what was looked through."""
    one, two = articles
    step = OpenStep(project, "propagate", wholesale=True)
    row = project.connection.execute("SELECT * FROM span LIMIT 1").fetchone()
    columns = [name for _, name, *_ in project.connection.execute("PRAGMA table_info(span)")]
    layers = {
        article: key for key, article in project.connection.execute("SELECT key, article FROM layer ORDER BY key")
    }

    def go_on(article: Article) -> None:
        with step.transaction():
            values = dict(zip(columns, row, strict=True)) | {"layer": layers[article.key], "id": f"n{article.key}"}
            del values["key"]
            step.rows.insert("span", values)

    go_on(one)
    assert compare(project) == [one.key]
    mark(project, one, "Homs")
    assert compare(project) == [one.key]
    go_on(two)
    assert two.key in stale_articles(project)
    assert two.key in compare(project)
    assert compare(project) == []


def test_conflicts_are_kept_in_text_order_and_found_by_what_is_identical(
    project: Project, articles: list[Article]
) -> None:
    one, two = articles
    span = first(project, one)
    number = KeptConflict("c1", "open", ("boundary",), "number", "", 30, 33, "287", "same", {"ana": span, "ben": None})
    label = KeptConflict("c2", "decided", ("label",), "", "kind", None, None, "kind", "other", {"ana": "x"})
    with project.transaction():
        store(project, Compared(one.key, (number, label), Counts(articles=1, open=1, decided=1)), 99)
        store(project, Compared(two.key, (number,), Counts(articles=1, open=1)), 99)
    assert [row.conflict for row in conflicts_of(project, [one.key])] == [number, label]
    assert [row.article for row in identical_to(project, "same")] == [one.key, two.key]
    assert list(articles_with_conflicts(project)) == [one.key, two.key]
    assert (counts(project).open, counts(project).decided) == (2, 1)
    rows = project.connection.execute(
        "SELECT conflict, state, differs, label, layer, tag, text FROM conflicts WHERE article = ?", (one.id,)
    ).fetchall()
    assert rows == [
        ("c1", "open", '["boundary"]', "", "ana", "number", "287"),
        ("c1", "open", '["boundary"]', "", "ben", None, None),
        ("c2", "decided", '["label"]', "kind", "ana", None, "x"),
    ]
