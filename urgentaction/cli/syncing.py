"""`ua outbox sync`: a line for each thing that a provider tells of a letter, and the exit code that sums them up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from urgentaction import errors, outbox
from urgentaction.cli import backing, providers, steps, ways, wiring
from urgentaction.cli import show as screen
from urgentaction.cli.telling import SHORT

if TYPE_CHECKING:
    from urgentaction.channels.post.base import Provider
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.outbox import Left, News, Synced


def sync(world: World, *, case: str, provider: str, as_json: bool) -> None:
    """Ask what has become of letters by post, and note what is new."""
    desk = wiring.desk(world)
    world, told = desk.world, []
    name = desk.library.case(case).id if case else ""

    def tell(news: News) -> None:
        told.append(_data(news))
        _say(world, news)

    with (
        ways.ledger(desk, looking=True) as ledger,
        opened(desk, provider) as asked,
        outbox.until_interrupted() as stop,
    ):
        run = outbox.sync(ledger, asked, clock=world.clock, case=name, tell=tell, stop=stop)
        interrupted = stop()
    unasked = {one: count for one, count in run.unasked.items() if provider in {"", one.split()[0]}}
    if as_json:
        screen.as_json(world, {"changes": told, **_counts(run), "left": list(map(_left, run.left)), "unasked": unasked})
    _sum_up(world, run, unasked)
    if run.steps or run.found:
        backing.after(desk)
    if interrupted:
        raise SystemExit(errors.Exit.INTERRUPTED)
    if run.left or run.failed or run.doubts or unasked:
        raise SystemExit(errors.Exit.UNDELIVERED)


@contextmanager
def opened(desk: Desk, name: str = "") -> Iterator[list[Provider]]:
    """The provider of this name, or every one that is set up, until the end of the block.

    Raises:
        UsageError: It is not set up.
    """
    one = [providers.named(desk, name)] if name else list(providers.set_up(desk.world, desk.config.post).values())
    found = [providers.open_(desk.world, account) for account in one]
    try:
        yield found
    finally:
        for provider in found:
            provider.close()


def hint(world: World, reason: errors.Message) -> None:
    """What to do about it, on a line of its own."""
    if text := errors.words(reason, world.language).hint:
        screen.line(world, text, style="dim")


def _say(world: World, news: News) -> None:
    key = news.delivery.key[:SHORT]
    if news.step is not None:
        screen.say(world, "syncing.step", key=key, provider=news.account, what=steps.words(world, news.step))
    elif news.said is not None:
        screen.say(world, "syncing.said", key=key, what=news.said, style="yellow")
        hint(world, news.said)


def _data(news: News) -> dict[str, Any]:
    """A change as data; its words are English whatever the language."""
    one = news.delivery
    place = {"key": one.key, "case": one.case, "authority": one.authority, "account": news.account}
    return {**place, **(steps.data(news.step) if news.step else {"said": str(news.said)})}


def _counts(run: Synced) -> dict[str, int]:
    return {name: getattr(run, name) for name in ("asked", "steps", "found", "doubts", "failed")}


def _left(left: Left) -> dict[str, Any]:
    until = left.until.isoformat() if left.until else None
    return {"account": left.account, "reason": str(left.reason), "until": until, "letters": left.letters}


def _sum_up(world: World, run: Synced, unasked: dict[str, int]) -> None:
    """What was left, and a line of counts."""
    for left in run.left:
        screen.say(world, "syncing.left", provider=left.account, reason=left.reason, count=left.letters, style="red")
        if left.until:
            screen.say(world, "syncing.until", provider=left.account, at=left.until.astimezone())
        hint(world, left.reason)
    for account, count in unasked.items():
        screen.say(world, "syncing.unasked", provider=account, count=count, style="yellow")
    counts = {name: count for name, count in _counts(run).items() if count or name in {"asked", "steps"}}
    if not (run.asked or run.left or unasked or run.doubts):
        screen.say(world, "syncing.nothing")
        return
    screen.line(world, " · ".join(screen.word(world, f"syncing.sum-{name}", count=counts[name]) for name in counts))
