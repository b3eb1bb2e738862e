"""What every company that prints and mails promises, and the values it is given and gives (design §3).

No value here shows an address or a letter in its repr, so that none reaches a log or an error by accident.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from urgentaction.errors import Message, UserError
from urgentaction.model.delivery import Halted, Permit, Refused, Unavailable, Uncertain
from urgentaction.model.progress import Kind, Money, Progress

__all__ = [
    "AddressMode",
    "Capabilities",
    "Found",
    "Kind",
    "Money",
    "NotTaken",
    "Options",
    "Order",
    "Paper",
    "Place",
    "Prepared",
    "Progress",
    "Provider",
    "Quote",
    "Service",
    "Zone",
    "account",
]

UNKNOWN_TRANSIT = 21
"""Days to count where it is not documented how long a letter takes: three weeks, to be on the safe side."""


class Paper(StrEnum):
    """The sheet that a provider prints on."""

    A4 = "a4"
    LETTER = "letter"


class Service(StrEnum):
    """How a letter travels, from the cheapest; `registered-receipt` comes back signed by who received it."""

    STANDARD = "standard"
    PRIORITY = "priority"
    TRACKED = "tracked"
    REGISTERED = "registered"
    REGISTERED_RECEIPT = "registered-receipt"


class AddressMode(StrEnum):
    """Who puts the address on: we, into the PDF's window zone; the provider, on a sheet of its own before it."""

    WINDOW = "window"
    COVER = "cover"


@dataclass(frozen=True, kw_only=True, repr=False)
class Place:
    """A postal address in its parts, for providers that want fields; `country` is ISO 3166, two letters.

    `lines` stand between the names and the street (a department, a building). At least one name is given.
    """

    country: str
    postcode: str = ""
    city: str = ""
    street: str = ""
    person: str = ""
    organisation: str = ""
    lines: tuple[str, ...] = ()
    cedex: str = ""


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a letter is to be printed and carried."""

    service: Service = Service.STANDARD
    colour: bool = False
    duplex: bool = False


@dataclass(frozen=True, kw_only=True, repr=False)
class Order:
    """One letter to print and mail. `provider` and `live` are those it was shown and agreed to for: no other takes it.

    `paper` is the sheet that the PDF was set for; `pages` counts the PDF's pages.
    """

    provider: str
    live: bool
    recipient: Place
    sender: Place
    pdf: bytes
    pages: int
    paper: Paper = Paper.A4
    options: Options = field(default_factory=Options)


@dataclass(frozen=True)
class Zone:
    """A rectangle on the first sheet, in millimetres from its top left corner."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """What a provider can do, as data; a country is ISO 3166, two letters.

    `services` gives the countries each reaches (None: all). `senders` are the countries whose addresses a sender may
    have (None: any). `max_pages` is by country, `""` for the others. `lengths` are the most characters of each field
    of `recipient` and `sender` (only where the provider gets fields: `names`, `street`, …). `registered_zone` is where
    the address stands on registered mail, where that is elsewhere; `names_country`: its last line must be the country,
    wherever that is; `quotes`: it tells the price of a letter before it is ordered.
    `transit` are the days from the order to the office, weekends counted, by service and country.
    """

    address: AddressMode
    paper: Paper
    max_bytes: int
    max_pages: Mapping[str, int]
    services: Mapping[Service, frozenset[str] | None]
    zone: Zone | None = None
    registered_zone: Zone | None = None
    names_country: bool = False
    clear: tuple[Zone, ...] = ()
    colour: bool = True
    duplex: bool = True
    senders: frozenset[str] | None = None
    lengths: Mapping[str, int] = field(default_factory=dict)
    quotes: bool = False
    transit: Mapping[Service, Mapping[str, int]] = field(default_factory=dict)

    def days(self, service: Service, country: str) -> int:
        """How long before a deadline a letter must be ordered; where nobody says, `UNKNOWN_TRANSIT`."""
        return self.transit.get(service, {}).get(country, UNKNOWN_TRANSIT)


@dataclass(frozen=True)
class Quote:
    """What one letter costs, as the provider says before it is ordered."""

    price: Money


@dataclass(frozen=True, kw_only=True, repr=False)
class Prepared:
    """A letter that `submit` can order; `reference` names the draft at the provider, empty where it keeps none.

    `ordered` says that preparing it showed that it had been ordered before: it must not be submitted.
    """

    key: str
    order: Order
    reference: str = ""
    ordered: bool = False


@dataclass(frozen=True, kw_only=True)
class Found:
    """A letter that the provider already has under a key; not `submitted`: a draft, that costs nothing yet."""

    reference: str
    submitted: bool


def account(name: str, *, live: bool) -> str:
    """A provider in one of its modes, as a receipt names it: `pingen`, `pingen (test)`."""
    return name if live else f"{name} (test)"


class NotTaken(UserError):
    """A provider did not do what it was asked; `outcome` is what this makes of the letter."""

    def __init__(self, outcome: Refused | Unavailable | Halted | Uncertain) -> None:
        super().__init__(outcome.reason.id)
        self.message = outcome.reason
        self.outcome = outcome


class Provider(Protocol):
    """A company that prints and mails; one thread uses one. All but `submit` cost nothing and may be repeated."""

    @property
    def name(self) -> str:
        """Its word in `--provider` and in the settings."""
        ...

    @property
    def live(self) -> bool:
        """Whether letters are really posted and paid for; else it is the provider's test mode."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        ...

    def check(self, order: Order) -> tuple[Message, ...]:
        """What it would refuse beyond its capabilities; asks nobody."""
        ...

    def quote(self, order: Order) -> Quote | None:
        """What this letter costs; None where the provider does not say beforehand. Raises NotTaken."""
        ...

    def prepare(self, order: Order, key: str, draft: Found | None = None) -> Prepared:
        """Bring the letter to where one more request orders it; `draft` is what `find` gave. Raises NotTaken."""
        ...

    def submit(self, prepared: Prepared, permit: Permit) -> str:
        """Order it, once: the only request that costs money. Gives the provider's reference.

        Raises:
            NotTaken: Uncertain where it may have been ordered; anything else means that surely it was not.
        """
        ...

    def find(self, key: str, since: datetime) -> Found | None:
        """The letter of this key, made at `since` or later; None only where there surely is none. Raises NotTaken."""
        ...

    def status(self, reference: str) -> tuple[Progress, ...]:
        """Every step so far, the oldest first. Raises NotTaken."""
        ...

    def discard(self, reference: str) -> None:
        """Throw a draft away, with the letter in it; what was ordered stays ordered. Raises NotTaken."""
        ...

    def cancel(self, reference: str) -> bool:
        """Take it back, a draft too; False where it is too late. Raises NotTaken."""
        ...

    def close(self) -> None:
        """Let go of connections; may be called twice."""
        ...
