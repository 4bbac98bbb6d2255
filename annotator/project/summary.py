"""From the rows a step touched to the changes that views hear of."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator

from annotator.model.article import ArticleKey
from annotator.model.span import Span, SpanKey
from annotator.project.changes import ArticleChanges, Changes
from annotator.project.rows import SPAN_COLUMNS, SPAN_JOINS, span_of
from annotator.project.step import Row, Step

TOO_MUCH = 500
"""Beyond so many rows, reading again what is shown costs a view less than hearing of each."""


def summarise(rows: Step, *, wholesale: bool = False) -> Changes:
    """Return what the open transaction of ``rows`` changed, as it will read after the commit.

    ``wholesale`` says beforehand that it is too much to list.
    """
    touched = list(rows.touched())
    tagset = any(kind in ("tag", "tagset") for kind, *_ in touched)
    if wholesale or rows.too_much or tagset or sum(last - first + 1 for _, first, last, _ in touched) > TOO_MUCH:
        return Changes(rows.key, rows.op, rows.annotator, tagset=tagset, wholesale=True)
    return Changes(
        rows.key,
        rows.op,
        rows.annotator,
        articles=_spans_by_article(rows, touched),
        listing=frozenset(_listed(rows, touched)),
    )


def _spans_by_article(
    rows: Step, touched: Collection[tuple[str, int, int, Row | None]]
) -> dict[ArticleKey, ArticleChanges]:
    put: dict[ArticleKey, list[Span]] = defaultdict(list)
    removed: dict[ArticleKey, list[SpanKey]] = defaultdict(list)
    layers: dict[int, Row] = {key: before for kind, key, _, before in touched if kind == "layer" and before}
    befores = {key: before for kind, key, _, before in touched if kind == "span" and before}
    for key in _keys(touched, "span"):
        found = _span(rows.connection, key)
        if found is not None:
            put[found[0]].append(found[1])
        elif key in befores:
            layer = rows.find("layer", befores[key]["layer"]) or layers[befores[key]["layer"]]
            removed[layer["article"]].append(key)
    listed = set(_keys(touched, "span"))
    for kind, key, _, before in touched:
        if kind == "relation":
            # A relation shows at its spans, which did not change themselves.
            for article, span in _ends(rows.connection, key, before):
                if span.key not in listed:
                    listed.add(span.key)
                    put[article].append(span)
    return {
        article: ArticleChanges(tuple(put.get(article, ())), tuple(removed.get(article, ())))
        for article in put.keys() | removed.keys()
    }


def _listed(rows: Step, touched: Collection[tuple[str, int, int, Row | None]]) -> Iterator[ArticleKey]:
    yield from _keys(touched, "article")
    for kind, first, last, before in touched:
        if kind != "layer":
            continue
        for key in range(first, last + 1):
            layer = rows.find("layer", key) or before
            if layer is not None:
                yield layer["article"]


def _keys(touched: Collection[tuple[str, int, int, Row | None]], table: str) -> Iterator[int]:
    seen: set[int] = set()
    for kind, first, last, _ in touched:
        if kind == table:
            fresh = set(range(first, last + 1)) - seen
            seen |= fresh
            yield from sorted(fresh)


def _span(connection: sqlite3.Connection, key: SpanKey) -> tuple[ArticleKey, Span] | None:
    row = connection.execute(
        f"SELECT layer.article, {SPAN_COLUMNS} FROM {SPAN_JOINS} WHERE span.key = ?", (key,)
    ).fetchone()
    return row and (row[0], span_of(row[1:]))


def _ends(connection: sqlite3.Connection, relation: int, before: Row | None) -> Iterator[tuple[ArticleKey, Span]]:
    now = connection.execute("SELECT head, child FROM relation WHERE key = ?", (relation,)).fetchone()
    for key in {*(now or ()), *((before["head"], before["child"]) if before else ())}:
        found = _span(connection, key)
        if found is not None:
            yield found
