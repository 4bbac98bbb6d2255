"""Carrying marks from one copy of a story to another: what would come of it, and the one step that does it."""

from collections.abc import Collection, Iterable, Sequence, Set

import msgspec

from annotator.model.article import Article, ArticleKey
from annotator.model.carrying import Carried, Carrier, Fit
from annotator.model.ids import new_id
from annotator.model.span import Fragment, Origin, Relation, Span, SpanKey, marked_text
from annotator.project.changes import Changes
from annotator.project.guessing import guesses_on, undecided
from annotator.project.ops import Op
from annotator.project.own_work import no_longer_empty, own_layer, tag_in_use
from annotator.project.project import OpenStep, Project, asking
from annotator.project.reading import article as read_article
from annotator.project.reading import relations, spans
from annotator.project.rows import encode_object, span_row


class Carriage(msgspec.Struct, frozen=True):
    """One mark of a copy, and what would become of it in the other."""

    span: Span
    words: str
    """What is marked."""
    carried: Carried
    words_there: str = ""
    """What would be marked in the other copy."""
    known: bool = False
    """Whether the own layer there has just such a mark already."""

    @property
    def possible(self) -> bool:
        """Whether there is something to carry."""
        return self.carried.fit is not Fit.GONE and not self.known


@asking
def carriages(project: Project, source: ArticleKey, target: ArticleKey) -> list[Carriage]:
    """Return what would become of each own mark on ``source`` in ``target``, in text order.

    Raises:
        UserError: if one of the articles is gone or damaged.
    """
    from_, to = read_article(project, source), read_article(project, target)
    carrier = Carrier(from_.text, to.text)
    there = {(span.tag, span.fragments) for span in spans(project, target) if not _is_suggestion(span)}
    return [_carriage(span, from_, to, carrier, there) for span in spans(project, source) if not _is_suggestion(span)]


def carry(project: Project, source: ArticleKey, target: ArticleKey, chosen: Collection[SpanKey]) -> Changes:
    """Put marks of one copy on the same words of another, with what is said about them and the relations between them.

    A relation to a mark that is there already is drawn too.

    Args:
        project: where the own layer is edited.
        source: the copy that has the marks.
        target: the copy that gets them.
        chosen: which of them; those that are gone by now, or not in the other copy, are passed over.

    Raises:
        UserError: if one of the articles is gone or damaged, or no new span may get the tag of one of the marks.
    """
    with project.step(Op.CARRY) as step:
        known = carriages(project, source, target)
        wanted = [one for one in known if one.possible and one.span.key in chosen]
        if wanted:
            _write(step, read_article(project, target), wanted)
            _relate(step, source, target, known, {one.span.key for one in wanted})
    return step.changes


@asking
def relations_left(
    project: Project, source: ArticleKey, known: Iterable[Carriage], chosen: Collection[SpanKey]
) -> list[Relation]:
    """Return the relations at the chosen marks that would not be carried, because their other end is not there."""
    there = {one.span.key for one in known if one.known or one.span.key in chosen}
    touched = [one for one in relations(project, source) if one.head in chosen or one.child in chosen]
    return [one for one in touched if not {one.head, one.child} <= there]


def _is_suggestion(span: Span) -> bool:
    return span.origin.startswith(Origin.SUGGESTION)


def _carriage(
    span: Span, source: Article, target: Article, carrier: Carrier, there: Collection[tuple[str, Sequence[Fragment]]]
) -> Carriage:
    carried = carrier.carry(span.fragments)
    return Carriage(
        span,
        marked_text(source.text, span.fragments),
        carried,
        marked_text(target.text, carried.fragments),
        (span.tag, carried.fragments) in there,
    )


def _write(step: OpenStep, target: Article, wanted: Sequence[Carriage]) -> None:
    layer = own_layer(step, target.key)
    for known in wanted:
        span, places = known.span, known.carried.fragments
        guesses = guesses_on(step.project, target, places, span.tag)
        carried = Span(
            new_id(),
            span.tag,
            places,
            span.attributes,
            span.note,
            span.unsure,
            Origin.PROPAGATED,
            guesses=undecided(guesses, span.attributes),
        )
        row = span_row(carried, layer, tag_in_use(step.project, span.tag), target.text, step.rows.key)
        step.rows.insert("span", row)
        no_longer_empty(step, layer, places)


def _relate(
    step: OpenStep,
    source: ArticleKey,
    target: ArticleKey,
    known: Sequence[Carriage],
    carried: Set[SpanKey],
) -> None:
    """Draw the relations of which one end was carried, and the other one too or was there already."""
    places = {(span.tag, span.fragments): span.key for span in spans(step.project, target) if not _is_suggestion(span)}
    made = {
        one.span.key: places[one.span.tag, one.carried.fragments]
        for one in known
        if one.known or one.span.key in carried
    }
    layer = own_layer(step, target)
    for relation in relations(step.project, source):
        if not carried & {relation.head, relation.child} or not {relation.head, relation.child} <= made.keys():
            continue
        ends = {"head": made[relation.head], "child": made[relation.child]}
        row = {"layer": layer, "type": relation.type, **ends, "id": new_id(), "extra": encode_object(relation.extra)}
        step.rows.insert("relation", row | {"step": step.rows.key})
