"""The tagset and its guidelines: edited in a window of their own, applied as one step."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from shiboken6 import isValid

from annotator.errors import UserError
from annotator.gui.background import Job
from annotator.gui.commands.articles import MOST_AT_ONCE
from annotator.gui.commands.base import CommandsBase
from annotator.gui.commands.project import open_dialog
from annotator.gui.panels.wording import name
from annotator.gui.specs import When
from annotator.jobs.progress import Cancelled, Report
from annotator.model.article import ArticleKey
from annotator.model.span import SpanKey
from annotator.model.tagset import Tagset
from annotator.project.changes import Changes

if TYPE_CHECKING:
    from annotator.gui.tagset.editor import TagsetEditor
    from annotator.model.tagset_changes import Plan
    from annotator.project.retagging_preview import Preview

_READ_ONLY = "The project is open to be read only."
_FILTERS = ("Tagsets (*.json)", "All files (*)")
_READ = ("Tagsets, also of brat and INCEpTION (*.json *.conf *.zip)", "All files (*)")


class TagsetCommands(CommandsBase):
    """Commands on the tagset of the project."""

    def open_tagset(self) -> None:
        """Open the tagset editor."""
        from annotator.gui.tagset.editor import TagsetEditor

        project = self._session.project
        if project is None:
            self._status.refuse(self._why_not(When.PROJECT))
            return
        self._window.inspector.commit_note()
        editor = TagsetEditor(
            project,
            self._window.runner,
            self._window,
            key_uses=self._key_uses(),
            why_read_only="" if self._session.writable else self._session.why_read_only or _READ_ONLY,
        )
        editor.apply_wanted.connect(lambda plan, made_for, preview: self._apply(editor, plan, made_for, preview))
        editor.import_wanted.connect(lambda: self._import_tagset(editor))
        editor.export_wanted.connect(lambda: self._export_tagset(editor))
        editor.versions_wanted.connect(lambda: self._show_versions(editor))
        self._session.closed.connect(editor.give_up)
        self._status.say("The tagset is open; nothing changes before you apply it.")
        open_dialog(editor)

    def edit_guideline(self) -> None:
        """Edit the guideline that is shown beside the text."""
        from annotator.gui.dialogs.guideline import GuidelineDialog

        project, topic = self._session.project, self._window.guidelines.topic
        if project is None or not self._session.writable:
            self._status.refuse(self._why_not(When.WRITABLE))
            return
        if topic is None:
            self._status.refuse("Go to a span of the tag first, or write it in the tagset editor.")
            return
        what, called = topic
        known = project.tagset[called] if what == "tag" else project.tagset.relation(called)
        if known is None:
            return
        dialog = GuidelineDialog(what, called, known.guideline, self._window)
        dialog.accepted.connect(lambda: self._write_guideline(what, called, dialog.result_value()))
        self._status.say(f"The guideline of {name(called)} is open.")
        open_dialog(dialog)

    def open_example(self, article: ArticleKey, span: SpanKey, annotator: str) -> None:
        """Open the article that an example is from, at the example."""
        if self._desk.key != article:
            self._window.commands.open_article(article)
        self._desk.show_layer(annotator)
        if self._desk.spans.get(span) is None:
            self._status.refuse("That example is no longer there.")
            return
        self._view.set_current_span(span)
        self._view.setFocus()
        self._status.say(f"an example from the layer of {name(annotator)}")

    def _write_guideline(self, what: str, called: str, guideline: str) -> None:
        from annotator.model.tagset_changes import ChangeRelation, ChangeTag
        from annotator.project.retagging import change_tagset_and_work

        project = self._session.project
        if project is None:
            return
        changed = ChangeTag if what == "tag" else ChangeRelation
        change = changed(called, guideline=guideline)
        made_for = project.tagset
        changes = self._session.do(lambda project: change_tagset_and_work(project, [change], made_for))
        if changes:
            version = project.tagset.version
            self._status.say(f"guideline of {name(called)} saved, tagset version {version} – Ctrl+Z undoes")

    def _key_uses(self) -> dict[str, str]:
        """Return what the keys do in the article that the program gave them and a tagset could take."""
        from annotator.gui.specs import Scope

        return {
            key: spec.title
            for spec in self._window.action_table.specs()
            if spec.scope is Scope.ARTICLE and not spec.argument
            for key in spec.keys
            if len(key) == 1 and key.isalnum()
        }

    def _apply(self, editor: "TagsetEditor", plan: "Plan", made_for: Tagset, preview: "Preview") -> None:
        from annotator.project.retagging import change_tagset_and_work

        # A job that runs may be putting spans there with a tag that would be gone in the middle of it.
        if preview.rows > MOST_AT_ONCE or self._window.runner.busy:
            self._apply_in_background(editor, plan, made_for)
            return
        refusals: list[str] = []
        self._session.refused.connect(refusals.append)
        changes = self._session.do(lambda project: change_tagset_and_work(project, plan, made_for))
        self._session.refused.disconnect(refusals.append)
        if changes is None:
            self._not_applied(editor, refusals[0] if refusals else "")
        else:
            self._applied(editor, changes)

    def _apply_in_background(self, editor: "TagsetEditor", plan: "Plan", made_for: Tagset) -> None:
        """Apply what is too much for the blink of an eye beside the window, while edits are held."""
        from annotator.project.retagging import change_tagset_and_work

        project, runner = self._session.project, self._window.runner
        assert project is not None

        def work(report: Report, cancelled: Cancelled) -> Changes:
            def went_on(done: int, total: int) -> bool:
                report(done, total, "spans")
                return not cancelled()

            with project.sibling() as own:
                return change_tagset_and_work(own, plan, made_for, went_on)

        def finish(changes: Changes) -> None:
            told.stop()
            if self._session.project is project:
                self._session.read_again()
            self._applied(editor, changes)

        def fail(error: UserError) -> None:
            told.stop()
            self._not_applied(editor, str(error))

        def let_go(ended: Job) -> None:
            # However it ended: a job that is cancelled before its turn is neither done nor failed.
            if ended is job:
                runner.finished.disconnect(let_go)
                self._session.go_on()
                told.start()

        told = QTimer(editor, singleShot=True, interval=0)
        told.timeout.connect(lambda: self._not_applied(editor, "Nothing was changed."))
        self._session.hold("The tagset is being changed; edits can go on when that is done.")
        runner.finished.connect(let_go)
        job = runner.run("Changing the tagset", work, done=finish, failed=fail)
        editor.stop_wanted.connect(job.cancel)
        editor.applying()

    def _applied(self, editor: "TagsetEditor", changes: Changes) -> None:
        project = self._session.project
        if isValid(editor):
            editor.applied()
        if project is not None and changes:
            self._status.say(f"the tagset is version {project.tagset.version} now – Ctrl+Z undoes")

    def _not_applied(self, editor: "TagsetEditor", why: str) -> None:
        project = self._session.project
        if project is not None and isValid(editor):
            editor.not_applied(why, project.tagset)
        self._status.refuse(why)

    def _import_tagset(self, editor: "TagsetEditor") -> None:
        from annotator.gui.dialogs import choose_files

        choose_files(
            editor, "Import a tagset", self._project_folder(),
            lambda paths: self.take_over(editor, paths[0]), filters=_READ,
        )  # fmt: skip

    def take_over(self, editor: "TagsetEditor", path: Path) -> None:
        """Show a tagset file beside the tagset, and collect the changes that take it over."""
        from annotator.gui.tagset.taking_over import TakingOverDialog
        from annotator.jobs.tagset_files import load_tagset

        try:
            file = load_tagset(path)
        except UserError as error:
            editor.refuse(str(error))
            return
        dialog = TakingOverDialog(editor.draft.tagset, file, editor)
        dialog.accepted.connect(lambda: editor.draft.do(*dialog.result_value()))
        open_dialog(dialog)

    def _export_tagset(self, editor: "TagsetEditor") -> None:
        from annotator.gui.dialogs import choose_new_file

        proposed = self._project_folder() / "tagset.json"
        choose_new_file(
            editor, "Export the tagset", proposed,
            lambda path: self.save_tagset(editor, path), filters=_FILTERS,
        )  # fmt: skip

    def save_tagset(self, editor: "TagsetEditor", path: Path) -> None:
        """Write the tagset as the editor shows it to a file; one that is there is not replaced."""
        from annotator.jobs.tagset_files import save_tagset

        try:
            save_tagset(editor.draft.tagset, path)
        except UserError as error:
            editor.refuse(str(error))
        else:
            editor.refuse(f"The tagset is written to {name(path.name)}.")

    def _show_versions(self, editor: "TagsetEditor") -> None:
        from annotator.gui.dialogs import ReportDialog
        from annotator.gui.tagset.history import history_of
        from annotator.project.tagset_versions import versions

        found = self._session.ask(versions)
        if found is not None:
            open_dialog(ReportDialog(history_of(found), editor))

    def _project_folder(self) -> Path:
        project = self._session.project
        return project.path.parent if project is not None else Path.home()
