"""Fixing what is marked now this way and now that."""

from typing import TYPE_CHECKING

from annotator.gui.commands.bulk import BulkCommands, Operation
from annotator.gui.panels.wording import name, quoted_short

if TYPE_CHECKING:
    from annotator.model.findings import Finding


class ConsistencyCommands(BulkCommands):
    """Decisions about findings."""

    def fix_finding(self, finding: "Finding", right: str) -> bool:
        """Make all places of a finding as the alternative called ``right`` says; say whether that was done or begun."""
        if not self._may_change():
            return False
        count = len(finding.unmarked if finding.kind == "untagged" else finding.spans)
        operation, said = _operation(finding, right)
        words = quoted_short(finding.words)
        return self._do_to_many(
            "Making marks alike",
            count,
            operation,
            lambda done: f"{words}: {said}, {done.count or done.refused:,} changed – Ctrl+Z undoes",
        )

    def settle_finding(self, finding: "Finding") -> bool:
        """Remember that a finding is as it was meant; say whether that was done."""
        from annotator.project.consistency import settle

        if not self._session.do(lambda project: settle(project, finding)):
            return False
        self._status.say(f"{quoted_short(finding.words)} is fine so – Ctrl+Z undoes")
        return True


def _operation(finding: "Finding", right: str) -> tuple[Operation, str]:
    """Return what fixes a finding, and what it is called."""
    from annotator.project import bulk, consistency, propagating

    if finding.kind == "tags":
        return lambda p, went_on: bulk.retag_all(p, finding.spans, right, went_on), f"all are {name(right)} now"
    if finding.kind == "edges":
        return (
            lambda p, went_on: consistency.move_edges(p, finding, right, went_on),
            f"edges as in {quoted_short(right)} now",
        )
    if right:
        return (
            lambda p, went_on: propagating.propagate(p, finding.unmarked, right, went_on=went_on),
            f"the rest is tagged {name(right)} now",
        )
    return (
        lambda p, went_on: propagating.refuse(p, finding.unmarked, finding.tag, went_on),
        f"left unmarked, and no longer offered as {name(finding.tag)}",
    )
