"""κ, α and token counts, from how many tokens each two layers said what of.

For one tag, a token has one of two values: marked or not. For all tags together its value is the set of tags on it, and
two sets are equal or they are not: the nominal case, which any other program computes alike. Sets that share a tag are
different then, which is strict where marks lie in one another, as actors do in claims; in which tag the difference
lies, the figures of the tags say. (Passonneau 2006 and Krippendorff & Craggs 2016 give shares for sets that overlap;
such shares are a choice of their own, and soften the one figure rather than say where people differ.)
"""

from collections import Counter, defaultdict
from fractions import Fraction

from annotator.agreement.coefficients import Counts, Figure, cohen_kappa, krippendorff_alpha
from annotator.agreement.observing import Layers
from annotator.agreement.tally import Said, Table, marked_tokens
from annotator.agreement.tokens import TagSet

NOBODY = "nobody has marked it"


def tag_counts(table: Table, bit: int) -> Counts:
    """Return how many tokens both layers, and one of them only, mark with the tag of ``bit``."""
    return marked_tokens(_binary(table, bit))


def pair_table(said: Said, layers: Layers) -> Table:
    """Return what two layers say of the tokens of all articles that both have done."""
    table: Table = Counter()
    for (of, _), counted in said.items():
        if of == layers:
            table.update(counted)
    return table


def kappa(table: Table, bit: int | None = None) -> Figure:
    """Return Cohen's κ over tokens: of the tag of ``bit``, or of sets of tags."""
    if bit is None:
        return cohen_kappa(table)
    binary = _binary(table, bit)
    if binary and marked_tokens(binary) == Counts():
        return Figure(None, NOBODY)
    return cohen_kappa(binary)


def alpha(said: Said, bit: int | None = None) -> Figure:
    """Return Krippendorff's α over tokens and all layers: of the tag of ``bit``, or of sets of tags."""
    by_layers: dict[int, Table] = defaultdict(Counter)
    for (_, layers), counted in said.items():
        by_layers[layers].update(counted if bit is None else _binary(counted, bit))
    if bit is not None and by_layers and all(marked_tokens(table) == Counts() for table in by_layers.values()):
        return Figure(None, NOBODY)
    matrix: dict[tuple[TagSet, TagSet], Fraction] = defaultdict(Fraction)
    for layers, table in by_layers.items():
        for (one, other), tokens in table.items():
            # Each two values of a token count both ways round.
            matrix[one, other] += Fraction(tokens, layers - 1)
            matrix[other, one] += Fraction(tokens, layers - 1)
    return krippendorff_alpha(matrix)


def _binary(table: Table, bit: int) -> Table:
    found: Table = Counter()
    for (one, other), tokens in table.items():
        found[one >> bit & 1, other >> bit & 1] += tokens
    return found
