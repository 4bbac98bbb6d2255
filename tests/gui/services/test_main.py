"""The window starts quickly or says in one sentence why it cannot; it never ends in Qt's abort."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.gui import main
from annotator.gui.main import (
    PACKAGES,
    has_screen,
    require_libraries,
    require_server,
    require_sound_pair,
    require_window,
)

_OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


class Loader:
    """Loads libraries as on a machine that lacks some of them."""

    def __init__(self, *missing: str, needed: str = "libqxcb.so") -> None:
        self._missing = missing
        self._needed = needed

    def __call__(self, name: str) -> object:
        if name in self._missing or (name.endswith(self._needed) and self._missing):
            raise OSError(f"{self._missing[0]}: cannot open shared object file: No such file or directory")
        return object()


def _run(code: str, tmp_path: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    kept.pop("QT_QPA_PLATFORM", None)
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=kept | homes | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _one_sentence(ended: subprocess.CompletedProcess[str]) -> str:
    assert ended.returncode == 2, ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stderr.count("\n") == 1
    return ended.stderr


_OPEN = "import sys; sys.argv = ['annotator']; from annotator.cli import main; main()"


@pytest.mark.skipif(sys.platform != "linux", reason="screens are asked for on Linux only")
def test_without_a_screen_the_program_says_so_and_what_to_do(tmp_path: Path) -> None:
    assert "no screen" in _one_sentence(_run(_OPEN, tmp_path))


@pytest.mark.skipif(sys.platform != "linux", reason="screens are asked for on Linux only")
@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_screen_on_which_nobody_answers_is_a_sentence(tmp_path: Path, name: str) -> None:
    sentence = _one_sentence(_run(_OPEN, tmp_path, **{name: ":987"}))
    assert name in sentence or "sudo apt-get install" in sentence


@pytest.mark.skipif(sys.platform != "linux", reason="platforms are files on Linux only")
def test_a_platform_that_qt_does_not_know_is_a_sentence(tmp_path: Path) -> None:
    assert "QT_QPA_PLATFORM" in _one_sentence(_run(_OPEN, tmp_path, QT_QPA_PLATFORM="nonsense"))


def test_a_missing_library_is_named_with_the_package_that_holds_it() -> None:
    with pytest.raises(UserError) as refused:
        require_libraries("xcb", Loader("libxcb-cursor.so.0"))
    assert "libxcb-cursor.so.0" in str(refused.value)
    assert str(refused.value).endswith("sudo apt-get install libxcb-cursor0")


def test_all_missing_libraries_are_named_at_once() -> None:
    with pytest.raises(UserError) as refused:
        require_libraries("xcb", Loader("libEGL.so.1", "libxcb-cursor.so.0", "libxkbcommon.so.0"))
    assert str(refused.value).endswith("sudo apt-get install libegl1 libxcb-cursor0 libxkbcommon0")


def test_a_missing_library_that_nobody_has_heard_of_is_still_a_sentence() -> None:
    with pytest.raises(UserError, match=r"libnew\.so\.9"):
        require_libraries("offscreen", Loader("libnew.so.9", needed="libqoffscreen.so"))


def test_even_out_of_sight_the_libraries_have_to_be_there() -> None:
    with pytest.raises(UserError, match="libegl1"):
        require_window(_OFFSCREEN, "linux", Loader("libEGL.so.1", needed="libQt6Widgets.so.6"))
    require_window(_OFFSCREEN, "linux", Loader())


def test_where_one_of_two_screens_answers_the_window_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    both = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}

    def only_x(plugin: str, *_: object) -> None:
        if plugin == "wayland":
            raise UserError("Nobody answers.")

    monkeypatch.setattr(main, "require_libraries", lambda *_: None)
    monkeypatch.setattr(main, "require_server", only_x)
    require_window(both, "linux")
    with pytest.raises(UserError, match="Nobody answers"):
        require_window({"WAYLAND_DISPLAY": "wayland-0"}, "linux")


def test_out_of_sight_nobody_has_to_answer() -> None:
    require_server("offscreen", {})


def test_every_package_is_one_word() -> None:
    assert all(name.startswith("lib") and ".so." in name for name in PACKAGES)
    assert all(package.split() == [package] for package in PACKAGES.values())


@pytest.mark.parametrize(
    ("python", "pyside", "sound"),
    [
        ((3, 11), "6.11.3", True),
        ((3, 11), "6.12.0", False),
        ((3, 11), "6.13.1", False),
        ((3, 11), "7.0.0", False),
        ((3, 12), "6.12.0", True),
        ((3, 13), "6.12.1", True),
    ],
)
def test_the_pyside_that_aborts_on_this_python_is_refused(python: tuple[int, int], pyside: str, sound: bool) -> None:
    if sound:
        require_sound_pair(python, pyside)
    else:
        with pytest.raises(UserError, match="PySide6"):
            require_sound_pair(python, pyside)


def test_200_000_calls_that_return_nothing_do_not_end_the_process(tmp_path: Path) -> None:
    calls = """
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
thing, widget = QObject(), QWidget()
for _ in range(100_000):
    thing.setObjectName("a")
    widget.update()
print("whole")
"""
    ended = _run(calls, tmp_path, **_OFFSCREEN)
    assert (ended.returncode, ended.stdout.strip()) == (0, "whole"), ended.stderr


@pytest.mark.parametrize(
    ("environ", "seen"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ({"QT_QPA_PLATFORM": "xcb"}, True),
    ],
)
def test_who_has_a_screen(environ: dict[str, str], seen: bool) -> None:
    assert has_screen(environ, "linux") is seen
    assert has_screen({}, "win32")


def test_asking_for_a_screen_loads_no_qt(tmp_path: Path) -> None:
    asked = """
import sys
from annotator.gui import main
main.has_screen()
main.require_window()
print("PySide6.QtCore" in sys.modules)
"""
    ended = _run(asked, tmp_path, **_OFFSCREEN)
    assert ended.stdout.strip() == "False", ended.stderr


def test_a_project_that_is_not_there_is_a_sentence_before_any_window(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no project at .*gone\.annotator"):
        main.run(tmp_path / "gone.annotator")


def test_the_real_program_opens_a_project_closes_and_remembers_it(tmp_path: Path, project) -> None:
    start = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from annotator.gui import main
make = main.make_application
def make_and_close(argv):
    app = make(argv)
    def close():
        print([top.windowTitle() for top in app.topLevelWidgets() if top.objectName() == "mainWindow"])
        app.closeAllWindows()
    QTimer.singleShot(300, close)
    return app
main.make_application = make_and_close
sys.exit(main.run(Path({str(project.path)!r}), "ana"))
"""
    ended = _run(start, tmp_path, **_OFFSCREEN)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == f"['{project.path.stem} – News Annotator']"
    (stored,) = tmp_path.rglob("settings.ini")
    assert project.path.name in stored.read_text("utf-8")
    assert not list(tmp_path.glob(".*.open"))


_SETTLING = """
import gc, time
from annotator.gui.main import make_application
app = make_application(["annotator"])
during, deadline = gc.get_threshold()[0], time.monotonic() + 20
while gc.get_threshold()[0] == during and time.monotonic() < deadline:
    app.processEvents()
    time.sleep(0.01)
print(during > 500_000, gc.get_threshold()[0] < 100_000, gc.get_freeze_count() > 0, not app.windowIcon().isNull())
"""


def test_garbage_is_looked_for_and_the_icon_drawn_only_once_the_window_is_there(tmp_path: Path) -> None:
    ended = _run(_SETTLING, tmp_path, **_OFFSCREEN)
    assert (ended.returncode, ended.stdout.split()) == (0, ["True"] * 4), ended.stderr
