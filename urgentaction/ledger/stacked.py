"""Printed letters over one database: every method of `Stacks`, carried out by the functions beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from urgentaction.errors import Message
from urgentaction.ledger import stacks
from urgentaction.ledger.database import Database
from urgentaction.ledger.stacks import Begun, Stack
from urgentaction.ledger.values import LEASE
from urgentaction.model.delivery import Delivery, Job, Receipt


class StoredStacks:
    """`Stacks` (see there for each method) in any `Database`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def print_batches(self, case: str = "") -> tuple[str, ...]:
        """The batches that wait to be printed."""
        return stacks.batches(self._db, case)

    def take_stack(
        self, worker: str, *, now: datetime, batch: str, most: int, ttl: timedelta = LEASE
    ) -> tuple[tuple[Delivery, Job], ...]:
        """Lease the next letters of a batch."""
        return stacks.take(self._db, worker, now=now, batch=batch, most=most, ttl=ttl)

    def begin_stack(
        self, keys: Sequence[str], *, worker: str, now: datetime, batch: str, ttl: timedelta = LEASE
    ) -> Begun:
        """Pass the point of no return with all of them."""
        return stacks.begin(self._db, keys, worker=worker, now=now, batch=batch, ttl=ttl)

    def settle_stack(
        self, keys: Sequence[str], receipt: Receipt, *, worker: str, now: datetime
    ) -> tuple[Delivery, ...]:
        """Record all of them as printed."""
        return stacks.settle(self._db, keys, receipt, worker=worker, now=now)

    def stacks(self, case: str = "", *, doubtful: bool = False) -> tuple[Stack, ...]:
        """What is printed and not posted, or in doubt."""
        return stacks.known(self._db, case, doubtful=doubtful)

    def resolve_stack(self, reference: str, *, printed: bool, reason: Message, now: datetime) -> int:
        """Say whether a doubtful stack was printed."""
        return stacks.resolve(self._db, reference, printed=printed, reason=reason, now=now)

    def post(self, references: Collection[str], *, now: datetime, destroyed: bool = False) -> int:
        """Note that these stacks are in the post, or destroyed."""
        return stacks.post(self._db, references, now=now, destroyed=destroyed)

    def destroyed(self) -> Mapping[tuple[str, int, str], int]:
        """How many printed letters were destroyed."""
        return stacks.destroyed(self._db)

    def posted_at(self, reference: str) -> datetime | None:
        """When a stack was noted as posted."""
        return stacks.posted_at(self._db, reference)

    def first_printed(self, case: str, round_: int, authority: str, marks: Sequence[str]) -> datetime | None:
        """When a letter of this signer was printed first."""
        return stacks.first_printed(self._db, case, round_, authority, marks)
