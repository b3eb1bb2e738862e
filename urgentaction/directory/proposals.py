"""What a record says of an office, as an entry of an authority file would hold it; nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from urgentaction.address import normalise
from urgentaction.directory import PATERNITY
from urgentaction.directory.kinds import Kind, Office
from urgentaction.directory.records import Record
from urgentaction.directory.zones import HOME, zone
from urgentaction.library.positions import KeyPath
from urgentaction.model.authority import Level, Role

REVIEW = timedelta(days=365)
"""After a year somebody should look again."""

_SLUG = 60
"""Characters of a name's part of an id, before the office."""

_RESERVED = frozenset({"", "schema"})


@dataclass(frozen=True)
class Stamp:
    """Where and when records were taken, and whether a person looked at them: only then are they official."""

    origin: str
    on: date
    seen: bool = False

    def of(self, record: Record) -> dict[str, Any]:
        """What each contact of a record says of itself."""
        known = {"verified_on": self.on} if self.seen else {}
        level = Level.OFFICIAL if self.seen else Level.UNVERIFIED
        return {
            "source": self.source(record),
            "source_id": record.id,
            "retrieved_on": self.on,
            **known,
            "level": level.value,
        }

    def none(self, record: Record) -> dict[str, Any]:
        """What that a record gives no e-mail says of itself."""
        return {"source": self.source(record), "source_id": record.id, "on": self.on}

    def source(self, record: Record) -> str:
        """Whose record it is, and where it can be looked at."""
        return f"{PATERNITY}: {record.url or self.origin}"


def home(record: Record, kind: Kind) -> str:
    """The country whose file an office stands in: where an embassy is, as look-ups want it; else France."""
    place = record.place.country if record.place else ""
    return place if place and any(office.role is Role.EMBASSY for office in kind.offices) else "FR"


def contacts(record: Record, office: Office | None, stamp: Stamp, *, home: str = "FR") -> dict[str, Any]:
    """How a body is reached, by key of an entry in the file of the country `home`.

    A court's e-mail is left out: courts are written to on paper. Without an `office` nothing is known of whose mailbox
    it is: e-mails are those of the body.
    """
    said = stamp.of(record)
    found: dict[str, Any] = {}
    if record.place:
        country = record.place.country or "FR"
        found["postal"] = {**record.place.table(), **({} if country == home else {"country": country}), **said}
    if office is None or office.mailed:
        found |= _mail(record, stamp)
    if record.phones:
        found["phones"] = [{"number": number, **said} for number in record.phones]
    if record.fax:
        found["fax"] = [{"number": number, **said} for number in record.fax]
    if record.web_form:
        found["web_form"] = {"url": record.web_form, **said}
    return found


def _mail(record: Record, stamp: Stamp) -> dict[str, Any]:
    if record.emails:
        return {"emails": [{"address": address, **stamp.of(record)} for address in record.emails]}
    return {} if record.emails is None else {"email_none": stamp.none(record)}


def entry(record: Record, office: Office, stamp: Stamp, *, home: str = "FR") -> dict[str, Any] | None:
    """The whole entry of an office in the file of the country `home`.

    None where the record leads nowhere, or to a country of unknown time; or to an embassy that is not abroad.
    """
    if office.role is Role.EMBASSY and home == "FR":
        return None
    reached = contacts(record, office, stamp, home=home)
    timezone = zone(record.place.country) if record.place else HOME
    channels = _channels(reached, office)
    if timezone is None or not channels:
        return None
    style, head = _style(record.name, office), holder(record, office, stamp)
    return {
        "role": office.role.value,
        "body": {"fr": record.name},
        "office": {"fr": _filled(office.title)},
        **({"style": {"fr": style}} if style else {}),
        **({"form": office.form} if office.form else {}),
        **({"represents": "FR"} if office.role is Role.EMBASSY else {}),
        "languages": ["fr"],
        "timezone": timezone,
        **reached,
        "channels": channels,
        **({"holders": [head]} if head else {}),
        **({"review_by": stamp.on + REVIEW} if stamp.seen else {}),
    }


def holder(record: Record, office: Office | None, stamp: Stamp) -> dict[str, Any] | None:
    """Who holds an office by its record: known for the day of the record, and for some time where a person looked."""
    head = office.head(record) if office else None
    if head is None:
        return None
    known = "verified_on" if stamp.seen else "seen"
    return {"name": head.name, "gender": head.gender.value, known: stamp.on, "source": stamp.source(record)}


def _channels(reached: Mapping[str, Any], office: Office) -> list[str]:
    """The ways that lead somewhere; to a court, and to whom only a registry's mailbox is known, only paper."""
    ways = {"email": "emails", "post": "postal", "print": "postal", "webform": "web_form"}
    paper = office.role is Role.COURT or not office.mailed
    return [way for way, key in ways.items() if key in reached and (key == "postal" or not paper)]


def _filled(forms: Any) -> dict[str, str]:
    return {key: value for key, value in asdict(forms).items() if value}


def _style(name: str, office: Office) -> str:
    """What follows the title: `près la cour d'appel de Lyon`, `de la Drôme`; nothing where the name does not say."""
    if office.link:
        if " - " in name:  # Cour d'appel - Bourges: a label, no words to go on with
            return ""
        return f"{office.link} {name[0].lower()}{name[1:]}"
    rest = name.removeprefix(f"{office.drops} ").partition(" - ")[0]  # Préfecture de la Drôme - Valence
    if not office.drops or rest == name or not _OF.match(rest):
        return ""
    if office.role is Role.EMBASSY and not _ABROAD.fullmatch(rest):  # de France KAZAKHSTAN
        return "de France"
    return rest


_OF = re.compile("(?:de|du|des) |d['’]")
_ABROAD = re.compile("de France (?:en|au|aux|à|auprès|près|dans) .+")


def paths(record: Record, kind: Kind, taken: Collection[KeyPath]) -> Iterator[tuple[KeyPath, Office]]:
    """Where the entries of a record stand in a file: its name, readable and the same each time; never one taken.

    Where another body has the name, the beginning of the record's id tells them apart.
    """
    base = _slug(record.name)
    id_ = normalise(record.id).lower().replace(" ", "-") or "x"
    names = [] if base in _RESERVED else [base]
    names += [f"{base or kind.name.replace('_', '-')}-{part}" for part in (id_[:8].strip("-"), id_)]
    free = [name for name in names if not any(path[:1] == (name,) for path in taken)]
    if free:
        for office in kind.offices:
            yield tuple(filter(None, (free[0], office.last))), office


def _slug(name: str) -> str:
    words = normalise(name).lower().split()
    while words and len("-".join(words)) > _SLUG:
        words.pop()
    return "-".join(words)
