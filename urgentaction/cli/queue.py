"""What waits, what was sent, what is uncertain; and a person's word on it: `ua outbox`, `ua status`, `ua log`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import byhand, draining, paper, piles, postage, steps, telling, ways, wiring
from urgentaction.cli import show as screen
from urgentaction.ledger import Which
from urgentaction.model.delivery import Delivery, Event, State
from urgentaction.model.progress import read

if TYPE_CHECKING:
    from urgentaction.cli.running import Patience
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.ledger import Ledger

UNFINISHED = (State.QUEUED, State.LEASED, State.SENDING, State.HANDED, State.UNCERTAIN, State.REFUSED)
"""What `ua outbox list` shows without --all: what waits, and what waits for a person."""


def list_(world: World, *, case: str, uncertain: bool, everything: bool, as_json: bool) -> None:
    """List deliveries, the newest first."""
    desk = wiring.desk(world)
    states = (State.UNCERTAIN,) if uncertain else () if everything else UNFINISHED
    with ways.ledger(desk, looking=True) as ledger:
        found = ledger.list(Which(case=case, states=states))
    if as_json:
        screen.as_json(desk.world, [wiring.plain(one) for one in found])
        return
    if not found:
        screen.say(desk.world, "queue.empty")
        return
    screen.columns(desk.world, [_row(desk, one) for one in found], styles=("bold",), answer=True)


def show(world: World, key: str, *, as_json: bool) -> None:
    """Show one delivery with its history."""
    desk = wiring.desk(world)
    world = desk.world
    with ways.ledger(desk, looking=True) as ledger:
        one = ledger.find(key)
        history = ledger.history(one.key)
    if as_json:
        screen.as_json(
            world, {**wiring.plain(one), **steps.summed(history), "history": list(map(steps.event, history))}
        )
        return
    screen.columns(world, [_row(desk, one)], styles=("bold",), answer=True)
    details = (
        ("key", one.key),
        ("recipient", one.recipient),
        ("message-id", one.message_id),
        ("receipt", f"{one.receipt.kind.value} {one.receipt.reference} {one.receipt.detail}" if one.receipt else ""),
        ("note", one.note),
        *_post(desk, history),
    )
    screen.columns(
        world,
        [(screen.word(world, f"queue.{name}"), value) for name, value in details if value],
        styles=("dim",),
        answer=True,
    )
    for event in history:
        said = steps.words(world, read(event.data)) if event.what == steps.PROGRESS else event.detail
        screen.columns(
            world, [(f"{event.at.astimezone():%Y-%m-%d %H:%M:%S}", steps.what(one, event), said)], answer=True
        )


def _post(desk: Desk, history: Sequence[Event]) -> list[tuple[str, str]]:
    """The tracking number and the cost that a provider told."""
    told = steps.told(history)
    numbers = [step.tracking for step in told if step.tracking]
    costs = [postage.shown(desk.world, step.cost) for step in told if step.cost]
    return [("tracking", numbers[-1] if numbers else ""), ("cost", costs[-1] if costs else "")]


def run(world: World, *, case: str, limit: int | None, connections: int, patience: Patience, as_json: bool) -> None:
    """Send what is due; with patience, what will be due too."""
    desk = wiring.desk(world)
    if case:
        desk.library.case(case)
    with ways.ledger(desk, looking=True) as ledger:
        waiting = sum(count.count for count in ledger.counts(case) if count.state is State.QUEUED)
        code = draining.drain(
            desk,
            ledger,
            which=Which(case=case),
            limit=limit,
            connections=connections,
            patience=patience,
            total=waiting if waiting > 1 else 0,
            as_json=as_json,
        )
    if code:
        raise SystemExit(code)


def retry(world: World, key: str) -> None:
    """Queue a letter once more."""
    _on_one(world, key, lambda desk, ledger, one: ledger.retry(one.key, now=desk.world.clock()), lambda _: "retried")


def resolve(world: World, key: str, *, batch: str = "", sent: bool | None) -> None:
    """Record what a person found out about an uncertain or handed letter, or about a stack."""
    if bool(key) == bool(batch):
        raise errors.UsageError("printing.which-stack")
    if sent is None:
        raise errors.UsageError("queue.say-which", key=key or f"--batch {batch}")
    if batch:
        paper.resolve(world, batch, sent=sent)
        return

    def say(desk: Desk, ledger: Ledger, one: Delivery) -> Delivery:
        after = ledger.resolve(one.key, sent=sent, now=desk.world.clock())
        for path in byhand.drafts_of(desk, [one.key]):
            path.unlink(missing_ok=True)
        return after

    def done(after: Delivery) -> str:
        # What was handed over is not opened a second time by itself; what was uncertain is queued again.
        return "resolved-sent" if sent else f"resolved-{'cancelled' if after.state is State.CANCELLED else 'not-sent'}"

    _on_one(world, key, say, done)


def purge(world: World, *, days: int, yes: bool) -> None:
    """Erase the texts of finished letters, the files of what is in the post, and what rehearsals left."""
    desk = wiring.desk(world)
    world = desk.world
    if not yes and not screen.confirm(world, "queue.ask-purge", flag="--yes", days=days):
        return
    keep = timedelta(days=days)
    with ways.ledger(desk, looking=True) as ledger:
        gone = ledger.purge(now=world.clock(), keep=keep)
        printed = piles.purge(desk, ledger, keep=keep)
    with ways.rehearsal_ledger(desk) as rehearsed:
        rehearsed.purge(now=world.clock(), keep=min(keep, ways.KEEP_REHEARSALS))
    mails = ways.purge_rehearsals(desk, keep=min(keep, ways.KEEP_REHEARSALS))
    screen.say(world, "queue.purged", count=gone, mails=mails)
    if printed:
        screen.say(world, "printing.purged", count=printed)


def log(world: World, *, case: str, limit: int, as_json: bool) -> None:
    """Show what happened, the newest last."""
    desk = wiring.desk(world)
    with ways.ledger(desk, looking=True) as ledger:
        found = ledger.log(Which(case=case), limit=limit)[::-1]
    if as_json:
        screen.as_json(desk.world, [{**steps.event(event), "delivery": wiring.plain(one)} for event, one in found])
        return
    if not found:
        screen.say(desk.world, "queue.nothing-yet")
        return
    rows = [
        (
            f"{event.at.astimezone():%Y-%m-%d %H:%M}",
            one.key[: telling.SHORT],
            one.case,
            one.authority,
            one.channel.value,
            steps.what(one, event),
            event.detail,
        )
        for event, one in found
    ]
    screen.columns(desk.world, rows, styles=("dim", "bold"), answer=True)


def _on_one(
    world: World, key: str, act: Callable[[Desk, Ledger, Delivery], Delivery], done: Callable[[Delivery], str]
) -> None:
    desk = wiring.desk(world)
    with ways.ledger(desk, looking=True) as ledger:
        after = act(desk, ledger, ledger.find(key))
    screen.say(desk.world, f"queue.{done(after)}", key=key)


def _row(desk: Desk, one: Delivery) -> tuple[str, ...]:
    world = desk.world
    at = one.settled or one.due
    return (
        one.key[: telling.SHORT],
        screen.word(world, f"queue.is-{'printed' if steps.is_printed(one) else one.state.value}"),
        f"{at.astimezone():%Y-%m-%d %H:%M}",
        one.case,
        one.authority,
        one.channel.value,
        _copy(world, one),
        one.note,
    )


def _copy(world: World, one: Delivery) -> str:
    """Whether it is a copy, and what it waits for."""
    if not one.after:
        return ""
    return screen.word(world, "queue.copy-waits" if one.held else "queue.copy", key=one.after[: telling.SHORT])
