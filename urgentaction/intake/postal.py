"""The lines of an address in a document as the address of an authority file: none is lost, and their order is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from urgentaction import address
from urgentaction.errors import UserError
from urgentaction.intake.nations import countries
from urgentaction.model.authority import Level, Postal, Provenance

_CODE = r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|(?:[A-Z]{1,3}[- ])?\d{3,6}(?:-\d{3,4})?|\d{3} \d{2,3})"
"""A postcode: `SW1A 2AA`, `K1A 0A2`, `L-2450`, `VLT 1117`, `75042`, `110 15`, `04101-300`."""

_BEFORE: Final = re.compile(rf"(?P<code>{_CODE})[ ,]+(?P<city>\D.*)")
_BEHIND: Final = re.compile(rf"(?P<city>.*[^\W\d].*?)(?:[ ,]+|(?<=[^\W\d])-)(?P<code>{_CODE})")
_CEDEX: Final = re.compile(r"(?P<city>.+?) (?P<cedex>cedex(?: \d+)?)", re.IGNORECASE)
_STREET: Final = re.compile(
    r"^\d|\d,|\d+ *[A-Za-z]?$|\b(?:street|road|avenue|av\.|rue|boulevard|calle|paseo|box|apdo|apartado|b\.?p\.? ?\d|place|plaza"
    r"|square|carrera|jr\.|jirón|cra\.?|chaussée|lane|drive|way|walk|quai|allée|camino|carretera|bag|stra(?:ss|ß)e)\b",
    re.IGNORECASE,
)
_NATION: Final = re.compile(
    r"(?:(?:the|la|le|les|el|los|republic|république|república|islamic|islamique|islámica|people'?s|kingdom|royaume|reino"
    r"|state|état|estado|federal|of|de|del|du|d|the)\b|[\s.,()'’-])*",
    re.IGNORECASE,
)
"""What stands around the name of a country where a line says nothing else."""

_KINSHASA: Final = (
    r"(?:(?:the )?(?:DR|democratic republic) (?:of )?(?:the )?|(?:RD|république démocratique) (?:du )?"
    r"|(?:RD|república democrática) (?:del )?)congo"
)
"""The other Congo, whose name holds that of Brazzaville's."""

ANY: Final = Provenance(source="", verified_on=None, level=Level.PUBLISHED)


def parsed(said: Sequence[str]) -> Mapping[str, Any]:
    """`lines`, `street`, `postcode`, `city`, `cedex` and `country` of an address; empty where no line is one.

    A part is only told from its line where an envelope would say the same words in the same order.
    """
    lines = [part for line in said for part in (line.split(",") if len(said) == 1 else [line])]
    lines = [line for line in map(_tidy, lines) if line]
    lines, country = _without_country(lines)
    if not lines:
        return {}
    plain = {"lines": lines[:-1], "city": lines[-1], "country": country}
    ways = (made for cut in _cities(lines) for made in (_with_street(cut, country), {**cut, "country": country}))
    chosen = next((way for way in ways if written(way) == written(plain)), plain)
    return {key: value for key, value in chosen.items() if value}


def written(parts: Mapping[str, Any]) -> str:
    """What an envelope says of an address, as it is compared: without the country."""
    names = ("street", "postcode", "city", "cedex", "country")
    postal = Postal(
        lines=tuple(parts.get("lines", ())), provenance=ANY, **{name: parts.get(name, "") for name in names}
    )
    try:
        shown = address.lines(postal, office=(), sender_country="", language="en")
    except UserError:  # more than France's six lines: the check of the letter says it
        shown = (*postal.lines, postal.street, postal.postcode, postal.city, postal.cedex)
    return address.normalise(" ".join(shown))


def country_in(line: str) -> str:
    """The country that a line names and nothing else; empty where it says more, or none."""
    if re.fullmatch(_KINSHASA, line.strip(" .,"), re.IGNORECASE):
        return "CD"
    for code, match in countries(line):
        if _NATION.fullmatch(line[: match.start()]) and _NATION.fullmatch(line[match.end() :]):
            return code
    return ""


def _tidy(line: str) -> str:
    """Without what ends a line of an enumeration; `D.F.` keeps its full stop."""
    line = line.strip(" ,;")
    return line[:-1] if re.search(r"[^\W\d_]{4}\.$", line) else line


def _without_country(lines: Sequence[str]) -> tuple[list[str], str]:
    """The lines above the country, and its code: the last line, or what stands behind the last comma of it."""
    if not lines:
        return [], ""
    *above, last = lines
    if code := country_in(last):
        return above, code
    before, comma, behind = last.rpartition(",")
    code = country_in(behind) if comma else ""
    return ([*above, before.strip(" ,")], code) if code else (list(lines), "")


def _cities(lines: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """Ways to tell the city: in its line before or behind a postcode, above one, with a CEDEX."""
    *above, last = lines
    for pattern in (_BEFORE, _BEHIND):
        if match := pattern.fullmatch(last):
            city = _CEDEX.fullmatch(match["city"])
            parts = (
                {"city": city["city"], "cedex": city["cedex"].upper()} if city else {"city": match["city"].strip(" ,")}
            )
            yield {"lines": above, "postcode": match["code"], **parts}
    if above and re.fullmatch(_CODE, last):
        yield {"lines": above[:-1], "postcode": last, "city": above[-1]}
    yield {"lines": above, "city": last}


def _with_street(parts: Mapping[str, Any], country: str) -> Mapping[str, Any]:
    """The line above the city as the street, where it looks like one."""
    *above, last = parts["lines"] or [""]
    street = {"lines": above, "street": last} if _STREET.search(last) else {}
    return {**parts, **street, "country": country}
