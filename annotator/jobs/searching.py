"""Searches and bulk edits beside the window: pages shown as they are found, edits that tell how far they are.

Each takes a connection of its own (:meth:`~annotator.project.project.Project.sibling`).
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec

from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.model.findings import Finding
from annotator.model.hits import Hit, Mention
from annotator.project.bulk import Bulk, WentOnAt
from annotator.project.concordance import MOST_HITS, HitQuery, hits
from annotator.project.consistency import findings
from annotator.project.contexts import WentOn
from annotator.project.mentions import MentionQuery, mentions
from annotator.project.project import Project

T = TypeVar("T")


class Shown(msgspec.Struct, frozen=True):
    """How a search ended."""

    count: int
    """How many places were shown."""
    complete: bool
    """Whether these are all; if not, there are more than so many, or the search was stopped."""


def show_hits(
    project: Project,
    query: HitQuery,
    show: Callable[[list[Hit]], None],
    report: Report = silent,
    cancelled: Cancelled = never,
    most: int = MOST_HITS,
) -> Shown:
    """Hand pages of a concordance to ``show``, called in the job's thread, until there are ``most`` hits."""
    return _show(lambda went_on: hits(project, query, went_on), show, report, cancelled, most)


def show_mentions(
    project: Project,
    query: MentionQuery,
    show: Callable[[list[Mention]], None],
    report: Report = silent,
    cancelled: Cancelled = never,
    most: int = MOST_HITS,
) -> Shown:
    """Hand pages of mentions to ``show``, called in the job's thread, until there are ``most`` of them."""
    return _show(lambda went_on: mentions(project, query, went_on), show, report, cancelled, most)


def find_inconsistencies(
    project: Project, report: Report = silent, cancelled: Cancelled = never
) -> tuple[list[Finding], bool]:
    """Return the consistency queue, and whether it is all of it rather than what was found until it was stopped."""
    looked = 0

    def went_on() -> bool:
        nonlocal looked
        looked += 1
        report(looked, 0, "comparing what was marked")
        return not cancelled()

    found = list(findings(project, went_on))
    return found, not cancelled()


def edit_in_bulk(
    edit: Callable[[WentOnAt], Bulk], total: int, what: str, report: Report = silent, cancelled: Cancelled = never
) -> Bulk:
    """Run a bulk edit that tells how far it is and can be stopped.

    Args:
        edit: the edit, given what it asks between two transactions.
        total: how many places or spans it is about.
        what: what it does, for a person.
        report: told how far it is.
        cancelled: answers whether to stop; what is done by then stays, whole articles only, and is undone as one step.
    """

    def went_on(done: int) -> bool:
        report(done, total, what)
        return not cancelled()

    return edit(went_on)


def _show(
    search: Callable[[WentOn], Iterator[list[T]]],
    show: Callable[[list[T]], None],
    report: Report,
    cancelled: Cancelled,
    most: int,
) -> Shown:
    shown = 0
    for page in search(lambda: not cancelled()):
        if cancelled():
            return Shown(shown, complete=False)
        kept = page[: most - shown]
        if kept:
            show(kept)
        shown += len(kept)
        report(shown, 0, "searching")
        if len(kept) < len(page):
            return Shown(shown, complete=False)
    return Shown(shown, complete=not cancelled())
