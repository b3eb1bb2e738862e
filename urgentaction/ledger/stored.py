"""The ledger over one database: every method of the Protocol, carried out by the room's functions."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from urgentaction.errors import Message
from urgentaction.ledger import care, exporting, facts, following, forgetting, identity, look, merging, queue
from urgentaction.ledger.checking import check
from urgentaction.ledger.database import Database
from urgentaction.ledger.lines import Item
from urgentaction.ledger.stacked import StoredStacks
from urgentaction.ledger.told import Forgotten, Gap, Taken
from urgentaction.ledger.values import (
    ALL,
    KEEP_BODIES,
    LEASE,
    Advanced,
    Count,
    Enqueued,
    Forward,
    Hold,
    HoldKind,
    Hour,
    NewDelivery,
    Record,
    Slot,
    Superseded,
    Which,
)
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import NO_TEXT, RoundState, Text
from urgentaction.model.delivery import Delivery, Event, Job, Outcome, Receipt
from urgentaction.model.progress import Progress
from urgentaction.model.signer import Signer


class StoredLedger(StoredStacks):
    """A `Ledger` (see there for each method) in any `Database`."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self._secrets = facts.secrets(db)

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()

    def attend(self) -> AbstractContextManager[str]:
        """A worker's token while the block runs."""
        return self._db.attend()

    def marks(self, signer: Signer) -> tuple[str, ...]:
        """What this ledger recognises a signer by."""
        return tuple(mark for secret in self._secrets for mark in identity.marks(secret, signer))

    def slot(self, case: str, round_: int, authority: str, *, marks: Sequence[str], again: bool = False) -> Slot:
        """The key that a letter would have, and whether one is live."""
        return look.slot(self._db, self._secrets[0], case, round_, authority, marks=marks, again=again)

    def withdrawn(self, marks: Sequence[str]) -> bool:
        """Whether a signer asked to be forgotten."""
        return look.withdrawn(self._db, marks)

    def enqueue(self, new: Iterable[NewDelivery], *, now: datetime) -> Enqueued:
        """Queue letters, all or none."""
        return queue.enqueue(self._db, new, now=now)

    def sweep(self, *, now: datetime) -> tuple[Delivery, ...]:
        """Take back what dead or late workers hold."""
        return queue.sweep(self._db, now=now)

    def lease(
        self, worker: str, *, now: datetime, channel: ChannelName, ttl: timedelta = LEASE, which: Which = ALL
    ) -> tuple[Delivery, Job] | None:
        """Take the letter that has been due longest."""
        return queue.lease(self._db, worker, now=now, channel=channel, ttl=ttl, which=which)

    def settle(self, key: str, outcome: Outcome, *, worker: str, now: datetime, jitter: float = 0.5) -> Delivery:
        """Record what became of it."""
        return queue.settle(self._db, key, outcome, worker=worker, now=now, jitter=jitter)

    def advance(self, forwards: Sequence[Forward]) -> tuple[Advanced, ...]:
        """Record what became of the letters before, begin these, and take the next."""
        return queue.advance(self._db, forwards)

    def put_back(self, key: str, *, worker: str, now: datetime, due: datetime, reason: Message) -> Delivery:
        """Return a leased letter to the queue."""
        return queue.put_back(self._db, key, worker=worker, now=now, due=due, reason=reason)

    def resolve(self, key: str, *, sent: bool, now: datetime) -> Delivery:
        """Say what became of an uncertain or handed letter."""
        return care.resolve(self._db, key, sent=sent, now=now)

    def cancel(self, which: Which, *, now: datetime, reason: Message) -> tuple[Delivery, ...]:
        """Cancel what waits among these."""
        return care.cancel(self._db, which, now=now, reason=reason)

    def retry(self, key: str, *, now: datetime) -> Delivery:
        """Queue a letter to leave now."""
        return care.retry(self._db, key, now=now)

    def purge(self, *, now: datetime, keep: timedelta = KEEP_BODIES) -> int:
        """Erase the text of letters that finished longer ago."""
        return care.purge(self._db, now=now, keep=keep)

    def note_round(self, case: str, round_: int, state: RoundState, *, now: datetime) -> None:
        """Note that a round is open, stopped or closed."""
        care.note_round(self._db, case, round_, state, now=now)

    def turn_round(
        self, case: str, round_: int, state: RoundState, *, now: datetime, reason: Message, why: Text = NO_TEXT
    ) -> tuple[Delivery, ...]:
        """Note a round and cancel what waits in rounds that are over by it."""
        return care.turn_round(self._db, case, round_, state, now=now, reason=reason, why=why)

    def round_state(self, case: str, round_: int) -> RoundState | None:
        """What is known of a round."""
        return look.round_state(self._db, case, round_)

    def round_why(self, case: str, round_: int) -> Text:
        """Why a round is over."""
        return look.round_why(self._db, case, round_)

    def hold(self, kind: HoldKind, id_: str, *, now: datetime) -> bool:
        """Let nothing of a case or to an authority leave."""
        return care.hold(self._db, kind, id_, now=now)

    def release(self, kind: HoldKind, id_: str) -> bool:
        """Let it go on."""
        return care.release(self._db, kind, id_)

    def holds(self) -> tuple[Hold, ...]:
        """What is on hold."""
        return look.holds(self._db)

    def record(self, done: Record) -> None:
        """Note what was done without this program."""
        care.record(self._db, done)

    def records(self, case: str = "") -> tuple[Record, ...]:
        """What was noted so."""
        return look.records(self._db, case)

    def add_tombstone(self, marks: Sequence[str], *, now: datetime) -> None:
        """Never write for this signer again."""
        care.add_tombstone(self._db, marks, now=now)

    def find(self, prefix: str) -> Delivery:
        """The one delivery whose key starts so."""
        return look.find(self._db, prefix)

    def get(self, key: str) -> Delivery:
        """A delivery by its whole key."""
        return look.get(self._db, key)

    def body(self, key: str) -> bytes | None:
        """What is (or was) sent."""
        return look.body(self._db, key)

    def superseded(self, case: str, round_: int) -> Iterator[Superseded]:
        """What a later round took out of the queue."""
        return look.superseded(self._db, case, round_)

    def list(self, which: Which = ALL, *, limit: int = 100) -> tuple[Delivery, ...]:
        """The newest of these deliveries, newest first."""
        return look.listed(self._db, which, limit=limit)

    def history(self, key: str) -> tuple[Event, ...]:
        """What happened to a delivery, oldest first."""
        return look.history(self._db, key)

    def log(self, which: Which = ALL, *, limit: int = 100) -> tuple[tuple[Event, Delivery], ...]:
        """The newest events of these deliveries, newest first."""
        return look.log(self._db, which, limit=limit)

    def counts(self, case: str = "") -> tuple[Count, ...]:
        """How many deliveries stand where."""
        return look.counts(self._db, case)

    def by_hour(self, case: str = "") -> tuple[Hour, ...]:
        """How many letters of people came to stand where in which hour."""
        return look.by_hour(self._db, case)

    def next_due(self, channels: Collection[ChannelName], which: Which = ALL) -> datetime | None:
        """When the next waiting letter may leave."""
        return min(look.waiting_until(self._db, "next_due", channels, which), default=None)

    def last_due(self, channels: Collection[ChannelName], which: Which = ALL) -> datetime | None:
        """When the last waiting letter is planned to leave."""
        return max(look.waiting_until(self._db, "last_due", channels, which), default=None)

    def sent_times(
        self, *, now: datetime, authority: str = "", domain: str = "", sender: str = "", most: int = 1000
    ) -> tuple[datetime, ...]:
        """When the last e-mails passed the point of no return."""
        return look.sent_times(self._db, now=now, most=most, authority=authority, domain=domain, sender=sender)

    def planned_times(self, *, authority: str = "", domain: str = "", sender: str = "") -> tuple[datetime, ...]:
        """When waiting e-mails are due."""
        return look.planned_times(self._db, authority=authority, domain=domain, sender=sender)

    @property
    def name(self) -> str:
        """Tells this ledger from others."""
        return facts.name_of(self._secrets[0])

    def gap(self) -> Gap | None:
        """Why this ledger may not know of every letter."""
        return facts.gap(self._db)

    def vouch(self, *, now: datetime) -> None:
        """A person says that nobody else has sent."""
        facts.vouch(self._db, now=now)

    def check(self) -> tuple[Message, ...]:
        """What is wrong with it."""
        return check(self._db)

    def items(self, *, secret: bool, now: datetime) -> Generator[Item, None, None]:
        """Everything it knows."""
        return exporting.items(self._db, secret=secret, now=now)

    def take_in(self, items: Iterable[Item], *, now: datetime, settled: bool = False) -> Taken:
        """Take in what another ledger knows."""
        taken = merging.take_in(self._db, items, now=now, settled=settled)
        self._secrets = facts.secrets(self._db)
        return taken

    def letters_of(self, marks: Sequence[str]) -> tuple[Delivery, ...]:
        """Every letter of one person."""
        return forgetting.letters(self._db, marks)

    def forget(self, marks: Sequence[str], *, now: datetime) -> Forgotten:
        """Erase a person."""
        return forgetting.forget(self._db, self._secrets, marks, now=now)

    def underway(self, case: str = "") -> tuple[Delivery, ...]:
        """What providers have taken and more is expected of."""
        return following.underway(self._db, case)

    def note_progress(self, key: str, steps: Sequence[Progress], *, now: datetime) -> tuple[Progress, ...]:
        """Note what a provider says of a letter."""
        return following.note(self._db, key, steps, now=now)

    def found(self, key: str, receipt: Receipt, *, now: datetime) -> Delivery:
        """Settle an uncertain letter that its provider has."""
        return following.found(self._db, key, receipt, now=now)

    def take_back(self, key: str, *, reason: Message, now: datetime) -> Delivery:
        """Note that its provider took a letter back."""
        return following.take_back(self._db, key, reason=reason, now=now)
