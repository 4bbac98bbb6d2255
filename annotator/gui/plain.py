"""Showing text. Text from outside – titles, names, paths, words of articles – is plain text to Qt, always.

A label left to itself guesses whether its text is rich: a title with nested tables then freezes the window for half a
minute, and an image in it opens whatever path it names. Everything that shows text goes through this module.
"""

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from annotator.gui.article.stand_ins import with_stand_ins

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
_LINE_ENDS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
_NO_ISOLATES = re.compile(f"[^{_ISOLATE}{_END_OF_ISOLATE}]+")
_LONGEST_LINE = 2_000
_LONGEST_TIP = 1_000
_LONGEST_WORD = 60
_LONGEST_PART = 20
_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
_BREAK = "\u200b"
_LONG_WORD = re.compile(rf"[^\s{_BREAK}]{{{_LONGEST_WORD},}}")
_BREAKING_PLACE = re.compile(r"(?<=[/\\._-])(?=\w)")

_open_boxes: "set[QMessageBox]" = set()


def plain_label(text: str = "", *, wrap: bool = False, selectable: bool = False, name: str = "") -> QLabel:
    """Return a label that takes every text literally.

    Args:
        text: what it says.
        wrap: whether long text goes on in further lines.
        selectable: whether the text can be selected and copied, by mouse and keyboard.
        name: the label's object name.
    """
    return _plain(QLabel(), text, wrap, selectable, name)


def elided_label(name: str = "") -> QLabel:
    """Return a label of one line that takes every text literally, and ends in an ellipsis where it has no room.

    Its tooltip should hold the text whole.
    """
    label = _plain(_ElidedLabel(), "", False, False, name)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _plain(label: QLabel, text: str, wrap: bool, selectable: bool, name: str) -> QLabel:
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    if selectable:
        label.setTextInteractionFlags(_SELECTABLE)
        label.setCursor(Qt.CursorShape.IBeamCursor)
    if name:
        label.setObjectName(name)
    return label


class _ElidedLabel(QLabel):
    def paintEvent(self, _event: QPaintEvent) -> None:
        area, metrics = self.contentsRect(), self.fontMetrics()
        shortened = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(area, self.alignment() | Qt.TextFlag.TextSingleLine, shortened)


def set_tip(target: QWidget | QAction, text: str) -> None:
    """Give ``target`` a tooltip that shows ``text`` literally."""
    target.setToolTip(tip(text))


def tip(text: str) -> str:
    """Return ``text`` in the form in which a tooltip shows it literally, for models that answer with tooltips."""
    if not text:
        return ""
    lines = _escaped(_shortened(_SURROGATE.sub("\ufffd", text), _LONGEST_TIP)).splitlines()
    return f"<qt>{'<br>'.join(lines)}</qt>"


def shown(text: str) -> str:
    """Return ``text`` for display on one line.

    Line ends become spaces, and characters that hide or that turn the line around become visible signs.
    """
    line = _LINE_ENDS.sub(" ", _shortened(_SURROGATE.sub("\ufffd", text), _LONGEST_LINE))
    return with_stand_ins(line)[0]


def sentence(text: str) -> str:
    """Return one of our sentences for display on one line, with names from outside in it.

    Only isolates act in it: of whatever else hides or turns a line around, signs are shown.
    """
    return _NO_ISOLATES.sub(lambda part: shown(part.group()), text)


def isolated(text: str) -> str:
    """Return a name or a quotation so that its direction of writing stays its own inside one of our sentences."""
    return f"{_ISOLATE}{text}{_END_OF_ISOLATE}"


def without_mnemonic(text: str) -> str:
    """Return ``text`` so that a button, menu or tab shows its ampersands instead of making keys of them."""
    return text.replace("&", "&&")


def breakable(text: str, most: int = _LONGEST_WORD) -> str:
    """Return ``text`` so that a wrapped label can break overlong words, such as paths, instead of cutting them off.

    Their parts are at most ``most`` characters long.
    """
    return _LONG_WORD.sub(lambda word: _with_breaks(word.group(), most), text)


def show_wrapped(label: QLabel, text: str) -> None:
    """Show ``text`` in a selectable label that may be narrow, breaking overlong words."""
    broken = breakable(text, _LONGEST_PART)
    # Nobody should copy the places to break.
    label.setTextInteractionFlags(_SELECTABLE if broken == text else Qt.TextInteractionFlag.NoTextInteraction)
    label.setText(broken)


def tell(parent: QWidget | None, title: str, what: str, detail: str = "") -> "QMessageBox":
    """Say something in a message box, and go on at once; the box goes when it is closed."""
    box = _box(parent, title, what)
    box.setInformativeText(breakable(_shortened(detail, _LONGEST_LINE)))
    box.setStandardButtons(box.StandardButton.Close)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    # Nobody else need hold on to a box without a parent.
    _open_boxes.add(box)
    box.finished.connect(lambda _: _open_boxes.discard(box))
    box.open()
    return box


def _box(parent: QWidget | None, title: str, what: str) -> "QMessageBox":
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    # Long words carry invisible places to break; nobody should copy those.
    box.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    box.setWindowTitle(shown(title))
    box.setText(breakable(sentence(what)))
    return box


def _escaped(text: str) -> str:
    # Not html.escape: with its table of all entities, that module would be the slowest of the start to load.
    return text.translate(_ESCAPED)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _with_breaks(word: str, most: int) -> str:
    pieces = _BREAKING_PLACE.sub(_BREAK, word).split(_BREAK)
    return _BREAK.join(piece[at : at + most] for piece in pieces for at in range(0, max(len(piece), 1), most))
