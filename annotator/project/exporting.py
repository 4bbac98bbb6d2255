"""What a project hands out: records, a page of articles at a time, so that no key waits while a file is written."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from msgspec import UNSET, json, structs

from annotator.errors import UserError
from annotator.model.article import META_FIELDS, ArticleKey, text_sha256
from annotator.model.decision import write_decision
from annotator.model.layer import ALL, GOLD, SUGGESTIONS
from annotator.model.record import DECISION, Record, RecordRelation, RecordSpan
from annotator.model.span import SURFACE_LIMIT, marked_text, surface
from annotator.project.connection import in_plain_words
from annotator.project.decisions import DECISION_COLUMNS, DECISION_JOINS, Kept, kept_of
from annotator.project.project import Project, asking
from annotator.project.rows import decode_guesses, decode_object, places_of

PAGE_ARTICLES = 100
PAGE_CHARACTERS = 4_000_000

_Row = tuple[Any, ...]


class _Work(NamedTuple):
    """What was read of a page of articles, by layer."""

    spans: dict[int, list[_Row]]
    relations: dict[int, list[_Row]]
    paragraphs: dict[int, list[tuple[int, int]]]
    guesses: bool
    """Whether guesses are handed out."""
    decisions: dict[int, list[Kept]]
    """By article."""


def records(
    project: Project, layer: str, *, guesses: bool = False, only: Sequence[ArticleKey] | None = None
) -> Iterator[Record]:
    """Yield a record for each article and layer, in the order the articles came in and by the layer's name.

    Args:
        project: only read.
        layer: an annotator's name, or :data:`ALL` or :data:`SUGGESTIONS`.
        guesses: whether attributes hold what was guessed and nobody has touched, each named in ``guessed``.
        only: the articles that are wanted, in the order of their keys; all of them if it is not given.

    Raises:
        UserError: if a text or a span is damaged; what was yielded before is sound.
    """
    for _, of_article in records_by_article(project, layer, guesses=guesses, only=only):
        yield from of_article


def records_by_article(
    project: Project, layer: str, *, guesses: bool = False, only: Sequence[ArticleKey] | None = None
) -> Iterator[tuple[ArticleKey, list[Record]]]:
    """Yield the same as :func:`records`, the records of an article together with its key."""
    last = 0
    while True:
        behind = 0 if only is None else bisect_right(only, last)
        some = None if only is None else only[behind : behind + PAGE_ARTICLES]
        with in_plain_words(project.path):
            page = list(_page(project, layer, last, some, guesses=guesses))
        yield from page
        # Those that were asked for may be gone, and more of them may be there.
        if not page and not some:
            return
        last = page[-1][0] if page else max(some or ())


@asking
def count_exported(project: Project, layer: str) -> int:
    """Return how many articles :func:`records` will go through."""
    (count,) = project.connection.execute(
        "SELECT count(*) FROM article" if layer in (ALL, SUGGESTIONS) else _COUNT_ONE_LAYER,
        () if layer in (ALL, SUGGESTIONS) else (layer,),
    ).fetchone()
    return int(count)


_COUNT_ONE_LAYER = (
    "SELECT count(*) FROM layer JOIN annotator ON annotator.key = layer.annotator WHERE annotator.name = ?"
)


def _page(
    project: Project, layer: str, last: int, only: Sequence[ArticleKey] | None, *, guesses: bool
) -> Iterator[tuple[int, list[Record]]]:
    """Yield the records of the next articles, all read in one transaction."""
    connection = project.connection
    connection.execute("BEGIN")
    try:
        articles = _next_articles(project, layer, last, only)
        if not articles:
            return
        keys = (articles[0][0], articles[-1][0])
        layers = _layers(project, layer, keys)
        spans = _spans(project, layer, keys)
        decisions = _decisions(project, keys) if layer in (ALL, GOLD) else {}
        work = _Work(spans, _relations(project, keys), _paragraphs(project, keys), guesses, decisions)
    finally:
        connection.execute("ROLLBACK")
    for article in articles:
        yield article[0], list(_records_of(article, layers.get(article[0], ()), work, layer))


def _next_articles(project: Project, layer: str, last: int, only: Sequence[ArticleKey] | None) -> list[_Row]:
    of_layer = (
        ""
        if layer in (ALL, SUGGESTIONS)
        else (
            "AND key IN (SELECT article FROM layer JOIN annotator ON annotator.key = layer.annotator "
            "WHERE annotator.name = :layer) "
        )
    )
    of_those = "" if only is None else "AND key IN (SELECT value FROM json_each(:only)) "
    cursor = project.connection.execute(
        f"SELECT key, id, text, sha256, extra, {', '.join(META_FIELDS)} FROM article "
        f"JOIN article_text ON article_text.article = article.key WHERE key > :last {of_layer}{of_those}ORDER BY key",
        {"last": last, "layer": layer, "only": json.encode(only if only is None else list(only)).decode()},
    )
    found: list[_Row] = []
    characters = 0
    for row in cursor:
        found.append(row)
        characters += len(row[2])
        if len(found) == PAGE_ARTICLES or characters > PAGE_CHARACTERS:
            break
    cursor.close()
    return found


def _layers(project: Project, layer: str, keys: tuple[int, int]) -> dict[int, list[_Row]]:
    by_article: dict[int, list[_Row]] = defaultdict(list)
    for article, *row in project.connection.execute(
        "SELECT layer.article, layer.key, annotator.name, status, flagged, labels FROM layer "
        "JOIN annotator ON annotator.key = layer.annotator WHERE layer.article BETWEEN ? AND ? ORDER BY annotator.name",
        keys,
    ):
        if layer in (ALL, SUGGESTIONS, row[1]):
            by_article[article].append(tuple(row))
    return by_article


def _spans(project: Project, layer: str, keys: tuple[int, int]) -> dict[int, list[_Row]]:
    by_layer: dict[int, list[_Row]] = defaultdict(list)
    suggested = "LIKE" if layer == SUGGESTIONS else "NOT LIKE"
    for row in project.connection.execute(
        'SELECT span.layer, span.id, tag.name, start, "end", surface, fragments, attributes, note, unsure, origin, '
        "extra, guesses, span.key FROM span JOIN layer ON layer.key = span.layer JOIN tag ON tag.key = span.tag "
        f"WHERE layer.article BETWEEN ? AND ? AND origin {suggested} 'suggestion:%' "
        'ORDER BY span.layer, start, "end" DESC, span.key',
        keys,
    ):
        by_layer[row[0]].append(row)
    return by_layer


def _decisions(project: Project, keys: tuple[int, int]) -> dict[int, list[Kept]]:
    by_article: dict[int, list[Kept]] = defaultdict(list)
    for row in project.connection.execute(
        f"SELECT {DECISION_COLUMNS} FROM {DECISION_JOINS} WHERE decision.article BETWEEN ? AND ? ORDER BY decision.key",
        keys,
    ):
        kept = kept_of(row)
        by_article[kept.article].append(kept)
    return by_article


def _relations(project: Project, keys: tuple[int, int]) -> dict[int, list[_Row]]:
    by_layer: dict[int, list[_Row]] = defaultdict(list)
    for of_layer, *row in project.connection.execute(
        "SELECT relation.layer, relation.type, head.id, child.id, relation.id, relation.extra FROM relation "
        "JOIN layer ON layer.key = relation.layer JOIN span AS head ON head.key = relation.head "
        "JOIN span AS child ON child.key = relation.child WHERE layer.article BETWEEN ? AND ? ORDER BY relation.key",
        keys,
    ):
        by_layer[of_layer].append(tuple(row))
    return by_layer


def _paragraphs(project: Project, keys: tuple[int, int]) -> dict[int, list[tuple[int, int]]]:
    by_layer: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for of_layer, start, end in project.connection.execute(
        'SELECT layer, start, "end" FROM paragraph_read JOIN layer ON layer.key = paragraph_read.layer '
        'WHERE layer.article BETWEEN ? AND ? ORDER BY start, "end"',
        keys,
    ):
        by_layer[of_layer].append((start, end))
    return by_layer


def _records_of(article: _Row, layers: Sequence[_Row], work: _Work, layer: str) -> Iterator[Record]:
    article_key, article_id, text, sha256, extra, *fields = article
    if text_sha256(text) != sha256:
        raise UserError(f"The text of article {article_id} is damaged; nothing was exported.")
    meta = {name: value for name, value in zip(META_FIELDS, fields, strict=True) if value} | decode_object(extra)
    if not layers and layer == ALL:
        yield Record(text, article_id, sha256, meta)
    for key, name, status, flagged, labels in layers:
        listed = [_span(article_id, text, row, guesses=work.guesses) for row in work.spans.get(key, ())]
        decisions = work.decisions.get(article_key, []) if name == GOLD else []
        others = _add_decisions(listed, work.spans.get(key, ()), decisions)
        if layer == SUGGESTIONS and not listed:
            continue
        joined = _joining(listed, work.relations[key]) if key in work.relations else []
        yield Record(
            text,
            article_id,
            sha256,
            meta,
            layer=name,
            status=status,
            flagged=bool(flagged),
            spans=listed,
            relations=joined,
            labels=decode_object(labels),
            read=work.paragraphs.get(key, []),
            decisions=others,
        )


def _span(article_id: str, text: str, row: _Row, *, guesses: bool) -> RecordSpan:
    _, span_id, tag, start, end, stored, fragments, attributes, note, unsure, origin, extra, guessed, _ = row
    if fragments is None and end - start <= SURFACE_LIMIT:
        # Nearly every span: one run of words, and all of them stored.
        words, places = text[start:end], [(start, end)]
        sound = words == stored
    else:
        marked = places_of(start, end, fragments)
        words, places = marked_text(text, marked), [(place.start, place.end) for place in marked]
        sound = surface(text, marked) == stored
    if not sound:
        raise UserError(f"Span {span_id} of article {article_id} is not on its words; nothing was exported.")
    span = RecordSpan(
        id=span_id,
        label=tag,
        start=start,
        end=end,
        fragments=places,
        text=words,
        attributes=decode_object(attributes),
        origin=origin,
        unsure=bool(unsure),
        note=note or "",
        extra=UNSET if extra is None else decode_object(extra),
    )
    if guesses and guessed is not None:
        _add_guesses(span, decode_guesses(guessed))
    return span


def _add_decisions(
    spans: Sequence[RecordSpan], rows: Sequence[_Row], decisions: Sequence[Kept]
) -> list[dict[str, Any]]:
    """Let each span of gold tell its decision, and return the decisions that put none of them there."""
    at = {row[-1]: span for span, row in zip(spans, rows, strict=True)}
    others = []
    for kept in decisions:
        span = at.get(kept.gold)
        told = write_decision(structs.replace(kept.decision, gold=""))
        if span is None:
            others.append(told)
        else:
            span.extra = {**(span.extra or {}), DECISION: told}
    return others


def _add_guesses(span: RecordSpan, guesses: dict[str, dict[str, object]]) -> None:
    """Let the attributes hold what was guessed, and say of each value which engine guessed it."""
    engines = {name: engine for engine, values in guesses.items() for name in values if name not in span.attributes}
    if engines:
        span.attributes = {name: guesses[engine][name] for name, engine in engines.items()} | span.attributes
        span.guessed = engines


def _joining(spans: Sequence[RecordSpan], rows: Sequence[_Row]) -> list[RecordRelation]:
    """Return the relations between spans that are handed out."""
    ids = {span.id for span in spans}
    return [_relation(row) for row in rows if row[1] in ids and row[2] in ids]


def _relation(row: _Row) -> RecordRelation:
    kind, head, child, relation_id, extra = row
    return RecordRelation(
        id=relation_id,
        label=kind,
        head=head,
        child=child,
        extra=UNSET if extra is None else decode_object(extra),
    )
