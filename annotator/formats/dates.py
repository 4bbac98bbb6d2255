"""Dates as agencies, e-mails and archives write them, as ISO dates."""

from datetime import date, datetime
from email.utils import parsedate_to_datetime

import regex

_MONTHS = (
    "january jan janvier janv januar jänner enero ene gennaio gen januari janeiro",
    "february feb février févr fevrier februar febrero febbraio februari fevereiro fev",
    "march mar mars märz maerz marzo maart março marco",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mei maio",
    "june jun juin juni junio giugno junho",
    "july jul juillet juil juli julio luglio julho",
    "august aug août aout agosto augustus ago",
    "september sep sept septembre septiembre settembre setembro",
    "october oct octobre oktober okt octubre ottobre outubro",
    "november nov novembre noviembre novembro",
    "december dec décembre decembre dezember dez diciembre dicembre dezembro",
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_ISO = regex.compile(
    r"(?P<date>\d{4}(?:-\d\d(?:-\d\d)?)?)"
    r"(?:[T ](?P<time>\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
_BASIC = regex.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?\s*(Z|[+-]\d\d:?\d\d)?)?")
_NAMED = regex.compile(
    r"(?:\p{L}+[.,]?\s+)?(?:(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er)?\s+(?:de\s+)?(?P<month>\p{L}{3,})\.?(?:\s+de)?,?\s+(?P<year>\d{4})"
    r"|(?P<month>\p{L}{3,})\.?\s+(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<year>\d{4}))"
    r"(?:,?\s+\p{L}+day|,?\s+\(?\p{L}{2,12}\)?|,?\s+\d{1,2}:\d\d(?::\d\d)?(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s+\p{L}{1,5})?){0,3}\s*"
)
_LONGEST = 80


def iso_date(said: str) -> str:
    """Return a date, with its time if that is said too, as ISO writes it; empty if ``said`` is none for certain.

    Days and months in figures only, as in 3/4/2026, are ambiguous, and never guessed.
    """
    text = " ".join(said.split())
    if not text or len(text) > _LONGEST:
        return ""
    return _iso(text) or _basic(text) or _named(text) or _mailed(text)


def _iso(text: str) -> str:
    found = _ISO.fullmatch(text)
    if found is None:
        return ""
    day, time, zone = found["date"], found["time"], found["zone"] or ""
    padded = "-".join([*day.split("-"), "01", "01"][:3])
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    try:
        date.fromisoformat(padded)
        if time is None:
            return day
        datetime.fromisoformat(f"{padded}T{time[:8]}{zone}")
    except ValueError:
        return ""
    return f"{day}T{time[:8]}{zone}" if len(day) == 10 else ""


def _basic(text: str) -> str:
    found = _BASIC.fullmatch(text)
    if found is None:
        return ""
    year, month, day, hour, minute, second, zone = found.groups()
    time = f"T{hour}:{minute}:{second or '00'}{zone or ''}" if hour else ""
    return _iso(f"{year}-{month}-{day}{time}")


def _named(text: str) -> str:
    found = _NAMED.fullmatch(text)
    month = found and _NUMBER.get(found["month"].lower())
    if not found or not month:
        return ""
    if not found["day"]:
        return f"{found['year']}-{month:02}"
    return _iso(f"{found['year']}-{month:02}-{int(found['day']):02}")


def _mailed(text: str) -> str:
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
