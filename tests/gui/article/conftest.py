"""A shown article view."""

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from annotator.gui.article import ArticleView, tag_styles


@pytest.fixture
def view(qtbot, tagset):
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.set_tag_styles(tag_styles(tagset))
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    return view


@pytest.fixture
def dark_desktop(qapp):
    before = QApplication.palette()
    dark = QPalette(before)
    for role, colour in ((QPalette.ColorRole.Base, "#1e1f22"), (QPalette.ColorRole.Text, "#dcdcdc")):
        dark.setColor(role, QColor(colour))
    QApplication.setPalette(dark)
    yield
    QApplication.setPalette(before)
