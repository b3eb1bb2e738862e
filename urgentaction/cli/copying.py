"""Copies for information: whose letter is copied, which offices get one and by which way, and the copy itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from urgentaction import errors, library
from urgentaction.cli import show as screen
from urgentaction.cli import wiring
from urgentaction.model.authority import ChannelName, Role
from urgentaction.model.case import TargetAs

if TYPE_CHECKING:
    from urgentaction.campaign import Judge, Terms
    from urgentaction.cli.batch import Route
    from urgentaction.cli.preparing import Ready
    from urgentaction.cli.sending import How
    from urgentaction.cli.wiring import Desk
    from urgentaction.library import Named
    from urgentaction.model.authority import Authority
    from urgentaction.model.case import Case
    from urgentaction.model.letter import Letter
    from urgentaction.model.signer import Signer

_BY_HAND = frozenset({ChannelName.MAILTO, ChannelName.WEBFORM})


def main_of(case: Case, offices: Sequence[Authority]) -> Authority | None:
    """The office whose letter is copied: the first; a court only where the case itself names it."""
    named = {target.authority for target in case.targets if target.as_ is TargetAs.MAIN}
    return next((one for one in offices if one.role is not Role.COURT or one.id in named), None)


def is_for(case: Case, office: Authority) -> bool:
    """Whether the case names this office for a copy, and for nothing else."""
    return library.targeted_as(case, office) == {TargetAs.COPY}


def offices(desk: Desk, case: Case, signer: Signer | None, *, but: Sequence[Authority]) -> Named:
    """Who gets a copy for a signer: the offices of the case but those with a letter of their own, and never a court."""
    found = library.named(case, desk.library, TargetAs.COPY, home=wiring.home(desk, signer))
    own = {one.id for one in but}
    courts = [one for one in found.offices if one.role is Role.COURT]
    refused = [errors.message("copying.court", office=_names(one)) for one in courts]
    kept = tuple(one for one in found.offices if one.id not in own and one not in courts)
    return replace(found, offices=kept, missing=(*found.missing, *refused))


@dataclass(frozen=True)
class Foot:
    """The names at the foot of a letter, the offices' ids, and what is said of those that are not there."""

    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    missing: tuple[errors.Message, ...] = ()


def foot(desk: Desk, case: Case, language: str, signer: Signer | None, *, but: Sequence[Authority]) -> Foot:
    """Whom a draft names at its foot: who would get a copy and can be reached at all; and why others are not named."""
    from urgentaction.compose import copying

    found = offices(desk, case, signer, but=but)
    reached = [one for one in found.offices if one.postal or one.emails or one.web_form]
    return Foot(tuple(copying.name(one, language) for one in reached), tuple(one.id for one in reached), found.missing)


def refuse_alone(case: Case, named: Sequence[Authority]) -> None:
    """Refuse to send only a copy: it goes with the letter that it copies.

    Raises:
        UsageError: An office gets a copy of this case's letters, and no letter of its own.
    """
    for one in named:
        if is_for(case, one):
            mains = [target.authority or target.lookup for target in case.targets if target.as_ is TargetAs.MAIN]
            raise errors.UsageError("copying.only-with", office=_names(one), case=case.id, mains=mains, to=one.id)


def way(desk: Desk, office: Authority, by: str, *, many: bool) -> ChannelName:
    """The way of the letters where this office can take it, else its own first one; nobody opens many windows."""
    from urgentaction.cli import preparing

    usual = preparing.way_out(desk, office, "")
    chosen = preparing.way_out(desk, office, by) if by else usual
    if chosen not in {*office.channels, ChannelName.PRINT} and not (chosen is ChannelName.MAILTO and office.emails):
        chosen = usual
    if chosen is ChannelName.EMAIL and not (office.emails and desk.config.email):
        chosen = usual
    return ChannelName.PRINT if many and chosen in _BY_HAND else chosen


@dataclass
class Copier:
    """Adds its copies to a signer's letter; what stands against a copy is told once, and keeps no letter back.

    `mains` are the offices that get a letter of their own; `homes` says of those that are for one country which.
    """

    desk: Desk
    mains: Sequence[Authority]
    judge: Judge
    by: str
    homes: Mapping[str, str] = field(default_factory=dict)
    many: bool = False
    attach_pdf: bool = False
    only: ChannelName | None = None
    _told: list[errors.Message] = field(default_factory=list)

    def __call__(self, ready: Ready) -> tuple[Ready, tuple[Ready, ...]]:
        """The letter, naming at its foot who gets a copy, and the copies.

        Of a signer's letters one is copied, and only while it is written.
        """
        if not self._is_copied(ready) or self._obstacle(ready, written=True):
            return ready, ()
        named = offices(self.desk, ready.case, ready.signer, but=self.mains)
        for said in named.missing:
            self._tell("", said)
        copies = tuple(copy for office in named.offices if (copy := self._copy(ready, office)))
        foot = tuple(copy.letter.office for copy in copies)
        main = replace(ready, letter=replace(ready.letter, copies=foot))
        return main, tuple(replace(copy, letter=replace(copy.letter, copies=foot), copied=main) for copy in copies)

    def _is_copied(self, ready: Ready) -> bool:
        home = wiring.home(self.desk, ready.signer)
        mine = [one for one in self.mains if self.homes.get(one.id, home) == home]
        main = main_of(ready.case, mine)
        return main is not None and main.id == ready.authority.id

    def _copy(self, ready: Ready, office: Authority) -> Ready | None:
        """The copy for one office; None where it cannot go, which is told."""
        from urgentaction.campaign import WRITTEN
        from urgentaction.cli import planned, posting

        channel = way(self.desk, office, self.by, many=self.many)
        if self.only not in {None, channel}:
            return None
        try:
            if channel is ChannelName.POST:
                posting.refuse_wishes(self.desk, office)
            copy = made(ready, office, channel)
            if not self.many:
                # That of a list is kept back by what is found of it when it is judged.
                planned.prepared(self.desk, copy, attach_pdf=self.attach_pdf)
        except errors.UserError as fault:
            self._tell(office, fault.message)
            return None
        obstacle = self._obstacle(copy)
        if obstacle:
            if obstacle.id != WRITTEN:
                self._tell(office, obstacle)
            return None
        return copy

    def _obstacle(self, ready: Ready, *, written: bool = False) -> errors.Message | None:
        from urgentaction import gates
        from urgentaction.campaign import WRITTEN, Prepared

        probe = Prepared(
            case=ready.case,
            authority=ready.authority,
            signer=ready.signer,
            channel=ready.channel,
            language=ready.letter.language,
            recipient="",
            sender="",
            body=lambda _id: b"",
        )
        found = (no.message for no in gates.without_again(self.judge.obstacles(probe)))
        return next((one for one in found if not written or one.id == WRITTEN), None)

    def _tell(self, office: Authority | str, said: errors.Message) -> None:
        whole = errors.message("copying.none-for", office=_names(office), why=said) if office else said
        if whole in self._told:
            return
        self._told.append(whole)
        screen.tell(self.desk.world, whole, style="yellow")
        if office and (hint := errors.words(said, self.desk.world.language).hint):
            screen.line(self.desk.world, hint, style="dim")


def made(ready: Ready, office: Authority, channel: ChannelName) -> Ready:
    """A copy of a letter for one office, as a letter that can be sent.

    Raises:
        UserError: The office's address does not fit its lines.
    """
    letter = copied(ready.letter, ready.case, office, ready.signer if ready.signer.name else None)
    copy_to = ready.copy_to if channel is ChannelName.EMAIL else ""
    return replace(ready, letter=letter, authority=office, channel=channel, copy_to=copy_to, copied=ready)


def copied(letter: Letter, case: Case, office: Authority, signer: Signer | None) -> Letter:
    """The same letter for an office that it is not written to."""
    from urgentaction.compose import copying

    return copying.copied(letter, case, office, signer)


def together(desk: Desk, letters: Sequence[Ready], terms: Terms, how: How) -> list[Ready]:
    """The letters of one signer with the copies that go with them, each behind the letter that it copies."""
    from urgentaction.campaign import Judge
    from urgentaction.cli import ways

    if how.no_copies or not wants(letters[0].case):
        return list(letters)
    found: list[Ready] = []
    with ways.ledger(desk, looking=True) as ledger:
        judge = Judge(ledger, replace(terms, again=terms.again or how.rehearse), desk.world.clock())
        mains = [one.authority for one in letters]
        copier = Copier(desk, mains, judge, how.by, attach_pdf=how.attach_pdf, only=_only(desk, how))
        for one in letters:
            first, copies = copier(one)
            found += [first, *copies]
    return found


def for_list(desk: Desk, routes: Sequence[Route], judge: Judge, how: How) -> Copier | None:
    """What adds copies to the letters of a list; None where there are none to add."""
    if how.no_copies or not wants(routes[0].case):
        return None
    homes = {one.authority.id: one.home for one in routes if one.home}
    mains = [one.authority for one in routes]
    return Copier(desk, mains, judge, how.by, homes=homes, many=True, only=_only(desk, how))


def agreed(desk: Desk, *, letters: int, copies: int, ways: Sequence[errors.Message]) -> bool:
    """Ask whether letters and copies may go."""
    return screen.confirm(desk.world, "copying.ask", flag="--yes", what=counted(letters, copies), ways=list(ways))


def rehearsed(desk: Desk, count: int, *, copies: int) -> None:
    """Say how many letters were rehearsed, and how many of all these are copies."""
    what, folder = counted(count - copies, copies), str(desk.config.places.rehearsal)
    screen.say(desk.world, "sending.rehearsed", count=count, what=what, folder=folder)


def counted(letters: int, copies: int) -> errors.Message:
    """How many letters and copies: `3 letters and 2 copies`."""
    main = errors.message("sending.letters", count=letters)
    if not copies:
        return main
    return errors.message("copying.both", letters=main, copies=errors.message("sending.copies", count=copies))


def wants(case: Case) -> bool:
    """Whether a case names anybody for a copy."""
    return any(target.as_ is TargetAs.COPY for target in case.targets)


def _only(desk: Desk, how: How) -> ChannelName | None:
    """A provider's test mode knows no other way."""
    from urgentaction.cli import trial

    return ChannelName.POST if trial.is_one(desk, how) else None


def _names(office: Authority | str) -> dict[str, str]:
    """An office in each language that it has a name in."""
    return {} if isinstance(office, str) else {language: office.name(language) for language in office.office}
