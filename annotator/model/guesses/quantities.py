"""One quantity read from tokens: in digits, in words, or both ("1.2 million", "two hundred and six", "dozens")."""

from collections.abc import Sequence

import msgspec

from annotator.model.guesses.figures import fitting, read_figure
from annotator.model.guesses.tokens import HYPHENS, Token
from annotator.model.guesses.vocabulary import Measure, NumberWords, Sum, Vocabulary
from annotator.model.tables import listed

_LEAST_PLURAL = 2
_GLYPHS = {"1⁄2": 0.5, "1⁄4": 0.25, "3⁄4": 0.75, "1⁄3": 1 / 3, "2⁄3": 2 / 3}
_ORDINALS = listed("st nd rd th er ere eme e º ª o a")


class Quantity(msgspec.Struct, frozen=True):
    """What a run of tokens amounts to."""

    value: int | float
    """The figure; of a plural, the least it can be."""
    end: int
    """The token behind it."""
    kind: str = "exact"
    """``exact``, ``approx``, ``plural`` or ``part`` (of a whole: a half, a third)."""
    scale: int = 1
    """The last word that multiplied it: 1,000 in "nine thousand"."""


def read_quantity(tokens: Sequence[Token], at: int, words: Vocabulary, joining: bool = True) -> Quantity | None:
    """Return the quantity that begins at token ``at``, if one does and a project file can hold it.

    Args:
        tokens: a stretch of text.
        at: where to begin.
        words: the language.
        joining: whether "and" may stand inside it; not in "between one hundred and two hundred".
    """
    if at >= len(tokens):
        return None
    numbers = words.numbers
    read = (
        _read_some(tokens, at, numbers) or _read_part(tokens, at, numbers) or _Reader(tokens, words, joining).read(at)
    )
    if read is None:
        return None
    value = fitting(read.value)
    return None if value is None else msgspec.structs.replace(read, value=value)


def measure_at(tokens: Sequence[Token], at: int, numbers: NumberWords) -> tuple[Measure, int] | None:
    """Return the unit at token ``at``, also behind a hyphen ("eight-year"), and the token behind it."""
    hyphen = at < len(tokens) and tokens[at].word in HYPHENS
    return numbers.measures.at(tokens, at + hyphen)


def half_behind(tokens: Sequence[Token], at: int, numbers: NumberWords) -> int | None:
    """Return the token behind "and a half", if that is what begins at ``at``."""
    if at >= len(tokens) or tokens[at].word not in numbers.joiners:
        return None
    half = at + 1
    if half < len(tokens) and tokens[half].word in numbers.articles:
        half += 1
    is_half = half < len(tokens) and numbers.fractions.get(tokens[half].word) == _LEAST_PLURAL
    return half + 1 if is_half else None


def is_ordinal(tokens: Sequence[Token], at: int) -> bool:
    """Say whether the figure at ``at`` is written together with the letters of an ordinal: 93rd, 2e."""
    behind = at + 1
    return (
        behind < len(tokens)
        and tokens[behind].start == tokens[at].end
        and tokens[behind].word in _ORDINALS
        and tokens[at].is_figure
    )


def _read_some(tokens: Sequence[Token], at: int, numbers: NumberWords) -> Quantity | None:
    """Read what does not say how many: "several", "dozens", "a few thousand", "hundreds of thousands"."""
    vague = numbers.vague.at(tokens, at)
    pair = None if vague else numbers.pairs.at(tokens, at)
    found = vague or pair
    least, end = found or (_LEAST_PLURAL, at)
    multiplied, scale = 1, 1
    while factor := _factor_at(tokens, end, numbers, plural_only=end == at):
        multiplied, scale, end = multiplied * factor[0], factor[0], factor[1]
        if multiplied > 10**15:
            return None
    if end == at:
        return None
    return Quantity(least * multiplied, end, "approx" if pair else "plural", scale)


def _factor_at(tokens: Sequence[Token], at: int, numbers: NumberWords, plural_only: bool) -> tuple[int, int] | None:
    """Return what multiplies some of something – a scale, perhaps behind "of" – and the token behind it."""
    if not plural_only and at < len(tokens) and tokens[at].word in numbers.of:
        at += 1
    if at >= len(tokens):
        return None
    word = numbers.bare(tokens[at].word)
    factor = numbers.plurals.get(word)
    if factor is None and not plural_only:
        factor = numbers.scales.get(word) or numbers.rounded.get(word)
    return None if factor is None else (factor, at + 1)


def _read_part(tokens: Sequence[Token], at: int, numbers: NumberWords) -> Quantity | None:
    """Read a part of a whole – "a third", "two thirds", "half" – or of a scale or unit: "half a million"."""
    first = tokens[at]
    many = numbers.numerals.get(numbers.bare(first.word), 1 if first.word in numbers.articles else 0)
    behind = at + 1 if many else at
    if many and behind < len(tokens) and tokens[behind].word in HYPHENS:
        behind += 1
    if behind >= len(tokens):
        return None
    whole = numbers.fractions.get(numbers.bare(tokens[behind].word))
    if whole is None or (not many and whole > _LEAST_PLURAL and not numbers.bare_fractions) or many >= whole:
        return None
    end, part = behind + 1, (many or 1) / whole
    scale_at = end
    while scale_at < len(tokens) and (tokens[scale_at].word in numbers.of or tokens[scale_at].word in numbers.articles):
        scale_at += 1
    if scale_at < len(tokens) and tokens[scale_at].word in HYPHENS:
        scale_at += 1
    if scale_at < len(tokens) and (scale := numbers.scales.get(tokens[scale_at].word)):
        return Quantity(part * scale, scale_at + 1, scale=scale)
    measure = numbers.measures.at(tokens, scale_at)
    if measure is not None and measure[0].counts in ("duration", "distance"):
        return Quantity(part, scale_at)
    return Quantity(round(100 * part), end, "part")


class _Reader:
    """Reads a number of figures, numerals and scales, from large to small."""

    def __init__(self, tokens: Sequence[Token], words: Vocabulary, joining: bool) -> None:
        self._tokens = tokens
        self._numbers = words.numbers
        self._language = words.language
        self._joining = joining
        self._sum = Sum()
        self._scale = 1
        self._rounded = False

    def read(self, at: int) -> Quantity | None:
        first = at
        while (after := self._take(at, at == first)) is not None:
            at = after
        if at == first:
            return None
        value = self._sum.total + self._sum.group
        return Quantity(value, at, "approx" if self._rounded else "exact", self._scale)

    def _take(self, at: int, is_first: bool) -> int | None:
        """Take what is at ``at`` into the number, and return the token behind it; nothing if it does not belong."""
        if at >= len(self._tokens):
            return None
        if is_first:
            return self._take_first(at)
        word = self._tokens[at].word
        if word in HYPHENS and self._is_tight(at):
            return self._take_word(at + 1, joined=False)
        if self._rounded and word in self._numbers.of:
            return self._take_thousands(at + 1)
        if self._joining and word in self._numbers.joiners:
            return self._take_half(at) or self._take_word(at + 1, joined=True)
        return self._take_word(at, joined=False)

    def _take_first(self, at: int) -> int | None:
        if self._tokens[at].is_figure:
            return self._take_figure(at)
        if self._tokens[at].word in self._numbers.articles:
            return self._take_article(at)
        return self._take_word(at, joined=False)

    def _take_figure(self, at: int) -> int | None:
        is_one_of_two = at + 2 < len(self._tokens) and self._tokens[at + 1].word == "/" and self._is_tight(at + 1)
        value = (
            None
            if is_one_of_two or is_ordinal(self._tokens, at)
            else read_figure(self._tokens[at].word, self._language)
        )
        if value is None:
            return None
        self._sum.group = value
        if at + 1 < len(self._tokens) and (glyph := _GLYPHS.get(self._tokens[at + 1].word)):
            self._sum.group += glyph
            return at + 2
        return at + 1

    def _take_article(self, at: int) -> int | None:
        """Take "a" for one before a scale or a unit."""
        if at + 1 < len(self._tokens) and self._numbers.bare(self._tokens[at + 1].word) in self._numbers.scales:
            return self._take_word(at + 1, joined=False)
        if self._numbers.measures.at(self._tokens, at + 1):
            self._sum.group = 1
            return at + 1
        return None

    def _take_half(self, at: int) -> int | None:
        """Take "and a half"."""
        half = half_behind(self._tokens, at, self._numbers)
        return None if half is None else self._add_half(half - 1)

    def _add_half(self, at: int) -> int:
        if self._sum.group:
            self._sum.group += 0.5
        else:
            self._sum.total += self._scale / 2
        return at + 1

    def _take_thousands(self, at: int) -> int | None:
        """Take "milliers" in "une centaine de milliers"."""
        scale = self._numbers.plurals.get(self._tokens[at].word) if at < len(self._tokens) else None
        return at + 1 if scale is not None and scale >= 1000 and self._multiply(scale, joined=False) else None

    def _take_word(self, at: int, joined: bool) -> int | None:
        if at >= len(self._tokens) or self._tokens[at].is_figure:
            return None
        spelled = self._tokens[at].word
        word = self._numbers.bare(spelled)
        joined = joined or (word != spelled and spelled[0] in self._numbers.joiners)
        if joined and not self._joining and self._begun():
            return None
        if joined and self._begun() and self._numbers.fractions.get(word) == _LEAST_PLURAL:
            return self._add_half(at)
        added = self._numbers.numerals.get(word)
        group = None if added is None else self._adding(added, joined)
        if group is not None:
            self._sum.group = group
            return at + 1
        scale = self._numbers.scales.get(word) or self._numbers.rounded.get(word)
        if scale is None or (not self._begun() and not self._stands_alone(word, at)):
            return None
        self._rounded = self._rounded or word in self._numbers.rounded
        return at + 1 if self._multiply(scale, joined) else None

    def _stands_alone(self, word: str, at: int) -> bool:
        """Say whether a scale needs nothing before it: "mil", "a hundred"."""
        numbers = self._numbers
        behind_article = at > 0 and self._tokens[at - 1].word in numbers.articles
        return behind_article or word in numbers.alone or word in numbers.rounded

    def _begun(self) -> bool:
        return bool(self._sum.group or self._sum.total)

    def _adding(self, added: int, joined: bool) -> float | None:
        return self._numbers.adding(self._sum, added, joined) if self._begun() else added

    def _multiply(self, scale: int, joined: bool) -> bool:
        read = self._sum
        if scale < 1000:
            if read.group >= scale:
                return False
            read.group = max(read.group, 1) * scale
        elif read.group == 0 and read.total > 0 and scale > read.least_scale:
            # "dos mil millones"
            read.total *= scale
            read.least_scale = scale
        elif scale >= read.least_scale or (read.group == 0 and read.total > 0 and not joined):
            return False
        else:
            read.total += max(read.group, 1) * scale
            read.group, read.least_scale = 0, scale
        self._scale = scale
        return True

    def _is_tight(self, at: int) -> bool:
        """Say whether the sign at ``at`` joins what is on both sides of it."""
        return (
            at + 1 < len(self._tokens)
            and self._tokens[at - 1].end == self._tokens[at].start
            and self._tokens[at].end == self._tokens[at + 1].start
        )
