"""The office of a document as an entry of an authority file, or as the one that the directory has already."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from urgentaction.intake.found import Target, Value
from urgentaction.intake.labels import fold
from urgentaction.intake.nations import countries
from urgentaction.intake.offices import OFFICE
from urgentaction.model.authority import Authority, Role
from urgentaction.model.codes import LANGUAGES

_ROLES: Final = (
    (Role.EMBASSY, r"embass|embajad|ambass"),
    (Role.PRISON, r"prison|cárcel|penitenc|détention|warden"),
    (Role.HEAD_OF_GOVERNMENT, r"prime minister|premier ministre|primer ministro|primera ministra|première ministre"),
    (Role.PROSECUTION, r"prosecut|attorney|procur|fiscal"),
    (Role.COURT, r"\bcourt|\bjudge|\bjuge|juez|jueza|tribunal|\bcour\b|\bcorte\b|magistra"),
    (Role.POLICE, r"police|policía|gendarm"),
    (Role.PARLIAMENT, r"parliament|parlement|parlament|speaker|congres|assembl|asamblea|sena"),
    (Role.MINISTRY, r"minist|garde des sceaux|secretary|secretari|secrétaire|home office"),
    (Role.HEAD_OF_STATE, r"president|président|king|queen|\brey\b|\broi\b|emir|sultan|supreme leader"),
)
_POSTCODE = re.compile(r"\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]?\d{4,6}(?:-\d{3,4})?|\d{3} ?\d{2}|\d{3}-\d{4})\b")
_STREET = re.compile(
    r"^\d|\d+ *(?:[A-Za-z])?$|\b(?:street|road|avenue|av\.|rue|boulevard|calle|paseo|box|apdo|place|plaza|square|carrera|jr\.|jirón|cra\.?)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:minist[eè]r\w+|ministry|office|palace|palais|palacio|department|oficina|bureau|court|secretar\w+|presiden\w+)\b",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+%-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{3,}")
_MEANT: Final = {"RU": "Europe/Moscow", "BR": "America/Sao_Paulo", "US": "America/New_York", "CA": "America/Toronto",
    "AU": "Australia/Sydney", "MX": "America/Mexico_City", "ID": "Asia/Jakarta", "KZ": "Asia/Almaty", "CN": "Asia/Shanghai",
    "CD": "Africa/Kinshasa", "ES": "Europe/Madrid", "PT": "Europe/Lisbon", "CL": "America/Santiago", "UA": "Europe/Kyiv",
    "AR": "America/Argentina/Buenos_Aires", "EC": "America/Guayaquil", "MN": "Asia/Ulaanbaatar", "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland", "UZ": "Asia/Tashkent", "PS": "Asia/Hebron", "CY": "Asia/Nicosia", "DE": "Europe/Berlin"}  # fmt: skip
"""The zone of the government, where a country has several."""


@dataclass(frozen=True)
class Source:
    """What every contact taken from a document says of itself, and until when it may be used."""

    name: str
    language: str
    until: date | None
    languages: tuple[str, ...] = ()


def home(target: Target, country: str) -> str:
    """The country of an office: the last line of its address, else that of the case."""
    for line in target.postal[-1:]:
        found = [code for code, match in countries(line.said) if match.start() == 0]
        tail = line.said.split(",")[-1].strip()
        found += [code for code, match in countries(tail) if match.start() == 0]
        if found:
            return found[0]
    return country


def slug(text: str, *, words: int = 6) -> str:
    """A name as an id has it."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"['’]", " ", plain))[:words])


def role(target: Target) -> Role:
    """What the office does, by its words."""
    said = target.office.said
    return next((one for one, pattern in _ROLES if re.search(pattern, said, re.IGNORECASE)), Role.OTHER)


def known(target: Target, offices: Sequence[Authority], country: str) -> Authority | None:
    """The office of the directory that this is: the same e-mail address, or the same words in the same country."""
    mails = {one.value.casefold() for one in target.emails}
    for office in offices:
        if mails & {one.value.casefold() for one in office.emails}:
            return office
    said = fold(target.office.said)
    return next((one for one in offices if one.country == country and said in _names(one)), None)


def _names(office: Authority) -> set[str]:
    made = set()
    for language, forms in office.office.items():
        for form in filter(None, (forms.m, forms.f, forms.any)):
            made |= {fold(form), fold(f"{form} {office.style.get(language, '')}".strip())}
    return made


def differences(target: Target, office: Authority) -> Iterator[tuple[str, str, str]]:
    """What the document says otherwise: the key, what the directory has, what the document has."""
    pairs = (
        ("emails", [one.value for one in office.emails], target.emails),
        ("phones", [one.value for one in office.phones], target.phones),
        ("fax", [one.value for one in office.fax], target.fax),
    )
    for key, ours, theirs in pairs:
        new = [one.value for one in theirs if fold(one.value) not in {fold(our) for our in ours}]
        if new:
            yield key, ", ".join(ours), ", ".join(new)
    lines = " ".join(one.said for one in target.postal)
    if office.postal and lines and fold(office.postal.city) not in fold(lines):
        yield "postal", office.postal.city, lines


def entry(target: Target, source: Source, country: str) -> Mapping[str, Any]:
    """The entry of an office that the directory does not have; contacts are `published`: good until the deadline."""
    stamp = {"source": source.name, "level": "published"}
    own = source.languages or tuple(dict.fromkeys(code for code, _ in target.salutations)) or (source.language,)
    languages = [code for code in dict.fromkeys((source.language, *own)) if code in LANGUAGES]
    body = next((one.said for one in target.postal if _BODY.search(one.said)), target.office.said)
    made: dict[str, Any] = {
        "role": role(target).value,
        "body": {source.language: body},
        "office": {source.language: {"any": target.office.said}},
        "salutation": {
            code: {"any": _comma(value.said, code)} for code, value in target.salutations if code in LANGUAGES
        },
        "languages": languages,
        "timezone": timezone(country),
        "postal": _postal(target, stamp, body),
        "emails": [{"address": one.value, **stamp} for one in target.emails if _EMAIL.fullmatch(one.value)],
        "phones": [{"number": number, **stamp} for number in _numbers(target.phones)],
        "fax": [{"number": number, **stamp} for number in _numbers(target.fax)],
        "web_form": {"url": _url(target.web_form.value), **stamp} if target.web_form else None,
        "social": [{"handle": one.value, **stamp} for one in target.social],
        "review_by": source.until,
    }
    if role(target) is Role.EMBASSY:
        made["role"] = Role.OTHER.value  # whose embassy it is, is not known here
    ways = [name for name, key in (("email", "emails"), ("post", "postal"), ("webform", "web_form")) if made[key]]
    return {key: value for key, value in {**made, "channels": [*ways, "print"]}.items() if value}


def _comma(said: str, language: str) -> str:
    """A salutation ends as letters in its language do."""
    end = ":" if language == "es" else ","
    return said if said.endswith((",", ":", "!")) else said + end


def _url(said: str) -> str:
    return said if said.startswith("http") else f"https://{said}"


def _numbers(values: Sequence[Value[str]]) -> list[str]:
    """Numbers as a file holds them: `+(504) 22` is `+504 22`."""
    made = (
        re.sub(r"^\+?\s*\(?0*(\d+)\)?", lambda match: ("+" if "+" in match.group() else "") + match[1], one.value)
        for one in values
    )
    return [number for number in made if _NUMBER.fullmatch(number)]


def _postal(target: Target, stamp: Mapping[str, str], body: str) -> Mapping[str, Any] | None:
    """The address: the country last, before it the city with its postcode; a street if a line has a number."""
    lines = [one.said for one in target.postal]
    lines = [part.strip(" ,.") for line in lines for part in (line.split(",") if len(lines) < 3 else [line])]  # noqa: PLR2004
    code = ""
    if lines and (found := [code for code, match in countries(lines[-1]) if match.start() == 0]):
        code = found[0]
        lines.pop()
    elif lines and "," in lines[-1] and (found := [code for code, _ in countries(lines[-1].rpartition(",")[2])]):
        code, lines[-1] = found[0], lines[-1].rpartition(",")[0]
    if not lines:
        return None
    city = lines.pop()
    match = _POSTCODE.search(city)
    postcode = match.group() if match else ""
    city = re.sub(r"\s+,|,\s*$|^[\s,-]+", "", city.replace(postcode, "", 1) if postcode else city).strip() or city
    street = next((line for line in reversed(lines) if _STREET.search(line)), "")
    rest = [line for line in lines if line != street]
    if not rest and not street:
        rest = [body]
    made = {"lines": rest, "street": street, "postcode": postcode, "city": city, "country": code, **stamp}
    return {key: value for key, value in made.items() if value}


@cache
def timezone(country: str) -> str:
    """The zone of a country's government; UTC where none is known."""
    if country in _MEANT:
        return _MEANT[country]
    from importlib.resources import files

    for line in (files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if parts[0] == country:
            return parts[2]
    return "UTC"


def is_office(target: Target) -> bool:
    """Whether the words of its office are those of one."""
    return bool(OFFICE.search(target.office.said))
