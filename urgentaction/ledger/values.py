"""The values that a ledger takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Delivery, Job, Outcome, State, Waiver, Withdrawn
from urgentaction.pace import Pace

LEASE = timedelta(minutes=15)
"""How long a worker may hold a letter: more than the 10 minutes a server may take to answer (RFC 5321 §4.5.3.2.6)."""

KEEP_BODIES = timedelta(days=30)
"""How long the text of a finished letter is kept (design §7)."""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """Where a letter stands in the ledger: its key, and the live delivery that holds its place (its key, or empty).

    `tried`: there was one in its place, whatever became of it.
    """

    key: str
    again: int = 0
    holder: str = ""
    state: State | None = None
    tried: bool = False


@dataclass(frozen=True, kw_only=True)
class NewDelivery:
    """A letter to queue. `key`, `again` come from a `Slot`; `after` is the key of the main letter a copy waits for.

    `recipient` is the address the channel uses, `sender` the account's; `body` is what is sent (e-mail: MIME without
    Date), `signer` what a new round needs to write it anew (empty: it cannot be); `copy` is the address that gets a
    copy of the same bytes; `bundle` is the key of the bundle that carries this signature, which then has no body (the
    bundle itself: its own key).
    """

    key: str
    again: int
    marks: tuple[str, ...]
    case: str
    round: int
    authority: str
    channel: ChannelName
    language: str
    sender: str
    recipient: str
    domain: str
    message_id: str
    due: datetime
    body: bytes
    signer: bytes = b""
    consent: date | None = None
    waivers: tuple[Waiver, ...] = ()
    after: str = ""
    batch: str = ""
    copy: str = ""
    bundle: str = ""


@dataclass(frozen=True)
class Superseded:
    """A letter that a later round took out of the queue, and its signer as it was queued; empty where none was kept."""

    delivery: Delivery
    signer: bytes


@dataclass(frozen=True, kw_only=True)
class Enqueued:
    """Keys of what was queued, and of the live deliveries that already stood in the place of the others."""

    added: tuple[str, ...]
    already: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which deliveries are meant: those that fit everything given; nothing given means all."""

    keys: tuple[str, ...] = ()
    case: str = ""
    authority: str = ""
    batch: str = ""
    states: tuple[State, ...] = ()


ALL = Which()


@dataclass(frozen=True, kw_only=True)
class Next:
    """What to lease next: from the first of these channels that has a letter due, for so long."""

    channels: tuple[ChannelName, ...]
    ttl: timedelta = LEASE
    which: Which = ALL


@dataclass(frozen=True, kw_only=True)
class Result:
    """What became of a letter; `jitter` in [0, 1) spreads when it is tried again, where it is."""

    key: str
    outcome: Outcome
    jitter: float = 0.5


@dataclass(frozen=True, kw_only=True)
class Forward:
    """A letter that is to leave now, what became of the one before it, and what to lease behind it."""

    key: str
    worker: str
    now: datetime
    date: datetime
    pace: Pace
    ttl: timedelta = LEASE
    before: Result | None = None
    wish: Next | None = None


@dataclass(frozen=True, kw_only=True)
class Advanced:
    """The letter before as it stands now, why the one asked for must not leave (None: it may), and the next leased."""

    settled: Delivery | None = None
    no: Withdrawn | None = None
    leased: tuple[Delivery, Job] | None = None


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many deliveries of a round to an authority by a channel are in a state."""

    case: str
    round: int
    authority: str
    channel: ChannelName
    state: State
    count: int


@dataclass(frozen=True, kw_only=True)
class Hour:
    """How many letters of people came to stand in a state within one hour (UTC); what waits: when it was queued.

    A bundle that carries signatures is none; each of these is one.
    """

    case: str
    round: int
    authority: str
    channel: ChannelName
    state: State
    hour: datetime
    count: int


class HoldKind(StrEnum):
    """What can be put on hold."""

    CASE = "case"
    AUTHORITY = "authority"


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A case or an authority whose letters wait until a person releases it."""

    kind: HoldKind
    id: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Record:
    """Letters that left without this program on a day: how many, no names. A correction counts below zero."""

    case: str
    round: int
    authority: str
    channel: ChannelName
    day: date
    count: int
    at: datetime
