"""Empty the queue before a person's eyes: one line for each letter, and the exit code that sums them up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors, outbox
from urgentaction.cli import lanes, ways, wiring
from urgentaction.cli import show as screen
from urgentaction.ledger import Which
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import (
    Accepted,
    Cancelled,
    Halted,
    Handed,
    ReceiptKind,
    Refused,
    State,
    Unavailable,
    Uncertain,
)

if TYPE_CHECKING:
    from urgentaction.channels.base import Channel
    from urgentaction.cli.wiring import Desk
    from urgentaction.ledger import Ledger
    from urgentaction.model.delivery import Delivery
    from urgentaction.outbox import Progress, Recheck, Run

SHORT = 8
"""Digits of a key that are shown; enough to name one delivery among many."""


def drain(
    desk: Desk,
    ledger: Ledger,
    *,
    keys: Collection[str] = (),
    case: str = "",
    limit: int | None = None,
    folder: Path | None = None,
    connections: int = 1,
    as_json: bool = False,
) -> int:
    """Send what is due for real; the exit code says whether something was refused, uncertain or halted."""
    prints = folder or desk.config.places.prints
    channels = ways.channels(desk, prints)
    which = Which(keys=tuple(keys), case=case)
    count = lanes.allowed(desk, connections)
    beside = lanes.openers(desk, count, prints=prints) if count > 1 else ()
    recheck = ways.recheck(desk, ledger)
    run, told = _run(desk, ledger, channels, recheck, which=which, limit=limit, prints=prints, beside=beside)
    if as_json:
        screen.as_json(desk.world, told)
    return _summed(desk, run)


def rehearse(desk: Desk, ledger: Ledger, *, keys: Collection[str]) -> int:
    """Put what would leave into the rehearsal's Maildir."""
    from urgentaction.channels.rehearsal import Rehearsal

    channels: Mapping[ChannelName, Channel] = {
        ChannelName.EMAIL: Rehearsal(desk.config.places.rehearsal, name=ChannelName.EMAIL)
    }
    run, _ = _run(desk, ledger, channels, ways.no_gates, which=Which(keys=tuple(keys)), quiet=True)
    return _summed(desk, run)


def test(desk: Desk, ledger: Ledger, *, keys: Collection[str]) -> int:
    """Send a test through one's own account; the gates do not hold back a letter to oneself."""
    channels = {ChannelName.EMAIL: ways.smtp(desk)}
    run, _ = _run(desk, ledger, channels, ways.no_gates, which=Which(keys=tuple(keys)))
    code = _summed(desk, run)
    return code or (0 if run.counts.get(State.SENT) else errors.Exit.UNDELIVERED)


def row(delivery: Delivery) -> dict[str, object]:
    """A delivery as data."""
    data: dict[str, object] = wiring.plain(delivery)
    return data


def _run(
    desk: Desk,
    ledger: Ledger,
    channels: Mapping[ChannelName, Channel],
    recheck: Callable[[Delivery, datetime], Recheck],
    *,
    which: Which,
    limit: int | None = None,
    prints: Path | None = None,
    quiet: bool = False,
    beside: Sequence[outbox.Open] = (),
) -> tuple[Run, list[dict[str, object]]]:
    told: list[dict[str, object]] = []

    def progress(step: Progress) -> None:
        told.append(row(step.delivery))
        if not quiet or not isinstance(step.outcome, Accepted):
            _tell(desk, step, prints)

    try:
        with ledger.attend() as worker, outbox.until_interrupted() as stop:
            tools = outbox.Tools(
                ledger=ledger, channels=channels, recheck=recheck, clock=desk.world.clock, worker=worker
            )
            drain_ = partial(outbox.drain_together, tools, beside) if beside else partial(outbox.drain, tools)
            run = drain_(which=which, limit=limit, progress=progress, stop=stop)
            return (replace(run, interrupted=run.interrupted or stop()), told)
    finally:
        for channel in channels.values():
            channel.close()


def _tell(desk: Desk, step: Progress, prints: Path | None) -> None:
    """One line about one letter, and what to do about it."""
    outcome, key = step.outcome, step.delivery.key[:SHORT]
    match outcome:
        case Accepted() | Handed():
            _tell_done(desk, outcome, key, prints)
        case Refused() | Cancelled() | Unavailable() | Uncertain() | Halted():
            _tell_not_done(desk, outcome, step.delivery)


def _tell_done(desk: Desk, outcome: Accepted | Handed, key: str, prints: Path | None) -> None:
    world = desk.world
    match outcome:
        case Accepted(receipt) if receipt.kind is ReceiptKind.PRINTED:
            path = (prints or Path()) / receipt.reference
            screen.say(world, "draining.printed", path=str(path), key=key, style="green")
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
        case Handed():
            screen.say(world, "draining.handed", key=key, style="green")


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


def _summed(desk: Desk, run: Run) -> int:
    """Say what remains, and sum the run up in its exit code."""
    world = desk.world
    if run.doubts:
        screen.say(world, "draining.doubts", count=len(run.doubts), style="yellow")
    if run.interrupted:
        return errors.Exit.INTERRUPTED
    waiting = run.counts.get(State.QUEUED, 0)
    if run.next_due and not run.halted and not waiting:
        screen.say(world, "draining.later", at=run.next_due.astimezone())
    bad = run.halted or run.doubts or any(run.counts.get(state) for state in (State.REFUSED, State.UNCERTAIN))
    return errors.Exit.UNDELIVERED if bad else errors.Exit.DONE
