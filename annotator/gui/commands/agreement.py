"""Agreement: whose work is compared, when anew, what is behind a figure, and what is saved of it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.gui.commands.base import CommandsBase
from annotator.gui.panels.wording import name
from annotator.gui.plain import sentence
from annotator.jobs.progress import Cancelled, Report

if TYPE_CHECKING:
    from annotator.gui.figures.page import AgreementPage
    from annotator.gui.figures.save_dialog import SaveRequest
    from annotator.gui.panels.pane import Pane
    from annotator.model.hits import Hit

_NOT_HERE = "That is for the page Agreement; View → Agreement goes there."

Work = Callable[[Report, Cancelled], object]


class AgreementCommands(CommandsBase):
    """Commands on the page Agreement."""

    def compare_again(self) -> None:
        """Count agreement anew."""
        page = self._agreement()
        if page is None:
            self._status.refuse(_NOT_HERE)
        else:
            page.counting.again()
            self._status.say("comparing anew; Esc stops it")

    def choose_compared_layers(self) -> None:
        """Ask whose work is compared."""
        from annotator.gui.commands.project import open_dialog
        from annotator.gui.figures.layers_dialog import LayersDialog
        from annotator.project.reading import count_layers

        page = self._agreement()
        layers = self._session.ask(count_layers)
        if page is None or layers is None:
            return
        counted = page.counting.counted
        dialog = LayersDialog(layers, () if counted is None else counted.agreement.names, self._window)
        dialog.accepted.connect(lambda: page.use_layers(dialog.result_value()))
        open_dialog(dialog)

    def save_figures(self) -> None:
        """Ask what of the figures to save, and where."""
        from annotator.gui.commands.project import open_dialog

        page, project = self._agreement(), self._session.project
        if page is None or project is None:
            self._status.refuse(_NOT_HERE)
        elif not page.figures.there:
            self._status.refuse("There is no figure to save yet.")
        else:
            from annotator.gui.figures.save_dialog import SaveDialog

            dialog = SaveDialog(project.path.parent, f"agreement {page.figures.choices.look.name}", self._window)
            dialog.accepted.connect(lambda: self.write_figures(page, dialog.result_value()))
            open_dialog(dialog)

    def write_figures(self, page: "AgreementPage", request: "SaveRequest") -> None:
        """Write what was asked for, beside the window's work."""
        work = self._all_tables(page, request.path) if request.kind == "tables" else _file_of(page, request)
        if work is not None:
            self._window.runner.run(
                "Saving figures",
                work,
                done=lambda _: self._status.say(f"saved {name(request.path.name)}"),
                failed=lambda error: self._status.refuse(sentence(str(error))),
            )

    def open_behind(self, hit: "Hit", layer: str) -> None:
        """Open the article of a place behind a figure, in the layer that was asked for."""
        self._desk.show_layer(layer)
        self._window.commands.open_hit(hit)
        if self._desk.key == hit.article:
            words = self._status.text()
            self._status.say(f"the layer of {name(layer)}: {words}")

    def build_agreement(self) -> "Pane":
        """Make the page Agreement."""
        from annotator.gui.figures.page import AgreementPage

        window = self._window
        page = AgreementPage(self._session, self._desk, (window.another_runner(), window.another_runner()))
        page.opened.connect(self.open_behind)
        page.layers_wanted.connect(self.choose_compared_layers)
        page.save_wanted.connect(self.save_figures)
        return page

    def _agreement(self) -> "AgreementPage | None":
        """Return the page if it is the one that is seen."""
        from annotator.gui.explore.page import AGREEMENT
        from annotator.gui.figures.page import AgreementPage

        if self._window.explore.now != AGREEMENT:
            return None
        page = self._window.explore.page(AGREEMENT)
        return page if isinstance(page, AgreementPage) else None

    def _all_tables(self, page: "AgreementPage", folder: Path) -> Work | None:
        from annotator.jobs.agreement_tables import write_tables

        project, counted = self._session.project, page.counting.counted
        if project is None or counted is None:
            return None
        options, agreement = page.counting.shown, counted.agreement

        def work(report: Report, cancelled: Cancelled) -> object:
            with project.sibling() as own:
                return write_tables(own, options, agreement, folder, report, cancelled)

        return work


def _file_of(page: "AgreementPage", request: "SaveRequest") -> Work:
    """Return what writes one file: the picture as it is seen, or the table beside it."""
    from annotator.gui.figures.saved import png_of, svg_of
    from annotator.jobs.saving_figures import save_picture, save_table

    if request.kind == "table":
        table = page.figures.model.table
        return lambda _report, _cancelled: save_table(table.plain_headings(), list(table.raw()), request.path)
    content = (png_of if request.kind == "png" else svg_of)(page.figures.picture)
    return lambda _report, _cancelled: save_picture(content, request.path)
