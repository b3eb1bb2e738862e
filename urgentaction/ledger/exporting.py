"""Everything a ledger knows, item by item, as of one instant and in memory that stays flat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from urgentaction.errors import UserError
from urgentaction.ledger import facts, lines, rows
from urgentaction.ledger.database import Database
from urgentaction.ledger.lines import Item
from urgentaction.ledger.rows import Row

PAGE = 500
"""How many rows are read at a time."""

_OF_THIS_DATABASE = frozenset({"id", "worker", "lease_until", "erased"})
"""Columns that mean nothing elsewhere."""


def items(db: Database, *, secret: bool, now: datetime) -> Generator[Item, None, None]:
    """The ledger as items, the first of kind `ledger`; its secrets only where `secret` says so."""
    if secret:
        with suppress(UserError), db.transaction():  # a full disk must not keep back what is to be rescued from it
            facts.share(db, now=now)
    return _items(db, secret=secret, now=now)


def _items(db: Database, *, secret: bool, now: datetime) -> Generator[Item, None, None]:
    with db.snapshot():
        yield "ledger", _head(db, secret=secret, now=now)
        for row in db.rows("all_rounds"):
            yield "round", dict(row)
        for row in _tombstones(db):
            yield "tombstone", dict(row)
        for row in db.rows("holds"):
            yield "hold", dict(row)
        for row in db.rows("records", case=""):
            yield "record", dict(row)
        for page in pages(db, "page_deliveries"):
            yield from (("delivery", values) for values in _deliveries(db, page))
        for kind, statement in (("attempt", "page_attempts"), ("event", "page_events")):
            for page in pages(db, statement):
                yield from ((kind, {name: row[name] for name in row if name != "id"}) for row in page)


def pages(db: Database, statement: str, **values: str) -> Iterator[list[Row]]:
    """The rows of a statement, page by page, by their ids."""
    after = 0
    while page := db.rows(statement, after=after, limit=PAGE, **values):
        yield page
        after = page[-1]["id"]


def history(db: Database, key: str) -> list[str]:
    """When the events of a delivery happened, in their order: by this one history is known to go on from another.

    What a provider said is left out: two ledgers may have asked it of the same letter, each at its own time.
    """
    return [str(row["at"]) for row in db.rows("history_times", key=key)]


def _head(db: Database, *, secret: bool, now: datetime) -> dict[str, Any]:
    own, *further = facts.secrets(db)
    return {
        "format": lines.FORMAT,
        "id": facts.name_of(own),
        "at": rows.text(now),
        "secret": own if secret else None,
        "further": further if secret else [],
        "facts": facts.told(db),
    }


def _tombstones(db: Database) -> Iterator[Row]:
    after = ""
    while page := db.rows("page_tombstones", after=after, limit=PAGE):
        yield from page
        after = page[-1]["mark"]


def _deliveries(db: Database, page: list[Row]) -> Iterator[dict[str, Any]]:
    span = {"after": page[0]["id"] - 1, "last": page[-1]["id"]}
    claims, times = (_by_delivery(db.rows(name, **span)) for name in ("page_claims", "page_history"))
    for row in page:
        values: dict[str, Any] = {name: row[name] for name in dict(row) if name not in _OF_THIS_DATABASE}
        values |= {name: None if row[name] is None else bytes(row[name]) for name in ("body", "signer")}
        values["claims"] = [
            {"mark": claim["mark"], "again": claim["again"], "live": claim["freed"] == 0} for claim in claims[row["id"]]
        ]
        values["history"] = [event["at"] for event in times[row["id"]]]
        yield values


def _by_delivery(found: Iterable[Row]) -> Mapping[int, list[Row]]:
    grouped: defaultdict[int, list[Row]] = defaultdict(list)
    for row in found:
        grouped[row["delivery"]].append(row)
    return grouped
