"""Every dialog of the program, made with one text wherever a text from outside can stand."""

import json
from collections import Counter
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
from annotator.gui.dialogs.actor_fill import ActorFillDialog
from annotator.gui.dialogs.actor_import import ActorImportDialog
from annotator.gui.dialogs.actor_questions import AddActorDialog, MergeActorsDialog, RenameActorDialog
from annotator.gui.dialogs.actors import ActorsDialog
from annotator.gui.dialogs.carrying import CarryDialog
from annotator.gui.dialogs.feedback import FeedbackDialog
from annotator.gui.dialogs.guideline import GuidelineDialog
from annotator.gui.dialogs.joining import JoinDialog
from annotator.gui.dialogs.loss_view import LossView
from annotator.gui.dialogs.reading import ReadingDialog
from annotator.gui.dialogs.rules import RulesDialog
from annotator.gui.dialogs.timing import TimingDialog
from annotator.gui.dialogs.training import TrainingDialog, found_by_training
from annotator.gui.dialogs.training_view import TrainingView
from annotator.gui.explore.mentions import MentionsDialog
from annotator.gui.explore.stream import Stream
from annotator.gui.figures.layers_dialog import LayersDialog
from annotator.gui.figures.save_dialog import SaveDialog
from annotator.gui.help_viewer import HelpViewer
from annotator.gui.panels.alias_field import AliasField
from annotator.gui.plain import tell
from annotator.gui.session import Session
from annotator.gui.settings import Settings
from annotator.gui.tagset.editor import TagsetEditor
from annotator.gui.tagset.history import history_of
from annotator.gui.tagset.questions import MergeDialog, RemoveAttributeDialog, SplitDialog
from annotator.gui.tagset.taking_over import TakingOverDialog
from annotator.gui.tagset.tree import Place
from annotator.jobs.training_items import LeftOut
from annotator.jobs.training_report import OffTokens, SplitCounts, TrainingReport
from annotator.model.aliases import Alias
from annotator.model.article import Article, Meta
from annotator.model.carrying import Carried, Fit
from annotator.model.feedback import Case, Feedback, Given, Grouped, RuleCount
from annotator.model.hits import Mention
from annotator.model.record import Loss, LossReport
from annotator.model.record import Place as RecordPlace
from annotator.model.span import Fragment, Span
from annotator.model.tagset import Attribute, RelationType, Tag, Tagset
from annotator.model.tagset_changes import LABELS, AddAttribute, AddRelation, AddTag, ChangeTag
from annotator.project import alias_edits
from annotator.project.carrying import Carriage
from annotator.project.listing import ArticleRow
from annotator.project.mentions import MentionQuery
from annotator.project.project import Project
from annotator.project.reading import LayerCount
from annotator.project.tagset_survey import Survey
from annotator.project.tagset_versions import Difference, Version


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
    for path in _hostile_files(words, named):
        yield lambda path=path: ImportDialog([path], project, runner)
    yield lambda: ExportDialog(project, runner, None, named)
    yield lambda: ReportDialog(Findings(words, words, [(words, words)], [(words, words)] * 50, (words, words)))
    yield lambda: ReportDialog(found_by_export(loss, words))
    yield lambda: ReadingDialog(Reading(family=words))
    yield lambda: CrashDialog(words)
    yield TimingDialog
    yield from _about_stories(words, project, runner, named)
    yield lambda: LayersDialog({words: LayerCount(1, 1, {words: 1}), "ben": LayerCount(1, 1, {})}, (words,))
    yield lambda: SaveDialog(named, words.replace("/", "∕"))
    yield lambda: _mentions(words, project, runner, folder)
    yield lambda: RulesDialog([RuleCount(words, 2, 1, {words: 2})])
    yield lambda: _feedback(words, runner)
    yield AboutDialog
    yield HelpViewer
    yield lambda: tell(None, words, words, words)
    yield from _about_actors(words, project, runner, named)
    yield from _tagset_dialogs(words, project, runner)


def _hostile_files(words: str, named: Path) -> Iterator[Path]:
    """Yield files whose names, columns, tags and texts are hostile, so that each page of an import shows them."""
    named.parent.mkdir(exist_ok=True)
    cell = words.replace('"', '""')
    table, work, old = (named.with_suffix(suffix) for suffix in (".csv", ".jsonl", ".txt"))
    table.write_text(f'"{cell}","{cell} title"\n"{cell}","{cell}"\n', "utf-8")
    span = {"start": 0, "end": 5, "label": words[:150], "text": words[1:6]}
    meta = dict.fromkeys(("title", "source", "published", "language"), words)
    work.write_text(json.dumps({"text": words, "layer": words[:150], "meta": meta, "spans": [span]}) + "\n", "utf-8")
    old.write_bytes((f"{words} قال المرصد إن 287 مقاتلا قتلوا في المعارك. " * 3).encode("cp1256", "replace"))
    yield from (table, work, old, named.parent)


def _about_stories(words: str, project: Project, runner: Runner, named: Path) -> Iterator[Callable[[], QWidget]]:
    row = ArticleRow(1, words, words, words, words, words, "open", flagged=False, copies=2)
    span = Span("id", words, (Fragment(0, 1),), key=1)
    carriages = [Carriage(span, words, Carried(fit, span.fragments), words) for fit in Fit]
    left_out = (LeftOut(words, 2),)
    report = TrainingReport({}, (OffTokens(words, 2, 1, words),), left_out, (Loss(words, 3, words),), {words: 1}, ())
    yield lambda: CarryDialog([row], lambda _: carriages, lambda *_: 2)
    yield lambda: JoinDialog(lambda _: [row])
    yield lambda: TrainingDialog(project, runner, None, named)
    yield lambda: ReportDialog(found_by_training(report, words))
    yield lambda: _foreseen_loss(words)
    yield lambda: _foreseen_training(words)


def _losses(words: str) -> tuple[Loss, ...]:
    """What a format cannot hold, with the words wherever a name, a title or a quotation stands."""
    place = RecordPlace(words, words, words, words, 3, 5)
    return Loss(words, 3, words, words, place), Loss(words, 1, words)


def _foreseen_loss(words: str) -> QWidget:
    view = LossView()
    view.show_loss(LossReport(1, 2, 3, list(_losses(words))))
    return view


def _foreseen_training(words: str) -> QWidget:
    counts = SplitCounts(articles=2, stories=1, tags=Counter({words: 2}), first=words, last=words)
    off = (OffTokens(words, 2, 1, words, RecordPlace(words, words, words, words, 3, 5)),)
    files = (words, words)
    report = TrainingReport({"train": counts}, off, (LeftOut(words, 2),), _losses(words), {words: 1}, files)
    view = TrainingView()
    view.show_report(report, words)
    return view


def _tagset_dialogs(words: str, project: Project, runner: Runner) -> Iterator[Callable[[], QWidget]]:
    called = " ".join(words.split())[:190]
    attribute = Attribute(called, "choice", (called,), words)
    hostile = Tagset(called, (Tag(called, "A", (attribute,), words),), labels=(attribute,))
    version = Version(1, words, words, words, words, (Difference("{} of {}", (words, words)),), 3, 4)
    yield lambda: GuidelineDialog("tag", words, words)
    yield lambda: MergeDialog("tag", words, [words], "3 spans", None)
    yield lambda: SplitDialog(hostile.tags[0], hostile, Survey())
    yield lambda: RemoveAttributeDialog(words, words, 3)
    yield lambda: TakingOverDialog(project.tagset, hostile)
    yield lambda: ReportDialog(history_of([version]))
    for place in (Place("tag", called), Place("attribute", called, called), Place("relation", called)):
        yield lambda place=place: _hostile_editor(called, words, place, project, runner)


def _hostile_editor(called: str, words: str, place: Place, project: Project, runner: Runner) -> QWidget:
    editor = TagsetEditor(project, runner, key_uses={"A": words}, why_read_only=words)
    attribute = Attribute(called, "choice", (called,), words)
    assert editor.draft.do(
        AddTag(Tag(called, attributes=(attribute,))),
        ChangeTag(called, guideline=words),
        AddAttribute(LABELS, attribute),
        AddRelation(RelationType(called, (called,), (called,), guideline=words)),
    )
    editor.refuse(words)
    editor.tree.go_to(place)
    return editor


def _mentions(words: str, project: Project, runner: Runner, folder: Path) -> MentionsDialog:
    session = Session(runner)
    query = MentionQuery(words, words, 1)
    dialog = MentionsDialog(
        query, neutral_style(words), Stream(session, runner, session), Settings(folder / "s.ini"), attributes=words
    )
    dialog.model.add([Mention(1, words, words, words, 0, 5, words, words, words, standing="other_tag", refused=False)])
    return dialog


def _about_actors(words: str, project: Project, runner: Runner, named: Path) -> Iterator[Callable[[], QWidget]]:
    name = words[:150]
    alias_edits.add_aliases(project, [Alias(name, f"{name} 1", note=words[:900]), Alias("else", f"{name} 1")])
    session = Session()
    assert session.open(project.path, project.annotator)
    listed = named.with_suffix(".csv")
    listed.write_text(
        f'canonical,variant,{name.replace(",", "")}\n"{name.replace(chr(34), "")}",x,\n,,\n,x,\n', "utf-8"
    )
    yield lambda: ActorsDialog(session, runner)
    yield lambda: AddActorDialog(session, name)
    yield lambda: RenameActorDialog(session, name)
    yield lambda: MergeActorsDialog(session, [name, "else"])
    yield lambda: ActorFillDialog(session, runner)
    yield lambda: ActorImportDialog(listed, project, runner)
    yield lambda: _field(session, name)
    session.close()


def _field(session: Session, name: str) -> AliasField:
    field = AliasField(session)
    field.setAccessibleName("canonical")
    field.set_context(name, name)
    field.set_value(name, True)
    field.show()
    field.offers.show()
    return field


def _feedback(words: str, runner: Runner) -> QWidget:
    """A dialog in which a reviewer changed a mark with the words in every field."""
    dialog = FeedbackDialog(Session(), runner, [words, "ben"], words)
    given = Given(words, words, {words: words})
    case = Case("id", words, words, words, words, given, None, "tag", "took", words, words, words, 0)
    dialog._show(Feedback(words, 1, (Grouped(words, (case,)),)))
    return dialog
