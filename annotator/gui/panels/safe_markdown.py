"""Markdown from anybody, shown safely: as text, with the few things that guidelines need drawn by hand.

Headings, bullets, numbered lists, quotations, code, emphasis. Everything else, above all links, pictures and HTML,
stands there as it was written; nothing is loaded or opened.
"""

import re
from collections.abc import Iterator

from PySide6.QtGui import QFont, QFontDatabase, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

MOST = 20_000
"""So many characters are shown: more than anybody reads beside their work."""

_BLOCK = re.compile(
    r"(?P<quote>(?:> ?)*)(?P<indent> *)(?:(?P<heading>#{1,6}) +|(?P<bullet>[-*+]) +|(?P<number>\d{1,9})[.)] +)?"
)
# A star with a space inside it, as in a product, is no emphasis.
_RUN = re.compile(r"`(?P<code>[^`]+)`|\*\*(?P<strong>(?! )[^*]+)(?<! )\*\*|\*(?P<emphasis>(?! )[^*]+)(?<! )\*")
_FENCE = "```"
_LARGER = {1: 1.3, 2: 1.15}
_DEEPEST = 6


def show_markdown(target: QPlainTextEdit, source: str) -> None:
    """Show ``source`` in ``target``, from its beginning."""
    target.clear()
    cursor = target.textCursor()
    cursor.beginEditBlock()
    palette, size = target.palette(), target.font().pointSizeF()
    for words, kind in _pieces(source[:MOST]):
        cursor.insertText(words, _format(kind, palette, size))
    cursor.endEditBlock()
    target.moveCursor(QTextCursor.MoveOperation.Start)


def _pieces(source: str) -> Iterator[tuple[str, str]]:
    """Yield stretches of text and how they are drawn."""
    fenced = False
    for number, line in enumerate(source.split("\n")):
        if line.strip().startswith(_FENCE):
            fenced = not fenced
            continue
        if number:
            yield "\n", ""
        if fenced:
            yield line, "code"
        else:
            yield from _line(line)


def _line(line: str) -> Iterator[tuple[str, str]]:
    found = _BLOCK.match(line)
    assert found is not None
    rest, base = line[found.end() :], ""
    if found["quote"]:
        yield "▏ " * min(found["quote"].count(">"), _DEEPEST), "faint"
        base = "faint"
    yield " " * min(len(found["indent"]), 2 * _DEEPEST) * 2, base
    if found["heading"]:
        base = f"heading{len(found['heading'])}"
    elif found["bullet"]:
        yield "•  ", base
    elif found["number"]:
        yield f"{found['number']}.  ", base
    at = 0
    for run in _RUN.finditer(rest):
        yield rest[at : run.start()], base
        kind = run.lastgroup or ""
        yield run[kind], kind
        at = run.end()
    yield rest[at:], base


def _format(kind: str, palette: QPalette, size: float) -> QTextCharFormat:
    text_format = QTextCharFormat()
    if kind == "code":
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        text_format.setFontFamilies([fixed.family()])
        text_format.setBackground(palette.color(QPalette.ColorRole.AlternateBase))
    elif kind == "faint":
        text_format.setForeground(palette.color(QPalette.ColorRole.PlaceholderText))
    elif kind.startswith("heading"):
        if size > 0:
            text_format.setFontPointSize(size * _LARGER.get(int(kind[-1]), 1.0))
        text_format.setFontWeight(QFont.Weight.DemiBold)
    text_format.setFontItalic(kind == "emphasis")
    if kind == "strong":
        text_format.setFontWeight(QFont.Weight.DemiBold)
    return text_format
