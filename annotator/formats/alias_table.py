"""The table of formats of lists of actors. To add one: write its module, add its row."""

from collections.abc import Callable, Iterable
from typing import BinaryIO

import msgspec

from annotator.errors import UserError
from annotator.formats import actor_dictionary, alias_csv
from annotator.formats.alias_reading import AliasReading
from annotator.formats.source import Source
from annotator.formats.table import AUTO
from annotator.model.aliases import Alias
from annotator.model.naming import shown

Read = Callable[[Source, str | None], AliasReading]
"""Takes a source and the encoding of text that is not UTF-8, if that is known."""
Write = Callable[[Iterable[Alias], BinaryIO], int]
"""Returns how many aliases it wrote."""


class AliasFormat(msgspec.Struct, frozen=True):
    """A format of lists of actors."""

    name: str
    help: str
    """What it is, for a person."""
    suffixes: tuple[str, ...]
    """Ends of file names; the first is given to new files."""
    read: Read
    write: Write | None = None


ALIAS_FORMATS = (
    AliasFormat("table", "A table of names (CSV)", (".csv", ".tsv", ".tab"), alias_csv.read, alias_csv.write),
    AliasFormat("dictionary", "An actor dictionary (PETRARCH, TABARI)", (".txt", ".actors"), actor_dictionary.read),
)


def alias_format(name: str, suffix: str) -> AliasFormat:
    """Return the format called ``name``, or for ``auto`` the one of files that end in ``suffix``.

    Raises:
        UserError: if there is none.
    """
    found = next((known for known in ALIAS_FORMATS if name in (known.name, AUTO) and _fits(known, name, suffix)), None)
    if found is None:
        raise UserError(
            f"Nobody can tell from its name what kind of list that is; lists of actors end in "
            f"{', '.join(suffix for known in ALIAS_FORMATS for suffix in known.suffixes)}."
            if name == AUTO
            else f"There is no format {shown(name)} for lists of actors."
        )
    return found


def _fits(known: AliasFormat, name: str, suffix: str) -> bool:
    return name == known.name or suffix in known.suffixes
