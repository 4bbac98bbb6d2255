"""What kind of words an edge differs by."""

import pytest

from annotator.model.edge_words import edge_kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("the ", "article"), ("La ", "article"), ("l’", "article"), ("“The ", "article"), ("ال", "article"),
        (".”", "punctuation"), (" ", "punctuation"), (" 😀", "punctuation"),
        (", the army said", "attribution"), ("that ", "attribution"), ("selon ", "attribution"),
        ("وقال ", "attribution"), ("According to ", "attribution"),
        ("rebel ", "other"), ("at least ", "other"), ("the rebel ", "other"), ("theatre", "other"), ("and ", "other"),
    ],
)  # fmt: skip
def test_words_at_an_edge_are_told_apart(words: str, kind: str):
    assert edge_kind(words) == kind
