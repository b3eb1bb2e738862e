"""Printed letters, a stack at a time: one file of many letters, begun together and recorded together."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from urgentaction.errors import Message, message
from urgentaction.ledger import look, queue, rows
from urgentaction.ledger.database import Alone, Database
from urgentaction.ledger.moves import move, need, tell
from urgentaction.ledger.rows import Row
from urgentaction.ledger.states import Step
from urgentaction.ledger.values import LEASE, Forward, Result
from urgentaction.model.delivery import Accepted, Delivery, Job, Receipt, ReceiptKind, Withdrawn
from urgentaction.pace import UNLIMITED

_NUMBER = re.compile(r"-(\d+)\.pdf$")


@dataclass(frozen=True, kw_only=True)
class Stack:
    """Letters that were printed into one file and are not posted yet, as far as anybody said.

    `reference` is the file, within the folder for printed letters; `at` when the first of them was recorded. A letter
    printed by itself is a stack of one, and has no `batch` unless it was queued with others; `key` is one of theirs.
    """

    reference: str
    batch: str
    case: str
    round: int
    count: int
    at: datetime
    key: str = ""

    @property
    def id(self) -> str:
        """What a person types (see `stack_id`)."""
        return stack_id(self.reference)


@dataclass(frozen=True, kw_only=True)
class Begun:
    """The file that a stack is to be written into, and why some of its letters must not leave after all."""

    reference: str
    no: Mapping[str, Withdrawn]


class Stacks(Protocol):
    """The part of a ledger that printed letters need (see `Ledger`)."""

    def print_batches(self, case: str = "") -> tuple[str, ...]:
        """The batches that letters of their own wait in to be printed."""
        ...

    def take_stack(
        self, worker: str, *, now: datetime, batch: str, most: int, ttl: timedelta = LEASE
    ) -> tuple[tuple[Delivery, Job], ...]:
        """Lease the next letters of a batch to be printed, in the order in which they were queued."""
        ...

    def begin_stack(
        self, keys: Sequence[str], *, worker: str, now: datetime, batch: str, ttl: timedelta = LEASE
    ) -> Begun:
        """Pass the point of no return with all of them that may; the file is theirs alone, whatever becomes of it."""
        ...

    def settle_stack(
        self, keys: Sequence[str], receipt: Receipt, *, worker: str, now: datetime
    ) -> tuple[Delivery, ...]:
        """Record all of them as printed."""
        ...

    def stacks(self, case: str = "", *, doubtful: bool = False) -> tuple[Stack, ...]:
        """What is printed and not posted, the oldest first; or the stacks that may or may not have been printed."""
        ...

    def resolve_stack(self, reference: str, *, printed: bool, reason: Message, now: datetime) -> int:
        """Say of a doubtful stack whether it was printed; if not, its letters are queued again. Gives how many."""
        ...

    def post(self, references: Collection[str], *, now: datetime, destroyed: bool = False) -> int:
        """Note that these stacks are in the post, or destroyed instead, once; gives how many letters."""
        ...

    def destroyed(self) -> Mapping[tuple[str, int, str], int]:
        """How many printed letters were destroyed, by case, round and office; `counts` has them as sent."""
        ...

    def posted_at(self, reference: str) -> datetime | None:
        """When the last letter of a stack was noted as posted or destroyed; None where one is not, or there is none."""
        ...

    def first_printed(self, case: str, round_: int, authority: str, marks: Sequence[str]) -> datetime | None:
        """When a letter of this signer to this office in this round was printed first."""
        ...


def stack_id(reference: str) -> str:
    """What a person types: the end of the batch and the number of the stack (`ab12-1`); else the file's name."""
    batch, _, name = reference.rpartition("/")
    number = _NUMBER.search(name)
    return f"{batch.rpartition('-')[2]}-{number[1]}" if batch and number else name.removesuffix(".pdf")


def batches(db: Database, case: str) -> tuple[str, ...]:
    """See `Stacks.print_batches`."""
    return tuple(row["batch"] for row in db.rows("print_batches", case=case))


def take(
    db: Database, worker: str, *, now: datetime, batch: str, most: int, ttl: timedelta
) -> tuple[tuple[Delivery, Job], ...]:
    """See `Stacks.take_stack`."""
    with db.transaction(durable=False, alone=Alone.LETTER):
        due = db.rows("due_stack", now=rows.text(now), batch=batch, most=most)
        return tuple(queue.lease_row(db, row, worker=worker, now=now, ttl=ttl) for row in due)


def begin(db: Database, keys: Sequence[str], *, worker: str, now: datetime, batch: str, ttl: timedelta) -> Begun:
    """See `Stacks.begin_stack`."""
    no: dict[str, Withdrawn] = {}
    with db.transaction(alone=Alone.LETTER):
        db.keep([f"print {batch}"])
        reference = _next(db, batch)
        for key in keys:
            try:
                forward = Forward(key=key, worker=worker, now=now, date=now, pace=UNLIMITED, ttl=ttl)
                queue.begin_within(db, need(db, key, "asked"), forward)
            except Withdrawn as withdrawn:
                no[key] = withdrawn  # said before anything was written
            else:
                # Known from here on, so that after a crash the file tells whether it was written.
                db.run("name_stack", key=key, reference=reference)
    return Begun(reference=reference, no=no)


def _next(db: Database, batch: str) -> str:
    """The file of the next stack; a number is never used twice, also where a stack was queued again."""
    # What is queued again does not name its file any more: the last number is kept apart.
    last = db.row("get_meta", name=f"print {batch}")
    used = [int(bytes(last["value"]))] if last else []
    named = db.rows("stack_names", first=f"{batch}/", beyond=f"{batch}0")  # 0 comes after /
    used += [int(found[1]) for row in named if (found := _NUMBER.search(row["name"]))]
    number = max(used, default=0) + 1
    db.run("set_meta", name=f"print {batch}", value=str(number).encode())
    return f"{batch}/letters-{number}.pdf"


def settle(db: Database, keys: Sequence[str], receipt: Receipt, *, worker: str, now: datetime) -> tuple[Delivery, ...]:
    """See `Stacks.settle_stack`."""
    outcome = Accepted(receipt)
    with db.transaction(alone=Alone.LETTER):
        return tuple(queue.record_within(db, Result(key=key, outcome=outcome), worker=worker, now=now) for key in keys)


def known(db: Database, case: str, *, doubtful: bool) -> tuple[Stack, ...]:
    """See `Stacks.stacks`."""
    return tuple(map(_stack, db.rows("doubtful_stacks" if doubtful else "unposted_stacks", case=case)))


def resolve(db: Database, reference: str, *, printed: bool, reason: Message, now: datetime) -> int:
    """See `Stacks.resolve_stack`."""
    with db.transaction():
        found = db.rows("stack_in_doubt", reference=reference)
        for row in found:
            _resolve(db, row, printed=printed, reason=reason, now=now)
    return len(found)


def _resolve(db: Database, row: Row, *, printed: bool, reason: Message, now: datetime) -> None:
    # What has no text any more (its signer was forgotten) cannot be printed again.
    lost = db.row("body", id=row["id"]) is None
    step = Step.ACCEPT if printed else Step.WITHDRAW if lost else Step.DENY
    kind = ReceiptKind.PRINTED if printed else None
    changed = move(db, row, step, now=now, note=rows.words(reason), due=rows.text(now), receipt_kind=kind)
    tell(db, row, "resolved", now=now, reason=reason, state=changed["state"], reference=row["receipt_reference"])


def post(db: Database, references: Collection[str], *, now: datetime, destroyed: bool) -> int:
    """See `Stacks.post`."""
    what = "destroyed" if destroyed else "posted"
    with db.transaction(alone=Alone.LETTER):
        found = [row for reference in sorted(references) for row in db.rows("stack_unposted", reference=reference)]
        for row in found:
            tell(db, row, what, now=now, reason=message(f"ledger.{what}"))
    return len(found)


def destroyed(db: Database) -> Mapping[tuple[str, int, str], int]:
    """See `Stacks.destroyed`."""
    return {(row["case"], row["round"], row["authority"]): row["count"] for row in db.rows("destroyed")}


def posted_at(db: Database, reference: str) -> datetime | None:
    """See `Stacks.posted_at`."""
    found = db.row("stack_posted", reference=reference)
    return rows.instant(found["at"]) if found and found["at"] and found["count"] == found["posted"] else None


def first_printed(db: Database, case: str, round_: int, authority: str, marks: Sequence[str]) -> datetime | None:
    """See `Stacks.first_printed`."""
    found = [
        db.row("first_printed", case=case, round=round_, authority=authority, **part) for part in look.in_threes(marks)
    ]
    times = [rows.instant(row["at"]) for row in found if row and row["at"]]
    return min(times, default=None)


def _stack(row: Row) -> Stack:
    return Stack(
        reference=row["reference"],
        batch=row["batch"],
        case=row["case"],
        round=row["round"],
        count=row["count"],
        at=rows.instant(row["at"]),
        key=row["key"],
    )
