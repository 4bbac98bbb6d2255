"""Identical mentions: the same words elsewhere, each to be marked or not, as one step."""

from collections.abc import Iterator
from functools import partial
from typing import get_args

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QWidget

from annotator.gui.article.style import TagStyle
from annotator.gui.dialogs.form import FormDialog
from annotator.gui.explore.mention_view import MentionModel, MentionView
from annotator.gui.explore.stream import MOST_ROWS, Stream, WentOn
from annotator.gui.panels.pane import faint, named, quiet_button
from annotator.gui.panels.wording import name, quoted_short, short
from annotator.gui.plain import plain_label
from annotator.gui.settings import Settings
from annotator.model.hits import Mention, Place
from annotator.project.mentions import MentionQuery, Scope, mentions
from annotator.project.project import Project

SCOPES: tuple[Scope, ...] = get_args(Scope)

_WHERE: dict[Scope, str] = {"article": "This article", "story": "Its story", "project": "The project"}
_SIZE = (900, 520)
_HINT = "Space switches a place on or off · 1 2 3 where to look · C capital letters · Enter marks · Esc leaves"


class MentionChoice(msgspec.Struct, frozen=True):
    """What the annotator decided."""

    places: list[Place]
    """What is to be marked."""
    refused: list[Place]
    """What was offered and switched off."""
    copies_attributes: bool


class MentionsDialog(FormDialog):
    """Lists mentions while they are found, and counts those that are on."""

    def __init__(
        self,
        query: MentionQuery,
        style: TagStyle,
        stream: Stream,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        itself: Place | None = None,
        attributes: str = "",
    ) -> None:
        """Begin to look.

        Args:
            query: the words, their tag, the article to begin in; the scope used last is taken if there is one.
            style: how the tag looks.
            stream: searches.
            settings: keeps scope and attributes from one time to the next.
            parent: the window.
            itself: the place of the span whose mentions are looked for; it is no mention of itself.
            attributes: those of the span in a few words; nothing if it has none.
        """
        super().__init__(parent, "mentionsDialog", "Identical mentions", "&Mark")
        self._settings = settings
        self._stream = stream
        self._itself = itself
        remembered = next((scope for scope in SCOPES if scope == settings.mention_scope), query.scope)
        self._query = msgspec.structs.replace(query, scope=remembered)
        self.model = MentionModel(self)
        self.model.styles = {style.name: style}
        self.view = MentionView(self.model)
        self._build(attributes)
        stream.arrived.connect(self._take)
        stream.ended.connect(self._show_counts)
        self.model.counted.connect(self._show_counts)
        self.view.entered.connect(self._enter)
        self.view.escaped.connect(self.reject)
        self.finished.connect(self._stream.stop)
        self.view.setFocus()
        self.search()

    def result_value(self) -> MentionChoice:
        """Return what was decided."""
        return MentionChoice(self.model.chosen(), self.model.switched_off(), self.attributes.isChecked())

    def search(self) -> None:
        """Look for the mentions anew."""
        self.model.clear()
        self._stream.start(partial(_mentions, self._query), MOST_ROWS)
        self._show_counts()

    def accept(self) -> None:
        """Mark what is on, and remember what was switched off, if there is any of either."""
        if self.accept_button.isEnabled():
            self._settings.mention_scope = self._query.scope
            self._settings.copies_attributes = self.attributes.isChecked()
            super().accept()

    def _enter(self) -> None:
        """Mark what is on; if these words are nowhere else, there is nothing to stay for."""
        if len(self.model) or self._stream.running:
            self.accept()
        else:
            self.reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose by letters and digits where to look, while the table has the keyboard."""
        if watched is self.view and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if not event.modifiers() and event.text() in ("1", "2", "3"):
                self._choose_scope(int(event.text()) - 1)
                return True
            if not event.modifiers() and event.key() == Qt.Key.Key_C:
                self.case.click()
                return True
        return super().eventFilter(watched, event)

    def _build(self, attributes: str) -> None:
        words = f"{quoted_short(self._query.words)} as {name(self._query.tag)}"
        self.what = plain_label(words, wrap=True, name="mentionWords")
        font = QFont(self.what.font())
        font.setBold(True)
        self.what.setFont(font)
        self.count = plain_label("", name="mentionCount")
        self.attributes = named(QCheckBox(), "copyAttributes", "Give them the attributes of this span too")
        self.attributes.setText(f"&Copy the attributes ({short(attributes, 60)})".replace("&&", "&"))
        self.attributes.setChecked(bool(attributes) and self._settings.copies_attributes)
        self.attributes.setVisible(bool(attributes))
        self.box.addWidget(self.what)
        self.box.addLayout(self._build_scopes())
        self.box.addWidget(self.view, 1)
        self.box.addWidget(self.count)
        self.box.addWidget(self.attributes)
        self.box.addWidget(faint(plain_label(_HINT, wrap=True)))
        self.sentence.hide()
        self.finish()
        self.view.installEventFilter(self)
        self.resize(*_SIZE)

    def _build_scopes(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self.scopes = QButtonGroup(self)
        for number, scope in enumerate(SCOPES):
            button = quiet_button(
                f"{number + 1}  {_WHERE[scope]}", f"scope_{scope}", f"Look in {_WHERE[scope].lower()}"
            )
            button.setCheckable(True)
            button.setChecked(scope == self._query.scope)
            self.scopes.addButton(button, number)
            row.addWidget(button)
        self.scopes.idClicked.connect(self._choose_scope)
        row.addStretch(1)
        self.case = quiet_button("Aa", "mentionCase", "Capital and small letters differ")
        self.case.setCheckable(True)
        self.case.setChecked(self._query.match_case)
        self.case.toggled.connect(self._choose_case)
        row.addWidget(self.case)
        return row

    def _choose_scope(self, number: int) -> None:
        self.scopes.button(number).setChecked(True)
        self._query = msgspec.structs.replace(self._query, scope=SCOPES[number])
        self.search()

    def _choose_case(self, matters: bool) -> None:
        self._query = msgspec.structs.replace(self._query, match_case=matters)
        self.search()

    def _take(self, page: list[Mention]) -> None:
        first = not len(self.model)
        found = [mention for mention in page if mention.place != self._itself]
        if found:
            self.model.add(found)
        if first and found:
            rows = (row for row, mention in enumerate(found) if self.model.is_on(mention))
            self.view.go_to_row(next(rows, 0))

    def _show_counts(self) -> None:
        model = self.model
        parts = [
            f"mark {model.on:,} of {model.free:,}" if model.free else "",
            f"{model.refused_before:,} refused before" if model.refused_before else "",
            f"{model.marked_already:,} marked already" if model.marked_already else "",
            self._how_far(),
        ]
        self.count.setText(" · ".join(part for part in parts if part))
        off = len(model.switched_off())
        self.accept_button.setEnabled(bool(model.on or off))
        self.accept_button.setText(f"&Mark {model.on:,}" if model.on or not off else f"&Refuse {off:,}")

    def _how_far(self) -> str:
        if self._stream.running:
            return "searching…"
        if self._stream.full:
            return "there are more; mark these first"
        return "" if len(self.model) else "These words occur nowhere else here; Enter or Esc leaves."


def _mentions(query: MentionQuery, project: Project, went_on: WentOn) -> Iterator[list[Mention]]:
    return mentions(project, query, went_on)
