"""What a person said yes to on the command line, as the gates take it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from urgentaction.campaign import Terms
from urgentaction.model.delivery import Waiver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from urgentaction.cli.bundling import How as Bundled
    from urgentaction.cli.sending import How as Sent
    from urgentaction.cli.wiring import Desk


def terms(
    desk: Desk, how: Sent | Bundled, *, to: Sequence[str], batch: str = "", again: bool = False, own: bool = False
) -> Terms:
    """The terms of a plan; who names offices (`to`) says yes to a court, `batch` begins the name of a list."""
    now = desk.world.clock()
    waivers = {Waiver.EXPLICIT} if to else set()
    if how.accept_unverified:
        waivers |= {Waiver.UNVERIFIED, Waiver.PUBLISHED}
    return Terms(
        waivers=frozenset(waivers),
        still_true_on=now.date() if how.still_true else None,
        again=again,
        batch=f"{batch}-{now:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}" if batch else "",
        own_account=own,
    )
