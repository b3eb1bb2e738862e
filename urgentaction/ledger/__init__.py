"""The durable record: a queue that loses nothing and sends nothing twice without having said that it is not sure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from urgentaction.errors import UserError
from urgentaction.ledger import server
from urgentaction.ledger.base import Ledger
from urgentaction.ledger.database import Database
from urgentaction.ledger.identity import message_id
from urgentaction.ledger.sqlite import PATIENCE, open_file
from urgentaction.ledger.stacks import Begun, Stack, stack_id
from urgentaction.ledger.stored import StoredLedger
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
    Next,
    Record,
    Result,
    Slot,
    Superseded,
    Which,
)
from urgentaction.model.delivery import LeaseLost

__all__ = [
    "ALL",
    "KEEP_BODIES",
    "LEASE",
    "Advanced",
    "Begun",
    "Count",
    "Enqueued",
    "Forgotten",
    "Forward",
    "Gap",
    "Hold",
    "HoldKind",
    "Hour",
    "LeaseLost",
    "Ledger",
    "NewDelivery",
    "Next",
    "Record",
    "Result",
    "Slot",
    "Stack",
    "Superseded",
    "Taken",
    "Which",
    "message_id",
    "open_ledger",
    "stack_id",
]


def open_ledger(where: str | Path, *, patience: float | None = None, secret: Callable[[], str] | None = None) -> Ledger:
    """Open the ledger in a file or on a server, or make it there.

    `where` is a path, or the URL of a PostgreSQL database (`postgresql://…`); `patience` is how many seconds to wait
    for another program that writes; `secret` gives the password, if the server asks for one.

    Raises:
        UserError: The place is not fit, holds no ledger or a newer program's, cannot be reached, or cannot be written.
    """
    if server.is_url(str(where)):
        return StoredLedger(_on_server(server.parse(str(where)), patience, secret))
    return StoredLedger(open_file(Path(where).expanduser(), patience=PATIENCE if patience is None else patience))


def _on_server(address: server.Server, patience: float | None, secret: Callable[[], str] | None) -> Database:
    try:
        from urgentaction.ledger import postgres
    except ImportError as error:
        raise UserError("ledger.no-driver", path=str(address), why=str(error)) from error
    return postgres.Postgres(address, secret=secret, patience=postgres.PATIENCE if patience is None else patience)
