"""What is done to whole projects: make, open, import, export, check, copy, close."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from annotator.errors import UserError
from annotator.gui.commands.base import CommandsBase
from annotator.gui.modes import ANNOTATE
from annotator.gui.panels.wording import articles_words, name, quoted_short, spans_words
from annotator.jobs.progress import Cancelled, Report
from annotator.model.span import Fragment
from annotator.project.project import Project
from annotator.project.reading import key_of_article
from annotator.project.timing import is_recorded

if TYPE_CHECKING:
    from annotator.gui.dialogs import ExportDialog, ExportRequest, Findings, ImportRequest
    from annotator.gui.dialogs.training import TrainingDialog, TrainingRequest
    from annotator.jobs.importing import ImportReport
    from annotator.jobs.training_report import TrainingReport
    from annotator.model.record import LossReport, Place
    from annotator.project.checking import Verification

T = TypeVar("T")

SUFFIX = ".annotator"


class ProjectCommands(CommandsBase):
    """Commands on the project as a whole. Dialogs and jobs run beside the window's work and never block it."""

    def new_project(self) -> None:
        """Ask for a place and a name, make a project there, and open it."""
        from annotator.gui.dialogs import NewProjectDialog

        dialog = NewProjectDialog(self._window.annotator, self._window, self._folder())
        dialog.accepted.connect(lambda: self.make_project(*dialog.result_value()))
        open_dialog(dialog)

    def make_project(self, path: Path, annotator: str, tagset: Path | None) -> None:
        """Make a project and open it."""
        from annotator.jobs.creating import new_project

        try:
            new_project(path, annotator, tagset)
        except UserError as error:
            self._refuse(error)
            return
        self._window.settings.annotator = annotator
        self.open_path(path)

    def open_project(self) -> None:
        """Ask which project to open."""
        from annotator.gui.dialogs import choose_files
        from annotator.gui.dialogs.places import EVERYTHING, PROJECTS

        def chosen(paths: list[Path]) -> None:
            self.open_path(paths[0])

        choose_files(self._window, "Open a project", self._folder(), chosen, filters=(PROJECTS, EVERYTHING))

    def open_path(self, path: Path) -> bool:
        """Open the project at ``path``; say whether that worked."""
        self._window.inspector.commit_note()
        if not self._session.open(path, self._window.annotator):
            return False
        self._window.settings.remember_project(path)
        count = articles_words(len(self._window.articles.model))
        said = f"opened {name(path.stem)} as {name(self._session.annotator)} · {count}"
        if self._session.ask(is_recorded):
            said += " · the project keeps how long you work on each article"
        self._status.say(said)
        return True

    def forget_project(self, path: Path) -> None:
        """Take a project from the list of recent ones; its file is not touched."""
        self._window.settings.forget_project(path)

    def open_sample(self) -> None:
        """Open the sample project, which is made the first time."""
        from annotator.jobs.sample import SAMPLE_NAME, make_sample

        path = self._window.sample_folder / SAMPLE_NAME
        if path.exists():
            self.open_path(path)
            return
        annotator = self._window.annotator

        def work(report: Report, cancelled: Cancelled) -> None:
            make_sample(path, annotator, report, cancelled)

        self._run("Making the sample project", work, lambda _: self.open_path(path))

    def import_files(self) -> None:
        """Ask what to import."""
        self.import_paths([])

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Show what an import would do, and do it when the annotator agrees."""
        from annotator.gui.dialogs import ImportDialog

        project = self._session.project
        if project is None or not self._session.writable:
            self._status.refuse(self._session.why_read_only or "Open or make a project first, then import into it.")
            return
        dialog = ImportDialog(paths, project, self._window.runner, self._window)
        dialog.accepted.connect(lambda: self.run_import(dialog.result_value()))
        open_dialog(dialog)

    def run_import(self, request: "ImportRequest") -> None:
        """Import beside the window's work."""
        from annotator.gui.dialogs import found_by_import
        from annotator.jobs.importing import import_paths

        project = self._session.project
        if project is None:
            return

        def work(report: Report, cancelled: Cancelled) -> "ImportReport":
            with project.sibling() as own:
                return import_paths(own, request.paths, request.options, report, cancelled)

        def done(report: "ImportReport") -> None:
            self._see_again(project)
            self._status.say(_imported(report))
            if report.notes or report.cancelled:
                self._report(found_by_import(report))

        self._run("Importing", work, done)

    def export_project(self) -> None:
        """Ask what to export and where to."""
        from annotator.gui.dialogs import ExportDialog

        project = self._session.project
        if project is not None:
            remembered = self._window.settings.choices(project.id, "export")
            dialog = ExportDialog(project, self._window.runner, self._window, self._folder(), remembered)
            dialog.accepted.connect(lambda: self.run_export(dialog.result_value()))
            self._follow_choices(dialog, project, "export")

    def run_export(self, request: "ExportRequest") -> None:
        """Export beside the window's work."""
        from annotator.gui.dialogs import found_by_export
        from annotator.jobs.exporting import export_project

        project = self._session.project
        if project is None:
            return

        def work(report: Report, cancelled: Cancelled) -> "LossReport":
            with project.sibling() as own:
                return export_project(
                    own,
                    request.out,
                    request.format,
                    request.layer,
                    report=report,
                    cancelled=cancelled,
                    guesses=request.guesses,
                    options=request.options,
                    side_file=request.side_file,
                )

        def done(lost: "LossReport") -> None:
            counts = f"{articles_words(lost.articles)} and {spans_words(lost.spans)}"
            files = f" ({len(lost.files):,} files)" if lost.files else ""
            self._status.say(f"exported {counts} to {name(request.out.name)}{files}")
            if lost.loss:
                side = request.side_file.name if request.side_file is not None else ""
                self._report(found_by_export(lost, request.out.name, side))

        self._run("Exporting", work, done)

    def export_training(self) -> None:
        """Ask what models are to learn from, and where it goes."""
        from annotator.gui.dialogs.training import TrainingDialog

        project = self._session.project
        if project is not None:
            remembered = self._window.settings.choices(project.id, "training")
            dialog = TrainingDialog(project, self._window.runner, self._window, self._folder(), remembered)
            dialog.accepted.connect(lambda: self.run_training(dialog.result_value()))
            self._follow_choices(dialog, project, "training")

    def run_training(self, request: "TrainingRequest") -> None:
        """Export for training beside the window's work."""
        from annotator.gui.dialogs.training import found_by_training
        from annotator.jobs.training import export_training

        project = self._session.project
        if project is None:
            return

        def work(report: Report, cancelled: Cancelled) -> "TrainingReport":
            with project.sibling() as own:
                return export_training(own, request.out, request.options, report, cancelled)

        def done(found: "TrainingReport") -> None:
            counts = f"{articles_words(found.articles)} and {spans_words(found.spans)}"
            self._status.say(f"exported {counts} for training to {name(request.out.name)}")
            self._report(found_by_training(found, request.out.name))

        self._run("Exporting for training", work, done)

    def _follow_choices(self, dialog: "ExportDialog | TrainingDialog", project: Project, name: str) -> None:
        """Open a dialog; remember what is chosen in it, and show the examples that somebody wants to see."""

        def remember() -> None:
            self._window.settings.remember_choices(project.id, name, dialog.chosen())

        def show(place: "Place") -> None:
            remember()
            dialog.reject()
            self.open_place(place)

        dialog.accepted.connect(remember)
        dialog.opened.connect(show)
        open_dialog(dialog)

    def open_place(self, place: "Place") -> None:
        """Open the article of an example, with the words of its span selected."""
        key = self._session.ask(lambda project: key_of_article(project, place.article))
        if key is None:
            self._status.refuse("That article is no longer in the project.")
            return
        self._window.modes.show(ANNOTATE)
        if self._desk.key != key:
            self._window.commands.open_article(key)
        if self._desk.key == key and place.tag:
            self._view.select(place.start, place.end)
            self._view.reveal(Fragment(place.start, place.end))
        self._view.setFocus()
        called = quoted_short(place.words or place.title)
        self._status.say(f"the example {called}; export again, and everything is as you chose it")

    def verify_project(self) -> None:
        """Check the project beside the window's work, and report."""
        from annotator.gui.dialogs import found_by_verify
        from annotator.jobs.verifying import verify

        project = self._session.project
        if project is None:
            return

        def work(report: Report, cancelled: Cancelled) -> "Verification":
            with project.sibling() as own:
                return verify(own, report, cancelled)

        def done(found: "Verification") -> None:
            count = len(found.problems)
            what = "nothing is wrong" if found.ok else f"{count:,} {'problem' if count == 1 else 'problems'}"
            self._status.say(f"checked {articles_words(found.articles)}: {what}")
            self._report(found_by_verify(found))

        self._run("Checking the project", work, done)

    def back_up_project(self) -> None:
        """Ask where a copy should go, and make it."""
        from annotator.gui.dialogs import choose_new_file
        from annotator.gui.dialogs.places import PROJECTS

        project = self._session.project
        if project is not None:
            proposed = project.path.with_name(f"{project.path.stem} backup{SUFFIX}")
            choose_new_file(self._window, "Back up the project", proposed, self.back_up_to, filters=(PROJECTS,))

    def back_up_to(self, target: Path) -> None:
        """Copy the project to ``target``."""
        from annotator.project.backup import copy_project

        project = self._session.project
        if project is None:
            return
        path = project.path
        self._run(
            "Backing up",
            lambda _report, _cancelled: copy_project(path, target),
            lambda _: self._status.say(f"backed up to {name(target.name)}"),
        )

    def change_annotator(self) -> None:
        """Ask who goes on working."""
        from annotator.gui.dialogs import AnnotatorDialog

        dialog = AnnotatorDialog(self._session.annotator, self._window, self._desk.annotators)
        dialog.accepted.connect(lambda: self.become(dialog.result_value()))
        open_dialog(dialog)

    def become(self, annotator: str) -> None:
        """Go on under another name."""
        self._window.inspector.commit_note()
        self._window.settings.annotator = annotator
        if self._session.become(annotator):
            self._status.say(f"You work as {name(annotator)} now.")

    def close_project(self) -> None:
        """Close the project and go back to the start page."""
        self._window.inspector.commit_note()
        for job in self._window.runner.jobs:
            job.cancel()
        project = self._session.project
        self._session.close()
        if project is not None:
            self._status.say(f"closed {name(project.path.stem)}; everything is saved")

    def quit(self) -> None:
        """Close the window, and with it the program."""
        self._window.close()

    def _folder(self) -> Path:
        """Return where the annotator's files probably are: beside the project, or in their home."""
        project = self._session.project
        if project is not None:
            return project.path.parent
        recent = self._window.settings.recent_projects
        return recent[0].parent if recent and recent[0].parent.is_dir() else Path.home()

    def _see_again(self, project: Project) -> None:
        if self._session.project is project:
            self._session.read_again()

    def _report(self, findings: "Findings") -> None:
        from annotator.gui.dialogs import ReportDialog

        open_dialog(ReportDialog(findings, self._window))

    def _run(self, what: str, work: Callable[[Report, Cancelled], T], done: Callable[[T], object]) -> None:
        def finish(result: T) -> None:
            done(result)

        self._status.say(f"{what}…")
        self._window.runner.run(what, work, done=finish, failed=self._refuse)

    def _refuse(self, error: UserError) -> None:
        self._status.refuse(str(error))


def open_dialog(dialog: QDialog) -> None:
    """Open a dialog without waiting for it; it is gone for good when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def _imported(report: "ImportReport") -> str:
    articles, spans = report.articles, report.spans
    known = f" ({articles.known:,} were there already)" if articles.known else ""
    are = "is a copy of another" if report.stories.articles == 1 else "are copies of others"
    copies = f"; {report.stories.articles:,} {are}" if report.stories.articles else ""
    return f"imported {articles_words(articles.new)}{known} and {spans_words(spans.new)}{copies}"
