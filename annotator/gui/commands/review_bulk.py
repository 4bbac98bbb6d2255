"""Answering many conflicts at once: what all agree on, what a policy answers, what is identical to the last one."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from annotator.gui.commands.project import open_dialog
from annotator.gui.commands.review_base import Answered, ReviewCommandsBase
from annotator.gui.panels.wording import articles_words, quoted_short
from annotator.gui.specs import When
from annotator.jobs.progress import Cancelled, Report
from annotator.project.project import Project

if TYPE_CHECKING:
    from annotator.jobs.adjudicating import Adjudicated
    from annotator.project.conflict_cache import ConflictRow
    from annotator.project.ruling import Ruled

T = TypeVar("T")

_NAMED = 3
"""So many articles are named before something is done to them."""


class ReviewBulkCommands(ReviewCommandsBase):
    """Nothing here is done before its count was seen and agreed to."""

    def accept_unanimous(self) -> None:
        """Show how much all agree on, and offer to take it into gold."""
        self._open_policies("unanimous")

    def show_policies(self) -> None:
        """Show the policies with what each would answer."""
        self._open_policies("")

    def apply_policy(self, name: str) -> None:
        """Let a policy answer what it has an answer to, as one step."""
        from annotator.jobs.adjudicating import adjudicate

        def work(project: Project, report: Report, cancelled: Cancelled) -> "Adjudicated":
            return adjudicate(project, name, report, cancelled)

        def done(found: "Adjudicated") -> None:
            if found.changes is not None:
                self._session.take_in(found.changes)
            complete = found.changes is None or found.changes.complete
            said = f"{_spans(found.accepted)}{_labels(found.labels)} taken into gold – Ctrl+Z undoes"
            self._status.say(said if complete else f"stopped before the end; {said}")
            self._page.queue.refresh()

        self._run_beside("Reviewing", work, done)

    def answer_identical(self) -> None:
        """Ask whether all conflicts identical to the one decided last are to be answered alike."""
        from annotator.jobs.identical import identical_conflicts

        answered = self.answered
        if not self._session.writable:
            self._status.refuse(self._why_not(When.WRITABLE))
        elif answered is None:
            self._status.refuse("First decide a conflict; then all identical ones can be answered alike.")
        else:
            article, conflict = answered.place[0], answered.conflict
            rows = self._session.ask(lambda project: identical_conflicts(project, article, conflict)) or []
            others = [row for row in rows if (row.article, row.conflict.id) != answered.place]
            if others:
                self._ask_about(answered, others)
            else:
                self._status.say("No other conflict is identical to the one decided last.")

    def _ask_about(self, answered: Answered, rows: "list[ConflictRow]") -> None:
        from annotator.gui.review.wording import answer_words, question_words
        from annotator.project.conflict_queue import title_of

        chosen: dict[int, set[str]] = defaultdict(set)
        for row in rows:
            chosen[row.article].add(row.conflict.id)
        titles = [self._session.ask(partial(title_of, article=key)) or "" for key in list(chosen)[:_NAMED]]
        named = ", ".join(map(quoted_short, titles)) + (" …" if len(chosen) > _NAMED else "")
        count = "1 identical conflict" if len(rows) == 1 else f"{len(rows):,} identical conflicts"
        words = question_words(answered.conflict, answered.text)
        answer = answer_words(answered.answer, answered.text)
        question = f"Answer {count} on {words} in {articles_words(len(chosen))} alike: {answer}? In {named}."
        self._page.conflict.confirm.ask(question, "Answer all", lambda: self._decide_many(answered, dict(chosen)))

    def _decide_many(self, answered: Answered, chosen: dict[int, set[str]]) -> None:
        from annotator.jobs.identical import decide_many

        def work(project: Project, report: Report, cancelled: Cancelled) -> "Ruled":
            return decide_many(
                project,
                answered.place[0],
                answered.conflict,
                answered.answer,
                chosen,
                answered.remarks,
                report,
                cancelled,
            )

        def done(ruled: "Ruled") -> None:
            self._session.take_in(ruled)
            count = "1 conflict" if ruled.count == 1 else f"{ruled.count:,} conflicts"
            stopped = "" if ruled.complete else "stopped before the end; "
            self._status.say(f"{stopped}{count} answered alike – Ctrl+Z undoes")
            if self._page.desk.standing.state == "decided":
                self._page.go_on()

        self._run_beside("Deciding", work, done)

    def _open_policies(self, chosen: str) -> None:
        from annotator.gui.dialogs.policies import PoliciesDialog

        if self._session.project is None:
            return
        dialog = PoliciesDialog(self._session, self._window.searcher, chosen, self._window)
        dialog.wanted.connect(self.apply_policy)
        open_dialog(dialog)

    def _run_beside(
        self, what: str, work: Callable[[Project, Report, Cancelled], T], done: Callable[[T], None]
    ) -> None:
        """Do long work beside the window, with progress and Cancel."""
        project = self._session.project
        if project is None or not self._session.may_edit():
            return

        def beside(report: Report, cancelled: Cancelled) -> T:
            with project.sibling() as own:
                return work(own, report, cancelled)

        def finish(found: T) -> None:
            if self._session.project is project:
                done(found)

        self._window.runner.run(what, beside, done=finish, failed=lambda error: self._status.refuse(str(error)))


def _spans(count: int) -> str:
    return "1 span" if count == 1 else f"{count:,} spans"


def _labels(count: int) -> str:
    return "" if not count else " and 1 label" if count == 1 else f" and {count:,} labels"
