"""What a ledger is: the one Protocol that every kind of ledger keeps."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol

from urgentaction.errors import Message
from urgentaction.ledger.following import Following
from urgentaction.ledger.lines import Item
from urgentaction.ledger.stacks import Stacks
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
from urgentaction.model.delivery import Delivery, Event, Job, Outcome
from urgentaction.model.signer import Signer


class Ledger(Stacks, Following, Protocol):
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

        The items may be made on the way: what the iterator raises undoes everything. A bundle comes before its
        signatures, which are sent with it, or set free where it is refused or cancelled.

        Raises:
            UserError: `ledger.overtaken`: somebody in a bundle has been written for since.
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

    def settle(self, key: str, outcome: Outcome, *, worker: str, now: datetime, jitter: float = 0.5) -> Delivery:
        """Record what became of it: the only place where an outcome becomes a state.

        The worker that began may settle late, when the letter is already uncertain; another's answer is only noted.
        """
        ...

    def advance(self, forwards: Sequence[Forward]) -> tuple[Advanced, ...]:
        """For each: settle the letter before, begin this one, lease the next; in one transaction: one sync for all.

        To begin is to pass the point of no return: `sending`, synced, with `date` fixed as its Date at the first
        attempt. A no to it is given, not raised, and keeps back nothing of the rest: LeaseLost where the letter is not
        this worker's any more; else its round is stopped, its signer withdrew, or (with `until`) the pace has no room
        now, or its case or authority is on hold: then `until` is when it was due, and `lease` gives it once released.
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
        """Erase the text of letters that finished longer ago; the record stays. Gives how many.

        Who signs, beside the text, is erased at once of what a new round will not need.
        """
        ...

    def note_round(self, case: str, round_: int, state: RoundState, *, now: datetime) -> None:
        """Note that a round is open, stopped or closed; a stop is never undone by a later `open`."""
        ...

    def turn_round(
        self, case: str, round_: int, state: RoundState, *, now: datetime, reason: Message, why: Text = NO_TEXT
    ) -> tuple[Delivery, ...]:
        """Note a round and cancel what waits in rounds that are over by it, both or neither; gives what it cancelled.

        A round that opens ends those before it; one that is stopped or closed ends with them. What is on its way at
        this moment is not recalled: its worker asks again before the letter leaves, and is told no. `why` is the news.
        """
        ...

    def round_state(self, case: str, round_: int) -> RoundState | None:
        """What is known of a round: superseded when a newer one is; None when nothing is known."""
        ...

    def round_why(self, case: str, round_: int) -> Text:
        """Why a round is over, by language; empty where nobody said, or it is not over."""
        ...

    def hold(self, kind: HoldKind, id_: str, *, now: datetime) -> bool:
        """Let nothing of a case or to an authority leave until it is released; False where it is on hold already."""
        ...

    def release(self, kind: HoldKind, id_: str) -> bool:
        """Let it go on; False where it was not on hold."""
        ...

    def holds(self) -> tuple[Hold, ...]:
        """What is on hold, the longest first."""
        ...

    def record(self, done: Record) -> None:
        """Note what was done without this program."""
        ...

    def records(self, case: str = "") -> tuple[Record, ...]:
        """What was noted so, in the order in which it was noted."""
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

    def superseded(self, case: str, round_: int) -> Iterator[Superseded]:
        """The letters of rounds before this one that a later round took out of the queue, the newest first.

        Copies go with their letters, signatures with the bundle that carried them; who was forgotten is not among them,
        nor who had a letter in a round since, or in this one to the same office, whatever became of it.
        """
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

    def by_hour(self, case: str = "") -> tuple[Hour, ...]:
        """How many letters of people came to stand where in which hour; reads every delivery."""
        ...

    def next_due(self, channels: Collection[ChannelName], which: Which = ALL) -> datetime | None:
        """When the next waiting letter may leave."""
        ...

    def last_due(self, channels: Collection[ChannelName], which: Which = ALL) -> datetime | None:
        """When the last waiting letter is planned to leave."""
        ...

    def sent_times(
        self, *, now: datetime, authority: str = "", domain: str = "", sender: str = "", most: int = 1000
    ) -> tuple[datetime, ...]:
        """When the last e-mails passed the point of no return, at most 24 hours ago, over all processes; sorted.

        To an authority, to a receiving domain or from an account: name one. From an account, a letter with a copy
        counts twice. Times that a clock put into the future count as now.
        """
        ...

    def planned_times(self, *, authority: str = "", domain: str = "", sender: str = "") -> tuple[datetime, ...]:
        """When waiting e-mails are due, to an authority, to a domain or from an account (copies count too); sorted."""
        ...

    # Upkeep

    @property
    def name(self) -> str:
        """Tells this ledger from others, and gives nothing away; copies of it have the same."""
        ...

    def gap(self) -> Gap | None:
        """Why this ledger may not know of every letter: it is new, or was restored; None once a person vouched."""
        ...

    def vouch(self, *, now: datetime) -> None:
        """Note that a person says that nobody else has sent what this ledger does not know of."""
        ...

    def check(self) -> tuple[Message, ...]:
        """What is wrong with it, in its files or its rows; empty when it is whole."""
        ...

    def items(self, *, secret: bool, now: datetime) -> Generator[Item, None, None]:
        """Everything it knows at one instant, for `lines.write` or for another ledger's `take_in`."""
        ...

    def take_in(self, items: Iterable[Item], *, now: datetime, settled: bool = False) -> Taken:
        """Take in what another ledger knows, all or nothing; a new ledger becomes that one if its secret comes along.

        What waits there comes as uncertain, since it may leave from there; `settled` says that nothing has or will.
        """
        ...

    def letters_of(self, marks: Sequence[str]) -> tuple[Delivery, ...]:
        """Every letter of one person."""
        ...

    def forget(self, marks: Sequence[str], *, now: datetime) -> Forgotten:
        """Erase a person's words and addresses, cancel what waits, and never write for them again; counts stay."""
        ...
