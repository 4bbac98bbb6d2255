"""Guidelines: when to use a tag and where its edges are, beside the work, with examples from the project."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from annotator.gui.panels.desk import Desk
from annotator.gui.panels.examples import ExampleList
from annotator.gui.panels.later import Later
from annotator.gui.panels.pane import Pane, caption, named, quiet_button
from annotator.gui.panels.safe_markdown import show_markdown
from annotator.gui.panels.wording import short
from annotator.gui.session import Session
from annotator.model.tagset import Attribute, Tagset

_LONGEST = 40


class Guidelines(Pane):
    """The guideline of the last span's tag, or the gist of all of them before there was one.

    While an attribute is being filled in, its help stands here, and while a relation is being drawn, its guideline.
    The text is Markdown from a project file, that is, from anybody: see :mod:`annotator.gui.panels.safe_markdown`.
    """

    edit_wanted = Signal()

    def __init__(self, session: Session, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("guidelines", "Guidelines", parent)
        self._session = session
        self._desk = desk
        self._tag = ""
        self._shown: tuple[str, str] | None = None
        self.heading = caption("Guidelines")
        self.edit = quiet_button("Edit…", "editGuideline", "Edit this guideline")
        self.edit.clicked.connect(self.edit_wanted)
        self.body = named(QPlainTextEdit(readOnly=True), "guidelineText", "Guideline")
        self.body.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.body.setTabChangesFocus(True)
        self.body.document().setDocumentMargin(12)
        self.examples = ExampleList(session)
        line = QHBoxLayout()
        line.setContentsMargins(12, 6, 8, 2)
        line.addWidget(self.heading, 1)
        line.addWidget(self.edit)
        self.box.addLayout(line)
        self.box.addWidget(self.body, 1)
        self.box.addWidget(self.examples)
        self.set_main(self.body)
        self._following = Later(self._follow, self)
        session.opened.connect(self._forget)
        desk.current_changed.connect(self._following.soon)
        desk.spans_changed.connect(self._following.soon)
        session.changed.connect(lambda changes: self._forget() if changes.tagset or changes.wholesale else None)

    @property
    def topic(self) -> tuple[str, str] | None:
        """What the guideline that is shown is about: ``tag`` or ``relation``, and its name; nothing for all of them."""
        return self._shown if self._shown is not None and self._shown[0] in ("tag", "relation") else None

    def show_tag(self, tag: str) -> None:
        """Show the guideline of a tag; an empty name shows all of them."""
        tagset = self._tagset
        if tagset is None:
            return
        known = tag in tagset
        self._tag = tag if known else ""
        title = f"Guideline · {short(tag, _LONGEST)}" if known else "Guidelines"
        source = tagset[tag].guideline if known else _overview(tagset)
        self._show(("tag", tag) if known else ("all", ""), title, source or "There is no guideline for this tag.")

    def show_attribute(self, name: str) -> None:
        """Show the help of an attribute of the current span's tag; an empty name goes back to the tag."""
        tagset, span = self._tagset, self._desk.current_span
        attribute = tagset[span.tag].attribute(name) if tagset and span is not None and span.tag in tagset else None
        if attribute is None:
            self.show_tag(self._tag)
        else:
            title = f"{short(self._tag or attribute.name, _LONGEST)} · {short(name, _LONGEST)}"
            self._show(("attribute", name), title, _help_of(attribute))

    def show_relation(self, name: str) -> None:
        """Show the guideline of a relation type; an empty name goes back to the tag."""
        known = self._tagset.relation(name) if self._tagset is not None else None
        if known is None:
            self.show_tag(self._tag)
            return
        ends = f"From {', '.join(known.head)} to {', '.join(known.child)}."
        self._show(("relation", name), f"Relation · {short(name, _LONGEST)}", known.guideline or short(ends, 200))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while nobody looked."""
        super().showEvent(event)
        self.examples.look_later()

    def changeEvent(self, event: QEvent) -> None:
        """Write in colours that fit the ground."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._shown is not None:
            self._shown = None
            self.show_tag(self._tag)

    @property
    def _tagset(self) -> Tagset | None:
        return self._session.project.tagset if self._session.project is not None else None

    def _forget(self) -> None:
        self._shown = None
        self.show_tag("")
        self._follow()

    def _follow(self) -> None:
        span = self._desk.current_span
        if span is not None and (self._shown is None or self._shown[0] != "attribute" or span.tag != self._tag):
            self.show_tag(span.tag)

    def _show(self, topic: tuple[str, str], title: str, source: str) -> None:
        self.examples.show_tag(topic[1] if topic[0] == "tag" else "")
        if topic == self._shown:
            return
        self._shown = topic
        self.heading.setText(title)
        self.edit.setVisible(self.topic is not None and self._session.writable)
        show_markdown(self.body, source)


def _overview(tagset: Tagset) -> str:
    parts = []
    for tag in tagset.in_use:
        key = f" ({tag.key})" if tag.key else ""
        first = tag.guideline.strip().partition("\n")[0]
        parts.append(f"**{short(tag.name, _LONGEST)}**{key}\n{first}".strip())
    return "\n\n".join(parts)


def _help_of(attribute: Attribute) -> str:
    values = "\n".join(f"- {short(value, _LONGEST)}" for value in attribute.values)
    return "\n\n".join(part for part in (attribute.help, values) if part) or "There is no help for this attribute."
