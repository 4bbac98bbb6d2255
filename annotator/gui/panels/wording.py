"""Sentences about edits: what a step did, what undoing takes back, where a span comes from."""

from annotator.gui.article.text_map import reads_right_to_left
from annotator.gui.plain import isolated, shown
from annotator.model.article import ArticleKey
from annotator.model.span import Origin, Span
from annotator.project.history import StepInfo
from annotator.project.ops import Op

UNDOES = " – Ctrl+Z undoes"
"""How the sentence on an edit ends. The status line names the key that undo has now."""
_WORDS_IN_A_SENTENCE = 48
_MARKS = (("“", "”"), ("‘", "’"), ("«", "»"))

_ORIGINS = {
    Origin.HUMAN: "marked by hand",
    Origin.IMPORT: "imported",
    Origin.PROPAGATED: "copied from an identical mention or another copy",
    Origin.ADJUDICATED: "decided in review",
}
_SPAN_STEPS = {
    Op.MARK: "tag {words} as {tag}",
    Op.RETAG: "retag {words} as {tag}",
    Op.REMOVE: "remove {tag} {words}",
    Op.MOVE: "move the edges of {words}",
    Op.ATTRIBUTES: "change the attributes of {words}",
    Op.NOTE: "note on {words}",
    Op.UNSURE: "unsure of {words}",
    Op.PROPAGATE: "tag {words} as {tag}",
    Op.CARRY: "carry {words} from a copy",
    Op.FRAGMENT: "another fragment of {words}",
    Op.RELATE: "what is said to be absent of {words}",
    Op.DECIDE: "decide on {words}",
    Op.REOPEN: "open the conflict on {words} again",
    Op.GOLD: "edit {words} in gold",
}
_STEPS_ON_SPANS = {
    Op.MARK: "tag {count} spans",
    Op.RETAG: "retag {count} spans",
    Op.REMOVE: "remove {count} spans",
    Op.MOVE: "move the edges of {count} spans",
    Op.ATTRIBUTES: "change the attributes of {count} spans",
    Op.NOTE: "note on {count} spans",
    Op.UNSURE: "unsure of {count} spans",
    Op.RELATE: "draw a relation",
    Op.UNRELATE: "remove a relation",
    Op.PROPAGATE: "tag {count} identical mentions",
    Op.CARRY: "carry {count} spans from a copy",
    Op.REFUSE: "refuse {mentions}",
    Op.SETTLE: "settle a finding",
    Op.PARAGRAPH: "read, nothing here",
    Op.ALIASES: "the list of actors",
    Op.IMPORT: "import",
    Op.DECIDE: "decide {conflicts}",
    Op.ACCEPT: "accept {count} unanimous spans",
    Op.POLICY: "decide {conflicts} by a policy",
    Op.POSTPONE: "leave a conflict for later",
    Op.REOPEN: "open a conflict again",
    Op.REMARK: "what is said about a decision",
    Op.REASON: "add a reason",
    Op.GOLD: "edit gold",
    Op.GOLD_STATUS: "the state of gold",
}
_STEPS_ON_ARTICLES = {
    Op.STATUS: "the state of {articles}",
    Op.FLAG: "the flag on {articles}",
    Op.METADATA: "the details of {articles}",
    Op.STORY: "the story of {articles}",
    Op.TAGSET: "the tagset",
    Op.LABEL: "what is said about {articles}",
    Op.ALIASES: "the list of actors",
    Op.IMPORT: "import",
}


def short(text: str, most: int) -> str:
    """Return ``text`` on one line, with hidden characters made visible, at most ``most`` characters long."""
    line = " ".join(shown(text[: 4 * most]).split())
    return line if len(line) <= most and len(text) <= 4 * most else line[: most - 1].rstrip() + "…"


def quoted(text: str) -> str:
    """Return words from outside as a quotation inside one of our sentences; a quotation gets no second marks."""
    is_one = len(text) > len("“”") and (text[0], text[-1]) in _MARKS
    return isolated(text) if is_one else f"“{isolated(text)}”"


def quoted_short(text: str) -> str:
    """Return words from outside as a short quotation."""
    return quoted(short(text, _WORDS_IN_A_SENTENCE))


def name(text: str) -> str:
    """Return a name from outside (a tag, a person, a file) for use inside one of our sentences."""
    return isolated(short(text, _WORDS_IN_A_SENTENCE))


def about_line(*parts: str) -> str:
    """Return names and dates beside one another; one that is written from right to left turns no date around."""
    return " · ".join(isolated(part) if reads_right_to_left(part) else part for part in parts if part)


def origin_words(origin: str) -> str:
    """Say how a span came to be."""
    if origin.startswith(Origin.SUGGESTION):
        return f"suggested by {name(origin.removeprefix(Origin.SUGGESTION))}"
    return _ORIGINS.get(origin) or name(origin)


def step_words(step: StepInfo) -> str:
    """Say what a step did, as it stands behind “Undo:” in the menu."""
    if step.surface and step.op in _SPAN_STEPS:
        return _SPAN_STEPS[step.op].format(words=quoted_short(step.surface), tag=name(step.tag))
    patterns = _STEPS_ON_ARTICLES if step.op in _STEPS_ON_ARTICLES else _STEPS_ON_SPANS
    return patterns.get(step.op, step.op).format(
        count=step.count,
        articles="an article" if step.count == 1 else f"{step.count} articles",
        conflicts="a conflict" if step.count == 1 else f"{step.count} conflicts",
        mentions="a mention" if step.count == 1 else f"{step.count} mentions",
    )


def place_words(row: int, rows: int, article: ArticleKey | None) -> str:
    """Say where in the list the open article is."""
    if article is None:
        return ""
    if not rows:
        return "no article is listed"
    return f"article {row + 1:,}/{rows:,}" if row >= 0 else f"not among the {rows:,} listed"


def spans_words(count: int) -> str:
    """Say how many spans are shown."""
    return "1 span" if count == 1 else f"{count:,} spans"


def standing_on(words: str, span: Span, row: int, rows: int) -> str:
    """Say which span the reader is at."""
    return f"{name(span.tag)} {quoted_short(words)} · span {row + 1:,} of {rows:,}"


def articles_words(count: int) -> str:
    """Say how many articles there are."""
    return "1 article" if count == 1 else f"{count:,} articles"


def copies_words(count: int) -> str:
    """Say how many articles a story has."""
    return f"{count:,} copies"


def tagged(words: str, span: Span) -> str:
    """Say that ``span`` was made."""
    return f"tagged {quoted_short(words)} as {name(span.tag)}{UNDOES}"


def without_isolates(text: str) -> str:
    """Return one of our sentences for a place that makes direction marks visible."""
    return text.replace("\u2068", "").replace("\u2069", "")
