"""Spanish country names with their articles: Francia, el Reino Unido, la India; en, de, a."""

from __future__ import annotations

from collections.abc import Mapping

from urgentaction.grammar.contraction import contract


def the(code: str, name: str) -> str:
    """`Francia`, `el Reino Unido`, `los Estados Unidos`, `El Salvador` (whose article is part of the name)."""
    article = _ARTICLE.get(code)
    return f"{article} {name}" if article else name


def within(code: str, name: str) -> str:
    """`en Francia`, `en el Reino Unido`."""
    return f"en {the(code, name)}"


def of(code: str, name: str) -> str:
    """`de Francia`, `del Reino Unido`, `de El Salvador`."""
    return contract("de", the(code, name), "es")


def towards(code: str, name: str) -> str:
    """`a Francia`, `al Reino Unido`, `a los Estados Unidos`."""
    return contract("a", the(code, name), "es")


# Where the Diccionario panhispánico de dudas has the article always or most often (appendix of countries and
# capitals); names that take it only in some countries (la Argentina, el Perú) go without, as in the press.
_BY_ARTICLE: Mapping[str, str] = {
    "el": "BQ CG EH GB IO LB VA",
    "la": "AC AQ BV CD CF CP CX DO GF IM IN NF PF",
    "los": "AE NL PS TF US",
    "las": "AX BS CC CK FK FO GS HM KM KY MH MP MV PN SB TC UM VG VI",
}
_ARTICLE: Mapping[str, str] = {code: article for article, codes in _BY_ARTICLE.items() for code in codes.split()}

NAMES: Mapping[str, str] = {
    "CI": "Costa de Marfil",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macao",
    "UM": "Islas Ultramarinas de los Estados Unidos",
    "VA": "Vaticano",
    "VI": "Islas Vírgenes de los Estados Unidos",
}
"""Where Babel's short name is not what a letter would say."""
