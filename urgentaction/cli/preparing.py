"""From what a person wants to letters that can be judged: composed, checked, with the way out they would take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import (
    composing,
    drafting,
    editing,
    ownwords,
    posting,
    reading,
    saved,
    signing,
    wiring,
)
from urgentaction.model.authority import WAYS, ChannelName
from urgentaction.model.case import Privacy
from urgentaction.model.signer import Signer

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.model.authority import Authority
    from urgentaction.model.case import Case
    from urgentaction.model.letter import Letter


@dataclass(frozen=True)
class Ready:
    """A letter, and what is needed to send it: its case, office, signer, the way out, whether one's own.

    `by_hand`: its text cannot be composed again; `copy_to` is the address that gets a copy of the mail; `copied` is the
    letter that this one is a copy of, for information.
    """

    letter: Letter
    case: Case
    authority: Authority
    signer: Signer
    channel: ChannelName
    own: bool
    by_hand: bool = False
    copy_to: str = ""
    copied: Ready | None = None

    @property
    def copy_of(self) -> str:
        """The id of the office whose letter this is a copy of; empty for a letter of its own."""
        return self.copied.authority.id if self.copied else ""

    @property
    def email(self) -> str:
        """The office's e-mail address that the gates judge; empty where none is known."""
        known = self.authority.mailbox
        return known.value if known else ""


def letters(
    desk: Desk, wanted: drafting.Wanted, *, by: str, rehearse: bool = False, test: bool = False, quiet: bool = False
) -> Iterator[Ready]:
    """The letters to send, composed; all main offices of the case unless `--to` names others.

    A rehearsal needs no profile: the letter then has visible blanks. A test to oneself needs one, of a case that is
    over too. `quiet`: the case's question to its signer is not asked.

    Raises:
        UserError: There is no profile; nobody agreed; the way out is not there or not chosen well.
    """
    if wanted.case.endswith(".toml"):
        # What is queued is looked at again by the case's id, on every machine: a file that lies anywhere cannot be.
        raise errors.UsageError("sending.case-file", path=wanted.case)
    if wanted.case.endswith(".json"):
        yield _saved(desk, wanted, by=by, rehearse=rehearse, test=test)
        return
    case = desk.library.case(wanted.case)
    people = list(signing.people(desk, wanted, case, rehearse=rehearse, test=test))
    offices = wiring.targets(desk, case, wanted.to) if wanted.to else wiring.main_targets(desk, case, people[0])
    say, mine = wanted.say, _is_own(wanted)
    for number, authority in enumerate(offices):
        language = wiring.language(desk, case, authority, wanted.lang)
        on = composing.day(wanted.date, desk.world.language) if wanted.date else wiring.letter_date(desk, case)
        composer = wiring.composer(desk, case, authority, language, on)
        channel = _own_hands(way_out(desk, authority, by), own=mine)
        say = say if number or quiet else ownwords.said(desk, case, wanted, people[0], language=language)
        if channel is ChannelName.POST:
            posting.refuse_wishes(desk, authority)
        for signer in people:
            letter = composer.letter(signer if signer.name else None, own_words=say)
            if wanted.edit:
                letter = editing.edit(desk.world, letter)
            copy = _copy_to(desk, letter, signer, channel, own=mine)
            said = replace(signer, message=say or signer.message)
            yield Ready(letter, case, authority, said, channel, own=mine, by_hand=wanted.edit, copy_to=copy)


def _is_own(wanted: drafting.Wanted) -> bool:
    """Whether the letter is one's own, not somebody else's."""
    return wanted.as_name in {"", "me"} and not wanted.signers


def _own_hands(channel: ChannelName, *, own: bool) -> ChannelName:
    """Refuse a mail window for somebody else's letter: it would leave from one's own address without saying so."""
    if channel is ChannelName.MAILTO and not own:
        raise errors.UsageError("sending.mailto-own")
    return channel


def _copy_to(desk: Desk, letter: Letter, signer: Signer, channel: ChannelName, *, own: bool) -> str:
    """Who gets a copy of the mail: oneself where `copy_to_me` says so; whoever else signs, so that they know of it.

    Nobody with less than full privacy.
    """
    account = desk.config.email
    if channel is not ChannelName.EMAIL or account is None or letter.sender.privacy is not Privacy.FULL:
        return ""
    return signer.email if account.copy_to_me or not own else ""


def way_out(desk: Desk, authority: Authority, by: str) -> ChannelName:
    """The way that `--by` names, else the first that the office allows and that is ready here."""
    if by:
        if by not in WAYS:
            raise errors.UsageError("sending.no-channel", by=by, known=[name.value for name in WAYS])
        return ChannelName(by)
    ready = {ChannelName.PRINT}
    if authority.emails:
        ready |= {ChannelName.EMAIL} if desk.config.email else {ChannelName.MAILTO}
    if authority.web_form:
        ready |= {ChannelName.WEBFORM}
    if posting.is_ready(desk, authority):
        ready |= {ChannelName.POST}
    return next((name for name in authority.channels if name in ready), ChannelName.PRINT)


def _saved(desk: Desk, wanted: drafting.Wanted, *, by: str, rehearse: bool, test: bool) -> Ready:
    """A letter that was edited by hand and saved as JSON; its signer must be the profile that sends it."""
    letter = reading.letter(wanted.case)
    case = desk.library.case(letter.case)
    authority = desk.library.authority(letter.authority)
    _only_as_saved(desk, wanted, case, letter.authority)
    signer = next(signing.people(desk, replace(wanted, signers="", case=case.id), case, rehearse=rehearse, test=test))
    if signer.name and letter.sender.name not in {signer.name, signer.initials}:
        raise errors.UserError("sending.other-signer", path=wanted.case, name=letter.sender.name)
    whole = saved.again(desk, letter, case, authority, signer if signer.name else None)
    channel = _own_hands(way_out(desk, authority, by), own=_is_own(wanted))
    return Ready(whole, case, authority, signer, channel, own=_is_own(wanted), by_hand=True)


def _only_as_saved(desk: Desk, wanted: drafting.Wanted, case: Case, authority: str) -> None:
    """Refuse options that would change a saved letter; `--to` may only confirm its office."""
    options = {
        "--lang": wanted.lang,
        "--say": wanted.say,
        "--signers": wanted.signers,
        "--date": wanted.date,
        "--edit": wanted.edit,
    }
    if given := [name for name, value in options.items() if value]:
        raise errors.UsageError("saved.options", options=given)
    if wanted.to and [one.id for one in wiring.targets(desk, case, wanted.to)] != [authority]:
        raise errors.UsageError("saved.other-office", authority=authority)
