"""How the article view grows with the article: it should not. Prints ratios; asserts no seconds."""

from itertools import count

import pytest
from measure import interleaved, say
from PySide6.QtWidgets import QApplication

from annotator.gui.article import ArticleView, tag_styles
from annotator.model.span import Fragment, Relation, Span
from annotator.model.tagset import Tag, Tagset

pytestmark = pytest.mark.benchmark

SENTENCE = "The Observatory said at least 287 fighters, among them 26 minors, were killed near the town on Tuesday. "
TAGS = ("actor", "location", "number", "claim")
STYLES = tag_styles(Tagset("bench", tuple(Tag(name) for name in TAGS)))
SMALL = (3_000, 20)
SIZES = [(100_000, 1_000), (5_000_000, 50_000)]


def article(length, spans, paragraph=400):
    text = (SENTENCE * (length // len(SENTENCE) + 1))[:length]
    if paragraph:
        text = "\n".join(text[at : at + paragraph] for at in range(0, length, paragraph))
    step = max(1, (len(text) - 60) // spans)
    return text, [
        Span(str(n), TAGS[n % 4], (Fragment(n * step, n * step + 5 + n * 7 % 50),), key=n + 1) for n in range(spans)
    ]


def related(text, spans):
    """Add relations, two for five spans: to a span near by, and one in fifty across the whole article."""
    count = len(spans) * 2 // 5
    far = len(spans) // 2
    relations = []
    for n in range(count):
        head = n * 5 // 2 % len(spans)
        child = (head + (far if n % 50 == 7 else 1 + n % 3)) % len(spans)
        relations.append(Relation(str(n), ("source", "about")[n % 2], head + 1, child + 1, key=n + 1))
    return text, spans, relations


@pytest.fixture
def shown(qtbot):
    def show(text, spans, relations=()):
        view = ArticleView()
        qtbot.addWidget(view)
        view.resize(900, 1000)
        view.set_tag_styles(STYLES)
        view.show()
        qtbot.waitExposed(view)
        view.show_article(text, spans, relations)
        view.setFocus()
        qtbot.wait(300)
        return view

    return show


def painted():
    QApplication.processEvents()


def adder(view):
    """Add a span to what is seen, in ever other places, and take the one before away."""
    keys = count(1_000_000)

    def add():
        key = next(keys)
        start = view.page.visible()[-1][2].block.start + key * 37 % 300
        view.apply([Span(str(key), "claim", (Fragment(start, start + 40),), key=key)], {key - 1})
        view.set_current_span(key, reveal=False)
        painted()

    return add


def relater(view):
    """Add a relation between two spans that are seen, ever other ones, and take the one before away."""
    keys = count(1_000_000)

    def relate():
        key = next(keys)
        marks = [mark.span.key for _, _, layout in view.page.visible() for mark in layout.marks]
        head, child = marks[key % len(marks)], marks[key * 7 % len(marks)]
        view.apply_relations([Relation(str(key), "source", head, child, key=key)], {key - 1})
        painted()

    return relate


def pager(view):
    bar = view.verticalScrollBar()

    def page():
        bar.setValue(bar.value() + bar.pageStep() if bar.value() < bar.maximum() else 0)
        painted()

    return page


def opener(view, text, spans, relations=()):
    def open_it():
        view.show_article(text, spans, relations)
        painted()

    return open_it


LARGE = [article(*size) for size in SIZES] + [article(1_000_000, 10_000, paragraph=0)]
NAMES = ["100 kB, 1,000 spans", "5 MB, 50,000 spans", "one paragraph of 1 MB, 10,000 spans"]


@pytest.mark.parametrize(("text", "spans"), LARGE, ids=NAMES)
def test_adding_a_span_costs_the_same_in_any_article(shown, text, spans, request):
    small, large = shown(*article(*SMALL)), shown(text, spans)
    floor, ours = interleaved(60, adder(small), adder(large))
    say(f"add a span, {request.node.callspec.id}", ours, floor, "1")


@pytest.mark.parametrize(("text", "spans"), LARGE, ids=NAMES)
def test_turning_a_page_costs_the_same_in_any_article(shown, text, spans, request):
    small, large = shown(*article(12_000, 80)), shown(text, spans)
    floor, ours = interleaved(40, pager(small), pager(large))
    say(f"turn a page, {request.node.callspec.id}", ours, floor, "1")


@pytest.mark.parametrize(("text", "spans"), LARGE, ids=NAMES)
def test_opening_grows_far_more_slowly_than_the_article(shown, text, spans, request):
    view = shown("", ())
    floor, ours = interleaved(15, opener(view, *article(*SMALL)), opener(view, text, spans))
    say(f"open, {request.node.callspec.id}", ours, floor, "below 25")


DENSE = (3_000, 30)
"""As many spans for its length as the largest article has."""
RELATED = related(*LARGE[1])


def test_a_span_costs_the_same_among_twenty_thousand_relations(shown):
    small, large = shown(*related(*article(*DENSE))), shown(*RELATED)
    floor, ours = interleaved(60, adder(small), adder(large))
    say("add a span, 5 MB, 50,000 spans, 20,000 relations", ours, floor, "below 2")


def test_a_relation_costs_the_same_among_twenty_thousand(shown):
    small, large = shown(*related(*article(*DENSE))), shown(*RELATED)
    floor, ours = interleaved(60, relater(small), relater(large))
    say("add a relation, 5 MB, 50,000 spans, 20,000 relations", ours, floor, "below 2")


def test_a_page_costs_the_same_among_twenty_thousand_relations(shown):
    small, large = shown(*related(*article(12_000, 120))), shown(*RELATED)
    floor, ours = interleaved(40, pager(small), pager(large))
    say("turn a page, 5 MB, 50,000 spans, 20,000 relations", ours, floor, "below 2")


def test_twenty_thousand_relations_hardly_slow_down_opening(shown):
    view = shown("", ())
    small, without, ours = interleaved(
        15, opener(view, *related(*article(*DENSE))), opener(view, *LARGE[1]), opener(view, *RELATED)
    )
    say("open, 5 MB, 50,000 spans, 20,000 relations, against 3 kB", ours, small, "below 25")
    say("open, the same, against the same without relations", ours, without, "below 2")
