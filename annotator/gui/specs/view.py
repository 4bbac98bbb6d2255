"""Actions of the menu View: what is shown, and how."""

from annotator.gui.specs.spec import ActionSpec, Menu, When

VIEW_SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "view.mode_annotate", "Ann&otate", "use_mode", ("Ctrl+1",), Menu.VIEW, When.PROJECT, argument="annotate",
        help="Read articles and mark what is in them.", checkable=True, choice="mode",
    ),
    ActionSpec(
        "view.mode_review", "Revie&w", "use_mode", ("Ctrl+2",), Menu.VIEW, When.REVIEWABLE, argument="review",
        help="Settle where the layers differ, one conflict after the other.", checkable=True, choice="mode",
    ),
    ActionSpec(
        "view.mode_explore", "Explore", "use_mode", ("Ctrl+3",), Menu.VIEW, When.PROJECT, argument="explore",
        help="Search the project, compare what is marked in it, and see how far you are.", checkable=True,
        choice="mode",
    ),
    ActionSpec(
        "explore.consistency", "Consis&tency", "show_explore_page", (), Menu.VIEW, When.PROJECT,
        argument="consistency", begins_group=True,
        help="Go through words that are marked differently in different places.",
    ),
    ActionSpec(
        "explore.agreement", "Agree&ment", "show_explore_page", (), Menu.VIEW, When.PROJECT, argument="agreement",
        help="See how far people agree who have done the same articles, and the spans behind each figure.",
    ),
    ActionSpec(
        "explore.progress", "Pro&gress", "show_explore_page", (), Menu.VIEW, When.PROJECT, argument="progress",
        help="See how many articles are done, and how fast you are.",
    ),
    ActionSpec(
        "explore.compare", "Compare again", "compare_again", ("F5",), Menu.VIEW, When.EXPLORE,
        help="Count agreement anew, after something has changed.",
    ),
    ActionSpec(
        "explore.save_figures", "Save figures…", "save_figures", ("Ctrl+S",), Menu.VIEW, When.EXPLORE,
        help="Write a picture of agreement, its table, or all tables into files.",
    ),
    ActionSpec(
        "explore.next_page", "Next page of Explore", "next_explore_page", ("Ctrl+PgDown",), Menu.VIEW, When.EXPLORE,
        help="Go to the next page of Explore.",
    ),
    ActionSpec(
        "explore.previous_page", "Previous page of Explore", "previous_explore_page", ("Ctrl+PgUp",), Menu.VIEW,
        When.EXPLORE, help="Go to the page of Explore before.",
    ),
    ActionSpec(
        "view.palette", "&Command palette…", "open_palette", ("Ctrl+K",), Menu.VIEW, begins_group=True,
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
        "view.reading", "&Reading…", "choose_reading", (), Menu.VIEW,
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
        "view.plain", "Plain text &by paragraph", "toggle_panel", ("F7",), Menu.VIEW, argument="plain", checkable=True,
        help="Show or hide the paragraph at the caret with its spans in words, for screen readers.",
    ),
    ActionSpec(
        "view.layer", "S&how another layer…", "choose_layer", (), Menu.VIEW, When.ARTICLE,
        help="Choose whose work on the article is shown; you can only change your own.", begins_group=True,
    ),
    ActionSpec(
        "view.next_pane", "N&ext pane", "next_pane", ("F6",), Menu.VIEW, begins_group=True,
        help="Move the keyboard to the next part of the window.",
    ),
    ActionSpec(
        "view.previous_pane", "Pre&vious pane", "previous_pane", ("Shift+F6",), Menu.VIEW,
        help="Move the keyboard to the part of the window before.",
    ),
)  # fmt: skip
