"""`ua bundle`: one letter for many, with the table of who signs it; each of them has then written."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import campaign, errors, files
from urgentaction.campaign import bundling
from urgentaction.cli import agreed, backing, covering, draining, fresh, reading, telling, ways, wiring
from urgentaction.cli import show as screen
from urgentaction.ledger import Which
from urgentaction.model.authority import ChannelName

if TYPE_CHECKING:
    from urgentaction.campaign import LeftOut, Plan, Terms
    from urgentaction.cli.covering import Cover
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.documents.bundle import Bundle
    from urgentaction.gates import Refusal
    from urgentaction.ledger import Ledger
    from urgentaction.model.letter import Document

SHOWN = 5
"""Lines of a list that are named for each reason."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which bundle: the options that say what it is."""

    case: str
    signers: str
    to: tuple[str, ...] = ()
    lang: str = ""
    by: str = ""
    consent_for: str = ""


@dataclass(frozen=True, kw_only=True)
class How:
    """How it goes, and what was said yes to."""

    rehearse: bool = False
    dry_run: bool = False
    queue_only: bool = False
    accept_unverified: bool = False
    still_true: bool = False
    fresh_ledger_ok: bool = False
    output: Path | None = None
    yes: bool = False
    as_json: bool = False


def bundle(world: World, wanted: Wanted, how: How) -> None:
    """Plan, show, ask, queue all in one, send; or rehearse it, or only look."""
    if how.rehearse and how.dry_run:
        raise errors.UsageError("sending.one-way", chosen=["--rehearse", "--dry-run"])
    desk = wiring.desk(world)
    cover = covering.cover(desk, wanted.case, to=wanted.to, lang=wanted.lang, by=wanted.by)
    if cover.channel is ChannelName.EMAIL and not how.rehearse:
        ways.account(desk)
    roll = reading.Roll(desk, wanted.signers, cover.case.id, wanted.consent_for)
    terms = agreed.terms(desk, how, to=wanted.to, batch=f"{cover.case.id}-bundle")
    if how.rehearse:
        _rehearse(cover, roll, terms)
        return
    with ways.ledger(desk, looking=how.dry_run) as ledger:
        gathered = _gather(cover, roll, ledger, terms)
        code = _go(cover, gathered, ledger, how) if _goes_on(desk, gathered, roll) else None
    if code is not None and (code or gathered.refused):
        raise SystemExit(code or errors.Exit.UNDELIVERED)


def _gather(cover: Cover, roll: reading.Roll, ledger: Ledger, terms: Terms) -> Plan:
    now = cover.desk.world.clock()
    return bundling.gather(covering.prepared(cover, roll.signers()), ledger, terms=terms, now=now)


def _goes_on(desk: Desk, gathered: Plan, roll: reading.Roll) -> bool:
    """Show who signs and who does not; False where too few are left, which is told.

    Raises:
        SystemExit: The gates refuse everybody.
    """
    world, count = desk.world, len(gathered.queued)
    words = sum(bool(item.prepared.signer.message) for item in gathered.queued)
    screen.say(world, "forecast.list", path=roll.path, count=roll.count, can=roll.can, skipped=roll.skipped)
    screen.say(world, "bundle.signed", count=count, words=words)
    for warning in gathered.warnings if gathered.queued else ():
        screen.tell(world, warning, style="yellow")
    _left_out(desk, (*gathered.skipped, *gathered.refused))
    if count >= bundling.FEWEST:
        return True
    if not count and gathered.refused:
        raise SystemExit(errors.Exit.GATED)
    screen.say(world, "bundle.too-few" if count else "sending.nothing", path=roll.path)
    return False


def _go(cover: Cover, gathered: Plan, ledger: Ledger, how: How) -> int | None:
    """Make it, ask, queue it with all keys, and send it; None where it was not wanted after all."""
    desk, world = cover.desk, cover.desk.world
    whole = covering.bundled(cover, gathered.queued)
    page = covering.typeset(cover, whole, gathered.queued)
    planned = _planned(cover, gathered, whole, page, ledger)
    if not isinstance(planned, bundling.Bundle):
        screen.tell(world, planned.message, style="yellow")
        return errors.Exit.GATED
    _show(cover, planned, page)
    if how.dry_run:
        _look(cover, page, how)
        screen.say(world, "sending.dry-run")
        return None
    if not how.yes and not _agreed(cover, planned):
        screen.say(world, "sending.not-sent")
        return None
    fresh.ask(desk, ledger, ok=how.fresh_ledger_ok)
    key = bundling.enqueue(planned, ledger, now=world.clock())
    screen.say(world, "bundle.queued", count=len(planned.signed), key=key[: telling.SHORT])
    if how.queue_only:
        backing.after(desk)
        return errors.Exit.DONE
    return draining.drain(desk, ledger, which=Which(keys=(key,)), folder=how.output, as_json=how.as_json)


def _planned(cover: Cover, gathered: Plan, whole: Bundle, page: Document, ledger: Ledger) -> bundling.Bundle | Refusal:
    carrier = covering.carrier(cover, whole, page, gathered.queued, batch=gathered.terms.batch)
    now, pace_of = cover.desk.world.clock(), ways.pace_of(cover.desk)
    return bundling.bundle(gathered, carrier, ledger, now=now, jitter=random.random, pace_of=pace_of)


def _show(cover: Cover, planned: bundling.Bundle, page: Document) -> None:
    """The one letter: to whom, how many pages, when, from which account."""
    desk, world = cover.desk, cover.desk.world
    way = screen.word(world, f"gates.by-{cover.channel}")
    due = planned.carrier.due
    row = (
        screen.word(world, "sending.letters", count=1),
        f"→  {cover.authority.name(cover.signed.language)}",
        cover.recipient if cover.channel is ChannelName.EMAIL else way,
        screen.word(world, "drafting.pages", count=page.pages or 0),
        screen.word(world, "bundle.leaves", at=due.astimezone()) if due > world.clock() else "",
    )
    screen.columns(world, [row], styles=("bold",))
    if cover.channel is ChannelName.EMAIL:
        account = ways.account(desk)
        screen.say(world, "sending.from", address=account.address, host=account.smtp.host)


def _look(cover: Cover, page: Document, how: How) -> None:
    """Put the page where it can be looked at."""
    if how.output:
        office = cover.authority.id.replace("/", "-")
        path = how.output / f"{cover.case.id}_{office}_bundle.pdf"
        files.write_whole(path, page.data, overwrite=True)
        screen.say(cover.desk.world, "sending.page", path=str(path))


def _agreed(cover: Cover, planned: bundling.Bundle) -> bool:
    id_ = "bundle.ask" if cover.channel is ChannelName.EMAIL else "bundle.ask-print"
    return screen.confirm(cover.desk.world, id_, flag="--yes", count=len(planned.signed))


def _left_out(desk: Desk, items: Sequence[LeftOut]) -> None:
    """Each reason once, with how many it keeps back and the first of their lines."""
    found: dict[str, list[LeftOut]] = defaultdict(list)
    for item in items:
        found[item.refusals[0].message.id].append(item)
    for kept in found.values():
        rows = sorted(item.prepared.signer.row for item in kept if item.prepared.signer.row)[:SHOWN]
        reason = kept[0].refusals[0].message
        screen.say(desk.world, "forecast.left-out-rows", count=len(kept), rows=rows, reason=reason, style="yellow")


def _rehearse(cover: Cover, roll: reading.Roll, terms: Terms) -> None:
    """The mail on this machine, the page beside it, and what the gates would say."""
    desk, world = cover.desk, cover.desk.world
    staged = replace(cover, channel=ChannelName.EMAIL)
    with ways.ledger(desk, looking=True) as ledger:
        judged = _gather(cover, roll, ledger, terms)
    people = [item.prepared.signer for item in judged.queued] + [item.prepared.signer for item in judged.refused]
    with ways.rehearsal_ledger(desk) as ledger:
        letters = covering.prepared(staged, people)
        now, rehearsal = world.clock(), campaign.Terms(rehearsal=True, batch=terms.batch)
        gathered = bundling.gather(letters, ledger, terms=rehearsal, now=now)
        if len(gathered.queued) < bundling.FEWEST:
            raise errors.UsageError("bundle.too-few", path=roll.path)
        whole = covering.bundled(staged, gathered.queued)
        page = covering.typeset(staged, whole, gathered.queued)
        planned = _planned(staged, gathered, whole, page, ledger)
        if isinstance(planned, bundling.Bundle):
            key = bundling.enqueue(planned, ledger, now=now)
            draining.rehearse(desk, ledger, which=Which(keys=(key,)))
    screen.say(world, "bundle.rehearsed", count=len(people), folder=str(desk.config.places.rehearsal))
    _look(staged, page, How(output=desk.config.places.rehearsal / "pdf"))
    _left_out(desk, (*judged.refused, *judged.skipped))
