"""Actions of the menu Review. They are offered once there is something to review, so that no start waits for them."""

from annotator.gui.specs.spec import ActionSpec, Menu, Scope, When

_MOST_LAYERS = 9

_TAKE = tuple(
    ActionSpec(
        f"review.take_{number}", f"Layer &{number}", "take_layer", (str(number),), Menu.TAKE, When.DECIDABLE,
        Scope.REVIEW, f"Take the answer with the number {number}; it becomes gold, and the next conflict comes.",
        argument=str(number),
    )
    for number in range(1, _MOST_LAYERS + 1)
)  # fmt: skip

REVIEW_SPECS: tuple[ActionSpec, ...] = (
    *_TAKE,
    ActionSpec(
        "review.union", "&Union", "take_union", ("U",), Menu.REVIEW, When.DECIDABLE, Scope.REVIEW, begins_group=True,
        help="Take all the words that anybody has.",
    ),
    ActionSpec(
        "review.intersection", "&Intersection", "take_intersection", ("I",), Menu.REVIEW, When.DECIDABLE, Scope.REVIEW,
        help="Take the words that all have.",
    ),
    ActionSpec(
        "review.nothing", "N&othing belongs here", "take_nothing", ("0",), Menu.REVIEW, When.DECIDABLE, Scope.REVIEW,
        help="Decide that no mark belongs here, and none becomes gold.",
    ),
    ActionSpec(
        "review.edit", "&Edit an answer…", "edit_answer", ("E",), Menu.REVIEW, When.DECIDABLE, Scope.REVIEW,
        help="Change edges, tag and attributes with the keys of the article; Enter saves, Esc goes back.",
    ),
    ActionSpec(
        "review.fresh", "A &fresh answer…", "answer_afresh", ("N",), Menu.REVIEW, When.DECIDABLE, Scope.REVIEW,
        help="Mark what nobody offered: select words, press the letter of a tag, and Enter.",
    ),
    ActionSpec(
        "review.attributes", "&Attributes from several layers", "choose_attributes", ("A",), Menu.REVIEW,
        When.DECIDABLE, Scope.REVIEW,
        help="For each thing that differs a digit says whose word counts; then a digit takes the words.",
    ),
    ActionSpec(
        "review.defer", "&Defer", "defer_conflict", ("D",), Menu.REVIEW, When.DECIDABLE, Scope.REVIEW,
        begins_group=True, help="Put the conflict off until later, and go on.",
    ),
    ActionSpec(
        "review.second_opinion", "A se&cond opinion", "want_second_opinion", ("S",), Menu.REVIEW, When.DECIDABLE,
        Scope.REVIEW, help="Leave the conflict to somebody else to look at, and go on.",
    ),
    ActionSpec(
        "review.keep", "&Keep what was decided", "keep_decision", ("Return", "Enter"), Menu.REVIEW, When.DECIDABLE,
        Scope.REVIEW,
        help="Of a conflict that was opened again: decide as before. While an answer is edited: save it.",
    ),
    ActionSpec(
        "review.next", "&Next conflict", "next_conflict", ("Tab",), Menu.REVIEW, When.REVIEW, Scope.REVIEW,
        begins_group=True, help="Go to the next conflict of the list, without deciding anything.",
    ),
    ActionSpec(
        "review.previous", "&Previous conflict", "previous_conflict", ("Shift+Tab",), Menu.REVIEW, When.REVIEW,
        Scope.REVIEW, help="Go to the conflict before it in the list.",
    ),
    ActionSpec(
        "review.reason", "&Reason…", "give_reason", ("R",), Menu.REVIEW, When.DECIDABLE, Scope.REVIEW,
        begins_group=True, help="Say why: a digit chooses a reason, and another one can be typed. The answer follows.",
    ),
    ActionSpec(
        "review.same_reason", "&The same reason again", "repeat_reason", (".",), Menu.REVIEW, When.DECIDABLE,
        Scope.REVIEW, help="Give the reason that was given last.",
    ),
    ActionSpec(
        "review.rule", "Rule of the &guideline…", "cite_rule", ("G",), Menu.REVIEW, When.DECIDABLE, Scope.REVIEW,
        help="Cite the line of the guideline that decides this.",
    ),
    ActionSpec(
        "review.note", "Note…", "note_decision", (";",), Menu.REVIEW, When.DECIDABLE, Scope.REVIEW,
        help="Write a note that is kept with the decision.",
    ),
    ActionSpec(
        "review.explain_last", "&Say why, of the last decision…", "explain_last", ("Shift+R",), Menu.REVIEW,
        When.REVIEW, Scope.REVIEW, help="Give the decision that was just made a reason after all.",
    ),
    ActionSpec(
        "review.identical", "The same for all identical…", "answer_identical", ("=", "Shift+Return"), Menu.REVIEW,
        When.REVIEW, Scope.REVIEW, begins_group=True,
        help="Answer all conflicts that are identical to the one decided last in the same way, after a count.",
    ),
    ActionSpec(
        "review.unanimous", "Accept what all ag&ree on…", "accept_unanimous", ("Ctrl+Shift+U",), Menu.REVIEW,
        When.REVIEW, help="Take every mark that all have alike into gold, after a count.",
    ),
    ActionSpec(
        "review.policies", "Po&licies…", "show_policies", ("Ctrl+Shift+P",), Menu.REVIEW, When.REVIEW,
        help="Let a rule answer what no reviewer would want to look at, after a count.",
    ),
    ActionSpec(
        "review.blind", "&Blind mode", "toggle_blind", ("Ctrl+B",), Menu.REVIEW, When.REVIEW, checkable=True,
        begins_group=True, help="Hide whose answer is whose, and shuffle the answers of each conflict.",
    ),
    ActionSpec(
        "review.unblind", "S&how the names here…", "uncover_names", ("Shift+B",), Menu.REVIEW, When.CONFLICT,
        Scope.REVIEW, help="In blind mode, show whose answers these are; the decision will say that you looked.",
    ),
    ActionSpec(
        "review.whole", "&Whole article", "show_whole_article", ("W",), Menu.REVIEW, When.REVIEW, Scope.REVIEW,
        begins_group=True, help="Read gold from end to end with the layers beneath it, or go back to the conflict.",
    ),
    ActionSpec(
        "review.filter", "Filter the conflicts", "filter_conflicts", ("F",), Menu.REVIEW, When.REVIEW, Scope.REVIEW,
        help="Type words, or choose which conflicts are listed and in which order.",
    ),
    ActionSpec(
        "review.rules", "Conflicts b&y rule…", "show_rules", (), Menu.REVIEW, When.REVIEWABLE, begins_group=True,
        help="See how often each rule of the guideline had to settle a conflict: where it may be unclear.",
    ),
    ActionSpec(
        "review.feedback", "&What the reviewer changed…", "show_feedback", ("Ctrl+Shift+W",), Menu.REVIEW,
        When.REVIEWABLE,
        help="See what became of somebody’s marks, grouped by reason, open each in its article, or save it as a page.",
    ),
)  # fmt: skip
