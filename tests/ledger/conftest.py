"""Letters to queue in a ledger (`support.databases`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from urgentaction.ledger import Ledger, NewDelivery, message_id
from urgentaction.model.authority import ChannelName
from urgentaction.model.signer import Signer


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def letter(ledger: Ledger, now: datetime) -> Callable[..., NewDelivery]:
    """`letter("Ana")`: a new delivery of that signer; keywords change it."""

    def make(name: str = "Ana Silva", *, again: bool = False, **changes: Any) -> NewDelivery:
        signer = Signer(name=name, email=f"{name.casefold().replace(' ', '.')}@example.org", postcode="13100")
        marks = changes.pop("marks", ledger.marks(signer))
        place: dict[str, Any] = {"case": "example-2026", "round": 1, "authority": "fr/ministry"} | {
            name: changes.pop(name) for name in ("case", "round", "authority") if name in changes
        }
        slot = ledger.slot(place["case"], place["round"], place["authority"], marks=marks, again=again)
        values: dict[str, Any] = {
            "key": slot.key,
            "again": slot.again,
            "marks": marks,
            "channel": ChannelName.EMAIL,
            "language": "fr",
            "sender": "me@example.org",
            "recipient": "cabinet@justice.example",
            "domain": "justice.example",
            "message_id": message_id(slot.key, "example.org"),
            "due": now,
            "body": f"Subject: {name}\r\n\r\nMadame, Monsieur,\r\n".encode(),
            "consent": date(2026, 11, 20),
        }
        return NewDelivery(**(place | values | changes))

    return make
