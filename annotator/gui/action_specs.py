"""What can be done, as data: each thing once, with its name, its keys, when it is possible and what it is for."""

from collections.abc import Iterable
from enum import Enum, auto

import msgspec

from annotator.gui.article.style import tag_styles
from annotator.gui.plain import isolated, shown, without_mnemonic
from annotator.model.tagset import Tagset

_DIGITS = 9


class Menu(Enum):
    """The menus, in the order in which they stand; the value is what they are called."""

    PROJECT = "&Project"
    EDIT = "&Edit"
    ARTICLE = "&Article"
    SPAN = "&Span"
    TAG = "&Tag as"
    RETAG = "&Change the tag to"
    TAG_EXACTLY = "Tag e&xactly as"
    VIEW = "&View"
    HELP = "&Help"

    @property
    def title(self) -> str:
        """The menu's name without the sign for its key."""
        return self.value.replace("&", "")


SUBMENUS = {Menu.TAG: Menu.SPAN, Menu.RETAG: Menu.SPAN, Menu.TAG_EXACTLY: Menu.SPAN}


class When(Enum):
    """What has to be the case for an action to be possible."""

    ALWAYS = auto()
    PROJECT = auto()
    """A project is open."""
    WRITABLE = auto()
    """A project is open for editing."""
    IDLE_PROJECT = auto()
    """A project is open, and no job works in it."""
    ARTICLE = auto()
    """An article is open."""
    EDITABLE_ARTICLE = auto()
    """An article is open, and the layer shown is the annotator's own and can be edited."""
    SPAN = auto()
    """A span of the annotator's own layer is current, and can be edited."""
    UNDO = auto()
    REDO = auto()


class Scope(Enum):
    """Where the keys of an action work."""

    WINDOW = auto()
    ARTICLE = auto()
    """In the article view only, so that letters can be typed everywhere else."""


class ActionSpec(msgspec.Struct, frozen=True):
    """Something that can be done: what it is called, what does it, by which keys, and when."""

    id: str
    text: str
    """As in the menu, with an ampersand before the letter that chooses it there."""
    command: str
    """The name of a method of the commands."""
    keys: tuple[str, ...] = ()
    menu: Menu = Menu.VIEW
    when: When = When.ALWAYS
    scope: Scope = Scope.WINDOW
    help: str = ""
    checkable: bool = False
    choice: str = ""
    """Of checkable actions with the same choice one is checked."""
    argument: str | None = None
    """What the method is called with, if anything."""
    begins_group: bool = False
    """Whether a line stands above it in the menu."""

    @property
    def title(self) -> str:
        """The text without the sign for its key."""
        return self.text.replace("&&", "\0").replace("&", "").replace("\0", "&")


SPECS: tuple[ActionSpec, ...] = (
    # Project
    ActionSpec(
        "project.new", "&New project…", "new_project", ("Ctrl+N",), Menu.PROJECT,
        help="Make an empty project file and open it.",
    ),
    ActionSpec(
        "project.open", "&Open project…", "open_project", ("Ctrl+O",), Menu.PROJECT,
        help="Open a project file.",
    ),
    ActionSpec(
        "project.sample", "Open the &sample project", "open_sample", (), Menu.PROJECT,
        help="Make a project of invented wire articles, to try everything on.",
    ),
    ActionSpec(
        "project.import", "&Import…", "import_files", ("Ctrl+I",), Menu.PROJECT, When.WRITABLE, begins_group=True,
        help="Bring in texts, web pages, JSONL, folders and zips of them; you see first what would happen.",
    ),
    ActionSpec(
        "project.export", "&Export…", "export_project", ("Ctrl+E",), Menu.PROJECT, When.PROJECT,
        help="Write articles and spans to a file for other programs.",
    ),
    ActionSpec(
        "project.verify", "&Verify", "verify_project", (), Menu.PROJECT, When.PROJECT, begins_group=True,
        help="Check the file, its texts, spans and journal, and list whatever is not as it should be.",
    ),
    ActionSpec(
        "project.backup", "&Back up…", "back_up_project", (), Menu.PROJECT, When.PROJECT,
        help="Make a checked copy of the project file.",
    ),
    ActionSpec(
        "project.annotator", "Change &annotator…", "change_annotator", (), Menu.PROJECT, When.IDLE_PROJECT,
        help="Go on under another name; work goes to that person’s layer.", begins_group=True,
    ),
    ActionSpec(
        "project.close", "&Close project", "close_project", ("Ctrl+W",), Menu.PROJECT, When.PROJECT,
        help="Close the project. There is nothing to save: every edit is in the file already.",
    ),
    ActionSpec(
        "app.quit", "&Quit", "quit", ("Ctrl+Q",), Menu.PROJECT, help="Close the program.", begins_group=True,
    ),
    # Edit
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
        "list.filter", "Filter the &articles", "focus_filter", ("Ctrl+L",), Menu.EDIT, When.PROJECT,
        help="Type words to list only the articles that hold them.", begins_group=True,
    ),
    # Article
    ActionSpec(
        "article.done", "&Done, open the next", "finish_article", ("Ctrl+Return", "Ctrl+Enter"), Menu.ARTICLE,
        When.EDITABLE_ARTICLE, help="Call your work on this article done and open the next one.",
    ),
    ActionSpec(
        "article.reopen", "&Open again", "reopen_article", (), Menu.ARTICLE, When.EDITABLE_ARTICLE,
        help="Say that your work on this article is not done after all.",
    ),
    ActionSpec(
        "article.flag", "&Flag", "toggle_flag", ("F",), Menu.ARTICLE, When.EDITABLE_ARTICLE, Scope.ARTICLE,
        help="Put your flag on this article, to find it again, or take it off.",
    ),
    ActionSpec(
        "article.next", "&Next article", "next_article", ("Alt+Down",), Menu.ARTICLE, When.PROJECT, begins_group=True,
        help="Open the next article of the list.",
    ),
    ActionSpec(
        "article.previous", "&Previous article", "previous_article", ("Alt+Up",), Menu.ARTICLE, When.PROJECT,
        help="Open the article before it in the list.",
    ),
    ActionSpec(
        "article.metadata", "Edit &metadata…", "edit_metadata", ("F2",), Menu.ARTICLE, When.EDITABLE_ARTICLE,
        help="Change the title, source, date and so on. The text itself never changes.", begins_group=True,
    ),
    # Span
    ActionSpec(
        "span.next", "&Next span", "next_span", ("Tab",), Menu.SPAN, When.ARTICLE, Scope.ARTICLE, begins_group=True,
        help="Go to the next span of the article.",
    ),
    ActionSpec(
        "span.previous", "&Previous span", "previous_span", ("Shift+Tab",), Menu.SPAN, When.ARTICLE, Scope.ARTICLE,
        help="Go to the span before.",
    ),
    ActionSpec(
        "span.left_out", "Left edge a word to the left", "left_edge_left", ("Alt+Left",), Menu.SPAN, When.SPAN,
        Scope.ARTICLE, help="The current span begins a word earlier.", begins_group=True,
    ),
    ActionSpec(
        "span.left_in", "Left edge a word to the right", "left_edge_right", ("Alt+Right",), Menu.SPAN, When.SPAN,
        Scope.ARTICLE, help="The current span begins a word later.",
    ),
    ActionSpec(
        "span.right_in", "Right edge a word to the left", "right_edge_left", ("Alt+Shift+Left",), Menu.SPAN, When.SPAN,
        Scope.ARTICLE, help="The current span ends a word earlier.",
    ),
    ActionSpec(
        "span.right_out", "Right edge a word to the right", "right_edge_right", ("Alt+Shift+Right",), Menu.SPAN,
        When.SPAN, Scope.ARTICLE, help="The current span ends a word later.",
    ),
    ActionSpec(
        "span.unsure", "&Unsure", "toggle_unsure", ("U",), Menu.SPAN, When.SPAN, Scope.ARTICLE, begins_group=True,
        help="Say that you are not sure of the current span, or that you are after all.",
    ),
    ActionSpec(
        "span.note", "N&ote…", "edit_note", (";",), Menu.SPAN, When.SPAN, Scope.ARTICLE,
        help="Write a note beside the current span.",
    ),
    ActionSpec(
        "span.remove", "&Remove", "remove_span", ("Backspace", "Delete"), Menu.SPAN, When.SPAN, Scope.ARTICLE,
        help="Remove the current span. Undo brings it back.", begins_group=True,
    ),
    # View
    ActionSpec(
        "view.palette", "&Command palette…", "open_palette", ("Ctrl+K",), Menu.VIEW,
        help="Type a few letters of what you want to do.",
    ),
    ActionSpec(
        "view.larger", "&Larger text", "larger_text", ("Ctrl++", "Ctrl+="), Menu.VIEW, begins_group=True,
        help="Make the text of the article larger.",
    ),
    ActionSpec(
        "view.smaller", "&Smaller text", "smaller_text", ("Ctrl+-",), Menu.VIEW,
        help="Make the text of the article smaller.",
    ),
    ActionSpec(
        "view.reset", "Text as &usual", "reset_text", ("Ctrl+0",), Menu.VIEW,
        help="Give the text of the article its usual size.",
    ),
    ActionSpec(
        "view.theme_system", "Colours as the s&ystem", "use_theme", (), Menu.VIEW, argument="system",
        help="Light or dark, as the system is.", checkable=True, choice="theme", begins_group=True,
    ),
    ActionSpec(
        "view.theme_light", "L&ight colours", "use_theme", (), Menu.VIEW, argument="light",
        help="Dark letters on a light ground.", checkable=True, choice="theme",
    ),
    ActionSpec(
        "view.theme_dark", "&Dark colours", "use_theme", (), Menu.VIEW, argument="dark",
        help="Light letters on a dark ground.", checkable=True, choice="theme",
    ),
    ActionSpec(
        "view.articles", "&Article list", "toggle_panel", (), Menu.VIEW, argument="articles", checkable=True,
        help="Show or hide the list of articles.", begins_group=True,
    ),
    ActionSpec(
        "view.inspector", "Ins&pector", "toggle_panel", (), Menu.VIEW, argument="inspector", checkable=True,
        help="Show or hide what is known about the current span.",
    ),
    ActionSpec(
        "view.spans", "Spa&n table", "toggle_panel", (), Menu.VIEW, argument="spans", checkable=True,
        help="Show or hide the table of all spans of the article.",
    ),
    ActionSpec(
        "view.layer", "Sho&w another layer…", "choose_layer", (), Menu.VIEW, When.ARTICLE,
        help="Choose whose work on the article is shown; you can only change your own.", begins_group=True,
    ),
    ActionSpec(
        "view.next_pane", "N&ext pane", "next_pane", ("F6",), Menu.VIEW, begins_group=True,
        help="Move the keyboard to the next part of the window.",
    ),
    ActionSpec(
        "view.previous_pane", "P&revious pane", "previous_pane", ("Shift+F6",), Menu.VIEW,
        help="Move the keyboard to the part of the window before.",
    ),
    # Help
    ActionSpec(
        "view.keys", "&Keys", "show_keys", ("F1",), Menu.HELP, help="List everything that can be done, with its keys.",
    ),
    ActionSpec(
        "help.contents", "&Help", "show_help", (), Menu.HELP, help="Read how the program works.",
    ),
    ActionSpec(
        "help.about", "&About News Annotator", "show_about", (), Menu.HELP, begins_group=True,
        help="Version of the program and of what it is built on.",
    ),
)  # fmt: skip


def tag_specs(tagset: Tagset, taken: Iterable[str] = ()) -> list[ActionSpec]:
    """Describe what can be done with each tag.

    Args:
        tagset: the tags; one without a key is given the letter it is drawn with, if that is free.
        taken: letters that already mean something in the article.
    """
    styles = tag_styles(tagset)
    specs: list[ActionSpec] = []
    for number, tag in enumerate(tagset.tags, 1):
        letter = tag.key or styles[tag.name].letter
        free = len(letter) == 1 and letter.isalnum() and (tag.key or letter not in taken)
        specs += _specs_of_tag(tag.name, letter if free else "", number)
    return specs


def _specs_of_tag(tag: str, letter: str, number: int) -> list[ActionSpec]:
    digit = str(number) if number <= _DIGITS and letter != str(number) else ""
    name, quoted = without_mnemonic(shown(tag)), isolated(shown(tag))
    return [
        ActionSpec(
            f"tag.{tag}", name, "tag", tuple(key for key in (letter, digit) if key), Menu.TAG, When.EDITABLE_ARTICLE,
            Scope.ARTICLE, f"Tag the selection, or else the word at the caret, as {quoted}.", argument=tag,
        ),
        ActionSpec(
            f"retag.{tag}", name, "retag", (f"Shift+{letter}",) if letter.isalpha() else (), Menu.RETAG, When.SPAN,
            Scope.ARTICLE, f"Give the current span the tag {quoted}.", argument=tag,
        ),
        ActionSpec(
            f"tag_exactly.{tag}", name, "tag_exactly", (f"Ctrl+Alt+{letter}",) if letter else (), Menu.TAG_EXACTLY,
            When.EDITABLE_ARTICLE, Scope.ARTICLE, f"Tag what is selected as {quoted}, without moving to word edges.",
            argument=tag,
        ),
    ]  # fmt: skip
