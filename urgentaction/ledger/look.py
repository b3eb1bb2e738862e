"""What the ledger tells: who holds a place, what waits, what was sent when, how many stand where."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from heapq import merge
from itertools import chain, islice

from urgentaction.errors import UsageError
from urgentaction.ledger import identity, rows
from urgentaction.ledger.database import Database
from urgentaction.ledger.moves import need
from urgentaction.ledger.rows import Row
from urgentaction.ledger.values import Count, Hold, HoldKind, Hour, Record, Slot, Superseded, Which
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import RoundState, Text
from urgentaction.model.delivery import Delivery, Event, State

SHORTEST_PREFIX = 4
"""Digits of a key that a person must type at least."""

_WINDOW = timedelta(hours=24)

_PAGE = 500

SUPERSEDED = '%superseded"%'
"""What the history keeps, as data, of a letter that a later round took out."""
"""Rows that are read at a time where there may be very many."""


def slot(
    db: Database, secret: bytes, case: str, round_: int, authority: str, *, marks: Sequence[str], again: bool = False
) -> Slot:
    """See `Ledger.slot`."""
    found = claims_on(db, case, round_, authority, marks)
    live = [row for row in found if row["freed"] == 0]
    number = live[-1]["again"] + 1 if again and live else 0
    holder = next((row for row in live if row["again"] >= number), None)
    # A letter that was refused or cancelled before left its key behind: the next attempt gets one of its own.
    attempt = sum(1 for row in found if row["freed"] and row["mark"] == marks[0] and row["again"] == number)
    return Slot(
        key=identity.letter_key(secret, case, round_, authority, marks[0], numbers=(number, attempt)),
        again=number,
        holder=holder["key"] if holder else "",
        state=State(holder["state"]) if holder else None,
        tried=bool(found),
    )


def claims_on(db: Database, case: str, round_: int, authority: str, marks: Sequence[str]) -> list[Row]:
    """The claims of a signer on one place, live and freed, the lowest `again` first."""
    found = [db.rows("claims_on", case=case, round=round_, authority=authority, **part) for part in in_threes(marks)]
    return found[0] if len(found) == 1 else sorted(chain(*found), key=lambda row: row["again"])


def withdrawn(db: Database, marks: Sequence[str]) -> bool:
    """See `Ledger.withdrawn`."""
    return any(db.row("tombstone", **part) for part in in_threes(marks))


def round_state(db: Database, case: str, round_: int) -> RoundState | None:
    """See `Ledger.round_state`."""
    return state_of(db.row("round", case=case, round=round_), round_)


def round_why(db: Database, case: str, round_: int) -> Text:
    """See `Ledger.round_why`."""
    row = db.row("round_why", case=case, round=round_)
    found: Text = json.loads(row["why"]) if row and row["why"] else {}
    return found


def state_of(known: Row | None, round_: int) -> RoundState | None:
    """What a row with `state` and `newest` says of a round."""
    if known is None or known["newest"] is None:
        return None
    if known["newest"] > round_:
        return RoundState.SUPERSEDED
    return RoundState(known["state"]) if known["state"] else None


def find(db: Database, prefix: str) -> Delivery:
    """See `Ledger.find`."""
    typed = prefix.strip().lower()
    if len(typed) < SHORTEST_PREFIX:
        raise UsageError("ledger.short-key", key=prefix, least=SHORTEST_PREFIX)
    found = db.rows("found", first=typed, beyond=f"{typed}g")
    if len(found) > 1:
        raise UsageError("ledger.ambiguous-key", key=prefix)
    return get(db, found[0]["key"] if found else typed)


def get(db: Database, key: str) -> Delivery:
    """See `Ledger.get`."""
    return rows.delivery(need(db, key))


def body(db: Database, key: str) -> bytes | None:
    """See `Ledger.body`."""
    row = db.row("body", id=need(db, key)["id"])
    return bytes(row["body"]) if row else None


def superseded(db: Database, case: str, round_: int) -> Iterator[Superseded]:
    """See `Ledger.superseded`."""
    before = sys.maxsize
    while page := db.rows("superseded", case=case, round=round_, before=before, why=SUPERSEDED, limit=_PAGE):
        yield from (Superseded(rows.delivery(row), bytes(row["signer"] or b"")) for row in page)
        before = page[-1]["id"]


def listed(db: Database, which: Which, *, limit: int) -> tuple[Delivery, ...]:
    """See `Ledger.list`."""
    if which.keys:
        return tuple(get(db, key) for key in which.keys)
    if not which.states:
        return tuple(map(rows.delivery, db.rows("listed", limit=limit, **filters(which))))
    by_state = [in_state(db, state, which, limit=limit) for state in which.states]
    newest = merge(*by_state, key=lambda row: row["id"], reverse=True)
    return tuple(map(rows.delivery, islice(newest, limit)))


def in_state(db: Database, state: State, which: Which, *, limit: int) -> list[Row]:
    """The newest rows in one state, by the statement that has an index for it."""
    return db.rows(_LISTED.get(state, "listed_state"), state=state, limit=limit, **filters(which))


_LISTED = {
    State.QUEUED: "listed_queued",
    State.LEASED: "listed_leased",
    State.SENDING: "listed_leased",
    State.SENT: "listed_sent",
}


def history(db: Database, key: str) -> tuple[Event, ...]:
    """See `Ledger.history`."""
    return tuple(rows.event(row, key) for row in db.rows("history", key=need(db, key)["key"]))


def log(db: Database, which: Which, *, limit: int) -> tuple[tuple[Event, Delivery], ...]:
    """See `Ledger.log`."""
    found = db.rows("log", limit=limit, **filters(which))
    return tuple((rows.event(row, row["key"]), rows.delivery(row)) for row in found)


def counts(db: Database, case: str) -> tuple[Count, ...]:
    """See `Ledger.counts`."""
    return tuple(
        Count(
            case=row["case"],
            round=row["round"],
            authority=row["authority"],
            channel=ChannelName(row["channel"]),
            state=State(row["state"]),
            count=row["count"],
        )
        for row in db.rows("counts", case=case)
    )


def by_hour(db: Database, case: str) -> tuple[Hour, ...]:
    """See `Ledger.by_hour`."""
    return tuple(
        Hour(
            case=row["case"],
            round=row["round"],
            authority=row["authority"],
            channel=ChannelName(row["channel"]),
            state=State(row["state"]),
            hour=rows.instant(f"{row['hour']}:00:00Z"),
            count=row["count"],
        )
        for row in db.rows("by_hour", case=case)
    )


def waiting_until(db: Database, name: str, channels: Collection[ChannelName], which: Which) -> list[datetime]:
    """By channel, what `next_due` or `last_due` gives."""
    found = (db.row(name, channel=channel, **filters(which)) for channel in channels)
    return [rows.instant(row["due"]) for row in found if row and row["due"]]


def sent_times(db: Database, *, now: datetime, most: int, **place: str) -> tuple[datetime, ...]:
    """See `Ledger.sent_times`; `place` is an authority, a domain or a sender."""
    kind, name = _one(place)
    found = db.rows(f"{kind}_times", since=rows.text(now - _WINDOW), most=most, **{kind: name}) if most else []
    return tuple(min(rows.instant(row["at"]), now) for row in reversed(found) for _ in range(row["mails"]))


def planned_times(db: Database, **place: str) -> tuple[datetime, ...]:
    """See `Ledger.planned_times`; `place` as in `sent_times`."""
    kind, name = _one(place)
    found = db.rows(f"{kind}_dues", **{kind: name})
    return tuple(rows.instant(row["due"]) for row in found for _ in range(row["mails"]))


def holds(db: Database) -> tuple[Hold, ...]:
    """See `Ledger.holds`."""
    found = db.rows("holds")
    return tuple(Hold(kind=HoldKind(row["kind"]), id=row["id"], since=rows.instant(row["since"])) for row in found)


def records(db: Database, case: str) -> tuple[Record, ...]:
    """See `Ledger.records`."""
    return tuple(map(rows.record, db.rows("records", case=case)))


def filters(which: Which) -> dict[str, str]:
    """The parameters of a statement that can be narrowed."""
    return {"case": which.case, "authority": which.authority, "batch": which.batch}


def _one(place: Mapping[str, str]) -> tuple[str, str]:
    """The kind of place that is meant, and which: the first that is named, else the last kind, with no name."""
    return next(((kind, name) for kind, name in place.items() if name), ("domain", ""))


def in_threes(marks: Sequence[str]) -> Iterator[dict[str, str]]:
    """The statements take three marks: as many as a signer has, unless the ledger knows those of further ledgers."""
    for first in range(0, len(marks), 3):
        three = marks[first : first + 3]
        yield {f"mark{number}": three[number] if number < len(three) else "" for number in range(3)}
