"""Writing what an import brings: one step, in transactions so short that a key never waits for them.

Only whole articles are committed, so an import that was stopped is simply run again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from time import perf_counter

from annotator.model.article import text_sha256
from annotator.model.layer import Status
from annotator.model.record import Record
from annotator.model.tagset import Tagset
from annotator.project import pacing
from annotator.project.decisions import decision_row
from annotator.project.incoming import Arrival, Intent, LayerSlot, Tally
from annotator.project.intake import Intake
from annotator.project.ops import Op
from annotator.project.pacing import Pace
from annotator.project.project import OpenStep, Project, last_key
from annotator.project.rows import encode_object, meta_row
from annotator.project.tagset_writing import put_tagset

_SPAN = (
    "key", "layer", "tag", "start", "end", "id", "surface", "fragments",
    "attributes", "note", "unsure", "origin", "extra", "guesses", "step",
)  # fmt: skip
_ARTICLE = (
    "key", "id", "title", "opening", "source", "byline", "published",
    "url", "language", "story", "extra", "sha256", "raw_sha256",
)  # fmt: skip
_LAYER = ("key", "article", "annotator", "status", "flagged", "labels")
_PARAGRAPH = ("key", "layer", "start", "end")
_RELATION = ("key", "layer", "type", "head", "child", "id", "extra", "step")


def import_records(
    project: Project,
    arrivals: Iterable[tuple[str, Record]],
    *,
    layer: str | None = None,
    status: Status | None = None,
    tags: Mapping[str, str] | None = None,
    tagset: Tagset | None = None,
    dry_run: bool = False,
    went_on: Callable[[int], bool] = lambda _: True,
    step: OpenStep | None = None,
) -> Tally:
    """Bring records into ``project`` as one undoable step.

    Args:
        project: where to.
        arrivals: the records, each with what to call its place in a note.
        layer: whose work it is, whatever the records say.
        status: the state of the imported work, whatever the records say.
        tags: other names of tags; every tag that is left must be one of the project's or of ``tagset``.
        tagset: a new version of the tagset that comes into force with the import.
        dry_run: decide everything and write nothing.
        went_on: called with the number of records that are dealt with; answers whether to go on.
        step: the step it is, if more is to be done as part of it (:func:`import_step`).
    """
    incoming = (Arrival(path, record, text_sha256(record.text)) for path, record in arrivals)
    with closing(Intake(project, layer=layer, status=status, tags=tags or {}, dry=dry_run)) as intake:
        if dry_run:
            _decide_only(intake, incoming, went_on)
        else:
            _write_all(step or import_step(project), intake, incoming, tagset, went_on)
        return intake.tally


def import_step(project: Project) -> OpenStep:
    """Return the step of an import, which nothing belongs to yet."""
    return OpenStep(project, Op.IMPORT, wholesale=True)


def _decide_only(intake: Intake, incoming: Iterator[Arrival], went_on: Callable[[int], bool]) -> None:
    seen = 0
    while batch := list(islice(incoming, pacing.MOST_IN_A_TRANSACTION)):
        intake.look_up(batch)
        for arrival in batch:
            intake.take(arrival)
        seen += len(batch)
        if not went_on(seen):
            return


def _write_all(
    step: OpenStep,
    intake: Intake,
    incoming: Iterator[Arrival],
    tagset: Tagset | None,
    went_on: Callable[[int], bool],
) -> None:
    pace, seen = Pace(), 0
    while batch := _read_ahead(incoming, pace.size):
        lap = pace.lap()
        with step.transaction():
            if tagset is not None:
                put_tagset(step, tagset)
                tagset = None
            intake.look_up(batch)
            _write(step, [intent for arrival in batch if (intent := intake.take(arrival)) is not None])
            lap.written()
        lap.saved(len(batch))
        seen += len(batch)
        if not went_on(seen):
            return


def _read_ahead(incoming: Iterator[Arrival], size: int) -> list[Arrival]:
    """Read the next records outside the transaction, since taking a page apart may take longer than writing it.

    Stops early when that has taken a while, so that progress is told and Cancel is heard.
    """
    began = perf_counter()
    batch = []
    for arrival in islice(incoming, size):
        batch.append(arrival)
        if perf_counter() - began > 5 * pacing.TRANSACTION_SECONDS:
            break
    return batch


def _write(step: OpenStep, intents: Sequence[Intent]) -> None:
    _write_articles(step, [intent for intent in intents if intent.new_article is not None])
    _write_layers(step, intents)
    span_keys = _write_spans(step, intents)
    _write_relations(step, intents, span_keys)
    _write_paragraphs(step, intents)
    _write_decisions(step, intents, span_keys)


def _write_articles(step: OpenStep, intents: Sequence[Intent]) -> None:
    _join_stories(step, intents)
    key = last_key(step, "article")
    articles: list[tuple[object, ...]] = []
    texts: list[tuple[object, ...]] = []
    for intent in intents:
        new, slot = intent.new_article, intent.article
        assert new is not None
        key += 1
        slot.key = key
        columns = meta_row(new.meta, new.text) | {"story": slot.story}
        articles.append((key, slot.id, *columns.values(), slot.sha256, new.raw_sha256))
        texts.append((key, new.text))
    step.rows.insert_many("article", _ARTICLE, articles)
    step.rows.insert_many("article_text", ("article", "text"), texts)


def _join_stories(step: OpenStep, intents: Sequence[Intent]) -> None:
    """Put each article into the story of one with the same text; one that has no story founds it with its own id."""
    for intent in intents:
        twin = intent.new_article.twin if intent.new_article else None
        if twin is None or intent.article.story:
            continue
        if not twin.story:
            twin.story = twin.id
            if twin.key:
                step.rows.update("article", twin.key, story=twin.story)
        intent.article.story = twin.story


def _write_layers(step: OpenStep, intents: Sequence[Intent]) -> None:
    key = last_key(step, "layer")
    rows = []
    for intent in intents:
        slot = intent.layer
        if slot is None or slot.key:
            continue
        key += 1
        slot.key = key
        rows.append((key, intent.article.key, *_layer_values(step, slot)))
    step.rows.insert_many("layer", _LAYER, rows)


def _layer_values(step: OpenStep, slot: LayerSlot) -> tuple[object, ...]:
    annotator = step.project.annotator_key(slot.annotator, make=True)
    return annotator, slot.status, int(slot.flagged), encode_object(slot.labels)


def _write_spans(step: OpenStep, intents: Sequence[Intent]) -> dict[tuple[int, str], int]:
    """Write the spans and return the keys of those that relations will ask for, by layer and id."""
    key = last_key(step, "span")
    tag_key = step.project.tag_key
    step_key = step.rows.key
    rows, keys = [], {}
    for intent in intents:
        if intent.layer is None:
            continue
        layer = intent.layer.key
        for tag, *rest in intent.spans:
            key += 1
            rows.append((key, layer, tag_key(tag), *rest, step_key))
            if intent.relations or intent.decisions:
                keys[layer, rest[2]] = key
    step.rows.insert_many("span", _SPAN, rows)
    return keys


def _write_relations(step: OpenStep, intents: Sequence[Intent], span_keys: Mapping[tuple[int, str], int]) -> None:
    key = last_key(step, "relation")
    rows = []
    for intent in intents:
        for kind, head, child, relation_id, extra in intent.relations:
            assert intent.layer is not None
            layer = intent.layer.key
            ends = [span_keys.get((layer, end)) or _stored_span(step, layer, end) for end in (head, child)]
            key += 1
            rows.append((key, layer, kind, *ends, relation_id, extra, step.rows.key))
    step.rows.insert_many("relation", _RELATION, rows)


def _write_paragraphs(step: OpenStep, intents: Sequence[Intent]) -> None:
    places = [(intent.layer.key, *place) for intent in intents if intent.layer for place in intent.paragraphs]
    first = last_key(step, "paragraph_read") + 1
    step.rows.insert_many("paragraph_read", _PARAGRAPH, [(key, *row) for key, row in enumerate(places, first)])


def _write_decisions(step: OpenStep, intents: Sequence[Intent], span_keys: Mapping[tuple[int, str], int]) -> None:
    key = last_key(step, "decision")
    rows = []
    for intent in intents:
        for decision in intent.decisions:
            assert intent.layer is not None
            by = step.project.annotator_key(decision.by, make=True)
            assert by is not None
            gold = span_keys[intent.layer.key, decision.gold] if decision.gold else None
            key += 1
            row = decision_row(decision, by, gold)
            rows.append({"key": key, "article": intent.article.key, **row, "step": step.rows.key})
    if rows:
        step.rows.insert_many("decision", tuple(rows[0]), [tuple(row.values()) for row in rows])


def _stored_span(step: OpenStep, layer: int, span_id: str) -> int:
    (key,) = step.project.connection.execute(
        "SELECT key FROM span WHERE layer = ? AND id = ?", (layer, span_id)
    ).fetchone()
    return int(key)
