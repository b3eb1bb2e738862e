"""May this letter go? Pure: the gates of design §6, in their order, each refusal a value with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from urgentaction.errors import Message, message
from urgentaction.model.authority import Authority, ChannelName, Level, Provenance, Role
from urgentaction.model.case import NO_TEXT, Case, CaseState, Privacy, RoundState, Text
from urgentaction.model.delivery import Delivery, Waiver
from urgentaction.model.finding import Finding
from urgentaction.model.signer import Consent

LOOK_AGAIN = timedelta(days=14)
"""After so long without a look, a case is asked about (design §6)."""

EASTERNMOST = timedelta(hours=14)
"""No date on earth is further ahead of UTC: a consent may bear the signer's own date of today."""

CASE, AUTHORITY, CONSENT, CHECK, PACE = 1, 2, 3, 4, 5
"""The gates, as a refusal numbers them."""

_MAIL = frozenset({ChannelName.EMAIL, ChannelName.MAILTO})
_PAPER = frozenset({ChannelName.POST, ChannelName.PRINT})
_ADDRESSED = _MAIL | {ChannelName.WEBFORM}


@dataclass(frozen=True, kw_only=True)
class Question:
    """All that is looked at. `now` is UTC; dates are calendar dates.

    `round_state` is what the ledger knows of this round (None: nothing), `round_why` why it is over; `behind`: the case
    file is of an older round than the letter; `still_true_on` is when a person last said that the case is as its file
    says; `written`: this signer already wrote to this authority in this round; `batch`: one of many signers;
    `own_account`: the mail would leave from the signer's own address; `recipient`: the address that was queued;
    `leaves`: the pace's slot; `transit`: days that a letter is in the post.
    """

    case: Case
    authority: Authority
    channel: ChannelName
    now: datetime
    consent: Consent | None
    round_state: RoundState | None = None
    round_why: Text = field(default_factory=dict)
    behind: bool = False
    still_true_on: date | None = None
    waivers: frozenset[Waiver] = frozenset()
    written: bool = False
    again: bool = False
    withdrawn: bool = False
    batch: bool = False
    privacy: Privacy = Privacy.FULL
    own_account: bool = False
    findings: tuple[Finding, ...] = ()
    recipient: str = ""
    leaves: datetime | None = None
    transit: int = 0

    @property
    def today(self) -> date:
        """The date at the office that is written to."""
        return self.now.astimezone(ZoneInfo(self.authority.timezone)).date()


@dataclass(frozen=True)
class Refusal:
    """Why a letter may not go: the gate (1 to 5), the reason, and the findings where gate 4 has refused.

    `lasting`: waiting would not mend it (a stop, a deadline); otherwise a person can, and the letter waits.
    """

    gate: int
    message: Message
    findings: tuple[Finding, ...] = ()
    lasting: bool = True


def refusals(question: Question) -> tuple[Refusal, ...]:
    """Every reason why this letter may not go, in the order of the gates; empty when it may."""
    gates = (_case_gate, _authority_gate, _consent_gate, _check_gate, _pace_gate)
    return tuple(refusal for gate in gates for refusal in gate(question))


def warnings(question: Question) -> tuple[Message, ...]:
    """What a person should look at although it stops nothing: rules the case silences, paper to an unsure address."""
    silenced = tuple(message("gates.silenced", rule=one.rule.value, why=one.why) for one in question.case.silenced)
    if question.channel is not ChannelName.PRINT:
        return silenced
    return (*silenced, *(refusal.message for refusal in _level_gate(question)))


def at_begin(
    delivery: Delivery,
    *,
    case: Case,
    authority: Authority,
    now: datetime,
    round_state: RoundState | None,
    round_why: Text = NO_TEXT,
    withdrawn: bool = False,
    transit: int = 0,
) -> Question:
    """The question to ask again at `begin()`, with what the person said yes to when the letter was queued."""
    said_true = Waiver.STILL_TRUE in delivery.waivers
    return Question(
        case=case,
        authority=authority,
        channel=delivery.channel,
        now=now,
        consent=Consent(case=delivery.case, on=delivery.consent) if delivery.consent else None,
        round_state=RoundState.SUPERSEDED if case.round > delivery.round else round_state,
        round_why=round_why,
        behind=case.round < delivery.round,
        still_true_on=delivery.created.date() if said_true else None,
        waivers=frozenset(delivery.waivers),
        recipient=delivery.recipient,
        withdrawn=withdrawn,
        transit=transit,
    )


def without_again(refusals: Sequence[Refusal]) -> tuple[Refusal, ...]:
    """Those that help a person: where the case is over, nothing is said of how to write a second time."""
    over = any(refusal.gate == CASE and refusal.lasting for refusal in refusals)
    return tuple(refusal for refusal in refusals if not (over and refusal.message.id == "gates.written"))


def closes(case: Case, authority: Authority) -> datetime | None:
    """The instant from which no letter leaves: the end of the deadline's day at the office; None without a deadline."""
    if case.deadline is None:
        return None
    after = case.deadline + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=ZoneInfo(authority.timezone)).astimezone(UTC)


def no_room(case: Case, authority: Authority) -> Refusal:
    """Gate 5 for a letter that the pace gives no time before the deadline."""
    return Refusal(PACE, message("gates.no-room", office=_names(authority), deadline=case.deadline))


def total_reached(case: Case, authority: Authority) -> Refusal:
    """Gate 5 for a letter beyond the number of e-mails that the case wants this office to get."""
    return Refusal(PACE, message("gates.total", office=_names(authority), case=case.id, total=case.pace.total))


def _case_gate(question: Question) -> Iterator[Refusal]:
    case, deadline = question.case, closes(question.case, question.authority)
    if case.status.state is not CaseState.OPEN:
        yield Refusal(CASE, message(f"gates.case-{case.status.state}", case=case.id, why=case.status.why))
    elif question.round_state not in {None, RoundState.OPEN}:
        news = message("gates.news", why=question.round_why) if question.round_why else ""
        yield Refusal(CASE, message(f"gates.round-{question.round_state}", case=case.id, news=news))
    elif question.behind:
        yield Refusal(CASE, message("gates.behind", case=case.id, round=case.round), lasting=False)
    if deadline is not None and question.now >= deadline:
        yield Refusal(CASE, message("gates.deadline", case=case.id, deadline=case.deadline))
    elif case.is_open:
        yield from _looked_at(question)


def _looked_at(question: Question) -> Iterator[Refusal]:
    checked = question.case.checked_on
    if checked > (question.now + EASTERNMOST).date():
        # A look that is still to come would switch this question off for ever.
        yield Refusal(CASE, message("gates.checked-in-future", case=question.case.id, on=checked), lasting=False)
        return
    last = max(checked, question.still_true_on or checked)
    if question.today - last > LOOK_AGAIN:
        days = (question.today - last).days
        yield Refusal(CASE, message("gates.unchecked", case=question.case.id, on=last, days=days), lasting=False)


def _authority_gate(question: Question) -> Iterator[Refusal]:
    yield from _channel_gate(question)
    if question.channel is not ChannelName.PRINT:
        yield from _level_gate(question)
    if question.authority.role is Role.COURT and question.batch:
        yield Refusal(AUTHORITY, message("gates.court-batch", office=_office(question)))
    elif question.authority.role is Role.COURT and Waiver.EXPLICIT not in question.waivers:
        yield Refusal(AUTHORITY, message("gates.court", office=_office(question), id=question.authority.id))
    if question.channel in _MAIL and question.own_account and question.privacy is not Privacy.FULL:
        yield Refusal(AUTHORITY, message("gates.own-account", case=question.case.id))


def _channel_gate(question: Question) -> Iterator[Refusal]:
    authority, channel = question.authority, question.channel
    none = authority.email_none
    if channel in _MAIL and not authority.emails and none is not None:
        yield Refusal(AUTHORITY, message("gates.no-email", office=_office(question), source=none.source, on=none.on))
    elif channel not in _allowed(authority):
        yield Refusal(AUTHORITY, message("gates.channel", office=_office(question), **_ways(question)))
    elif _provenance(question) is None:
        yield Refusal(AUTHORITY, message("gates.no-contact", office=_office(question), **_ways(question)))
    elif channel in _ADDRESSED and question.recipient and question.recipient != _address(authority, channel):
        yield Refusal(AUTHORITY, message("gates.moved", office=_office(question), case=question.case.id))


def _address(authority: Authority, channel: ChannelName) -> str:
    known = authority.mailbox if channel in _MAIL else authority.web_form
    return known.value if known else ""


def _allowed(authority: Authority) -> frozenset[ChannelName]:
    """An office that takes e-mail takes it from the person's own mail program too."""
    channels = frozenset(authority.channels)
    return channels | {ChannelName.MAILTO} if ChannelName.EMAIL in channels else channels


def _level_gate(question: Question) -> Iterator[Refusal]:
    known, review_by = _provenance(question), question.authority.review_by
    if known is None or Waiver.UNVERIFIED in question.waivers:
        return
    values = {"office": _office(question), "source": known.source}
    if known.level is Level.UNVERIFIED:
        on_paper = question.channel is ChannelName.PRINT
        id_ = "gates.unverified-print" if on_paper else "gates.unverified"
        yield Refusal(AUTHORITY, message(id_, **values), lasting=False)
    elif review_by is not None and review_by < question.today:
        yield Refusal(AUTHORITY, message("gates.overdue", **values, review_by=review_by), lasting=False)
    elif known.level is Level.PUBLISHED and known.verified_on is None and Waiver.PUBLISHED not in question.waivers:
        yield Refusal(AUTHORITY, message("gates.unconfirmed", **values), lasting=False)


def provenance(authority: Authority, channel: ChannelName) -> Provenance | None:
    """Where the contact comes from that a letter by this channel goes to; None where there is none."""
    if channel in _PAPER:
        return authority.postal.provenance if authority.postal else None
    contact = authority.mailbox if channel in _MAIL else authority.web_form
    return contact.provenance if contact else None


def _provenance(question: Question) -> Provenance | None:
    return provenance(question.authority, question.channel)


def _consent_gate(question: Question) -> Iterator[Refusal]:
    case, consent = question.case, question.consent
    if question.withdrawn:
        yield Refusal(CONSENT, message("gates.withdrawn"))
    if consent is None:
        yield Refusal(CONSENT, message("gates.no-consent", case=case.id))
    elif consent.case != case.id:
        yield Refusal(CONSENT, message("gates.other-consent", case=case.id, other=consent.case))
    elif consent.on < case.consent_from:
        yield Refusal(CONSENT, message("gates.early-consent", case=case.id, on=consent.on, issued=case.consent_from))
    elif consent.on > (question.now.astimezone(UTC) + EASTERNMOST).date():
        yield Refusal(CONSENT, message("gates.future-consent", on=consent.on))
    if question.written and not question.again:
        yield Refusal(CONSENT, message("gates.written", office=_office(question), case=case.id, round=case.round))


def _check_gate(question: Question) -> Iterator[Refusal]:
    errors = tuple(finding for finding in question.findings if finding.stops)
    if errors:
        yield Refusal(CHECK, message("gates.findings", count=len(errors), first=errors[0].message), errors)


def _pace_gate(question: Question) -> Iterator[Refusal]:
    deadline = closes(question.case, question.authority)
    late = deadline is not None and question.leaves is not None and question.leaves >= deadline
    if question.channel is ChannelName.EMAIL and late:
        yield no_room(question.case, question.authority)
    if question.transit and deadline is not None and question.now >= deadline - timedelta(days=question.transit):
        values = {"deadline": question.case.deadline, "days": question.transit}
        yield Refusal(PACE, message("gates.too-slow", office=_office(question), **values))


def _office(question: Question) -> dict[str, str]:
    return _names(question.authority)


def _names(authority: Authority) -> dict[str, str]:
    """The office's name in each language it has one in; a message shows it in the reader's."""
    return {language: authority.name(language) for language in authority.office}


def _ways(question: Question) -> dict[str, object]:
    ways = [channel for channel in question.authority.channels if channel is not question.channel]
    names = [message(f"gates.by-{channel}") for channel in ways]
    posted = question.channel is ChannelName.POST  # what the office takes on paper may still not go through a company
    by = ChannelName.PRINT if not ways or (posted and ChannelName.PRINT in ways) else ways[0]
    name = message("gates.by-company" if posted else f"gates.by-{question.channel}")
    return {"channel": name, "others": names, "by": by}
