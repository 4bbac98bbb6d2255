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
        "span.mentions", "Identical &mentions…", "find_mentions", ("M",), Menu.SPAN, When.EDITABLE_ARTICLE,
        Scope.ARTICLE, begins_group=True,
        help="Find the same words elsewhere in the article, the story or the project, and mark those you choose.",
    ),
    ActionSpec(
        "span.remove", "&Remove", "remove_span", ("Backspace", "Delete"), Menu.SPAN, When.SPAN, Scope.ARTICLE,
        help="Remove the current span. Undo brings it back.", begins_group=True,
    ),
)  # fmt: skip
