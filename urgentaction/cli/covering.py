"""What a bundle is made of: the covering letter of a group, who signs it, its PDF and its mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.campaign import Prepared
from urgentaction.cli import preparing, wiring
from urgentaction.model.authority import ChannelName
from urgentaction.model.letter import Sender
from urgentaction.model.signer import Consent, Signer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from urgentaction.campaign import Planned
    from urgentaction.cli.wiring import Desk
    from urgentaction.compose import Composer
    from urgentaction.config import Group
    from urgentaction.documents.bundle import Bundle
    from urgentaction.model.authority import Authority
    from urgentaction.model.case import Case
    from urgentaction.model.finding import Finding
    from urgentaction.model.letter import Document, Letter

IN_A_LETTER = frozenset({"length", "own-words", "pages"})
"""Rules about one person's page: in a bundle own words stand on pages of their own."""


@dataclass(frozen=True)
class Cover:
    """How a bundle of one case goes to one office, and in whose name it is handed on."""

    desk: Desk
    case: Case
    authority: Authority
    channel: ChannelName
    composer: Composer
    group: Group

    @property
    def sender(self) -> Signer:
        """Who hands it on, as the letter's sender; only its town stands in the dateline."""
        me = self.desk.config.me
        return Signer(name=self.group.name, city=me.city if me else "", country=me.country if me else "")

    @cached_property
    def signed(self) -> Letter:
        """The letter that everybody signs, before it is handed on."""
        return replace(self.composer.letter(self.sender), sender=self._shown(), signature=self.group.name, gaps=())

    @property
    def account(self) -> str:
        """The address that mails leave from; empty on paper."""
        email = self.desk.config.email
        return email.address if email and self.channel is ChannelName.EMAIL else ""

    @property
    def recipient(self) -> str:
        """Where it goes: the address that the gates judge, or on paper the office."""
        known = self.authority.mailbox
        if self.channel is not ChannelName.EMAIL:
            return self.authority.id
        return known.value if known else f"{self.authority.id.replace('/', '.')}@rehearsal.invalid"

    def _shown(self) -> Sender:
        contact = self.group.contact
        is_mail = "@" in contact
        return Sender(name=self.group.name, lines=() if is_mail else (contact,), email=contact if is_mail else "")


def cover(desk: Desk, name: str, *, to: Sequence[str], lang: str, by: str) -> Cover:
    """Decide how it goes.

    Raises:
        UserError: No group is set up.
        UsageError: Several offices, or a way out that cannot carry a bundle.
    """
    case = desk.library.case(name)
    offices = wiring.targets(desk, case, to) if to else wiring.main_targets(desk, case)
    if len(offices) != 1:
        raise errors.UsageError("bundle.one-office", found=[one.id for one in offices], case=case.id)
    group = desk.config.group
    if not (group and group.name and group.contact):
        raise errors.UserError("bundle.no-group")
    authority = offices[0]
    language = wiring.language(desk, case, authority, lang)
    composer = wiring.composer(desk, case, authority, language, wiring.letter_date(desk, case))
    return Cover(desk, case, authority, _way_out(desk, authority, by), composer, group)


def _way_out(desk: Desk, authority: Authority, by: str) -> ChannelName:
    channel = preparing.way_out(desk, authority, by)
    if channel is ChannelName.MAILTO and not by:
        return ChannelName.PRINT
    if channel not in {ChannelName.EMAIL, ChannelName.PRINT}:
        raise errors.UsageError("bundle.no-way", by=channel.value)
    return channel


def prepared(cover: Cover, people: Iterable[Signer]) -> Iterator[Prepared]:
    """Each signer with what the rules say of the letter and of their own words; nothing of it is ever rendered."""
    from urgentaction import check

    look = check.letters(case=cover.case, authority=cover.authority, laws=cover.desk.library.laws())
    of_all = _errors(look(cover.signed))
    for signer in people:
        own = _errors(look(_with_words(cover, signer))) if signer.message else of_all
        yield Prepared(
            case=cover.case,
            authority=cover.authority,
            signer=signer,
            channel=cover.channel,
            language=cover.signed.language,
            recipient=cover.recipient,
            sender=cover.account,
            body=lambda _id: b"",
            findings=own,
            own_account=bool(cover.account) and signer.email.casefold() == cover.account.casefold(),
        )


def bundled(cover: Cover, signed: Sequence[Planned]) -> Bundle:
    """The covering letter with its signatures, as they may be shown."""
    from urgentaction.compose import covering
    from urgentaction.documents import bundle

    people = [item.prepared.signer for item in signed]
    many = covering.Many(
        count=len(people),
        agreed=tuple(one.consent.on for one in people if one.consent),
        with_words=any(one.message for one in people),
    )
    letter = covering.covering(cover.signed, cover.signed.sender, many)
    return bundle.Bundle(letter, tuple(bundle.signature(one, privacy=cover.case.privacy) for one in people))


def typeset(cover: Cover, whole: Bundle, signed: Sequence[Planned]) -> Document:
    """The bundle as a PDF.

    Raises:
        UserError: `bundle.no-glyph`, with the lines of the list, where no font has a sign; else as `bundle.pdf`.
    """
    from urgentaction.documents import bundle

    desk = wiring.mailed(cover.desk) if cover.channel is ChannelName.EMAIL else cover.desk
    layout = desk.library.layout
    try:
        return bundle.pdf(
            whole,
            letter_layout=layout("letter.typ"),
            bundle_layout=layout("bundle.typ"),
            place=desk.place,
        )
    except errors.UserError as fault:
        if fault.message.id != "documents.no-glyph":
            raise
        missing = fault.message.values["text"]
        raise errors.UserError("bundle.no-glyph", text=missing, rows=_rows_with(signed, missing)) from fault


def carrier(cover: Cover, whole: Bundle, page: Document, signed: Sequence[Planned], *, batch: str) -> Prepared:
    """The letter that carries the signatures, ready to be queued; its signer stands for all of them."""
    consents = [item.prepared.signer.consent for item in signed if item.prepared.signer.consent]
    first = min((consent.on for consent in consents), default=None)
    return Prepared(
        case=cover.case,
        authority=cover.authority,
        signer=Signer(
            name=cover.group.name,
            id=f"bundle {batch}",
            consent=Consent(case=cover.case.id, on=first) if first else None,
        ),
        channel=cover.channel,
        language=whole.letter.language,
        recipient=cover.recipient,
        sender=cover.account or "group@rehearsal.invalid",
        body=_body(cover, whole, page),
    )


def _body(cover: Cover, whole: Bundle, page: Document) -> Callable[[str], bytes]:
    if cover.channel is ChannelName.PRINT:
        return lambda _id: page.data
    return lambda id_: _mail(cover, whole, page, id_)


def _mail(cover: Cover, whole: Bundle, page: Document, id_: str) -> bytes:
    from urgentaction.documents import bundle, eml

    sender, contact = cover.account or "group@rehearsal.invalid", cover.signed.sender.email
    answers = contact if contact.casefold() != sender.casefold() and contact.rpartition("@")[0].isascii() else ""
    envelope = eml.Envelope(
        sender_name=cover.group.name,
        sender=sender,
        to=cover.recipient,
        to_name=whole.letter.office,
        message_id=id_,
        reply_to=answers,
    )
    return eml.message(whole.letter, envelope=envelope, pdf=page.data, annex=bundle.text(whole))


def _with_words(cover: Cover, signer: Signer) -> Letter:
    letter = cover.composer.letter(cover.sender, own_words=signer.message)
    return replace(cover.signed, blocks=letter.blocks)


def _errors(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(one for one in found if one.stops and one.rule not in IN_A_LETTER)


def _rows_with(signed: Sequence[Planned], missing: object) -> tuple[int, ...]:
    """The lines of the list in which one of these signs stands."""
    signs = [str(sign) for sign in missing] if isinstance(missing, tuple) else []
    people = [item.prepared.signer for item in signed]
    return tuple(
        one.row for one in people if any(sign in text for sign in signs for text in (one.name, one.city, one.message))
    )
