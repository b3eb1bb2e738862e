"""Turn a round in file and ledger together: the ledger first, since it reaches every machine and every queue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from urgentaction import files
from urgentaction.chain.differences import same_demands
from urgentaction.errors import UsageError, message
from urgentaction.ledger import Ledger
from urgentaction.library import case_text
from urgentaction.model.case import Case, CaseState, RoundState
from urgentaction.model.delivery import Delivery


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """A case beside the text it was read from, the file to write, and how such a text is read (and refused)."""

    case: Case
    text: str
    into: Path
    read: Callable[[str], Case]


@dataclass(frozen=True, kw_only=True)
class End:
    """How a case ends: stopped by its publisher or closed by events, on which day, why (by language), and says who."""

    state: CaseState
    on: date
    why: Mapping[str, str]
    source: str


@dataclass(frozen=True, kw_only=True)
class Turned:
    """What a turn did: the letters it took out of the queue, where the old round is kept, whose consent still holds."""

    cancelled: tuple[Delivery, ...] = ()
    kept: Path | None = None
    consent_from: date | None = None


def end(ledger: Ledger, file: CaseFile, over: End, *, now: datetime, today: date) -> Turned:
    """End a case: nothing waits any more, on no machine of this ledger, and its file says why.

    `today` is the day where the person is: between midnight and dawn it is not that of `now` (UTC).

    The ledger is told first: a machine that dies in between has stopped, and the same command does what is left.

    Raises:
        UsageError: The end lies before the day the case was issued, or still to come.
        Faults: With this end the file would not load; nothing is done then.
        UserError: The ledger or the file cannot be written.
    """
    case = file.case
    if over.on < case.issued:
        raise UsageError("chain.end-before-issue", on=over.on, issued=case.issued, case=case.id)
    if over.on > today:
        raise UsageError("chain.end-to-come", on=over.on, case=case.id)
    text = case_text.ended(file.text, file.into, state=over.state, on=over.on, why=over.why, source=over.source)
    file.read(text)
    reason = message("chain.ended", case=case.id)
    cancelled = ledger.turn_round(
        case.id, case.round, RoundState(over.state.value), now=now, reason=reason, why=over.why
    )
    _write(file.into, text)
    return Turned(cancelled=cancelled)


def extend(file: CaseFile, until: date, *, today: date) -> None:
    """Give a round more time; it stays the same round, and what was written counts.

    Raises:
        UsageError: The case is over, or the day is past or not later than its deadline.
    """
    case = file.case
    if not case.is_open:
        raise UsageError("chain.extend-over", case=case.id)
    if until < today:
        raise UsageError("chain.extend-past", until=until, case=case.id)
    if case.deadline is None:
        raise UsageError("chain.extend-none", case=case.id)
    if until <= case.deadline:
        raise UsageError("chain.extend-not-later", until=until, deadline=case.deadline, case=case.id)
    text = case_text.with_deadline(file.text, file.into, until)
    file.read(text)
    _write(file.into, text)


def open_round(ledger: Ledger, file: CaseFile, text: str, *, now: datetime) -> Turned:
    """Open the next round: the old file is kept beside it, what waits for the old round is cancelled.

    Where the new round asks nothing that the old one did not ask, the consent that people gave to the old one still
    holds, and the new file says since when it is asked. Done again after a crash, it does what is left.

    Raises:
        UsageError: It is another case, not a later round, issued before the one it follows, or asks more since then.
        Faults: The new file has faults.
        UserError: The ledger or a file cannot be written.
    """
    old, new = file.case, file.read(text)
    _follows(old, new)
    same = same_demands(old, new)
    if not same and new.consent_from <= old.issued:
        # Whoever agreed to the old round on any day since would have agreed to the new one.
        raise UsageError("chain.asks-more", case=new.id, since=new.consent_from, round=old.round)
    if same and new.asked_since is None:
        text = case_text.asked_since(text, file.into, old.consent_from)
        new = file.read(text)
    kept = file.into.with_name(f"{old.id}.rounds") / f"{old.round}.toml"
    files.write_whole(kept, file.text.encode(), overwrite=True)
    state, reason = RoundState(new.status.state.value), message("chain.superseded", case=new.id, round=new.round)
    cancelled = ledger.turn_round(new.id, new.round, state, now=now, reason=reason, why=new.status.why)
    _write(file.into, text)
    return Turned(cancelled=cancelled, kept=kept, consent_from=new.consent_from)


def note_open(ledger: Ledger, case: Case, *, now: datetime) -> tuple[Delivery, ...]:
    """Note in the ledger that a round is open, as its file says; gives what waited for an earlier one, cancelled."""
    reason = message("chain.superseded", case=case.id, round=case.round)
    return ledger.turn_round(case.id, case.round, RoundState.OPEN, now=now, reason=reason)


def _follows(old: Case, new: Case) -> None:
    if old.id != new.id:
        raise UsageError("chain.other-case", case=old.id, other=new.id)
    if new.round <= old.round:
        raise UsageError("chain.not-later", case=old.id, round=new.round, now=old.round)
    if new.issued < old.issued:
        raise UsageError("chain.issued-before", case=old.id, issued=new.issued, before=old.issued)


def _write(path: Path, text: str) -> None:
    files.write_whole(path, text.encode(), overwrite=True)
