"""An open case, two offices, and prepared letters of any signer to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from support.specimens import CASE, OFFICE
from urgentaction.campaign import Prepared
from urgentaction.ledger import Ledger, open_ledger
from urgentaction.model.authority import (
    Authority,
    ChannelName,
    Contact,
    Forms,
    Level,
    Postal,
    Provenance,
)
from urgentaction.model.case import Case
from urgentaction.model.signer import Consent, Signer

SEEN = Provenance(source="its own site", verified_on=date(2026, 11, 1), level=Level.OFFICIAL)


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(tmp_path / "data" / "ledger.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def case() -> Case:
    return replace(CASE, deadline=date(2026, 12, 24))


@pytest.fixture
def office() -> Callable[..., Authority]:
    """`office("fr/ministry")`: an office with an e-mail and an address; keywords change it."""

    def make(id_: str = "fr/ministry", *, mail: str = "cabinet@justice.example", **changes: Any) -> Authority:
        values: dict[str, Any] = {
            "channels": (ChannelName.EMAIL, ChannelName.PRINT),
            "emails": (Contact(value=mail, provenance=SEEN),),
            "postal": Postal(lines=(), street="", postcode="75001", city="Paris", country="FR", provenance=SEEN),
        }
        return replace(OFFICE, id=id_, office={"en": Forms(any="Office")}, **(values | changes))

    return make


@pytest.fixture
def letter(case: Case, office: Callable[..., Authority]) -> Callable[..., Prepared]:
    """`letter("Ana")`: a prepared e-mail of that signer to the ministry; keywords change it."""

    def make(name: str = "Ana", **changes: Any) -> Prepared:
        consent = changes.pop("consent", Consent(case=case.id, on=date(2026, 11, 20)))
        values: dict[str, Any] = {
            "case": case,
            "authority": office(),
            "signer": Signer(name=name, email=f"{name.casefold()}@example.org", consent=consent),
            "channel": ChannelName.EMAIL,
            "language": "fr",
            "recipient": "cabinet@justice.example",
            "sender": "me@example.org",
            "body": lambda id_: f"Message-ID: {id_}\r\n\r\n{name}".encode(),
        }
        return Prepared(**(values | changes))

    return make
