"""How the window is divided, and which article was open: kept from one time to the next."""

import base64
import json
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QSplitter

from annotator.gui.settings import MOST_RECENT, Settings
from annotator.model.article import ArticleKey

_HIDDEN_AT_FIRST = frozenset({"plain"})
"""Panels that are not there until somebody asks for them."""


class Layout:
    """Splitters, hidden panels and last articles, in the one place that the settings have for the window's state."""

    def __init__(self, settings: Settings, splitters: dict[str, QSplitter]) -> None:
        self._settings = settings
        self._splitters = splitters
        self._kept = _read(settings.window_state)

    def restore(self) -> None:
        """Divide the window as it was."""
        for name, splitter in self._splitters.items():
            state = self._kept["splitters"].get(name)
            if isinstance(state, str):
                splitter.restoreState(base64.b64decode(state))

    def hidden(self) -> set[str]:
        """Return the names of the panels that were hidden."""
        opened = {name for name in self._kept["opened"] if isinstance(name, str)}
        return {name for name in self._kept["hidden"] if isinstance(name, str)} | (_HIDDEN_AT_FIRST - opened)

    def last_article(self, project: Path) -> ArticleKey | None:
        """Return the article that was open last in a project, if one was."""
        last = self._kept["articles"].get(str(project.absolute()))
        return last if isinstance(last, int) else None

    def remember_article(self, project: Path, article: ArticleKey) -> None:
        """Remember which article is open."""
        articles: dict[str, Any] = self._kept["articles"]
        articles.pop(str(project.absolute()), None)
        articles[str(project.absolute())] = article
        for path in list(articles)[:-MOST_RECENT]:
            del articles[path]

    def save(self, hidden: set[str]) -> None:
        """Keep everything."""
        self._kept["hidden"] = sorted(hidden)
        self._kept["opened"] = sorted(_HIDDEN_AT_FIRST - hidden)
        self._kept["splitters"] = {
            name: base64.b64encode(splitter.saveState().data()).decode() for name, splitter in self._splitters.items()
        }
        self._settings.window_state = json.dumps(self._kept).encode()


def _read(stored: bytes) -> dict[str, Any]:
    try:
        kept = json.loads(stored or b"{}")
    except ValueError:
        kept = {}
    kept = kept if isinstance(kept, dict) else {}
    kinds: dict[str, type] = {"splitters": dict, "hidden": list, "opened": list, "articles": dict}
    return {name: kept[name] if isinstance(kept.get(name), kind) else kind() for name, kind in kinds.items()}
