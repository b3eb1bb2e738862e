"""Several connections to the account's server: how many it takes, and what each works with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import outbox
from urgentaction.channels import hosts
from urgentaction.cli import show as screen
from urgentaction.cli import ways
from urgentaction.model.authority import ChannelName

if TYPE_CHECKING:
    from urgentaction.channels.base import Channel
    from urgentaction.cli.freshness import Hourly
    from urgentaction.cli.wiring import Desk


def allowed(desk: Desk, wanted: int) -> int:
    """How many connections to make: what was asked for, never more than the host takes; fewer is said aloud."""
    host = hosts.by_server(desk.config.email.smtp.host) if desk.config.email else None
    if desk.config.email is None or wanted == 1:
        return 1
    if host is None or not host.connections or wanted <= host.connections:
        return wanted
    screen.say(desk.world, "lanes.fewer", name=host.name, count=host.connections)
    return host.connections


def openers(desk: Desk, count: int, hourly: Hourly, *, prints: Path) -> list[outbox.Open]:
    """Ways to open so many connections; only the first one prints letters and opens mail windows too."""
    password = ways.secret(desk)

    def opener(first: bool) -> outbox.Open:
        @contextmanager
        def open_() -> Iterator[outbox.Tools]:
            smtp = ways.smtp(desk, password)
            used: dict[ChannelName, Channel] = {**(ways.channels(desk, prints) if first else {}), smtp.name: smtp}
            with ways.ledger(desk, looking=True) as ledger, ledger.attend() as worker:
                try:
                    yield outbox.Tools(
                        ledger=ledger,
                        channels=used,
                        recheck=ways.recheck(desk, ledger, hourly.shelf),
                        clock=desk.world.clock,
                        worker=worker,
                        cut=smtp.cut,
                        between=hourly,
                    )
                finally:
                    for channel in used.values():
                        channel.close()

        return open_

    return [opener(place == 0) for place in range(count)]
