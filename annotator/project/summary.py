"""From the rows a step touched to the changes that views hear of."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.span import Fragment, Relation, RelationKey, Span, SpanKey
from annotator.project.changes import ArticleChanges, Changes
from annotator.project.rows import RELATION_COLUMNS, SPAN_COLUMNS, SPAN_JOINS, relation_of, span_of
from annotator.project.step import Row, Step

TOO_MUCH = 500
"""Beyond so many rows, reading again what is shown costs a view less than hearing of each."""

_Touched = tuple[str, int, int, Row | None]


def summarise(rows: Step, *, wholesale: bool = False) -> Changes:
    """Return what the open transaction of ``rows`` changed, as it will read after the commit.

    ``wholesale`` says beforehand that it is too much to list.
    """
    touched = list(rows.touched())
    tagset = bool(rows.tables & {"tag", "tagset"})
    aliases = "alias" in rows.tables
    shown = sum(last - first + 1 for kind, first, last, _ in touched if kind != "alias")
    if wholesale or rows.too_much or tagset or shown > TOO_MUCH:
        return Changes(rows.key, rows.op, rows.annotator, tagset=tagset, aliases=aliases, wholesale=True)
    found = _Found(rows, touched)
    return Changes(
        rows.key,
        rows.op,
        rows.annotator,
        articles=found.articles(),
        listing=found.listing(),
        aliases=aliases,
        decided=found.decided(),
    )


class _ArticleRows(msgspec.Struct):
    """What was found of one article so far."""

    put: dict[SpanKey, Span] = {}
    removed: list[SpanKey] = []
    related: list[Relation] = []
    unrelated: list[RelationKey] = []
    paragraphs: list[Fragment] = []


class _Found:
    """Reads the rows that were touched, as they are now and as they were."""

    def __init__(self, rows: Step, touched: Collection[_Touched]) -> None:
        self._rows = rows
        self._touched: dict[str, list[_Touched]] = defaultdict(list)
        for each in touched:
            self._touched[each[0]].append(each)
        self._articles: dict[ArticleKey, _ArticleRows] = defaultdict(_ArticleRows)
        self._layers_before = self._befores("layer")

    def articles(self) -> dict[ArticleKey, ArticleChanges]:
        """Return what changed, by article."""
        self._find_spans()
        self._find_relations()
        self._find_paragraphs()
        return {
            article: ArticleChanges(
                tuple(found.put.values()),
                tuple(found.removed),
                tuple(found.related),
                tuple(found.unrelated),
                tuple(found.paragraphs),
            )
            for article, found in self._articles.items()
        }

    def listing(self) -> frozenset[ArticleKey]:
        """Return the articles whose line in the list may read differently."""
        layers = {self._article_of(key) for key in self._keys("layer")} - {None}
        mine = {*self._keys("article"), *(article for article in layers if article is not None)}
        return frozenset(mine | self._of_the_same_stories())

    def _of_the_same_stories(self) -> set[ArticleKey]:
        """Return the articles whose story has other articles than before."""
        befores, stories = self._befores("article"), set[str]()
        for key in self._keys("article"):
            now, before = self._rows.find("article", key) or {}, befores.get(key, {})
            if now.get("story") != before.get("story"):
                stories |= {now.get("story") or "", before.get("story") or ""} - {""}
        return {
            key
            for story in stories
            for (key,) in self._rows.connection.execute("SELECT key FROM article WHERE story = ?", (story,))
        }

    def decided(self) -> frozenset[ArticleKey]:
        """Return the articles in which a decision came, changed or went."""
        befores = self._befores("decision")
        rows = (self._rows.find("decision", key) or befores.get(key) for key in self._keys("decision"))
        return frozenset(row["article"] for row in rows if row is not None)

    def _find_spans(self) -> None:
        befores = self._befores("span")
        for key in self._keys("span"):
            now = _span(self._rows.connection, key)
            if now is not None:
                self._articles[now[0]].put[key] = now[1]
            elif (article := self._article_before(befores.get(key))) is not None:
                self._articles[article].removed.append(key)

    def _find_relations(self) -> None:
        befores = self._befores("relation")
        for key in self._keys("relation"):
            row, before = self._rows.find("relation", key), befores.get(key)
            article = self._article_before(row or before)
            if article is None:
                continue
            if row is None:
                self._articles[article].unrelated.append(key)
            else:
                self._articles[article].related.append(_relation(self._rows.connection, key))
            # A relation shows at its spans, which did not change themselves.
            for end in {source[end] for source in (row, before) if source for end in ("head", "child")}:
                self._put_end(article, end)

    def _put_end(self, article: ArticleKey, span: SpanKey) -> None:
        found = None if span in self._articles[article].put else _span(self._rows.connection, span)
        if found is not None:
            self._articles[article].put[span] = found[1]

    def _find_paragraphs(self) -> None:
        befores = self._befores("paragraph_read")
        for key in self._keys("paragraph_read"):
            row = self._rows.find("paragraph_read", key) or befores.get(key)
            article = self._article_before(row)
            if row is not None and article is not None:
                self._articles[article].paragraphs.append(Fragment(row["start"], row["end"]))

    def _article_before(self, row: Row | None) -> ArticleKey | None:
        """Return the article of a row that belongs to a layer, which may be gone itself."""
        return None if row is None else self._article_of(row["layer"])

    def _article_of(self, layer: int) -> ArticleKey | None:
        row = self._rows.find("layer", layer) or self._layers_before.get(layer)
        return None if row is None else row["article"]

    def _befores(self, table: str) -> dict[int, Row]:
        return {key: before for _, key, _, before in self._touched.get(table, ()) if before}

    def _keys(self, table: str) -> Iterable[int]:
        if table not in self._touched:
            # As most are for a mark, which waits for the answer.
            return ()
        return dict.fromkeys(key for _, first, last, _ in self._touched[table] for key in range(first, last + 1))


def _span(connection: sqlite3.Connection, key: SpanKey) -> tuple[ArticleKey, Span] | None:
    row = connection.execute(
        f"SELECT layer.article, {SPAN_COLUMNS} FROM {SPAN_JOINS} WHERE span.key = ?", (key,)
    ).fetchone()
    return row and (row[0], span_of(row[1:]))


def _relation(connection: sqlite3.Connection, key: RelationKey) -> Relation:
    return relation_of(connection.execute(f"SELECT {RELATION_COLUMNS} FROM relation WHERE key = ?", (key,)).fetchone())
