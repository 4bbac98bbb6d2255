"""Every dialog of the program, made with one text wherever a text from outside can stand."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from annotator.gui.article.metrics import Reading
from annotator.gui.article.style import neutral_style
from annotator.gui.background import Runner
from annotator.gui.crash import CrashDialog
from annotator.gui.dialogs import (
    AnnotatorDialog,
    ExportDialog,
    Findings,
    ImportDialog,
    MetadataDialog,
    NewProjectDialog,
    ReportDialog,
    found_by_export,
)
from annotator.gui.dialogs.about import AboutDialog
from annotator.gui.dialogs.reading import ReadingDialog
from annotator.gui.dialogs.timing import TimingDialog
from annotator.gui.explore.mentions import MentionsDialog
from annotator.gui.explore.stream import Stream
from annotator.gui.figures.layers_dialog import LayersDialog
from annotator.gui.figures.save_dialog import SaveDialog
from annotator.gui.help_viewer import HelpViewer
from annotator.gui.plain import tell
from annotator.gui.session import Session
from annotator.gui.settings import Settings
from annotator.model.article import Article, Meta
from annotator.model.hits import Mention
from annotator.model.record import Loss, LossReport
from annotator.project.mentions import MentionQuery
from annotator.project.project import Project
from annotator.project.reading import LayerCount


def every_dialog(words: str, project: Project, runner: Runner, folder: Path) -> Iterator[Callable[[], QWidget]]:
    """Yield something that makes each dialog."""
    meta = Meta(words, words, words, words, words, words, words)
    article = Article(1, "id", words, meta, "", "")
    loss = LossReport(1, 2, 3, [Loss(words, 4, words)])
    named = folder / words.replace("/", "∕")[:60]
    yield lambda: NewProjectDialog(words, None, folder)
    yield lambda: AnnotatorDialog(words, None, [words, "ben"])
    yield lambda: MetadataDialog(article)
    yield lambda: ImportDialog([named.with_suffix(".txt"), named], project, runner)
    yield lambda: ExportDialog(project, None, named)
    yield lambda: ReportDialog(Findings(words, words, [(words, words)], [(words, words)] * 50, (words, words)))
    yield lambda: ReportDialog(found_by_export(loss, words))
    yield lambda: ReadingDialog(Reading(family=words))
    yield lambda: CrashDialog(words)
    yield TimingDialog
    yield lambda: LayersDialog({words: LayerCount(1, 1, {words: 1}), "ben": LayerCount(1, 1, {})}, (words,))
    yield lambda: SaveDialog(named, words.replace("/", "∕"))
    yield lambda: _mentions(words, project, runner, folder)
    yield AboutDialog
    yield HelpViewer
    yield lambda: tell(None, words, words, words)


def _mentions(words: str, project: Project, runner: Runner, folder: Path) -> MentionsDialog:
    session = Session(runner)
    query = MentionQuery(words, words, 1)
    dialog = MentionsDialog(
        query, neutral_style(words), Stream(session, runner, session), Settings(folder / "s.ini"), attributes=words
    )
    dialog.model.add([Mention(1, words, words, words, 0, 5, words, words, words, standing="other_tag", refused=False)])
    return dialog
