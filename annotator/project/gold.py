"""Gold on one article while decisions are being written: what it is, and what it becomes."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.decision import Decision, Drawn
from annotator.model.layer import GOLD
from annotator.model.span import Origin, RelationKey, Span, SpanKey
from annotator.model.tagset import Tagset
from annotator.project.decisions import DecisionKey, Kept
from annotator.project.project import Project
from annotator.project.rows import SPAN_COLUMNS, SPAN_JOINS, decode_object, span_of

_Relation = tuple[str, SpanKey, SpanKey]
"""Type, head and child."""


class Gold:
    """The gold layer of one article in memory: decisions change it, and the differences are then written."""

    def __init__(
        self,
        layer: int | None,
        spans: Mapping[SpanKey, Span],
        relations: Mapping[_Relation, RelationKey],
        labels: Mapping[str, object],
        kept: Sequence[Kept],
        tagset: Tagset,
    ) -> None:
        self.layer = layer
        self.labels = dict(labels)
        self.labels_before = dict(labels)
        self._before = dict(spans)
        self._now = dict(spans)
        self._relations = dict(relations)
        self._wanted: set[_Relation] = set(relations)
        self._standing = {each.key: each for each in kept if not each.decision.earlier}
        self._words = {known.name: known.absent for known in tagset.relations if known.absent}

    def take_back(self, decisions: Sequence[DecisionKey], over: SpanKey | None) -> SpanKey | None:
        """Let ``decisions`` no longer count, nor the span ``over``; return a key among theirs for a new gold span."""
        place = over if over in self._now else None
        if place is not None:
            del self._now[place]
        for key in decisions:
            known = self._standing.pop(key, None)
            if known is None:
                continue
            if known.decision.label:
                self.labels.pop(known.decision.label, None)
            if known.decision.about == "mark" and known.gold in self._now:
                place = place or known.gold
                del self._now[known.gold]
        return place

    def adoptable(self, span: Span) -> SpanKey | None:
        """Return the key of a gold span just like ``span`` that no decision put there, as an import may have."""
        decided = {known.gold for known in self._standing.values()}
        return next(
            (
                key
                for key, there in self._now.items()
                if key not in decided and (there.tag, there.fragments) == (span.tag, span.fragments)
            ),
            None,
        )

    def put(self, span: Span, key: SpanKey) -> SpanKey:
        """Let ``span`` stand in gold under ``key``; one that was there under it keeps its id."""
        known = self._before.get(key)
        self._now[key] = msgspec.structs.replace(
            span, id=known.id if known else span.id, origin=Origin.ADJUDICATED, key=key, annotator=GOLD, guesses={}
        )
        return key

    def told(self, decision: Decision, key: SpanKey | None) -> Decision:
        """Return ``decision`` with the id of its gold span."""
        return msgspec.structs.replace(decision, gold="" if key is None else self._now[key].id)

    def note(self, kept: Kept) -> None:
        """Let a new decision count."""
        self._standing[kept.key] = kept
        if kept.decision.label and kept.decision.settles and kept.decision.value is not None:
            self.labels[kept.decision.label] = kept.decision.value

    def settle(self) -> None:
        """Work out the relations, and the words that say there is none, from the decisions."""
        gold_of = self._gold_of()
        for key, drawn in self._drawn_from().items():
            span = self._now[key]
            said = {name: value for name, value in span.attributes.items() if self._words.get(name) != value}
            words = {each.type: each.absent for each in drawn if each.absent}
            if said | words != dict(span.attributes):
                self._now[key] = msgspec.structs.replace(span, attributes=said | words)
            self._wanted = {arrow for arrow in self._wanted if arrow[1] != key}
            for each in drawn:
                child = gold_of.get((each.layer, each.id))
                if child is not None and child != key:
                    self._wanted.add((each.type, key, child))
        self._wanted = {arrow for arrow in self._wanted if arrow[1] in self._now and arrow[2] in self._now}

    def removed(self) -> list[SpanKey]:
        """Return the spans that are no longer there."""
        return [key for key in self._before if key not in self._now]

    def changed(self) -> Iterator[tuple[SpanKey, Span]]:
        """Yield the spans that are new or read differently."""
        for key, span in self._now.items():
            if span != self._before.get(key):
                yield key, span

    def is_new(self, key: SpanKey) -> bool:
        """Say whether a span was not there before."""
        return key not in self._before

    def removed_relations(self) -> list[RelationKey]:
        """Return the relations that are no longer there."""
        return [key for arrow, key in self._relations.items() if arrow not in self._wanted]

    def new_relations(self) -> list[_Relation]:
        """Return the relations that were not there before."""
        return sorted(self._wanted - self._relations.keys())

    def _gold_of(self) -> dict[tuple[str, str], SpanKey | None]:
        """Return what each span that was decided on became in gold, by layer and id; gold's own are theirs."""
        found: dict[tuple[str, str], SpanKey | None] = {(GOLD, span.id): key for key, span in self._now.items()}
        for known in self._standing.values():
            if known.decision.about == "mark" and known.decision.settles:
                found.update(dict.fromkeys(known.decision.spans, known.gold))
        return found

    def _drawn_from(self) -> dict[SpanKey, Sequence[Drawn]]:
        """Return the relations that the decisions carry over, by the gold span they begin at."""
        marks: dict[tuple[str, str], SpanKey] = {}
        found: dict[SpanKey, Sequence[Drawn]] = {}
        for known in self._standing.values():
            if known.decision.about == "mark" and known.gold in self._now:
                found[known.gold] = known.decision.relations
                marks.update(dict.fromkeys(known.decision.spans, known.gold))
        for known in self._standing.values():
            if known.decision.about == "relations" and known.decision.settles:
                for key in {marks[span] for span in known.decision.spans if span in marks}:
                    found[key] = known.decision.relations
        return found


def read_gold(project: Project, article: ArticleKey, kept: Sequence[Kept]) -> Gold:
    """Return gold as it is on ``article``, whose decisions are ``kept``."""
    ask = project.connection.execute
    row = ask(
        "SELECT layer.key, labels FROM layer JOIN annotator ON annotator.key = layer.annotator "
        "WHERE layer.article = ? AND annotator.name = ?",
        (article, GOLD),
    ).fetchone()
    if row is None:
        return Gold(None, {}, {}, {}, kept, project.tagset)
    layer, labels = row
    spans = map(span_of, ask(f"SELECT {SPAN_COLUMNS} FROM {SPAN_JOINS} WHERE span.layer = ?", (layer,)))
    relations = {
        (kind, head, child): key
        for key, kind, head, child in ask("SELECT key, type, head, child FROM relation WHERE layer = ?", (layer,))
    }
    return Gold(layer, {span.key: span for span in spans}, relations, decode_object(labels), kept, project.tagset)
