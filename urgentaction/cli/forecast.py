"""What would happen to the letters of a list, on one screen: how many to whom, how fast, until when, who is out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from urgentaction import errors, gates
from urgentaction.cli import candour, copying, paper, postage, ways
from urgentaction.cli import show as screen
from urgentaction.model.authority import ChannelName

if TYPE_CHECKING:
    from urgentaction.campaign import Group, Outlook, Reason
    from urgentaction.cli.batch import Route
    from urgentaction.cli.postage import Bill
    from urgentaction.cli.reading import Roll
    from urgentaction.cli.wiring import Desk
    from urgentaction.pace import Pace


def show(desk: Desk, outlook: Outlook, roll: Roll, *, as_json: bool = False) -> None:
    """The plan: the list, letters by office and way, pace, sender, deadline, then who is left out and why."""
    if as_json:
        screen.as_json(desk.world, _data(outlook, roll))
    world = desk.world
    screen.say(world, "forecast.list", path=roll.path, count=roll.count, can=roll.can, skipped=roll.skipped)
    letters(desk, outlook)
    candour.alike(world, roll.alike.likeness())
    for warning in outlook.warnings if outlook.letters else ():
        screen.tell(world, warning, style="yellow")
    paper.printed_before(desk, outlook)
    _left_out(desk, outlook, roll)


def letters(desk: Desk, outlook: Outlook) -> None:
    """Letters by office and way, pace, sender, deadline."""
    screen.columns(desk.world, [_row(desk, group) for group in outlook.groups if group.times], styles=("bold",))
    for group in outlook.groups:
        if group.first.channel is ChannelName.EMAIL and group.times:
            _pace(desk, group)
    if any(group.first.channel is ChannelName.EMAIL and group.times for group in outlook.groups):
        _sender(desk, outlook)
    if outlook.letters:
        _deadline(desk, outlook)


def reasons(desk: Desk, outlook: Outlook) -> None:
    """Who is left out and why, a line for each reason."""
    told = gates.without_again([reason.refusal for reason in outlook.reasons])
    for reason in outlook.reasons:
        if reason.refusal in told:
            _reason(desk, reason)


def agreed(desk: Desk, outlook: Outlook, *, queue_only: bool, bill: Bill | None = None) -> bool:
    """Ask whether to go on; where letters are posted, with what it costs."""
    if bill:
        ways = sorted({group.first.channel.value for group in outlook.groups if group.times})
        named = [errors.message(f"gates.by-{way}") for way in ways]
        return postage.asked(desk, bill, count=outlook.letters, ways=named)
    behind = copies(outlook)
    if behind:
        ways = sorted({group.first.channel.value for group in outlook.groups if group.times})
        named = [errors.message(f"gates.by-{way}") for way in ways]
        return copying.agreed(desk, letters=outlook.letters - behind, copies=behind, ways=named)
    mail = any(group.first.channel is ChannelName.EMAIL and group.times for group in outlook.groups)
    id_ = "forecast.ask-queue" if queue_only else "forecast.ask" if mail else "forecast.ask-print"
    return screen.confirm(desk.world, id_, flag="--yes", count=outlook.letters)


def copies(outlook: Outlook) -> int:
    """How many of the letters are copies for information."""
    return sum(len(group.times) for group in outlook.groups if group.first.copy_of)


def would(desk: Desk, outlook: Outlook, routes: Sequence[Route]) -> None:
    """What the gates would say of letters that were rehearsed."""
    world = desk.world
    group = desk.config.group
    mail = any(route.channel is ChannelName.EMAIL for route in routes)
    if mail and not (group and group.name and group.contact):
        screen.say(world, "forecast.no-group", style="yellow")
    if not outlook.reasons:
        screen.say(world, "forecast.would-go", count=outlook.letters)
        return
    screen.say(world, "forecast.would-refuse", count=outlook.letters)
    for reason in outlook.reasons:
        _reason(desk, reason)


def _row(desk: Desk, group: Group) -> tuple[str, str, str, str]:
    world, first = desk.world, group.first
    return (
        screen.word(world, "sending.copies" if first.copy_of else "sending.letters", count=len(group.times)),
        f"→  {first.authority.name(first.language)}",
        first.recipient if first.channel is ChannelName.EMAIL else screen.word(world, f"gates.by-{first.channel}"),
        screen.word(world, f"drafting.language-{first.language}"),
    )


def _pace(desk: Desk, group: Group) -> None:
    """How fast, and until when; an office that is asked by several lists at once waits for all of them."""
    world, first = desk.world, group.first
    limits = ways.pace_of(desk)(first.authority, first.case)
    screen.say(
        world,
        "forecast.pace" if limits.per_hour and limits.per_day else "forecast.free",
        hour=limits.per_hour or 0,
        day=limits.per_day or 0,
        days=_days(desk, limits),
        hours=f"{_minutes(limits.opens)}–{_minutes(limits.closes)}",
        zone=limits.timezone.rpartition("/")[2].replace("_", " "),
        count=len(group.times),
        first=_when(group.times[0]),
        last=_when(group.times[-1]),
    )


def _days(desk: Desk, limits: Pace) -> str:
    names = [screen.word(desk.world, f"forecast.day-{day}") for day in range(7)]
    days = sorted(limits.days)
    in_a_row = days == list(range(days[0], days[-1] + 1)) and len(days) > 1
    return f"{names[days[0]]}–{names[days[-1]]}" if in_a_row else ", ".join(names[day] for day in days)


def _sender(desk: Desk, outlook: Outlook) -> None:
    account, group = ways.account(desk), desk.config.group
    copied = any(group.copied for group in outlook.groups)
    screen.say(
        desk.world,
        "forecast.from-copied" if copied else "forecast.from",
        address=account.address,
        host=account.smtp.host,
        group=group.name if group else "",
    )


def _deadline(desk: Desk, outlook: Outlook) -> None:
    case = outlook.groups[0].first.case
    if case.deadline is None:
        return
    left = errors.message("sending.days", count=(case.deadline - desk.world.clock().date()).days)
    late = sum(group.late for group in outlook.groups)
    screen.say(desk.world, "forecast.some-fit" if late else "forecast.all-fit", on=case.deadline, days=left, late=late)


def _left_out(desk: Desk, outlook: Outlook, roll: Roll) -> None:
    reasons(desk, outlook)
    case = next((reason.case for reason in outlook.reasons if reason.refusal.gate == gates.CHECK), "")
    if case:
        screen.say(desk.world, "forecast.check", path=roll.path, case=case, style="dim")
    if any(group.late for group in outlook.groups):
        late = next(group.first.case.id for group in outlook.groups if group.late)
        screen.say(desk.world, "forecast.on-paper", case=late, path=roll.path, style="dim")


def _reason(desk: Desk, reason: Reason) -> None:
    """One line for each reason, with the first lines of the list that it is about."""
    world, said = desk.world, reason.refusal.message
    rows = ", ".join(map(str, sorted(reason.rows))) + (", …" if reason.count > len(reason.rows) else "")
    known = bool(reason.rows)
    screen.say(
        world,
        "forecast.left-out-rows" if known else "forecast.left-out",
        count=reason.count,
        reason=said,
        rows=rows,
        style="yellow",
    )
    hint = errors.words(said, world.language).hint
    if hint and reason.refusal.gate not in {gates.CHECK, gates.PACE}:
        screen.line(world, hint, style="dim")


def _data(outlook: Outlook, roll: Roll) -> dict[str, object]:
    """The plan for programs."""
    return {
        "rows": roll.count,
        "can_sign": roll.can,
        "letters": outlook.letters,
        "silenced": candour.silenced_data([group.first.case for group in outlook.groups]),
        "alike": candour.alike_data(roll.alike.likeness()),
        "groups": [
            {
                "case": group.first.case.id,
                "round": group.first.case.round,
                "authority": group.first.authority.id,
                "channel": group.first.channel.value,
                "copy_of": group.first.copy_of or None,
                "letters": len(group.times),
                "no_room": group.late,
                "first": group.times[0].isoformat() if group.times else None,
                "last": group.times[-1].isoformat() if group.times else None,
            }
            for group in outlook.groups
        ],
        "left_out": [
            {
                "id": reason.refusal.message.id,
                "gate": reason.refusal.gate,
                "count": reason.count,
                "lines": sorted(reason.rows),
                "message": str(reason.refusal.message),
            }
            for reason in outlook.reasons
        ],
    }


def _when(at: datetime) -> datetime:
    return at.astimezone()


def _minutes(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
