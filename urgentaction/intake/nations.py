"""The countries that a text names, in English, French and Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from urgentaction.intake.labels import fold
from urgentaction.model.codes import COUNTRIES


@cache
def names() -> tuple[tuple[str, str], ...]:
    """Names of countries as labels are compared, the longest first, with their codes."""
    from babel import Locale

    found: dict[str, str] = {}
    for language in ("en", "fr", "es"):
        for code, name in Locale(language).territories.items():
            if code in COUNTRIES:
                found.setdefault(fold(str(name)), code)
    for name, code in _OTHER.items():
        found[fold(name)] = code
    return tuple(sorted(found.items(), key=lambda pair: -len(pair[0])))


_OTHER: Final = {
    "USA": "US", "United States of America": "US", "Estados Unidos de América": "US", "États-Unis d'Amérique": "US",
    "UK": "GB", "Czech Republic": "CZ", "Burma": "MM", "Myanmar": "MM", "Viet Nam": "VN", "Ivory Coast": "CI",
    "Côte d'Ivoire": "CI", "Cote d'Ivoire": "CI", "DRC": "CD", "Democratic Republic of the Congo": "CD",
    "République démocratique du Congo": "CD", "República Democrática del Congo": "CD", "Russian Federation": "RU",
    "Fédération de Russie": "RU", "Federación Rusa": "RU", "Swaziland": "SZ", "Macedonia": "MK", "Turkey": "TR",
    "Turkiye": "TR", "Republic of Korea": "KR", "Hong Kong": "HK", "Syrian Arab Republic": "SY", "Biélorussie": "BY",
    "Arabie saoudite": "SA", "Trinidad and Tobago": "TT", "Bosnia and Herzegovina": "BA", "Palestine": "PS",
    "Saudi Arabia": "SA", "República Dominicana": "DO", "United Arab Emirates": "AE", "Guinée-Bissau": "GW",
    "Cape Verde": "CV", "East Timor": "TL", "Timor-Leste": "TL", "People's Republic of China": "CN", "PRC": "CN",
}  # fmt: skip


def countries(line: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The countries that a text names, with where."""
    folded = fold(line)
    taken: list[tuple[int, int]] = []
    for name, code in names():
        if name not in folded:
            continue
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w])", folded):
            is_name = line[match.start() : match.end()][:1].isupper()
            if is_name and not any(a < match.end() and match.start() < b for a, b in taken):
                taken.append(match.span())
                yield code, match
