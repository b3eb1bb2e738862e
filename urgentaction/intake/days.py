"""Dates as documents write them, in English, French and Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

_MONTHS: Final = (
    ("january", "jan", "janvier", "janv", "enero", "ene"),
    ("february", "feb", "février", "fevrier", "févr", "febrero"),
    ("march", "mar", "mars", "marzo"),
    ("april", "apr", "avril", "avr", "abril", "abr"),
    ("may", "mai", "mayo"),
    ("june", "jun", "juin", "junio"),
    ("july", "jul", "juillet", "juil", "julio"),
    ("august", "aug", "août", "aout", "agosto", "ago"),
    ("september", "sep", "sept", "septembre", "septiembre", "setiembre"),
    ("october", "oct", "octobre", "octubre"),
    ("november", "nov", "novembre", "noviembre"),
    ("december", "dec", "décembre", "decembre", "déc", "diciembre", "dic"),
)
_NUMBER: Final = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_NAME = "|".join(sorted(_NUMBER, key=len, reverse=True))
DAY: Final = re.compile(
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|ᵉʳ)?\s+(?:de\s+|of\s+)?(?P<m>{_NAME})\b\.?,?\s+(?:del?\s+)?(?P<y>(?:19|20)\d\d)\b"
    rf"|\b(?P<m2>{_NAME})\b\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)\b"
    r"|\b(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)\b"
    r"|\b(?P<d4>\d{1,2})[/.](?P<m4>\d{1,2})[/.](?P<y4>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
"""A whole date, year and all."""


AMERICAN = "en-US"
"""The language of days whose month stands first in figures."""


def order(lines: Iterable[str], language: str) -> str:
    """English as in the USA where a date in figures can only be read so, and none only otherwise; else the language."""
    if language != "en":
        return language
    found = {(int(one["d4"]) > 12, int(one["m4"]) > 12) for line in lines for one in DAY.finditer(line) if one["d4"]}  # noqa: PLR2004
    return AMERICAN if (False, True) in found and (True, False) not in found else language


def days(text: str, language: str = "") -> list[tuple[date, re.Match[str]]]:
    """The dates in a text; one in figures that could be read in two ways is none in English."""
    figures = _FIGURES.sub(lambda one: one.group().translate(_SCANNED), text)
    return [(found, match) for match in DAY.finditer(figures) if (found := _date(match, language))]


_FIGURES = re.compile(r"(?<!\w)(?=[\dOolI|]*[\dOl|])[\dOolI|]{1,4}(?!\w)")
_SCANNED = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})
"""What a scanner takes for a figure, as many characters."""


def _date(match: re.Match[str], language: str) -> date | None:
    parts = {key[0]: value for key, value in match.groupdict().items() if value}
    month = _NUMBER.get(parts["m"].casefold().rstrip(".")) or (int(parts["m"]) if parts["m"].isdecimal() else 0)
    day = int(parts["d"])
    if match["d4"] and (language == AMERICAN or (language == "en" and month > 12 >= day)):  # noqa: PLR2004
        day, month = month, day
    elif match["d4"] and language == "en" and day <= 12 and day != month:  # noqa: PLR2004  # a month, perhaps
        return None
    try:
        return date(int(parts["y"]), month, day)
    except ValueError:
        return None
