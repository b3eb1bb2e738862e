"""What would happen to a few letters: how many to whom by which way, when, and who is left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from urgentaction import errors, gates
from urgentaction.cli import byhand, copying, paper, postage, telling, ways
from urgentaction.cli import show as screen
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import State

if TYPE_CHECKING:
    from urgentaction.campaign import LeftOut, Plan, Planned
    from urgentaction.cli.postage import Bill
    from urgentaction.cli.preparing import Ready
    from urgentaction.cli.wiring import Desk
    from urgentaction.ledger import Ledger


def show(desk: Desk, plan: Plan, letters: Sequence[Ready], ledger: Ledger) -> None:
    """The plan: letters by office and way, sender, deadline; then what is left out, with reasons."""
    world = desk.world
    rows = [_row(desk, group) for group in plan.groups()]
    screen.columns(world, rows, styles=("bold",))
    if any(item.prepared.channel is ChannelName.EMAIL for item in plan.queued):
        account = ways.account(desk)
        screen.say(world, "sending.from", address=account.address, host=account.smtp.host)
    for one in letters if plan.queued else ():
        byhand.foretell(desk, one)
    case = letters[0].case
    if plan.queued and case.deadline:
        left = (case.deadline - world.clock().date()).days
        screen.say(world, "sending.deadline", on=case.deadline, days=errors.message("sending.days", count=left))
    for warning in plan.warnings if plan.queued else ():
        screen.tell(world, warning, style="yellow")
    paper.printed_before(desk, plan)
    for item in plan.skipped:
        _stands(desk, item, ledger)
    _left_out(desk, (*plan.skipped, *plan.refused))


def _row(desk: Desk, group: Sequence[Planned]) -> tuple[str, str, str, str]:
    world, first = desk.world, group[0].prepared
    when = max(item.due for item in group)
    later = screen.word(world, "sending.leaves-by", at=when.astimezone()) if when > world.clock() else ""
    return (
        screen.word(world, "sending.copies" if first.copy_of else "sending.letters", count=len(group)),
        f"→  {first.authority.name(first.language)}",
        first.channel.value if first.channel is ChannelName.PRINT else first.recipient,
        f"{screen.word(world, f'drafting.language-{first.language}')}{later}",
    )


def _stands(desk: Desk, item: LeftOut, ledger: Ledger) -> None:
    """Say where the letter stands that has this one's place: waiting is not written, and uncertain is neither."""
    if not item.holder:
        return
    one = ledger.get(item.holder)
    name = {
        State.QUEUED: "sending.waits",
        State.LEASED: "sending.waits",
        State.SENDING: "sending.unclear",
        State.UNCERTAIN: "sending.unclear",
        State.HANDED: "sending.handed-form" if one.channel is ChannelName.WEBFORM else "sending.handed",
    }.get(one.state)
    if name:
        screen.say(desk.world, name, key=one.key[: telling.SHORT], at=one.due.astimezone(), style="yellow")


def _left_out(desk: Desk, items: Sequence[LeftOut]) -> None:
    told: set[str] = set()
    for item in items:
        for refusal in gates.without_again(item.refusals):
            words = errors.words(refusal.message, desk.world.language).text
            if words not in told:
                told.add(words)
                screen.tell(desk.world, refusal.message, style="yellow")
                # The refusal says the first one itself.
                for finding in refusal.findings[1:]:
                    screen.tell(desk.world, finding.message, style="red")


def agreed(desk: Desk, plan: Plan, bill: Bill | None) -> bool:
    """Ask whether to go on; where letters are posted, with what it costs."""
    ways = sorted({item.prepared.channel.value for item in plan.queued})
    named = [errors.message(f"gates.by-{way}") for way in ways]
    if bill:
        return postage.asked(desk, bill, count=len(plan.queued), ways=named)
    copies = sum(bool(item.prepared.copy_of) for item in plan.queued)
    if copies:
        return copying.agreed(desk, letters=len(plan.queued) - copies, copies=copies, ways=named)
    id_ = "sending.ask-print" if ways == [ChannelName.PRINT] else "sending.ask"
    return screen.confirm(desk.world, id_, flag="--yes", count=len(plan.queued), ways=named)


def would_refuse(desk: Desk, verdict: Plan) -> None:
    """What the gates would say of letters that were rehearsed."""
    if verdict.refused or verdict.skipped:
        screen.say(desk.world, "sending.would-refuse")
        _left_out(desk, (*verdict.refused, *verdict.skipped))
    else:
        screen.say(desk.world, "sending.would-go")
