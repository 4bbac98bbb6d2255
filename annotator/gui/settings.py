"""What the program remembers from one time to the next, outside of any project."""

import json
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Any, Literal, get_args

from PySide6.QtCore import QByteArray, QSettings

from annotator.gui.article.metrics import Reading, within_reason

Theme = Literal["system", "light", "dark"]
THEMES: tuple[Theme, ...] = get_args(Theme)

MOST_RECENT = 12


def default_path() -> Path:
    """Return where the settings of the person at this machine are."""
    from platformdirs import user_config_path

    return user_config_path("news-annotator", appauthor=False) / "settings.ini"


class Settings:
    """Typed access to a settings file. A value that is missing or damaged reads as its default."""

    def __init__(self, path: Path) -> None:
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def recent_projects(self) -> list[Path]:
        """The projects opened lately, the newest first."""
        try:
            paths = json.loads(self._text("projects/recent"))
        except ValueError:
            return []
        return [Path(path) for path in paths if isinstance(path, str)] if isinstance(paths, list) else []

    def remember_project(self, path: Path) -> None:
        """Put ``path`` at the head of the recent projects."""
        path = path.absolute()
        others = [other for other in self.recent_projects if other != path]
        self._set_recent([path, *others][:MOST_RECENT])

    def forget_project(self, path: Path) -> None:
        """Take ``path`` from the recent projects."""
        self._set_recent([other for other in self.recent_projects if other != path])

    @property
    def annotator(self) -> str:
        """The name the person gave last; empty if they never gave one."""
        return self._text("annotator/name")

    @annotator.setter
    def annotator(self, name: str) -> None:
        self._store.setValue("annotator/name", name)

    @property
    def geometry(self) -> bytes:
        """Where the window was and how large; empty at first."""
        return self._bytes("window/geometry")

    @geometry.setter
    def geometry(self, geometry: bytes) -> None:
        self._store.setValue("window/geometry", QByteArray(geometry))

    @property
    def window_state(self) -> bytes:
        """How the window was divided among its panels; empty at first."""
        return self._bytes("window/state")

    @window_state.setter
    def window_state(self, state: bytes) -> None:
        self._store.setValue("window/state", QByteArray(state))

    @property
    def text_size(self) -> float | None:
        """The size of the article's text in points; nothing if it was never changed."""
        return self._number("article/text_size")

    @text_size.setter
    def text_size(self, points: float | None) -> None:
        if points is None:
            self._store.remove("article/text_size")
        else:
            self._store.setValue("article/text_size", str(points))

    @property
    def reading(self) -> Reading:
        """How the article's text is shown: column, line spacing, font and size."""
        usual = Reading()
        return within_reason(
            Reading(
                round(self._number("article/column") or usual.column_characters),
                self._number("article/line_spacing") or usual.line_spacing,
                self._text("article/font"),
                self.text_size or usual.text_size,
            )
        )

    @reading.setter
    def reading(self, reading: Reading) -> None:
        self._store.setValue("article/column", str(reading.column_characters))
        self._store.setValue("article/line_spacing", str(reading.line_spacing))
        self._store.setValue("article/font", reading.family)
        self.text_size = reading.text_size

    @property
    def theme(self) -> Theme:
        """Light, dark, or whatever the system has."""
        stored = self._text("window/theme")
        return next((theme for theme in THEMES if theme == stored), "system")

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._store.setValue("window/theme", theme)

    @property
    def goes_on(self) -> bool:
        """Whether the next candidate is selected as soon as one was tagged."""
        return self._text("candidates/next") == "at once"

    @goes_on.setter
    def goes_on(self, at_once: bool) -> None:
        self._store.setValue("candidates/next", "at once" if at_once else "asked for")

    @property
    def mention_scope(self) -> str:
        """Where identical mentions were looked for last: ``article``, ``story`` or ``project``; empty at first."""
        return self._text("mentions/scope")

    @mention_scope.setter
    def mention_scope(self, scope: str) -> None:
        self._store.setValue("mentions/scope", scope)

    @property
    def copies_attributes(self) -> bool:
        """Whether identical mentions get the attributes of the span they are like."""
        return self._text("mentions/attributes") == "copied"

    @copies_attributes.setter
    def copies_attributes(self, copied: bool) -> None:
        self._store.setValue("mentions/attributes", "copied" if copied else "left")

    @property
    def keys(self) -> dict[str, tuple[str, ...]]:
        """The keys that the annotator gave to actions, by the id of the action; damaged entries are left out."""
        try:
            stored = json.loads(self._text("keys/chosen") or "{}")
        except (ValueError, RecursionError):
            return {}
        entries = stored.items() if isinstance(stored, dict) else ()
        return {
            action: tuple(keys)
            for action, keys in entries
            if isinstance(keys, list) and all(isinstance(key, str) for key in keys)
        }

    @keys.setter
    def keys(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        if chosen:
            self._store.setValue("keys/chosen", json.dumps(chosen))
        else:
            self._store.remove("keys/chosen")

    def choices(self, project: str, dialog: str) -> dict[str, Any]:
        """What was chosen last in a dialog about the project with the id ``project``; damaged entries are left out."""
        try:
            stored = json.loads(self._text(f"choices/{project}/{dialog}") or "{}")
        except (ValueError, RecursionError):
            return {}
        return stored if isinstance(stored, dict) else {}

    def remember_choices(self, project: str, dialog: str, chosen: Mapping[str, Any]) -> None:
        """Remember what was chosen in a dialog about a project."""
        self._store.setValue(f"choices/{project}/{dialog}", json.dumps(chosen))

    def save(self) -> None:
        """Write now what would otherwise be written a little later."""
        self._store.sync()

    def _set_recent(self, paths: list[Path]) -> None:
        # As JSON: an ini file would turn a list of one into a string, and an empty list into nothing that reads back.
        self._store.setValue("projects/recent", json.dumps([str(path) for path in paths]))

    def _text(self, key: str) -> str:
        value = self._store.value(key)
        return value if isinstance(value, str) else ""

    def _number(self, key: str) -> float | None:
        """Return a stored number above zero, if there is one."""
        try:
            number = float(self._text(key))
        except ValueError:
            return None
        return number if isfinite(number) and number > 0 else None

    def _bytes(self, key: str) -> bytes:
        value = self._store.value(key)
        return bytes(value.data()) if isinstance(value, QByteArray) else b""
