"""A provider and the print house it asks, on this machine: `desk` for each that is entered with a key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from support import openapi
from support.printhouses import LOB_KEY, SENDINGBOX_KEY, Lob, SendingBox, order
from support.webserver import Answer, House, serving
from urgentaction.channels.post import lob, mysendingbox
from urgentaction.channels.post.base import Order, Prepared, Provider
from urgentaction.channels.post.channel import Post
from urgentaction.channels.post.key_account import Settings
from urgentaction.channels.post.order import encode
from urgentaction.http import Limits
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Job, Outcome, Permit

NOW = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)
LETTER = "0123456789abcdef0123456789abcdef"
QUICK = Limits(connect=2, read=0.3, total=0.6, tries=1)
"""Long enough for this machine, and soon over where a server says nothing."""


@dataclass
class Begin:
    """Says yes, and counts how often it was asked."""

    asked: int = 0
    key: str = LETTER
    refusal: BaseException | None = None

    def __call__(self) -> Permit:
        self.asked += 1
        if self.refusal:
            raise self.refusal
        return Permit(self.key)


@dataclass
class Desk:
    """One provider at its print house; `elsewhere` is another host, which nobody should ask."""

    name: str
    house: Lob | SendingBox
    web: House
    elsewhere: House
    secret: str
    begin: Begin = field(default_factory=Begin)

    @property
    def path(self) -> str:
        return "/v1/letters" if self.name == lob.NAME else "/letters"

    @property
    def base(self) -> str:
        """Where the provider is asked."""
        return self.web.url + self.path.removesuffix("/letters")

    def provider(self, *, limits: Limits = QUICK, **settings: Any) -> Provider:
        at = Settings(**({"url": self.base} | settings))
        make: Callable[..., Provider] = lob.Lob if self.name == lob.NAME else mysendingbox.MySendingBox
        return make(at, lambda: self.secret, limits=limits, now=lambda: NOW)

    def order(self, **changes: Any) -> Order:
        return order(self.name, **changes)

    def job(self, key: str = LETTER, **changes: Any) -> Job:
        made = Job(
            key=key,
            channel=ChannelName.POST,
            authority="fr/aix/procureur-general",
            sender="ann@sender.example",
            recipient="fr/aix/procureur-general",
            message_id="",
            body=encode(self.order()),
            date=NOW,
            fresh=True,
        )
        return replace(made, **changes)

    def send(self, **changes: Any) -> Outcome:
        """What becomes of a letter that the channel is given."""
        channel = Post([self.provider()])
        try:
            return channel.send(self.job(**changes), self.begin)
        finally:
            channel.close()

    def submit(self, key: str = LETTER, **changes: Any) -> str:
        """Order a letter; gives its reference."""
        return self.provider().submit(Prepared(key=key, order=self.order(**changes)), Permit(key))


@contextmanager
def at_desk(name: str) -> Iterator[Desk]:
    """A desk until the end of the block; whatever Lob was asked must be what its OpenAPI file describes."""
    house, secret = (Lob(), LOB_KEY) if name == lob.NAME else (SendingBox(), SENDINGBOX_KEY)
    with serving(lambda _: Answer(200, {})) as elsewhere:
        # Another host to whoever compares names and ports; the machine is the same.
        with serving(house.answers, elsewhere=elsewhere.url) as web:
            yield Desk(name, house, web, elsewhere, secret)
        assert elsewhere.asked == []
        if name == lob.NAME and not openapi.why_not():
            faults = (openapi.Contract().fault(asked) for asked in web.asked)
            assert [fault for fault in faults if fault] == []


@pytest.fixture(params=[lob.NAME, mysendingbox.NAME])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Each of the providers in turn."""
    with at_desk(request.param) as desk:
        yield desk


@pytest.fixture
def lob_desk() -> Iterator[Desk]:
    with at_desk(lob.NAME) as desk:
        yield desk


@pytest.fixture
def box_desk() -> Iterator[Desk]:
    with at_desk(mysendingbox.NAME) as desk:
        yield desk
