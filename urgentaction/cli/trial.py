"""Letters to a provider's test mode: every gate and every check, also its own; nothing is posted or remembered."""

from __future__ import annotations

import random
from collections.abc import Collection
from typing import TYPE_CHECKING

from urgentaction import campaign
from urgentaction.channels.post.channel import Post
from urgentaction.cli import draining, ways
from urgentaction.cli import show as screen
from urgentaction.errors import UsageError
from urgentaction.ledger import Which
from urgentaction.model.authority import ChannelName

if TYPE_CHECKING:
    from urgentaction.campaign import Prepared
    from urgentaction.cli.sending import How
    from urgentaction.cli.wiring import Desk
    from urgentaction.ledger import Ledger


def is_one(desk: Desk, how: How) -> bool:
    """Whether what goes by post now goes to a test mode.

    Raises:
        UsageError: It would wait in the queue, where it is forgotten: a test is done at once.
    """
    trial = how.by == ChannelName.POST and desk.posting is not None and not desk.posting.provider.live
    if trial and how.queue_only:
        raise UsageError("postage.test-now")
    return trial


def letters(desk: Desk, planned: Collection[Prepared], how: How) -> int:
    """Give letters that the gates let pass to the test mode; they count as written nowhere."""
    with ways.rehearsal_ledger(desk) as ledger:
        plan = campaign.plan(
            planned, ledger, terms=campaign.Terms(rehearsal=True), now=desk.world.clock(), jitter=random.random
        )
        queued = campaign.enqueue(plan, ledger, now=desk.world.clock())
        return drained(desk, ledger, Which(keys=queued.added), how)


def drained(desk: Desk, ledger: Ledger, which: Which, how: How) -> int:
    """Order them in the test mode, and say that it was one; or that it did not get there."""
    if desk.posting is None:
        return 0
    channels = {ChannelName.POST: Post([desk.posting.provider])}
    code, arrived = draining.test(desk, ledger, which=which, channels=channels, as_json=how.as_json)
    name = "postage.tried" if arrived else "postage.not-tried"
    screen.say(desk.world, name, provider=desk.posting.provider.name, style="yellow")
    return code
