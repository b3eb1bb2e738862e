"""An authority: an office that can act, how to reach it, and how to address it; never a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from urgentaction.model.case import Gender, Text


class Role(StrEnum):
    """What an office does; demands, law and closings are chosen by it."""

    HEAD_OF_STATE = "head-of-state"
    HEAD_OF_GOVERNMENT = "head-of-government"
    MINISTRY = "ministry"
    PROSECUTION = "prosecution"
    COURT = "court"
    POLICE = "police"
    PRISON = "prison"
    EMBASSY = "embassy"
    PARLIAMENT = "parliament"
    OTHER = "other"


class Level(StrEnum):
    """How well a contact is known (design §4)."""

    OFFICIAL = "official"
    PUBLISHED = "published"
    UNVERIFIED = "unverified"


class Reply(StrEnum):
    """What a letter asks the office to answer."""

    NONE = "none"
    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"


class ChannelName(StrEnum):
    """A way out; `bundle` is that of a signature, which another letter carries: nobody chooses it."""

    EMAIL = "email"
    POST = "post"
    PRINT = "print"
    MAILTO = "mailto"
    WEBFORM = "webform"
    BUNDLE = "bundle"


WAYS = tuple(name for name in ChannelName if name is not ChannelName.BUNDLE)
"""The ways out that a letter can be sent by."""


@dataclass(frozen=True, kw_only=True)
class Forms:
    """A form of address for a man, a woman, and for an office whose holder is not known."""

    m: str = ""
    f: str = ""
    any: str = ""

    def for_(self, gender: Gender | None) -> str:
        """The form for a holder of this gender; without one, `any`."""
        chosen = {Gender.M: self.m, Gender.F: self.f}.get(gender, "") if gender else ""
        return chosen or self.any or self.m or self.f


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Where a contact comes from, and when a person last compared it with that source."""

    source: str
    verified_on: date | None
    level: Level


@dataclass(frozen=True, kw_only=True)
class Postal:
    """A postal address: `lines` above the street, street, postcode, city, CEDEX label (`CEDEX 01`), ISO country."""

    lines: tuple[str, ...]
    street: str
    postcode: str
    city: str
    country: str
    provenance: Provenance
    cedex: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """An e-mail address, a phone or fax number, a web form or a social handle, with its provenance."""

    value: str
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class NotPublished:
    """That an office publishes no e-mail is a fact with a source too."""

    source: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who holds an office, from when to when; optional data, never needed for a letter."""

    name: str
    gender: Gender
    source: str
    from_: date | None = None
    to: date | None = None
    verified_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How many e-mails an office can take, and when: `days = "mon-fri"`, `hours = "08:00-18:00"` in its zone."""

    per_hour: int = 6
    per_day: int = 30
    days: str = "mon-fri"
    hours: str = "08:00-18:00"


@dataclass(frozen=True, kw_only=True)
class Authority:
    """An office (design §4); ids are `country/…`, as in `fr/aix/procureur-general`.

    An embassy is an office of the country that it is in (`fr/embassy/kz`) and `represents` another (`KZ`).
    """

    id: str
    country: str
    role: Role
    body: Text
    office: Mapping[str, Forms]
    salutation: Mapping[str, Forms]
    closing: Text
    languages: tuple[str, ...]
    timezone: str
    reply: Reply
    channels: tuple[ChannelName, ...]
    style: Text = field(default_factory=dict)
    represents: str = ""
    postal: Postal | None = None
    emails: tuple[Contact, ...] = ()
    email_none: NotPublished | None = None
    phones: tuple[Contact, ...] = ()
    fax: tuple[Contact, ...] = ()
    web_form: Contact | None = None
    social: tuple[Contact, ...] = ()
    holders: tuple[Holder, ...] = ()
    limits: Limits = field(default_factory=Limits)
    guidance: Text = field(default_factory=dict)
    review_by: date | None = None
    library: str = ""

    @property
    def mailbox(self) -> Contact | None:
        """The e-mail address to use: the best known, in the file's order; None where there is none."""
        rank = list(Level)
        return min(self.emails, key=lambda contact: rank.index(contact.provenance.level), default=None)

    def name(self, language: str, gender: Gender | None = None) -> str:
        """The office with its body, as in `Procureur général près la cour d'appel d'Aix-en-Provence`."""
        forms = self.office.get(language) or next(iter(self.office.values()))
        style = self.style.get(language, "")
        return f"{forms.for_(gender)} {style}".strip().replace(" ,", ",")
