"""What a ledger is: the values it takes and gives, and the one Protocol that every kind of ledger keeps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from urgentaction.errors import Message
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import RoundState
from urgentaction.model.delivery import Delivery, Event, Job, Outcome, State, Waiver, Withdrawn
from urgentaction.model.signer import Signer
from urgentaction.pace import Pace

LEASE = timedelta(minutes=15)
"""How long a worker may hold a letter: more than the 10 minutes a server may take to answer (RFC 5321 §4.5.3.2.6)."""

KEEP_BODIES = timedelta(days=30)
"""How long the text of a finished letter is kept (design §7)."""


class LeaseLost(Withdrawn):
    """`begin()` came too late: the letter is back in the queue, or with another worker."""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """Where a letter stands in the ledger: its key, and the live delivery that holds its place (its key, or empty)."""

    key: str
    again: int = 0
    holder: str = ""
    state: State | None = None


@dataclass(frozen=True, kw_only=True)
class NewDelivery:
    """A letter to queue. `key`, `again` come from a `Slot`; `after` is the key of the main letter a copy waits for.

    `recipient` is the address the channel uses, `sender` the account's; `body` is what is sent (e-mail: MIME without
    Date).
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
    consent: date | None = None
    waivers: tuple[Waiver, ...] = ()
    after: str = ""
    batch: str = ""


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
class Count:
    """How many deliveries of a round to an authority by a channel are in a state."""

    case: str
    round: int
    authority: str
    channel: ChannelName
    state: State
    count: int


class Ledger(Protocol):
    """The durable record: queue, leases, what became of each letter. All times are UTC and handed in.

    Every method is one transaction: done whole, or not at all. What a person can mend raises `UserError`
    (`ledger.disk-full`, `ledger.locked`, `ledger.damaged`, `ledger.not-writable`).
    """

    def close(self) -> None:
        """Let go of the database."""
        ...

    def attend(self) -> AbstractContextManager[str]:
        """A worker's token while the block runs; when the process dies, `sweep` knows at once that it is gone."""
        ...

    # Queueing

    def marks(self, signer: Signer) -> tuple[str, ...]:
        """What this ledger recognises a signer by; the first is the surest."""
        ...

    def slot(self, case: str, round_: int, authority: str, *, marks: Sequence[str], again: bool = False) -> Slot:
        """The key that a letter of this signer would have, and whether one is live; `again` asks for a further one."""
        ...

    def withdrawn(self, marks: Sequence[str]) -> bool:
        """Whether a signer asked to be forgotten."""
        ...

    def enqueue(self, new: Iterable[NewDelivery], *, now: datetime) -> Enqueued:
        """Queue letters, all or none; whoever already holds a live one for the same place keeps it.

        The items may be made on the way: what the iterator raises undoes everything.
        """
        ...

    # Draining

    def sweep(self, *, now: datetime) -> tuple[Delivery, ...]:
        """Take back what dead or late workers hold; gives those that are now uncertain."""
        ...

    def lease(
        self,
        worker: str,
        *,
        now: datetime,
        channel: ChannelName,
        ttl: timedelta = LEASE,
        which: Which = ALL,
    ) -> tuple[Delivery, Job] | None:
        """The letter that has been due longest, now this worker's for a while; None when none is due."""
        ...

    def begin(
        self, key: str, *, worker: str, now: datetime, date: datetime, pace: Pace, ttl: timedelta = LEASE
    ) -> None:
        """Pass the point of no return: `sending`, synced, with `date` fixed as its Date at the first attempt.

        Raises:
            LeaseLost: The letter is not this worker's any more.
            Withdrawn: Its round is stopped, its signer withdrew, or (with `until`) the pace has no room now.
        """
        ...

    def settle(self, key: str, outcome: Outcome, *, worker: str, now: datetime, jitter: float = 0.5) -> Delivery:
        """Record what became of it: the only place where an outcome becomes a state.

        The worker that began may settle late, when the letter is already uncertain; another's answer is only noted.
        """
        ...

    def put_back(self, key: str, *, worker: str, now: datetime, due: datetime, reason: Message) -> Delivery:
        """Return a leased letter to the queue; nothing of it has left, and no attempt is charged."""
        ...

    # A person's doing

    def resolve(self, key: str, *, sent: bool, now: datetime) -> Delivery:
        """Say what became of an uncertain or handed letter; not sent: it is queued again (handed: cancelled)."""
        ...

    def cancel(self, which: Which, *, now: datetime, reason: Message) -> tuple[Delivery, ...]:
        """Cancel what waits among these.

        Raises:
            UsageError: A key was given and its letter can no longer be cancelled (`ledger.not-possible`).
        """
        ...

    def retry(self, key: str, *, now: datetime) -> Delivery:
        """Queue a refused, cancelled or waiting letter to leave now.

        Raises:
            UsageError: It was sent, or its text was erased, or another letter stands in its place.
        """
        ...

    def purge(self, *, now: datetime, keep: timedelta = KEEP_BODIES) -> int:
        """Erase the text of letters that finished longer ago; the record stays. Gives how many."""
        ...

    def note_round(self, case: str, round_: int, state: RoundState, *, now: datetime) -> None:
        """Note that a round is open, stopped or closed; a stop is never undone by a later `open`."""
        ...

    def round_state(self, case: str, round_: int) -> RoundState | None:
        """What is known of a round: superseded when a newer one is; None when nothing is known."""
        ...

    def add_tombstone(self, marks: Sequence[str], *, now: datetime) -> None:
        """Never write for this signer again."""
        ...

    # Looking

    def find(self, prefix: str) -> Delivery:
        """The one delivery whose key starts so (at least 4 digits).

        Raises:
            UsageError: None does, several do, or the prefix is too short.
        """
        ...

    def get(self, key: str) -> Delivery:
        """A delivery by its whole key.

        Raises:
            UsageError: There is none.
        """
        ...

    def body(self, key: str) -> bytes | None:
        """What is (or was) sent; None when it has been erased."""
        ...

    def list(self, which: Which = ALL, *, limit: int = 100) -> tuple[Delivery, ...]:
        """The newest of these deliveries, newest first."""
        ...

    def history(self, key: str) -> tuple[Event, ...]:
        """What happened to a delivery, oldest first."""
        ...

    def log(self, which: Which = ALL, *, limit: int = 100) -> tuple[tuple[Event, Delivery], ...]:
        """The newest events of these deliveries, newest first."""
        ...

    def counts(self, case: str = "") -> tuple[Count, ...]:
        """How many deliveries stand where; fast however many there are."""
        ...

    def next_due(self, channels: Collection[ChannelName], which: Which = ALL) -> datetime | None:
        """When the next waiting letter may leave."""
        ...

    def last_due(self, channels: Collection[ChannelName], which: Which = ALL) -> datetime | None:
        """When the last waiting letter is planned to leave."""
        ...

    def sent_times(
        self, *, now: datetime, authority: str = "", domain: str = "", most: int = 1000
    ) -> tuple[datetime, ...]:
        """When the last e-mails passed the point of no return, at most 24 hours ago, over all processes; sorted.

        To an authority, or (without one) to a receiving domain. Times that a clock put into the future count as now.
        """
        ...

    def planned_times(self, *, authority: str = "", domain: str = "") -> tuple[datetime, ...]:
        """When waiting e-mails are due; sorted."""
        ...
