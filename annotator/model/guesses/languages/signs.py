"""What every language shares: signs, and the short forms of units."""

from annotator.model.guesses.vocabulary import (
    Counted,
    Cues,
    Measure,
    NoQuantity,
    NumberWords,
    Phrases,
    Sum,
    Vocabulary,
    parted,
    phrases,
)
from annotator.model.tables import listed

BEFORE = {
    "at_least": parted("≥"),
    "more_than": parted(">"),
    "at_most": parted("≤"),
    "less_than": parted("<"),
    "approx": parted("~ | ≈ | ± | c . | ca ."),
}
BEHIND = {"at_least": parted("+")}
MONTHS = listed(
    "january february march april may june july august september october november december jan feb mar apr jun"
    " jul aug sep sept oct nov dec"
)
DASHES = frozenset("-‐‑–—")
MEASURES = {
    "%": Measure("percent"),
    "٪": Measure("percent"),
    "km": Measure("distance", "km", "metres", 1000),
    "m": Measure("distance", "metres"),
    "cm": Measure("distance", "cm"),
    "mi": Measure("distance", "miles"),
    "km ²": Measure("other", "square km"),
    "kg": Measure("other", "kg"),
    "min": Measure("duration", "minutes"),
    "$": Measure("money", "dollars"),
    "€": Measure("money", "euros"),
    "£": Measure("money", "pounds"),
}
MONEY = {
    "$": "dollars",
    "us $": "dollars",
    "€": "euros",
    "£": "pounds",
    "¥": "yen",
    "₪": "shekels",
    "₽": "roubles",
    "₹": "rupees",
}


def may_add(read: Sum, added: float, joined: bool) -> bool:
    """Say whether ``added`` may follow what has been read, in a language that goes from large to small."""
    if read.group == 0:
        return added < min(read.least_scale, 1000)
    if joined and read.group < 100:
        return False
    return (read.group % 100 == 0 and added < 100) or (read.group % 10 == 0 and read.group % 100 >= 20 and added < 10)


WORDS = Vocabulary(
    numbers=NumberWords(
        numerals={},
        scales={},
        plurals={},
        rounded={},
        articles=frozenset(),
        fractions={},
        joiners=frozenset(),
        of=frozenset(),
        vague=Phrases({}),
        pairs=Phrases({}),
        before=phrases(**BEFORE),
        behind=phrases(**BEHIND),
        openers=Phrases({}),
        between=DASHES,
        measures=Phrases(MEASURES),
        money=Phrases(MONEY),
        may_add=may_add,
    ),
    counted=Counted(events={}, losses={}, things={}),
    cues=Cues(
        acts=Phrases({}),
        certainty=Phrases({}),
        negations=frozenset(),
        refusals=frozenset(),
        openings=Phrases({}),
        selves=frozenset(),
        breaks=frozenset(),
    ),
    no_quantity=NoQuantity(
        months=MONTHS,
        before=listed("no n"),
        before_years=frozenset(),
        before_hours=Phrases({}),
        behind=Phrases(dict.fromkeys(parted("am | pm | gmt | utc | h"), True)),
        faint=frozenset(),
    ),
)
