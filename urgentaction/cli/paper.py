"""What is on paper: the order of a stack, what was printed before, what is to be posted and what must not be."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors, gates
from urgentaction.cli import piles, ways, wiring
from urgentaction.cli import show as screen
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import CaseState, RoundState

if TYPE_CHECKING:
    from urgentaction.campaign import Outlook, Plan
    from urgentaction.cli.batch import Route
    from urgentaction.cli.copying import Copier
    from urgentaction.cli.preparing import Ready
    from urgentaction.cli.sending import How
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.gates import Refusal
    from urgentaction.ledger import Count, Ledger, Stack
    from urgentaction.model.signer import Signer


def need_print(routes: Sequence[Route], how: How) -> None:
    """Refuse what only a print run knows where nothing of a list is printed.

    Raises:
        UsageError: --duplex or --sort without one, or --sort by something else.
    """
    if how.sort and how.sort not in ORDERS:
        raise errors.UsageError("printing.sort", by=how.sort)
    by_post = how.by == ChannelName.POST and not how.sort
    if (how.sort or how.duplex) and not by_post and not any(route.channel is ChannelName.PRINT for route in routes):
        raise errors.UsageError("printing.duplex-print")


def letters(
    desk: Desk,
    people: Iterable[Signer],
    routes: Sequence[Route],
    how: How,
    *,
    say: str,
    copier: Copier | None = None,
) -> Iterator[tuple[Route, Ready]]:
    """`batch.letters`, those that are printed in the order of the stack: office by office, then postcode or name.

    Whoever is printed is held in memory to be sorted (1 KB each); who is only mailed is not.
    """
    from urgentaction.cli import batch

    paper = [route for route in routes if route.channel is ChannelName.PRINT]
    if not paper:
        yield from batch.letters(desk, people, routes, say=say, copier=copier)
        return
    everybody = list(people)
    yield from batch.letters(desk, everybody, [route for route in routes if route not in paper], say=say, copier=copier)
    everybody.sort(key=ORDERS[how.sort or "postcode"])
    for route in sorted(paper, key=lambda route: route.authority.id):
        yield from batch.letters(desk, everybody, [route], say=say, copier=copier)


def _by_name(signer: Signer) -> tuple[str, ...]:
    return (_plain(signer.name),)


def _by_postcode(signer: Signer) -> tuple[str, ...]:
    """Who has no postcode comes last."""
    return (signer.country.upper(), signer.postcode.upper() or "\uffff", *_by_name(signer))


def _plain(name: str) -> str:
    """A name as it is filed: É beside E, capitals beside small letters."""
    spread = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


ORDERS: dict[str, Callable[[Signer], tuple[str, ...]]] = {"postcode": _by_postcode, "name": _by_name}


def printed_before(desk: Desk, plan: Plan | Outlook) -> None:
    """Say how many of these letters were printed already, and when first."""
    if plan.printed is None:
        return
    first = plan.printed.first.astimezone()
    screen.say(desk.world, "printing.printed-before", count=plan.printed.count, at=first, style="yellow")
    # --again helps where nothing else keeps them back.
    if not (plan.terms.again or _kept_back(plan)):
        screen.say(desk.world, "printing.once-more", count=plan.printed.count)


def _kept_back(plan: Plan | Outlook) -> bool:
    """Whether another gate refuses, so that --again would not help; in a list a fault keeps back one row only."""
    from urgentaction.campaign import Outlook

    others = {gates.CONSENT, gates.CHECK} if isinstance(plan, Outlook) else {gates.CONSENT}
    return any(refusal.gate not in others for _, refusal in _refused(plan))


def do_not_post(desk: Desk, plan: Plan | Outlook) -> None:
    """Where a plan is refused because its case is over: what of it is printed and lies there."""
    over = {case for case, refusal in _refused(plan) if refusal.gate == gates.CASE and refusal.lasting}
    with ways.ledger(desk, looking=True) as ledger:
        for case in sorted(over):
            for stack in ledger.stacks(case):
                _tell(desk.world, "printing.do-not-post", stack, style="red")
            for stack in ledger.stacks(case, doubtful=True):
                _tell_doubtful(desk, stack, over=True)


def _refused(plan: Plan | Outlook) -> list[tuple[str, Refusal]]:
    """Why letters are left out for more than what their signers did, with the case that each is about."""
    from urgentaction.campaign import Outlook

    if isinstance(plan, Outlook):
        return [(reason.case, reason.refusal) for reason in plan.reasons if not reason.skips]
    return [(item.prepared.case.id, refusal) for item in plan.refused for refusal in item.refusals]


def unposted(desk: Desk, counts: Iterable[Count]) -> None:
    """What is printed and not posted: what is to be, and what must not be any more."""
    if not any(count.channel is ChannelName.PRINT for count in counts):
        return
    with ways.ledger(desk, looking=True) as ledger:
        _unposted(desk, ledger)


def _unposted(desk: Desk, ledger: Ledger) -> None:
    found = [(stack, is_over(desk, ledger, stack)) for stack in ledger.stacks()]
    for stack, over in found:
        _tell(desk.world, "printing.do-not-post" if over else "printing.unposted", stack, style="red" if over else "")
    open_ = [stack for stack, over in found if not over]
    if open_:
        which = _which(open_[0]) if len(open_) == 1 else "--batch ID"
        screen.say(desk.world, "printing.post-them", which=which)
    doubtful(desk, ledger)


def doubtful(desk: Desk, ledger: Ledger, *, but: Collection[str] = ()) -> set[str]:
    """Say which stacks, `but` these, may or may not have been printed; of a case that is over none may go."""
    stacks = [stack for stack in ledger.stacks(doubtful=True) if stack.reference not in but]
    for stack in stacks:
        _tell_doubtful(desk, stack, over=is_over(desk, ledger, stack))
    return {stack.reference for stack in stacks}


def _tell_doubtful(desk: Desk, stack: Stack, *, over: bool) -> None:
    values = {"id": stack.id, "count": stack.count, "reference": stack.reference}
    if over:
        at = stack.at.astimezone()
        screen.say(desk.world, "printing.do-not-post-if", case=stack.case, at=at, style="red", **values)
    else:
        screen.say(desk.world, "printing.doubtful", style="yellow", **values)


def is_over(desk: Desk, ledger: Ledger, stack: Stack) -> bool:
    """Whether the letters of a stack must not leave any more: by the file, or by the ledger, if that heard first."""
    if ledger.round_state(stack.case, stack.round) not in {None, RoundState.OPEN}:
        return True
    try:
        case = desk.library.case(stack.case)
    except errors.UserError:
        return False
    late = case.deadline is not None and desk.world.clock().date() > case.deadline
    return case.status.state is not CaseState.OPEN or case.round > stack.round or late


def posted(world: World, key: str, *, batch: str, destroyed: bool = False, yes: bool = False) -> None:
    """Note that what is printed is in the post, or destroyed: a letter by its key, a stack or a batch by its name."""
    desk = wiring.desk(world)
    if bool(key) == bool(batch):
        raise errors.UsageError("printing.which-stack")
    with ways.ledger(desk, looking=True) as ledger:
        meant = _alone(ledger, key) if key else _meant(ledger.stacks(), batch, "printing.no-stack")
        over = sorted({stack.case for stack in meant if is_over(desk, ledger, stack)})
        if over and not (destroyed or yes or _agreed(desk, over, key or f"--batch {batch}")):
            return
        references = [stack.reference for stack in meant]
        count = ledger.post(references, now=desk.world.clock(), destroyed=destroyed)
    for case in over if not destroyed else ():
        screen.say(desk.world, "printing.posted-over", case=case, style="yellow")
    screen.say(desk.world, "printing.destroyed" if destroyed else "printing.posted", count=count)
    for stack in meant:
        if left := piles.found(desk, stack.reference):
            screen.say(desk.world, "printing.to-delete", paths=[str(path) for path in left])


def _agreed(desk: Desk, over: Sequence[str], which: str) -> bool:
    """Ask whether letters of an action that is over are in the post all the same; if not, say what to type."""
    if screen.confirm(desk.world, "printing.ask-posted-over", flag="--yes", cases=list(over)):
        return True
    screen.say(desk.world, "printing.not-noted", which=which)
    return False


def resolve(world: World, batch: str, *, sent: bool) -> None:
    """Record what a person found out about a stack whose run broke off."""
    desk = wiring.desk(world)
    reason = errors.message("ledger.confirmed" if sent else "ledger.denied")
    with ways.ledger(desk, looking=True) as ledger:
        meant = _meant(ledger.stacks(doubtful=True), batch, "printing.not-in-doubt")
        now = desk.world.clock()
        count = sum(ledger.resolve_stack(one.reference, printed=sent, reason=reason, now=now) for one in meant)
    for one in meant if not sent else ():
        # The list was written before the file that never came; it names people.
        for path in piles.found(desk, one.reference):
            if path.name != Path(one.reference).name:
                path.unlink(missing_ok=True)
    screen.say(desk.world, "printing.resolved-printed" if sent else "printing.resolved-not-printed", count=count)


def _alone(ledger: Ledger, key: str) -> list[Stack]:
    """The letter of a key, where it is printed by itself and not posted; a letter of a stack goes with its stack."""
    one = ledger.find(key)
    name = one.receipt.reference if one.receipt else ""
    found = [stack for stack in ledger.stacks(one.case) if stack.reference == name]
    if not found or found[0].count > 1:
        _no(ledger.stacks(), key, "printing.no-stack")
    return found


def _meant(stacks: Sequence[Stack], typed: str, none: str) -> list[Stack]:
    """The stacks of this name, or of this batch, whole or by its end."""
    batches = [stack.batch for stack in stacks]
    found = [
        stack
        for stack, batch in zip(stacks, batches, strict=True)
        if typed in {stack.id, stack.reference} or (batch and typed in {batch, batch.rpartition("-")[2]})
    ]
    if not found:
        _no(stacks, typed, none)
    meant = sorted({stack.batch or stack.reference for stack in found})
    if len(meant) > 1:
        # Four digits tell the runs of a day apart, not those of a year.
        one = any(stack.id == typed for stack in found)
        known = [stack.reference for stack in found] if one else meant
        raise errors.UsageError("printing.which-of-them", id=typed, known=known)
    return found


def _no(stacks: Sequence[Stack], typed: str, none: str) -> None:
    if not stacks and none == "printing.no-stack":
        raise errors.UsageError("printing.no-stack-at-all")
    raise errors.UsageError(none, id=typed, known=[stack.id for stack in stacks])


def _tell(world: World, id_: str, stack: Stack, *, style: str) -> None:
    values = {"id": stack.id, "count": stack.count, "case": stack.case, "which": _which(stack)}
    screen.say(world, id_, at=stack.at.astimezone(), style=style, **values)


def _which(stack: Stack) -> str:
    """What names it to `ua outbox posted`: a letter that was printed by itself goes by its key."""
    alone = "/" not in stack.reference and stack.count == 1
    return stack.key[:8] if alone else f"--batch {stack.id}"
