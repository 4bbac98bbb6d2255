"""The lines of a list of any length, read a page at a time when they come into sight; those read lately are kept."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

L = TypeVar("L")

PAGE = 200
REMEMBERED_PAGES = 50


class Pages(Generic[L]):
    """Remembers pages of lines by their keys, the ones looked at last."""

    def __init__(self, read: Callable[[Sequence[int]], Mapping[int, L]]) -> None:
        """Make one that remembers nothing.

        Args:
            read: returns the lines of some keys; those that are gone are missing.
        """
        self._read = read
        self._pages: OrderedDict[int, dict[int, L]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pages)

    def clear(self) -> None:
        """Forget everything."""
        self._pages.clear()

    def line(self, keys: Sequence[int], row: int) -> L | None:
        """Return the line in ``row`` of ``keys``, reading its page if need be; nothing if it is gone."""
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = dict(self._read(keys[number * PAGE : (number + 1) * PAGE]))
            if len(self._pages) > REMEMBERED_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page.get(keys[row])

    def remembered(self, keys: Sequence[int], row: int) -> L | None:
        """Return the line in ``row`` of ``keys`` if it was read lately."""
        page = self._pages.get(row // PAGE)
        return None if page is None else page.get(keys[row])

    def read_again(self, key: int, row: int) -> bool:
        """Read the line of ``key``, which is in ``row``, anew if it is remembered; say whether it was."""
        page = self._pages.get(row // PAGE)
        if page is None:
            return False
        page.update(self._read([key]))
        return True

    def forget_from(self, row: int) -> None:
        """Forget ``row`` and what is behind it, where other lines have come to stand."""
        for number in [number for number in self._pages if number >= row // PAGE]:
            del self._pages[number]
