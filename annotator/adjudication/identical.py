"""Identical conflicts: the same words, the same answers on offer, the same differences, somewhere else."""

from annotator.adjudication.answers import Answer
from annotator.adjudication.conflicts import Conflict


def identical_key(conflict: Conflict, text: str) -> str:
    """Return a key that identical conflicts share across articles and positions."""
    raise NotImplementedError


def transfer(answer: Answer, source: Conflict, target: Conflict) -> Answer:
    """Give ``target``, which is identical to ``source``, the answer that ``source`` got."""
    raise NotImplementedError
