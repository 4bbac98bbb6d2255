"""Word lists as they are written in the source: one string, easy to read and to add to."""


def listed(words: str) -> frozenset[str]:
    """Return the words of a list that are parted by spaces."""
    return frozenset(words.split())
