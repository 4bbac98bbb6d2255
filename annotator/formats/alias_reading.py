"""What the readers of lists of actors share: what they return, and how far they go with a file that is none."""

import msgspec

from annotator.errors import UserError
from annotator.formats.decoding import read_text
from annotator.formats.source import Source
from annotator.model.aliases import Alias, check_alias
from annotator.model.naming import shown

MOST_BYTES = 20_000_000
MOST_ALIASES = 500_000
MOST_REFUSED = 10_000
"""A file with more lines that say nothing is another kind of file."""

_LONGEST_QUOTE = 40


class RefusedLine(msgspec.Struct, frozen=True):
    """A line that was passed over, and why."""

    line: int
    """From 1; of an entry of several lines, its first."""
    why: str


class AliasReading(msgspec.Struct):
    """What a file says about actors."""

    aliases: list[Alias] = []
    """Each is fit to stand in a list."""
    refused: list[RefusedLine] = []
    """In the order of their lines."""
    notes: list[str] = []
    """What there is to say about the file as a whole, a sentence each."""


class Reading:
    """An :class:`AliasReading` while it comes about.

    Args:
        called: how to name the file in a sentence.
    """

    def __init__(self, called: str) -> None:
        self.found = AliasReading()
        self._called = called

    def take(self, line: int, alias: Alias) -> None:
        """Add an alias, or refuse its line if it cannot stand in a list."""
        try:
            check_alias(alias)
        except UserError as error:
            self.refuse(line, str(error))
            return
        if len(self.found.aliases) == MOST_ALIASES:
            raise UserError(f"{self._called} holds more than {MOST_ALIASES:,} names; take it apart.")
        self.found.aliases.append(alias)

    def refuse(self, line: int, why: str) -> None:
        """Pass over a line."""
        if len(self.found.refused) == MOST_REFUSED:
            raise UserError(
                f"{self._called} does not look like a list of actors: {MOST_REFUSED:,} of its first {line:,} lines "
                f"cannot be read. Line {self.found.refused[0].line}: {self.found.refused[0].why}"
            )
        self.found.refused.append(RefusedLine(line, why))


def list_text(source: Source, encoding: str | None) -> tuple[str, list[str]]:
    """Return the text of a list, and what there is to say about how it came about.

    Raises:
        EncodingQuestion: if it is not UTF-8 and no encoding is given.
        UserError: if it is too large for a list, or no text at all.
    """
    if source.size > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 1_000_000} MB, too large for a list of actors.")
    text = read_text(source, encoding)
    return text.text, text.notes


def quoted(text: str) -> str:
    """Return words of a file for a sentence about them, shortened."""
    words = shown(text)
    return f"“{words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + '…'}”"
