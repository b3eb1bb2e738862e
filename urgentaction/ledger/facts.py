"""What a ledger knows of itself: its secrets, its name, and whether it may lack what another has sent."""

from __future__ import annotations

import hashlib
import hmac
import secrets as randomness
from collections.abc import Sequence
from datetime import datetime

from urgentaction.ledger import rows
from urgentaction.ledger.database import Database
from urgentaction.ledger.told import Gap

SECRET = "secret"  # noqa: S105  # the name of a row, not a secret
FURTHER = "secret."
"""Before the name of another ledger whose letters were taken in: its signers are recognised by its secret."""

COPIED = "copied"
"""In a copy: when it was made."""

RESTORED = "restored"
"""When the copy was made that this ledger was restored from: what came after it may be missing."""

VOUCHED = "vouched"
"""When a person said that nobody else had sent."""

SHARED = "shared"
"""Since when another ledger may make letters of the same keys: it was told the secret, or told us what it knew."""

SIGNERS = "signers"
"""Of letters that ended before this instant, who signs is erased where no new round will need it."""

TOLD = (COPIED, RESTORED, VOUCHED)
"""Facts that an export carries along."""


def secrets(db: Database) -> tuple[bytes, ...]:
    """The ledger's own secret, made once (32 random bytes that key every HMAC), then those of ledgers it took in."""
    found = {row["name"]: bytes(row["value"]) for row in db.rows("all_meta")}
    if SECRET not in found:
        with db.transaction():
            db.run("put_meta", name=SECRET, value=randomness.token_bytes(32))
        found = {row["name"]: bytes(row["value"]) for row in db.rows("all_meta")}
    return (found[SECRET], *(value for name, value in found.items() if name.startswith(FURTHER)))


def name_of(secret: bytes) -> str:
    """A ledger's name, made of its secret: tells two ledgers apart and gives nothing away."""
    return hmac.new(secret, b"name of the ledger", hashlib.sha256).hexdigest()[:8]


def adopt(db: Database, secret: bytes) -> None:
    """Make another ledger's secret one's own: only for a ledger that has never made a key."""
    db.run("set_meta", name=SECRET, value=secret)


def add(db: Database, further: Sequence[bytes]) -> int:
    """Recognise the signers of other ledgers too; gives how many secrets are new here."""
    known = set(secrets(db))
    fresh = [secret for secret in further if secret not in known]
    for secret in fresh:
        db.run("set_meta", name=f"{FURTHER}{name_of(secret)}", value=secret)
    return len(fresh)


def told(db: Database) -> dict[str, str]:
    """The facts that are set, by name."""
    found = {row["name"]: bytes(row["value"]) for row in db.rows("all_meta")}
    return {name: found[name].decode() for name in TOLD if name in found}


def note(db: Database, name: str, value: str) -> None:
    """Set a fact."""
    db.run("set_meta", name=name, value=value.encode())


def share(db: Database, *, now: datetime) -> None:
    """Note, within a transaction, that another ledger may have made letters of the same keys, unknown here."""
    note(db, SHARED, rows.text(now))


def drop(db: Database, name: str) -> None:
    """Forget a fact."""
    db.run("drop_meta", name=name)


def is_new(db: Database) -> bool:
    """Whether nothing was ever written in this ledger."""
    found = db.row("newest_delivery")
    asked = (db.rows("all_rounds"), db.rows("page_tombstones", after="", limit=1), db.rows("records", case=""))
    return not (found and found["id"]) and not any(asked)


def gap(db: Database) -> Gap | None:
    """See `Ledger.gap`."""
    known = told(db)
    if RESTORED in known:
        return Gap(since=rows.instant(known[RESTORED]))
    newest = db.row("newest_delivery")
    return None if VOUCHED in known or (newest and newest["id"]) else Gap()


def vouch(db: Database, *, now: datetime) -> None:
    """See `Ledger.vouch`."""
    with db.transaction():
        note(db, VOUCHED, rows.text(now))
        drop(db, RESTORED)
