"""Findings put into words, and how they and their places are looked for."""

from collections.abc import Iterator

from annotator.gui.explore.stream import WentOn
from annotator.gui.panels.wording import name, quoted_short, short
from annotator.model.findings import Alternative, Finding
from annotator.model.hits import Hit
from annotator.project import consistency
from annotator.project.project import Project

_PAGE = 50


def finding_words(finding: Finding) -> str:
    """Say what may not be as it was meant."""
    words = quoted_short(finding.words)
    if finding.kind == "tags":
        return f"{words} is marked now as one thing and now as another."
    if finding.kind == "edges":
        return f"{words}, {name(finding.tag)}: the edges differ."
    return f"{words} is marked in some places and not in others."


def answer_words(finding: Finding, alternative: Alternative) -> str:
    """Say what an alternative is, and in how many places it is so now."""
    count = f"{alternative.count:,}"
    if finding.kind == "edges":
        return f"“{short(alternative.name, 22)}” · {count}"
    if finding.kind == "tags":
        return f"{short(alternative.name, 22)} · {count}"
    return f"tag the rest {short(alternative.name, 18)} · {count}" if alternative.name else f"leave unmarked · {count}"


def find_findings(project: Project, went_on: WentOn) -> Iterator[list[Finding]]:
    """Yield pages of findings, the first of one only."""
    page: list[Finding] = []
    size = 1
    for finding in consistency.findings(project, went_on):
        page.append(finding)
        if len(page) == size:
            yield page
            page, size = [], _PAGE
    if page:
        yield page


def find_places(finding: Finding, project: Project, went_on: WentOn) -> Iterator[list[Hit]]:
    """Yield pages of the places of a finding."""
    return consistency.finding_places(project, finding, went_on)
