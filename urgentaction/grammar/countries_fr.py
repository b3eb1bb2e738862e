"""French country names with their articles: la France, au Kazakhstan, aux États-Unis, à Cuba, d’Ukraine."""

from __future__ import annotations

from collections.abc import Mapping

from urgentaction.grammar.elision import elide, vowel_sound


def the(code: str, name: str) -> str:
    """`la France`, `l’Ukraine`, `Cuba`."""
    article = _ARTICLE.get(KIND[code])
    return name if article is None else elide(article, name)


def within(code: str, name: str) -> str:
    """`en France`, `au Kazakhstan`, `aux États-Unis`, `à Cuba`."""
    kind = KIND[code]
    if kind in _WITHIN:
        return f"dans {the(code, name)}"
    if kind in {"f", "none-en"} or (kind == "m" and vowel_sound(name)):
        return f"en {name}"
    return elide("à", the(code, name))


def of(code: str, name: str) -> str:
    """`d’Ukraine`, `de France`, `du Kazakhstan` (the ambassador …)."""
    kind = KIND[code]
    drops = kind == "f" and not name.startswith("République")  # l’ambassade de la République dominicaine
    return _of(name, name if drops or (kind == "m" and vowel_sound(name)) else the(code, name))


def of_the(code: str, name: str) -> str:
    """`de l’Ukraine`, `de la France`, `du Kazakhstan` (the laws …)."""
    return _of(name, the(code, name))


def towards(code: str, name: str) -> str:
    """`vers l’Ukraine`, `vers le Kazakhstan`, `vers Cuba`."""
    return f"vers {the(code, name)}"


def _of(name: str, phrase: str) -> str:
    return elide("de", phrase, force=name == "Haïti")


_ARTICLE: Mapping[str, str] = {"f": "la", "m": "le", "p": "les", "isle": "la", "within": "le", "within-p": "les"}
_WITHIN = frozenset({"within", "within-p"})

# French usage as in the ministerial order of 4 November 1993 on the names of States and its lists of 2008 and 2019,
# for territories as the French press writes. f: la, en · m: le, au (en before a vowel) · p: les, aux ·
# isle: la, à la · none: no article, à · none-en: no article, en · within: le or les, dans.
_BY_KIND: Mapping[str, str] = {
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
KIND: Mapping[str, str] = {code: kind for kind, codes in _BY_KIND.items() for code in codes.split()}
"""Every code of ISO 3166 that Babel names, and how French treats it."""

NAMES: Mapping[str, str] = {
    "CD": "République démocratique du Congo",
    "CG": "Congo",
    "CZ": "République tchèque",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macao",
    "VA": "Vatican",
}
"""Where Babel's short name is not what a letter would say."""
