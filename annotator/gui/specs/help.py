"""Actions of the menu Help: keys and help."""

from annotator.gui.specs.spec import ActionSpec, Menu

HELP_SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "view.keys", "&Keys", "show_keys", ("F1",), Menu.HELP, help="List everything that can be done, with its keys.",
    ),
    ActionSpec(
        "view.shortcuts", "&Change keys…", "change_keys", (), Menu.HELP,
        help="Give anything that can be done other keys, and see which key belongs to what.",
    ),
    ActionSpec(
        "help.contents", "&Help", "show_help", (), Menu.HELP, help="Read how the program works.",
    ),
    ActionSpec(
        "help.about", "&About News Annotator", "show_about", (), Menu.HELP, begins_group=True,
        help="Version of the program and of what it is built on.",
    ),
)  # fmt: skip
