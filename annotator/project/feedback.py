"""What decisions tell about annotators and about the guideline."""

from array import array

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.decision import POSTPONED, UNANIMOUS
from annotator.model.feedback import RuleCount
from annotator.project.project import Project, asking

_COUNTS = f"earlier = 0 AND how NOT IN ({', '.join(repr(how) for how in POSTPONED)})"


@asking
def articles_judged(project: Project, annotator: str) -> "array[int]":
    """Return the articles on which a reviewer changed an answer of ``annotator``, in the order they came in."""
    rows = project.connection.execute(
        f"SELECT DISTINCT article FROM decision, json_each(votes) AS vote WHERE {_COUNTS} AND how <> ? "
        "AND vote.key = ? AND vote.value NOT IN ('same', 'absent') ORDER BY article",
        (UNANIMOUS, annotator),
    )
    return array("q", (article for (article,) in rows))


@asking
def count_changed(project: Project, article: ArticleKey, annotator: str) -> int:
    """Return how many answers of ``annotator`` a reviewer changed on one article."""
    (count,) = project.connection.execute(
        f"SELECT count(*) FROM decision, json_each(votes) AS vote WHERE article = ? AND {_COUNTS} "
        "AND vote.key = ? AND vote.value NOT IN ('same', 'absent')",
        (article, annotator),
    ).fetchone()
    return int(count)


@asking
def count_kept(project: Project, annotator: str) -> int:
    """Return how many answers of ``annotator`` are in gold as they are."""
    (count,) = project.connection.execute(
        f"SELECT count(*) FROM decision, json_each(votes) AS vote WHERE {_COUNTS} "
        "AND vote.key = ? AND vote.value = 'same'",
        (annotator,),
    ).fetchone()
    return int(count)


@asking
def rules_cited(project: Project) -> list[RuleCount]:
    """Return how often each rule of the guideline was cited in decisions that count, the most frequent first."""
    rows = project.connection.execute(
        "SELECT rule, sum(count), json_group_object(reason, count) FROM "
        "(SELECT rule, reason, count(*) AS count FROM decision WHERE earlier = 0 AND rule <> '' GROUP BY rule, reason) "
        "GROUP BY rule ORDER BY 2 DESC, rule"
    ).fetchall()
    articles = dict(
        project.connection.execute(
            "SELECT rule, count(DISTINCT article) FROM decision WHERE earlier = 0 AND rule <> '' GROUP BY rule"
        )
    )
    return [
        RuleCount(rule, count, articles[rule], msgspec.json.decode(reasons, type=dict[str, int]))
        for rule, count, reasons in rows
    ]
