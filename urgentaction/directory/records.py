"""A record of the directory, read: what can be used, and what cannot and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from urgentaction.directory import places, shapes
from urgentaction.directory.places import Place
from urgentaction.errors import Message, message
from urgentaction.model.case import Gender

FIELDS = (
    "id",
    "nom",
    "pivot",
    "type_organisme",
    "code_insee_commune",
    "adresse",
    "adresse_courriel",
    "telephone",
    "telecopie",
    "formulaire_contact",
    "affectation_personne",
    "date_modification",
    "url_service_public",
)
"""What is asked for: names and numbers of nobody but the heads of offices."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{3,}")
_GENDERS: Mapping[str, Gender] = {"m.": Gender.M, "m": Gender.M, "monsieur": Gender.M, "mme": Gender.F}


@dataclass(frozen=True, kw_only=True)
class Head:
    """Who holds which office, as the record words it."""

    duty: str
    name: str
    gender: Gender


@dataclass(frozen=True, kw_only=True)
class Record:
    """One body. `emails` is None where the field was not there at all; `odd` tells what was left out and why.

    `types` are those of its pivot (`cour_appel`), `body` its kind of body (`Juridiction`), `communes` INSEE codes.
    """

    id: str
    name: str
    types: frozenset[str] = frozenset()
    body: str = ""
    communes: tuple[str, ...] = ()
    place: Place | None = None
    emails: tuple[str, ...] | None = None
    phones: tuple[str, ...] = ()
    fax: tuple[str, ...] = ()
    web_form: str = ""
    heads: tuple[Head, ...] = ()
    modified: date | None = None
    url: str = ""
    odd: tuple[Message, ...] = ()


def read(raw: object) -> Record | None:
    """The record of an object of the directory; None where it has no id or no name that could be shown."""
    if not isinstance(raw, Mapping):
        return None
    id_, name = shapes.plain(raw.get("id")), shapes.plain(raw.get("nom"))
    if not _ID.fullmatch(id_) or not name:
        return None
    place, clear = places.chosen(shapes.tables(raw.get("adresse")))
    odd = [] if clear else [_odd("adresse", raw)]
    emails = _taken("adresse_courriel", raw, _email, odd)
    forms = _taken("formulaire_contact", raw, _url, odd)
    return Record(
        id=id_,
        name=name,
        types=_types(raw.get("pivot")),
        body=shapes.plain(raw.get("type_organisme")),
        communes=_communes(raw),
        place=place,
        emails=_emails(raw, emails),
        phones=_taken("telephone", raw, _phone, odd),
        fax=_taken("telecopie", raw, _phone, odd),
        web_form=forms[0] if forms else "",
        heads=tuple(head for row in shapes.tables(raw.get("affectation_personne")) if (head := _head(row))),
        modified=_day(shapes.plain(raw.get("date_modification"))),
        url=_url(shapes.plain(raw.get("url_service_public"))) or "",
        odd=tuple(odd),
    )


def _odd(field: str, raw: Mapping[str, Any], value: object = None) -> Message:
    return message("directory.odd", field=field, found=shapes.shown(raw.get(field) if value is None else value))


def _taken(field: str, raw: Mapping[str, Any], check: Any, odd: list[Message]) -> tuple[str, ...]:
    """The values of a field that are what they should be, each once; the others are told."""
    found: dict[str, None] = {}
    for value in shapes.values(raw.get(field)):
        if value in {None, ""} if isinstance(value, str | None) else False:
            continue
        text = shapes.text(value)
        good = check(text) if text else None
        if good:
            found[good] = None
        else:
            odd.append(_odd(field, raw, value))
    return tuple(found)


def _emails(raw: Mapping[str, Any], found: tuple[str, ...]) -> tuple[str, ...] | None:
    """None where nothing can be said: the field was not asked for, or holds something that is no address."""
    if found or ("adresse_courriel" in raw and not shapes.rows(raw["adresse_courriel"])):
        return found
    return None


def _email(text: str) -> str | None:
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def _phone(text: str) -> str | None:
    return text if _PHONE.fullmatch(text) else None


def _url(text: str) -> str | None:
    """A whole address of a page: one without https:// is not mended, it may lead elsewhere."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
    except ValueError:
        return None
    return text if good and not re.search(r"\s", text) else None


def _types(pivot: object) -> frozenset[str]:
    rows = shapes.rows(pivot)
    named = (row.get("type_service_local") if isinstance(row, Mapping) else row for row in rows)
    return frozenset(filter(None, map(shapes.plain, named)))


def _communes(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Every code once, those of the pivot first: the record's own sometimes differs."""
    of_pivot = [code for row in shapes.tables(raw.get("pivot")) for code in shapes.rows(row.get("code_insee_commune"))]
    codes = map(shapes.plain, [*of_pivot, *shapes.rows(raw.get("code_insee_commune"))])
    return tuple(dict.fromkeys(filter(None, codes)))


def _head(row: Mapping[str, Any]) -> Head | None:
    person = next(iter(shapes.tables(row.get("personne"))), {})
    duty, first, last = (
        shapes.plain(value) for value in (row.get("fonction"), person.get("prenom"), person.get("nom"))
    )
    gender = _GENDERS.get(shapes.plain(person.get("civilite")).casefold())
    if not duty or not last or gender is None:
        return None
    return Head(duty=duty, name=f"{first} {last}".strip(), gender=gender)


def _day(text: str) -> date | None:
    """`08/03/2021 14:14:36`, or ISO 8601."""
    for pattern in ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007  # a day, in no zone
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
