"""A person is forgotten: their words and addresses go, what waits is cancelled; counts and a keyed mark stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from urgentaction.errors import message
from urgentaction.ledger import identity, rows
from urgentaction.ledger.database import Database
from urgentaction.ledger.moves import move, tell
from urgentaction.ledger.rows import Row
from urgentaction.ledger.states import Step
from urgentaction.ledger.told import Forgotten
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Delivery, State
from urgentaction.model.signer import Signer

WAITING = frozenset({State.QUEUED, State.LEASED})


def known(db: Database, marks: Sequence[str]) -> tuple[tuple[str, ...], list[Row]]:
    """Every mark and every delivery of a person: whoever shares one mark with them is the same signer (design §7)."""
    found: dict[int, Row] = {}
    seen: list[str] = []
    ahead = list(marks)
    while ahead:
        mark = ahead.pop(0)
        seen.append(mark)
        for row in db.rows("with_mark", mark=mark):
            if row["id"] not in found:
                found[row["id"]] = row
                ahead += [one for one in marks_of(db, row) if one not in seen and one not in ahead]
    return tuple(seen), [found[id_] for id_ in sorted(found)]


def letters(db: Database, marks: Sequence[str]) -> tuple[Delivery, ...]:
    """See `Ledger.letters_of`."""
    return tuple(rows.delivery(row) for row in known(db, marks)[1])


def forget(db: Database, secrets: Sequence[bytes], marks: Sequence[str], *, now: datetime) -> Forgotten:
    """See `Ledger.forget`."""
    with db.transaction():
        every, found = known(db, marks)
        for mark in every:
            db.run("add_tombstone", mark=mark, at=rows.text(now))
        bundles = list(dict.fromkeys(row["bundle"] for row in found if row["bundle"]))
        for key in bundles:
            _erase_bundle(db, key, now=now)
        for row in found:
            erase(db, secrets, row, now=now)
        after = [db.row("get", key=row["key"]) or row for row in found]
    db.scrub()
    return Forgotten(
        marks=every,
        letters=tuple(map(rows.delivery, after)),
        cancelled=sum(
            was["state"] in WAITING and is_["state"] == State.CANCELLED for was, is_ in zip(found, after, strict=True)
        ),
        sending=sum(row["state"] == State.SENDING for row in found),
        bundles=tuple(bundles),
        prints=tuple(
            row["receipt_reference"]
            for row in found
            if row["channel"] == ChannelName.PRINT and row["receipt_reference"]
        ),
    )


def erase(db: Database, secrets: Sequence[bytes], row: Row, *, now: datetime) -> None:
    """Erase what a delivery holds of its signer, within a transaction; what waits is cancelled."""
    _cancel(db, row, "ledger.forgotten", now=now)
    current = db.row("get", key=row["key"]) or row
    own = {mark for secret in secrets for mark in identity.marks(secret, Signer(name="", email=current["sender"]))}
    is_theirs = bool(current["sender"]) and not own.isdisjoint(marks_of(db, row))
    sender = "" if is_theirs else current["sender"]
    db.run("erase_body", id=row["id"])
    db.run(
        "erase_person",
        id=row["id"],
        sender=sender,
        note=_without_address(current["note"]),
        receipt_detail=_without_address(current["receipt_detail"]),
    )
    if is_theirs:
        db.run("erase_sender", id=row["id"], sender="")


def is_carried(row: Row) -> bool:
    """Whether a delivery is a signature in a bundle, which goes where the bundle goes."""
    return bool(row["bundle"]) and row["bundle"] != row["key"]


def marks_of(db: Database, row: Row) -> list[str]:
    """The marks of a delivery's signer."""
    return [claim["mark"] for claim in db.rows("claims_of", id=row["id"])]


def _erase_bundle(db: Database, key: str, *, now: datetime) -> None:
    """The letter that carries many signatures: one that waits goes down whole, so that it is made anew without them."""
    if carrier := db.row("get", key=key):
        _cancel(db, carrier, "ledger.bundle-anew", now=now)
        db.run("erase_body", id=carrier["id"])


def _cancel(db: Database, row: Row, reason: str, *, now: datetime) -> None:
    current = db.row("get", key=row["key"]) or row
    if current["state"] in WAITING and not is_carried(current):
        why = message(reason)
        changed = move(db, current, Step.CANCEL, now=now, note=rows.words(why))
        tell(db, changed, State.CANCELLED, now=now, reason=why)


def _without_address(text: str) -> str:
    """What a server said may name the signer's address."""
    return "" if "@" in text else str(text)
