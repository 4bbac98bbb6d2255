"""What of an incoming record is new: every decision of an import, and not one write.

A dry run stops here; an import hands the decisions to ``importing``, a transaction at a time.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotator.model.article import META_FIELDS, Meta
from annotator.model.ids import new_id, new_ids
from annotator.model.key_sets import KeySet
from annotator.model.layer import ALL, GOLD, SUGGESTIONS, UNNAMED, Status
from annotator.model.naming import shown
from annotator.model.record import DECISION, Record, RecordRelation, RecordSpan
from annotator.model.respacing import on_text
from annotator.model.span import Origin, surface
from annotator.project.anchored import anchored, lies_plainly
from annotator.project.decided_intake import (
    decision_of_span,
    decision_without_span,
    is_contradicted,
    recall_decisions,
    remember,
)
from annotator.project.incoming import Arrival, ArticleSlot, Intent, LayerSlot, NewArticle, Place, Tally
from annotator.project.notes import Note
from annotator.project.project import Project
from annotator.project.rows import encode_fragments, encode_object, without
from annotator.project.scratch import Scratch

_FIELDS = frozenset(META_FIELDS)
_DECIDED_OTHERWISE = "the reviewer of this project has decided otherwise there."
_PARAMETERS = 500
"""How many values one statement asks about."""


class Intake:
    """Decides what is to be done with each record, in the order they come.

    Args:
        project: only read.
        layer: whose work it is, whatever the records say.
        status: the state of the imported work, whatever the records say.
        tags: other names of tags, as in ``{"Organisation": "actor"}``.
        dry: nothing will be written, so that what was decided has to be kept in mind.
    """

    def __init__(
        self, project: Project, *, layer: str | None, status: Status | None, tags: Mapping[str, str], dry: bool = False
    ) -> None:
        self.tally = Tally()
        self._project = project
        self._layer = layer
        self._status = status
        self._tags = tags
        self._scratch = Scratch() if dry else None
        self._counted = KeySet()
        """The articles that are counted, but for those that have no key yet: they are new, and counted as that."""
        self._fresh: dict[str, str] = {}
        """The texts of articles that are new, since the last look."""
        self._by_id: dict[str, ArticleSlot] = {}
        self._by_text: dict[str, list[ArticleSlot]] = {}
        self._layers: dict[tuple[str, str], LayerSlot] = {}

    def close(self) -> None:
        """Forget what was kept in mind."""
        if self._scratch is not None:
            self._scratch.close()

    def look_up(self, arrivals: Sequence[Arrival]) -> None:
        """Ask the project what it has of ``arrivals``, all at once; what was known before is forgotten.

        To be called in the transaction that will write what :meth:`take` decides.
        """
        self._let_go()
        for slot in self._stored("id", [arrival.record.id for arrival in arrivals if arrival.record.id is not None]):
            self._by_id.setdefault(slot.id, slot)
        for found in self._stored("sha256", [arrival.sha256 for arrival in arrivals]):
            slot = self._by_id.setdefault(found.id, found)
            twins = self._by_text.setdefault(slot.sha256, [])
            if slot not in twins:
                twins.append(slot)

    def _let_go(self) -> None:
        """Forget what was known, all of which is written by now, or else put away."""
        fresh = [(self._by_id[article], text) for article, text in self._fresh.items()]
        if self._scratch is not None:
            self._scratch.keep(fresh, self._layers)
        for slot, _ in fresh:
            self._counted.add(slot.key)
        for known in (self._fresh, self._layers, self._by_id, self._by_text):
            known.clear()

    def _stored(self, column: str, values: Sequence[str]) -> Iterator[ArticleSlot]:
        for first in range(0, len(values), _PARAMETERS):
            some = values[first : first + _PARAMETERS]
            rows = self._project.connection.execute(
                f"SELECT key, id, sha256, source, story FROM article WHERE {column} IN ({', '.join('?' * len(some))}) "
                "ORDER BY key",
                some,
            )
            yield from [ArticleSlot(*row) for row in rows]
        if self._scratch is not None:
            yield from self._scratch.articles(column, values)

    def take(self, arrival: Arrival) -> Intent | None:
        """Decide about one record; ``None`` if there is nothing to write."""
        path, record, sha256 = arrival.path, arrival.record, arrival.sha256
        if record.text_is != "exact" and record.id in self._by_id:
            record, sha256 = self._on_known_text(record, self._by_id[record.id], sha256)
        self.tally.notes.extend(Note(path, note, harmless=True) for note in record.notes)
        refusal = self._refusal(record, sha256)
        if refusal is not None:
            self.tally.articles.refused += 1
            self._say(path, refusal)
            return None
        article, new = self._article(record, sha256)
        intent = Intent(article, new, None, [], [])
        if _has_work(record):
            intent.layer = self._layer_slot(article, record)
            self._take_work(path, record, intent, intent.layer)
        return intent if new is not None or intent.layer is not None else None

    def _on_known_text(self, record: Record, known: ArticleSlot, sha256: str) -> tuple[Record, str]:
        """Return ``record`` on the text that the project has, as far as it is the same article."""
        if known.key:
            (text,) = self._project.connection.execute(
                "SELECT text FROM article_text WHERE article = ?", (known.key,)
            ).fetchone()
        elif self._scratch is None or known.id in self._fresh:
            text = self._fresh.get(known.id, "")
        else:
            text = self._scratch.text(known.id)
        moved = on_text(record, text)
        return (record, sha256) if moved is None else (moved, known.sha256)

    def _say(self, path: str, why: str) -> None:
        self.tally.notes.append(Note(path, why))

    def _refusal(self, record: Record, sha256: str) -> str | None:
        if not record.text.strip():
            missing = ", and is not in the project" if record.text_is == "elsewhere" else ""
            return f"{_called(record)} has no text{missing}."
        if record.sha256 is not None and record.sha256.lower() != sha256:
            return f"{_called(record)} does not have the checksum it claims; it is damaged."
        if _has_work(record) and (self._layer or record.layer) in (ALL, SUGGESTIONS):
            return f"{_called(record)} names a layer {self._layer or record.layer}, which nobody's work can be called."
        known = self._by_id.get(record.id) if record.id is not None else None
        if known is not None and known.sha256 != sha256:
            return f"{_called(record)} is in the project with another text."
        return None

    def _article(self, record: Record, sha256: str) -> tuple[ArticleSlot, NewArticle | None]:
        meta = _meta(record.meta)
        twins = self._by_text.setdefault(sha256, [])
        if record.id is not None:
            known = self._by_id.get(record.id)
        else:
            known = next((twin for twin in twins if twin.source == meta.source), None)
        if known is not None:
            if known.key and known.key not in self._counted:
                self._counted.add(known.key)
                self.tally.articles.known += 1
            return known, None
        self.tally.articles.new += 1
        slot = ArticleSlot(0, record.id or new_id(), sha256, meta.source, meta.story)
        new = NewArticle(record.text, meta, record.raw_sha256 or sha256, twins[0] if twins else None)
        self._by_id[slot.id] = slot
        self._fresh[slot.id] = record.text
        twins.append(slot)
        return slot, new

    def _layer_slot(self, article: ArticleSlot, record: Record) -> LayerSlot:
        name = self._layer or record.layer or UNNAMED
        which = (article.id, name)
        slot = self._layers.get(which)
        if slot is None and self._scratch is not None:
            slot = self._scratch.layer(*which)
        if slot is None:
            status = self._status or ("open" if record.status == "open" else "done")
            slot = LayerSlot(name, status, record.labels, flagged=record.flagged)
            if article.key:
                self._recall(article.key, slot)
        self._layers[which] = slot
        return slot

    def _recall(self, article: int, slot: LayerSlot) -> None:
        """Fill ``slot`` with what the layer holds, if the project has it."""
        connection = self._project.connection
        found = connection.execute(
            "SELECT layer.key FROM layer JOIN annotator ON annotator.key = layer.annotator "
            "WHERE layer.article = ? AND annotator.name = ?",
            (article, slot.annotator),
        ).fetchone()
        if found is None:
            return
        slot.key = found[0]
        if slot.annotator == GOLD:
            recall_decisions(self._project, article, slot)
        for span_id, tag, start, end, fragments in connection.execute(
            'SELECT span.id, tag.name, start, "end", fragments FROM span '
            "JOIN tag ON tag.key = span.tag WHERE layer = ?",
            found,
        ):
            slot.ids[span_id] = (tag, start, end, fragments)
            slot.places[slot.ids[span_id]] = span_id
        slot.paragraphs.update(connection.execute('SELECT start, "end" FROM paragraph_read WHERE layer = ?', found))
        slot.relations.update(
            connection.execute(
                "SELECT relation.type, head.id, child.id FROM relation JOIN span AS head ON head.key = relation.head "
                "JOIN span AS child ON child.key = relation.child WHERE relation.layer = ?",
                found,
            )
        )

    def _take_work(self, path: str, record: Record, intent: Intent, layer: LayerSlot) -> None:
        called: dict[str, str] = {}
        mine: set[str] = set()
        gold = layer.annotator == GOLD
        fresh = iter(new_ids(sum(span.id is None for span in record.spans)))
        for span in record.spans:
            span_id = span.id or next(fresh)
            decision = decision_of_span(self._project, record, span, span_id) if gold else None
            row = self._span(path, record, span, span_id, with_decision=decision is not None)
            if row is None:
                continue
            place: Place = (row[0], row[1], row[2], row[5])
            there = layer.places.get(place)
            # Spans may coincide: two ids for one place in one record are two spans, unless the layer had them before.
            coincides = there in mine and span.id is not None and span_id not in layer.ids
            if there is not None and not coincides:
                self.tally.spans.known += 1
                called[span_id] = span_id if layer.ids.get(span_id) == place else there
            elif span_id in layer.ids:
                self.tally.spans.refused += 1
                self._say(path, f"Span {span_id} of {_called(record)} is there already, elsewhere or with another tag.")
            elif decision is not None and is_contradicted(layer, decision):
                self.tally.spans.refused += 1
                self._say(path, f"Span {span_id} of {_called(record)} was refused: {_DECIDED_OTHERWISE}")
            else:
                if decision is not None:
                    remember(layer, decision)
                    intent.decisions.append(decision)
                mine.add(span_id)
                layer.ids[span_id] = place
                layer.places[place] = called[span_id] = span_id
                self.tally.spans.new += 1
                intent.spans.append(row)
        if gold:
            self._take_decisions(path, record, intent, layer)
        intent.paragraphs = self._new_paragraphs(path, record, layer)
        for relation in record.relations:
            self._take_relation(path, record, relation, called, intent, layer)

    def _take_decisions(self, path: str, record: Record, intent: Intent, layer: LayerSlot) -> None:
        for given in record.decisions:
            decision = decision_without_span(self._project, record, given)
            if decision is None:
                self._say(path, f"A decision on {_called(record)} was refused: it cannot be read.")
            elif decision.id in layer.decisions:
                continue
            elif is_contradicted(layer, decision):
                self._say(path, f"A decision on {_called(record)} was refused: {_DECIDED_OTHERWISE}")
            else:
                remember(layer, decision)
                intent.decisions.append(decision)

    def _new_paragraphs(self, path: str, record: Record, layer: LayerSlot) -> list[tuple[int, int]]:
        within = [place for place in record.read if place[1] <= len(record.text)]
        if len(within) < len(record.read):
            self._say(path, f"A paragraph that was read in {_called(record)} was refused: it lies beyond the text.")
        new = [place for place in dict.fromkeys(within) if place not in layer.paragraphs]
        layer.paragraphs.update(new)
        return new

    def _take_relation(
        self,
        path: str,
        record: Record,
        relation: RecordRelation,
        called: Mapping[str, str],
        intent: Intent,
        layer: LayerSlot,
    ) -> None:
        head, child = called.get(relation.head), called.get(relation.child)
        if head is None or child is None:
            self._say(path, f"A relation {relation.label} of {_called(record)} was refused: it lacks one of its spans.")
        elif (relation.label, head, child) not in layer.relations:
            layer.relations.add((relation.label, head, child))
            intent.relations.append(
                (relation.label, head, child, relation.id or new_id(), encode_object(relation.extra or {}))
            )

    def _span(
        self, path: str, record: Record, span: RecordSpan, span_id: str, *, with_decision: bool
    ) -> tuple[Any, ...] | None:
        tag = self._tags.get(span.label, span.label)
        if lies_plainly(record.text, span):
            plain = (span.start, span.end, span.text or "", None)
            return _row(tag, span, span_id, plain, with_decision=with_decision)
        fragments = anchored(record.text, span)
        if fragments is None:
            self.tally.spans.refused += 1
            self._say(
                path,
                f"Span {span.label} {span.start}–{span.end} of {_called(record)} was refused: "
                "its words are not where it says, nor just once nearby.",
            )
            return None
        if fragments[0].start != span.start:
            self.tally.spans.reanchored += 1
            self._say(
                path,
                f"Span {span.label} {span.start}–{span.end} of {_called(record)} was moved to where its words are: "
                f"{fragments[0].start}–{fragments[-1].end}.",
            )
        place = (fragments[0].start, fragments[-1].end, surface(record.text, fragments), encode_fragments(fragments))
        return _row(tag, span, span_id, place, with_decision=with_decision)


def _row(
    tag: str, span: RecordSpan, span_id: str, place: tuple[int, int, str, str | None], *, with_decision: bool
) -> tuple[Any, ...]:
    """Return the columns of the table ``span`` from ``tag`` to ``guesses``; the tag still by its name."""
    start, end, words, fragments = place
    extra = span.extra or {}
    if with_decision:
        extra = without(extra, DECISION)
    attributes, guesses = _told_apart(span) if span.guessed else (span.attributes, {})
    return (
        tag,
        start,
        end,
        span_id,
        words,
        fragments,
        encode_object(attributes) if attributes else None,
        span.note or None,
        int(span.unsure),
        span.origin or Origin.IMPORT,
        encode_object(extra) if extra else None,
        encode_object(guesses) if guesses else None,
    )


def _told_apart(span: RecordSpan) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return what a person said about a span, and what engines guessed, by engine."""
    engines = span.guessed or {}
    guesses: dict[str, dict[str, Any]] = {}
    for name, engine in engines.items():
        if name in span.attributes:
            guesses.setdefault(engine, {})[name] = span.attributes[name]
    return {name: value for name, value in span.attributes.items() if name not in engines}, guesses


def _has_work(record: Record) -> bool:
    stated = (record.layer, record.flagged)
    return any((*stated, record.spans, record.relations, record.labels, record.read, record.decisions))


def _called(record: Record) -> str:
    """Name an article in a note: by its id or its title, never by its text."""
    title = record.meta.get("title")
    if record.id is not None:
        return f"article {shown(record.id)}"
    return f"article “{shown(title)}”" if isinstance(title, str) and title else "the article"


def _meta(given: Mapping[str, Any]) -> Meta:
    known = {name: value for name, value in given.items() if name in _FIELDS and isinstance(value, str)}
    extra = {name: value for name, value in given.items() if name not in known and not _is_empty_field(name, value)}
    return Meta(**known, extra=extra)


def _is_empty_field(name: str, value: object) -> bool:
    return name in _FIELDS and value is None
