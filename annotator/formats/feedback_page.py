"""Feedback as a page of HTML: no script, nothing from outside; what articles and people say is plain text."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import BinaryIO

from annotator.model.feedback import Case, Feedback, Given, Grouped
from annotator.model.patterns import compiled

_STYLE = """
:root { color-scheme: light dark; --soft: #666; --line: #ccc; --mark: #ffe9a8; --new: #cfe8d5; }
@media (prefers-color-scheme: dark) { :root { --soft: #aaa; --line: #444; --mark: #5b4a12; --new: #1f4a2b; } }
body { font: 16px/1.5 Georgia, "Noto Serif", serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0; }
h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid var(--line); }
.soft { color: var(--soft); }
.case { margin: 1.2rem 0; break-inside: avoid; }
.case p { margin: .2rem 0; }
.place { background: var(--mark); }
.gold { background: var(--new); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .3rem 0; }
dt { color: var(--soft); }
dd { margin: 0; }
bdi { white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { body { font-size: 11pt; margin: 0; max-width: none; } h2 { break-after: avoid; } }
"""
_HEAD = (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    '<meta name="referrer" content="no-referrer">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
)
# Joiners stay: without them, letters and emoji fall apart.
_HIDDEN = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]"
_VOTES = {
    "boundary": "the edges",
    "tag": "the tag",
    "attribute": "an attribute",
    "relation": "a relation",
    "missing": "a mark that was missing",
    "extra": "a mark where nothing belongs",
    "label": "what is said about the article",
}


def write_page(feedback: Feedback, target: BinaryIO) -> None:
    """Write what a reviewer changed of one annotator's work as a page."""
    for piece in _page(feedback):
        target.write(piece.encode())


def _page(feedback: Feedback) -> Iterator[str]:
    title = f"Review of the work of {_text(feedback.annotator)}"
    yield f"{_HEAD}<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    yield f"<h1>{title}</h1>\n"
    yield f'<p class="soft">{feedback.kept:,} answers stand as they are, {feedback.changed:,} were changed.</p>\n'
    for group in feedback.groups:
        yield from _group(group)
    yield "</body>\n</html>\n"


def _group(group: Grouped) -> Iterator[str]:
    reason = _text(group.reason) if group.reason else "no reason given"
    yield f'<h2>{reason} <span class="soft">({len(group.cases):,})</span></h2>\n'
    for case in group.cases:
        yield _case(case)


def _case(case: Case) -> str:
    context = ""
    if case.place:
        context = (
            f'<p dir="auto">{_text(case.before)}<span class="place">{_text(case.place)}</span>{_text(case.after)}</p>\n'
        )
    rows = [("changed", _VOTES.get(case.vote, _text(case.vote))), ("yours", _given(case.theirs))]
    rows.append(("gold", f'<span class="gold">{_given(case.gold)}</span>'))
    rows += [("rule", _text(case.rule))] if case.rule else []
    rows += [("note", _text(case.note))] if case.note else []
    listed = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows)
    return f'<div class="case">\n<p class="soft">{_text(case.title)}</p>\n{context}<dl>{listed}</dl>\n</div>\n'


def _given(given: Given | None) -> str:
    if given is None:
        return "nothing"
    said = _said(given.attributes)
    return f"{_text(given.tag)} “{_text(given.words)}”" + (f" · {said}" if said else "")


def _said(attributes: Mapping[str, object]) -> str:
    return ", ".join(f"{_text(name)} {_text(str(value))}" for name, value in attributes.items())


def _text(words: str) -> str:
    """Return words from outside as plain text: escaped, hidden characters visible, and in their own direction."""
    visible = compiled(_HIDDEN).sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", words)
    return f"<bdi>{escape(visible)}</bdi>" if words else ""
