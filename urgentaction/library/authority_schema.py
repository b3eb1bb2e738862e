"""What an entry of an authority file may hold, for pydantic, for editors, and as the nouns of the model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from urgentaction import pace
from urgentaction.library import fields
from urgentaction.library.fields import TABLE, Choice, Filled, Line, Rows, Text, noun, written
from urgentaction.model import authority as nouns
from urgentaction.model.case import Gender


class Way(StrEnum):
    """A way out."""

    EMAIL = "email"
    POST = "post"
    PRINT = "print"
    MAILTO = "mailto"
    WEBFORM = "webform"


def _email(value: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(value, check_deliverability=False).normalized
    except EmailNotValidError as problem:
        raise PydanticCustomError("library.not-email", "", {"found": value, "reason": str(problem)}) from problem


def _timezone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, OSError) as problem:  # not there; not a name; a folder of zones
        raise PydanticCustomError("library.unknown-timezone", "", {"found": value}) from problem


def _days(value: str) -> str:
    try:
        pace.parse_days(value)
    except ValueError as problem:
        raise PydanticCustomError("library.not-days", "", {"found": value}) from problem
    return value


def _hours(value: str) -> str:
    try:
        pace.parse_hours(value)
    except ValueError as problem:
        raise PydanticCustomError("library.not-hours", "", {"found": value}) from problem
    return value


Email = Annotated[str, AfterValidator(_email), Field(json_schema_extra={"format": "email"})]
Timezone = Annotated[str, AfterValidator(_timezone)]
Days = Annotated[str, AfterValidator(_days), written(r"[a-z]{3}(-[a-z]{3})?(,[a-z]{3}(-[a-z]{3})?)*")]
Hours = Annotated[str, AfterValidator(_hours), written(r"\d\d:\d\d-\d\d:\d\d")]
PerHour = Annotated[int, Field(ge=1, le=pace.CEILING_HOUR)]
PerDay = Annotated[int, Field(ge=1, le=pace.CEILING_DAY)]


class Contact(BaseModel):
    """What every contact says of itself; without a source there is none: a guessed address reaches a stranger."""

    model_config = TABLE

    source: Line = Field(description="Where it is published: a URL, a document; never a guess")
    source_id: Line = Field(default="", description="Its record in a directory that `ua authority refresh` asks")
    retrieved_on: date | None = Field(default=None, description="When it was taken from there")
    verified_on: date | None = Field(default=None, description="When a person last compared it with that source")
    level: Choice[nouns.Level] = Field(description="official, published (in the action itself) or unverified")


class Postal(Contact):
    """A postal address."""

    lines: Rows[Line] = Field(default=(), description="Lines above the street: the body, the building")
    street: Line = Field(default="", description="Number and street, or the box")
    postcode: Line = Field(default="", description="The postcode, where the country has them")
    city: Line = Field(description="The city, in ordinary letters")
    cedex: Line = Field(default="", description="France: CEDEX 01")
    country: fields.Country = Field(default="", description="Two capitals; the file's country if absent")


class EmailContact(Contact):
    """An e-mail address."""

    value: Email = Field(alias="address", description="The address as published")


class PhoneContact(Contact):
    """A phone or fax number."""

    value: fields.Phone = Field(alias="number", description="The number, with + and country code")


class WebFormContact(Contact):
    """A web form."""

    value: fields.Url = Field(alias="url", description="The page with the form")


class SocialContact(Contact):
    """A social media account."""

    value: Line = Field(alias="handle", description="The handle, with the network: @…@…")


class NotPublished(BaseModel):
    """That an office publishes no e-mail."""

    model_config = TABLE

    source: Line = Field(description="Where none is given")
    source_id: Line = Field(default="", description="The record in a directory that gives none")
    on: date = Field(description="When that was looked at")


class Holder(BaseModel):
    """Who holds the office; optional, never needed for a letter."""

    model_config = TABLE

    name: Line = Field(description="The holder's name")
    gender: Choice[Gender] = Field(description="m, f or x: chooses the forms of address")
    from_: date | None = Field(default=None, alias="from", description="In office since")
    to: date | None = Field(default=None, description="In office until")
    seen: date | None = Field(default=None, description="The last day a source shows them in office, if none says `to`")
    source: Line = Field(description="Where that is published")
    verified_on: date | None = Field(default=None, description="When a person last compared it with that source")


class Limits(BaseModel):
    """How many e-mails the office can take, and when."""

    model_config = TABLE

    per_hour: PerHour = Field(default=nouns.Limits.per_hour, description="E-mails an hour, at most 6")
    per_day: PerDay = Field(default=nouns.Limits.per_day, description="E-mails a day, at most 30")
    days: Days = Field(default=nouns.Limits.days, description="Office days: mon-fri, sun-thu")
    hours: Hours = Field(default=nouns.Limits.hours, description="Office hours in its zone: 08:00-18:00")


class Forms(BaseModel):
    """A form for a man, for a woman, and for an office whose holder is not known."""

    model_config = TABLE

    m: Line = Field(default="", description="Said to, or of, a man")
    f: Line = Field(default="", description="Said to, or of, a woman")
    any: Line = Field(default="", description="Where the holder is not known")


class Authority(BaseModel):
    """An office that can act; never a person."""

    model_config = TABLE

    role: Choice[nouns.Role] = Field(description="What the office does; demands and law are chosen by it")
    body: Text = Field(description="The body it belongs to, by language")
    office: dict[fields.Language, Forms] = Field(description="Its title, by language")
    style: Text = Field(default={}, description="What follows the title: près la cour d'appel de …")
    represents: fields.Country = Field(
        default="", description="An embassy: whose, in two capitals; the file says where"
    )
    form: fields.FormKey = Field(
        default="", description="Its form of address, where finer than its role: ministry.justice"
    )
    salutation: dict[fields.Language, Forms] = Field(
        default={}, description="Its own, instead of its form's; by language"
    )
    closing: Text = Field(default={}, description="Its own, by language, instead of its form's")
    languages: Filled[fields.Language] = Field(description="Languages of letters it takes, the best first")
    timezone: Timezone = Field(description="Its zone: Europe/Paris")
    reply: Choice[nouns.Reply] | None = Field(default=None, description="What a letter asks of it; else its role's")
    postal: Postal | None = Field(default=None, description="Its postal address")
    emails: Rows[EmailContact] = Field(default=(), description="Its e-mail addresses, the best first")
    email_none: NotPublished | None = Field(default=None, description="Where it publishes none: that is a fact too")
    phones: Rows[PhoneContact] = Field(default=(), description="Its phone numbers")
    fax: Rows[PhoneContact] = Field(default=(), description="Its fax numbers")
    web_form: WebFormContact | None = Field(default=None, description="Its web form")
    social: Rows[SocialContact] = Field(default=(), description="Its accounts")
    channels: Filled[Choice[Way]] = Field(description="How it may be written to, the best first")
    holders: Rows[Holder] = Field(default=(), description="Who holds the office, from when to when")
    limits: Limits = Field(default=Limits.model_construct(), description="How many e-mails it can take, and when")
    guidance: Text = Field(default={}, description="What a writer should know about it, by language")
    review_by: date | None = Field(default=None, description="From this day on its contacts count as unverified")


def authority_of(data: Mapping[str, Any], *, id_: str, library: str) -> nouns.Authority:
    """Make the noun of one entry; its country is the first part of its id.

    Raises:
        pydantic.ValidationError: Every fault of the entry.
    """
    entry = Authority.model_validate(data)
    country = id_.partition("/")[0].upper()
    names = (
        "role",
        "body",
        "style",
        "represents",
        "closing",
        "languages",
        "timezone",
        "form",
        "guidance",
        "review_by",
    )
    rest = {name: getattr(entry, name) for name in names}
    return nouns.Authority(
        id=id_,
        country=country,
        library=library,
        reply=entry.reply or nouns.REPLIES.get(entry.role, nouns.Reply.ASK),
        office={language: noun(nouns.Forms, forms) for language, forms in entry.office.items()},
        salutation={language: noun(nouns.Forms, forms) for language, forms in entry.salutation.items()},
        postal=_postal(entry.postal, country) if entry.postal else None,
        emails=tuple(map(_contact, entry.emails)),
        email_none=noun(nouns.NotPublished, entry.email_none) if entry.email_none else None,
        phones=tuple(map(_contact, entry.phones)),
        fax=tuple(map(_contact, entry.fax)),
        web_form=_contact(entry.web_form) if entry.web_form else None,
        social=tuple(map(_contact, entry.social)),
        channels=tuple(nouns.ChannelName(way) for way in entry.channels),
        holders=tuple(noun(nouns.Holder, holder) for holder in entry.holders),
        limits=noun(nouns.Limits, entry.limits),
        **rest,
    )


def _contact(row: EmailContact | PhoneContact | WebFormContact | SocialContact) -> nouns.Contact:
    return nouns.Contact(value=row.value, provenance=_provenance(row))


def _provenance(row: Contact) -> nouns.Provenance:
    return nouns.Provenance(
        source=row.source,
        verified_on=row.verified_on,
        level=row.level,
        source_id=row.source_id,
        retrieved_on=row.retrieved_on,
    )


def _postal(row: Postal, country: str) -> nouns.Postal:
    return nouns.Postal(
        lines=row.lines,
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        cedex=row.cedex,
        country=row.country or country,
        provenance=_provenance(row),
    )
