"""Dates and lists in words, as each language writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from urgentaction.errors import UserError

if TYPE_CHECKING:
    from babel import Locale


def dates(on: date, language: str) -> str:
    """A date in full: `1er août 2013`, `2 August 2013` (British order), `2 de agosto de 2013`, `2. August 2013`.

    Spaces are plain; `typography` makes them no-break. Other languages are written by Babel.

    Raises:
        UserError: No such language.
    """
    months = MONTHS.get(language)
    if months is None:
        from babel.dates import format_date

        return format_date(on, "long", locale=locale(language))
    return _ORDER[language](on, months[on.month - 1])


def join_list(items: Sequence[str], language: str) -> str:
    """`A, B et C`, `A, B and C`, `A, B y C`, `A, B und C`; other languages are joined by Babel.

    Raises:
        UserError: No such language.
    """
    if language not in _AND:
        from babel.lists import format_list

        return format_list(list(items), locale=locale(language))
    if not items:
        return ""
    *first, last = items
    return last if not first else f"{', '.join(first)} {_and(language, last)} {last}"


def spanish_link(word: str, following: str) -> str:
    """`y` and `o` before what follows: padres e hijos, siete u ocho; but agua y hielo, where i is half a consonant."""
    later = following.casefold().lstrip(_LEADING)
    if word == "y" and _VOWEL_I.match(later):
        return "e"
    if word == "o" and _VOWEL_O.match(later):
        return "u"
    return word


def locale(language: str) -> Locale:
    """Babel's data for a language; English is British.

    Raises:
        UserError: No such language.
    """
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse("en_GB" if language == "en" else language, sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError, TypeError):
        raise UserError("grammar.no-language", language=language) from None


def _and(language: str, following: str) -> str:
    return spanish_link("y", following) if language == "es" else _AND[language]


_LEADING = "«“‘\"'(¿¡ \u00a0\u202f"
_VOWEL_I = re.compile("h?í|hi(?![ae])|i(?![aeo])")
_VOWEL_O = re.compile(r"h?[oó]|8|11(?!\d)")
_AND: Mapping[str, str] = {"fr": "et", "en": "and", "es": "y", "de": "und"}

_ORDER: Mapping[str, Callable[[date, str], str]] = {
    "fr": lambda on, month: f"{'1er' if on.day == 1 else on.day} {month} {on.year}",
    "en": lambda on, month: f"{on.day} {month} {on.year}",
    "es": lambda on, month: f"{on.day} de {month} de {on.year}",
    "de": lambda on, month: f"{on.day}. {month} {on.year}",
}


MONTHS: Mapping[str, tuple[str, ...]] = {
    language: tuple(names.split())
    for language, names in {
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "en": "January February March April May June July August September October November December",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    }.items()
}
