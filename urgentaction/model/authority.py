"""An authority: an office that can act, how to reach it, and how to address it; never a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
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


class Origin(StrEnum):
    """Where the form of address of a letter comes from: the office's own entry, its role, or neither."""

    ENTRY = "entry"
    ROLE = "role"
    NEUTRAL = "neutral"


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


REPLIES: Mapping[Role, Reply] = {
    Role.COURT: Reply.NONE,
    Role.HEAD_OF_STATE: Reply.ACKNOWLEDGE,
    Role.PARLIAMENT: Reply.ACKNOWLEDGE,
    Role.EMBASSY: Reply.ACKNOWLEDGE,
}
"""What a letter asks where the entry says nothing; any other role can act itself, and is asked what it did."""


class ChannelName(StrEnum):
    """A way out; `bundle` is that of a signature, which another letter carries: nobody chooses it."""

    EMAIL = "email"
    POST = "post"
    PRINT = "print"
    MAILTO = "mailto"
    WEBFORM = "webform"
    BUNDLE = "bundle"


TRUSTED = timedelta(days=90)
"""How long somebody counts as the holder after a person last looked, where no source says until when."""

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
class Form:
    """How offices of one role are addressed in one language; the closing as in `Authority`."""

    salutation: Forms
    closing: str
    source: str


@dataclass(frozen=True, kw_only=True)
class FormSource:
    """Where an office's salutation and closing in one language come from; `key` is that of `letters/forms`."""

    origin: Origin
    key: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Where a contact comes from, and when a person last compared it with that source.

    `source_id` is its record in a directory that can be asked again, `retrieved_on` when that was last taken over.
    """

    source: str
    verified_on: date | None
    level: Level
    source_id: str = ""
    retrieved_on: date | None = None


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
    source_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who holds an office, from when to when; optional data, never needed for a letter.

    `seen` is the last day on which a source shows them in office, where no source says when they left.
    """

    name: str
    gender: Gender
    source: str
    from_: date | None = None
    to: date | None = None
    seen: date | None = None
    verified_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether no source says until when."""
        return self.to is None and self.seen is None

    def known_on(self, on: date) -> bool:
        """Whether they are known to hold the office on this day.

        Who is only known to have begun is believed for `TRUSTED` after a person last looked: governments change,
        and a form of address for nobody in particular is always right.
        """
        start = self.from_ or self.seen or self.verified_on
        end = self.to or self.seen or (self.verified_on and self.verified_on + TRUSTED)
        return start is not None and end is not None and start <= on <= end


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

    `salutation` and `closing` have every language that the entry or the forms of address know; `forms` says where
    each comes from. `form` is a finer key than the role, as in `ministry.justice`. An embassy is an office of the
    country that it is in (`fr/embassy/kz`) and `represents` another (`KZ`).
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
    form: str = ""
    forms: Mapping[str, FormSource] = field(default_factory=dict)

    @property
    def mailbox(self) -> Contact | None:
        """The e-mail address to use: the best known, in the file's order; None where there is none."""
        rank = list(Level)
        return min(self.emails, key=lambda contact: rank.index(contact.provenance.level), default=None)

    def holder_on(self, on: date) -> Holder | None:
        """Who is known to hold the office on this day: None where nobody is, or two are (a day of handing over).

        From `review_by` on, whoever has no end is not believed any more, as contacts are not.
        """
        overdue = self.review_by is not None and on >= self.review_by
        known = [holder for holder in self.holders if holder.known_on(on) and not (overdue and holder.is_open)]
        return known[0] if len(known) == 1 else None

    def gender_on(self, on: date) -> Gender | None:
        """The gender of the forms that a letter of this day uses; None for the office alone."""
        holder = self.holder_on(on)
        return holder.gender if holder and holder.gender is not Gender.X else None

    def name(self, language: str, gender: Gender | None = None) -> str:
        """The office with its body, as in `Procureur général près la cour d'appel d'Aix-en-Provence`."""
        forms = self.office.get(language) or next(iter(self.office.values()))
        style = self.style.get(language, "")
        return f"{forms.for_(gender)} {style}".strip().replace(" ,", ",")


def provenances(office: Authority) -> Iterator[Provenance]:
    """Where each contact of an office comes from."""
    if office.postal:
        yield office.postal.provenance
    form = (office.web_form,) if office.web_form else ()
    yield from (one.provenance for one in (*office.emails, *office.phones, *office.fax, *form, *office.social))
