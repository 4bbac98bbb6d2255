"""What comes after a review: what was changed, and where the guideline was unclear."""

from pathlib import Path
from typing import TYPE_CHECKING

from annotator.gui.commands.base import CommandsBase
from annotator.gui.commands.project import open_dialog
from annotator.gui.modes import ANNOTATE
from annotator.gui.panels.wording import name, quoted_short
from annotator.gui.plain import isolated, shown
from annotator.jobs.progress import Cancelled, Report
from annotator.model.layer import GOLD
from annotator.model.span import Fragment
from annotator.project import reading

if TYPE_CHECKING:
    from annotator.model.feedback import Case, Feedback


class FeedbackCommands(CommandsBase):
    """Looks back on decisions; nothing is changed by it."""

    def show_feedback(self) -> None:
        """List what the reviewer changed: of the own work, if there is any."""
        from annotator.gui.dialogs.feedback import FeedbackDialog

        layers = [layer for layer in self._session.ask(reading.annotators) or [] if layer != GOLD]
        if self._session.project is None:
            return
        dialog = FeedbackDialog(self._session, self._window.searcher, layers, self._session.annotator, self._window)
        dialog.opened.connect(self.open_case)
        dialog.save_wanted.connect(self.save_feedback)
        dialog.opened.connect(lambda _: dialog.accept())
        open_dialog(dialog)

    def open_case(self, case: "Case") -> None:
        """Open the article in which something was changed, with the words selected."""
        key = self._session.ask(lambda project: reading.key_of_article(project, case.article))
        if key is None:
            self._status.refuse("That article is no longer in the project.")
            return
        self._window.modes.show(ANNOTATE)
        if self._desk.key != key:
            self._window.commands.open_article(key)
        if self._desk.key != key:
            return
        if case.start >= 0:
            place = Fragment(case.start, case.start + max(1, len(case.place)))
            self._view.select(place.start, place.end)
            self._view.reveal(place)
        self._view.setFocus()
        reason = f": {name(case.reason)}" if case.reason else ""
        self._status.say(f"changed by the reviewer{reason} – {quoted_short(case.place or case.title)}")

    def save_feedback(self, annotator: str) -> None:
        """Ask where the page about somebody’s work should go, and write it."""
        from annotator.gui.dialogs import choose_new_file

        project = self._session.project
        if project is not None:
            safe = "".join(letter if letter.isalnum() else "-" for letter in annotator)[:40]
            proposed = project.path.with_name(f"{project.path.stem} {safe}.html")
            choose_new_file(
                self._window,
                "Save what the reviewer changed",
                proposed,
                lambda out: self.save_feedback_to(annotator, out),
                filters=("Pages (*.html)",),
            )

    def save_feedback_to(self, annotator: str, out: Path) -> None:
        """Write the page about somebody’s work."""
        from annotator.jobs.feedback import write_feedback

        project = self._session.project
        if project is None:
            return

        def work(report: Report, cancelled: Cancelled) -> "Feedback":
            with project.sibling() as own:
                return write_feedback(own, annotator, out, report, cancelled)

        def done(found: "Feedback") -> None:
            self._status.say(f"saved {isolated(shown(out.name))}: {found.changed:,} changed, {found.kept:,} kept")

        self._window.runner.run(
            "Saving what was changed", work, done=done, failed=lambda error: self._status.refuse(str(error))
        )

    def show_rules(self) -> None:
        """List how often each rule of the guideline was cited."""
        from annotator.gui.dialogs.rules import RulesDialog
        from annotator.project.feedback import rules_cited

        rules = self._session.ask(rules_cited)
        if rules is not None:
            open_dialog(RulesDialog(rules, self._window))
