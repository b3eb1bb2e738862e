"""Plan a campaign: which letters may go, who is left out and why; then queue them, all or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from urgentaction import gates, pace
from urgentaction.campaign.times import PaceOf, spread
from urgentaction.campaign.values import LeftOut, Plan, Planned, Prepared, Terms
from urgentaction.errors import Message, message
from urgentaction.gates import Question, Refusal
from urgentaction.ledger import Enqueued, Ledger, NewDelivery, Slot, message_id
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import Privacy, RoundState
from urgentaction.model.delivery import Waiver


@dataclass
class _Draft:
    """A plan in the making; `places` holds, by case, authority and mark, the key of the letter that goes or went."""

    passed: list[Planned] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)
    places: dict[tuple[str, str, str], str] = field(default_factory=dict)


def plan(
    letters: Iterable[Prepared],
    ledger: Ledger,
    *,
    terms: Terms,
    now: datetime,
    jitter: Callable[[], float],
    pace_of: PaceOf = pace.pace_for,
) -> Plan:
    """Judge every letter, main letters before their copies, and give each that may go its time; touches nothing.

    `jitter` gives numbers in [0, 1).
    """
    draft = _Draft()
    for prepared in letters:
        _judge(draft, prepared, ledger, terms=terms, now=now)
    queued: list[Planned] = draft.passed
    if not terms.rehearsal:
        queued, late = spread(draft.passed, ledger, now=now, jitter=jitter, pace_of=pace_of)
        draft.left_out += late
    return Plan(
        queued=tuple(queued),
        skipped=tuple(item for item in draft.left_out if _is_skip(item)),
        refused=tuple(item for item in draft.left_out if not _is_skip(item)),
        warnings=tuple(draft.warnings),
        terms=terms,
    )


def enqueue(plan: Plan, ledger: Ledger, *, now: datetime) -> Enqueued:
    """Render and queue every letter of a plan, all or none; notes in the ledger that their rounds are open.

    Raises:
        UserError: A letter cannot be rendered, or the ledger cannot record: then nothing is queued.
    """
    for case, round_ in sorted({(item.prepared.case.id, item.prepared.case.round) for item in plan.queued}):
        ledger.note_round(case, round_, RoundState.OPEN, now=now)
    return ledger.enqueue((_new(item, plan.terms) for item in plan.queued), now=now)


def _judge(draft: _Draft, prepared: Prepared, ledger: Ledger, *, terms: Terms, now: datetime) -> None:
    case, authority = prepared.case, prepared.authority
    marks = ledger.marks(prepared.signer)
    slot = ledger.slot(case.id, case.round, authority.id, marks=marks, again=terms.again or terms.rehearsal)
    twin = next((draft.places[place] for place in _places(prepared, marks) if place in draft.places), "")
    question = _question(prepared, ledger, slot=slot, marks=marks, terms=terms, now=now)
    main = draft.places.get((case.id, prepared.copy_of, marks[0]), "")
    refusals = (*gates.refusals(question), *_twice(twin)) or tuple(_alone(prepared, main))
    draft.warnings += [warning for warning in gates.warnings(question) if warning not in draft.warnings]
    if refusals:
        draft.left_out.append(LeftOut(prepared=prepared, refusals=refusals, holder=slot.holder or twin))
    if (not refusals or terms.rehearsal) and not twin:
        draft.passed.append(Planned(prepared=prepared, slot=slot, marks=marks, due=now, after=main))
        draft.places.update(dict.fromkeys(_places(prepared, marks), slot.key))
    elif slot.holder:
        draft.places.update(dict.fromkeys(_places(prepared, marks), slot.holder))


def _places(prepared: Prepared, marks: Sequence[str]) -> list[tuple[str, str, str]]:
    return [(prepared.case.id, prepared.authority.id, mark) for mark in marks]


def _question(
    prepared: Prepared, ledger: Ledger, *, slot: Slot, marks: Sequence[str], terms: Terms, now: datetime
) -> Question:
    case = prepared.case
    return Question(
        case=case,
        authority=prepared.authority,
        channel=prepared.channel,
        now=now,
        consent=prepared.signer.consent,
        round_state=ledger.round_state(case.id, case.round),
        still_true_on=terms.still_true_on,
        waivers=terms.waivers,
        written=bool(slot.holder),
        again=terms.again or terms.rehearsal,
        withdrawn=ledger.withdrawn(marks),
        batch=bool(terms.batch),
        privacy=max(case.privacy, prepared.signer.privacy, key=list(Privacy).index),
        own_account=terms.own_account,
        findings=prepared.findings,
    )


def _twice(twin: str) -> Iterator[Refusal]:
    """Two rows of one signer make one letter, whatever `--again` says."""
    if twin:
        yield Refusal(gates.CONSENT, message("campaign.twice"))


def _alone(prepared: Prepared, main: str) -> Iterator[Refusal]:
    """A copy goes only with its main letter: one of this plan, or one that was written before."""
    if prepared.copy_of and not main:
        yield Refusal(gates.AUTHORITY, message("campaign.copy-alone", main=prepared.copy_of))


def _is_skip(item: LeftOut) -> bool:
    return all(refusal.gate == gates.CONSENT for refusal in item.refusals)


def _new(item: Planned, terms: Terms) -> NewDelivery:
    prepared, case = item.prepared, item.prepared.case
    mail = prepared.channel is ChannelName.EMAIL
    id_ = message_id(item.slot.key, prepared.sender.rpartition("@")[2]) if mail else ""
    said = terms.waivers | ({Waiver.STILL_TRUE} if terms.still_true_on else frozenset())
    return NewDelivery(
        key=item.slot.key,
        again=item.slot.again,
        marks=item.marks,
        case=case.id,
        round=case.round,
        authority=prepared.authority.id,
        channel=prepared.channel,
        language=prepared.language,
        sender=prepared.sender,
        recipient=prepared.recipient,
        domain=prepared.domain,
        message_id=id_,
        due=item.due,
        body=prepared.body(id_),
        consent=prepared.signer.consent.on if prepared.signer.consent else None,
        waivers=tuple(sorted(said)),
        after=item.after,
        batch=terms.batch,
    )
