"""What is done to the list of actors: looking at it, editing it, filling it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from annotator.errors import UserError
from annotator.gui.commands.articles import MOST_AT_ONCE
from annotator.gui.commands.base import CommandsBase
from annotator.gui.commands.project import open_dialog
from annotator.gui.panels.wording import name, quoted_short
from annotator.jobs.progress import Cancelled, Report
from annotator.model.aliases import Alias, AliasKey
from annotator.project import alias_edits
from annotator.project.alias_spans import Said, count_spans
from annotator.project.changes import Changes
from annotator.project.project import Project

if TYPE_CHECKING:
    from annotator.gui.dialogs.actor_import import AliasImportRequest
    from annotator.gui.dialogs.actor_questions import MergeActorsDialog, RenameActorDialog
    from annotator.gui.dialogs.actors import ActorsDialog
    from annotator.jobs.aliases import AliasReport

_EXPORT_NAME = "actors.csv"


class ActorEditing(CommandsBase):
    """Edits of the project's list of actors; each says in the window and in the dialog of actors what it did."""

    _dialog: "ActorsDialog | None" = None

    def show(self) -> None:
        """Show the list of actors beside the article."""
        if self._session.project is None:
            return
        if self._dialog is None:
            self._dialog = self._make_dialog()
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def change(self, alias: Alias) -> None:
        """Let a name in the list read otherwise."""
        self._do(
            lambda project: alias_edits.change_alias(project, alias),
            f"changed {quoted_short(alias.variant.strip())} of {name(alias.canonical.strip())} – Ctrl+Z undoes",
        )

    def set_ambiguous(self, keys: Sequence[AliasKey], ambiguous: bool) -> None:
        """Say of names whether they mean others as well."""
        count = "the name" if len(keys) == 1 else f"{len(keys):,} names"
        self._do(
            lambda project: alias_edits.set_ambiguous(project, keys, ambiguous=ambiguous),
            f"{count} {'ambiguous now' if ambiguous else 'no longer ambiguous'} – Ctrl+Z undoes",
            size=len(keys),
        )

    def remove(self, keys: Sequence[AliasKey]) -> None:
        """Take names out of the list."""
        self._do(
            lambda project: alias_edits.remove_aliases(project, keys),
            f"removed {'one name' if len(keys) == 1 else f'{len(keys):,} names'} – Ctrl+Z undoes",
            size=len(keys),
        )

    def ask_for_name(self, actor: str) -> None:
        """Ask for a new name, of ``actor`` or another."""
        from annotator.gui.dialogs.actor_questions import AddActorDialog

        dialog = AddActorDialog(self._session, actor, self._over())
        dialog.accepted.connect(lambda: self.add([dialog.result_value()]))
        open_dialog(dialog)

    def add(self, aliases: Sequence[Alias]) -> bool:
        """Add names to the list; say whether that was done."""
        what = quoted_short(aliases[0].variant) if len(aliases) == 1 else f"{len(aliases):,} names"
        actors = {alias.canonical for alias in aliases}
        of = f" as a name of {name(aliases[0].canonical)}" if len(actors) == 1 else ""
        return self._do(
            lambda project: alias_edits.add_aliases(project, aliases),
            f"added {what}{of} – Ctrl+Z undoes",
            size=len(aliases),
        )

    def rename(self, actor: str) -> None:
        """Ask for another name of an actor, and give it to the actor in the list and in every span."""
        from annotator.gui.dialogs.actor_questions import RenameActorDialog

        dialog = RenameActorDialog(self._session, actor, self._over())
        said = self._count_for(dialog, [actor])

        def rename() -> None:
            new = dialog.result_value()
            self._do(
                lambda project: alias_edits.rename_actor(project, actor, new),
                f"renamed {name(actor)} to {name(new)} – Ctrl+Z undoes",
                size=said(),
            )

        dialog.accepted.connect(rename)
        open_dialog(dialog)

    def merge(self, actors: Sequence[str]) -> None:
        """Ask which actor several become, and make them one, in the list and in every span."""
        from annotator.gui.dialogs.actor_questions import MergeActorsDialog

        dialog = MergeActorsDialog(self._session, actors, self._over())
        said = self._count_for(dialog, actors)

        def merge() -> None:
            gone, into = dialog.result_value()
            merged = name(gone[0]) if len(gone) == 1 else f"{len(gone):,} actors"
            self._do(
                lambda project: alias_edits.merge_actors(project, gone, into),
                f"{merged} became one with {name(into)} – Ctrl+Z undoes",
                size=said(),
            )

        dialog.accepted.connect(merge)
        open_dialog(dialog)

    def fill(self) -> None:
        """Show what spans call actors that the list does not know."""
        from annotator.gui.dialogs.actor_fill import ActorFillDialog

        dialog = ActorFillDialog(self._session, self._window.runner, self._over())

        def add(aliases: list[Alias]) -> None:
            if self.add(aliases):
                dialog.added(aliases)

        dialog.add_wanted.connect(add)
        open_dialog(dialog)

    def ask_for_list(self, path: Path | None = None) -> None:
        """Ask which list of actors to import, and show what it would bring."""
        from annotator.gui.dialogs.actor_import import ActorImportDialog

        project = self._session.project
        if project is None or not self._session.writable:
            self._session.refused.emit(self._session.why_read_only or "Open a project first.")
            return
        dialog = ActorImportDialog(path, project, self._window.runner, self._over())
        dialog.accepted.connect(lambda: self.import_list(dialog.result_value()))
        open_dialog(dialog)

    def import_list(self, request: "AliasImportRequest") -> None:
        """Import a list of actors beside the window's work."""
        from annotator.gui.dialogs.actor_import import alias_counts
        from annotator.jobs.aliases import import_alias_file

        project = self._session.project
        if project is None:
            return

        def work(report: Report, cancelled: Cancelled) -> "AliasReport":
            with project.sibling() as own:
                return import_alias_file(own, *request, report, cancelled)

        def done(report: "AliasReport") -> None:
            if self._session.project is project:
                self._session.take_in(report.changes)
            stopped = "stopped; what had come in stays, Ctrl+Z undoes it. " if report.cancelled else ""
            self._say(f"{stopped}imported from {name(request.path.name)} – {alias_counts(report)} – Ctrl+Z undoes")

        self._window.runner.run("Importing actors", work, done=done, failed=self._refused)

    def ask_for_target(self) -> None:
        """Ask where the list is to be written, and write it as a table."""
        from annotator.gui.dialogs import choose_new_file

        project = self._session.project
        if project is not None:
            proposed = project.path.with_name(f"{project.path.stem} {_EXPORT_NAME}")
            choose_new_file(
                self._over(), "Export the list of actors", proposed, self.export_to, filters=("Tables (*.csv)",)
            )

    def export_to(self, out: Path) -> None:
        """Write the list of actors to ``out`` beside the window's work; an existing file is not replaced."""
        from annotator.jobs.aliases import export_aliases

        project = self._session.project
        if project is None:
            return
        out = out if out.suffix else out.with_suffix(".csv")
        if out.exists():
            self._session.refused.emit(f"{name(out.name)} is there already; name another file.")
            return

        def work(_report: Report, _cancelled: Cancelled) -> int:
            with project.sibling() as own:
                return export_aliases(own, out)

        self._window.runner.run(
            "Exporting actors",
            work,
            done=lambda count: self._say(f"exported {count:,} names to {name(out.name)}"),
            failed=self._refused,
        )

    def _make_dialog(self) -> "ActorsDialog":
        from annotator.gui.dialogs.actors import ActorsDialog

        dialog = ActorsDialog(self._session, self._window.runner, self._window)
        dialog.change_wanted.connect(self.change)
        dialog.ambiguous_wanted.connect(self.set_ambiguous)
        dialog.remove_wanted.connect(self.remove)
        dialog.add_wanted.connect(self.ask_for_name)
        dialog.rename_wanted.connect(self.rename)
        dialog.merge_wanted.connect(self.merge)
        dialog.fill_wanted.connect(self.fill)
        dialog.import_wanted.connect(self.ask_for_list)
        dialog.export_wanted.connect(self.ask_for_target)
        actions, commands = self._window.action_table, self._window.commands
        dialog.add_keys(actions.action("edit.undo").shortcuts(), lambda: self._and_repeat(commands.undo))
        dialog.add_keys(actions.action("edit.redo").shortcuts(), lambda: self._and_repeat(commands.redo))
        dialog.finished.connect(lambda _: self._forget_dialog())
        return dialog

    def _forget_dialog(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _over(self) -> QWidget:
        """Return what a further dialog belongs to."""
        return self._dialog or self._window

    def _do(self, operation: Callable[[Project], Changes], said: str, *, size: int = 0) -> bool:
        """Do an edit, at once or, if it is a large one, beside the window; say whether it was done or has begun."""
        if size > MOST_AT_ONCE:
            self._do_beside(operation, said)
            return True
        changes = self._session.do(operation)
        if changes:
            self._say(said)
        elif changes is not None:
            self._say("nothing was changed: the list reads so already")
        return bool(changes)

    def _do_beside(self, operation: Callable[[Project], Changes], said: str) -> None:
        project = self._session.project
        assert project is not None

        def work(report: Report, _cancelled: Cancelled) -> Changes:
            report(0, 0, "changing actors")
            with project.sibling() as own:
                return operation(own)

        def done(changes: Changes) -> None:
            if self._session.project is project:
                self._session.take_in(changes)
            self._say(said)

        self._run_alone(
            "Many spans are being changed; edits can go on when that is done.",
            lambda: self._window.runner.run("Changing actors", work, done=done, failed=self._refused),
        )

    def _count_for(self, dialog: "RenameActorDialog | MergeActorsDialog", actors: Sequence[str]) -> Callable[[], int]:
        """Count in the background how many spans mean ``actors``, and show it; return what tells the number."""
        project = self._session.project
        assert project is not None
        counted: list[Said] = []
        over: list[bool] = []
        dialog.finished.connect(lambda _: over.append(True))

        def work(_report: Report, cancelled: Cancelled) -> Said:
            with project.sibling() as own:
                return count_spans(own, actors, lambda: not cancelled())

        def done(said: Said) -> None:
            counted.append(said)
            if not over:
                dialog.show_count(said)

        self._window.runner.run("Counting spans", work, done=done, failed=self._refused)
        # As long as nobody knows, it may be many.
        return lambda: counted[0].total if counted else MOST_AT_ONCE + 1

    def _and_repeat(self, command: Callable[[], None]) -> None:
        """Do something of the window's, and say in the dialog as well what it did."""
        command()
        if self._dialog is not None:
            self._dialog.say(self._status.text())

    def _say(self, sentence: str) -> None:
        self._status.say(sentence)
        if self._dialog is not None:
            self._dialog.say(sentence)

    def _refused(self, error: UserError) -> None:
        self._session.refused.emit(str(error))
