"""Countries, languages and postcodes as people write them → ISO codes, and the zero that a spreadsheet ate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache, lru_cache

from urgentaction.model.codes import COUNTRIES, LANGUAGES
from urgentaction.signers.names import plain

_SHORT = {"uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "great britain": "GB", "angleterre": "GB"}
_SHORT |= {"usa": "US", "u s a": "US", "etats unis d amerique": "US", "holland": "NL", "hollande": "NL", "brd": "DE"}

_POSTCODES: Mapping[str, tuple[int, int]] = {
    "FR": (5, 4), "DE": (5, 4), "ES": (5, 4), "MX": (5, 4), "TR": (5, 4), "UA": (5, 4), "DZ": (5, 4),
    "IT": (5, 3), "FI": (5, 3), "US": (5, 3), "KZ": (6, 5), "CN": (6, 5), "RO": (6, 5),
    "BE": (4, 4), "CH": (4, 4), "AT": (4, 4), "LU": (4, 4), "DK": (4, 4), "NO": (4, 3), "AU": (4, 3), "ZA": (4, 1),
}  # fmt: skip
"""Digits of a postcode, and of one that lost its leading zeros (Universal Postal Union, addressing systems)."""

_LOCALES = ("es", "de", "fr", "en")


def postcode(text: str, country: str) -> tuple[str, bool]:
    """A postcode as the country writes it, and whether a spreadsheet had eaten its leading zeros (6000 → 06000).

    Where the country writes digits only, spaces, a country's letters (`F-75001`) and `.0` of a number are left out.
    """
    if country not in _POSTCODES:
        return text, False
    digits = re.sub(r"^[A-Za-z]{1,2}-(?=\d)|(?<=\d)[.,]0+$|(?<=\d) (?=\d)", "", text)
    if not (digits.isascii() and digits.isdigit()):
        return text, False
    length, shortest = _POSTCODES[country]
    lost = shortest <= len(digits) < length
    return (digits.zfill(length), True) if lost else (digits, False)


def parted(place: str) -> tuple[str, str]:
    """Postcode and city of a cell that holds both, as in `69001 Lyon`."""
    found = re.fullmatch(r"([\w-]*\d[\w-]*) +(\D+)", place)
    return (found[1], found[2]) if found else ("", place)


def odd_postcode(text: str, country: str) -> bool:
    """Whether a postcode cannot be right: a country of digits only, and something else."""
    if not text or country not in _POSTCODES or country == "US":  # ZIP+4
        return False
    return not (text.isascii() and text.isdigit() and len(text) == _POSTCODES[country][0])


@lru_cache(maxsize=4096)
def country(text: str) -> str:
    """The ISO code of a country by its code or its name in English, French, German or Spanish; empty if unknown."""
    if (code := text.upper()) in COUNTRIES:
        return code
    name = plain(text)
    return _SHORT.get(name) or _country_names().get(name, "")


@lru_cache(maxsize=4096)
def near_country(text: str) -> str:
    """The code of the country whose name a misspelt word is most like; empty if it is like none."""
    names = {**_country_names(), **_SHORT}
    near = get_close_matches(plain(text), names, n=1, cutoff=0.8)
    return names[near[0]] if near else ""


@lru_cache(maxsize=4096)
def language(text: str) -> str:
    """The code of a language (`fr`) by its code, a locale (`fr-CA`) or its name in four languages; empty if unknown."""
    code = re.split("[-_]", text, maxsplit=1)[0].lower()
    return code if code in LANGUAGES else _language_names().get(plain(text), "")


@cache
def _country_names() -> Mapping[str, str]:
    from babel import Locale

    names = [pair for locale in _LOCALES for pair in Locale(locale).territories.items()]
    return {plain(name): code for code, name in names if code in COUNTRIES}


@cache
def _language_names() -> Mapping[str, str]:
    from babel import Locale

    names = [pair for locale in _LOCALES for pair in Locale(locale).languages.items()]
    return {plain(name): code for code, name in names if "_" not in code}
