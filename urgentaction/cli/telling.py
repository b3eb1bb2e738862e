"""What became of a letter, in one line before a person's eyes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import byhand, untried
from urgentaction.cli import show as screen
from urgentaction.model.delivery import (
    Accepted,
    Cancelled,
    Halted,
    Handed,
    ReceiptKind,
    Refused,
    Unavailable,
    Uncertain,
)

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.model.delivery import Delivery
    from urgentaction.outbox import Progress

SHORT = 8
"""Digits of a key that are shown; enough to name one delivery among many."""


def tell(desk: Desk, step: Progress, prints: Path | None, *, test: bool) -> None:
    """One line about one letter, and what to do about it; `prints`: where printed ones are; a `test` waits nowhere."""
    outcome = step.outcome
    match outcome:
        case Accepted() | Handed():
            _tell_done(desk, outcome, step.delivery, prints)
        case Unavailable() | Uncertain() | Halted() if test:
            untried.tell(desk.world, outcome, key=step.delivery.key[:SHORT])
        case Refused() | Cancelled() | Unavailable() | Uncertain() | Halted():
            _tell_not_done(desk, outcome, step.delivery)


def _tell_done(desk: Desk, outcome: Accepted | Handed, delivery: Delivery, prints: Path | None) -> None:
    world, key = desk.world, delivery.key[:SHORT]
    match outcome:
        case Accepted(receipt) if receipt.kind is ReceiptKind.PRINTED:
            if "/" in receipt.reference:
                return  # told once for the whole stack
            path = (prints or Path()) / receipt.reference
            screen.say(world, "draining.printed", path=str(path), key=key, style="green")
        case Accepted(receipt) if receipt.kind is ReceiptKind.SUBMITTED:
            screen.say(
                world, "draining.ordered", provider=receipt.detail, receipt=receipt.reference, key=key, style="green"
            )
        case Accepted(receipt):
            host = desk.config.email.smtp.host if desk.config.email else ""
            at = world.clock().astimezone()
            screen.say(
                world,
                "draining.accepted",
                host=host,
                at=f"{at:%H:%M}",
                receipt=receipt.reference or "–",
                key=key,
                style="green",
            )
        case Handed(detail):
            byhand.handed(desk, delivery, detail, key=key)


def _tell_not_done(
    desk: Desk, outcome: Refused | Cancelled | Unavailable | Uncertain | Halted, delivery: Delivery
) -> None:
    world, key = desk.world, delivery.key[:SHORT]
    match outcome:
        case Refused(reason) | Cancelled(reason):
            screen.say(world, f"draining.{delivery.state.value}", reason=reason, key=key, style="red")
            _hint(desk, reason)
        case Unavailable(reason, _):
            screen.say(world, "draining.waits", reason=reason, key=key, at=delivery.due.astimezone(), style="yellow")
            _hint(desk, reason)
        case Uncertain(reason):
            screen.say(world, "draining.uncertain", reason=reason, key=key, style="yellow")
        case Halted(_, reason, _):
            screen.say(world, "draining.halted", reason=reason, style="red")
            _hint(desk, reason)


def _hint(desk: Desk, reason: errors.Message) -> None:
    if hint := errors.words(reason, desk.world.language).hint:
        screen.line(desk.world, hint, style="dim")
