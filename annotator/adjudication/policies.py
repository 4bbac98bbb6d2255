"""Policies: answers by rule, each with a name and a sentence, which can be counted before anything is decided.

Majority is deliberately not among them. What most annotators marked is not what is right: on a corpus with known
answers, the majority was wrong in 9 of 41 conflicts, and it is wrong most often where the guideline is unclear, which
is where a reviewer has to look. The policies here settle only what no reviewer would want to look at.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

import msgspec

from annotator.adjudication.answers import Answer, accept, take, union, votes
from annotator.adjudication.conflicts import Agreed, Comparison, Conflict
from annotator.adjudication.edges import common_core, with_edges
from annotator.adjudication.layered import Layered
from annotator.adjudication.sayings import canonical, is_given
from annotator.errors import UserError
from annotator.model.naming import shown
from annotator.model.span import Fragment


class Proposal(msgspec.Struct, frozen=True):
    """What a policy would answer."""

    question: Conflict | Agreed
    answer: Answer


class Policy(msgspec.Struct, frozen=True):
    """A rule that answers some conflicts and leaves the others alone."""

    name: str
    says: str
    """What it does, in one sentence for a reviewer."""
    answer: Callable[[Conflict, Layered], Answer | None] = lambda _conflict, _work: None
    """The answer to a conflict, if the rule has one."""
    agreed: Callable[[Comparison], tuple[Agreed, ...]] = lambda _comparison: ()
    """The marks without a conflict that it takes into gold."""
    labels: Callable[[Comparison], Mapping[str, object]] = lambda _comparison: {}
    """The labels without a conflict that it takes into gold."""

    @property
    def how(self) -> str:
        """How its decisions say that they were made."""
        return self.name if self.name == "unanimous" else f"policy:{self.name}"


def policy(name: str) -> Policy:
    """Return the policy called ``name``; raise :exc:`~annotator.errors.UserError` if there is none."""
    found = next((known for known in POLICIES if known.name == name), None)
    if found is None:
        known = ", ".join(each.name for each in POLICIES)
        raise UserError(f"There is no policy called {shown(name)}; there are {known}.")
    return found


def proposals(
    rule: Policy, work: Layered, comparison: Comparison, settled: Collection[str] = (), tags: Collection[str] = ()
) -> Iterator[Proposal]:
    """Yield what a policy would answer on one article; nothing is decided by it, so it can be counted and shown.

    Args:
        rule: the policy.
        work: the layers on the article.
        comparison: of these layers.
        settled: ids of conflicts and agreed marks that are not to be answered, because they are decided.
        tags: if any, only conflicts all of whose spans have one of these tags are answered; labels have none.
    """
    for agreed in rule.agreed(comparison):
        if agreed.id not in settled and (not tags or agreed.span.tag in tags):
            yield Proposal(agreed, accept(agreed, rule.how))
    for conflict in comparison.conflicts:
        if conflict.id in settled or (tags and not _has_only(conflict, tags)):
            continue
        answer = rule.answer(conflict, work)
        if answer is not None:
            yield Proposal(conflict, msgspec.structs.replace(answer, how=rule.how))


def _has_only(conflict: Conflict, tags: Collection[str]) -> bool:
    return bool(conflict.offered) and all(span.tag in tags for span in conflict.offered.values())


def _shorter(conflict: Conflict, work: Layered) -> Answer | None:
    core = _core(conflict, work)
    return None if core is None else _on(conflict, core)


def _longer(conflict: Conflict, work: Layered) -> Answer | None:
    core = _core(conflict, work)
    if core is None or conflict.place is None:
        return None
    return _on(conflict, with_edges(core, conflict.place.start, conflict.place.end))


def _core(conflict: Conflict, work: Layered) -> tuple[Fragment, ...] | None:
    """Return what all layers have, if they differ in nothing but edges that hardly matter."""
    if conflict.differs != {"boundary"}:
        return None
    return common_core([span.fragments for span in conflict.offered.values()], work.text, work.language)


def _on(conflict: Conflict, fragments: tuple[Fragment, ...]) -> Answer:
    """Return the answer that all layers give but for the place; it is taken from those that have it, if any does."""
    taken = tuple(name for name, span in conflict.offered.items() if span.fragments == fragments)
    answer = msgspec.structs.replace(union(conflict), fragments=fragments)
    return msgspec.structs.replace(answer, taken=taken) if taken else answer


def _given_attributes(conflict: Conflict, _work: Layered) -> Answer | None:
    if conflict.differs != {"attribute"}:
        return None
    answer = union(conflict)
    return None if answer.unsettled else answer


def _given_label(conflict: Conflict, _work: Layered) -> Answer | None:
    given = {name: value for name, value in conflict.values.items() if is_given(value)}
    if len(set(map(canonical, given.values()))) != 1:
        return None
    return Answer("took", taken=tuple(given), value=next(iter(given.values())))


def _sure(conflict: Conflict, _work: Layered) -> Answer | None:
    if conflict.label or "missing" in conflict.differs:
        return None
    sure = [name for name, span in conflict.offered.items() if not span.unsure]
    if not sure or len(sure) == len(conflict.offered):
        return None
    answer = take(conflict, sure[0])
    voted = votes(conflict, answer)
    if any(voted[name] != "same" for name in sure):
        return None
    return msgspec.structs.replace(answer, taken=tuple(sure))


POLICIES = (
    Policy(
        "unanimous",
        "Takes every mark that all who could have seen it, two at least, have alike in words, tag and attributes.",
        agreed=lambda comparison: comparison.unanimous,
        labels=lambda comparison: comparison.labels,
    ),
    Policy(
        "only-layer",
        "Takes every mark that only one annotator could have seen, as it is: nobody has checked it.",
        agreed=lambda comparison: comparison.alone,
        labels=lambda comparison: comparison.labels_alone,
    ),
    Policy(
        "shorter-edges",
        "Where only a leading article or closing punctuation differs, leaves it out.",
        _shorter,
    ),
    Policy(
        "longer-edges",
        "Where only a leading article or closing punctuation differs, takes it in.",
        _longer,
    ),
    Policy(
        "given-attributes",
        "Where only attributes differ, and some say what others leave out, takes what is said.",
        _given_attributes,
    ),
    Policy(
        "given-labels",
        "Where some say something about an article that others leave out, takes what is said.",
        _given_label,
    ),
    Policy(
        "sure-over-unsure",
        "Where all who differ were unsure, and all who were sure say the same, takes what the sure ones say.",
        _sure,
    ),
)
"""In the order in which they are offered."""
