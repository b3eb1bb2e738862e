"""Letters that were ordered from a provider: what it reports of them later is told once, as events and not as state."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from urgentaction.errors import Message, message
from urgentaction.ledger import outcomes, rows
from urgentaction.ledger.database import Alone, Database
from urgentaction.ledger.moves import move, need, tell
from urgentaction.ledger.rows import Row
from urgentaction.ledger.states import Step
from urgentaction.model.delivery import Accepted, Delivery, Receipt, State
from urgentaction.model.progress import ENDS, Kind, Progress, written

PROGRESS, RETURNED, ENDED = "progress", "returned", "ended"
"""What the history calls a step, the coming back that set the signer's place free, and any other end."""


class Following(Protocol):
    """The part of a ledger that letters need after a provider has taken them (see `Ledger`)."""

    def underway(self, case: str = "") -> tuple[Delivery, ...]:
        """What providers have taken and of which more is expected, the oldest first."""
        ...

    def note_progress(self, key: str, steps: Sequence[Progress], *, now: datetime) -> tuple[Progress, ...]:
        """Note what a provider says of a letter; gives the steps that were not known.

        What came back sets its signer's place free; what was cancelled there is cancelled.
        """
        ...

    def found(self, key: str, receipt: Receipt, *, now: datetime) -> Delivery:
        """Settle an uncertain letter that its provider has; any other stays as it is."""
        ...

    def take_back(self, key: str, *, reason: Message, now: datetime) -> Delivery:
        """Note that its provider took a letter back: it is cancelled, and its signer's place free."""
        ...


def underway(db: Database, case: str) -> tuple[Delivery, ...]:
    """See `Following.underway`."""
    return tuple(map(rows.delivery, db.rows("underway", case=case)))


def note(db: Database, key: str, steps: Sequence[Progress], *, now: datetime) -> tuple[Progress, ...]:
    """See `Following.note_progress`."""
    with db.transaction(alone=Alone.LETTER):
        row = need(db, key, "take")  # whoever asked about the same letter at the same time waits here
        new = tuple(step for step in steps if _told(db, row, step, now=now))
        if row["state"] == State.SENT:
            _end(db, row, {step.kind for step in steps}, now=now)
    return new


def _told(db: Database, row: Row, step: Progress, *, now: datetime) -> bool:
    """Tell a step, unless the history has it."""
    detail = step.kind.value if step.status == step.kind else f"{step.kind}: {step.status}"
    data = rows.data(None, **written(step))
    at = rows.text(now)
    return db.changed("import_event", delivery=row["id"], at=at, what=PROGRESS, detail=detail, data=data) > 0


def _end(db: Database, row: Row, kinds: Collection[Kind], *, now: datetime) -> None:
    """What follows from a letter's end, once."""
    ends = [kind for kind in Kind if kind in ENDS and kind in kinds]
    if Kind.CANCELLED in ends:
        _take_back(db, row, message("ledger.cancelled-there"), now=now)
    elif Kind.RETURNED in ends and db.row("has_event", id=row["id"], what=RETURNED) is None:
        db.run("free_claims", id=row["id"])
        tell(db, row, RETURNED, now=now, reason=message("ledger.came-back"))
    elif ends and not any(db.row("has_event", id=row["id"], what=what) for what in (RETURNED, ENDED)):
        tell(db, row, ENDED, now=now, reason=message("ledger.ended"))


def found(db: Database, key: str, receipt: Receipt, *, now: datetime) -> Delivery:
    """See `Following.found`."""
    outcome = Accepted(receipt)
    with db.transaction(alone=Alone.LETTER):
        row = need(db, key, "take")
        if row["state"] != State.UNCERTAIN:
            return rows.delivery(row)
        changed = move(db, row, Step.ACCEPT, now=now, **outcomes.changes(row, outcome, now=now, jitter=0))
        tell(db, row, "resolved", now=now, reason=message("ledger.found"), **outcomes.proof(outcome))
    return rows.delivery(changed)


def take_back(db: Database, key: str, *, reason: Message, now: datetime) -> Delivery:
    """See `Following.take_back`."""
    with db.transaction(alone=Alone.LETTER):
        row = need(db, key, "take")
        changed = _take_back(db, row, reason, now=now) if row["state"] == State.SENT else row
    return rows.delivery(changed)


def _take_back(db: Database, row: Row, reason: Message, *, now: datetime) -> Row:
    changed = move(db, row, Step.TAKE_BACK, now=now, note=rows.words(reason))
    tell(db, row, State.CANCELLED, now=now, reason=reason)
    return changed
