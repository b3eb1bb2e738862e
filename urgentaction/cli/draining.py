"""Empty the queue before a person's eyes: one line for each letter, and the exit code that sums them up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from urgentaction import errors, outbox
from urgentaction.cli import backing, freshness, lanes, printing, running, steps, telling, ways, wiring
from urgentaction.cli import show as screen
from urgentaction.ledger import ALL, Which
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Accepted, Handed, State

if TYPE_CHECKING:
    from urgentaction.channels.base import Channel
    from urgentaction.cli.backing import Backing
    from urgentaction.cli.running import Patience
    from urgentaction.cli.wiring import Desk
    from urgentaction.ledger import Ledger
    from urgentaction.model.delivery import Delivery
    from urgentaction.outbox import Progress, Recheck, Run


@dataclass(frozen=True, kw_only=True)
class _How:
    """How a run goes: `total` letters on a bar (0: a line for each instead), `quiet`: only what went wrong.

    `backed`: who makes copies of the ledger meanwhile. `between`: called before each letter, by every
    connection (`Tools`). `test`: what does not get there waits nowhere.
    """

    limit: int | None = None
    prints: Path | None = None
    quiet: bool = False
    beside: Sequence[outbox.Open] = ()
    patience: Patience = running.NONE
    total: int = 0
    keep: bool = False
    backed: Backing | None = None
    between: Callable[[], None] = lambda: None
    test: bool = False


@dataclass
class _Told:
    """What a run told: the letters as data, where they are wanted, and how many of those that are done are on paper."""

    rows: list[dict[str, object]] = field(default_factory=list)
    printed: int = 0


def drain(
    desk: Desk,
    ledger: Ledger,
    *,
    which: Which = ALL,
    limit: int | None = None,
    folder: Path | None = None,
    connections: int = 1,
    patience: Patience = running.NONE,
    total: int = 0,
    as_json: bool = False,
) -> int:
    """Send what is due for real; the exit code says whether something was refused, uncertain or halted.

    With `total` letters a bar is drawn on a terminal, instead of a line for each that leaves.
    """
    freshness.before_run(desk, ledger, which)
    prints = folder or desk.config.places.prints
    hourly, count = freshness.Hourly(desk), lanes.allowed(desk, connections)
    beside = lanes.openers(desk, count, hourly, prints=prints) if count > 1 else ()
    with backing.during(desk) as backed:
        how = _How(limit=limit, prints=prints, beside=beside, patience=patience, total=total, keep=as_json)
        how, channels = replace(how, backed=backed, between=hourly), ways.channels(desk, prints)
        run, told = _run(desk, ledger, channels, ways.recheck(desk, ledger, hourly.shelf), which=which, how=how)
    if as_json:
        screen.as_json(desk.world, told.rows)
    if total:
        _count(desk, run, told.printed)
    if which in {ALL, Which(case=which.case)} and run == outbox.Run(counts={}, next_due=run.next_due):
        screen.say(desk.world, "draining.nothing-due")
    return _summed(desk, run, ledger)


def rehearse(desk: Desk, ledger: Ledger, *, which: Which) -> int:
    """Put what would leave into the rehearsal's Maildir."""
    from urgentaction.channels.rehearsal import Rehearsal

    channels: Mapping[ChannelName, Channel] = {
        ChannelName.EMAIL: Rehearsal(desk.config.places.rehearsal, name=ChannelName.EMAIL)
    }
    run, _ = _run(desk, ledger, channels, ways.no_gates, which=which, how=_How(quiet=True))
    return _summed(desk, run, ledger)


def test(
    desk: Desk, ledger: Ledger, *, which: Which, channels: Mapping[ChannelName, Channel], as_json: bool
) -> tuple[int, bool]:
    """Send a test, to oneself or to a provider's test mode; the gates do not hold it back.

    Gives the exit code, and whether anything got there, or may have.
    """
    run, told = _run(desk, ledger, channels, ways.no_gates, which=which, how=_How(keep=as_json, test=True))
    if as_json:
        screen.as_json(desk.world, told.rows)
    whole = run.counts.get(State.SENT, 0) == sum(run.counts.values()) > 0
    code = errors.Exit.DONE if whole and not run.halted else errors.Exit.UNDELIVERED
    arrived = any(run.counts.get(state) for state in (State.SENT, State.UNCERTAIN))
    return errors.Exit.INTERRUPTED if run.interrupted else code, arrived


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
    how: _How,
) -> tuple[Run, _Told]:
    told = _Told()
    world = desk.world
    with ExitStack() as stack:
        stack.callback(_close, channels)
        worker, stop = stack.enter_context(ledger.attend()), stack.enter_context(outbox.until_interrupted())
        bar = stack.enter_context(running.bar(world, total=how.total))

        def progress(step: Progress) -> None:
            if how.keep:
                told.rows.append(row(step.delivery))
            told.printed += steps.is_printed(step.delivery)
            _show(desk, step, bar, how)
            if how.backed:
                how.backed.letter()

        def idle(at: datetime) -> None:
            _close(channels)
            if how.backed:
                how.backed.idle()
            bar.draw(following=at, last=ledger.last_due(tuple(channels), which))

        tools = outbox.Tools(
            ledger=ledger, channels=channels, recheck=recheck, clock=world.clock, worker=worker, between=how.between
        )
        once = _round(desk, tools, how, bar, which=which, progress=progress, stop=stop)
        go_on = partial(running.go_on, lambda limit: once(limit=limit), world, patience=how.patience, limit=how.limit)
        run = go_on(stop=stop, idle=idle)
        return (replace(run, interrupted=run.interrupted or stop()), told)


def _round(desk: Desk, tools: outbox.Tools, how: _How, bar: running.Bar, **what: Any) -> Callable[..., Run]:
    """What a run does with what is due: the stacks of a print run first, where it prints, and then the letters."""
    letters = partial(outbox.drain_together, tools, how.beside) if how.beside else partial(outbox.drain, tools)
    letters = partial(letters, **what)
    if how.prints is None:
        return letters
    paper = partial(printing.run, desk, tools, aside=bar.aside, folder=how.prints, said=set(), **what)
    return printing.First(paper, letters, desk.world.clock, partial(printing.has_due, tools, what["which"]))


def _close(channels: Mapping[ChannelName, Channel]) -> None:
    """Leave the servers; a channel that is used again connects again."""
    for channel in channels.values():
        channel.close()


def _show(desk: Desk, step: Progress, bar: running.Bar, how: _How) -> None:
    """A line for each letter, or one bar for all; what went wrong is always told."""
    done = isinstance(step.outcome, Accepted | Handed)
    if step.delivery.state is not State.QUEUED:
        bar.step()
    if not (done and (how.quiet or bar.shown)):
        with bar.aside():
            telling.tell(desk, step, how.prints, test=how.test)
    bar.draw()


def _summed(desk: Desk, run: Run, ledger: Ledger) -> int:
    """Say what remains, and sum the run up in its exit code."""
    world = desk.world
    if run.doubts:
        screen.say(world, "draining.doubts", count=len(run.doubts), style="yellow")
    if run.interrupted:
        _remains(desk, run, ledger)
        return errors.Exit.INTERRUPTED
    waiting = run.counts.get(State.QUEUED, 0)
    if run.next_due and not run.halted and not waiting:
        screen.say(world, "draining.later", at=run.next_due.astimezone())
    bad = (
        run.halted
        or run.unprinted
        or run.doubts
        or any(run.counts.get(state) for state in (State.REFUSED, State.UNCERTAIN))
    )
    return errors.Exit.UNDELIVERED if bad else errors.Exit.DONE


def _count(desk: Desk, run: Run, printed: int) -> None:
    """How many letters became what, where a bar took the place of a line for each."""
    world = desk.world
    counts = {state.value: count for state, count in run.counts.items()}
    counts |= {"printed": printed, "sent": counts.get("sent", 0) - printed}
    names = ("printed", State.SENT, State.HANDED, State.REFUSED, State.CANCELLED, State.UNCERTAIN)
    said = [screen.word(world, f"draining.sum-{name}", count=counts[name]) for name in names if counts.get(name)]
    if said:
        screen.line(world, " · ".join(said))


def _remains(desk: Desk, run: Run, ledger: Ledger) -> None:
    """What an interrupted run leaves, and how to go on."""
    left = sum(count.count for count in ledger.counts() if count.state is State.QUEUED)
    if left and run.next_due:
        screen.say(desk.world, "draining.remains", count=left, at=run.next_due.astimezone())
