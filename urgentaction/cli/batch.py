"""Letters of many signers, one after the other: what all share is made once, what differs is made and let go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from urgentaction import errors, library
from urgentaction.campaign import Prepared
from urgentaction.cli import composing, copying, drafting, keeping, mails, planned, posting, preparing, wiring
from urgentaction.cli import show as screen
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import Privacy, TargetAs
from urgentaction.model.finding import Finding, Severity
from urgentaction.model.letter import Document, Letter, Part

if TYPE_CHECKING:
    from urgentaction.cli.copying import Copier
    from urgentaction.cli.preparing import Ready
    from urgentaction.cli.wiring import Desk
    from urgentaction.compose import Composer
    from urgentaction.model.authority import Authority
    from urgentaction.model.case import Case
    from urgentaction.model.letter import Block
    from urgentaction.model.signer import Signer

REMEMBERED = 64
"""Letters without own words whose pages are kept in mind; those of a stall differ only in how they open."""


@dataclass(frozen=True)
class Route:
    """How every letter of a list goes to one office.

    `common` is the letter of nobody, to which signers add; `pages` keeps blocks that letters share, by what Python
    calls them, and what is wrong with their page; `seen` says that a page to this office was set, so that its address
    fits. Only who lives in the country `home` writes there, if one is named; `told`: of which countries it was said
    that a look-up gives nothing there, one set for all routes.
    """

    case: Case
    authority: Authority
    channel: ChannelName
    composer: Composer
    findings: Callable[[Letter], tuple[Finding, ...]]
    common: Letter
    pages: dict[int, tuple[tuple[Block, ...], tuple[Finding, ...]]] = field(
        default_factory=dict, compare=False, repr=False
    )
    seen: set[str] = field(default_factory=set, compare=False, repr=False)
    home: str = ""
    told: set[str] = field(default_factory=set, compare=False, repr=False)


def routes(desk: Desk, wanted: drafting.Wanted, *, by: str) -> tuple[Route, ...]:
    """One for each office: those that `--to` names, else all main ones of the case.

    Raises:
        UsageError: The way out is not there, or not for many; the letters cannot be edited one by one.
    """
    from urgentaction import check

    if wanted.edit:
        raise errors.UsageError("batch.edit")
    if wanted.case.endswith((".toml", ".json")):
        raise errors.UsageError("batch.by-id", path=wanted.case)
    case = desk.library.case(wanted.case)
    on = composing.day(wanted.date, desk.world.language) if wanted.date else wiring.letter_date(desk, case)
    found, told = [], set[str]()
    for authority, home in offices(desk, case, wanted.to):
        language = wiring.language(desk, case, authority, wanted.lang)
        composer = wiring.composer(desk, case, authority, language, on)
        look = check.letters(case=case, authority=authority, laws=desk.library.laws())
        way, common = _way_out(desk, authority, by), composer.letter(None)
        found.append(Route(case, authority, way, composer, look, common, home=home, told=told))
    return tuple(found)


def offices(desk: Desk, case: Case, to: Sequence[str]) -> list[tuple[Authority, str]]:
    """The offices to write to, and for an embassy that depends on the signer, who: those that live where it is."""
    if to:
        named = wiring.targets(desk, case, to)
        copying.refuse_alone(case, named)
        return [(one, "") for one in named]
    if not library.depends_on_home(case, TargetAs.MAIN):
        return [(one, "") for one in wiring.main_targets(desk, case)]
    found = list(library.everywhere(case, desk.library))
    if not found:
        raise errors.UsageError("wiring.no-main-target", case=case.id)
    return found


def letters(
    desk: Desk, people: Iterable[Signer], routes: Sequence[Route], *, say: str = "", copier: Copier | None = None
) -> Iterator[tuple[Route, Ready]]:
    """The letters of each signer to every office, composed; a letter's copies follow it."""
    sender = desk.config.email.address if desk.config.email else ""
    copied: dict[str, Route] = {}
    for signer in people:
        for route in _for(desk, signer, routes):
            letter = route.composer.letter(signer, own_words=say)
            copy = _copy_to(letter, signer, sender) if route.channel is ChannelName.EMAIL else ""
            said = replace(signer, message=say) if say else signer
            one = preparing.Ready(letter, route.case, route.authority, said, route.channel, own=False, copy_to=copy)
            first, copies = copier(one) if copier else (one, ())
            yield route, first
            for each in copies:
                key = f"{each.authority.id} {each.channel}"
                copied.setdefault(
                    key, replace(route, authority=each.authority, channel=each.channel, pages={}, seen=set())
                )
                yield copied[key], each


def _for(desk: Desk, signer: Signer, routes: Sequence[Route]) -> Iterator[Route]:
    """The ways of one signer; where their country has no embassy that is meant, that is told once."""
    home = wiring.home(desk, signer) if any(route.home for route in routes) else ""
    for route in routes:
        if route.home and home not in route.told:
            route.told.add(home)
            for said in library.named(route.case, desk.library, TargetAs.MAIN, home=home).missing:
                screen.tell(desk.world, said, style="yellow")
        if route.home in {"", home}:
            yield route


def prepared(desk: Desk, route: Route, ready: Ready, *, attach_pdf: bool, duplex: bool = False) -> Prepared:
    """The letter as a survey judges it; a page is made only where it is attached, or where it might not be as it must.

    What is printed is set with others of its stack (`duplex`: it begins on a front side there).
    """
    page: Document | None = None
    findings: tuple[Finding, ...] = ()
    try:
        if ready.channel is ChannelName.POST and ready.authority.postal:
            return planned.posted(desk, ready, _worded(route, ready))
        if ready.channel is ChannelName.PRINT:
            if not _fits(route, ready.letter):
                page = wiring.typeset(desk, ready.letter)
        elif attach_pdf:
            page = wiring.typeset(wiring.mailed(desk), ready.letter)
        if page is not None:
            route.seen.add(ready.letter.language)
    except errors.UserError as fault:
        # One name that no font can write keeps back one letter, not everybody's.
        findings = (_unset(fault),)
    email = ready.channel is ChannelName.EMAIL
    sender = desk.config.email.address if desk.config.email else ""
    return Prepared(
        case=ready.case,
        authority=ready.authority,
        signer=ready.signer,
        channel=ready.channel,
        language=ready.letter.language,
        recipient=ready.email if email else ready.authority.id,
        sender=sender,
        body=_body(desk, ready, page, sender=sender, duplex=duplex),
        findings=(*findings, *_worded(route, ready), *_paged(desk, route, ready.letter, page)),
        kept=keeping.kept(ready),
        copy_of=ready.copy_of,
        copy_to=ready.copy_to,
        own_account=email and _same(ready.signer.email, sender),
    )


def faults(desk: Desk, route: Route, letter: Letter, page: Document | None = None) -> tuple[Finding, ...]:
    """What the rules have to say of a letter, and of its page, where that is made or may be too long."""
    found = tuple(_for_lists(finding) for finding in route.findings(letter))
    return (*found, *_paged(desk, route, letter, page))


def _worded(route: Route, ready: Ready) -> tuple[Finding, ...]:
    """What the rules have to say of the words; of a copy, as of the letter that it copies."""
    letter = ready.copied.letter if ready.copied else ready.letter
    return tuple(_for_lists(finding) for finding in route.findings(letter))


def _paged(desk: Desk, route: Route, letter: Letter, page: Document | None) -> tuple[Finding, ...]:
    try:
        return _pages(desk, route, letter, page)
    except errors.UserError as fault:
        return (_unset(fault),)


def _for_lists(finding: Finding) -> Finding:
    """What is left blank is a cell of the list, not a profile."""
    return replace(finding, message=errors.message("batch.gaps")) if finding.rule == "gaps" else finding


def _unset(fault: errors.UserError) -> Finding:
    return Finding("page", Severity.ERROR, fault.message)


def rehearsed(desk: Desk, ready: Ready, whole: Prepared) -> Prepared:
    """The same letter as a mail that stays on this machine."""
    sender = whole.sender or "group@rehearsal.invalid"
    to = ready.email or f"{ready.authority.id.replace('/', '.')}@rehearsal.invalid"
    staged = replace(ready, channel=ChannelName.EMAIL)
    return replace(
        whole,
        channel=ChannelName.EMAIL,
        recipient=to,
        sender=sender,
        copy_to="",
        body=lambda id_: mails.mail(desk, staged, sender=sender, to=to, id_=id_),
    )


def need_group(desk: Desk) -> None:
    """Refuse to send mails for others without saying who does.

    Raises:
        UserError: The settings do not say who sends, or how to reach them.
    """
    group = desk.config.group
    missing = [key for key in ("name", "contact") if not (group and getattr(group, key))]
    if missing:
        raise errors.UserError("batch.no-group", missing=[f"group.{key}" for key in missing], first=missing[0])


def _way_out(desk: Desk, authority: Authority, by: str) -> ChannelName:
    channel = preparing.way_out(desk, authority, by)
    if channel in {ChannelName.MAILTO, ChannelName.WEBFORM} and not by:
        return ChannelName.PRINT
    if channel is ChannelName.MAILTO:
        raise errors.UsageError("sending.mailto-own")
    if channel is ChannelName.WEBFORM:
        raise errors.UsageError("byhand.webform-one")
    if channel is ChannelName.POST:
        posting.refuse_wishes(desk, authority)
    return channel


def _copy_to(letter: Letter, signer: Signer, sender: str) -> str:
    """Where the signer gets a copy; nowhere with less than full privacy, or where it would need a server of its own."""
    full = letter.sender.privacy is Privacy.FULL
    return signer.email if full and mails.plain(signer) and not _same(signer.email, sender) else ""


def _same(one: str, other: str) -> bool:
    return bool(one) and one.casefold() == other.casefold()


def _pages(desk: Desk, route: Route, letter: Letter, page: Document | None) -> tuple[Finding, ...]:
    """Whether the letter is one page, set only where that is not known without it."""
    from urgentaction import check
    from urgentaction.documents import sheet

    if page is not None:
        return check.document(page, letter)
    known, found = route.pages.get(id(letter.blocks), ((), ()))
    if known is letter.blocks:
        return found
    found = () if sheet.surely_one_page(letter, desk.place) else check.document(wiring.typeset(desk, letter), letter)
    if not letter.block(Part.OWN_WORDS) and len(route.pages) < REMEMBERED:
        route.pages[id(letter.blocks)] = (letter.blocks, found)
    return found


def _fits(route: Route, letter: Letter) -> bool:
    """Whether a page is sure to be set: the office's address was before, and what is the signer's own is usual."""
    from urgentaction.documents import print_run, sheet

    return letter.language in route.seen and print_run.is_surely_set(letter) and sheet.is_usual(letter)


def _body(
    desk: Desk, ready: Ready, page: Document | None, *, sender: str, duplex: bool = False
) -> Callable[[str], bytes]:
    if ready.channel is ChannelName.PRINT:
        from urgentaction.documents import print_run

        return lambda _id: print_run.dump(print_run.Print(ready.letter, duplex=duplex, place=desk.place))
    pdf = page.data if page else None
    return lambda id_: mails.mail(desk, ready, sender=sender, to=ready.email, id_=id_, pdf=pdf)
