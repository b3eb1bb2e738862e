"""What the tests about signers share: a sheet as text or bytes, read for one case on one day."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from urgentaction import signers

Read = Callable[..., signers.Rows]


@pytest.fixture
def read() -> Read:
    """Read a sheet; without more said, for the case `ex` on 24 Nov 2026, everybody having agreed to that case."""

    def read_(sheet: str | bytes, **said: Any) -> signers.Rows:
        data = sheet.encode() if isinstance(sheet, str) else sheet
        values: dict[str, Any] = {"case": "ex", "consent_for": "ex", "today": date(2026, 11, 24)} | said
        return signers.read(io.BytesIO(data), **values)

    return read_


@pytest.fixture
def ids() -> Callable[[Any], list[str]]:
    """The entries of messages, without the name of the room."""
    return lambda messages: [message.id.removeprefix("signers.") for message in messages]
