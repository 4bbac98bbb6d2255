"""A text while it is put together: paragraphs, rows of tables, boxes and notes, in the order of reading."""

import regex

from annotator.errors import UserError

MOST_CHARACTERS = 20_000_000
"""The longest article."""
_DEEPEST = 1_000
# From the first of many blanks only, and giving none back.
_LINE_ENDS = regex.compile(r"(?<![ \t])[ \t]++\n")


class _Level:
    """Where a text goes on by itself: the article, or a box or a note in it."""

    def __init__(self, floor: int, rows: int) -> None:
        self.floor = floor
        """How many paragraphs outside are not ended yet."""
        self.rows = rows
        """How many rows outside are not ended yet."""
        self.boxes: list[str] = []
        """What follows the paragraph that is being read."""


class Blocks:
    """Collects what a reader finds, and lays it out: a blank line between paragraphs, a row of a table on a line.

    Whatever is ended that was not begun is passed over: files are not always built as they should be.

    Args:
        name: what to call the file in a sentence.
    """

    def __init__(self, name: str) -> None:
        self.footnotes: list[str] = []
        self.counts: dict[str, int] = {}
        self._name = name
        self._flows: list[list[str]] = [[]]
        self._rows: list[list[list[str]]] = []
        self._open: list[list[str]] = []
        self._levels = [_Level(0, 0)]
        self._characters = 0

    @property
    def paragraphs(self) -> list[str]:
        """What there is so far, without what is not ended yet."""
        return self._flows[0]

    def count(self, what: str, number: int = 1) -> None:
        """Remember that there was something to be said about in a note."""
        if number:
            self.counts[what] = self.counts.get(what, 0) + number

    def write(self, text: str) -> None:
        """Add to the paragraph, or begin one."""
        if len(self._open) == self._levels[-1].floor:
            self.begin_paragraph()
        self._characters += len(text)
        if self._characters > MOST_CHARACTERS:
            raise UserError(f"{self._name} holds more than {MOST_CHARACTERS // 1_000_000} million characters of text.")
        self._open[-1].append(text)

    def ends_in(self, ends: str) -> bool:
        """Say whether the paragraph is empty so far, or its last character is one of ``ends``."""
        if len(self._open) == self._levels[-1].floor:
            return True
        last = next((part for part in reversed(self._open[-1]) if part), "")
        return not last or last[-1] in ends

    def begin_paragraph(self) -> None:
        """Begin a paragraph, which may stand in the middle of another one."""
        self._enter()
        self._open.append([])

    def end_paragraph(self) -> None:
        """End the innermost paragraph, if there is one."""
        level = self._levels[-1]
        if len(self._open) == level.floor:
            return
        paragraph = _LINE_ENDS.sub("\n", "".join(self._open.pop())).strip(" \t\r\n")
        if paragraph:
            self._flows[-1].append(paragraph)
        if level.boxes and len(self._open) == level.floor:
            self._flows[-1] += level.boxes
            level.boxes = []

    def begin_row(self) -> None:
        """Begin a row of a table."""
        self._enter()
        self._rows.append([])

    def begin_cell(self) -> None:
        """Begin a cell of a row."""
        if len(self._rows) > self._levels[-1].rows:
            self._flows.append([])

    def end_cell(self) -> None:
        """End a cell."""
        self.end_paragraph()
        if len(self._rows) > self._levels[-1].rows and len(self._flows) > 1:
            self._rows[-1].append(self._flows.pop())

    def drop_cell(self) -> None:
        """Forget a cell that was begun and is none, if there is nothing in it."""
        self.end_paragraph()
        if len(self._rows) > self._levels[-1].rows and len(self._flows) > 1:
            cell = self._flows.pop()
            if cell:
                self._rows[-1].append(cell)

    def end_row(self) -> None:
        """End a row: one line, unless a cell has several paragraphs, since then the table is there for the looks."""
        if len(self._rows) == self._levels[-1].rows:
            return
        cells = self._rows.pop()
        if len(cells) < 2 or any(len(cell) > 1 for cell in cells):
            self._flows[-1] += [paragraph for cell in cells for paragraph in cell]
            return
        line = "\t".join(cell[0].replace("\n", " ") if cell else "" for cell in cells).rstrip("\t")
        if line.strip():
            self._flows[-1].append(line)

    def begin_aside(self) -> None:
        """Begin what stands beside the text: a box or a note."""
        self._enter()
        self._levels.append(_Level(len(self._open), len(self._rows)))
        self._flows.append([])

    def end_box(self) -> None:
        """End a box, which follows the paragraph that it is fastened to."""
        box = self._end_aside()
        if not box:
            return
        self.count("box")
        level = self._levels[-1]
        if len(self._open) > level.floor:
            level.boxes += box
        else:
            self._flows[-1] += box

    def end_note(self) -> None:
        """End a footnote, which comes after the text."""
        note = "\n".join(self._end_aside())
        if note:
            self.footnotes.append(note)

    def drop_aside(self, what: str) -> None:
        """End what is not part of the text, and count it as ``what`` if there were words in it."""
        self.count(what, 1 if self._end_aside() else 0)

    def finish(self) -> list[str]:
        """End whatever is not ended, and return all paragraphs with the footnotes behind them."""
        while len(self._levels) > 1:
            self.end_box()
        self._end_inner(0, 0)
        return [*self._flows[0], *self.footnotes]

    def notes(self) -> list[str]:
        """Say what was done beside taking over the words."""
        found = [
            _SAYINGS[what].format(counted(number, what)) for what, number in self.counts.items() if what in _SAYINGS
        ]
        if self.footnotes:
            found.append(f"Its footnotes ({len(self.footnotes)}) stand at the end of the text.")
        return found

    def _end_aside(self) -> list[str]:
        if len(self._levels) == 1:
            return []
        level = self._levels[-1]
        self._end_inner(level.floor, level.rows)
        self._levels.pop()
        return self._flows.pop()

    def _end_inner(self, floor: int, rows: int) -> None:
        while len(self._open) > floor:
            self.end_paragraph()
        while len(self._rows) > rows:
            self.end_cell()
            self.end_row()

    def _enter(self) -> None:
        if len(self._flows) + len(self._rows) + len(self._open) > _DEEPEST:
            raise UserError(f"{self._name} is nested too deeply to be read.")


def counted(number: int, what: str) -> str:
    """Return ``number`` with the noun in the form that fits."""
    if number == 1:
        return f"1 {what}"
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}es" if what.endswith("x") else f"{what}s"
    return f"{number} {plural}"


_SAYINGS = {
    "box": "Its text boxes ({}) stand after the paragraphs they belong to.",
    "comment": "{} left out.",
    "deletion": "{} that the file keeps track of left out.",
    "header": "Page headers and footers were left out.",
    "hidden passage": "{} left out.",
    "symbol": "{} of special fonts kept as private characters.",
    "picture": "The descriptions of {} left out.",
    "list": "Numbers and bullets that are made for lists when they are shown are not part of the text.",
}
