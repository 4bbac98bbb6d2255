"""What helps to decide: the guideline of the tags, what the same people marked elsewhere, and attributes to edit."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from annotator.gui.panels.attribute_form import AttributeForm
from annotator.gui.panels.pane import Pane, caption, faint, named
from annotator.gui.panels.relation_list import RelationList
from annotator.gui.panels.safe_markdown import show_markdown
from annotator.gui.panels.wording import short
from annotator.gui.plain import plain_label
from annotator.gui.review.elsewhere import Counts
from annotator.gui.session import Session
from annotator.model.span import Relation, Span, SpanKey
from annotator.model.tagset import RelationType, Tagset

_MOST_LAYERS = 12
_MOST_TAGS = 4
_MARGIN = 12
_LEAST_FORM, _MOST_FORM = 190, 330


class Guide(Pane):
    """Follows the conflict. Nothing is decided here but the attributes of an answer that is being edited."""

    def __init__(
        self, session: Session, words_of: Callable[[SpanKey], str | None], parent: QWidget | None = None
    ) -> None:
        """``words_of`` says which words a gold span lies on, if it is there."""
        super().__init__("reviewGuide", "Guideline and habits", parent)
        self._tags: tuple[str, ...] | None = None
        self.form_caption = caption("What is said about it")
        self.form = AttributeForm("draftForm", session)
        self.relations = RelationList(words_of)
        self.labels_caption = caption("This article")
        self.labels = AttributeForm("goldLabels", session)
        self.elsewhere_caption = caption("The same words elsewhere")
        self.elsewhere = faint(plain_label("", wrap=True, name="elsewhere"))
        self.heading = caption("Guideline")
        self.body = named(QPlainTextEdit(readOnly=True), "reviewGuideline", "Guideline")
        self.body.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.body.setTabChangesFocus(True)
        self.body.document().setDocumentMargin(_MARGIN)
        self.box.addWidget(self._build_form())
        self.box.addWidget(self._build_elsewhere())
        self.heading.setContentsMargins(_MARGIN, 6, 8, 2)
        self.box.addWidget(self.heading)
        self.box.addWidget(self.body, 1)
        self.set_main(self.body)
        self.show_draft(None, Tagset("", ()))

    def show_tags(self, tags: Sequence[str], tagset: Tagset) -> None:
        """Show the guidelines of these tags."""
        known = tuple(tag for tag in dict.fromkeys(tags) if tag in tagset)
        if known == self._tags:
            return
        self._tags = known
        self.heading.setText(f"Guideline · {' · '.join(short(tag, 24) for tag in known)}" if known else "Guideline")
        texts = [tagset[tag].guideline.strip() for tag in known]
        both = [
            f"**{short(tag, 40)}**\n{text}" if len(known) > 1 else text for tag, text in zip(known, texts, strict=True)
        ]
        show_markdown(self.body, "\n\n".join(filter(None, both)) or "There is no guideline for this.")

    def forget_tags(self) -> None:
        """Show the guideline again even if the tags are the same: it may read differently."""
        self._tags = None

    def show_relation(self, kind: RelationType) -> None:
        """Show the guideline of a relation that is being drawn."""
        self._tags = None
        self.heading.setText(f"Relation · {short(kind.name, 24)}")
        show_markdown(self.body, kind.guideline.strip() or f"From {', '.join(kind.head)} to {', '.join(kind.child)}.")

    def show_elsewhere(self, counts: Counts, names: Mapping[str, str], *, searching: bool) -> None:
        """Say how often each layer has which tag on the same words; ``names`` says what the layers are called."""
        lines = [f"{names[layer]}: {_told(counts[layer])}" for layer in names if counts.get(layer)]
        words = "\n".join(lines[:_MOST_LAYERS]) or ("" if searching else "nowhere")
        self.elsewhere.setText(f"{words}\nlooking on…".strip() if searching else words)

    def show_draft(self, draft: Span | None, tagset: Tagset) -> None:
        """Show the attributes of an answer that is being edited, or no form."""
        self._show_attributes(draft, tagset)
        self.relations.show_relations((), 0)
        for part in (self.labels_caption, self.labels):
            part.hide()
        self._fit_form(shown=bool(self.form))

    def show_gold(
        self, span: Span | None, relations: Sequence[Relation], labels: Mapping[str, object], tagset: Tagset
    ) -> None:
        """Show what is said about a gold span and about its article, and where the relations of the span lead."""
        self._show_attributes(span, tagset)
        self.relations.show_relations(relations, span.key if span is not None else 0)
        self.labels.show_attributes(tagset.labels)
        self.labels.show_values(labels, {}, editable=True)
        for part in (self.labels_caption, self.labels):
            part.setVisible(bool(tagset.labels))
        self._fit_form(shown=bool(self.form) or bool(relations) or bool(tagset.labels))

    def _fit_form(self, *, shown: bool) -> None:
        """Give the form the height of what is in it, so far as that leaves room for the guideline."""
        self._form_part.setVisible(shown)
        wanted = self._form_inside.sizeHint().height()
        self._form_part.setMinimumHeight(min(max(wanted, _LEAST_FORM), _MOST_FORM))

    def _keep_in_sight(self) -> None:
        field = QApplication.focusWidget()
        if field is not None and self._form_part.isAncestorOf(field):
            self._fit_form(shown=True)
            self._form_part.ensureWidgetVisible(field)

    def _show_attributes(self, span: Span | None, tagset: Tagset) -> None:
        attributes = tagset[span.tag].attributes if span is not None and span.tag in tagset else ()
        self.form_caption.setVisible(bool(attributes))
        self.form.show_attributes(attributes)
        if span is not None:
            self.form.show_values(span.attributes, {}, editable=True)

    def _build_form(self) -> QWidget:
        inside = self._form_inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(_MARGIN, 8, 8, 8)
        box.addWidget(self.form_caption)
        box.addWidget(self.form)
        box.addWidget(self.relations)
        box.addWidget(self.labels_caption)
        box.addWidget(self.labels)
        box.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName("What is said about the edited answer")
        area.setWidget(inside)
        self._form_part = area
        for form in (self.form, self.labels):
            form.explained.connect(lambda _: self._keep_in_sight())
        return area

    def _build_elsewhere(self) -> QWidget:
        part = QWidget()
        box = QVBoxLayout(part)
        box.setContentsMargins(_MARGIN, 8, 8, 4)
        box.setSpacing(2)
        box.addWidget(self.elsewhere_caption)
        box.addWidget(self.elsewhere)
        return part


def _told(counts: Counter[str]) -> str:
    found = [f"{short(tag, 24) or 'not so marked'} {count:,}" for tag, count in counts.most_common(_MOST_TAGS)]
    return ", ".join(found)
