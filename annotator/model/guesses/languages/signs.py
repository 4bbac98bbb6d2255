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


def adding(read: Sum, added: int, joined: bool) -> float | None:
    """Return the sum in a language that goes from large to small: "two hundred and six"."""
    group = read.group
    if group == 0:
        may_follow = added < min(read.least_scale, 1000)
    elif joined and group < 100:
        may_follow = False
    else:
        may_follow = added < 100 if group % 100 == 0 else group % 10 == 0 and group % 100 >= 20 and added < 10
    return group + added if may_follow else None


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
        adding=adding,
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
