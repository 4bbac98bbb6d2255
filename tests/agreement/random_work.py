"""Random work of several annotators on small articles, for properties that must always hold."""

from hypothesis import strategies as st

from annotator.model.compared import Compared
from annotator.model.span import Fragment, Span
from tests.agreement.making import TAGS, placed

NAMES = ("ana", "ben", "eva")
_WORDS = ["the", "army", "said", "12", "people", "near", "Homs", "“", ".", "中国"]

texts = st.lists(st.sampled_from(_WORDS), min_size=3, max_size=12).map(" ".join)


@st.composite
def marks(draw: st.DrawFn, text: str) -> Span:
    """Draw a span of one or two fragments."""
    edges = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=4)))
    fragments = [Fragment(edges[0], edges[1])]
    if len(edges) == 4:
        fragments.append(Fragment(edges[2], edges[3]))
    values = draw(st.fixed_dictionaries({}, optional={"counts": st.sampled_from(["killed", "wounded"])}))
    return placed(draw(st.sampled_from(TAGS)), tuple(fragments), **values)


@st.composite
def articles(draw: st.DrawFn, names: tuple[str, ...] = NAMES) -> list[Compared]:
    """Draw articles, each with the layers of some of ``names``."""
    found = []
    for key in range(1, draw(st.integers(1, 3)) + 1):
        text = draw(texts)
        there = draw(st.sets(st.sampled_from(names)))
        layers = {name: draw(st.lists(marks(text), max_size=5)) for name in names if name in there}
        unread = {name: _unread(text, spans) for name, spans in layers.items() if draw(st.integers(0, 3)) == 0}
        found.append(Compared(key, f"a{key}", text, layers, unread=unread))
    return found


def _unread(text: str, spans: list[Span]) -> list[Fragment]:
    """Return the words that no span touches, as if each were a paragraph that was not read."""
    places, start = [], 0
    for word in text.split(" "):
        place = Fragment(start, start + len(word))
        if not any(part.start < place.end and place.start < part.end for span in spans for part in span.fragments):
            places.append(place)
        start = place.end + 1
    return places
