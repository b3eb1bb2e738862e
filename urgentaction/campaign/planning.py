"""Plan a few letters: which may go, who is left out and why; then queue them, all or none. `survey` is for many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from urgentaction import gates, pace
from urgentaction.campaign.judging import Judge, delivery, is_skip, refusals
from urgentaction.campaign.times import PaceOf, spread
from urgentaction.campaign.values import LeftOut, Plan, Planned, Prepared, Terms
from urgentaction.errors import Message
from urgentaction.ledger import Enqueued, Ledger
from urgentaction.model.case import RoundState


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
    draft, judge = _Draft(), Judge(ledger, terms, now)
    for prepared in letters:
        _judge(draft, prepared, judge)
    queued: list[Planned] = draft.passed
    if not terms.rehearsal:
        queued, late = spread(draft.passed, ledger, now=now, jitter=jitter, pace_of=pace_of)
        draft.left_out += late
    return Plan(
        queued=tuple(queued),
        skipped=tuple(item for item in draft.left_out if is_skip(item.refusals)),
        refused=tuple(item for item in draft.left_out if not is_skip(item.refusals)),
        warnings=tuple(draft.warnings),
        terms=terms,
        printed=judge.printed,
    )


def enqueue(plan: Plan, ledger: Ledger, *, now: datetime) -> Enqueued:
    """Render and queue every letter of a plan, all or none; notes in the ledger that their rounds are open.

    Raises:
        UserError: A letter cannot be rendered, or the ledger cannot record: then nothing is queued.
    """
    for case, round_ in sorted({(item.prepared.case.id, item.prepared.case.round) for item in plan.queued}):
        ledger.note_round(case, round_, RoundState.OPEN, now=now)
    return ledger.enqueue((delivery(item, plan.terms) for item in plan.queued), now=now)


def _judge(draft: _Draft, prepared: Prepared, judge: Judge) -> None:
    terms = judge.terms
    marks = judge.ledger.marks(prepared.signer)
    slot = judge.slot(prepared, marks)
    judge.look_back(prepared, marks)
    twin = next((draft.places[place] for place in _places(prepared, marks) if place in draft.places), "")
    question = judge.question(prepared, slot=slot, marks=marks)
    main = draft.places.get((prepared.case.id, prepared.copy_of, marks[0]), "")
    refused = refusals(question, prepared, twin=bool(twin), main=main)
    draft.warnings += [warning for warning in gates.warnings(question) if warning not in draft.warnings]
    if refused:
        draft.left_out.append(LeftOut(prepared=prepared, refusals=refused, holder=slot.holder or twin))
    if (not refused or terms.rehearsal) and not twin:
        draft.passed.append(Planned(prepared=prepared, slot=slot, marks=marks, due=judge.now, after=main))
        draft.places.update(dict.fromkeys(_places(prepared, marks), slot.key))
    elif slot.holder:
        draft.places.update(dict.fromkeys(_places(prepared, marks), slot.holder))


def _places(prepared: Prepared, marks: Sequence[str]) -> list[tuple[str, str, str]]:
    return [(prepared.case.id, prepared.authority.id, mark) for mark in marks]
