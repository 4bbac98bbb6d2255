"""Gold after somebody went back or forth: where others have decided since, it becomes again what the decisions say."""

from annotator.errors import UserError
from annotator.model.article import ArticleKey
from annotator.project.conflict_cache import Compared, Counts
from annotator.project.decisions import decisions
from annotator.project.gold_writing import GoldWriter, Plan
from annotator.project.project import OpenStep, Project
from annotator.project.step import decode_row


def settle_again(step: OpenStep, reversed_step: int) -> None:
    """Make gold again what the decisions say, after a step was played backwards that others have decided since.

    Raises:
        UserError: if they decided on the same.
    """
    project = step.project
    articles = _decided_in(project, "journal.step = ?", (reversed_step,))
    if articles:
        others = "journal.step > ? AND step.annotator <> ?"
        own = project.annotator_key(project.annotator)
        articles &= _decided_in(project, others, (reversed_step, own))
    writer = GoldWriter(step)
    for article in sorted(articles):
        kept = tuple(decisions(project, article))
        counting = [each.decision.question for each in kept if not each.decision.earlier]
        if len(set(counting)) < len(counting):
            raise UserError("Somebody else has decided on the same since; that step can no longer be taken back.")
        (text,) = project.connection.execute("SELECT text FROM article_text WHERE article = ?", (article,)).fetchone()
        writer.take(Plan(article, text, (), kept, Compared(article, (), Counts())))
    writer.write()


def _decided_in(project: Project, condition: str, values: tuple[object, ...]) -> set[ArticleKey]:
    """Return the articles whose decisions some steps touched."""
    found: set[ArticleKey] = set()
    for first, last, before in project.connection.execute(
        "SELECT first, last, before FROM journal JOIN step ON step.key = journal.step "
        f"WHERE kind = 'decision' AND {condition}",
        values,
    ).fetchall():
        rows = project.connection.execute(
            "SELECT DISTINCT article FROM decision WHERE key BETWEEN ? AND ?", (first, last)
        )
        found.update(article for (article,) in rows)
        if before is not None:
            found.add(decode_row(before)["article"])
    return found
