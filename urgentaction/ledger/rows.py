"""Between rows and values: times as text that sorts, a row as a Delivery, an event, a message."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from urgentaction.errors import Message
from urgentaction.ledger.values import Record
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Delivery, Event, Job, Receipt, ReceiptKind, State, Waiver

Row = Mapping[str, Any]


def text(at: datetime) -> str:
    """An instant as text that sorts: UTC, always six decimals (`2026-11-24T14:02:00.000000Z`).

    Raises:
        ValueError: The time has no zone (a bug: clocks hand in aware times).
    """
    if at.tzinfo is None:
        raise ValueError(f"a time without a zone: {at}")
    return _utc_text(at if at.tzinfo is UTC else at.astimezone(UTC))


@lru_cache(maxsize=16)
def _utc_text(at: datetime) -> str:
    """One instant is written in several rows at each step of a letter."""
    return at.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def instant(value: str) -> datetime:
    """The instant that `text` wrote."""
    return datetime.fromisoformat(value)


def maybe(value: str | None) -> datetime | None:
    """The instant, where there is one."""
    return instant(value) if value else None


def delivery(row: Row) -> Delivery:
    """A row of `deliveries`."""
    kind = row["receipt_kind"]
    detail = {"reference": row["receipt_reference"], "detail": row["receipt_detail"]}
    return Delivery(
        key=row["key"],
        case=row["case"],
        round=row["round"],
        authority=row["authority"],
        channel=ChannelName(row["channel"]),
        language=row["language"],
        recipient=row["recipient"],
        domain=row["domain"],
        state=State(row["state"]),
        created=instant(row["created"]),
        due=instant(row["due"]),
        attempts=row["attempts"],
        first_attempt=maybe(row["first_attempt"]),
        settled=maybe(row["settled"]),
        message_id=row["message_id"],
        note=row["note"],
        receipt=Receipt(kind=ReceiptKind(kind), **detail) if kind else None,
        consent=date.fromisoformat(row["consent"]) if row["consent"] else None,
        waivers=tuple(Waiver(waiver) for waiver in row["waivers"].split()),
        after=row["after"],
        held=bool(row["held"]),
        batch=row["batch"],
        copy=row["copy"],
        bundle=row["bundle"],
    )


def job(row: Row, body: bytes, *, now: datetime, fresh: bool = False) -> Job:
    """What a channel needs; its date is that of the first attempt, so that a second one sends the same bytes."""
    return Job(
        key=row["key"],
        channel=ChannelName(row["channel"]),
        authority=row["authority"],
        sender=row["sender"],
        recipient=row["recipient"],
        message_id=row["message_id"],
        body=body,
        date=maybe(row["first_attempt"]) or now,
        copy=row["copy"],
        fresh=fresh,
    )


def event(row: Row, key: str) -> Event:
    """A row of `events`."""
    return Event(key=key, at=instant(row["at"]), what=row["what"], detail=row["detail"], data=json.loads(row["data"]))


def record(row: Row) -> Record:
    """A row of `records`."""
    return Record(
        case=row["case"],
        round=row["round"],
        authority=row["authority"],
        channel=ChannelName(row["channel"]),
        day=date.fromisoformat(row["day"]),
        count=row["count"],
        at=instant(row["at"]),
    )


def words(reason: Message | None) -> str:
    """A reason in English, for the record; its id where the catalogue has none: recording must never fail on words."""
    if reason is None:
        return ""
    with contextlib.suppress(KeyError):
        return str(reason)
    return reason.id


def data(reason: Message | None, **further: str) -> str:
    """A reason as JSON (`message` and its values), so that `ua log` can say it in the reader's language."""
    if reason is None and not further:
        return "{}"
    values = {**{name: str(value) for name, value in reason.values.items()}, "message": reason.id} if reason else {}
    return json.dumps({**values, **further}, ensure_ascii=False)
