"""Addresses of documents: what an envelope says is what the document says, line for line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction import address
from urgentaction.intake import postal
from urgentaction.model.authority import Postal

SHAPES = {
    "four lines": (
        ["Ministry of Harbours", "4 Quay Street", "1000 Port Saint-Aubin", "Belgium"],
        {"lines": ["Ministry of Harbours"], "street": "4 Quay Street", "postcode": "1000", "city": "Port Saint-Aubin"}
        | {"country": "BE"},
    ),
    "a district below the street": (
        ["Bucareli 99", "Col. Juárez", "06600 México D.F., MEXICO"],
        {"lines": ["Bucareli 99", "Col. Juárez"], "postcode": "06600", "city": "México D.F.", "country": "MX"},
    ),
    "a British postcode on its line": (
        ["10 Downing Street", "London SW1A 2AA", "United Kingdom"],
        {"street": "10 Downing Street", "postcode": "SW1A 2AA", "city": "London", "country": "GB"},
    ),
    "a British postcode below its city": (
        ["10 Downing Street", "London", "SW1A 2AA", "UK"],
        {"street": "10 Downing Street", "postcode": "SW1A 2AA", "city": "London", "country": "GB"},
    ),
    "a CEDEX": (
        ["13, place Vendôme", "75042 Paris Cedex 01", "France"],
        {"street": "13, place Vendôme", "postcode": "75042", "city": "Paris", "cedex": "CEDEX 01", "country": "FR"},
    ),
    "a postcode with its country": (
        ["17, rue des Tanneurs", "L-2450 Luxembourg", "Luxembourg"],
        {"street": "17, rue des Tanneurs", "postcode": "L-2450", "city": "Luxembourg", "country": "LU"},
    ),
    "all on one line": (
        ["Palacio de Gobierno, Av. Juárez 1, 68000 Oaxaca, México"],
        {"lines": ["Palacio de Gobierno"], "street": "Av. Juárez 1", "postcode": "68000", "city": "Oaxaca"}
        | {"country": "MX"},
    ),
    "no country": (["PO Box 1234", "Kampala"], {"street": "PO Box 1234", "city": "Kampala"}),
    "a city that begins with a country": (["Panamá City"], {"city": "Panamá City"}),
    "a country alone": (["Tuvalu"], {}),
    "a country with its form of state": (
        ["Tehran", "Islamic Republic of Iran"],
        {"city": "Tehran", "country": "IR"},
    ),
    "the two Congos": (["Kinshasa/Gombe", "DR Congo"], {"city": "Kinshasa/Gombe", "country": "CD"}),
    "the other Congo": (["Brazzaville", "Republic of the Congo"], {"city": "Brazzaville", "country": "CG"}),
    "a postcode that is written otherwise than there": (
        ["Brasília/DF", "CEP 70.160-900", "Brazil"],
        {"lines": ["Brasília/DF"], "city": "CEP 70.160-900", "country": "BR"},
    ),
    "figures behind a city that are no postcode": (
        ["01 BP 000", "Bokadougou 01", "Côte d'Ivoire"],
        {"street": "01 BP 000", "city": "Bokadougou 01", "country": "CI"},
    ),
    "a town behind its postcode where envelopes have it before": (
        ["658 Zhongxing Lu", "315040 Ningbo", "Chine"],
        {"street": "658 Zhongxing Lu", "city": "315040 Ningbo", "country": "CN"},
    ),
    "what no post knows": (
        ["12 Salt Road", "Port Saint-Aubin", "Karvania"],
        {"lines": ["12 Salt Road", "Port Saint-Aubin"], "city": "Karvania"},
    ),
    "nothing": ([], {}),
}


@pytest.mark.parametrize(("said", "parts"), SHAPES.values(), ids=SHAPES)
def test_the_parts_of_an_address(said: list[str], parts: dict[str, object]) -> None:
    assert postal.parsed(said) == parts


@pytest.mark.parametrize("said", [one for one, _ in SHAPES.values() if one], ids=[k for k, v in SHAPES.items() if v[0]])
def test_every_part_stands_in_the_document(said: list[str]) -> None:
    whole = "\n".join(said).casefold()
    parts = {**postal.parsed(said), "country": ""}
    texts = [*parts.pop("lines", []), *filter(None, parts.values())]
    assert [text for text in texts if text.casefold() not in whole] == []


WORDS = st.sampled_from(
    [
        "Ministry of Justice",
        "Palais de l'Horloge",
        "PO Box 12",
        "4 Quay Street",
        "Calle 5 No. 6-7",
        "Col. Centro",
        "B.P. 301",
        "Floor 3",
        "Edificio A",
        "12 bis, rue du Port",
        "Apartado 55-1000",
        "Private Bag X81",
        "Secretariat",
        "Plaza Mayor s/n",
        "C/ Alta, 3",
    ]
)
CITIES = st.sampled_from(
    [
        "1000 Port",
        "Port 1000",
        "L-2450 Luxembourg",
        "Apia",
        "London SW1A 2AA",
        "75042 Paris CEDEX 01",
        "Washington, DC 20500",
        "Dhaka-1000",
        "04101-300 São Paulo",
        "110 001 New Delhi",
        "New Delhi 110 001",
        "México D.F.",
        "Bokadougou 01",
        "315040 Ningbo",
        "Xatt XK 0001",
        "Lima 1",
        "Tashkent",
    ]
)
COUNTRIES = {"Belgium": "BE", "MÉXICO": "MX", "United Kingdom": "GB", "Hungary": "HU", "China": "CN", "Brasil": "BR"}
COUNTRIES |= {"Pakistan": "PK", "Kazakhstan": "KZ", "Iran": "IR", "Malta": "MT", "Germany": "DE", "USA": "US", "": ""}


@given(st.lists(WORDS, max_size=4, unique=True), CITIES, st.sampled_from(sorted(COUNTRIES)))
def test_no_line_is_lost_and_none_changes_its_place(above: list[str], city: str, country: str) -> None:
    """Whatever is told apart, the envelope has the words of the document in their order, and its country."""
    parts = postal.parsed([*above, city, *filter(None, [country])])
    assert parts.get("country", "") == COUNTRIES[country]
    names = ("street", "postcode", "city", "cedex", "country")
    made = Postal(
        lines=tuple(parts.get("lines", ())),
        provenance=postal.ANY,
        **{name: parts.get(name, "") for name in names},
    )
    shown = address.lines(made, office=(), sender_country="", language="en")
    assert address.normalise(" ".join(shown)) == address.normalise(" ".join([*above, city]))
