"""`ua send --signers`: a plan for the whole list, one question, all letters queued together, sent at their pace."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING

from urgentaction import campaign, errors, files
from urgentaction.cli import (
    agreed,
    backing,
    batch,
    candour,
    copying,
    draining,
    forecast,
    fresh,
    paper,
    postage,
    preparing,
    reading,
    running,
    trial,
    ways,
    wiring,
)
from urgentaction.cli import show as screen
from urgentaction.ledger import Which
from urgentaction.model.authority import ChannelName

if TYPE_CHECKING:
    from pathlib import Path

    from urgentaction.campaign import Outlook, Survey, Terms
    from urgentaction.cli.batch import Route
    from urgentaction.cli.drafting import Wanted
    from urgentaction.cli.preparing import Ready
    from urgentaction.cli.sending import How
    from urgentaction.cli.wiring import Desk
    from urgentaction.ledger import Ledger


def send(desk: Desk, wanted: Wanted, how: How) -> None:
    """Send the letters of a list, or rehearse them.

    Raises:
        UserError: Nobody can sign; no group or no account is set up; a way out is not there.
    """
    routes = batch.routes(desk, wanted, by=how.by)
    paper.need_print(routes, how)
    roll = reading.Roll(desk, wanted.signers, routes[0].case.id, wanted.consent_for)
    if how.rehearse:
        _rehearse(desk, wanted, how, routes, roll)
    else:
        _send(desk, wanted, how, routes, roll)


def first(desk: Desk, wanted: Wanted, how: How) -> list[Ready]:
    """The letter of the first person on a list, for a test to oneself."""
    routes = batch.routes(desk, wanted, by=how.by)
    roll = reading.Roll(desk, wanted.signers, routes[0].case.id, wanted.consent_for)
    return [ready for _, ready in islice(batch.letters(desk, roll.signers(), routes, say=wanted.say), 1)]


def _send(desk: Desk, wanted: Wanted, how: How, routes: Sequence[Route], roll: reading.Roll) -> None:
    if any(route.channel is ChannelName.EMAIL for route in routes):
        batch.need_group(desk)
        ways.account(desk)
    terms = _terms(desk, wanted, how, routes)
    if trial.is_one(desk, how):
        _try(desk, wanted, how, terms=terms, routes=routes, roll=roll)
        return
    with ways.ledger(desk, looking=how.dry_run) as ledger:
        outlook = _queue(desk, ledger, wanted, how, terms=terms, routes=routes, roll=roll)
        code = _drain(desk, ledger, how, terms, outlook) if outlook and not how.queue_only else errors.Exit.DONE
    if outlook and how.queue_only:
        backing.after(desk)
    if outlook and (code or outlook.refused):
        raise SystemExit(code or errors.Exit.UNDELIVERED)


def _queue(
    desk: Desk,
    ledger: Ledger,
    wanted: Wanted,
    how: How,
    *,
    terms: Terms,
    routes: Sequence[Route],
    roll: reading.Roll,
) -> Outlook | None:
    """Plan, show, ask, queue; None where nothing was queued because it was not wanted."""
    world = desk.world
    with campaign.Survey(ledger, terms=terms, now=world.clock(), keep=not how.dry_run) as survey:
        posted = _fill(desk, survey, wanted, how, routes=routes, roll=roll)
        outlook = survey.outlook(jitter=random.random, pace_of=ways.pace_of(desk))
        if not _wanted(desk, outlook, how, roll, posted):
            return None
        fresh.ask(desk, ledger, ok=how.fresh_ledger_ok)
        queued = survey.enqueue(outlook, now=world.clock())
    screen.say(world, "batch.queued" if how.queue_only else "batch.starts", count=len(queued.added))
    return outlook


def _wanted(desk: Desk, outlook: Outlook, how: How, roll: reading.Roll, posted: postage.Letters) -> bool:
    """Show the plan and what it costs, and ask; False where it was not wanted."""
    forecast.show(desk, outlook, roll, as_json=how.as_json and how.dry_run)
    _stop_early(desk, outlook, how, roll)
    bill = postage.settle(desk, how, posted)
    if how.dry_run:
        screen.say(desk.world, "sending.dry-run")
        return False
    if how.yes or forecast.agreed(desk, outlook, queue_only=how.queue_only, bill=bill):
        return True
    screen.say(desk.world, "sending.not-sent")
    return False


def _try(desk: Desk, wanted: Wanted, how: How, *, terms: Terms, routes: Sequence[Route], roll: reading.Roll) -> None:
    """The same with a provider's test mode: judged by the ledger, which hears nothing of it."""
    now = desk.world.clock()
    staged = campaign.Terms(rehearsal=True, batch=terms.batch)
    with ways.ledger(desk, looking=True) as ledger, ways.rehearsal_ledger(desk) as rehearsal, ExitStack() as stack:
        judged = stack.enter_context(campaign.Survey(ledger, terms=terms, now=now, keep=False))
        kept = stack.enter_context(campaign.Survey(rehearsal, terms=staged, now=now))
        posted = _fill(desk, judged, wanted, how, routes=routes, roll=roll, also=kept)
        outlook = judged.outlook(jitter=random.random, pace_of=ways.pace_of(desk))
        if not _wanted(desk, outlook, how, roll, posted):
            return
        kept.enqueue(kept.outlook(jitter=random.random), now=now)
        code = trial.drained(desk, rehearsal, Which(batch=terms.batch), how)
    if code or outlook.refused:
        raise SystemExit(code or errors.Exit.UNDELIVERED)


def _fill(
    desk: Desk,
    survey: Survey,
    wanted: Wanted,
    how: How,
    *,
    routes: Sequence[Route],
    roll: reading.Roll,
    also: Survey | None = None,
) -> postage.Letters:
    """Judge every letter; gives those that go by post. Of a test, up to --limit, and `also` gets those that may go."""
    posted, most = postage.Letters(), how.limit if also is not None else None
    copier = copying.for_list(desk, routes, survey.judge, how)
    goes = False
    with running.counting(desk.world, "batch.reading") as counted:
        letters = paper.letters(desk, roll.signers(), routes, how, say=wanted.say, copier=copier)
        for route, ready in islice(letters, most):
            if ready.copied and not goes:
                continue
            if not ready.copied:
                roll.alike.add(ready.letter, route.common)
            one = batch.prepared(desk, route, ready, attach_pdf=how.attach_pdf, duplex=how.duplex)
            passes = survey.add(one)
            goes = goes if ready.copied else passes
            if passes:
                posted.add(one)
                if also is not None:
                    also.add(one)
            counted(roll.count)
    if not roll.can and not how.strict:
        raise errors.UsageError("drafting.nobody", path=wanted.signers)
    return posted


def _stop_early(desk: Desk, outlook: Outlook, how: How, roll: reading.Roll) -> None:
    """With `--strict` a row that cannot sign stops everything; so does a plan of no letter."""
    if how.strict and roll.skipped:
        screen.say(desk.world, "batch.strict", count=roll.skipped)
        raise SystemExit(errors.Exit.FINDINGS)
    if outlook.letters:
        return
    if outlook.refused:
        paper.do_not_post(desk, outlook)
    else:
        screen.say(desk.world, "sending.nothing")
    raise SystemExit(errors.Exit.GATED if outlook.refused else errors.Exit.DONE)


def _drain(desk: Desk, ledger: Ledger, how: How, terms: Terms, outlook: Outlook) -> int:
    """Send what is due; where somebody looks on, wait for the rest too."""
    patience = running.Patience(wait=desk.world.terminal and how.limit is None)
    return draining.drain(
        desk,
        ledger,
        which=Which(batch=terms.batch),
        limit=how.limit,
        folder=how.output,
        connections=how.connections,
        patience=patience,
        total=outlook.letters,
        as_json=how.as_json,
    )


def _terms(desk: Desk, wanted: Wanted, how: How, routes: Sequence[Route]) -> Terms:
    return agreed.terms(desk, how, to=wanted.to, batch=routes[0].case.id, again=how.again)


def _rehearse(desk: Desk, wanted: Wanted, how: How, routes: Sequence[Route], roll: reading.Roll) -> None:
    """Every letter as a mail on this machine, one page for each office, and what the gates would say."""
    world = desk.world
    pages: dict[str, Path] = {}
    with ExitStack() as stack:
        real, rehearsal = (
            stack.enter_context(opened) for opened in (ways.ledger(desk, looking=True), ways.rehearsal_ledger(desk))
        )
        now, terms = world.clock(), _terms(desk, wanted, how, routes)
        staged = campaign.Terms(rehearsal=True, batch=terms.batch)
        judged = stack.enter_context(campaign.Survey(real, terms=terms, now=now, keep=False))
        kept = stack.enter_context(campaign.Survey(rehearsal, terms=staged, now=now))
        copier = copying.for_list(desk, routes, judged.judge, how)
        letters = batch.letters(desk, roll.signers(), routes, say=wanted.say, copier=copier)
        for route, ready in islice(letters, how.limit):
            if not ready.copied:
                roll.alike.add(ready.letter, route.common)
            whole = batch.prepared(desk, route, ready, attach_pdf=how.attach_pdf)
            judged.add(whole)
            kept.add(batch.rehearsed(desk, ready, whole))
            if ready.authority.id not in pages:
                pages[ready.authority.id] = beside(desk, ready)
        if not pages:
            raise errors.UsageError("drafting.nobody", path=wanted.signers)
        outlook = kept.outlook(jitter=random.random)
        queued = kept.enqueue(outlook, now=now)
        code = draining.rehearse(desk, rehearsal, which=Which(batch=terms.batch))
        copying.rehearsed(desk, len(queued.added), copies=forecast.copies(outlook))
        for path in pages.values():
            screen.say(world, "sending.page", path=str(path))
        candour.alike(world, roll.alike.likeness())
        forecast.would(desk, judged.outlook(jitter=random.random, pace_of=ways.pace_of(desk)), routes)
    if code or (how.strict and roll.skipped):
        raise SystemExit(code or errors.Exit.FINDINGS)


def beside(desk: Desk, ready: preparing.Ready) -> Path:
    """Put the PDF beside the rehearsed mail; a new rehearsal replaces it."""
    name = f"{ready.case.id}_{ready.authority.id.replace('/', '-')}_{ready.letter.language}.pdf"
    path = desk.config.places.rehearsal / "pdf" / name
    files.write_whole(path, wiring.typeset(desk, ready.letter).data, overwrite=True)
    return path
