"""Countries with their articles and prepositions: la France, au Kazakhstan, aux États-Unis, à Cuba, the Netherlands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from urgentaction.errors import UserError
from urgentaction.grammar.elision import elide, vowel_sound
from urgentaction.grammar.written import locale


@cache
def country(code: str, language: str) -> str:
    """The name of a country (ISO 3166, two letters) in any language that Babel knows, without its article.

    Raises:
        UserError: There is no such country or language.
    """
    key = code.upper()
    own = _NAMES.get(language, {}).get(key)
    name = own or (locale(language).territories.get(key) if key in _KIND else None)
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
    """With its article: `la France`, `l’Ukraine`, `Cuba`; `the Netherlands`, `France`.

    Raises:
        UserError: There is no such country, or the language has no table of articles (fr, en).
    """
    name = country(code, language)
    if _articles(language) == "en":
        return f"the {name}" if code.upper() in _THE else name
    kind = _KIND[code.upper()]
    article = _ARTICLE.get(kind)
    return name if article is None else elide(article, name)


def in_country(code: str, language: str) -> str:
    """`en France`, `au Kazakhstan`, `aux États-Unis`, `à Cuba`; `in the Netherlands`.

    Raises:
        UserError: As for `the_country`.
    """
    the = the_country(code, language)
    if language == "en":
        return f"in {the}"
    kind, name = _KIND[code.upper()], country(code, language)
    if kind in _WITHIN:
        return f"dans {the}"
    if kind in {"f", "none-en"} or (kind == "m" and vowel_sound(name)):
        return f"en {name}"
    return elide("à", the)


def of_country(code: str, language: str, *, article: bool = False) -> str:
    """`d’Ukraine`, `de France`, `du Kazakhstan` (the ambassador …); with `article`, `de l’Ukraine` (the laws …).

    Raises:
        UserError: As for `the_country`.
    """
    the = the_country(code, language)
    if language == "en":
        return f"of {the}"
    kind, name = _KIND[code.upper()], country(code, language)
    drops = kind == "f" and not name.startswith("République")  # l’ambassade de la République dominicaine
    bare = kind.startswith("none") or (not article and (drops or (kind == "m" and vowel_sound(name))))
    return elide("de", name if bare else the, force=name == "Haïti")


def to_country(code: str, language: str) -> str:
    """`vers l’Ukraine`, `vers le Kazakhstan`, `vers Cuba`; `to the Netherlands`.

    Raises:
        UserError: As for `the_country`.
    """
    return f"{'to' if language == 'en' else 'vers'} {the_country(code, language)}"


def _articles(language: str) -> str:
    if language not in _NAMES:
        raise UserError("grammar.no-articles", language=language)
    return language


def _by_code(table: Mapping[str, str]) -> Mapping[str, str]:
    return {code: kind for kind, codes in table.items() for code in codes.split()}


_ARTICLE: Mapping[str, str] = {"f": "la", "m": "le", "p": "les", "isle": "la", "within": "le", "within-p": "les"}
_WITHIN = frozenset({"within", "within-p"})

# French usage as in the ministerial order of 4 November 1993 on the names of States and its lists of 2008 and 2019,
# for territories as the French press writes. f: la, en · m: le, au (en before a vowel) · p: les, aux ·
# isle: la, à la · none: no article, à · none-en: no article, en · within: le or les, dans.
_KIND: Mapping[str, str] = _by_code(
    {
        "f": "AD AL AM AR AT AU BA BE BG BO BY CD CF CH CI CN CO CZ DE DO DZ EE EG ER ES ET FI FM FR GE GF GM GN GP GQ"
        " GR GS GW HR HU ID IE IN IS IT JM JO KP KR LT LV LY MD MK MN MQ MR MY NA NC NO NZ PF PG PL RO RS RU SA SE SI"
        " SK SL SO SY TH TN TR TZ UA ZA ZM",
        "m": "AF AO AQ AZ BD BF BI BJ BN BR BT BW BZ CA CG CL CM CR CV DK EC EH GA GB GH GL GT GY HN IQ IR JP KE KG KH"
        " KW KZ LA LB LI LK LR LS LU MA ME ML MM MW MX MZ NE NG NI NP PA PE PK PT PY QA RW SD SJ SN SR SS SV SZ TD TG"
        " TJ TL TM UG UY UZ VA VE VN VU XK YE ZW",
        "p": "AE AS AX BM BQ BS CC CK FJ FK FO HM IC KM KY MH MP MV NL PH PN PW SB SC TC TF TO UM US VG VI WS",
        "isle": "AC BB BV CP CX DM GD IM NF",
        "none": "AG AI AW BH BL CU CW CY DG DJ EA GG GI GU HK JE KI KN LC MC MF MG MO MS MT MU NR NU OM PM PR RE SG SH"
        " SM ST SX TA TK TT TV TW VC WF YT",
        "none-en": "HT IL",
        "within": "IO",
        "within-p": "PS",
    }
)

# Where Babel's short name is not what a letter would say.
_NAMES: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "CD": "République démocratique du Congo",
        "CG": "Congo",
        "CZ": "République tchèque",
        "HK": "Hong Kong",
        "MM": "Myanmar",
        "MO": "Macao",
        "VA": "Vatican",
    },
    "en": {
        "CD": "Democratic Republic of the Congo",
        "CG": "Republic of the Congo",
        "CZ": "Czech Republic",
        "GS": "South Georgia and the South Sandwich Islands",
        "HK": "Hong Kong",
        "MM": "Myanmar",
        "MO": "Macao",
    },
}

_ENGLISH_THE = (
    "AE AX BQ BS CC CD CF CG CK CZ DO FK FO GB GM HM IC IM IO KM KY MH MP MV NL PH PN PS SB SC TC TF UM US VG VI"
)
_THE = frozenset(_ENGLISH_THE.split())
