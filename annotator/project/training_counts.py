"""How many spans and relations of what there are on each article and in each layer, without reading a text."""

from collections.abc import Callable

from annotator.model.article import ArticleKey
from annotator.project.project import Project, asking

Tell = Callable[[ArticleKey, str, str, int], bool]
"""Takes an article, an annotator, a tag or type of relation, and how many there are; answers whether to go on."""


@asking
def count_spans(project: Project, tell: Tell) -> None:
    """Tell of the spans of each layer, by tag; suggestions are nobody's."""
    _tell(
        project,
        "SELECT layer.article, annotator.name, tag.name, count(*) FROM span JOIN tag ON tag.key = span.tag "
        "JOIN layer ON layer.key = span.layer JOIN annotator ON annotator.key = layer.annotator "
        "WHERE span.origin NOT LIKE 'suggestion:%' GROUP BY span.layer, span.tag",
        tell,
    )


@asking
def count_relations(project: Project, tell: Tell) -> None:
    """Tell of the relations of each layer, by type."""
    _tell(
        project,
        "SELECT layer.article, annotator.name, relation.type, count(*) FROM relation "
        "JOIN layer ON layer.key = relation.layer JOIN annotator ON annotator.key = layer.annotator "
        "GROUP BY relation.layer, relation.type",
        tell,
    )


def _tell(project: Project, question: str, tell: Tell) -> None:
    for article, annotator, what, count in project.connection.execute(question):
        if not tell(article, annotator, what, count):
            return
