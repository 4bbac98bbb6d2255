"""What a layer says about a span: which of its attributes count, and when two values are the same."""

from collections.abc import Iterable, Mapping
from unicodedata import normalize

import msgspec

from annotator.adjudication.digests import digest
from annotator.model.span import Fragment, Span
from annotator.model.tagset import Tagset


class Sayings:
    """Reads spans by a tagset.

    Only what people said counts: guesses never do, and neither do attributes of another tag, which a span keeps unseen
    after it was retagged. What no tag of the tagset provides for, such as the attributes of an import, counts.
    """

    def __init__(self, tagset: Tagset) -> None:
        provided = {tag.name: {attribute.name for attribute in tag.attributes} for tag in tagset.tags}
        everywhere = frozenset(name for own in provided.values() for name in own)
        self._unseen = {name: everywhere - own for name, own in provided.items()}
        self._words = {known.name: known.absent for known in tagset.relations if known.absent}

    def attributes(self, span: Span) -> dict[str, object]:
        """Return what is said about ``span``, without what is said about its relations."""
        if not span.attributes:
            return {}
        unseen = self._unseen.get(span.tag, frozenset())
        return {
            name: value
            for name, value in span.attributes.items()
            if name not in unseen and is_given(value) and self._words.get(name) != value
        }

    def absent(self, span: Span) -> dict[str, str]:
        """Return the types of relations of which it is said that there is none, with the words that say so."""
        if not span.attributes:
            return {}
        return {name: words for name, words in self._words.items() if span.attributes.get(name) == words}


def is_given(value: object) -> bool:
    """Say whether ``value`` says anything at all."""
    return value is not None and not (isinstance(value, str) and not value.strip())


def canonical(value: object) -> bytes:
    """Return a form of a value that is the same for values that look the same: 287 and 287.0, é in one piece or two."""
    if isinstance(value, str):
        value = normalize("NFC", value).strip()
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    return msgspec.json.encode(value, order="deterministic")


def canonical_all(values: Mapping[str, object]) -> tuple[tuple[str, bytes], ...]:
    """Return a form of several values by name that is the same for those that look the same."""
    if not values:
        return ()
    return tuple(sorted((name, canonical(value)) for name, value in values.items()))


def mark_digest(tag: str, fragments: Iterable[Fragment], attributes: Mapping[str, object]) -> str:
    """Return a digest of a mark that is the same for marks that are alike in place, tag and what people said."""
    said = [(name, value.decode()) for name, value in canonical_all(attributes)]
    return digest([tag, [(place.start, place.end) for place in fragments], said])
