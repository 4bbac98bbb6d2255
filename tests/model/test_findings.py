"""What makes two spans differ by their edges only, and which finding is looked at first."""

import pytest

from annotator.model.findings import Alternative, Finding, core


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the army", "army"),
        ("The army’s", "army"),
        ("an army,", "army"),
        ("fighters'", "fighters"),
        ("l’armée", "armée"),
        ("die Armee", "Armee"),
        ("the U.S.", "U.S."),
        ("the “army”.", "army"),
        ("“The army”", "army"),
        ("the", "the"),
        ("theatre", "theatre"),
        ("287", "287"),
        ("...", "..."),
    ],
)
def test_the_core_of_words(words: str, expected: str) -> None:
    assert core(words) == expected


def tags(*counts: int) -> Finding:
    return Finding("tags", "army", "actor", tuple(Alternative(f"tag {count}", count) for count in counts))


def test_what_few_places_say_against_many_is_looked_at_first() -> None:
    assert sorted([tags(1, 1), tags(50, 1), tags(30, 20), tags(10, 10)], key=lambda one: one.doubt) == [
        tags(50, 1),
        tags(30, 20),
        tags(10, 10),
        tags(1, 1),
    ]


def test_a_finding_about_edges_is_known_by_what_its_variants_share() -> None:
    one = Finding("edges", "The army", "actor", (Alternative("The army", 3), Alternative("army’s", 1)))
    assert one.compared == "army"
    assert one.names == {"the army", "army's"}
