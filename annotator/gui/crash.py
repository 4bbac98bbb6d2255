"""Bugs, told once and without a word of anybody's text; the program goes on.

A report names the kind of error and the places in our code. It holds no message and no value of an error, because
those quote what the program worked on.
"""

import platform
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from traceback import clear_frames, extract_tb
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from annotator.errors import UserError
from annotator.gui.dialogs.about import versions_text
from annotator.gui.plain import plain_label, tell

_OURS = Path(__file__).resolve().parent.parent
_SECONDS_OF_PEACE = 10.0
_MOST_CAUSES = 5
_LONGEST_MESSAGE = 160
_SENTENCE = (
    "Something went wrong in the program. What you did before is saved, and you can go on; what you did last may not "
    "have happened. Please pass the report on: it holds nothing of your articles."
)


class CrashReporter(QObject):
    """Catches what nobody else has caught, from the moment it is installed until it is removed."""

    _happened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dialog: CrashDialog | None = None
        """The dialog that is open, if one is."""
        self._told: dict[str, float] = {}
        self._before = (sys.excepthook, threading.excepthook)
        self._handler_before: Callable[[QtMsgType, QMessageLogContext, str], object] | None = None
        # Queued, so that a dialog never opens inside a paint event, and always in the window's thread.
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over from Python and Qt what they would print or abort with."""
        sys.excepthook = self._catch
        threading.excepthook = self._catch_in_thread
        self._handler_before = qInstallMessageHandler(self._take_message)

    def remove(self) -> None:
        """Leave everything as it was before."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(self._handler_before)

    def _catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
        elif isinstance(error, UserError):
            self._happened.emit(error)
        else:
            report = report_on(error, trace)
            _print(report)
            self._happened.emit(report)
            _let_go(error)

    def _catch_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._catch(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def _take_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        """Print what Qt has to say, and treat what it calls critical as a bug."""
        if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            return
        # Behind the second colon Qt may quote the text that it stumbled over.
        said = f"Qt ({context.category or 'default'}): {': '.join(message.split(': ')[:2])[:_LONGEST_MESSAGE]}"
        _print(said)
        if kind == QtMsgType.QtCriticalMsg:
            self._happened.emit(f"{said}\n\n{versions_text()}\n")

    def _show(self, what: UserError | str) -> None:
        if isinstance(what, UserError):
            tell(QApplication.activeWindow(), "News Annotator", str(what))
        elif self.dialog is not None:
            self.dialog.count_another()
        elif monotonic() - self._told.get(what, float("-inf")) > _SECONDS_OF_PEACE:
            # What fails at every repaint would otherwise come back with every closing of the dialog.
            self.dialog = CrashDialog(what, QApplication.activeWindow())
            self.dialog.finished.connect(lambda _: self._forget(what))
            self.dialog.open()

    def _forget(self, report: str) -> None:
        self._told[report] = monotonic()
        self.dialog = None


class CrashDialog(QDialog):
    """Says that something went wrong, and has a report to copy."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crashDialog")
        self.setWindowTitle("Something went wrong")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._others = 0
        self.more = plain_label(wrap=True, name="more")
        self.more.hide()
        self.report = QPlainTextEdit(report)
        self.report.setObjectName("report")
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setAccessibleName("Report")
        copy, close = QPushButton("&Copy the report"), QPushButton("&Go on")
        copy.setObjectName("copyReport")
        copy.setAutoDefault(False)
        close.setObjectName("goOn")
        close.setDefault(True)
        buttons = QDialogButtonBox()
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report.toPlainText()))
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 18, 18, 14)
        box.setSpacing(12)
        box.addWidget(plain_label(_SENTENCE, wrap=True))
        box.addWidget(self.report, 1)
        box.addWidget(self.more)
        box.addWidget(buttons)
        self.resize(620, 400)
        close.setFocus()

    def count_another(self) -> None:
        """Say that something else went wrong while the dialog was open."""
        self._others += 1
        self.more.setText(f"Since then something went wrong {self._others} more times." if self._others > 1 else
                          "Since then something went wrong once more.")  # fmt: skip
        self.more.show()


def report_on(error: BaseException, trace: TracebackType | None = None) -> str:
    """Return a report that holds kinds, places and versions, and not one word of a text."""
    parts: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(parts) < _MOST_CAUSES:
        frames = cause.__traceback__ if trace is None or cause is not error else trace
        parts.append("\n".join([_kind(cause), *_places(frames)]))
        cause = cause.__cause__ or cause.__context__
    return "\n\ncaused by ".join(parts) + f"\n\n{versions_text()}\nProcessor: {platform.machine()}\n"


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _places(trace: TracebackType | None) -> list[str]:
    # Without the source line: in a console session that could be anything.
    return [f"  {_short(frame.filename)}, line {frame.lineno}, in {frame.name}" for frame in extract_tb(trace)]


def _short(file: str) -> str:
    """Return where in a package a file is, and nothing of where on the disk."""
    path = Path(file)
    if path.is_relative_to(_OURS):
        return path.relative_to(_OURS.parent).as_posix()
    for at, part in enumerate(path.parts):
        if part == "site-packages":
            return Path(*path.parts[at + 1 :]).as_posix()
    return path.name


def _let_go(error: BaseException) -> None:
    """Drop what the error holds on to.

    A painter that is still in the frame of a paint event that failed would end the process when its widget goes.
    """
    clear_frames(error.__traceback__)
    for name in ("last_exc", "last_type", "last_value", "last_traceback"):
        if hasattr(sys, name):
            delattr(sys, name)


def _print(text: str) -> None:
    # A program started without a terminal may have no stderr.
    if sys.stderr is not None:
        print(text, file=sys.stderr)  # noqa: T201 – there is nowhere else to say it
