"""Actions of the menu Span: what is done to spans."""

from annotator.gui.specs.spec import ActionSpec, Menu, Scope, When

SPAN_SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "span.next", "&Next span", "next_span", ("Tab",), Menu.SPAN, When.ARTICLE, Scope.ARTICLE, begins_group=True,
        help="Go to the next span of the article.",
    ),
    ActionSpec(
        "span.previous", "&Previous span", "previous_span", ("Shift+Tab",), Menu.SPAN, When.ARTICLE, Scope.ARTICLE,
        help="Go to the span before.",
    ),
    ActionSpec(
        "span.repeat", "Tag as t&he last time", "repeat_tag", (".",), Menu.SPAN, When.EDITABLE_ARTICLE, Scope.ARTICLE,
        help="Tag the selection, or else the word at the caret, with the tag used last.", begins_group=True,
    ),
    ActionSpec(
        "span.sticky", "Stic&ky tag", "toggle_sticky", ("Q",), Menu.SPAN, When.EDITABLE_ARTICLE, Scope.ARTICLE,
        help="Tag every selection at once with the tag used last, until Q or Esc; a letter chooses another tag.",
    ),
    ActionSpec(
        "span.accept", "Accept the &guesses", "accept", ("Return", "Enter"), Menu.SPAN, When.SPAN,
        Scope.ARTICLE, begins_group=True,
        help="Make the grey guesses about the span your own; while a relation is picked, draw it.",
    ),
    ActionSpec(
        "span.attributes", "&Attributes…", "edit_attributes", ("E",), Menu.SPAN, When.SPAN, Scope.ARTICLE,
        help="Say more about the span: Enter goes on, a digit chooses, Esc goes back to the article.",
    ),
    ActionSpec(
        "span.add_fragment", "Add a &fragment", "add_fragment", ("+",), Menu.SPAN, When.SPAN, Scope.ARTICLE,
        help="Let the current span lie on the selection too.", begins_group=True,
    ),
    ActionSpec(
        "span.drop_fragment", "Drop the frag&ment", "drop_fragment", ("-",), Menu.SPAN, When.SPAN, Scope.ARTICLE,
        help="Take the fragment at the caret from the current span.",
    ),
    ActionSpec(
        "span.left_out", "Left edge a word to the left", "left_edge_left", ("Alt+Left",), Menu.SPAN,
        When.EDITABLE_ARTICLE, Scope.ARTICLE, begins_group=True,
        help="The left edge of the current span, or of an offer, moves out.",
    ),
    ActionSpec(
        "span.left_in", "Left edge a word to the right", "left_edge_right", ("Alt+Right",), Menu.SPAN,
        When.EDITABLE_ARTICLE, Scope.ARTICLE, help="The left edge of the current span, or of an offer, moves in.",
    ),
    ActionSpec(
        "span.right_in", "Right edge a word to the left", "right_edge_left", ("Alt+Shift+Left",), Menu.SPAN,
        When.EDITABLE_ARTICLE, Scope.ARTICLE, help="The right edge of the current span, or of an offer, moves in.",
    ),
    ActionSpec(
        "span.right_out", "Right edge a word to the right", "right_edge_right", ("Alt+Shift+Right",), Menu.SPAN,
        When.EDITABLE_ARTICLE, Scope.ARTICLE, help="The right edge of the current span, or of an offer, moves out.",
    ),
    ActionSpec(
        "relation.begin", "Re&lation…", "begin_relation", ("R",), Menu.SPAN, When.SPAN, Scope.ARTICLE,
        begins_group=True,
        help="Draw a relation from the current span: Tab or a click offers its end, R another type, Enter draws.",
    ),
    ActionSpec(
        "relation.absent", "No such relat&ion", "say_absent", ("0",), Menu.SPAN, When.SPAN, Scope.ARTICLE,
        help="Say that there is none, such as “no source given”.",
    ),
    ActionSpec(
        "span.choose", "Choose for a &bulk edit", "toggle_chosen", ("V",), Menu.SPAN, When.SPAN, Scope.ARTICLE,
        help="Choose this span together with others; the next edit is done to all of them.", begins_group=True,
    ),
    ActionSpec(
        "span.choose_selected", "Choose all in the &selection", "choose_selected", ("Shift+V",), Menu.SPAN,
        When.ARTICLE, Scope.ARTICLE, help="Choose all spans of the selection, or else of the paragraph.",
    ),
    ActionSpec(
        "span.cancel", "L&et go", "cancel", ("Esc",), Menu.SPAN, When.ARTICLE, Scope.ARTICLE,
        help="Stop picking a relation, answer no, or let the chosen spans go.",
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
        "span.mentions", "Identical mentions…", "find_mentions", ("M",), Menu.SPAN, When.EDITABLE_ARTICLE,
        Scope.ARTICLE, begins_group=True,
        help="Find the same words elsewhere in the article, the story or the project, and mark those you choose.",
    ),
    ActionSpec(
        "span.menu", "&What can be done here", "open_menu", ("Menu", "Shift+F10"), Menu.SPAN, When.ARTICLE,
        Scope.ARTICLE, help="Open a menu for what is selected, or else for the current span and the word at the caret.",
    ),
    ActionSpec(
        "span.remove", "&Remove", "remove_span", ("Backspace", "Delete"), Menu.SPAN, When.SPAN, Scope.ARTICLE,
        help="Remove the current span. Undo brings it back.", begins_group=True,
    ),
)  # fmt: skip
