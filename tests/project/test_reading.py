"""What is read back is what was put in, and the public views show the very words that were marked."""

import json

import pytest

from annotator.errors import UserError
from annotator.model.article import text_sha256
from annotator.model.span import Fragment
from annotator.project import describing, edits, reading
from annotator.project.project import Project
from tests.project.working import add_article, mark, relate

ODD = "a😀b “né” e\u0301\r\nعربي 中文\u2028\u00a0👨\u200d👩\u200d👧 “We won,” he said, “and left.” end"


def test_a_text_comes_back_unchanged_with_its_checksum(project: Project) -> None:
    article = add_article(project, ODD, meta={"title": "T", "extra_key": [1, {"a": None}]})
    assert article.text == ODD
    assert article.sha256 == text_sha256(ODD)
    assert article.meta.extra == {"extra_key": [1, {"a": None}]}


@pytest.mark.parametrize("words", ["😀", "né", "e\u0301\r\n", "中文\u2028", "👨\u200d👩\u200d👧", "end", ODD])
def test_the_view_shows_the_words_that_were_marked(words: str, project: Project) -> None:
    article = add_article(project, ODD)
    span = reading.span(project, mark(project, article, words))
    assert ODD[span.start : span.end] == words
    assert project.connection.execute("SELECT text, tag, layer, article FROM annotations").fetchall() == [
        (words, "actor", "ana", article.id)
    ]


def test_the_view_joins_the_fragments_of_a_split_claim(project: Project) -> None:
    article = add_article(project, ODD, meta={"title": "T", "source": "Wire", "published": "2026-11-02"})
    first, second = ODD.index("“We won,”"), ODD.index("“and left.”")
    claim_span = edits.mark(project, article, [Fragment(first, first + 9), Fragment(second, second + 11)], "claim")
    claim = claim_span.articles[article.key].put[0]
    speaker = mark(project, article, "he")
    relate(project, claim.key, speaker, "source")
    describing.set_attributes(project, [claim.key], {"polarity": "affirmed", "certainty": "certain"})
    cursor = project.connection.execute("SELECT * FROM annotations WHERE tag = 'claim'")
    row = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
    assert row["text"] == "“We won,” “and left.”"
    assert json.loads(row["fragments"]) == [[first, first + 9], [second, second + 11]]
    assert json.loads(row["attributes"]) == {"polarity": "affirmed", "certainty": "certain"}
    assert (row["title"], row["source"], row["published"]) == ("T", "Wire", "2026-11-02")
    cursor = project.connection.execute("SELECT text, polarity, certainty, act, said_by FROM claims")
    assert cursor.fetchall() == [("“We won,” “and left.”", "affirmed", "certain", None, "he")]


def test_spans_come_in_text_order_the_longer_one_first(project: Project) -> None:
    article = add_article(project, ODD)
    for start, end in [(5, 7), (0, 3), (0, 9), (5, 7)]:
        edits.mark(project, article, [Fragment(start, end)], "actor")
    assert [(span.start, span.end) for span in reading.spans(project, article.key)] == [(0, 9), (0, 3), (5, 7), (5, 7)]


def test_a_text_that_was_changed_behind_our_back_is_not_shown(project: Project) -> None:
    article = add_article(project)
    project.connection.execute("UPDATE article_text SET text = replace(text, '287', '288')")
    with pytest.raises(UserError, match="damaged") as refusal:
        reading.article(project, article.key)
    assert "Observatory" not in str(refusal.value)


def test_a_layer_nobody_touched_is_open_and_empty(project: Project) -> None:
    article = add_article(project)
    layer = reading.layer(project, article.key)
    assert (layer.key, layer.status, layer.flagged) == (0, "open", False)
    assert reading.spans(project, article.key) == []
    with pytest.raises(UserError):
        reading.span(project, 99)
