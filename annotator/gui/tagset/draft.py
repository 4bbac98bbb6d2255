"""The draft: the project's tagset with the changes that were collected so far."""

from PySide6.QtCore import QObject, Signal

from annotator.errors import UserError
from annotator.model.tagset import Tagset
from annotator.model.tagset_changes import Change, Plan, collected
from annotator.model.tagset_drafting import drafted


class Draft(QObject):
    """What the tagset will be. Nothing of it is in the project before it is applied."""

    changed = Signal()
    """Another change was collected, or one was taken back."""
    refused = Signal(object)
    """One sentence: why a change cannot be made."""

    def __init__(self, base: Tagset, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.base = base
        """The tagset of the project."""
        self.plan: tuple[Change, ...] = ()
        self.tagset = base

    def do(self, *changes: Change) -> bool:
        """Collect changes, all of them or none; say whether that worked."""
        plan: Plan = self.plan
        for change in changes:
            plan = collected(plan, change)
        try:
            tagset = drafted(self.base, plan)
        except UserError as error:
            self.refused.emit(str(error))
            return False
        self._become(tuple(plan), tagset)
        return True

    def take_back(self) -> None:
        """Take the last change back."""
        if self.plan:
            self._become(self.plan[:-1], drafted(self.base, self.plan[:-1]))

    def take_all_back(self) -> None:
        """Take all changes back."""
        if self.plan:
            self._become((), self.base)

    def begin_again(self, base: Tagset) -> None:
        """Go on from another tagset of the project, with those changes that can still be made."""
        self.base = base
        kept: tuple[Change, ...] = ()
        for change in self.plan:
            try:
                drafted(base, [*kept, change])
            except UserError as error:
                self.refused.emit(str(error))
            else:
                kept = (*kept, change)
        self._become(kept, drafted(base, kept))

    def _become(self, plan: tuple[Change, ...], tagset: Tagset) -> None:
        self.plan, self.tagset = plan, tagset
        self.changed.emit()
