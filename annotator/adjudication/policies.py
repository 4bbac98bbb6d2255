"""Policies: answers by rule, each with a name and a sentence, which can be counted before they are applied."""

from collections.abc import Callable, Iterator

import msgspec

from annotator.adjudication.answers import Answer
from annotator.adjudication.conflicts import Agreed, Comparison, Conflict
from annotator.adjudication.layered import Layered


class Proposal(msgspec.Struct, frozen=True):
    """What a policy would answer."""

    question: Conflict | Agreed
    answer: Answer


class Policy(msgspec.Struct, frozen=True):
    """A rule that answers some conflicts, and leaves the others alone."""

    name: str
    says: str
    """What it does, in one sentence."""
    propose: Callable[[Layered, Comparison], Iterator[Proposal]]


POLICIES: tuple[Policy, ...] = ()


def policy(name: str) -> Policy:
    """Return the policy called ``name``; raise UserError if there is none."""
    raise NotImplementedError
