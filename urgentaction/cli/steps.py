"""A step of a letter by post, as people and as programs read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from urgentaction.cli import postage, wiring
from urgentaction.cli import show as screen
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import State
from urgentaction.model.progress import Progress, read

if TYPE_CHECKING:
    from urgentaction.cli.world import World
    from urgentaction.model.delivery import Delivery, Event

PROGRESS = "progress"
"""What the history calls a step."""


def words(world: World, step: Progress) -> str:
    """What happened, in the provider's own word too; when, the tracking number, what it cost."""
    kind = screen.word(world, f"steps.{step.kind}")
    parts = (
        kind if step.status == step.kind else f"{kind} ({step.status})",
        f"{step.at.astimezone():%Y-%m-%d %H:%M}" if step.at else "",
        screen.word(world, "steps.number", number=step.tracking) if step.tracking else "",
        postage.shown(world, step.cost) if step.cost else "",
    )
    return " · ".join(part for part in parts if part)


def is_printed(one: Delivery) -> bool:
    """Whether a letter that counts as sent is on paper, and posted by a person."""
    return one.channel is ChannelName.PRINT and one.state is State.SENT


def what(one: Delivery, event: Event) -> str:
    """What an entry of a history is called: a letter on paper is printed, not sent."""
    return "printed" if one.channel is ChannelName.PRINT and event.what == State.SENT else event.what


def data(step: Progress) -> dict[str, Any]:
    """A step as data; its cost in the currency's minor unit."""
    found: dict[str, Any] = wiring.plain(step)
    if "at" in found:
        found["time"] = found.pop("at")
    return found


def event(one: Event) -> dict[str, Any]:
    """An entry of a history as data, a step in its parts."""
    found: dict[str, Any] = wiring.plain(one)
    return {**found, PROGRESS: data(read(one.data))} if one.what == PROGRESS else found


def told(history: Sequence[Event]) -> list[Progress]:
    """The steps in a history."""
    return [read(one.data) for one in history if one.what == PROGRESS]


def summed(history: Sequence[Event]) -> dict[str, Any]:
    """What is known of a letter by post: its tracking number, what it cost, every step with its time."""
    steps = told(history)
    if not steps:
        return {}
    tracking = next((step.tracking for step in reversed(steps) if step.tracking), "")
    cost = next((step.cost for step in reversed(steps) if step.cost), None)
    return {
        **({"tracking": tracking} if tracking else {}),
        **({"cost": wiring.plain(cost)} if cost else {}),
        PROGRESS: [data(step) for step in steps],
    }
