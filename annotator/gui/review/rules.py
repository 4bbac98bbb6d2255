"""The rules of a guideline: its lines, each of which a decision can cite."""

import re

_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
_EMPHASIS = re.compile(r"\*{1,2}([^*\n]+)\*{1,2}")
_HEADING = re.compile(r"^#+\s+")


def rules_of(guideline: str) -> list[str]:
    """Return the lines of a guideline in the order in which they stand, without the signs of Markdown."""
    lines = (_HEADING.sub("", _BULLET.sub("", line)) for line in guideline.splitlines())
    plain = (_EMPHASIS.sub(r"\1", line).strip() for line in lines)
    return list(dict.fromkeys(line for line in plain if line))
