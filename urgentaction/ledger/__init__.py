"""The durable record: a queue that loses nothing and sends nothing twice without having said that it is not sure."""

from __future__ import annotations

from pathlib import Path

from urgentaction.errors import UserError
from urgentaction.ledger.base import Ledger
from urgentaction.ledger.identity import message_id
from urgentaction.ledger.sqlite import PATIENCE, open_file
from urgentaction.ledger.stored import StoredLedger
from urgentaction.ledger.told import Forgotten, Gap, Taken
from urgentaction.ledger.values import (
    ALL,
    KEEP_BODIES,
    LEASE,
    Count,
    Enqueued,
    Hold,
    HoldKind,
    Hour,
    LeaseLost,
    NewDelivery,
    Next,
    Record,
    Slot,
    Which,
)

__all__ = [
    "ALL",
    "KEEP_BODIES",
    "LEASE",
    "Count",
    "Enqueued",
    "Forgotten",
    "Gap",
    "Hold",
    "HoldKind",
    "Hour",
    "LeaseLost",
    "Ledger",
    "NewDelivery",
    "Next",
    "Record",
    "Slot",
    "Taken",
    "Which",
    "message_id",
    "open_ledger",
]


def open_ledger(where: str | Path, *, patience: float = PATIENCE) -> Ledger:
    """Open the ledger in a file, or make it; `patience` is how many seconds to wait for another process that writes.

    Raises:
        UserError: The place is not fit, the file is no ledger or a newer program's, or it cannot be written.
    """
    if "://" in str(where):
        raise UserError("ledger.unknown-kind", where=str(where).partition("://")[0])
    return StoredLedger(open_file(Path(where).expanduser(), patience=patience))
