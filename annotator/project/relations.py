"""Which relations begin or end at spans, and which of them a change of tag would leave without sense."""

from collections.abc import Mapping, Sequence

from annotator.model.span import Relation, SpanKey
from annotator.project.project import Project, asking
from annotator.project.rows import RELATION_COLUMNS, relation_of


@asking
def relations_at(project: Project, spans: Sequence[SpanKey]) -> list[Relation]:
    """Return every relation that begins or ends at one of ``spans``, each once."""
    found: dict[int, Relation] = {}
    for span in spans:
        rows = project.connection.execute(
            f"SELECT {RELATION_COLUMNS} FROM relation WHERE head = ? OR child = ? ORDER BY key", (span, span)
        )
        for relation in map(relation_of, rows):
            found.setdefault(relation.key, relation)
    return list(found.values())


@asking
def unfit_relations(
    project: Project, tags: Mapping[SpanKey, str], at: Sequence[SpanKey] | None = None
) -> list[Relation]:
    """Return the relations whose type would not join their spans any more if these had the given tags.

    A relation that the tagset does not allow even now, as an import may have brought it, is nobody's to lose. With
    ``at`` only those count that begin or end at one of these spans.
    """
    return [
        relation
        for relation in relations_at(project, list(tags) if at is None else at)
        if _fits(project, relation, {}) and not _fits(project, relation, tags)
    ]


def _fits(project: Project, relation: Relation, tags: Mapping[SpanKey, str]) -> bool:
    kind = project.tagset.relation(relation.type)
    ends = [tags.get(end) or _tag_of(project, end) for end in (relation.head, relation.child)]
    return kind is not None and kind.joins(*ends)


def _tag_of(project: Project, span: SpanKey) -> str:
    (tag,) = project.connection.execute(
        "SELECT tag.name FROM span JOIN tag ON tag.key = span.tag WHERE span.key = ?", (span,)
    ).fetchone()
    return str(tag)
