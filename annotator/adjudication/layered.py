"""What adjudication is given: everybody's work on one article."""

from collections.abc import Mapping, Sequence

import msgspec

from annotator.model.layer import GOLD
from annotator.model.span import Fragment, Origin, Relation, Span
from annotator.model.tagset import Tagset


class LayerWork(msgspec.Struct, frozen=True):
    """One annotator's work on an article."""

    spans: Sequence[Span] = ()
    relations: Sequence[Relation] = ()
    """Their ``head`` and ``child`` are keys of ``spans``."""
    labels: Mapping[str, object] = msgspec.field(default_factory=dict)
    read: Sequence[Fragment] = ()
    """Paragraphs of which the annotator says that nothing is to be marked in them, in code points."""
    done: bool = True


class Layered(msgspec.Struct, frozen=True):
    """One article with the layers on it, by the annotator's name.

    ``gold`` may be among them and is never compared; neither are suggestions that nobody has decided on.
    """

    article: str
    """The article's id."""
    text: str
    layers: Mapping[str, LayerWork]
    tagset: Tagset
    language: str = ""
    """An ISO 639-1 code, or empty."""

    def compared(self) -> dict[str, LayerWork]:
        """Return the layers to compare, by name in the order of names: those that are done, but for gold."""
        return {name: work for name, work in sorted(self.layers.items()) if work.done and name != GOLD}


def decided_spans(work: LayerWork) -> list[Span]:
    """Return the spans of a layer that are its annotator's own word: suggestions are nobody's yet."""
    return [span for span in work.spans if not span.origin.startswith(Origin.SUGGESTION)]
