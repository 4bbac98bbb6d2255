"""What is said beside decisions: reasons, rules of the guideline, notes."""

from collections.abc import Callable

import msgspec

from annotator.gui.commands.review_base import ReviewCommandsBase
from annotator.gui.panels.wording import name, short


class RemarkCommands(ReviewCommandsBase):
    """A remark is asked for before the answer that it belongs to, or after it."""

    def give_reason(self) -> None:
        """Ask for a reason; it is said beside the next answer."""
        if self._may_decide():
            desk = self._page.desk
            self._ask("Reason", self._reasons(), desk.remarks.reason, self._take_reason)

    def repeat_reason(self) -> None:
        """Say beside the next answer what was said beside the last one with a reason."""
        if not self._may_decide():
            return
        last = self._page.desk.last_remarks
        if not (last.reason or last.rule):
            self._status.refuse("No reason was given yet.")
            return
        self._page.desk.remark(reason=last.reason, rule=last.rule)
        self._status.say(f"reason: {name(last.reason or last.rule)}; now the answer")

    def cite_rule(self) -> None:
        """Ask which line of the guideline decides this."""
        from annotator.gui.review.rules import rules_of

        project = self._session.project
        if project is None or not self._may_decide() or self._page.desk.shown is None:
            return
        tags = dict.fromkeys(span.tag for span in self._page.desk.shown.conflict.offered.values())
        rules = [rule for tag in tags if tag in project.tagset for rule in rules_of(project.tagset[tag].guideline)]
        self._ask("Rule", rules, self._page.desk.remarks.rule, lambda rule: self._remark(rule=rule))

    def note_decision(self) -> None:
        """Ask for a note."""
        if self._may_decide():
            self._ask("Note", (), self._page.desk.remarks.note, lambda note: self._remark(note=note))

    def explain_last(self) -> None:
        """Ask for the reason of the decision that was just made."""
        if self.answered is None or not self._session.writable:
            self._status.refuse("Nothing was decided just now.")
            return
        self._ask("Reason of the last decision", self._reasons(), self.answered.remarks.reason, self._explain_last)

    def _ask(self, what: str, choices: "tuple[str, ...] | list[str]", said: str, then: Callable[[str], object]) -> None:
        self._page.conflict.ask_line.ask(what, choices, said, then)
        self._status.say(f"{what}: a digit chooses, or type it; Enter takes it, Esc leaves it.")

    def _reasons(self) -> list[str]:
        from annotator.jobs.deciding import reasons

        return self._session.ask(reasons) or []

    def _take_reason(self, reason: str) -> None:
        self._keep_reason(reason)
        self._remark(reason=reason)

    def _keep_reason(self, reason: str) -> None:
        """Add a reason that was typed to the list."""
        from annotator.project.ruling import add_reason

        if reason and reason not in self._reasons():
            self._session.do(lambda project: add_reason(project, reason))

    def _remark(self, *, reason: str | None = None, rule: str | None = None, note: str | None = None) -> None:
        self._page.desk.remark(reason=reason, rule=rule, note=note)
        said = next(words for words in (reason, rule, note) if words is not None)
        self._status.say(f"{short(said, 80)}; now the answer" if said else "taken back; now the answer")

    def _explain_last(self, reason: str) -> None:
        from annotator.jobs.deciding import set_remarks
        from annotator.project.decisions import decisions

        answered = self.answered
        if answered is None:
            return
        self._keep_reason(reason)
        article, question = answered.place
        kept = self._session.ask(lambda project: decisions(project, article)) or []
        keys = [each.key for each in kept if each.decision.question == question and not each.decision.earlier]
        if keys and self._session.do(lambda project: set_remarks(project, keys[-1:], reason=reason)):
            answered.remarks = msgspec.structs.replace(answered.remarks, reason=reason)
            self._page.desk.remember(answered.remarks)
            self._status.say(f"reason of the last decision: {name(reason)} – Ctrl+Z undoes")
