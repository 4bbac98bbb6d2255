"""When: the periods that agreement is told by.

A project keeps days, not times, and those of marks, not of reading. So the work on an article counts on the day on
which the newest span of either layer was made, and imported work on the day of its import. Beside it stands the month
in which the article was published, which is when its events happened and not when anybody worked.
"""

import re
from typing import Literal

from annotator.agreement.observing import Layers
from annotator.model.compared import Compared

By = Literal["marked", "published"]

UNKNOWN = ""
"""The period of articles that do not say theirs."""

_PUBLISHED = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?(?!\d)")


def periods(article: Compared, layers: Layers) -> dict[By, str]:
    """Return the day on which two layers on ``article`` were marked, and the month, or year, of the article."""
    days = [article.days[name] for name in layers if name in article.days]
    published = _PUBLISHED.match(article.published)
    return {"marked": max(days, default=UNKNOWN), "published": published[0] if published else UNKNOWN}
