"""The program from nothing to its first picture: a window with a project, its list and an article."""

SCRIPT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from annotator.gui.main import make_application, require_window
require_window()
app = make_application(["annotator"])
from annotator.gui.settings import Settings
from annotator.gui.theme import apply_theme
from annotator.gui.window import MainWindow
apply_theme(app, "light")
window = MainWindow(Settings(Path(sys.argv[2])))
window.resize(1280, 820)
window.open_project(Path(sys.argv[1]))
window.show()
def shown():
    if window.desk.article is None:
        QTimer.singleShot(0, shown)
    else:
        app.exit()  # not quit, which would close the window before its picture is taken
QTimer.singleShot(0, shown)
app.exec()
window.grab()
"""
"""Is given the paths of a project and of a settings file; leaves the window open."""
