"""A bug is told once, without a word of anybody's text, and the program goes on."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer, Signal, qCritical, qWarning
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from annotator.errors import UserError
from annotator.gui.background import Runner
from annotator.gui.crash import CrashDialog, CrashReporter, report_on

CANARY = "canary-words-of-an-article"


@pytest.fixture
def reporter(qtbot) -> Iterator[CrashReporter]:
    reporter = CrashReporter()
    reporter.install()
    yield reporter
    reporter.remove()
    for dialog in _dialogs():
        dialog.close()


class Thing(QObject):
    """Something that has bugs, and an article in its hands."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(self.fail)
        self.works = 0

    def fail(self, text: str) -> None:
        article = text
        try:
            int(article)
        except ValueError as error:
            raise KeyError(article) from error

    def work(self) -> None:
        self.works += 1


def _dialogs() -> list[CrashDialog]:
    return [top for top in QApplication.topLevelWidgets() if isinstance(top, CrashDialog) and top.isVisible()]


def _report(qtbot) -> str:
    qtbot.waitUntil(lambda: bool(_dialogs()))
    (dialog,) = _dialogs()
    return dialog.report.toPlainText()


def test_a_bug_in_a_slot_gets_one_dialog_and_the_program_goes_on(qtbot, reporter: CrashReporter, capsys) -> None:
    thing = Thing()
    thing.asked.emit(CANARY)
    report = _report(qtbot)
    assert "KeyError" in report
    assert "caused by ValueError" in report
    assert "in fail" in report
    assert CANARY not in report
    QTimer.singleShot(0, thing, thing.work)
    qtbot.waitUntil(lambda: thing.works == 1)
    printed = capsys.readouterr()
    assert CANARY not in printed.err + printed.out
    assert "KeyError" in printed.err


def test_a_bug_in_a_timer(qtbot, reporter: CrashReporter) -> None:
    thing = Thing()
    QTimer.singleShot(0, thing, lambda: thing.fail(CANARY))
    assert CANARY not in _report(qtbot)


def test_a_bug_in_a_job(qtbot, reporter: CrashReporter, runner: Runner) -> None:
    results: list[object] = []
    runner.run("broken", lambda *_: Thing().fail(CANARY), done=lambda _: None, failed=lambda _: None)
    runner.run("sound", lambda *_: 1, done=results.append, failed=lambda _: None)
    report = _report(qtbot)
    assert "annotator/gui/background.py" in report
    assert CANARY not in report
    qtbot.waitUntil(lambda: results == [1])


def test_a_bug_in_a_bare_thread(qtbot, reporter: CrashReporter) -> None:
    thread = threading.Thread(target=int, args=(CANARY,))
    thread.start()
    thread.join()
    assert CANARY not in _report(qtbot)


def test_however_many_bugs_there_is_one_dialog_which_counts_them(qtbot, reporter: CrashReporter) -> None:
    thing = Thing()
    for _ in range(5):
        thing.asked.emit(CANARY)
    _report(qtbot)
    qtbot.waitUntil(lambda: "4 more times" in _dialogs()[0].more.text())
    assert len(_dialogs()) == 1


def test_a_bug_in_painting_does_not_come_back_with_every_repaint(qtbot, reporter: CrashReporter) -> None:
    class Broken(QWidget):
        paints = 0

        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 – Qt’s name
            self.paints += 1
            raise IndexError(CANARY)

    widget = Broken()
    qtbot.addWidget(widget)
    widget.show()
    assert CANARY not in _report(qtbot)
    for dialog in _dialogs():
        dialog.close()
    before = widget.paints
    widget.update()
    qtbot.waitUntil(lambda: widget.paints > before)
    qtbot.waitUntil(lambda: reporter.dialog is None)
    assert _dialogs() == []
    widget.hide()


def test_another_bug_gets_a_dialog_of_its_own_after_the_first_is_closed(qtbot, reporter: CrashReporter) -> None:
    thing = Thing()
    thing.asked.emit(CANARY)
    _report(qtbot)
    _dialogs()[0].close()
    qtbot.waitUntil(lambda: reporter.dialog is None)
    QTimer.singleShot(0, thing, [].pop)
    assert "IndexError" in _report(qtbot)


def test_what_a_person_can_act_on_is_a_sentence_and_no_crash(qtbot, reporter: CrashReporter) -> None:
    def refuse() -> None:
        raise UserError("The disk is full.")

    QTimer.singleShot(0, reporter, refuse)

    def boxes() -> list[str]:
        return [
            top.text() for top in QApplication.topLevelWidgets() if isinstance(top, QMessageBox) and top.isVisible()
        ]

    qtbot.waitUntil(lambda: boxes() == ["The disk is full."])
    assert _dialogs() == []
    for top in QApplication.topLevelWidgets():
        if isinstance(top, QMessageBox):
            top.close()


def test_what_qt_calls_critical_is_told_without_what_it_quotes(qtbot, reporter: CrashReporter, capsys) -> None:
    qCritical(f"QString::arg: Argument missing: {CANARY}")
    report = _report(qtbot)
    assert "QString::arg: Argument missing" in report
    assert CANARY not in report + capsys.readouterr().err


def test_a_warning_of_qt_is_printed_and_interrupts_nobody(qtbot, reporter: CrashReporter, capsys) -> None:
    qWarning("QFont::setPointSize: Point size <= 0")
    assert "QFont::setPointSize" in capsys.readouterr().err
    assert _dialogs() == []


def test_the_report_names_no_place_on_the_disk() -> None:
    import json

    try:
        json.loads(CANARY)
    except ValueError as error:
        report = report_on(error, error.__traceback__)
    assert sys.prefix not in report
    assert __file__ not in report
    assert "test_crash.py, line" in report


def test_the_report_can_be_copied(qtbot) -> None:
    dialog = CrashDialog("the report")
    qtbot.addWidget(dialog)
    dialog.findChild(QWidget, "copyReport").click()
    assert QApplication.clipboard().text() == "the report"


def _run(program: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)


def test_a_real_program_survives_a_bug_and_ends_as_it_should() -> None:
    ended = _run("""
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from annotator.gui.crash import CrashDialog, CrashReporter
app = QApplication([])
reporter = CrashReporter()
reporter.install()
def fail():
    raise RuntimeError("canary-words-of-an-article")
def look():
    print("dialogs", sum(isinstance(top, CrashDialog) for top in app.topLevelWidgets()))
    app.closeAllWindows()
    app.exit(7)
QTimer.singleShot(0, fail)
QTimer.singleShot(0, fail)
QTimer.singleShot(200, look)
sys.exit(app.exec())
""")
    assert ended.returncode == 7
    assert ended.stdout.strip() == "dialogs 1"
    assert "RuntimeError" in ended.stderr
    assert CANARY not in ended.stderr


def test_a_bug_in_the_middle_of_painting_does_not_end_the_program_when_the_widget_goes() -> None:
    ended = _run("""
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget
from annotator.gui.crash import CrashReporter
app = QApplication([])
reporter = CrashReporter()
reporter.install()
class Broken(QWidget):
    def paintEvent(self, event):
        painter = QPainter(self)
        painter.drawLine(0, 0, 5, 5)
        raise RuntimeError("canary-words-of-an-article")
broken = Broken()
broken.show()
def go():
    broken.hide()
    broken.deleteLater()
    QTimer.singleShot(50, lambda: app.exit(7))
QTimer.singleShot(200, go)
sys.exit(app.exec())
""")
    assert ended.returncode == 7, ended.stderr
    assert "RuntimeError" in ended.stderr
    assert CANARY not in ended.stderr
