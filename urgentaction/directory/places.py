"""An address as the directory gives it → the parts of a postal address; one that is not understood is none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from urgentaction.address import normalise
from urgentaction.directory import shapes

POSTAL = "adresse postale"
"""The kind of address that letters go to; without it, a building's serves."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A postal address in the parts of our files; `country` is ISO 3166, empty for France."""

    city: str
    lines: tuple[str, ...] = ()
    street: str = ""
    postcode: str = ""
    cedex: str = ""
    country: str = ""

    def table(self) -> dict[str, Any]:
        """The parts that there are but the country, as a file holds them."""
        parts = {"lines": list(self.lines), "street": self.street, "postcode": self.postcode, "city": self.city}
        return {key: value for key, value in {**parts, "cedex": self.cedex}.items() if value}


def chosen(rows: Sequence[Mapping[str, Any]]) -> tuple[Place | None, bool]:
    """Where letters go, and whether it is clear: of several addresses of the same kind none is chosen."""
    kinds = [shapes.plain(row.get("type_adresse")).casefold() for row in rows]
    best = POSTAL if POSTAL in kinds else "adresse"
    found = [row for row, kind in zip(rows, kinds, strict=True) if kind == best or (best == "adresse" and not kind)]
    places = list(dict.fromkeys(place(row) for row in found))
    return (places[0], places[0] is not None) if len(places) == 1 else (None, not rows)


def place(row: Mapping[str, Any]) -> Place | None:
    """One address; None where a part of it cannot be shown, its country is unknown, or it leads nowhere."""
    keys = ("complement1", "complement2", "numero_voie", "service_distribution", "code_postal", "nom_commune", "pays")
    parts = {key: shapes.text(row.get(key)) for key in keys}
    if any(part is None for part in parts.values()):
        return None
    given = {key: part or "" for key, part in parts.items()}
    above = _broken(row.get("numero_voie"))
    city, cedex = _cedex(given["nom_commune"])
    box, more = _cedex(given["service_distribution"])
    country = iso(given["pays"])
    lines = tuple(filter(None, (given["complement1"], given["complement2"], *above[:-1], box)))
    street = above[-1] if above else ""
    if country is None or not city or not (street or lines):
        return None
    return Place(
        lines=lines, street=street, postcode=given["code_postal"], city=city, cedex=cedex or more, country=country
    )


def _broken(street: object) -> list[str]:
    """Number and street, below what else was typed into the same field on lines of their own."""
    lines = street.splitlines() if isinstance(street, str) else []
    return list(filter(None, map(shapes.plain, lines)))


_CEDEX = re.compile(r"(?P<before>.*?)[\s,-]*\bcedex\b[\s-]*(?P<number>\d{1,2})?", re.IGNORECASE)


def _cedex(text: str) -> tuple[str, str]:
    """`Paris Cedex 01` → `Paris`, `CEDEX 01`."""
    found = _CEDEX.fullmatch(text)
    if not found:
        return text, ""
    return found["before"].strip(), f"CEDEX {found['number'] or ''}".strip()


def iso(name: str) -> str | None:
    """The code of a country by its French name, empty for France and for no name; None where it is not known."""
    key = normalise(name)
    return "" if key in {"", "FRANCE"} else _countries().get(key)


@cache
def _countries() -> Mapping[str, str]:
    from babel import Locale

    from urgentaction.model.codes import COUNTRIES

    names = Locale.parse("fr").territories
    return {**{normalise(str(names[code])): code for code in COUNTRIES if code in names}, **_OTHERWISE}


_OTHERWISE: Mapping[str, str] = {
    "BIRMANIE": "MM",
    "MYANMAR": "MM",
    "BIELORUSSIE": "BY",
    "CONGO": "CG",
    "REPUBLIQUE DEMOCRATIQUE DU CONGO": "CD",
    "ETATS UNIS D AMERIQUE": "US",
    "FEDERATION DE RUSSIE": "RU",
    "GRANDE BRETAGNE": "GB",
    "KAZAKSTAN": "KZ",
    "MACEDOINE": "MK",
    "MOLDAVIE": "MD",
    "REPUBLIQUE DE COREE": "KR",
    "REPUBLIQUE TCHEQUE": "CZ",
    "REPUBLIQUE DOMINICAINE": "DO",
    "SAINT SIEGE": "VA",
    "TIMOR ORIENTAL": "TL",
    "VIET NAM": "VN",
}
"""Names that the directory or older papers use, where the Unicode consortium's are others."""
