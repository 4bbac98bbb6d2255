"""How far everybody is."""

from typing import Any

from annotator.jobs.comparing import review_counts
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.project.project import Project
from annotator.project.reading import count_articles, count_layers, count_suggestions


def project_status(project: Project, report: Report = silent, cancelled: Cancelled = never) -> dict[str, Any]:
    """Return the articles, each layer's progress, and what waits for a decision, as ``status --json`` prints it.

    Layers that were edited since they were compared are compared for this.
    """
    review = review_counts(project, report, cancelled)
    return {
        "articles": count_articles(project),
        "layers": {
            name: {"done": count.done, "open": count.open, "spans": dict(count.spans)}
            for name, count in count_layers(project).items()
        },
        "suggestions": count_suggestions(project),
        "conflicts": {"open": review.open, "decided": review.decided},
        "unanimous": {"accepted": review.accepted, "open": review.unanimous - review.accepted},
    }
