"""What an outcome writes into the record: the columns it changes, its name in the history, its proof."""

from __future__ import annotations

from datetime import datetime, timedelta

from urgentaction import pace as pacing
from urgentaction.errors import Message
from urgentaction.ledger import rows
from urgentaction.ledger.database import Value
from urgentaction.ledger.rows import Row
from urgentaction.model.delivery import (
    Accepted,
    Cancelled,
    Halted,
    Handed,
    Outcome,
    Refused,
    Scope,
    Unavailable,
    Uncertain,
)


def changes(row: Row, outcome: Outcome, *, now: datetime, jitter: float) -> dict[str, Value]:
    """The columns that an outcome changes beside the state."""
    match outcome:
        case Accepted(receipt):
            proof = {"receipt_kind": receipt.kind, "receipt_reference": receipt.reference}
            return {**proof, "receipt_detail": receipt.detail, "note": ""}
        case Handed(detail):
            return {"note": detail}
        case Unavailable(reason, until, scope):
            attempts = row["attempts"] + 1
            wait = pacing.backoff(attempts, jitter, at_least=until - now if until else timedelta())
            charged = row["attempts"] if scope is Scope.CONNECTION else attempts
            return {"attempts": charged, "due": rows.text(now + wait), "note": rows.words(reason)}
        case Halted(_, reason, until):
            return {"due": max(row["due"], rows.text(until)) if until else row["due"], "note": rows.words(reason)}
        case Refused(reason) | Uncertain(reason) | Cancelled(reason):
            return {"note": rows.words(reason)}


def reason_of(outcome: Outcome) -> Message | None:
    """Why, where an outcome has a reason."""
    return None if isinstance(outcome, Accepted | Handed) else outcome.reason


def event(outcome: Outcome, changed: Row) -> str:
    """What the history calls it: the new state, or why the letter waits again."""
    match outcome:
        case Unavailable():
            return "postponed"
        case Halted():
            return "halted"
        case _:
            return str(changed["state"])


def proof(outcome: Outcome) -> dict[str, str]:
    """What the history keeps of what a channel gave."""
    match outcome:
        case Accepted(receipt):
            return {"kind": receipt.kind, "reference": receipt.reference, "detail": receipt.detail}
        case Handed(detail):
            return {"detail": detail}
        case _:
            return {}
