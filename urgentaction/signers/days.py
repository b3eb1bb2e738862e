"""Days as people and spreadsheets write them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from urgentaction.signers.names import plain

_MONTHS = (
    "jan ene", "feb fev", "mar mae mrz", "apr avr abr", "may mai", "jun juin",
    "jul juil", "aug aou ago", "sep", "oct okt", "nov", "dec dez dic",
)  # fmt: skip
_MONTH = {start: number for number, starts in enumerate(_MONTHS, 1) for start in starts.split()}
_CENTURY = 2000

_YEAR = r"(?P<year>\d{4}|\d{2})"
_NAME = r"(?P<name>[^\W\d_]{3,10})"
_TIME = r"(?:[T ,]+\d{1,2}[:h.]\d{2}.*)?"
_WRITTEN = tuple(
    re.compile(f"{pattern}{_TIME}")
    for pattern in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        rf"(?P<day>\d{{1,2}})[-/. ]+(?P<month>\d{{1,2}})[-/. ]+{_YEAR}",
        rf"(?P<day>\d{{1,2}})(?:er|st|nd|rd|th|º|\.)?[- ]*(?:de |of )?{_NAME}\.?[- ]*(?:de )?{_YEAR}",
        rf"{_NAME}\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}",
    )
)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets (with the leap day of 1900 that Lotus 1-2-3 invented)."""


@lru_cache(maxsize=4096)
def day(text: str) -> date | None:
    """The day meant: ISO, `25/11/26` or `25.11.2026` (the day first), `25 nov. 2026`, a spreadsheet's serial (46351).

    A time behind it (as forms export it) is left out. None where it is none of these, or no day of the calendar.
    """
    for pattern in _WRITTEN:
        if found := pattern.fullmatch(text):
            return _date(found.groupdict())
    if found := _SERIAL.fullmatch(text):
        return _EPOCH + timedelta(days=int(found[1]))
    return None


def _date(parts: dict[str, str]) -> date | None:
    year = int(parts["year"])
    month = int(parts["month"]) if "month" in parts else _month(parts["name"])
    try:
        return date(year if len(parts["year"]) > len("26") else year + _CENTURY, month, int(parts["day"]))
    except ValueError:
        return None


def _month(word: str) -> int:
    """1 to 12 by the first letters of its name in four languages; 0, which no date accepts, if unknown."""
    name = plain(word)
    return _MONTH.get(name[:4]) or _MONTH.get(name[:3]) or 0
