"""Choose how letters leave: ledgers, channels, pace, and the gates asked at the last moment."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import config as settings
from urgentaction import errors, pace
from urgentaction.cli import mailbox, posting, providers
from urgentaction.cli import show as screen
from urgentaction.cli.shared import secret as secret_of
from urgentaction.cli.shelf import LOOK, Shelf
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import NO_TEXT, RoundState

if TYPE_CHECKING:
    from urgentaction.channels.base import Channel
    from urgentaction.channels.smtp import Smtp
    from urgentaction.cli.wiring import Desk
    from urgentaction.config import EmailAccount
    from urgentaction.gates import Question
    from urgentaction.ledger import Ledger
    from urgentaction.model.authority import Authority
    from urgentaction.model.case import Case
    from urgentaction.model.delivery import Delivery
    from urgentaction.outbox import Recheck
    from urgentaction.pace import Pace

KEEP_REHEARSALS = timedelta(days=7)
"""How long the texts of rehearsals are kept (design §7)."""


def account(desk: Desk) -> EmailAccount:
    """The mail account.

    Raises:
        UserError: None is set up, or something is missing.
    """
    return settings.account(desk.config)


@contextmanager
def ledger(desk: Desk, *, looking: bool = False) -> Iterator[Ledger]:
    """The ledger of this machine, or the shared one; a file that is only looked at is not made where there is none."""
    from urgentaction.ledger import open_ledger

    shared, path = desk.config.ledger, desk.config.places.ledger
    with ExitStack() as stack:
        if looking and not (shared or path.exists()):
            path = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ua-"))) / path.name
        opened = open_ledger(shared.url, secret=secret_of(desk.world, shared)) if shared else open_ledger(path)
        stack.callback(opened.close)
        if not looking:
            opened.purge(now=desk.world.clock())
        yield opened


def ledger_file(desk: Desk) -> Path | None:
    """The file that the ledger is in; None where it is on a server."""
    return None if desk.config.ledger else desk.config.places.ledger


@contextmanager
def rehearsal_ledger(desk: Desk) -> Iterator[Ledger]:
    """The ledger of rehearsals and tests; what is in it never counts as written."""
    from urgentaction.ledger import open_ledger

    opened = open_ledger(desk.config.places.rehearsal_ledger)
    try:
        opened.purge(now=desk.world.clock(), keep=KEEP_REHEARSALS)
        purge_rehearsals(desk, keep=KEEP_REHEARSALS)
        yield opened
    finally:
        opened.close()


def waiting(desk: Desk) -> int:
    """How many letters wait in the ledger."""
    if not (desk.config.ledger or desk.config.places.ledger.exists()):
        return 0
    with ledger(desk, looking=True) as opened:
        return sum(count.count for count in opened.counts() if count.state == "queued")


def secret(desk: Desk) -> Callable[[], str]:
    """The account's password, asked for when a connection is made: once for a run, however often it is used."""
    mine, world = account(desk), desk.world

    @cache
    def ask() -> str:
        prompt = (lambda _name: world.secret_prompt(screen.word(world, "wiring.password"))) if world.terminal else None
        return mailbox.secret(world, mine, prompt=prompt)

    return ask


def smtp(desk: Desk, password: Callable[[], str] | None = None) -> Smtp:
    """The account's mail server."""
    from urgentaction.channels.smtp import Smtp

    return Smtp(account(desk).smtp, password or secret(desk), now=desk.world.clock)


def channels(desk: Desk, prints: Path, password: Callable[[], str] | None = None) -> Mapping[ChannelName, Channel]:
    """Every way out that is ready on this machine; printed letters go to the folder `prints`."""
    from urgentaction.channels.handoff import Mailto, Print, Webform
    from urgentaction.channels.post.channel import Post
    from urgentaction.cli import byhand
    from urgentaction.cli.printing import alone

    # E-mail first: the queue is asked in this order, and nearly all of a long list is e-mail.
    email = {ChannelName.EMAIL: smtp(desk, password)} if desk.config.email else {}
    post = providers.opened(desk)
    return {
        **email,
        **({ChannelName.POST: Post(post.values())} if post else {}),
        ChannelName.PRINT: Print(
            lambda job: prints / f"{job.authority.replace('/', '-')}-{job.key[:8]}.pdf",
            typeset=lambda body: alone(desk, body),
        ),
        ChannelName.MAILTO: Mailto(
            desk.world.open_url,
            show=lambda link: byhand.window(desk, link),
            path_for=lambda job: byhand.drafts(desk) / f"{job.authority.replace('/', '-')}-{job.key[:8]}.eml",
        ),
        ChannelName.WEBFORM: Webform(lambda url, subject, text: byhand.form(desk, url, subject, text)),
    }


def pace_of(desk: Desk) -> Callable[[Authority, Case], Pace]:
    """The pace of an office, and of the account; only a test's world has another than the rules."""
    own, email = desk.world.pace, desk.config.email
    if own is not None:
        return lambda _authority, _case: own
    limits = email.limits if email else pace.FREE
    return lambda authority, case: replace(pace.pace_for(authority, case), account=limits)


@dataclass(frozen=True)
class Asked:
    """What the gates said a moment ago of a letter like this one."""

    case: Case
    authority: Authority
    at: datetime
    verdict: Recheck

    def answers(self, case: Case, authority: Authority, now: datetime) -> bool:
        """Whether it still holds: same files, within the second, and nothing has closed meanwhile.

        What another machine has noted since, a stop or a hold, the ledger itself says when the letter begins.
        """
        same = self.case is case and self.authority is authority
        fresh = timedelta() <= now - self.at < timedelta(seconds=LOOK)
        return same and fresh and (self.verdict.closes is None or now < self.verdict.closes)


_OVER = frozenset({RoundState.STOPPED, RoundState.CLOSED})

ASKED = 64
"""Of how many kinds of letters the answer is kept: those of a list differ in little that a gate looks at."""


def kind_of(delivery: Delivery) -> tuple[object, ...]:
    """All of a delivery that `gates.at_begin` looks at."""
    place = (delivery.case, delivery.round, delivery.authority, delivery.channel, delivery.recipient)
    return (*place, delivery.consent, delivery.waivers, delivery.created.date() if delivery.waivers else None)


def recheck(desk: Desk, opened: Ledger, shelf: Shelf | None = None) -> Callable[[Delivery, datetime], Recheck]:
    """What the gates say of a delivery at the last moment, from its files as they are now."""
    from urgentaction import gates, outbox
    from urgentaction.cli import freshness

    files = shelf or Shelf(desk.library.layers, accepted=desk.library.accepted)
    asked: dict[tuple[object, ...], Asked] = {}
    watch = freshness.Watch(desk)

    def look(delivery: Delivery, now: datetime) -> Recheck:
        if reason := watch.stale(delivery.case, now):
            return _kept_back(reason)
        try:
            return judged(delivery, now)
        except errors.UserError as unreadable:
            # One case that cannot be read keeps its own letters, not everybody's.
            return _kept_back(unreadable.message)

    def judged(delivery: Delivery, now: datetime) -> Recheck:
        # Not the desk's own library: what was read when the run began may have been stopped since.
        case, authority = files.ask(delivery.case, delivery.authority)
        kind = kind_of(delivery)
        if kind in asked and asked[kind].answers(case, authority, now):
            return asked[kind].verdict
        refusals = gates.refusals(_question(opened, delivery, case, authority, now))
        verdict = outbox.Recheck(
            pace=pace_of(desk)(authority, case), refusals=refusals, closes=gates.closes(case, authority)
        )
        if len(asked) >= ASKED:
            asked.clear()
        asked[kind] = Asked(case, authority, now, verdict)
        return verdict

    return look


def _question(opened: Ledger, delivery: Delivery, case: Case, authority: Authority, now: datetime) -> Question:
    """What the gates are asked of a delivery, with what the ledger says of its round."""
    from urgentaction import gates

    state = opened.round_state(delivery.case, delivery.round)
    return gates.at_begin(
        delivery,
        case=case,
        authority=authority,
        now=now,
        round_state=state,
        round_why=opened.round_why(delivery.case, delivery.round) if state in _OVER else NO_TEXT,
        transit=posting.transit(delivery, authority),
    )


def _kept_back(reason: errors.Message) -> Recheck:
    """No to a letter for now: it stays in the queue."""
    from urgentaction import gates, outbox

    return outbox.Recheck(pace=pace.UNLIMITED, refusals=(gates.Refusal(gates.CASE, reason, lasting=False),))


def no_gates(_delivery: Delivery, _now: datetime) -> Recheck:
    """For what stays on this machine, or goes to its own writer: no gate and no pace."""
    from urgentaction import outbox

    return outbox.Recheck(pace=pace.UNLIMITED)


def purge_rehearsals(desk: Desk, *, keep: timedelta) -> int:
    """Erase what rehearsals left on this disk longer ago than `keep`; gives how many files."""
    folder = desk.config.places.rehearsal
    before = desk.world.clock().timestamp() - keep.total_seconds()
    old = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_mtime <= before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
