"""`ua status`: for each case and office what was sent, what waits and until when, what is uncertain, what is held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import paper, ways, wiring
from urgentaction.cli import show as screen
from urgentaction.ledger import HoldKind
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import State

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.ledger import Count, Hold

SHOWN = (
    *(State.SENT, "printed", "destroyed", State.HANDED),
    *(State.QUEUED, State.LEASED, State.SENDING, State.REFUSED, State.UNCERTAIN),
)
"""States in the order a person asks about them, and what paper came to; cancelled letters are in the log."""


def status(world: World, *, as_json: bool) -> None:
    """Say how the letters of every case stand."""
    desk = wiring.desk(world)
    world = desk.world
    with ways.ledger(desk, looking=True) as ledger:
        counts, holds, destroyed = ledger.counts(), ledger.holds(), ledger.destroyed()
        last = ledger.last_due(tuple(ChannelName))
    if as_json:
        screen.as_json(world, [wiring.plain(count) for count in counts])
        return
    if not counts:
        screen.say(world, "queue.nothing-yet")
    by_case: dict[tuple[str, int], list[Count]] = defaultdict(list)
    for count in counts:
        by_case[(count.case, count.round)].append(count)
    for (case, round_), found in by_case.items():
        heading = screen.word(world, "queue.case", case=case, round=round_)
        held = _held(world, holds, HoldKind.CASE, case)
        screen.answer(world, f"{heading} · {_where_it_stands(desk, case)}{held}", style="bold")
        rows = _offices(desk, found, holds, destroyed, copies=_copies(desk, case, found))
        screen.columns(world, rows, answer=True)
    if last:
        screen.say(world, "queue.last", at=last.astimezone())
    for hold in holds:
        screen.say(world, "queue.held", what=hold.id, since=hold.since.astimezone(), style="yellow")
    if any(count.state is State.UNCERTAIN for count in counts):
        screen.say(world, "queue.uncertain", style="yellow")
    paper.unposted(desk, counts)


def _where_it_stands(desk: Desk, case: str) -> str:
    """Days left, or that it is over; nothing to say of a case that is not here any more."""
    from urgentaction.cli import looking

    try:
        return looking.state(desk.library.case(case), desk.world)
    except errors.UserError:
        return screen.word(desk.world, "queue.not-here")


def _copies(desk: Desk, name: str, counts: Sequence[Count]) -> set[str]:
    """The offices that the case names for a copy; none of a case or an office that is not here any more."""
    from urgentaction.cli import copying

    found = set()
    for office in {count.authority for count in counts}:
        with suppress(errors.UserError):
            found |= {office} if copying.is_for(desk.library.case(name), desk.library.authority(office)) else set()
    return found


def _offices(
    desk: Desk,
    counts: Sequence[Count],
    holds: Sequence[Hold],
    destroyed: Mapping[tuple[str, int, str], int],
    *,
    copies: Collection[str],
) -> list[tuple[str, ...]]:
    world = desk.world
    rows: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for count in counts:
        row = rows[(count.authority, count.channel.value)]
        if count.channel is ChannelName.PRINT and count.state is State.SENT:
            # Done is only what is still there to be posted, or was.
            row["destroyed"] = destroyed.get((count.case, count.round, count.authority), 0)
            row["printed"] = count.count - row["destroyed"]
        else:
            row[count.state] = count.count
    copy = f" · {screen.word(world, 'queue.copy')}"
    return [
        (
            "",
            office,
            f"{screen.word(world, f'gates.by-{way}')}{copy if office in copies else ''}",
            _states(world, found, holds, office),
        )
        for (office, way), found in rows.items()
    ]


def _states(world: World, found: Mapping[str, int], holds: Sequence[Hold], office: str) -> str:
    """How many stand where; a letter on paper that is done is printed, and whether it was posted a person knows."""
    said = [screen.word(world, f"queue.state-{name}", count=found[name]) for name in SHOWN if found.get(name)]
    return "   ".join(said) + _held(world, holds, HoldKind.AUTHORITY, office)


def _held(world: World, holds: Sequence[Hold], kind: HoldKind, id_: str) -> str:
    held = any(hold.kind is kind and hold.id == id_ for hold in holds)
    return f" · {screen.word(world, 'queue.on-hold')}" if held else ""
