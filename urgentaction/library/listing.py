"""Offices at a glance, as data: how each is reached, how far that is known, since when, and when it is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from urgentaction.model.authority import Authority, ChannelName, Level, Postal, Provenance, Role

_ROW = ConfigDict(extra="forbid", frozen=True)

WAYS: Mapping[ChannelName, str] = {
    ChannelName.EMAIL: "emails",
    ChannelName.MAILTO: "emails",
    ChannelName.POST: "postal",
    ChannelName.PRINT: "postal",
    ChannelName.WEBFORM: "web_form",
}
"""Which contact a channel leads to."""


class ContactRow(BaseModel):
    """One way to reach an office."""

    model_config = _ROW
    key: str = Field(description="Its place in the entry: postal, emails[0], web_form …")
    value: str = Field(description="The address, on one line")
    level: Level
    verified_on: date | None = Field(description="When a person last compared it with its source; null: never")
    source: str


class ChannelRow(BaseModel):
    """A channel that an office may be written to by."""

    model_config = _ROW
    name: ChannelName
    level: Level | None = Field(description="How far the contact is known that it leads to; null: there is none")


class OfficeRow(BaseModel):
    """An office, and what is known of how to reach it."""

    model_config = _ROW
    id: str = Field(pattern=r"^[a-z]{2}(/[a-z0-9]+(-[a-z0-9]+)*)+$")
    country: str = Field(pattern=r"^[A-Z]{2}$")
    role: Role
    office: dict[str, str] = Field(description="Its name, by language, whoever holds it")
    body: dict[str, str]
    languages: tuple[str, ...] = Field(description="Languages it takes letters in, the best first")
    channels: tuple[ChannelRow, ...]
    contacts: tuple[ContactRow, ...]
    level: Level | None = Field(description="The lowest of the contacts that its channels lead to; null: there is none")
    verified_on: date | None = Field(description="When the one of these was verified that was so longest ago")
    days: int | None = Field(description="Days since then; null: one of them never was")
    review_by: date | None
    overdue: bool = Field(description="The review is due: all its contacts count as unverified")
    library: str = Field(description="Which library it is from")
    waiting: tuple[str, ...] = Field(description="Added libraries that say otherwise and were not accepted")


_ROWS = TypeAdapter(tuple[OfficeRow, ...])


def listed(office: Authority, *, today: date, waiting: Sequence[str] = ()) -> OfficeRow:
    """One office at a glance."""
    contacts = tuple(_contacts(office))
    ways = {WAYS[name] for name in office.channels if name in WAYS}
    used = [one for one in contacts if one.key.partition("[")[0] in ways]
    days = [one.verified_on for one in used]
    oldest = None if None in days else min((day for day in days if day), default=None)
    return OfficeRow(
        id=office.id,
        country=office.country,
        role=office.role,
        office={language: office.name(language) for language in office.office},
        body=dict(office.body),
        languages=office.languages,
        channels=tuple(ChannelRow(name=name, level=_level(WAYS.get(name, ""), contacts)) for name in office.channels),
        contacts=contacts,
        level=_lowest(one.level for one in used),
        verified_on=oldest,
        days=(today - oldest).days if oldest else None,
        review_by=office.review_by,
        overdue=bool(office.review_by and office.review_by < today),
        library=office.library,
        waiting=tuple(waiting),
    )


def dumped(rows: Sequence[OfficeRow]) -> Any:
    """The rows as JSON, in the form that `schema` describes."""
    return _ROWS.dump_python(tuple(rows), mode="json")


def schema() -> dict[str, Any]:
    """The JSON Schema of what `ua authorities --json` says."""
    return {**_ROWS.json_schema(mode="serialization"), "title": "Offices, as ua authorities --json tells them"}


def _contacts(office: Authority) -> Iterator[ContactRow]:
    if office.postal:
        yield _row("postal", one_line(office.postal), office.postal.provenance)
    for kind in ("emails", "phones", "fax", "social"):
        for index, one in enumerate(getattr(office, kind)):
            yield _row(f"{kind}[{index}]", one.value, one.provenance)
    if office.web_form:
        yield _row("web_form", office.web_form.value, office.web_form.provenance)


def one_line(postal: Postal) -> str:
    """A postal address on one line, with its country."""
    place = f"{postal.postcode} {postal.city} {postal.cedex}".strip()
    return ", ".join(part for part in (*postal.lines, postal.street, place, postal.country) if part)


def _row(key: str, value: str, known: Provenance) -> ContactRow:
    return ContactRow(key=key, value=value, level=known.level, verified_on=known.verified_on, source=known.source)


def _level(way: str, contacts: Sequence[ContactRow]) -> Level | None:
    """That of the best contact of its kind, which is the one letters go to."""
    levels = [one.level for one in contacts if one.key.partition("[")[0] == way]
    return min(levels, key=list(Level).index, default=None)


def _lowest(levels: Iterable[Level]) -> Level | None:
    return max(levels, key=list(Level).index, default=None)
