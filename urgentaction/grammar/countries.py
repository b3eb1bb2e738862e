"""Countries with their articles and prepositions: la France, au Kazakhstan, à Cuba, the Netherlands, im Iran."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Protocol

from urgentaction.errors import UserError
from urgentaction.grammar import countries_de, countries_en, countries_es, countries_fr
from urgentaction.grammar.written import locale


@cache
def country(code: str, language: str) -> str:
    """The name of a country (ISO 3166, two letters) in any language that Babel knows, without its article.

    Raises:
        UserError: There is no such country or language.
    """
    key = code.upper()
    own = _LANGUAGES[language].NAMES.get(key) if language in _LANGUAGES else None
    name = own or (locale(language).territories.get(key) if key in countries_fr.KIND else None)
    if name is None:
        raise UserError("grammar.no-country", code=code)
    return str(name).replace(" & ", " and ") if language == "en" else str(name)


def country_or_code(code: str, language: str) -> str:
    """As `country`; the code itself where it has no name, as an invented country (XX) has none. For showing only."""
    try:
        return country(code, language)
    except UserError:
        return code


def the_country(code: str, language: str) -> str:
    """With its article: `la France`, `Cuba`; `the Netherlands`; `el Reino Unido`; `die Schweiz`, `Frankreich`.

    Raises:
        UserError: There is no such country, or the language has no table of articles (fr, en, es, de).
    """
    return _spoken(language).the(code.upper(), country(code, language))


def in_country(code: str, language: str) -> str:
    """`en France`, `au Kazakhstan`, `à Cuba`; `in the Netherlands`; `en el Reino Unido`; `in der Schweiz`, `im Iran`.

    Raises:
        UserError: As for `the_country`.
    """
    return _spoken(language).within(code.upper(), country(code, language))


def of_country(code: str, language: str, *, article: bool = False) -> str:
    """`d’Ukraine`, `du Kazakhstan` (the ambassador …); with `article`, French only, `de l’Ukraine` (the laws …).

    Other languages: `of the Netherlands`; `del Reino Unido`; `Frankreichs`, `der Schweiz`, `von Honduras`.

    Raises:
        UserError: As for `the_country`.
    """
    if language == "fr" and article:
        return countries_fr.of_the(code.upper(), country(code, language))
    return _spoken(language).of(code.upper(), country(code, language))


def to_country(code: str, language: str) -> str:
    """`vers l’Ukraine`, `vers Cuba`; `to the Netherlands`; `al Reino Unido`; `nach Frankreich`, `in die Schweiz`.

    Raises:
        UserError: As for `the_country`.
    """
    return _spoken(language).towards(code.upper(), country(code, language))


class _Spoken(Protocol):
    """One language: what a country is called where Babel's name will not do, and how it is said (code, name)."""

    NAMES: Mapping[str, str]

    def the(self, code: str, name: str, /) -> str: ...

    def within(self, code: str, name: str, /) -> str: ...

    def of(self, code: str, name: str, /) -> str: ...

    def towards(self, code: str, name: str, /) -> str: ...


def _spoken(language: str) -> _Spoken:
    spoken = _LANGUAGES.get(language)
    if spoken is None:
        raise UserError("grammar.no-articles", language=language)
    return spoken


_LANGUAGES: Mapping[str, _Spoken] = {
    "fr": countries_fr,
    "en": countries_en,
    "es": countries_es,
    "de": countries_de,
}
