"""Starting the window: what can go wrong before Qt is there is said in one sentence instead of Qt's abort."""

from __future__ import annotations

import atexit
import ctypes
import gc
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.errors import UserError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from annotator.gui.settings import Settings

PROGRAM = "News Annotator"
_ID = "news-annotator"
_BAD_PYSIDE = (6, 12)
_GOOD_PYTHON = (3, 12)
_STARTED_MS = 500
"""After so many milliseconds the window is there, and what nobody misses in the first moment can follow."""
_NEW_OBJECTS_BEFORE_A_SWEEP = 20_000
_MORE_THAN_A_START_MAKES = 1_000_000
_SECONDS_IN_TURN = 0.001
"""How long a job may keep the interpreter once the window wants it, as a key does several times."""

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""The system libraries that Qt loads and PyPI does not ship, with the Debian and Ubuntu packages that hold them."""

Load = Callable[[str], object]


def run(project: Path | None = None, annotator: str | None = None) -> int:
    """Open the window, on ``project`` if one is named, and return the exit code when it is closed.

    Raises:
        UserError: if no window can be opened here, or there is no such project.
    """
    if project is not None and not project.exists():
        raise UserError(f"There is no project at {project}.")
    require_window()
    app = make_application(sys.argv)
    from annotator.gui.crash import CrashReporter
    from annotator.gui.settings import Settings, default_path

    reporter = CrashReporter(app)
    reporter.install()
    # Every edit is on the disk, so that Ctrl+C in the terminal may end the program wherever it is.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return _run_window(app, Settings(default_path()), project, annotator)
    finally:
        reporter.remove()


def _run_window(app: QApplication, settings: Settings, project: Path | None, annotator: str | None) -> int:
    from annotator.gui.theme import apply_theme
    from annotator.gui.window import MainWindow

    apply_theme(app, settings.theme)
    window = MainWindow(settings)
    if project is not None:
        window.open_project(project.absolute(), annotator)
    window.show()
    return app.exec()


def make_application(argv: Sequence[str]) -> QApplication:
    """Return the Qt application, with its names and icon; the one that is there if there is one."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    _sweep_nothing_yet()
    sys.setswitchinterval(_SECONDS_IN_TURN)
    existing = QApplication.instance()
    # The style as an argument: to set it later, PySide would load the whole of QStyle, for as long as a frame.
    app = existing if isinstance(existing, QApplication) else QApplication([*argv, "-style", "Fusion"])
    app.setApplicationName(_ID)
    app.setApplicationDisplayName(PROGRAM)
    app.setDesktopFileName(_ID)
    QTimer.singleShot(_STARTED_MS, app, lambda: _settle(app))
    return app


def _sweep_nothing_yet() -> None:
    """Look for no garbage while the window is built, and none when the program ends: both would be felt.

    Nearly everything that a start makes is kept, and all that there is when the program ends goes with it.
    """
    gc.freeze()
    gc.set_threshold(_MORE_THAN_A_START_MAKES)
    atexit.register(gc.freeze)


def _settle(app: QApplication) -> None:
    """Do what was put off until the window is there."""
    _sweep_seldom()
    _set_icon(app)


def _sweep_seldom() -> None:
    """Look for garbage more seldom than Python does, and never in what the start brought along, which is kept.

    After every 700 new objects it would now and then take the time of a frame out of a mark.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS_BEFORE_A_SWEEP)


def _set_icon(app: QApplication) -> None:
    # Drawing it takes longer than opening an article.
    from annotator.gui.icons import app_icon

    app.setWindowIcon(app_icon())


def has_screen(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Say whether a person could see a window here."""
    if environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in ("offscreen", "minimal"):
        return False
    return platform != "linux" or any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def require_window(
    environ: Mapping[str, str] = os.environ, platform: str = sys.platform, load: Load = ctypes.CDLL
) -> None:
    """Raise :exc:`UserError`, with what to do about it, unless Qt can open a window here. Qt itself is not loaded."""
    require_sound_pair(sys.version_info[:2], pyside_version())
    if platform != "linux":
        return
    if not any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        raise UserError(
            "There is no screen to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set); the commands in "
            "“annotator --help” work without one, and “annotator demo DIR” shows the program at work."
        )
    refusals = []
    for plugin in _plugins(environ):
        try:
            require_libraries(plugin, load)
            require_server(plugin, environ, load)
        except UserError as error:
            refusals.append(error)
        else:
            return
    raise refusals[0]


def require_sound_pair(python: tuple[int, ...], pyside: str) -> None:
    """Refuse the PySide6 that aborts on this Python."""
    # PySide6 6.12 over-releases None before Python 3.12: some 5,000 calls that return nothing abort the process.
    if python < _GOOD_PYTHON and _numbers(pyside) >= _BAD_PYSIDE:
        raise UserError(
            f"PySide6 {pyside} crashes on Python {python[0]}.{python[1]}; install it with: "
            "python -m pip install 'PySide6-Essentials<6.12', or use Python 3.12 or newer."
        )


def pyside_version() -> str:
    """Return the version of PySide6 without loading Qt.

    From the package itself: asking for its metadata takes as long as a tenth of the whole start.
    """
    try:
        from PySide6 import __version__
    except ImportError as error:
        sentence = "The window needs PySide6; install it with: python -m pip install PySide6-Essentials."
        raise UserError(sentence) from error
    return __version__


def require_libraries(plugin: str, load: Load = ctypes.CDLL) -> None:
    """Load what Qt will load for a platform, and name the packages of all libraries that are missing."""
    found = find_spec("PySide6")
    folder = Path(found.origin).parent / "Qt" if found is not None and found.origin else Path()
    if not (folder / "plugins" / "platforms").is_dir():
        # Another build of Qt keeps its files elsewhere, and comes with its libraries.
        return
    file = folder / "plugins" / "platforms" / f"libq{plugin}.so"
    if not file.exists():
        raise UserError(f"Qt knows no platform {plugin!r}, which QT_QPA_PLATFORM names; unset that variable.")
    for needed in (folder / "lib" / "libQt6Widgets.so.6", file):
        try:
            load(str(needed))
        except OSError as error:
            raise UserError(_missing(str(error), plugin, load)) from None


def require_server(plugin: str, environ: Mapping[str, str], load: Load = ctypes.CDLL) -> None:
    """Refuse a screen on which nobody answers."""
    if plugin == "xcb":
        name, answers = "DISPLAY", _x_server_answers(environ.get("DISPLAY", ""), load)
    elif plugin == "wayland":
        name, answers = "WAYLAND_DISPLAY", _wayland_server_answers(environ.get("WAYLAND_DISPLAY", ""), load)
    else:
        return
    if not answers:
        raise UserError(
            f"Nobody answers on the screen {environ.get(name, '')!r} that {name} names; set it to one that is there, "
            "or use the commands in “annotator --help”."
        )


def _x_server_answers(display: str, load: Load) -> bool:
    xcb: Any = load("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode() or None, None))
    answers = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return answers


def _wayland_server_answers(display: str, load: Load) -> bool:
    client: Any = load("libwayland-client.so.0")
    client.wl_display_connect.restype = ctypes.c_void_p
    connection = client.wl_display_connect(display.encode() or None)
    if connection:
        client.wl_display_disconnect(ctypes.c_void_p(connection))
    return bool(connection)


def _plugins(environ: Mapping[str, str]) -> list[str]:
    """Return the platforms that Qt would try, in its order."""
    asked = environ.get("QT_QPA_PLATFORM", "")
    if asked:
        return [name.partition(":")[0] for name in asked.split(";")]
    screens = {"wayland": "WAYLAND_DISPLAY", "xcb": "DISPLAY"}
    return [plugin for plugin, name in screens.items() if environ.get(name)]


def _missing(message: str, plugin: str, load: Load) -> str:
    """Name what is missing: the library that the loader stumbled over, and all others that are not there either."""
    first = message.partition(":")[0]
    if first not in PACKAGES:
        return f"Qt cannot open a window here: {message}."
    wanted = [name for name in PACKAGES if plugin == "wayland" or "wayland" not in name]
    missing = [name for name in wanted if name == first or not _loads(name, load)]
    packages = " ".join(sorted({PACKAGES[name] for name in missing}))
    names = f"system {'library' if len(missing) == 1 else 'libraries'} {', '.join(missing)}"
    return f"Qt cannot open a window without the {names}; install with: sudo apt-get install {packages}"


def _loads(name: str, load: Load) -> bool:
    try:
        load(name)
    except OSError:
        return False
    return True


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2] if part.isdigit())
