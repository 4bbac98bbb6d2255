"""The tagset editor: on the left what there is, on the right a form for it, below the changes that are collected."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.background import Progress, Runner
from annotator.gui.plain import breakable, plain_label, sentence
from annotator.gui.tagset.about_group import AboutGroup
from annotator.gui.tagset.counting import Counting
from annotator.gui.tagset.draft import Draft
from annotator.gui.tagset.editor_end import EditorEnd
from annotator.gui.tagset.entries import EntryButtons
from annotator.gui.tagset.forms import AttributeForm, Form, RelationForm, TagForm
from annotator.gui.tagset.plan_view import PlanView
from annotator.gui.tagset.tree import TAGS, Place, TagsetTree
from annotator.model.tagset import Tagset
from annotator.project.project import Project
from annotator.project.retagging_preview import Preview
from annotator.project.tagset_survey import Survey, survey_after

_WHAT = {
    "tags": "A tag is a kind of mark. Spans follow when it gets another name; its key also stands at its marks.",
    "relations": "A relation type is a kind of arrow from one span to another.",
    "labels": "A label says something about an article as a whole.",
}


class TagsetEditor(QDialog):
    """Collects changes and shows what they touch. It changes nothing itself: it asks for the plan to be applied."""

    apply_wanted = Signal(object, object, object)
    """The plan, the tagset it was made for, and the :class:`~annotator.project.retagging_preview.Preview`."""
    import_wanted = Signal()
    export_wanted = Signal()
    versions_wanted = Signal()
    stop_wanted = Signal()
    """The plan that is being applied is not to be applied after all."""

    def __init__(
        self,
        project: Project,
        runner: Runner,
        parent: QWidget | None = None,
        *,
        key_uses: Mapping[str, str] | None = None,
        why_read_only: str = "",
    ) -> None:
        """Make the editor.

        Args:
            project: asked for its tagset and, on connections of its own, for counts.
            runner: counts beside the window.
            parent: the window it belongs to.
            key_uses: what the keys of the article do that the tagset could take.
            why_read_only: why nothing can be applied, in a sentence.
        """
        super().__init__(parent)
        self.setObjectName("tagsetEditor")
        self.setWindowTitle("Tagset")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._why_read_only = why_read_only
        self._runner = runner
        self._survey = Survey()
        self._preview: Preview | None = None
        self._warned = False
        self._applying = False
        self.draft = Draft(project.tagset, self)
        self.tree = TagsetTree()
        self.entries = EntryButtons(self.draft)
        self.forms: dict[str, Form] = {
            "tag": TagForm(self.draft, key_uses or {}),
            "attribute": AttributeForm(self.draft),
            "relation": RelationForm(self.draft, key_uses or {}),
        }
        self.plan = PlanView(self.draft)
        self.end = EditorEnd()
        self._place = TAGS
        self._build()
        self.counting = Counting(project, runner, self)
        self._connect()
        self._show_draft()
        self.counting.survey()
        self.resize(940, 700)

    @property
    def form(self) -> Form | None:
        """The form that is shown."""
        shown = self._pages.currentWidget()
        return shown if isinstance(shown, Form) else None

    def refuse(self, why: str) -> None:
        """Say why something was not done."""
        self.sentence.setText(breakable(sentence(why)))

    def applied(self) -> None:
        """Close: the plan is in the project now."""
        self._applying = False
        self.accept()

    def not_applied(self, why: str, tagset: Tagset) -> None:
        """Go on where the plan was when it could not be applied; ``tagset`` is the project's."""
        self._set_applying(False)
        if tagset != self.draft.base:
            self.draft.begin_again(tagset)
        else:
            self._show_counts()
        self.refuse(why)

    def applying(self) -> None:
        """Show that the plan is being applied beside the window."""
        self._set_applying(True)

    def give_up(self) -> None:
        """Close: the project is closed."""
        self.counting.stop()
        super().reject()

    def reject(self) -> None:
        """Close, but never lose a plan by a slip: the first time, say that there is one."""
        if self._applying:
            self.stop_wanted.emit()
        elif self.draft.plan and not self._warned:
            self._warned = True
            self.refuse("There are changes that are not applied. Press Cancel or Esc once more to drop them.")
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Stop counting."""
        self.counting.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask like Cancel."""
        self.reject()
        event.setAccepted(not self.isVisible())

    def _build(self) -> None:
        self._pages = QStackedWidget()
        self._about = AboutGroup()
        self._pages.addWidget(self._about)
        for form in self.forms.values():
            self._pages.addWidget(form)
        self._pages.setMinimumWidth(300)
        left = QWidget()
        box = QVBoxLayout(left)
        box.setContentsMargins(8, 8, 0, 8)
        box.setSpacing(6)
        box.addWidget(self.tree, 1)
        box.addWidget(self.entries)
        left.setMinimumWidth(280)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self._pages)
        parts.setStretchFactor(1, 1)
        parts.setSizes([330, 600])
        self.sentence = plain_label("", wrap=True, name="sentence")
        self.sentence.setContentsMargins(14, 0, 14, 0)
        self.sentence.setAccessibleName("What was refused")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 10)
        whole.setSpacing(4)
        whole.addWidget(parts, 1)
        whole.addWidget(self.plan)
        whole.addWidget(self.sentence)
        whole.addWidget(self.end)

    def _connect(self) -> None:
        self.end.import_wanted.connect(self.import_wanted)
        self.end.export_wanted.connect(self.export_wanted)
        self.end.versions_wanted.connect(self.versions_wanted)
        self.end.apply_wanted.connect(self._apply)
        self.end.cancel_wanted.connect(self.reject)
        self.tree.gone_to.connect(self._show_place)
        self.tree.installEventFilter(self)
        self.draft.changed.connect(self._show_draft)
        self.draft.refused.connect(self.refuse)
        self.counting.surveyed.connect(self._take_survey)
        self.counting.previewed.connect(self._take_preview)
        self.counting.failed.connect(self.plan.say)
        self._runner.progressed.connect(self._show_progress)
        for form in self.forms.values():
            form.renamed.connect(self._follow)
        self.entries.going.connect(self._follow)
        self.entries.refused.connect(self.refuse)
        self.entries.rename_wanted.connect(self._write_name)
        # The keys reach every part of the window but those fields that take them for themselves.
        for keys, button in (
            ("F2", self.entries.rename),
            ("Ctrl+M", self.entries.merge),
            ("Alt+Up", self.entries.up),
            ("Alt+Down", self.entries.down),
        ):
            QShortcut(QKeySequence(keys), self, button.click)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._apply)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Insert adds and Delete removes what is current in the tree."""
        if watched is self.tree and event.type() == QEvent.Type.KeyPress:
            key = event.key() if isinstance(event, QKeyEvent) else None
            if key in (Qt.Key.Key_Insert, Qt.Key.Key_Delete):
                (self.entries.add if key == Qt.Key.Key_Insert else self.entries.remove).click()
                return True
        return super().eventFilter(watched, event)

    def _take_survey(self, survey: Survey) -> None:
        self._survey = survey
        self._show_tree()

    def _take_preview(self, preview: Preview) -> None:
        self._preview = preview
        self._show_counts()

    def _show_counts(self) -> None:
        if self._preview is not None:
            self.plan.show_preview(self._preview, self.draft.base.version + 1)
        self.end.apply.setEnabled(self._preview is not None and not self._why_read_only and not self._applying)

    def _show_draft(self) -> None:
        """Show what the tagset would be now, and have it counted."""
        self._warned = False
        self._preview = None
        self.sentence.setText(breakable(sentence(self._why_read_only)))
        self.plan.show_plan()
        self.end.apply.setEnabled(False)
        self._show_tree()
        if self.draft.plan:
            self.counting.preview(self.draft.plan, self.draft.base)
        else:
            self.counting.stop_preview()

    def _show_tree(self) -> None:
        self.tree.show_tagset(self.draft.tagset, self._counts, self._place)

    @property
    def _counts(self) -> Survey:
        """What was counted, under the names of the draft."""
        return survey_after(self._survey, self.draft.plan)

    def _follow(self, place: Place) -> None:
        self._place = place

    def _show_place(self, place: Place) -> None:
        self._place = place
        form = self.forms.get(place.kind)
        if form is None:
            self._about.show_group(_WHAT[place.kind])
            self._pages.setCurrentWidget(self._about)
        else:
            form.show_place(place, self._counts)
            self._pages.setCurrentWidget(form)
        self.entries.show_place(place, self._counts, usable=not self._applying)

    def _write_name(self) -> None:
        """Let another name be written for what is current."""
        if self.form is not None:
            self.form.name.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.form.name.edit.selectAll()

    def _apply(self) -> None:
        if self.form is not None:
            self.form.commit()
        if self._why_read_only or self._applying:
            return
        if not self.draft.plan:
            self.refuse("Nothing is changed yet.")
        elif self._preview is None:
            self.refuse("What this touches is being counted; apply it then.")
        else:
            self.apply_wanted.emit(self.draft.plan, self.draft.base, self._preview)

    def _set_applying(self, applying: bool) -> None:
        self._applying = applying
        self.end.show_applying(applying)
        self._pages.setEnabled(not applying)
        for button in (self.plan.take_back, self.plan.take_all_back):
            button.setEnabled(not applying and bool(self.draft.plan))
        self.entries.show_place(self._place, self._counts, usable=not applying)
        self.refuse("Applying the changes to everybody’s work; Cancel leaves everything as it was." if applying else "")

    def _show_progress(self, progress: Progress) -> None:
        if self._applying:
            self.end.show_progress(progress)
