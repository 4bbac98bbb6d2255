"""Articles as objects of JSON: what scrapers, news interfaces and databases hand out, under names of their own."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats.article_columns import TEXT, Columns, fields_of, recognised
from annotator.formats.articles import article
from annotator.formats.decoding import MOST_BYTES
from annotator.formats.foreign import Object
from annotator.formats.hypertext import HyperText, is_hypertext
from annotator.formats.source import Source
from annotator.model.naming import is_name
from annotator.model.record import Record

_SHORT = ("description", "summary", "abstract", "snippet", "lead", "trailtext", "excerpt")
"""Names of what is less than an article, the longest first."""
_NAMES = ("name", "title", "rendered", "value", "text", "label", "display_name")
"""Under which of its keys an object says what it is called."""
_SHOWN_OF_A_VALUE = 200
_EMPTY = "Articles without a text ({}) were left out."
_DESCRIBED = "Of {} articles the file has no more than a description, which is often only the beginning."
_CUT = "Of {} articles the file has only the beginning; it says so at their ends."
_IS_CUT = regex.compile(r"\[\+\d+ chars\]\s*\Z")
_PAGES = "Texts that were pieces of pages ({}) became what a reader reads of them."


class Objects:
    """Makes articles of objects, each of which may have other keys.

    Args:
        source: the file.
        left: counts what there is to say, by a sentence about it.
    """

    def __init__(self, source: Source, left: Counter[str]) -> None:
        self._source = source
        self._left = left
        self._known: dict[tuple[str, ...], Columns] = {}

    def article(self, given: Object) -> Record | None:
        """Return the article of an object; nothing, counted, if its text is empty.

        Raises:
            UserError: if none of its keys is known to hold the text.
        """
        keys = tuple(given)
        if keys not in self._known:
            self._known[keys] = self._columns(keys)
        columns = self._known[keys]
        row = [_written(value) for value in given.values()]
        text = columns.text(row)
        if not text.strip():
            self._left[_EMPTY] += 1
            return None
        if is_hypertext(text):
            self._left[_PAGES] += 1
            text = HyperText(text, self._source.name).text
        if len(text) > MOST_BYTES:
            raise UserError(f"{self._source.name} has a text that is too large for one article.")
        self._left[_DESCRIBED] += keys[columns.fields[TEXT]].lower() in _SHORT
        self._left[_CUT] += _IS_CUT.search(text) is not None
        record = article(self._source, text, columns.meta(row))
        own = columns.id(row)
        if own and is_name(own):
            record.id = own
        elif own:
            record.meta["id_as_written"] = own
        return record

    @staticmethod
    def look(objects: Sequence[Object]) -> dict[str, list[str]]:
        """Return the keys of the first of some objects, by their numbers from 1, each with the values of all."""
        keys = list(objects[0])
        return {
            str(at): [key, *(_written(one.get(key))[:_SHOWN_OF_A_VALUE] for one in objects)]
            for at, key in enumerate(keys, 1)
        }

    def _columns(self, keys: Sequence[str]) -> Columns:
        said = self._source.columns
        lowered: Mapping[str, str] = {key.lower(): key for key in reversed(keys)}
        short = next((lowered[name] for name in _SHORT if name in lowered), "")
        if short and TEXT not in fields_of(keys) and TEXT not in dict(said):
            said = (*said, (TEXT, short))
        there = tuple((field, column) for field, column in said if column.lower() in lowered or column.isdigit())
        return recognised(keys, there, self._source.name)


def _written(value: object) -> str:
    """Return a value as words: names of what has one, lists as words with commas, and anything else as JSON."""
    if value is None or isinstance(value, bool | float | int | str):
        return "" if value is None else value if isinstance(value, str) else str(value)
    if isinstance(value, dict):
        named = next((value[name] for name in _NAMES if isinstance(value.get(name), str)), None)
        if named is not None:
            return str(named)
    if isinstance(value, list):
        return ", ".join(filter(None, map(_written, value)))
    return msgspec.json.encode(value).decode()
