"""Identical conflicts: the same words, the same answers on offer and the same differences, somewhere else.

Who gave which answer does not matter, so that the same question is answered once, whoever disagreed about it.
"""

from collections.abc import Iterable

import msgspec

from annotator.adjudication.answers import Answer
from annotator.adjudication.conflicts import Arrow, Conflict
from annotator.adjudication.digests import digest
from annotator.adjudication.places import shifted
from annotator.adjudication.sayings import canonical, mark_digest
from annotator.model.span import marked_text


def identical_key(conflict: Conflict, text: str) -> str:
    """Return a digest that conflicts share exactly if they are identical, in this article or in others."""
    if conflict.label:
        values = {canonical(value).decode() for value in conflict.values.values()}
        return digest(["label", conflict.label, sorted(values)])
    assert conflict.place is not None
    words = _spaced(text[conflict.place.start : conflict.place.end])
    offers = {_offer(conflict, name, text) for name in conflict.spans}
    return digest([words, sorted(offers), sorted(conflict.differs), bool(conflict.agreed)])


def transfer(answer: Answer, source: tuple[Conflict, str], target: tuple[Conflict, str]) -> Answer:
    """Return the answer that ``target`` gets when its identical conflict ``source`` got ``answer``.

    Args:
        answer: to ``source``.
        source: a conflict and the text of its article.
        target: another conflict with the same key, and the text of its article.
    """
    (known, text), (other, other_text) = source, target
    if other.label:
        takers = tuple(
            name for name, value in other.values.items() if answer.taken and canonical(value) == canonical(answer.value)
        )
        return msgspec.structs.replace(answer, taken=takers)
    assert known.place is not None
    assert other.place is not None
    taken = {_offer(known, name, text) for name in answer.taken if name in known.spans}
    drawn = {_told(arrow, other_text): arrow for arrows in other.relations.values() for arrow in arrows}
    wanted = [(arrow.type, drawn.get(_told(arrow, text))) for arrow in answer.relations]
    lost = {kind for kind, arrow in wanted if arrow is None}
    return msgspec.structs.replace(
        answer,
        fragments=shifted(answer.fragments, other.place.start - known.place.start),
        relations=tuple(arrow for _, arrow in wanted if arrow is not None),
        taken=tuple(name for name in other.spans if _offer(other, name, other_text) in taken),
        unsettled=tuple(sorted({*answer.unsettled, *lost})),
    )


def _offer(conflict: Conflict, name: str, text: str) -> str:
    """Return a digest of a layer's answer up to its position."""
    span = conflict.spans[name]
    if span is None:
        return ""
    assert conflict.place is not None
    here = shifted(span.fragments, -conflict.place.start)
    mark = mark_digest(span.tag, here, conflict.attributes[name])
    return digest([mark, sorted(_all_told(conflict.relations.get(name, ()), text))])


def _all_told(arrows: Iterable[Arrow], text: str) -> list[tuple[str, str]]:
    return [_told(arrow, text) for arrow in arrows]


def _told(arrow: Arrow, text: str) -> tuple[str, str]:
    """Return a relation by the words at its other end, or those that say that there is none."""
    words = arrow.absent if arrow.child is None else f"“{_spaced(marked_text(text, arrow.child.fragments))}”"
    return arrow.type, words


def _spaced(words: str) -> str:
    """Return ``words`` with every white space as a blank, so that a line that breaks elsewhere is the same."""
    return "".join(" " if character.isspace() else character for character in words)
