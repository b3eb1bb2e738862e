"""Whether a ledger is whole: what the database finds in its own files, and what our own rules say of the rows."""

from __future__ import annotations

from urgentaction.errors import Message, message
from urgentaction.ledger.database import Database

RULES = ("tally", "tally-total", "claims", "places", "bodies", "leases", "ends")
"""Each is a statement `wrong_…` that counts the rows that break it, and words `ledger.wrong-…`."""


def check(db: Database) -> tuple[Message, ...]:
    """See `Ledger.check`."""
    with db.snapshot():
        found = [message("ledger.wrong-file", why=why) for why in db.faults()]
        # The rows of a broken file tell nothing.
        return tuple(found or _broken(db))


def _broken(db: Database) -> list[Message]:
    counts = {rule: db.row(f"wrong_{rule.replace('-', '_')}") for rule in RULES}
    return [message(f"ledger.wrong-{rule}", count=row["count"]) for rule, row in counts.items() if row and row["count"]]
