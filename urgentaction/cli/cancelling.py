"""`ua outbox cancel`: what waits is taken out of the queue; what a provider has is taken back while it can be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from urgentaction import errors, outbox
from urgentaction.channels.post.base import NotTaken, account
from urgentaction.cli import show as screen
from urgentaction.cli import syncing, ways, wiring
from urgentaction.cli.telling import SHORT
from urgentaction.ledger import Which
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Delivery, Halted, ReceiptKind, Scope, State, Unavailable

if TYPE_CHECKING:
    from urgentaction.channels.post.base import Provider
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.ledger import Ledger


def cancel(world: World, key: str, *, case: str, yes: bool) -> None:
    """Cancel one letter, or all of a case."""
    if bool(key) == bool(case):
        raise errors.UsageError("queue.one-or-case")
    desk = wiring.desk(world)
    world = desk.world
    with ways.ledger(desk, looking=True) as ledger:
        one = ledger.find(key) if key else None
        ordered = [one] if one and _is_ordered(one) else list(ledger.underway(case)) if case else []
        if case and not (yes or _agreed(world, ledger, case, len(ordered))):
            return
        if one is None or not ordered:
            which = Which(keys=(one.key,)) if one else Which(case=case)
            gone = ledger.cancel(which, now=world.clock(), reason=errors.message("queue.by-hand"))
            if gone or not ordered:
                screen.say(world, "queue.cancelled", count=len(gone))
        kept = _take_back(desk, ledger, ordered)
    if kept:
        raise SystemExit(errors.Exit.UNDELIVERED)


def _is_ordered(one: Delivery) -> bool:
    """Whether a provider has it."""
    submitted = one.receipt is not None and one.receipt.kind is ReceiptKind.SUBMITTED
    return one.channel is ChannelName.POST and one.state is State.SENT and submitted


def _agreed(world: World, ledger: Ledger, case: str, ordered: int) -> bool:
    # A signature goes down with the bundle that carries it, and is no letter of its own.
    counts = [one for one in ledger.counts(case) if one.channel is not ChannelName.BUNDLE]
    waiting = sum(one.count for one in counts if one.state is State.QUEUED)
    if ordered:
        return screen.confirm(world, "cancelling.ask", flag="--yes", count=waiting, ordered=ordered, case=case)
    return screen.confirm(world, "queue.ask-cancel", flag="--yes", count=waiting, case=case)


def _take_back(desk: Desk, ledger: Ledger, ordered: Iterable[Delivery]) -> int:
    """Have providers cancel what they have, a line for each; gives how many letters stay as they are."""
    kept, left = 0, set[str]()
    if not ordered:
        return kept
    with syncing.opened(desk) as found:
        by_account = {account(one.name, live=one.live): one for one in found}
        for delivery in ordered:
            name = delivery.receipt.detail if delivery.receipt else ""
            if name not in by_account:
                screen.say(desk.world, "cancelling.not-set-up", key=delivery.key[:SHORT], provider=name, style="red")
                kept += 1
            elif name in left:
                screen.say(desk.world, "cancelling.not-asked", key=delivery.key[:SHORT], provider=name, style="red")
                kept += 1
            else:
                kept += not _one(desk, ledger, by_account[name], delivery, left)
    return kept


def _one(desk: Desk, ledger: Ledger, provider: Provider, delivery: Delivery, left: set[str]) -> bool:
    """Take one letter back; False where it stays, and then it is said why."""
    world, key, name = desk.world, delivery.key[:SHORT], account(provider.name, live=provider.live)
    try:
        taken = outbox.take_back(ledger, provider, delivery, clock=world.clock)
    except NotTaken as no:
        outcome = no.outcome
        if isinstance(outcome, Halted) or (isinstance(outcome, Unavailable) and outcome.scope is Scope.CONNECTION):
            left.add(name)
        screen.say(world, "cancelling.unsure", key=key, provider=name, reason=outcome.reason, style="red")
        return False
    if taken:
        screen.say(world, "cancelling.taken-back", key=key, provider=name, style="green")
    else:
        screen.say(world, "cancelling.too-late", key=key, provider=name, style="red")
    return taken
