"""The span index and the heights: quick answers that are the same as slow ones."""

from hypothesis import given
from hypothesis import strategies as st
from nasty import span, split_span

from annotator.gui.article.heights import Heights
from annotator.gui.article.span_index import SpanIndex, document_order

ranges = st.tuples(st.integers(0, 5000), st.sampled_from([1, 3, 40, 511, 512, 513, 2000, 5000]))
many = st.lists(ranges, max_size=40).map(
    lambda found: [span(key + 1, start, start + length) for key, (start, length) in enumerate(found)]
)


@given(many, st.integers(0, 6000), st.integers(1, 900))
def test_it_finds_exactly_what_touches_a_stretch(spans, start, length):
    end = start + length
    expected = sorted((s for s in spans if s.start < end and start < s.end), key=document_order)
    assert SpanIndex(spans).touching(start, end) == expected


@given(many, st.data())
def test_it_stays_right_while_spans_come_and_go(spans, data):
    index = SpanIndex(spans[::2])
    kept = {s.key: s for s in spans[::2]}
    for s in spans[1::2]:
        index.add(s)
        kept[s.key] = s
        gone = data.draw(st.sampled_from(sorted(kept)))
        assert index.remove(gone) == kept.pop(gone)
    assert index.touching(0, 20_000) == sorted(kept.values(), key=document_order)


@given(many)
def test_going_on_and_going_back_meets_every_span_once(spans):
    index, forth, back = SpanIndex(spans), [], []
    here = index.after((-1, 0, 0))
    while here is not None:
        forth.append(here)
        here = index.after(document_order(here))
    here = index.before((1_000_000, 0, 0))
    while here is not None:
        back.append(here)
        here = index.before(document_order(here))
    assert forth == back[::-1] == sorted(spans, key=document_order)


def test_a_span_is_at_its_words_and_not_in_its_gaps():
    index = SpanIndex([split_span(1, 0, 5, 20, 25), span(2, 3, 30)])
    assert [s.key for s in index.at(4)] == [1, 2]
    assert [s.key for s in index.at(10)] == [2]


def test_the_smallest_span_at_a_place_comes_first():
    index = SpanIndex([span(1, 0, 100), span(2, 10, 20), span(3, 5, 40)])
    assert [s.key for s in index.at(15)] == [2, 3, 1]


def test_putting_a_span_again_replaces_it():
    index = SpanIndex([span(1, 0, 10)])
    index.add(span(1, 50, 60))
    assert [s.start for s in index.touching(0, 100)] == [50]
    assert len(index) == 1


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 500)), max_size=60), st.integers(-50, 30_000))
def test_heights_add_up_after_any_corrections(changes, y):
    heights = Heights(100, lambda index: index * 10, 1.7, 12.5)
    exact = [heights.height(index) for index in range(100)]
    for index, height in changes:
        heights.set(index, height)
        exact[index] = height
    tops = [sum(exact[:index]) for index in range(101)]
    assert [heights.top(index) for index in range(101)] == tops
    assert heights.total == tops[-1]
    covering = [index for index in range(100) if tops[index] <= y < tops[index + 1]]
    assert heights.block_at(y) == (covering[0] if covering else 0 if y < 0 else 99)
