"""How the same people marked the same words elsewhere, looked for beside the window, and only so far."""

from collections import Counter
from collections.abc import Iterator

import msgspec
from PySide6.QtCore import QObject, Signal

from annotator.gui.background import Runner
from annotator.gui.explore.stream import Stream, WentOn
from annotator.gui.session import Session
from annotator.model.article import ArticleKey
from annotator.model.span import Fragment
from annotator.project.concordance import HitQuery, hits
from annotator.project.project import Project

MOST_PLACES = 200
"""So many places of the words are looked at for each layer."""
_LONGEST = 80
_SHORTEST = 2

Counts = dict[str, Counter[str]]
"""By layer, how often the words have which tag; the empty tag counts places where just these words are not marked."""


class Habit(msgspec.Struct, frozen=True):
    """What one layer has on the same words in one other place."""

    layer: str
    tag: str


class Elsewhere(QObject):
    """Counts. A new question ends the one before."""

    changed = Signal()

    def __init__(self, session: Session, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stream = Stream(session, runner, self)
        self.counts: Counts = {}
        self._asked: tuple[str, ...] = ()
        self._stream.arrived.connect(self._take)
        self._stream.ended.connect(self.changed)

    @property
    def running(self) -> bool:
        """Whether there may be more."""
        return self._stream.running

    def ask(self, words: str, layers: tuple[str, ...], here: tuple[ArticleKey, Fragment] | None) -> None:
        """Look for other places of ``words``; what is ``here`` does not count."""
        asked = (words, *layers)
        if asked == self._asked:
            return
        self._asked = asked
        self.counts = {}
        if not _SHORTEST <= len(words) <= _LONGEST or here is None:
            self._stream.stop()
        else:

            def search(project: Project, went_on: WentOn) -> Iterator[list[Habit]]:
                return _habits(project, went_on, words, layers, here)

            self._stream.start(search, MOST_PLACES * max(1, len(layers)))
        self.changed.emit()

    def forget(self) -> None:
        """Look anew when next asked."""
        self._asked = ()
        self._stream.stop()

    def _take(self, page: list[Habit]) -> None:
        for habit in page:
            self.counts.setdefault(habit.layer, Counter())[habit.tag] += 1
        self.changed.emit()


def _habits(
    project: Project, went_on: WentOn, words: str, layers: tuple[str, ...], here: tuple[ArticleKey, Fragment]
) -> Iterator[list[Habit]]:
    quoted = '"' + " ".join(words.replace('"', " ").split()) + '"'
    for layer in layers:
        seen = 0
        for page in hits(project, HitQuery(quoted, layer=layer), went_on):
            others = [hit for hit in page if hit.article != here[0] or not _meet(hit.place[1], here[1])]
            yield [Habit(layer, span.tag) for hit in others for span in hit.exact()] + [
                Habit(layer, "") for hit in others if not hit.exact()
            ]
            seen += len(page)
            if seen >= MOST_PLACES:
                break


def _meet(a: Fragment, b: Fragment) -> bool:
    return a.start < b.end and b.start < a.end
