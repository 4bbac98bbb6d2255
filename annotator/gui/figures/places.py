"""The places behind a figure, as hits: what each of the two layers has there."""

from collections.abc import Iterator

from annotator.agreement.behind import Behind, Cell
from annotator.agreement.observing import AttributeFact, EdgeFact, Layers, SpanFact, TagFact
from annotator.gui.explore.stream import WentOn
from annotator.gui.panels.wording import quoted, short
from annotator.gui.plain import isolated
from annotator.jobs.agreeing import AgreementOptions, spans_behind
from annotator.model.hits import Hit
from annotator.model.span import Fragment, Span
from annotator.project.contexts import Looked, in_context, looked_at, pages, text_of
from annotator.project.project import Project

_NO_SPAN = "no span"
_WORDS = 32
_NAME = 16
_MOST = 40


class Difference(Hit, frozen=True, kw_only=True):
    """A place that a figure counts."""

    layers: Layers
    a: Span | None
    b: Span | None
    said: str
    """What the two have there, in words."""

    def span_of(self, layer: str) -> Span | None:
        """Return what one of the two has there."""
        return dict(zip(self.layers, (self.a, self.b), strict=True)).get(layer)


def find_behind(options: AgreementOptions, cell: Cell, project: Project, went_on: WentOn) -> Iterator[list[Hit]]:
    """Yield pages of the places behind a figure."""
    found = spans_behind(project, options, cell, cell.article, cancelled=lambda: not went_on())
    return pages(_differences(project, found, named=cell.layers is None), went_on)


def _differences(project: Project, found: Iterator[Behind], *, named: bool) -> Iterator[Hit]:
    article: Looked | None = None
    text = ""
    for one in found:
        if article is None or article.key != one.article:
            article = next(iter(looked_at(project, [one.article])), None)
            text = text_of(project, one.article)
        if article is not None:
            yield _difference(article, text, one, named=named)


def _difference(article: Looked, text: str, one: Behind, *, named: bool) -> Difference:
    place = Fragment(one.place.start, one.place.end)
    marks = tuple(span for span in (one.a, one.b) if span is not None)
    said = _said(text, one)
    return Difference(
        article.key,
        article.heading,
        article.source,
        article.published,
        place.start,
        place.end,
        *in_context(text, place),
        marks,
        article.done,
        layers=one.layers,
        a=one.a,
        b=one.b,
        said=f"{' / '.join(isolated(short(layer, _NAME)) for layer in one.layers)}: {said}" if named else said,
    )


def _said(text: str, one: Behind) -> str:
    fact = one.fact
    if isinstance(fact, EdgeFact) and one.a is not None and one.b is not None:
        return _edge(text, fact, one.layers, one.a, one.b)
    if isinstance(fact, AttributeFact) and one.a is not None and one.b is not None:
        return " / ".join(_value(span, fact.name) for span in (one.a, one.b))
    if isinstance(fact, TagFact | SpanFact):
        return _tags(one.a, one.b, same=isinstance(fact, SpanFact) and fact.outcome == "both")
    return ""


def _tags(a: Span | None, b: Span | None, *, same: bool) -> str:
    """Say which tags two layers have at a place, the first one's first."""
    if same and a is not None:
        return short(a.tag, _MOST)
    return " / ".join(_NO_SPAN if span is None else short(span.tag, _MOST) for span in (a, b))


def _edge(text: str, fact: EdgeFact, layers: Layers, a: Span, b: Span) -> str:
    """Say who has which words more at an edge."""
    if fact.side == "inside":
        return "other fragments"
    one, other = (a.start, b.start) if fact.side == "left" else (a.end, b.end)
    first_reaches_further = (one < other) == (fact.side == "left")
    words = text[min(one, other) : max(one, other)]
    longer = layers[0] if first_reaches_further else layers[1]
    return f"{isolated(short(longer, _NAME))} also {quoted(short(words, _WORDS))}"


def _value(span: Span, attribute: str) -> str:
    value = span.attributes.get(attribute)
    return "–" if value is None else short(str(value), _MOST)
