"""A test that did not get there: nothing of it waits in a queue, and no command knows its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import postage
from urgentaction.cli import show as screen
from urgentaction.model.delivery import Halted, Unavailable, Uncertain

if TYPE_CHECKING:
    from urgentaction.cli.world import World

_NAMES = {Unavailable: "draining.not-tried", Uncertain: "draining.tried-perhaps", Halted: "draining.halted"}


def tell(world: World, outcome: Unavailable | Uncertain | Halted, *, key: str) -> None:
    """Say what became of it; what ends the run comes with what to do about it."""
    reason = outcome.reason
    screen.say(world, _NAMES[type(outcome)], reason=reason, key=key, style="red")
    hint = errors.words(postage.planning(reason), world.language).hint
    if hint and isinstance(outcome, Halted):
        screen.line(world, hint, style="dim")
