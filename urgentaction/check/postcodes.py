"""Rules over French addresses, held without the network: postcode, city and CEDEX as far as a short list can tell.

A whole list of postcodes is some 39,000 rows that change every year, and the libraries that know them fetch them.
What is held here is the form, the department of each prefecture and seat of a court of appeal, the arrondissements
of the three cities that have them, and that two entries agree on where a city is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from urgentaction.check.offices import SeenOffice, city, facts
from urgentaction.model.authority import Authority, Postal
from urgentaction.model.finding import Finding, Severity

_CEDEX = re.compile(r"CEDEX( \d{1,2})?")
_POSTCODE = re.compile(r"(0[1-9]|[1-8]\d|9[0-578])\d{3}")
"""Departments 01 to 95 (Corsica is 20), 97 and 98 overseas."""


def postcode_form(seen: SeenOffice) -> Iterator[Finding]:
    """A French postcode is five digits, the first two those of a department."""
    postal = _french(seen.office)
    if postal and not _POSTCODE.fullmatch(postal.postcode):
        yield seen.finding("postcode", Severity.ERROR, "postcode-form", "postal.postcode", postcode=postal.postcode)


def postcode_city(seen: SeenOffice) -> Iterator[Finding]:
    """A city that we know to be in one department, with the postcode of another."""
    postal = _french(seen.office)
    known = facts()["departments"].get(city(postal), ()) if postal else ()
    if postal and known and not postal.postcode.startswith(tuple(known)):
        values = {"postcode": postal.postcode, "city": postal.city, "departments": tuple(known)}
        yield seen.finding("postcode", Severity.ERROR, "postcode-city", "postal.postcode", **values)


def postcode_elsewhere(seen: SeenOffice) -> Iterator[Finding]:
    """A city that another entry puts into another department."""
    postal = _french(seen.office)
    if not postal or city(postal) in facts()["departments"]:
        return
    for other in seen.directory.by_city[postal.country, city(postal)]:
        theirs = other.postal
        if other.id < seen.office.id and theirs and _department(theirs) != _department(postal):
            values = {"postcode": postal.postcode, "city": postal.city, "other": other.id, "theirs": theirs.postcode}
            yield seen.finding("postcode", Severity.ERROR, "postcode-elsewhere", "postal.postcode", **values)
            return


def cedex_form(seen: SeenOffice) -> Iterator[Finding]:
    """CEDEX stands in its own key, as `CEDEX 01`, and only in France."""
    postal = seen.office.postal
    if postal is None:
        return
    if re.search(r"(?i)\bcedex\b", postal.city):
        yield seen.finding("cedex", Severity.ERROR, "cedex-in-city", "postal.city", city=postal.city)
    if postal.cedex and (postal.country not in {"FR", "MC"} or not _CEDEX.fullmatch(postal.cedex)):
        yield seen.finding("cedex", Severity.ERROR, "cedex-form", "postal.cedex", cedex=postal.cedex)


def cedex_code(seen: SeenOffice) -> Iterator[Finding]:
    """In Paris, Lyon and Marseille the code of an arrondissement is never a CEDEX code, and any other is."""
    postal = _french(seen.office)
    codes = facts()["arrondissements"].get(city(postal), ()) if postal else ()
    if not postal or not codes or postal.postcode[:2] != f"{codes[0]:05}"[:2] or not postal.postcode.isdigit():
        return
    name = {(True, True): "cedex-too-many", (False, False): "cedex-missing"}.get(
        (int(postal.postcode) in codes, bool(postal.cedex))
    )
    if name and not re.search(r"\bSP\b", f"{postal.city} {postal.cedex}"):
        values = {"postcode": postal.postcode, "city": postal.city}
        yield seen.finding("cedex", Severity.REMARK, name, "postal.cedex", **values)


def _french(office: Authority) -> Postal | None:
    return office.postal if office.postal and office.postal.country == "FR" else None


def _department(postal: Postal) -> str:
    return postal.postcode[: 3 if postal.postcode.startswith(("97", "98")) else 2]
