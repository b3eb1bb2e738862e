"""English country names with their articles: France, the Netherlands, the United States."""

from __future__ import annotations

from collections.abc import Mapping


def the(code: str, name: str) -> str:
    """`France`, `the Netherlands`."""
    return f"the {name}" if code in _THE else name


def within(code: str, name: str) -> str:
    """`in the Netherlands`."""
    return f"in {the(code, name)}"


def of(code: str, name: str) -> str:
    """`of the Netherlands`."""
    return f"of {the(code, name)}"


def towards(code: str, name: str) -> str:
    """`to the Netherlands`."""
    return f"to {the(code, name)}"


_WITH_ARTICLE = (
    "AE AX BQ BS CC CD CF CG CK CZ DO FK FO GB GM HM IC IM IO KM KY MH MP MV NL PH PN PS SB SC TC TF UM US VG VI"
)
_THE = frozenset(_WITH_ARTICLE.split())

NAMES: Mapping[str, str] = {
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "CZ": "Czech Republic",
    "GS": "South Georgia and the South Sandwich Islands",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macao",
}
"""Where Babel's short name is not what a letter would say."""
