"""Columns of many values of which few are different: four bytes for each, whatever the values are."""

from array import array
from collections.abc import Hashable, Iterator, Sequence
from typing import Generic, TypeVar, overload

Value = TypeVar("Value", bound=Hashable)


class Repeated(Sequence[Value], Generic[Value]):
    """Values in the order in which they were added; each different one is kept once."""

    def __init__(self) -> None:
        self._numbers: dict[Value, int] = {}
        self._different: list[Value] = []
        self._at = array("I")

    def append(self, value: Value) -> None:
        """Add a value at the end."""
        number = self._numbers.setdefault(value, len(self._different))
        if number == len(self._different):
            self._different.append(value)
        self._at.append(number)

    def __len__(self) -> int:
        return len(self._at)

    @overload
    def __getitem__(self, at: int) -> Value: ...
    @overload
    def __getitem__(self, at: slice) -> list[Value]: ...
    def __getitem__(self, at: int | slice) -> Value | list[Value]:
        if isinstance(at, slice):
            return [self._different[number] for number in self._at[at]]
        return self._different[self._at[at]]

    def __iter__(self) -> Iterator[Value]:
        return (self._different[number] for number in self._at)
