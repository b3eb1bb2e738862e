"""A letter that waited in a copy may have left since: a person must say, and until then the pace counts it as left."""

from __future__ import annotations

from datetime import datetime

from urgentaction.errors import message
from urgentaction.ledger import exporting, rows
from urgentaction.ledger.database import Database
from urgentaction.ledger.moves import move, tell
from urgentaction.ledger.rows import Row
from urgentaction.ledger.states import Step
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import State

MAY_HAVE_LEFT = message("ledger.may-have-left")


def doubt(db: Database, row: Row, *, now: datetime) -> None:
    """Within a transaction: one letter that waits becomes uncertain."""
    changed = move(db, row, Step.MISS, now=now, worker="", note=rows.words(MAY_HAVE_LEFT))
    tell(db, changed, State.UNCERTAIN, now=now, reason=MAY_HAVE_LEFT)
    count_as_left(db, changed, now=now)


def doubt_all(db: Database, vouching: Database | None, *, now: datetime) -> int:
    """Every letter that waits, but for those of which a newer ledger (`vouching`) knows the rest; gives how many."""
    doubts = 0
    with db.transaction():
        for state in (State.QUEUED, State.LEASED, State.SENDING):
            for page in exporting.pages(db, "waiting_page", state=state):
                for row in page:
                    if vouching is None or not _knows_more(vouching, db, row):
                        doubt(db, row, now=now)
                        doubts += 1
    return doubts


def count_as_left(db: Database, row: Row, *, now: datetime) -> None:
    """An attempt, now, as the pace counts it."""
    if row["channel"] == ChannelName.EMAIL:
        places = {name: row[name] for name in ("channel", "authority", "domain", "sender")}
        db.run("add_attempt", delivery=row["id"], at=rows.text(now), **places)


def _knows_more(vouching: Database, db: Database, row: Row) -> bool:
    """Whether another ledger's history of a letter goes on from ours, or is the same."""
    ours, theirs = exporting.history(db, row["key"]), exporting.history(vouching, row["key"])
    return theirs[: len(ours)] == ours
