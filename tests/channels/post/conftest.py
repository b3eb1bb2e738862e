"""An order, Pingen on this machine, and a `begin` that says yes for the letter it is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from support.pingen import SECRET, Pingen
from urgentaction.channels.post import pingen as ours
from urgentaction.channels.post.base import Order, Place
from urgentaction.channels.post.channel import Post
from urgentaction.channels.post.order import encode
from urgentaction.http import Limits
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Job, Permit

KEY = "0123456789abcdef0123456789abcdef"
NOW = datetime(2026, 11, 24, 9, 0, 30, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that only pauses move."""

    now: datetime = NOW
    pauses: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.now

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += timedelta(seconds=seconds)


@dataclass
class Begin:
    """Says yes, or raises what it was given; counts how often it was asked."""

    key: str = KEY
    refusal: BaseException | None = None
    asked: int = 0
    then: Callable[[], object] = lambda: None

    def __call__(self) -> Permit:
        self.asked += 1
        self.then()
        if self.refusal:
            raise self.refusal
        return Permit(self.key)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def order() -> Callable[..., Order]:
    """`order(pages=2)`: a letter from Lyon to the prosecutor in Aix, to Pingen's staging."""
    office = Place(
        organisation="Cour d’appel d’Aix-en-Provence",
        person="Procureure générale",
        lines=("Palais Monclar",),
        street="2 rue Peyresc",
        postcode="13616",
        city="AIX-EN-PROVENCE",
        cedex="CEDEX 1",
        country="FR",
    )
    signer = Place(
        person="Zélie Quincampoix", street="7 impasse Xylophage", postcode="69007", city="LYON", country="FR"
    )
    made = Order(
        provider="pingen", live=False, recipient=office, sender=signer, pdf=b"%PDF-1.7\n%one letter\n%%EOF\n", pages=1
    )

    def make(**changes: Any) -> Order:
        return replace(made, **changes)

    return make


@pytest.fixture
def job(order: Callable[..., Order]) -> Callable[..., Job]:
    """`job()`: a delivery of that order; keywords change the delivery."""

    def make(**changes: Any) -> Job:
        values: dict[str, Any] = {
            "key": KEY,
            "channel": ChannelName.POST,
            "authority": "fr/aix/procureur-general",
            "sender": "",
            "recipient": "fr/aix/procureur-general",
            "message_id": "",
            "body": encode(order()),
            "date": NOW,
        }
        return Job(**(values | changes))

    return make


@pytest.fixture
def pingen() -> Iterator[Pingen]:
    """The service, running."""
    found = Pingen()
    web = found.start()
    yield found
    web.close()


@pytest.fixture
def provider(pingen: Pingen, clock: Clock) -> Iterator[Callable[..., ours.Pingen]]:
    """`provider(organisation="…")`: our side of it; keywords change the settings. `quick`: it waits for nobody."""
    made: list[ours.Pingen] = []

    def make(secret: Callable[[], str] = lambda: SECRET, *, quick: bool = False, **changes: Any) -> ours.Pingen:
        settings = ours.Settings(**({"client_id": "client-1", "host": pingen.web.url} | changes))
        limits = Limits(read=0.4, total=0.8) if quick else Limits()
        made.append(ours.Pingen(settings, secret, limits=limits, now=clock, pause=clock.pause))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def channel(provider: Callable[..., ours.Pingen]) -> Callable[..., Post]:
    """`channel()`: the channel that orders from it."""

    def make(**changes: Any) -> Post:
        return Post([provider(**changes)])

    return make


@pytest.fixture
def begin() -> Callable[..., Begin]:
    return Begin
