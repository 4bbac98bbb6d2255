"""Actions of the menu Go: where the caret goes in the text of an article."""

from annotator.gui.specs.spec import ActionSpec, Menu, Scope, When

MOVING_SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "go.sentence", "&Next sentence", "next_sentence", ("J",), Menu.GO, When.ARTICLE, Scope.ARTICLE,
        help="Put the caret at the beginning of the next sentence.",
    ),
    ActionSpec(
        "go.sentence_back", "&Previous sentence", "previous_sentence", ("K",), Menu.GO, When.ARTICLE, Scope.ARTICLE,
        help="Put the caret at the beginning of this sentence, and from there at that of the one before.",
    ),
    ActionSpec(
        "go.extend", "Select to the &end of the sentence", "extend_by_sentence", ("Shift+J",), Menu.GO, When.ARTICLE,
        Scope.ARTICLE, help="Let the selection reach to the end of the sentence, and then of the next.",
    ),
    ActionSpec(
        "go.extend_back", "Select to the &beginning of the sentence", "extend_back_by_sentence", ("Shift+K",), Menu.GO,
        When.ARTICLE, Scope.ARTICLE,
        help="Let the selection reach back to the beginning of the sentence, and then of the one before.",
    ),
    ActionSpec(
        "go.select_sentence", "&Select the sentence", "select_sentence", ("Ctrl+J",), Menu.GO, When.ARTICLE,
        Scope.ARTICLE, help="Select the whole sentence that the caret is in.",
    ),
    ActionSpec(
        "go.candidate", "Next &candidate", "next_candidate", ("Space",), Menu.GO, When.ARTICLE, Scope.ARTICLE,
        help="Select the next name or number that has no mark, for a letter to tag.", begins_group=True,
    ),
    ActionSpec(
        "go.candidate_back", "Previous c&andidate", "previous_candidate", ("Shift+Space",), Menu.GO, When.ARTICLE,
        Scope.ARTICLE, help="Select the name or number before that has no mark.",
    ),
    ActionSpec(
        "go.claim", "Next c&laim candidate", "next_claim", ("G",), Menu.GO, When.ARTICLE, Scope.ARTICLE,
        help="Select the next quotation or reported clause that is no claim yet; + adds it to the claim before.",
    ),
    ActionSpec(
        "go.claim_back", "Previous clai&m candidate", "previous_claim", ("Shift+G",), Menu.GO, When.ARTICLE,
        Scope.ARTICLE, help="Select the quotation or reported clause before that is no claim yet.",
    ),
    ActionSpec(
        "go.on", "&Go on by itself", "toggle_going_on", ("Shift+Q",), Menu.GO, When.ARTICLE, Scope.ARTICLE,
        help="When a candidate is tagged, select the next one at once: one key for each.", checkable=True,
    ),
    ActionSpec(
        "go.stacked", "Next span on the same w&ords", "next_stacked_span", ("O",), Menu.GO, When.ARTICLE, Scope.ARTICLE,
        help="Of the spans at the caret, make the next larger one current, and after the largest the smallest.",
        begins_group=True,
    ),
)  # fmt: skip
