"""A delivery: one letter on its way by one channel, what may become of it, and what the channel gave as proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from urgentaction.errors import Message
from urgentaction.model.authority import ChannelName


class State(StrEnum):
    """Where a delivery stands (design §7)."""

    QUEUED = "queued"
    LEASED = "leased"
    SENDING = "sending"
    SENT = "sent"
    HANDED = "handed"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"


LIVE = frozenset({State.QUEUED, State.LEASED, State.SENDING, State.SENT, State.HANDED, State.UNCERTAIN})
"""States in which a delivery holds its letter key: no second one can be queued."""


class Waiver(StrEnum):
    """What a person said yes to when the letter was queued; the gates are read again with it at `begin()`."""

    STILL_TRUE = "still-true"
    UNVERIFIED = "unverified"
    PUBLISHED = "published"
    EXPLICIT = "explicit"


class ReceiptKind(StrEnum):
    """What a receipt proves."""

    ACCEPTED = "accepted"
    SUBMITTED = "submitted"
    PRINTED = "printed"
    CONFIRMED = "confirmed"


class Scope(StrEnum):
    """What a refusal by the other side is about (reference/sending.md §3)."""

    CONNECTION = "connection"
    ACCOUNT = "account"
    LETTER = "letter"
    RECIPIENT = "recipient"


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Proof from a channel: its kind, its reference (a queue id, a tracking id, a file) and its own words."""

    kind: ReceiptKind
    reference: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One letter on its way. All times are UTC; `key` is the letter key with its attempt, unique for ever.

    `recipient` is the address the channel uses (an e-mail address; for paper the office's id); `domain` is the
    receiving mail domain; `due` is the earliest instant it may leave; `first_attempt` fixes its Date header.
    `consent` is the day the signer agreed to this case; `after` is the key of the main letter that a copy waits for,
    and `held` says that it still waits; `batch` names what was queued together. `copy` is the address that gets a copy
    of the same bytes; `bundle` is the key of the bundle that carries this signature.
    """

    key: str
    case: str
    round: int
    authority: str
    channel: ChannelName
    language: str
    recipient: str
    domain: str
    state: State
    created: datetime
    due: datetime
    attempts: int = 0
    first_attempt: datetime | None = None
    settled: datetime | None = None
    message_id: str = ""
    note: str = ""
    receipt: Receipt | None = None
    consent: date | None = None
    waivers: tuple[Waiver, ...] = ()
    after: str = ""
    held: bool = False
    batch: str = ""
    copy: str = ""
    bundle: str = ""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What a channel needs to send one delivery. `body` is the stored bytes (for e-mail: MIME without Date).

    `copy` is the address that gets the same bytes once the letter is accepted; empty: nobody. `fresh` says that no
    attempt was ever begun, on any machine: the other side cannot have it. Where that is not sure, it is False.
    """

    key: str
    channel: ChannelName
    authority: str
    sender: str
    recipient: str
    message_id: str
    body: bytes
    date: datetime
    copy: str = ""
    fresh: bool = False


@dataclass(frozen=True)
class Permit:
    """Leave to write the body or to submit: only `begin()` makes one, for one key.

    `following` is what the same channel will probably be given next: it may be announced, and nothing more.
    """

    key: str
    following: Job | None = None


class Begin(Protocol):
    """The point of no return: re-reads gates and pace, commits `sending`, returns the permit.

    Raises:
        Withdrawn: The letter must not leave now; nothing of it has.
    """

    def __call__(self) -> Permit:
        """Ask for leave to send now."""
        ...


class Withdrawn(Exception):
    """`begin()` said no: a stop, a lost lease, no room in the pace. The channel drops the letter unsent.

    `until` is set where it may be tried again (pace); None where the reason stands (a stop, a lost lease).
    """

    def __init__(self, reason: Message, *, until: datetime | None = None) -> None:
        super().__init__(reason.id)
        self.reason = reason
        self.until = until


class LeaseLost(Withdrawn):
    """`begin()` came too late: the letter is back in the queue, or with another worker, who may have sent it by now."""


@dataclass(frozen=True)
class Accepted:
    """The other side took it."""

    receipt: Receipt


@dataclass(frozen=True)
class Handed:
    """Given to a person (a mail window, a web form) who will say whether it was sent."""

    detail: str = ""


@dataclass(frozen=True)
class Refused:
    """The other side will not take this letter; trying again would not help."""

    reason: Message


@dataclass(frozen=True)
class Unavailable:
    """Nothing was handed over; it may be tried again, not before `until` where that is known.

    Where the connection failed (`scope`), the letter is not to blame: no attempt of its own is counted.
    """

    reason: Message
    until: datetime | None = None
    scope: Scope = Scope.LETTER


@dataclass(frozen=True)
class Uncertain:
    """It may or may not have arrived."""

    reason: Message


@dataclass(frozen=True)
class Halted:
    """Nothing more can go by this connection or account now: the run stops, the letter waits."""

    scope: Scope
    reason: Message
    until: datetime | None = None


@dataclass(frozen=True)
class Cancelled:
    """`begin()` withdrew it for a reason that stands."""

    reason: Message


Outcome = Accepted | Handed | Refused | Unavailable | Uncertain | Halted | Cancelled


@dataclass(frozen=True, kw_only=True)
class Event:
    """One entry of a delivery's history; `detail` never holds personal data."""

    key: str
    at: datetime
    what: str
    detail: str = ""
    data: dict[str, str] = field(default_factory=dict)
