"""A letter to send, and a `begin` that says yes and remembers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from urgentaction.errors import message
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Job, Permit, Withdrawn

BODY = (
    b"From: Ann Example <ann@sender.example>\r\n"
    b"To: <office@gov.example>\r\n"
    b"Subject: =?utf-8?q?Appel_urgent?=\r\n"
    b"Message-ID: <k1@ua.invalid>\r\n"
    b"MIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n"
    b"\r\n"
    b"Madame, Monsieur,\r\n"
    b"..\r\n"
    b".a line that begins with a dot\r\n"
    b"\r\n"
    b"=C3=A9crit =C3=A0 Nice.\r\n"
)


@dataclass
class Begin:
    """Says yes, or raises what it was given; counts how often it was asked."""

    refusal: BaseException | None = None
    asked: int = 0
    then: Callable[[], object] = field(default=lambda: None)
    following: Job | None = None

    def __call__(self) -> Permit:
        self.asked += 1
        self.then()
        if self.refusal:
            raise self.refusal
        return Permit("key-1", self.following)


@pytest.fixture
def job() -> Callable[..., Job]:
    """Make a job: an e-mail, unless told otherwise."""
    made = Job(
        key="key-1",
        channel=ChannelName.EMAIL,
        authority="fr/aix/procureur-general",
        sender="ann@sender.example",
        recipient="office@gov.example",
        message_id="<k1@ua.invalid>",
        body=BODY,
        date=datetime(2026, 11, 24, 8, 5, 9, tzinfo=UTC),
    )

    def make(**changes: Any) -> Job:
        return replace(made, **changes)

    return make


@pytest.fixture
def begin() -> Callable[..., Begin]:
    """Make a `begin`."""
    return Begin


@pytest.fixture
def no_for_good() -> Withdrawn:
    """What `begin` raises after a stop."""
    return Withdrawn(message("handoff.not-a-pdf"))


@pytest.fixture
def not_now() -> Withdrawn:
    """What `begin` raises when the pace has no room."""
    return Withdrawn(message("handoff.not-a-pdf"), until=datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
