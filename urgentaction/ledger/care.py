"""What a person does to the queue: resolve, cancel, retry, purge, note rounds and withdrawals."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta

from urgentaction.errors import Message, UsageError, message
from urgentaction.ledger import facts, look, rows, states
from urgentaction.ledger.database import Alone, Database
from urgentaction.ledger.look import in_state
from urgentaction.ledger.moves import move, need, short, tell
from urgentaction.ledger.rows import Row
from urgentaction.ledger.states import Step
from urgentaction.ledger.values import HoldKind, Record, Which
from urgentaction.model.case import RoundState, Text
from urgentaction.model.delivery import Delivery, ReceiptKind, State

_EVERY = sys.maxsize
"""A LIMIT that is none; what stands for none in SQL is another word in each database."""

_LATE = timedelta(hours=1)
"""By how much a letter's end may be noted later than that of another which ended after it: clocks differ."""


def resolve(db: Database, key: str, *, sent: bool, now: datetime) -> Delivery:
    """See `Ledger.resolve`."""
    with db.transaction():
        row = _able(db, key, Step.CONFIRM)
        reason = message("ledger.confirmed" if sent else "ledger.denied")
        # What has no text any more (its signer was forgotten) cannot leave again.
        lost = row["state"] == State.UNCERTAIN and db.row("body", id=row["id"]) is None
        step = Step.CONFIRM if sent else Step.WITHDRAW if lost else Step.DENY
        changed = move(db, row, step, now=now, note=rows.words(reason), due=rows.text(now))
        tell(db, row, "resolved", now=now, reason=reason, state=changed["state"])
    return rows.delivery(changed)


def cancel(db: Database, which: Which, *, now: datetime, reason: Message) -> tuple[Delivery, ...]:
    """See `Ledger.cancel`."""
    with db.transaction():
        cancelled = [_cancel(db, row, now=now, reason=reason) for row in _waiting(db, which)]
    return tuple(map(rows.delivery, cancelled))


def _waiting(db: Database, which: Which) -> list[Row]:
    if which.keys:
        return [_able(db, key, Step.CANCEL) for key in which.keys]
    states_ = [state for state in (State.QUEUED, State.LEASED) if not which.states or state in which.states]
    return [row for state in states_ for row in in_state(db, state, which, limit=_EVERY)]


def _cancel(db: Database, row: Row, *, now: datetime, reason: Message) -> Row:
    # Read again: cancelling a main letter has taken the copies behind it along.
    current = need(db, row["key"])
    if current["state"] == State.CANCELLED:
        return current
    changed = move(db, current, Step.CANCEL, now=now, note=rows.words(reason))
    tell(db, row, State.CANCELLED, now=now, reason=reason)
    return changed


def retry(db: Database, key: str, *, now: datetime) -> Delivery:
    """See `Ledger.retry`."""
    with db.transaction():
        row = _able(db, key, Step.RETRY)
        if row["bundle"] and row["state"] in states.FINISHED:
            raise UsageError("ledger.bundle-over", key=short(key), case=row["case"])
        if row["receipt_kind"] == ReceiptKind.SUBMITTED:
            raise UsageError("ledger.taken-back", key=short(key), case=row["case"])
        if db.row("body", id=row["id"]) is None:
            raise UsageError("ledger.no-text", key=short(key), case=row["case"])
        rival = db.row("rivals", id=row["id"])
        if rival is not None:
            raise UsageError("ledger.place-taken", key=short(key), other=short(rival["key"]))
        main = db.row("get", key=row["after"]) if row["after"] else None
        held = int(main is not None and main["state"] != State.SENT)
        changed = move(db, row, Step.RETRY, now=now, due=rows.text(now), attempts=0, note="", held=held)
        tell(db, row, "retried", now=now)
    return rows.delivery(changed)


def purge(db: Database, *, now: datetime, keep: timedelta) -> int:
    """See `Ledger.purge`."""
    with db.transaction(alone=Alone.QUEUE):
        before = rows.text(now - keep)
        erased = db.changed("purge", before=before)
        db.run("note_purged", before=before)
        _forget_signers(db)
    return erased


def _forget_signers(db: Database) -> None:
    """Erase who signs beside every text that no new round will need; what was looked through before is passed over."""
    known = db.row("get_meta", name=facts.SIGNERS)
    since = bytes(known["value"]).decode() if known else ""
    if db.changed("forget_signers", since=since, why=look.SUPERSEDED):
        last = rows.instant((db.row("last_settled") or {})["settled"])
        db.run("set_meta", name=facts.SIGNERS, value=rows.text(last - _LATE).encode())


def note_round(db: Database, case: str, round_: int, state: RoundState, *, now: datetime) -> None:
    """See `Ledger.note_round`."""
    with db.transaction(alone=Alone.LETTER):
        db.run("note_round", case=case, round=round_, state=state, at=rows.text(now), why="")


def turn_round(
    db: Database, case: str, round_: int, state: RoundState, *, now: datetime, reason: Message, why: Text
) -> tuple[Delivery, ...]:
    """See `Ledger.turn_round`."""
    last = round_ - 1 if state is RoundState.OPEN else round_
    told = json.dumps(dict(why), ensure_ascii=False) if why else ""
    with db.transaction():
        db.run("note_round", case=case, round=round_, state=state, at=rows.text(now), why=told)
        over = [row for row in _waiting(db, Which(case=case)) if row["round"] <= last]
        cancelled = [_cancel(db, row, now=now, reason=reason) for row in over]
    return tuple(map(rows.delivery, cancelled))


def hold(db: Database, kind: HoldKind, id_: str, *, now: datetime) -> bool:
    """See `Ledger.hold`."""
    with db.transaction(alone=Alone.LETTER):
        return db.changed("hold", kind=kind, id=id_, since=rows.text(now)) > 0


def release(db: Database, kind: HoldKind, id_: str) -> bool:
    """See `Ledger.release`."""
    with db.transaction(alone=Alone.LETTER):
        return db.changed("release", kind=kind, id=id_) > 0


def record(db: Database, done: Record) -> None:
    """See `Ledger.record`."""
    with db.transaction(alone=Alone.LETTER):
        db.run(
            "add_record",
            case=done.case,
            round=done.round,
            authority=done.authority,
            channel=done.channel,
            day=done.day.isoformat(),
            count=done.count,
            at=rows.text(done.at),
        )


def add_tombstone(db: Database, marks: Sequence[str], *, now: datetime) -> None:
    """See `Ledger.add_tombstone`."""
    with db.transaction(alone=Alone.LETTER):
        for mark in sorted(marks):
            db.run("add_tombstone", mark=mark, at=rows.text(now))


def _able(db: Database, key: str, step: Step) -> Row:
    """The row of a delivery that can take a step.

    Raises:
        UsageError: There is none, it stands where the step is not possible, or another letter carries it.
    """
    row = need(db, key)
    if row["bundle"] not in {"", row["key"]}:
        raise UsageError("ledger.in-bundle", key=short(key), bundle=short(row["bundle"]))
    if states.after(State(row["state"]), step) is None:
        state = message(f"ledger.is-{row['state']}")
        raise UsageError(f"ledger.cannot-{step}", key=short(key), state=state)
    return row
