"""Actions of the menu Article: going through articles."""

from annotator.gui.specs.spec import ActionSpec, Menu, Scope, When

ARTICLE_SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "article.done", "&Done, open the next", "finish_article", ("Ctrl+Return", "Ctrl+Enter"), Menu.ARTICLE,
        When.FINISHABLE, help="Call your work on this article done and open the next one; in Review, that on gold.",
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
        "article.paragraph_read", "&Read, nothing here", "toggle_paragraph_read", ("X",), Menu.ARTICLE,
        When.EDITABLE_ARTICLE, Scope.ARTICLE, begins_group=True,
        help="Say that the paragraph at the caret was read and holds nothing to mark, and go on to the next.",
    ),
    ActionSpec(
        "article.labels", "&This article…", "edit_labels", ("T",), Menu.ARTICLE, When.EDITABLE_ARTICLE, Scope.ARTICLE,
        help="Say something about the article as a whole.",
    ),
    ActionSpec(
        "article.next", "&Next article", "next_article", ("Alt+Down",), Menu.ARTICLE, When.ANNOTATE, begins_group=True,
        help="Open the next article of the list.",
    ),
    ActionSpec(
        "article.previous", "&Previous article", "previous_article", ("Alt+Up",), Menu.ARTICLE, When.ANNOTATE,
        help="Open the article before it in the list.",
    ),
    ActionSpec(
        "article.next_copy", "Next &copy", "next_copy", ("Ctrl+D",), Menu.ARTICLE, When.ARTICLE, begins_group=True,
        help="Open the next copy of the same report, after the last the first.",
    ),
    ActionSpec(
        "article.carry", "Carry mar&ks from a copy…", "carry_marks", ("Ctrl+Shift+D",), Menu.ARTICLE,
        When.EDITABLE_ARTICLE, help="Put your marks of another copy on the same words here; you see it first.",
    ),
    ActionSpec(
        "article.join", "&Join with another article…", "join_story", (), Menu.ARTICLE, When.EDITABLE_ARTICLE,
        help="Say that this article and others tell the same story.",
    ),
    ActionSpec(
        "article.split", "Take out of its stor&y", "split_story", (), Menu.ARTICLE, When.EDITABLE_ARTICLE,
        help="Say that this article is no copy of the others; it then stays a story of its own.",
    ),
    ActionSpec(
        "article.metadata", "Edit &metadata…", "edit_metadata", ("F2",), Menu.ARTICLE, When.EDITABLE_ARTICLE,
        help="Change the title, source, date and so on. The text itself never changes.", begins_group=True,
    ),
)  # fmt: skip
