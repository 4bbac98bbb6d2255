"""The other end of a relation is offered by nearness."""

from annotator.model.nearness import distance, nearest
from annotator.model.span import Fragment, Span


def span(*places: tuple[int, int]) -> Span:
    return Span("s", "actor", tuple(Fragment(*place) for place in places))


CLAIM = span((20, 40), (60, 80))


def test_the_distance_is_counted_from_the_nearest_edge_of_any_fragment():
    assert distance(CLAIM, span((45, 50))) == 5
    assert distance(CLAIM, span((90, 95))) == 10
    assert distance(CLAIM, span((30, 35))) == 0
    assert distance(span((0, 4)), span((4, 9))) == 0


def test_who_said_it_is_looked_for_outside_and_what_it_is_about_inside():
    inside, between, before = span((25, 30)), span((45, 50)), span((0, 10))
    assert nearest(CLAIM, [inside, before, between]) == between
    assert nearest(CLAIM, [inside, before]) == before
    assert nearest(CLAIM, [before, inside, between], inside=True) == inside
    assert nearest(CLAIM, [inside]) == inside
    assert nearest(CLAIM, []) is None


def test_of_two_equally_near_the_one_behind_is_taken():
    assert nearest(span((20, 24)), [span((15, 19)), span((25, 29))]) == span((25, 29))
