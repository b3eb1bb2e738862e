"""The one place where a delivery changes state, with all that goes with it: claims, body, copies, history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from urgentaction.errors import Message, UsageError, message
from urgentaction.ledger import rows, states
from urgentaction.ledger.database import Database, Value
from urgentaction.ledger.rows import Row
from urgentaction.ledger.states import Step
from urgentaction.model.delivery import LIVE, Receipt, State

_CARRIED = (
    "due",
    "attempts",
    "first_attempt",
    "settled",
    "held",
    "worker",
    "lease_until",
    "note",
    "receipt_kind",
    "receipt_reference",
    "receipt_detail",
)

_NARROW = frozenset({Step.LEASE, Step.BEGIN})
"""Steps of every letter that change a few columns alone, and neither claims nor copies."""


def short(key: str) -> str:
    """A key as people see and type it."""
    return key[:8]


def need(db: Database, key: str, statement: str = "get") -> Row:
    """The row of a delivery, by a statement that finds it by its key.

    Raises:
        UsageError: There is none.
    """
    row = db.row(statement, key=key)
    if row is None:
        raise UsageError("ledger.no-delivery", key=key)
    return row


def move(db: Database, row: Row, step: Step, *, now: datetime, **changes: Value) -> Row:
    """Take a step, within a transaction; columns not named keep their value. Gives the changed row.

    Raises:
        RuntimeError: The step is not possible from this state (a bug: callers ask first).
    """
    old = State(row["state"])
    new = states.after(old, step)
    if new is None:
        raise RuntimeError(f"no {step} from {old} ({row['key']})")
    if step in _NARROW:
        db.run(f"move_{new}", id=row["id"], state=new, **changes)
        return {**row, **changes, "state": new}
    values: dict[str, Any] = {name: row[name] for name in _CARRIED} | _by_state(row, new, now) | changes
    db.run("move", id=row["id"], state=new, **values)
    _claims(db, row, old=old, new=new)
    _copies(db, row["key"], new=new, now=now)
    _signatures(db, row, new=new, now=now)
    return {**row, **values, "state": new}


def accept(db: Database, key: str, receipt: Receipt, *, worker: str, now: datetime) -> Row | None:
    """`move` for what becomes of nearly every letter: its worker sends it, and it is accepted. None: it is not so."""
    proof = {"kind": receipt.kind, "reference": receipt.reference, "detail": receipt.detail}
    changed = db.row("accept", key=key, worker=worker, settled=rows.text(now), **proof)
    if changed is not None:
        _copies(db, key, new=State.SENT, now=now)
        _signatures(db, changed, new=State.SENT, now=now)
    return changed


def tell(db: Database, row: Row, what: str, *, now: datetime, reason: Message | None = None, **data: str) -> None:
    """Add to the history of a delivery; the record keeps English words and, as data, the message itself."""
    db.run(
        "add_event",
        delivery=row["id"],
        at=rows.text(now),
        what=what,
        detail=rows.words(reason),
        data=rows.data(reason, **data),
    )


def _by_state(row: Row, new: State, now: datetime) -> dict[str, Value]:
    """What a state says about the lease and about being settled."""
    if new in {State.LEASED, State.SENDING}:
        return {}
    if new is State.QUEUED:
        # A proof of before would be taken for one of what comes, if that broke off.
        proof = {"receipt_kind": None, "receipt_reference": "", "receipt_detail": ""}
        return {"lease_until": None, "worker": "", "settled": None, **proof}
    # The worker of an uncertain letter may still come with the answer.
    worker = row["worker"] if new is State.UNCERTAIN else ""
    return {"lease_until": None, "worker": worker, "settled": rows.text(now), "held": 0}


def _claims(db: Database, row: Row, *, old: State, new: State) -> None:
    if old in LIVE and new not in LIVE:
        db.run("free_claims", id=row["id"])
    elif old not in LIVE and new in LIVE:
        db.run("take_claims", id=row["id"])


def _copies(db: Database, key: str, *, new: State, now: datetime) -> None:
    """A copy leaves once its main letter is sent, and goes down with it."""
    if new not in states.FINISHED:
        return
    for copy in db.rows("copies", key=key):
        if new is State.SENT:
            db.run("move", id=copy["id"], state=State.QUEUED, **{name: copy[name] for name in _CARRIED} | {"held": 0})
        else:
            reason = message("ledger.main-not-sent")
            move(db, copy, Step.CANCEL, now=now, note=rows.words(reason))
            tell(db, copy, State.CANCELLED, now=now, reason=reason)


def _signatures(db: Database, row: Row, *, new: State, now: datetime) -> None:
    """What a bundle carries is sent with it; where it is not sent, its signers may be written for again."""
    if row["bundle"] != row["key"] or new not in states.FINISHED:
        return
    reason = None if new is State.SENT else message("ledger.bundle-not-sent")
    state = State.CANCELLED if reason else State.SENT
    place, note = {"bundle": row["key"]}, rows.words(reason)
    db.run("tell_signatures", at=rows.text(now), what=state, detail=note, data=rows.data(reason), **place)
    if reason:
        db.run("free_signatures", **place)
    db.run("settle_signatures", state=state, settled=rows.text(now), note=note, **place)
