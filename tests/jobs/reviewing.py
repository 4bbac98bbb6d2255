"""Annotators who mark one article each by its words, and a reviewer: what tests of the review do all the time."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from annotator.adjudication.conflicts import Conflict
from annotator.jobs.comparing import Review, review_article
from annotator.model.article import Article
from annotator.model.record import Record, RecordRelation, RecordSpan
from annotator.model.span import Fragment, Relation, Span, marked_text
from annotator.project import edits, reading
from annotator.project.importing import import_records
from annotator.project.layered import everybodys_work
from annotator.project.project import Project

TEXT = "The Observatory said at least 287 fighters were killed near Homs, among them 26 minors."

Mark = tuple[Any, ...]
"""Tag, words or a list of words, and optionally attributes."""


def given(marks: Sequence[Mark], text: str = TEXT) -> list[RecordSpan]:
    """Return marks as an import brings them; the first place of the words counts."""
    found = []
    for tag, words, *said in marks:
        places = [
            (text.index(each), text.index(each) + len(each)) for each in ([words] if isinstance(words, str) else words)
        ]
        found.append(
            RecordSpan(
                label=tag, start=places[0][0], end=places[-1][1], fragments=places,
                attributes=dict(said[0]) if said else {}, origin="human",
            )
        )  # fmt: skip
    return found


def bring(
    project: Project,
    layers: Mapping[str, Sequence[Mark]],
    text: str = TEXT,
    article: str = "a1",
    labels: Mapping[str, Mapping[str, Any]] | None = None,
    relations: Mapping[str, Sequence[tuple[str, int, int]]] | None = None,
    status: str = "done",
) -> Article:
    """Bring an article with done layers into the project; ``relations`` join marks by their number."""
    records = [("here", Record(text, id=article))]
    for name, marks in layers.items():
        spans = given(marks, text)
        for number, span in enumerate(spans):
            span.id = f"{article}-{name}-{number}"
        joined = [
            RecordRelation(label=kind, head=f"{article}-{name}-{head}", child=f"{article}-{name}-{child}")
            for kind, head, child in (relations or {}).get(name, ())
        ]
        said = dict((labels or {}).get(name, {}))
        records.append(
            ("here", Record(text, id=article, layer=name, status=status, spans=spans, relations=joined, labels=said))
        )
    import_records(project, records)
    return next(
        found for key in reading.article_keys(project) if (found := reading.article(project, key)).id == article
    )


def as_(project: Project, name: str) -> Project:
    """Return another connection, for ``name``."""
    return Project.open(project.path, name)


def conflicts(project: Project, article: Article) -> list[Conflict]:
    return list(review_article(project, article.key).comparison.conflicts)


def only(project: Project, article: Article) -> Conflict:
    """The one conflict there is."""
    (found,) = conflicts(project, article)
    return found


def state(project: Project, article: Article, question: str) -> str:
    return review_article(project, article.key).standings.of[question].state


def gold_spans(project: Project, article: Article) -> list[Span]:
    return reading.spans(project, article.key, "gold")


def gold(project: Project, article: Article) -> list[tuple[str, str]]:
    """What is in gold: tags and words, in text order."""
    return [(span.tag, marked_text(article.text, span.fragments)) for span in gold_spans(project, article)]


def gold_relations(project: Project, article: Article) -> list[tuple[str, str, str]]:
    """The relations in gold, by type and the words at their ends."""
    words = {span.key: marked_text(article.text, span.fragments) for span in gold_spans(project, article)}
    found: list[Relation] = reading.relations(project, article.key, "gold")
    return sorted((known.type, words[known.head], words[known.child]) for known in found)


def gold_labels(project: Project, article: Article) -> dict[str, object]:
    layers = everybodys_work(project, article.key).layers
    return dict(layers["gold"].layer.labels) if "gold" in layers else {}


def review(project: Project, article: Article) -> Review:
    return review_article(project, article.key)


def move(project: Project, article: Article, name: str, number: int, words: str) -> None:
    """Let ``name`` move one of their marks to other words."""
    start = article.text.index(words)
    with as_(project, name) as theirs:
        span = own(theirs, article)[number]
        edits.move(theirs, article, span.key, [Fragment(start, start + len(words))])


def own(project: Project, article: Article) -> list[Span]:
    return sorted(reading.spans(project, article.key), key=lambda span: span.key)


def made_anew(path: Path, tagset: object) -> Project:
    """Return an empty project at ``path``, open for the reviewer."""
    from annotator.project.creating import create

    create(path, tagset, "rev")  # type: ignore[arg-type]
    return Project.open(path, "rev")
