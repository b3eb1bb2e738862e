"""A letter that a company prints and posts: which company, with which wishes, and the order that is made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from urgentaction import address, errors
from urgentaction.channels.post import order as orders
from urgentaction.channels.post.base import Options, Order, Paper, Place, Service
from urgentaction.cli import providers, wiring
from urgentaction.cli import show as screen
from urgentaction.config import post as settings
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import Privacy
from urgentaction.model.finding import Finding, Severity

if TYPE_CHECKING:
    from urgentaction.channels.post.base import Capabilities, Provider
    from urgentaction.cli.sending import How
    from urgentaction.cli.wiring import Desk
    from urgentaction.config import PostAccount
    from urgentaction.model.authority import Authority
    from urgentaction.model.delivery import Delivery
    from urgentaction.model.letter import Document, Letter
    from urgentaction.model.signer import Signer

_WINDOW = frozenset({"documents.address-too-long", "documents.address-too-many-lines"})


@dataclass(frozen=True)
class Posting:
    """Who prints and posts in this run, and how."""

    provider: Provider
    options: Options

    @property
    def able(self) -> Capabilities:
        """What the provider can do."""
        return self.provider.capabilities

    @property
    def recipient(self) -> str:
        """What a delivery by post is addressed to: who carries it, and how (`pingen/registered`)."""
        return f"{self.provider.name}/{self.options.service}"

    def days(self, authority: Authority) -> int:
        """How long a letter to this office is in the post."""
        return self.able.days(self.options.service, _country(authority))


def chosen(desk: Desk, how: How, case: str) -> Desk:
    """The same desk with the company that letters by post go to: the one named, or the only one that is set up.

    Where nobody asked for post, it is the only one that is live; none or several are none then.

    Raises:
        UsageError: None is set up, or several and none is named; a service or another option makes no sense.
        UserError: None is set up, and nobody needs to: the case is over.
    """
    wishes = _wishes(how)
    if how.rehearse and how.by == ChannelName.POST:
        screen.say(desk.world, "posting.rehearsal", style="yellow")
    try:
        account = _account(desk, how)
    except errors.UsageError as nobody:
        raise _over(desk, case) or nobody from None
    return replace(desk, posting=Posting(providers.open_(desk.world, account), wishes)) if account else desk


def as_post(how: How, *, envelope: str) -> How:
    """What asks for a provider or a service asks for post.

    Raises:
        UsageError: It asks for another way too, or for an envelope: the company has its own.
    """
    asked = {"--provider": how.provider, "--service": how.service, "--colour": how.colour, "--max-cost": how.max_cost}
    given = [name for name, value in asked.items() if value]
    if given and how.by not in {"", ChannelName.POST}:
        raise errors.UsageError("posting.only-post", options=given, by=how.by)
    how = replace(how, by=ChannelName.POST.value) if given else how
    if envelope and how.by == ChannelName.POST:
        raise errors.UsageError("posting.envelope")
    return how


def is_ready(desk: Desk, authority: Authority) -> bool:
    """Whether a letter to this office can be posted for real without being asked for: where not, it is printed."""
    posting = desk.posting
    if posting is None or not posting.provider.live:
        return False
    reached = posting.able.services.get(posting.options.service, frozenset())
    home = desk.config.me.country if desk.config.me else ""
    takes = posting.able.senders is None or home in posting.able.senders
    return takes and (reached is None or _country(authority) in reached)


def refuse_wishes(desk: Desk, authority: Authority) -> None:
    """Refuse what the provider can do for no letter to this office, whoever signs; the error names who can.

    Raises:
        UserError: A wish cannot be met (exit 2).
    """
    from urgentaction.channels.post import checking, known

    posting = _posting(desk)
    to = Place(country=_country(authority), organisation="–")
    from_ = Place(country=next(iter(posting.able.senders or [to.country])))
    probe = _order(posting, to, from_, pdf=b"", pages=1)
    for said in checking.wishes(probe, posting.able, others=known.KNOWN):
        raise errors.UserError(said.id, exit_=errors.Exit.USAGE, **said.values)


def ordered(desk: Desk, letter: Letter, authority: Authority, signer: Signer) -> tuple[Order, Document]:
    """The order of a letter, and its page as the provider prints it.

    Raises:
        UserError: The letter cannot be set, or the address does not fit the provider's window.
    """
    from urgentaction.channels.post import sheet

    posting = _posting(desk)
    place = sheet.zones_of(posting.able, posting.options.service)
    shown = _addressed(letter, authority, signer) if posting.able.names_country else letter
    try:
        page = wiring.typeset(replace(desk, place=place), shown, sign_line=False)
    except errors.UserError as fault:
        if fault.message.id not in _WINDOW:
            raise
        line = fault.message.values["line"]
        raise errors.UserError("posting.window", provider=posting.provider.name, line=line) from None
    to, from_ = _office(authority), _sender(letter, signer, authority)
    return _order(posting, to, from_, pdf=page.data, pages=page.pages or 0), page


def faults(desk: Desk, order: Order) -> tuple[Finding, ...]:
    """What the provider would refuse, found out without asking it."""
    from urgentaction.channels.post import checking, known

    posting = _posting(desk)
    found = (*checking.problems(order, posting.able, others=known.KNOWN), *posting.provider.check(order))
    return tuple(Finding("post", Severity.ERROR, said) for said in found)


def encoded(order: Order) -> bytes:
    """The order as it waits in the queue."""
    return orders.encode(order)


def transit(delivery: Delivery, authority: Authority) -> int:
    """How many days a queued letter will be in the post; 0 for what no company posts."""
    if delivery.channel is not ChannelName.POST:
        return 0
    from urgentaction.channels.post.base import UNKNOWN_TRANSIT
    from urgentaction.channels.post.known import KNOWN

    name, _, service = delivery.recipient.partition("/")
    known = name in KNOWN and service in set(Service)
    return KNOWN[name].days(Service(service), _country(authority)) if known else UNKNOWN_TRANSIT


def _account(desk: Desk, how: How) -> PostAccount | None:
    if how.provider:
        return providers.named(desk, how.provider)
    return providers.only(desk) if how.by == ChannelName.POST else providers.live(desk)


def _over(desk: Desk, case: str) -> errors.UserError | None:
    """Whoever set up a company only to hear that the case is over would be ill served."""
    try:
        found = desk.library.case(case)
    except errors.UserError:
        return None
    return None if found.is_open else wiring.over(found)


def _wishes(how: How) -> Options:
    if how.service and how.service not in set(Service):
        raise errors.UsageError("posting.no-service", service=how.service, known=[one.value for one in Service])
    post = how.by == ChannelName.POST
    return Options(service=Service(how.service or "standard"), colour=how.colour, duplex=how.duplex and post)


def _posting(desk: Desk) -> Posting:
    if desk.posting is None:
        raise errors.UsageError("providers.none", known=settings.NAMES)
    return desk.posting


def _order(posting: Posting, to: Place, from_: Place, *, pdf: bytes, pages: int) -> Order:
    return Order(
        provider=posting.provider.name,
        live=posting.provider.live,
        recipient=to,
        sender=from_,
        pdf=pdf,
        pages=pages,
        paper=Paper(posting.able.paper),
        options=posting.options,
    )


def _country(authority: Authority) -> str:
    return authority.postal.country if authority.postal else authority.country


def _addressed(letter: Letter, authority: Authority, signer: Signer) -> Letter:
    """The letter with the country as the last line of its address, in English, wherever it is posted."""
    country, home = _country(authority), signer.country or authority.country
    told = len(address.country_line(country, sender_country=home, language=letter.language))
    own = letter.recipient[: len(letter.recipient) - told]
    return replace(letter, recipient=(*own, *address.abroad(country)))


def _office(authority: Authority) -> Place:
    """The office's address in fields; its name first, then the body that it belongs to."""
    from urgentaction.compose.values import office_lines

    postal = authority.postal
    forms = authority.office.get(authority.languages[0]) or next(iter(authority.office.values()))
    if postal is None:
        return Place(country=authority.country, organisation=forms.for_(None))
    first, *more = address.office_lines(postal, office=office_lines(authority, forms.for_(None)))
    return Place(
        country=postal.country,
        postcode=postal.postcode,
        city=postal.city,
        street=postal.street,
        person=first if more else "",
        organisation=more[0] if more else first,
        lines=tuple(more[1:]),
        cedex=postal.cedex,
    )


def _sender(letter: Letter, signer: Signer, authority: Authority) -> Place:
    """Who signs, as far as the letter itself shows them: what it leaves out no company gets to know."""
    country, shown = signer.country or authority.country, letter.sender
    if shown.privacy is Privacy.NAME_ONLY:
        return Place(country=country, person=shown.name)
    if shown.privacy is not Privacy.FULL:
        return Place(country=country, person=shown.name, city=signer.city)
    *lines, street = [line.strip() for line in signer.street.splitlines() if line.strip()] or [""]
    return Place(
        country=country,
        postcode=signer.postcode,
        city=signer.city,
        street=street,
        person=shown.name,
        lines=tuple(lines),
    )
