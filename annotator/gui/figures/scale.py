"""Where on a line a number is: from the least to the greatest that there is room for."""

from typing import NamedTuple

from annotator.agreement.pictures import Bars


class Scale(NamedTuple):
    """The numbers of a picture along a line of pixels."""

    low: float
    high: float
    begin: float
    """Where the least number is, in pixels."""
    end: float
    counts: bool

    def at(self, number: float) -> float:
        """Return where ``number`` is."""
        return self.begin + (number - self.low) / (self.high - self.low) * (self.end - self.begin)

    @property
    def ticks(self) -> tuple[float, ...]:
        """The numbers that a line is drawn for."""
        if self.counts:
            return self.low, self.high
        return (-1.0, 0.0, 1.0) if self.low < 0 else (0.0, 0.5, 1.0)


def scale_of(bars: Bars, begin: float, end: float) -> Scale:
    """Return the scale that ``bars`` need: shares from 0, coefficients from -1 where one is less than 0, up to 1."""
    numbers = [value.number for value in bars.values if value.number is not None]
    if bars.counts:
        return Scale(0.0, max([1.0, *numbers]), begin, end, counts=True)
    return Scale(-1.0 if min(numbers, default=0.0) < 0 else 0.0, 1.0, begin, end, counts=False)
