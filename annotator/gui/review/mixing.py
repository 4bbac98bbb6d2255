"""Choosing whose word counts, one thing after the other, before the words themselves are taken."""

from collections.abc import Sequence

from annotator.adjudication.answers import Answer, with_sayings_of
from annotator.adjudication.conflicts import Conflict


class Mixing:
    """Attributes and relations of one answer from different layers."""

    def __init__(self) -> None:
        self.active = False
        self.sources: dict[str, str] = {}
        """By attribute or type of relation, the layer whose word counts."""
        self._columns: list[str] = []

    @property
    def column(self) -> str | None:
        """What a layer is chosen for now; nothing if all was chosen."""
        return self._columns[0] if self._columns else None

    def start(self, columns: Sequence[str]) -> bool:
        """Begin with the first of ``columns``; say whether there is one."""
        self.leave()
        self._columns = list(columns)
        self.active = bool(columns)
        return self.active

    def choose(self, layer: str) -> None:
        """Let the word of ``layer`` count, and go on."""
        if self._columns:
            self.sources[self._columns.pop(0)] = layer

    def skip(self) -> None:
        """Leave it as the answer has it, and go on."""
        if self._columns:
            self._columns.pop(0)

    def leave(self) -> None:
        """Choose nothing any more."""
        self.active = False
        self.sources = {}
        self._columns = []

    def applied(self, answer: Answer, conflict: Conflict) -> Answer:
        """Return ``answer`` with what was chosen."""
        if not self.sources or not answer.fragments:
            return answer
        return with_sayings_of(answer, conflict, self.sources)
