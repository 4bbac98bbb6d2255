"""A layer: all of one annotator's work on one article."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from annotator.model.article import ArticleKey

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


class Layer(msgspec.Struct, frozen=True):
    """What one annotator says about an article as a whole. The spans are read with it, not in it."""

    key: LayerKey
    article: ArticleKey
    annotator: str
    status: Status = "open"
    flagged: bool = False
    labels: Mapping[str, object] = msgspec.field(default_factory=dict)
