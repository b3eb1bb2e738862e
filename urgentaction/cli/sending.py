"""`ua send`: a plan, a question, and the letter leaves, once; or a rehearsal, or a test to oneself."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import campaign, errors, files
from urgentaction.cli import (
    agreed,
    backing,
    comparing,
    copying,
    drafting,
    draining,
    leftopen,
    outline,
    paper,
    planned,
    postage,
    posting,
    preparing,
    trial,
    ways,
    wiring,
)
from urgentaction.cli import show as screen
from urgentaction.ledger import Which
from urgentaction.model.authority import ChannelName

if TYPE_CHECKING:
    from urgentaction.campaign import Plan, Terms
    from urgentaction.cli.preparing import Ready
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World


@dataclass(frozen=True, kw_only=True)
class How:
    """How to send: the options of `ua send` beyond those of `draft`."""

    by: str = ""
    rehearse: bool = False
    test_to: str = ""
    dry_run: bool = False
    queue_only: bool = False
    limit: int | None = None
    attach_pdf: bool = False
    accept_unverified: bool = False
    still_true: bool = False
    again: bool = False
    no_copies: bool = False
    output: Path | None = None
    duplex: bool = False
    sort: str = ""
    connections: int = 1
    provider: str = ""
    service: str = ""
    colour: bool = False
    max_cost: str = ""
    yes: bool = False
    strict: bool = False
    fresh_ledger_ok: bool = False
    as_json: bool = False


def send(world: World, wanted: drafting.Wanted, how: How) -> None:
    """Send, or one of the ways not to."""
    _together(how)
    how = posting.as_post(how, envelope=wanted.envelope)
    if not wanted.signers:
        paper.need_print((), how)
    desk = posting.chosen(wiring.enveloped(wiring.desk(world), wanted.envelope, wanted.as_name), how, wanted.case)
    with leftopen.told(desk, wanted.case):
        _by_way(desk, wanted, how)


def _by_way(desk: Desk, wanted: drafting.Wanted, how: How) -> None:
    if not any(on for _, on in _ways_not_to_send(how)):
        desk = comparing.compared(desk, wanted, how)
    if wanted.signers and not how.test_to:
        from urgentaction.cli import queueing

        queueing.send(desk, wanted, how)
        return
    letters = _letters(desk, wanted, how)
    if not letters:
        raise errors.UsageError("drafting.nobody", path=wanted.signers)
    if how.test_to:
        _test(desk, letters, how)
    elif how.rehearse:
        _rehearse(desk, letters, how, wanted)
    else:
        _send(desk, letters, how, wanted)


def _letters(desk: Desk, wanted: drafting.Wanted, how: How) -> list[Ready]:
    if not wanted.signers:
        if wanted.to and not wanted.case.endswith((".toml", ".json")):
            case = desk.library.case(wanted.case)
            copying.refuse_alone(case, wiring.targets(desk, case, wanted.to))
        found = list(
            preparing.letters(desk, wanted, by=how.by, rehearse=how.rehearse, test=bool(how.test_to), quiet=how.dry_run)
        )
        return found if how.test_to else copying.together(desk, found, _terms(desk, found, how, wanted), how)
    from urgentaction.cli import queueing

    return queueing.first(desk, wanted, how)


def _together(how: How) -> None:
    chosen = [name for name, on in _ways_not_to_send(how) if on]
    if len(chosen) > 1:
        raise errors.UsageError("sending.one-way", chosen=chosen)
    if how.test_to and how.test_to != "me":
        raise errors.UsageError("sending.test-to-me", to=how.test_to)


def _ways_not_to_send(how: How) -> tuple[tuple[str, bool], ...]:
    return (("--rehearse", how.rehearse), ("--test-to", bool(how.test_to)), ("--dry-run", how.dry_run))


def _send(desk: Desk, letters: Sequence[Ready], how: How, wanted: drafting.Wanted) -> None:
    """For real: what the gates refuse stays, the rest is shown, asked about, queued and sent."""
    world = desk.world
    ready = [planned.prepared(desk, one, attach_pdf=how.attach_pdf) for one in letters]
    terms = _terms(desk, letters, how, wanted)
    test = trial.is_one(desk, how)
    with ways.ledger(desk, looking=how.dry_run or test) as ledger:
        plan = campaign.plan(
            ready, ledger, terms=terms, now=world.clock(), jitter=random.random, pace_of=ways.pace_of(desk)
        )
        outline.show(desk, plan, letters, ledger)
        if not plan.queued:
            _nothing(desk, plan)
        bill = postage.settle(desk, how, postage.counted(item.prepared for item in plan.queued))
        if how.dry_run:
            screen.say(world, "sending.dry-run")
            return
        if not how.yes and not outline.agreed(desk, plan, bill):
            screen.say(world, "sending.not-sent")
            return
        if test:
            code = trial.letters(desk, [item.prepared for item in plan.queued], how)
            raise SystemExit(code or (errors.Exit.UNDELIVERED if plan.refused else errors.Exit.DONE))
        queued = campaign.enqueue(plan, ledger, now=world.clock())
        if how.queue_only:
            screen.say(world, "sending.queued", count=len(queued.added))
            backing.after(desk)
            return
        code = draining.drain(
            desk,
            ledger,
            which=Which(keys=queued.added),
            limit=how.limit,
            folder=how.output,
            connections=how.connections,
            as_json=how.as_json,
        )
    if code or plan.refused:
        raise SystemExit(code or errors.Exit.UNDELIVERED)


def _rehearse(desk: Desk, letters: Sequence[Ready], how: How, wanted: drafting.Wanted) -> None:
    """The whole path on this machine: what the gates would say, the mail in a Maildir, the PDF beside it."""
    world = desk.world
    real = [planned.prepared(desk, one, attach_pdf=how.attach_pdf) for one in letters]
    with ways.ledger(desk, looking=True) as ledger:
        verdict = campaign.plan(
            real,
            ledger,
            terms=_terms(desk, letters, how, wanted),
            now=world.clock(),
            jitter=random.random,
            pace_of=ways.pace_of(desk),
        )
    staged = [planned.rehearsed(desk, one, attach_pdf=how.attach_pdf) for one in letters]
    with ways.rehearsal_ledger(desk) as ledger:
        plan = campaign.plan(
            staged, ledger, terms=campaign.Terms(rehearsal=True), now=world.clock(), jitter=random.random
        )
        queued = campaign.enqueue(plan, ledger, now=world.clock())
        code = draining.rehearse(desk, ledger, which=Which(keys=queued.added))
    pages = [_beside(desk, one) for one in letters]
    copies = sum(bool(item.prepared.copy_of) for item in plan.queued)
    copying.rehearsed(desk, len(queued.added), copies=copies)
    for path in pages:
        screen.say(world, "sending.page", path=str(path))
    outline.would_refuse(desk, verdict)
    if code:
        raise SystemExit(code)


def _test(desk: Desk, letters: Sequence[Ready], how: How) -> None:
    """One letter to oneself, through one's own account; it is remembered nowhere but in the rehearsal ledger."""
    world = desk.world
    staged = [planned.to_myself(desk, letters[0], attach_pdf=how.attach_pdf)]
    to = staged[0].recipient
    if not how.yes and not screen.confirm(world, "sending.ask-test", flag="--yes", to=to):
        screen.say(world, "sending.not-sent")
        return
    with ways.rehearsal_ledger(desk) as ledger:
        plan = campaign.plan(
            staged, ledger, terms=campaign.Terms(rehearsal=True), now=world.clock(), jitter=random.random
        )
        queued = campaign.enqueue(plan, ledger, now=world.clock())
        channels = {ChannelName.EMAIL: ways.smtp(desk)}
        code, _ = draining.test(desk, ledger, which=Which(keys=queued.added), channels=channels, as_json=False)
    if code:
        raise SystemExit(code)
    screen.say(world, "sending.tested", to=to)


def _terms(desk: Desk, letters: Sequence[Ready], how: How, wanted: drafting.Wanted) -> Terms:
    own = all(one.own for one in letters)
    return agreed.terms(desk, how, to=wanted.to, again=how.again, own=own)


def _nothing(desk: Desk, plan: Plan) -> None:
    """Nothing may go: refused by the gates, or nobody is left to write."""
    if plan.refused:
        paper.do_not_post(desk, plan)
        raise SystemExit(errors.Exit.GATED)
    screen.say(desk.world, "sending.nothing")
    raise SystemExit(errors.Exit.DONE)


def _beside(desk: Desk, ready: Ready) -> Path:
    """Put the PDF beside the rehearsed mail; a new rehearsal replaces it."""
    name = f"{ready.case.id}_{ready.authority.id.replace('/', '-')}_{ready.letter.language}.pdf"
    path = desk.config.places.rehearsal / "pdf" / name
    files.write_whole(path, wiring.typeset(desk, ready.letter).data, overwrite=True)
    return path
