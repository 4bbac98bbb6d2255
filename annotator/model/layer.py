"""A layer: all of one annotator's work on one article."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from annotator.errors import UserError
from annotator.model.article import ArticleKey
from annotator.model.naming import LONGEST_NAME, is_name

LayerKey = int
Status = Literal["open", "done"]

GOLD = "gold"
"""The name of the reviewer's layer."""
UNNAMED = "imported"
"""The layer of imported work that names no annotator."""
ALL = "all"
"""To an export: every layer, and the articles that nobody has worked on."""
SUGGESTIONS = "suggestions"
"""To an export: proposed spans that nobody has decided on; no other export holds them."""


def check_annotator(name: str) -> None:
    """Raise :exc:`~annotator.errors.UserError` unless somebody's work can go by ``name``."""
    if not name.strip():
        raise UserError("An annotator needs a name.")
    if not is_name(name):
        raise UserError(f"An annotator's name is one line of at most {LONGEST_NAME} characters.")
    if name in (ALL, SUGGESTIONS):
        raise UserError(f"Nobody's work can go by the name {name}, which means something else to an export.")


class Layer(msgspec.Struct, frozen=True):
    """What one annotator says about an article as a whole. The spans are read with it, not in it."""

    key: LayerKey
    article: ArticleKey
    annotator: str
    status: Status = "open"
    flagged: bool = False
    labels: Mapping[str, object] = msgspec.field(default_factory=dict)
