"""How far everybody is."""

from typing import Any

from annotator.project.project import Project
from annotator.project.reading import count_articles, count_layers, count_suggestions


def project_status(project: Project) -> dict[str, Any]:
    """Return the articles, each layer's progress, and what waits for a decision, as ``status --json`` prints it.

    Conflicts are told as far as they are known: decisions do not exist before there is a review, and what is not
    compared yet is ``null`` rather than 0.
    """
    return {
        "articles": count_articles(project),
        "layers": {
            name: {"done": count.done, "open": count.open, "spans": dict(count.spans)}
            for name, count in count_layers(project).items()
        },
        "suggestions": count_suggestions(project),
        "conflicts": {"open": None, "decided": 0},
    }
