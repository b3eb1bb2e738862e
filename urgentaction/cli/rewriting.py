"""After a new round: the letters that waited for the old one are written again for whoever's consent covers it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from urgentaction import campaign, chain, errors
from urgentaction.cli import (
    agreed,
    batch,
    copying,
    forecast,
    fresh,
    keeping,
    postage,
    posting,
    preparing,
    sending,
    ways,
    wiring,
)
from urgentaction.cli import show as screen
from urgentaction.library import rounds as kept_rounds
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import Privacy
from urgentaction.model.delivery import Waiver
from urgentaction.signers import kept

if TYPE_CHECKING:
    from urgentaction.campaign import Survey
    from urgentaction.cli.batch import Route
    from urgentaction.cli.copying import Copier
    from urgentaction.cli.wiring import Desk
    from urgentaction.ledger import Ledger, Superseded
    from urgentaction.model.authority import Authority
    from urgentaction.model.case import Case
    from urgentaction.model.delivery import Delivery
    from urgentaction.model.signer import Signer

_ADDRESS = frozenset({Waiver.UNVERIFIED, Waiver.PUBLISHED})


@dataclass(frozen=True, kw_only=True)
class How:
    """What the command line says: nothing is asked, nothing is written, addresses that are not sure are accepted."""

    yes: bool = False
    no_rewrite: bool = False
    accept_unverified: bool = False
    fresh_ledger_ok: bool = False


def offer(desk: Desk, case: Case, how: How) -> None:
    """Show which letters can be written again and which not, ask, and queue the new ones, all or none.

    Raises:
        UserError: There is no group or account for e-mail any more; the ledger cannot record.
    """
    world = desk.world
    with ways.ledger(desk, looking=True) as ledger:
        if next(ledger.superseded(case.id, case.round), None) is None:
            return
        if how.no_rewrite:
            screen.say(world, "rewriting.not-now", case=case.id)
            return
        sent = sending.How(yes=how.yes, accept_unverified=how.accept_unverified)
        desk = posting.chosen(desk, sent, case.id)
        terms = agreed.terms(desk, sent, to=(), batch=case.id)
        with campaign.Survey(ledger, terms=terms, now=world.clock()) as survey:
            pile = _Pile(desk, case, ledger, survey, how)
            for one in ledger.superseded(case.id, case.round):
                pile.take(one)
            _queue(desk, case, pile, sent, how)


def _queue(desk: Desk, case: Case, pile: _Pile, sent: sending.How, how: How) -> None:
    world, survey = desk.world, pile.survey
    outlook = survey.outlook(jitter=random.random, pace_of=ways.pace_of(desk))
    if not (outlook.letters or outlook.reasons or pile.left):
        return
    screen.say(world, "rewriting.plan", case=case.id, round=case.round, count=outlook.letters, style="bold")
    forecast.letters(desk, outlook)
    forecast.reasons(desk, outlook)
    for reason, count in pile.left.values():
        screen.say(world, "forecast.left-out", count=count, reason=reason, style="yellow")
        if hint := errors.words(reason, world.language).hint:
            screen.line(world, hint, style="dim")
    if not outlook.letters:
        return
    postage.settle(desk, sent, pile.posted)
    if not (how.yes or screen.confirm(world, "rewriting.ask", flag="--yes", count=outlook.letters)):
        screen.say(world, "rewriting.not-now", case=case.id)
        return
    fresh.ask(desk, pile.ledger, ok=how.fresh_ledger_ok)
    queued = survey.enqueue(outlook, now=world.clock())
    screen.say(world, "rewriting.queued", count=len(queued.added))


@dataclass(frozen=True)
class _Before:
    """The offices that an earlier round wrote to, and whether the new one asks nothing that it did not ask."""

    offices: frozenset[str]
    asks_all: bool


@dataclass
class _Pile:
    """Letters that waited, each of which is composed and judged anew, or counted by why it cannot be."""

    desk: Desk
    case: Case
    ledger: Ledger
    survey: Survey
    how: How
    left: dict[str, tuple[errors.Message, int]] = field(default_factory=dict)
    posted: postage.Letters = field(default_factory=postage.Letters)
    _offices: list[tuple[Authority, str]] = field(default_factory=list)
    _before: dict[int, _Before | None] = field(default_factory=dict)
    _routes: dict[tuple[str, str, str], Route] = field(default_factory=dict)
    _seen: set[tuple[str, str]] = field(default_factory=set)
    _copier: Copier | None = None

    def __post_init__(self) -> None:
        self._terms = self.survey.judge.terms
        self._offices = batch.offices(self.desk, self.case, ())
        if copying.wants(self.case):
            homes = {one.id: home for one, home in self._offices if home}
            mains = [one for one, _ in self._offices]
            self._copier = copying.Copier(self.desk, mains, self.survey.judge, "", homes=homes, many=True)

    def take(self, one: Superseded) -> None:
        """Write one letter again, or count why not; what stands in its place already is passed over."""
        was = one.delivery
        if reason := self._not(one):
            self._leave(reason)
            return
        signer, own = kept.load(one.signer)
        marks = self.ledger.marks(signer)
        offices, reason = self._instead(was, signer)
        if reason:
            self._leave(reason)
        for office in offices:
            place = (marks[0], office.id)
            # What a person cancelled in this round, or an office refused, does not come back by itself.
            slot = self.ledger.slot(self.case.id, self.case.round, office.id, marks=marks)
            if place not in self._seen and not slot.tried:
                self._write(was, office, signer, own=own)
            self._seen.add(place)

    def _leave(self, reason: errors.Message) -> None:
        _, count = self.left.get(str(reason), (reason, 0))
        self.left[str(reason)] = (reason, count + 1)

    def _not(self, one: Superseded) -> errors.Message | None:
        """Why a letter cannot be written again, whatever its signer agreed to."""
        channel = one.delivery.channel
        if channel is ChannelName.BUNDLE or one.delivery.bundle:
            return errors.message("rewriting.bundle", case=self.case.id)
        if not one.signer or channel in keeping.BY_HAND:
            return errors.message("rewriting.by-hand", case=self.case.id)
        if channel is ChannelName.POST and (self.how.yes or self.desk.posting is None):
            return errors.message("rewriting.post", case=self.case.id)
        if not self._covers(one.delivery.round):
            return errors.message("rewriting.asks-more", round=one.delivery.round, case=self.case.id)
        return None

    def _instead(self, was: Delivery, signer: Signer) -> tuple[list[Authority], errors.Message | None]:
        """The offices to write to now: the same one, else those that the new round has in place of others."""
        home = wiring.home(self.desk, signer)
        mine = [office for office, where in self._offices if where in {"", home}]
        same = [office for office in mine if office.id == was.authority]
        if same:
            return same, None
        before = self._round(was.round)
        if before is None or was.authority not in before.offices:
            return [], errors.message("rewriting.chosen", case=self.case.id)
        new = [office for office in mine if office.id not in before.offices]
        return new, None if new else errors.message("rewriting.gone", case=self.case.id)

    def _round(self, round_: int) -> _Before | None:
        """What an earlier round asked; None where it is not kept here."""
        if round_ not in self._before:
            try:
                old = kept_rounds.kept_round(self.desk.library, self.case.id, round_)
                offices = frozenset(one.id for one, _ in batch.offices(self.desk, old, ()))
                self._before[round_] = _Before(offices, chain.same_demands(old, self.case))
            except errors.UserError:
                self._before[round_] = None
        return self._before[round_]

    def _covers(self, round_: int) -> bool:
        """Whether who agreed to an earlier round agreed to all that is asked now; by what it asked, not by a day."""
        before = self._round(round_)
        return before is not None and before.asks_all

    def _write(self, was: Delivery, office: Authority, signer: Signer, *, own: bool) -> None:
        same = office.id == was.authority
        try:
            if was.channel is ChannelName.EMAIL and not own:
                batch.need_group(self.desk)
            route = self._route(office, was.channel, was.language if same else "")
            letter = route.composer.letter(signer)
        except errors.UserError as fault:
            self._leave(fault.message)
            return
        full = letter.sender.privacy is Privacy.FULL
        copy = was.copy if full and was.channel is ChannelName.EMAIL else ""
        ready = preparing.Ready(letter, self.case, office, signer, was.channel, own=own, copy_to=copy)
        first, copies = self._copier(ready) if self._copier else (ready, ())
        # Who said yes to an address for the old round has seen it: it is the same one.
        known = _ADDRESS.intersection(was.waivers) if same and ready.email == was.recipient else frozenset()
        self.survey.judge.terms = replace(self._terms, waivers=self._terms.waivers | known)
        self._add(route, first)
        for each in copies:
            self._add(replace(route, authority=each.authority, channel=each.channel, pages={}, seen=set()), each)

    def _add(self, route: Route, ready: preparing.Ready) -> None:
        whole = batch.prepared(self.desk, route, ready, attach_pdf=False)
        whole = replace(whole, own_account=whole.own_account or ready.own)
        if self.survey.add(whole):
            self.posted.add(whole)

    def _route(self, office: Authority, channel: ChannelName, language: str) -> Route:
        """The way to an office in a language, made once.

        Raises:
            UserError: Nothing is asked of it, or not in this language; there is no account, or nobody who sends.
        """
        key = (office.id, channel, language)
        if key not in self._routes:
            self._routes[key] = _made(self.desk, self.case, office, channel, language)
        return self._routes[key]


def _made(desk: Desk, case: Case, office: Authority, channel: ChannelName, language: str) -> Route:
    from urgentaction import check

    if channel is ChannelName.EMAIL:
        ways.account(desk)
    if channel is ChannelName.POST:
        posting.refuse_wishes(desk, office)
    spoken = language if language in wiring.spoken(desk, case) else wiring.language(desk, case, office, "")
    composer = wiring.composer(desk, case, office, spoken, wiring.letter_date(desk, case))
    look = check.letters(case=case, authority=office, laws=desk.library.laws())
    return batch.Route(case, office, channel, composer, look, composer.letter(None))
