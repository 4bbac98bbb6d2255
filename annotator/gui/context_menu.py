"""The menu in the article: what can be done with what is selected, the current span and the word at the caret."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from annotator.gui.actions import ActionTable, Menu, When
from annotator.gui.menus import LetterMenu
from annotator.gui.panels.wording import quoted_short, without_isolates
from annotator.gui.plain import set_tip, without_mnemonic

_MOST_TAGS = 12


def context_menu(actions: ActionTable, words: str, span: str, parent: QWidget) -> QMenu:
    """Return a menu of what is possible now, made of the actions of the menu Span; it goes when it is closed.

    Args:
        actions: what can be done.
        words: what would be tagged; empty if there is nothing to tag.
        span: which span is current, in words; empty if none is.
        parent: the window.
    """
    menu = LetterMenu("", parent)
    menu.setObjectName("contextMenu")
    menu.setAccessibleName("What can be done here")
    menu.aboutToHide.connect(menu.deleteLater)
    if words:
        _add_heading(menu, f"Tag {quoted_short(words)} as")
        _add_tags(menu, actions)
    if span:
        _add_heading(menu, span)
        menu.addMenu(actions.menu(Menu.RETAG))
    left_out = {actions.menu(own).menuAction() for own in (Menu.TAG, Menu.RETAG, Menu.TAG_EXACTLY)}
    # Going elsewhere is possible in every article, and is not about this place.
    left_out |= {entry.action for entry in actions.entries() if entry.spec.when is When.ARTICLE}
    for action in actions.menu(Menu.SPAN).actions():
        if action.isSeparator():
            menu.addSeparator()
        elif action not in left_out and _possible(action):
            menu.addAction(action)
    return menu


def _add_heading(menu: QMenu, text: str) -> None:
    menu.addSeparator()
    heading = menu.addAction(without_mnemonic(without_isolates(text)))
    heading.setEnabled(False)
    set_tip(heading, text)


def _add_tags(menu: QMenu, actions: ActionTable) -> None:
    """Offer the tags at once; very many of them in a menu of their own."""
    tags = actions.menu(Menu.TAG)
    if len(tags.actions()) > _MOST_TAGS:
        menu.addMenu(tags)
    else:
        menu.addActions(tags.actions())
    menu.addMenu(actions.menu(Menu.TAG_EXACTLY))


def _possible(action: QAction) -> bool:
    below = action.menu()
    return any(one.isEnabled() for one in below.actions()) if isinstance(below, QMenu) else action.isEnabled()
