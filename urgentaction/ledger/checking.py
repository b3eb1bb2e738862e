"""Whether a ledger is whole: what the database finds in its own files, and what our own rules say of the rows."""

from __future__ import annotations

from urgentaction.errors import Message, message
from urgentaction.ledger.database import Database

RULES = ("tally", "tally-total", "claims", "places", "bodies", "leases", "ends")
"""Each is a statement `wrong_…` that counts the rows that break it, and words `ledger.wrong-…`."""


def check(db: Database) -> tuple[Message, ...]:
    """See `Ledger.check`."""
    # The rows of a broken file tell nothing.
    if faults := db.faults():
        return tuple(message("ledger.wrong-file", why=why) for why in faults)
    with db.snapshot():
        return tuple(_broken(db))


def _broken(db: Database) -> list[Message]:
    counts = {rule: db.row(f"wrong_{rule.replace('-', '_')}") for rule in RULES}
    return [message(f"ledger.wrong-{rule}", count=row["count"]) for rule, row in counts.items() if row and row["count"]]
