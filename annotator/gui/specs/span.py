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
        "span.repeat", "Tag as the &last time", "repeat_tag", (".",), Menu.SPAN, When.EDITABLE_ARTICLE, Scope.ARTICLE,
        help="Tag the selection, or else the word at the caret, with the tag used last.", begins_group=True,
    ),
    ActionSpec(
        "span.sticky", "Stic&ky tag", "toggle_sticky", ("Q",), Menu.SPAN, When.EDITABLE_ARTICLE, Scope.ARTICLE,
        help="Tag every selection at once with the tag used last, until Q or Esc; a letter chooses another tag.",
    ),
    ActionSpec(
        "span.left_out", "Left edge a word to the left", "left_edge_left", ("Alt+Left",), Menu.SPAN, When.SPAN,
        Scope.ARTICLE, help="The left edge of the current span moves out.", begins_group=True,
    ),
    ActionSpec(
        "span.left_in", "Left edge a word to the right", "left_edge_right", ("Alt+Right",), Menu.SPAN, When.SPAN,
        Scope.ARTICLE, help="The left edge of the current span moves in.",
    ),
    ActionSpec(
        "span.right_in", "Right edge a word to the left", "right_edge_left", ("Alt+Shift+Left",), Menu.SPAN, When.SPAN,
        Scope.ARTICLE, help="The right edge of the current span moves in.",
    ),
    ActionSpec(
        "span.right_out", "Right edge a word to the right", "right_edge_right", ("Alt+Shift+Right",), Menu.SPAN,
        When.SPAN, Scope.ARTICLE, help="The right edge of the current span moves out.",
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
)  # fmt: skip
