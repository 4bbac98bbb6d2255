"""Guidelines: when to use a tag and where its edges are, beside the work."""

import re
from collections.abc import Iterator

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from annotator.gui.panels.desk import Desk
from annotator.gui.panels.later import Later
from annotator.gui.panels.pane import Pane, caption, named
from annotator.gui.panels.wording import short
from annotator.gui.session import Session
from annotator.model.tagset import Tagset

_EMPHASIS = re.compile(r"\*{1,2}([^*\n]+)\*{1,2}")
_BULLET = re.compile(r"^[-*] ", re.MULTILINE)
_MOST = 20_000


class Guidelines(Pane):
    """The guideline of the last span's tag, or the gist of all of them before there was one.

    The text is Markdown from a project file, that is, from anybody: it is shown as text, with bullets and emphasis
    drawn by hand, and nothing else of it is interpreted.
    """

    def __init__(self, session: Session, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("guidelines", "Guidelines", parent)
        self._session = session
        self._desk = desk
        self._shown: str | None = None
        self.heading = caption("Guidelines")
        self.heading.setContentsMargins(12, 6, 8, 2)
        self.body = named(QPlainTextEdit(readOnly=True), "guidelineText", "Guideline")
        self.body.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.body.setTabChangesFocus(True)
        self.body.document().setDocumentMargin(12)
        self.box.addWidget(self.heading)
        self.box.addWidget(self.body, 1)
        self.set_main(self.body)
        session.opened.connect(self._forget)
        self._following = Later(self._follow, self)
        desk.current_changed.connect(self._following.soon)
        desk.spans_changed.connect(self._following.soon)
        session.changed.connect(lambda changes: self._forget() if changes.tagset or changes.wholesale else None)

    def show_tag(self, tag: str) -> None:
        """Show the guideline of a tag; an empty name shows all of them."""
        project = self._session.project
        if project is None or tag == self._shown:
            return
        self._shown = tag
        known = tag in project.tagset
        self.heading.setText(f"Guideline · {short(tag, 40)}" if known else "Guidelines")
        source = project.tagset[tag].guideline if known else _overview(project.tagset)
        write_guideline(self.body, source or "There is no guideline for this tag.")

    def _forget(self) -> None:
        self._shown = None
        self.show_tag("")
        self._follow()

    def _follow(self) -> None:
        span = self._desk.current_span
        if span is not None:
            self.show_tag(span.tag)


def write_guideline(body: QPlainTextEdit, source: str) -> None:
    """Show Markdown from anybody as text, with bullets and emphasis drawn by hand."""
    body.clear()
    cursor = body.textCursor()
    for words, strong in _runs(_BULLET.sub("•  ", source[:_MOST])):
        cursor.insertText(words, _format(strong))
    body.moveCursor(QTextCursor.MoveOperation.Start)


def _overview(tagset: Tagset) -> str:
    parts = []
    for tag in tagset.tags:
        key = f" ({tag.key})" if tag.key else ""
        first = tag.guideline.strip().partition("\n")[0]
        parts.append(f"**{short(tag.name, 40)}**{key}\n{first}".strip())
    return "\n\n".join(parts)


def _runs(source: str) -> Iterator[tuple[str, str]]:
    """Yield stretches of text and how they are drawn: plain, emphasised or strong."""
    at = 0
    for found in _EMPHASIS.finditer(source):
        yield source[at : found.start()], ""
        yield found[1], "strong" if found[0].startswith("**") else "emphasis"
        at = found.end()
    yield source[at:], ""


def _format(strength: str) -> QTextCharFormat:
    text_format = QTextCharFormat()
    text_format.setFontItalic(strength == "emphasis")
    text_format.setFontWeight(QFont.Weight.DemiBold if strength == "strong" else QFont.Weight.Normal)
    return text_format
