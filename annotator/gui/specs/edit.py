"""Actions of the menu Edit: undo, finding, filtering."""

from annotator.gui.specs.spec import ActionSpec, Menu, When

EDIT_SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "edit.undo", "&Undo", "undo", ("Ctrl+Z",), Menu.EDIT, When.UNDO,
        help="Take back your last step, also one from before a restart.",
    ),
    ActionSpec(
        "edit.redo", "&Redo", "redo", ("Ctrl+Shift+Z", "Ctrl+Y"), Menu.EDIT, When.REDO,
        help="Do again what was undone last.",
    ),
    ActionSpec(
        "find.open", "&Find in the article…", "find", ("Ctrl+F",), Menu.EDIT, When.ARTICLE, begins_group=True,
        help="Search the words of the open article.",
    ),
    ActionSpec(
        "find.next", "Find &next", "find_next", ("F3", "Ctrl+G"), Menu.EDIT, When.ARTICLE,
        help="Go to the next match.",
    ),
    ActionSpec(
        "find.previous", "Find &previous", "find_previous", ("Shift+F3", "Ctrl+Shift+G"), Menu.EDIT, When.ARTICLE,
        help="Go to the match before.",
    ),
    ActionSpec(
        "explore.concordance", "&Concordance…", "search_project", ("Ctrl+Shift+F",), Menu.EDIT, When.PROJECT,
        help="Search all articles for words, phrases or their beginnings, and see each place in its line.",
        begins_group=True,
    ),
    ActionSpec(
        "list.filter", "Filter the &articles", "focus_filter", ("Ctrl+L",), Menu.EDIT, When.PROJECT,
        help="Type words to list only the articles that hold them.",
    ),
)  # fmt: skip
