"""A letter as the plan judges it, by the way out that it takes, and how its bytes are made when it is queued."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.campaign import Prepared
from urgentaction.cli import byhand, keeping, mails, paged, posting, ways, wiring
from urgentaction.model.authority import ChannelName

if TYPE_CHECKING:
    from urgentaction.cli.preparing import Ready
    from urgentaction.cli.wiring import Desk
    from urgentaction.model.finding import Finding


def prepared(desk: Desk, ready: Ready, *, attach_pdf: bool) -> Prepared:
    """The letter as the plan judges it, and how its bytes are made when it is queued."""
    if ready.channel is ChannelName.POST and ready.authority.postal:
        return posted(desk, ready, _checked(desk, ready))
    return Prepared(
        case=ready.case,
        authority=ready.authority,
        signer=ready.signer,
        channel=ready.channel,
        language=ready.letter.language,
        recipient=_recipient(ready),
        sender=desk.config.email.address if desk.config.email else "",
        body=_body(desk, ready, attach_pdf=attach_pdf),
        findings=(*_checked(desk, ready), *paged.found(desk, ready, attach_pdf=attach_pdf)),
        kept=keeping.kept(ready),
        copy_of=ready.copy_of,
        copy_to=ready.copy_to,
    )


def _checked(desk: Desk, ready: Ready) -> tuple[Finding, ...]:
    """What the rules say of the words; of a copy, as of the letter that it copies."""
    one = ready.copied or ready
    return wiring.check_letter(desk, one.case, one.authority, one.letter, None)


def posted(desk: Desk, ready: Ready, findings: tuple[Finding, ...]) -> Prepared:
    """The letter as the plan judges it where a company prints and posts it: with its order, and what that refuses.

    Raises:
        UserError: The letter cannot be set.
    """
    from urgentaction import check

    order, page = posting.ordered(desk, ready.letter, ready.authority, ready.signer)
    body = posting.encoded(order)
    by = desk.posting
    return Prepared(
        case=ready.case,
        authority=ready.authority,
        signer=ready.signer,
        channel=ready.channel,
        language=ready.letter.language,
        recipient=by.recipient if by else "",
        sender="",
        body=lambda _id: body,
        findings=(*findings, *check.document(page, ready.letter), *posting.faults(desk, order)),
        kept=keeping.kept(ready),
        copy_of=ready.copy_of,
        transit=by.days(ready.authority) if by else 0,
    )


def rehearsed(desk: Desk, ready: Ready, *, attach_pdf: bool) -> Prepared:
    """The same letter as a mail that stays on this machine."""
    sender = desk.config.email.address if desk.config.email else ready.signer.email or "you@rehearsal.invalid"
    to = ready.email or f"{ready.authority.id.replace('/', '.')}@rehearsal.invalid"
    whole = prepared(desk, ready, attach_pdf=attach_pdf)
    return replace(
        whole,
        channel=ChannelName.EMAIL,
        recipient=to,
        sender=sender,
        copy_to="",
        body=lambda id_: mails.mail(
            desk, ready, sender=sender, to=to, id_=id_, pdf=_attached(desk, ready, attach_pdf=attach_pdf)
        ),
    )


def to_myself(desk: Desk, ready: Ready, *, attach_pdf: bool) -> Prepared:
    """The same letter as a mail to one's own address, marked TEST."""
    account = ways.account(desk)
    to = desk.config.me.email if desk.config.me and desk.config.me.email else account.address
    whole = prepared(desk, ready, attach_pdf=attach_pdf)
    return replace(
        whole,
        channel=ChannelName.EMAIL,
        recipient=to,
        sender=account.address,
        copy_to="",
        body=lambda id_: mails.mail(
            desk,
            ready,
            sender=account.address,
            to=to,
            id_=id_,
            pdf=_attached(desk, ready, attach_pdf=attach_pdf),
            test=True,
        ),
    )


def _attached(desk: Desk, ready: Ready, *, attach_pdf: bool) -> bytes | None:
    return wiring.typeset(wiring.mailed(desk), ready.letter).data if attach_pdf else None


def _body(desk: Desk, ready: Ready, *, attach_pdf: bool) -> Callable[[str], bytes]:
    match ready.channel:
        case ChannelName.EMAIL:
            sender = desk.config.email.address if desk.config.email else ""
            return lambda id_: mails.mail(
                desk, ready, sender=sender, to=ready.email, id_=id_, pdf=_attached(desk, ready, attach_pdf=attach_pdf)
            )
        case ChannelName.PRINT:
            return lambda _id: wiring.typeset(desk, ready.letter).data
        case ChannelName.MAILTO:
            return lambda _id: byhand.mail_window(ready)
        case ChannelName.WEBFORM:
            return lambda _id: byhand.form_text(ready.letter)
        case ChannelName.POST | ChannelName.BUNDLE:
            return lambda _id: _not_yet(ready.channel)


def _recipient(ready: Ready) -> str:
    """What the way out addresses; for paper, and where the office has no such address, its id."""
    form = ready.authority.web_form
    if ready.channel in {ChannelName.EMAIL, ChannelName.MAILTO}:
        return ready.email
    return form.value if form and ready.channel is ChannelName.WEBFORM else ready.authority.id


def _not_yet(channel: ChannelName) -> bytes:
    raise errors.UsageError("sending.no-provider", channel=channel.value)
