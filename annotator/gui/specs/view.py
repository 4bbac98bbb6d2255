"""Actions of the menu View: what is shown, and how."""

from annotator.gui.specs.spec import ActionSpec, Menu, When

VIEW_SPECS: tuple[ActionSpec, ...] = (
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
        "view.reading", "Readin&g…", "choose_reading", (), Menu.VIEW,
        help="Choose the width of the column, the distance of lines, the font and its size.",
    ),
    ActionSpec(
        "view.focus", "&Focus mode", "toggle_focus_mode", ("F11",), Menu.VIEW, When.ARTICLE,
        help="Show nothing but the article, with the sentence at the caret standing out.",
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
        "view.plain", "Plain te&xt", "toggle_panel", ("F7",), Menu.VIEW, argument="plain", checkable=True,
        help="Show or hide the paragraph at the caret with its spans in words, for screen readers.",
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
)  # fmt: skip
