"""A dry run says what the import would say, whatever comes when, and keeps none of it in memory."""

import tracemalloc
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.layer import GOLD
from annotator.model.record import Record, RecordRelation, RecordSpan
from annotator.model.tagset import Tagset
from annotator.project import pacing
from annotator.project.creating import create
from annotator.project.importing import import_records
from annotator.project.incoming import ArticleSlot, LayerSlot, Place, Tally
from annotator.project.project import Project
from annotator.project.scratch import Scratch

TEXTS = ["The army said 26 were killed.", "Rebels denied it in Homs.", "Nobody was there."]


@st.composite
def a_record(draw: st.DrawFn) -> Record:
    """Draw a record that another one is likely to have something in common with."""
    number = draw(st.integers(0, 2))
    text = TEXTS[draw(st.sampled_from([number, number, number, 0]))]
    article = draw(st.sampled_from([f"a{number}", f"a{number}", f"b{number}", None]))
    record = Record(text, article, meta={"source": draw(st.sampled_from(["Wire", "Post"]))})
    if draw(st.integers(0, 4)) == 0 and article is not None:
        # A table of spans, say, which lends the text from the article.
        record.text, record.text_is = "", "elsewhere"
    record.layer = draw(st.sampled_from([None, "ana", "ben", GOLD]))
    for at in draw(st.lists(st.integers(0, 3), max_size=3)):
        start, end = 4 * at, 4 * at + draw(st.integers(1, 4))
        span = RecordSpan(id=f"s{at}", label="actor", start=start, end=end, text=text[start:end])
        if draw(st.booleans()):
            span.id = None
        record.spans.append(span)
    if record.layer == GOLD and record.spans and record.spans[0].id:
        how = draw(st.sampled_from(["took", "nothing"]))
        record.spans[0].extra = {"decision": {"id": f"d{draw(st.integers(0, 2))}", "by": "rev", "how": how}}
    if record.layer and draw(st.integers(0, 3)) == 0:
        record.read = [(0, 5)]
        record.relations = [RecordRelation(label="about", head="s0", child="s1")]
    return record


def tally(project: Project, records: list[Record], *, dry: bool) -> Tally:
    return import_records(project, (("here", record) for record in records), dry_run=dry)


@settings(max_examples=60)
@given(
    before=st.lists(a_record(), max_size=3), coming=st.lists(a_record(), max_size=8), size=st.sampled_from([1, 2, 50])
)
def test_a_dry_run_says_what_the_import_says(
    tmp_path_factory: pytest.TempPathFactory, tagset: Tagset, before: list[Record], coming: list[Record], size: int
):
    path = tmp_path_factory.mktemp("dry") / "news.annotator"
    create(path, tagset, "ana")
    with Project.open(path, "ana") as project, pytest.MonkeyPatch.context() as patch:
        patch.setattr(pacing, "MOST_IN_A_TRANSACTION", size)
        tally(project, before, dry=False)
        tried = tally(project, coming, dry=True)
        done = tally(project, coming, dry=False)
    # Ids that nobody gave are another each time; notes name them.
    assert (tried.articles, tried.spans, len(tried.notes)) == (done.articles, done.spans, len(done.notes))


def test_a_span_table_is_laid_on_articles_that_came_long_before_it(project: Project, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pacing, "MOST_IN_A_TRANSACTION", 1)
    span = RecordSpan(label="actor", start=4, end=8, text="army")
    listed = Record("", "a0", layer="ana", spans=[span], text_is="elsewhere")
    tried = tally(project, [Record(TEXTS[0], "a0"), Record(TEXTS[1], "a1"), listed], dry=True)
    assert (tried.articles.new, tried.spans.new, tried.notes) == (2, 1, [])


def test_what_was_put_away_comes_back_as_it_was():
    article, layer = ArticleSlot(0, "a0", "5ha", "Wire", "summit"), LayerSlot("ana", "open", {}, flagged=True)
    layer.key = 7
    here: Place = ("actor", 0, 3, None)
    for span, place in (("s1", here), ("s2", ("actor", 5, 9, "[[5,6],[8,9]]")), ("s3", here)):
        layer.ids[span] = place
        layer.places[place] = span
    layer.relations, layer.paragraphs = {("about", "s1", "s2")}, {(0, 12)}
    layer.decisions, layer.questions = {"d1"}, {"q1"}
    with closing(Scratch()) as scratch:
        assert (scratch.text("a0"), scratch.layer("a0", "ana"), list(scratch.articles("id", ["a0"]))) == ("", None, [])
        scratch.keep([(article, "The text.")], {("a0", "ana"): layer})
        (found,) = scratch.articles("sha256", ["other", "5ha"])
        assert all(getattr(found, name) == getattr(article, name) for name in ArticleSlot.__slots__)
        assert scratch.text("a0") == "The text."
        again = scratch.layer("a0", "ana")
        assert all(getattr(again, name) == getattr(layer, name) for name in LayerSlot.__slots__)
        assert scratch.layer("a0", "ben") is None


def test_a_dry_run_keeps_nothing_in_memory(project: Project, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pacing, "MOST_IN_A_TRANSACTION", 20)

    def coming(count: int) -> Iterator[tuple[str, Record]]:
        for number in range(count):
            text = f"Report {number}. {TEXTS[0] * 10}"
            spans = [RecordSpan(id=f"{number}-{at}", label="actor", start=at, end=at + 5) for at in range(0, 200, 10)]
            yield "here", Record(text, f"a{number}", layer="ana", spans=spans)

    def most(count: int) -> int:
        tracemalloc.start()
        import_records(project, coming(count), dry_run=True)
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return held

    most(10)
    assert most(800) < 1.3 * most(100)
