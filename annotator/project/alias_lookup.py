"""Who is meant by words: the one actor that can be guessed, and all that a reader may choose from.

Nothing here says who is meant. A guess is made only where the list leaves no other answer, and stays a guess.
"""

from collections.abc import Iterator

import msgspec

from annotator.model.aliases import days_of, fold_name
from annotator.model.naming import LONGEST_NAME
from annotator.project.aliases import for_like
from annotator.project.project import Project, asking

MOST_CANDIDATES = 50
_MOST_WORDS = 12
_FEWEST_LETTERS = 3
"""What is shorter occurs in nearly every name."""
_BEHIND_EVERYTHING = "\U0010ffff"

_WHO = (
    "SELECT canonical, max(ambiguous), "
    "max(valid_from <= :first AND (valid_until = '' OR valid_until || '~' >= :last)) FROM alias "
    "WHERE folded = :folded AND valid_from <= :last AND (valid_until = '' OR valid_until || '~' >= :first) "
    "GROUP BY canonical LIMIT 2"
)
_FOUND = (
    "SELECT canonical, variant, ambiguous, "
    "valid_from <= :last AND (valid_until = '' OR valid_until || '~' >= :first) AS valid, folded FROM alias "
)
_SHORTEST_FIRST = "valid DESC, ambiguous, length(folded), canonical"
_LONGEST_FIRST = "length(folded) DESC, valid DESC, ambiguous, canonical"
_WORDS_FIRST = f"instr(' ' || folded, ' ' || :folded) = 0, {_SHORTEST_FIRST}"


class Candidate(msgspec.Struct, frozen=True):
    """An actor that may be meant."""

    canonical: str
    variant: str
    """The name by which it was found."""
    ambiguous: bool = False
    """Whether that name is known to mean others as well."""
    valid: bool = True
    """Whether that name may mean the actor on the day that was asked for."""
    exact: bool = False
    """Whether the words are that name, and not only part of it or more than it."""


@asking
def canonical_for(project: Project, words: str, published: str) -> str | None:
    """Return the actor that ``words`` can be guessed to mean in an article of the date ``published``.

    That is the only actor one of whose variants the words are, compared as :func:`~annotator.model.aliases.fold_name`
    says. The variant has to be valid on that date, and may not be called ambiguous; of an article without a date only
    variants are known that are always valid. In every other case nothing is guessed.
    """
    if len(words) > 2 * LONGEST_NAME:
        return None
    folded = fold_name(words)
    if not folded:
        return None
    first, last = days_of(published)
    found = project.connection.execute(_WHO, {"folded": folded, "first": first, "last": last}).fetchall()
    if len(found) != 1:
        return None
    canonical, ambiguous, surely_valid = found[0]
    return str(canonical) if surely_valid and not ambiguous else None


@asking
def candidates_for(project: Project, words: str, published: str, limit: int = 12) -> list[Candidate]:
    """Return the actors that ``words`` may mean, the likeliest first, each once; at most ``limit``.

    First come those whose variant the words are, then those of which the words are the beginning (the reader may still
    be typing), then those whose name stands in the words (“ISIL fighters”), then those in whose name the words stand.
    Of the ones alike, those valid on the date ``published`` and not ambiguous come first.
    """
    limit = min(limit, MOST_CANDIDATES)
    folded = fold_name(words[: 2 * LONGEST_NAME])
    if not folded:
        return []
    first, last = days_of(published)
    given = {"folded": folded, "first": first, "last": last, "limit": limit}
    best: dict[str, Candidate] = {}
    for condition, order, values in _ways(folded, words):
        rows = project.connection.execute(f"{_FOUND} WHERE {condition} ORDER BY {order} LIMIT :limit", given | values)
        for canonical, variant, ambiguous, valid, as_compared in rows:
            candidate = Candidate(canonical, variant, bool(ambiguous), bool(valid), as_compared == folded)
            best.setdefault(canonical, candidate)
        if len(best) >= limit:
            break
    return list(best.values())[:limit]


@asking
def actors_like(project: Project, typed: str, limit: int = 12) -> list[str]:
    """Return the actors whose own name begins with what was ``typed``, else holds it; at most ``limit``."""
    sought = for_like(typed.strip()[:LONGEST_NAME])
    rows = project.connection.execute(
        "SELECT DISTINCT canonical FROM alias WHERE canonical LIKE ? ESCAPE '\\' "
        "ORDER BY canonical NOT LIKE ? ESCAPE '\\', length(canonical), canonical LIMIT ?",
        (f"%{sought}%", f"{sought}%", min(limit, MOST_CANDIDATES)),
    )
    return [name for (name,) in rows]


def _ways(folded: str, words: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield ways to find actors, the best first: a condition, an order, and the values that the condition takes."""
    yield "folded = :folded", _SHORTEST_FIRST, {}
    yield "folded > :folded AND folded < :behind", _SHORTEST_FIRST, {"behind": folded + _BEHIND_EVERYTHING}
    runs = {f"run{number}": run for number, run in enumerate(_runs_of_words(folded))}
    if runs:
        yield f"folded IN ({', '.join(f':{name}' for name in runs)})", _LONGEST_FIRST, runs
    if len(folded) >= _FEWEST_LETTERS:
        yield "instr(folded, :folded)", _WORDS_FIRST, {}
        # An actor need not be among its own variants.
        yield (
            "canonical LIKE :like ESCAPE '\\'",
            _SHORTEST_FIRST,
            {"like": f"{for_like(words.strip()[:LONGEST_NAME])}%"},
        )


def _runs_of_words(folded: str) -> list[str]:
    """Return every run of words that is shorter than the whole, of a name that is not too long."""
    words = folded.split()[:_MOST_WORDS]
    runs = {" ".join(words[at:end]) for at in range(len(words)) for end in range(at + 1, len(words) + 1)}
    return sorted(runs - {folded})
