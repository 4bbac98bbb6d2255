"""The relation index and the tracks of the gutters: quick answers, the same as slow ones, and steady ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nasty import split_span

from annotator.gui.article.gutters import Gutters, Upright
from annotator.gui.article.relation_index import RelationIndex, nearest
from annotator.model.span import Relation

changes = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 6), st.integers(1, 6), st.booleans()), max_size=40)


@given(changes, st.integers(0, 40))
def test_it_knows_the_relations_of_a_span_while_they_come_and_go(changes, known):
    first = {key: Relation("", "source", head, child, key=key) for key, head, child, _ in changes[:known]}
    index, kept = RelationIndex(first.values()), dict(first)
    for key, head, child, stays in changes[known:]:
        if stays:
            kept[key] = Relation("", "source", head, child, key=key)
            index.add(kept[key])
        else:
            assert index.remove(key) == kept.pop(key, None)
    for span in range(1, 7):
        found = index.of(span)
        expected = [relation for relation in kept.values() if span in (relation.head, relation.child)]
        assert sorted(found, key=lambda r: r.key) == sorted(expected, key=lambda r: r.key)
    assert len(index) == len(kept)


fragments = st.lists(st.integers(0, 60), min_size=2, max_size=8, unique=True).map(
    lambda edges: split_span(1, *(2 * edge for edge in sorted(edges)[: len(edges) // 2 * 2])).fragments
)


@given(fragments, fragments)
def test_two_spans_are_tied_where_they_are_nearest(one, other):
    places = [[at for fragment in span for at in range(fragment.start, fragment.end)] for span in (one, other)]
    mine, yours = nearest(one, other)
    assert mine in places[0]
    assert yours in places[1]
    assert abs(mine - yours) == min(abs(a - b) for a in places[0] for b in places[1])


uprights = st.lists(
    st.tuples(st.integers(1, 15), st.sampled_from([-1, 1]), st.integers(0, 20), st.integers(0, 20)).map(
        lambda found: Upright(("arrow", found[0]), found[1], (min(found[2:]), 0), (max(found[2:]), 0))
    ),
    max_size=10,
    unique_by=lambda upright: upright.name,
)


@given(uprights, uprights)
def test_no_two_upright_strokes_share_a_track_while_there_are_enough(before, now):
    gutters = Gutters()
    gutters.tracks(before, 20)
    tracks = gutters.tracks(now, 20)
    assert not any(
        one.meets(other) and tracks[one.name] == tracks[other.name]
        for one in now
        for other in now
        if one.name != other.name
    )


@given(uprights, st.integers(0, 10))
def test_a_stroke_keeps_its_track_when_others_go(seen, number):
    gutters = Gutters()
    before = gutters.tracks(seen, 20)
    after = gutters.tracks(seen[number:], 20)
    assert after == {upright.name: before[upright.name] for upright in seen[number:]}


@pytest.mark.parametrize("room", [1, 3])
def test_a_narrow_gutter_is_shared(room):
    crowd = [Upright(("arrow", key), 1, (0, 0), (9, 0)) for key in range(30)]
    assert set(Gutters().tracks(crowd, room).values()) == set(range(room))
