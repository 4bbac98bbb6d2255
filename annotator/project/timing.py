"""Time spent: how long annotators work on articles, kept only if the project says so, and what was done in a session.

None of it is journalled: it is not work on the articles, and undoing an edit does not give back the time it took.
"""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.span import SpanKey
from annotator.project.ops import Op
from annotator.project.project import Project, asking


class DayPace(msgspec.Struct, frozen=True):
    """How fast one annotator was on the articles that they called done on one day."""

    day: str
    """An ISO date."""
    articles: int
    seconds: int
    """Spent on all of them, whenever that was."""


class TimeSpent(msgspec.Struct, frozen=True):
    """How long one annotator spent on their articles."""

    articles: int = 0
    median_seconds: float = 0.0
    """Of those articles on which any time was spent."""
    days: Sequence[DayPace] = ()
    """The latest first."""


@asking
def is_recorded(project: Project) -> bool:
    """Say whether the project keeps how long annotators work on articles."""
    return bool(project.connection.execute("SELECT times_work FROM project").fetchone()[0])


@asking
def set_recorded(project: Project, *, recorded: bool) -> None:
    """Say whether the project keeps how long annotators work on articles. What it has kept so far stays."""
    with project.transaction():
        project.connection.execute("UPDATE project SET times_work = ?", (int(recorded),))


@asking
def add_time(project: Project, spent: Mapping[ArticleKey, int]) -> None:
    """Add seconds that the own annotator spent on articles; nothing is kept if the project does not want it.

    Time spent on an article that is gone is not kept.
    """
    if project.read_only or not is_recorded(project):
        return
    with project.transaction():
        annotator = project.annotator_key(project.annotator, make=True)
        project.connection.executemany(
            "INSERT INTO time_spent (article, annotator, seconds) SELECT key, ?, ? FROM article WHERE key = ? "
            "ON CONFLICT (article, annotator) DO UPDATE SET seconds = seconds + excluded.seconds",
            [(annotator, seconds, article) for article, seconds in spent.items() if seconds > 0],
        )


@asking
def forget_time(project: Project) -> int:
    """Remove whatever time was kept of the own annotator, and return of how many articles that was."""
    with project.transaction():
        return project.connection.execute(
            "DELETE FROM time_spent WHERE annotator = ?", (project.annotator_key(project.annotator),)
        ).rowcount


@asking
def time_spent(project: Project) -> TimeSpent:
    """Return how long the own annotator spent on their articles."""
    # Slow to load, and the window reads this module at its start.
    from statistics import median

    annotator = project.annotator_key(project.annotator)
    seconds: dict[ArticleKey, int] = dict(
        project.connection.execute("SELECT article, seconds FROM time_spent WHERE annotator = ?", (annotator,))
    )
    if not seconds:
        return TimeSpent()
    by_day: dict[str, list[int]] = {}
    for article, day in _done_on(project, annotator).items():
        if article in seconds:
            by_day.setdefault(day, []).append(seconds[article])
    days = tuple(DayPace(day, len(spent), sum(spent)) for day, spent in sorted(by_day.items(), reverse=True))
    return TimeSpent(len(seconds), float(median(seconds.values())), days)


@asking
def newest_span(project: Project) -> SpanKey:
    """Return the key of the span that was made last; 0 if there has never been one."""
    found = project.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'span'").fetchone()
    return int(found[0]) if found is not None else 0


@asking
def count_spans_since(project: Project, newest: SpanKey) -> int:
    """Return how many spans the own annotator made after the one with the key ``newest``, imported ones left out."""
    (count,) = project.connection.execute(
        "SELECT count(*) FROM span JOIN step ON step.key = span.step "
        "WHERE span.key > ? AND step.annotator = ? AND step.op <> ?",
        (newest, project.annotator_key(project.annotator), Op.IMPORT),
    ).fetchone()
    return int(count)


@asking
def count_done_among(project: Project, articles: Collection[ArticleKey]) -> int:
    """Return how many of ``articles`` the own annotator calls done."""
    annotator = project.annotator_key(project.annotator)
    rows = project.connection.execute("SELECT article FROM layer WHERE annotator = ? AND status = 'done'", (annotator,))
    return sum(article in articles for (article,) in rows)


def _done_on(project: Project, annotator: int | None) -> dict[ArticleKey, str]:
    """Return on which day each article was called done that still is."""
    rows = project.connection.execute(
        "SELECT layer.article, max(step.day) FROM step "
        "JOIN journal ON journal.step = step.key AND journal.kind = 'layer' "
        "JOIN layer ON layer.key BETWEEN journal.first AND journal.last "
        "WHERE step.annotator = ?1 AND step.op = ?2 AND layer.annotator = ?1 AND layer.status = 'done' "
        "GROUP BY layer.key",
        (annotator, Op.STATUS),
    )
    return dict(rows.fetchall())
