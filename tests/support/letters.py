"""Letters for a ledger of a test's choosing, and what a worker makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from urgentaction.errors import message
from urgentaction.ledger import Forward, Ledger, NewDelivery, Which, message_id
from urgentaction.ledger.lines import Item
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Accepted, Outcome, Receipt, ReceiptKind, Refused, Uncertain
from urgentaction.model.signer import Signer
from urgentaction.pace import UNLIMITED, Pace

TAKEN = Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference="2f9c"))
REFUSED = Refused(message("ledger.denied"))
DOUBTFUL = Uncertain(message("ledger.denied"))


def person(name: str) -> Signer:
    """A signer with an e-mail address and a postcode."""
    return Signer(name=name, email=f"{name.casefold().replace(' ', '.')}@example.org", postcode="13100")


def new_letter(ledger: Ledger, now: datetime, who: str | Signer = "Ana Silva", **changes: Any) -> NewDelivery:
    """A letter of a signer, for this ledger."""
    signer = person(who) if isinstance(who, str) else who
    marks = ledger.marks(signer)
    slot = ledger.slot("example-2026", 1, "fr/ministry", marks=marks, again=changes.pop("again", False))
    letter = NewDelivery(
        key=slot.key,
        again=slot.again,
        marks=marks,
        case="example-2026",
        round=1,
        authority="fr/ministry",
        channel=ChannelName.EMAIL,
        language="fr",
        sender="group@example.org",
        recipient="cabinet@justice.example",
        domain="justice.example",
        message_id=message_id(slot.key, "example.org"),
        due=now,
        body=f"Subject: {signer.name}\r\n\r\nMadame, Monsieur,\r\n".encode(),
        consent=date(2026, 11, 20),
        copy=signer.email,
    )
    return replace(letter, **changes)


def queue(ledger: Ledger, now: datetime, *names: str, **changes: Any) -> tuple[str, ...]:
    """Queue a letter of each; gives their keys."""
    return ledger.enqueue([new_letter(ledger, now, name, **changes) for name in names], now=now).added


def send(ledger: Ledger, now: datetime, key: str = "", outcome: Outcome = TAKEN, worker: str = "w") -> str:
    """Send the next letter, or this one; gives its key."""
    begun = begin(ledger, now, key, worker)
    ledger.settle(begun, outcome, worker=worker, now=now)
    return begun


def begin_leased(
    ledger: Ledger, key: str, *, worker: str, now: datetime, date: datetime, pace: Pace = UNLIMITED
) -> None:
    """Begin a letter that a worker has leased; a no is raised."""
    (begun,) = ledger.advance([Forward(key=key, worker=worker, now=now, date=date, pace=pace)])
    if begun.no:
        raise begun.no


def begin(ledger: Ledger, now: datetime, key: str = "", worker: str = "w") -> str:
    """Pass the point of no return, and stop there."""
    which = Which(keys=(key,)) if key else Which()
    found = ledger.lease(worker, now=now, channel=ChannelName.EMAIL, which=which)
    assert found is not None
    begin_leased(ledger, found[0].key, worker=worker, now=now, date=now, pace=UNLIMITED)
    return found[0].key


def known(ledger: Ledger, now: datetime) -> list[Item]:
    """Everything a ledger knows, its secret too, but for who says it and when."""
    (_, head), *items = ledger.items(secret=True, now=now)
    return [("ledger", {**head, "at": "", "facts": {}}), *items]
