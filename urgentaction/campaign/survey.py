"""Plan letters of many signers, one after the other: only counts are kept in memory; then queue them, all or none."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import TracebackType
from typing import Self

from urgentaction import gates, pace
from urgentaction.campaign import judging
from urgentaction.campaign.judging import Judge
from urgentaction.campaign.kept import Known, Shelf
from urgentaction.campaign.times import Book, PaceOf, slots
from urgentaction.campaign.values import Group, Outlook, Planned, Prepared, Reason, Terms
from urgentaction.errors import Message, UserError
from urgentaction.gates import Refusal
from urgentaction.ledger import Enqueued, Ledger, NewDelivery
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import RoundState

SHOWN = 5
"""Lines of a list that are remembered for each reason."""


@dataclass
class _Count:
    """Letters to one office by one way that the gates let pass; of copies, which of the main letters theirs are."""

    first: Prepared
    count: int = 0
    mails: int = 1
    mains: array[int] = field(default_factory=lambda: array("L"))


@dataclass
class _Why:
    """Letters that one reason keeps back."""

    refusal: Refusal
    case: str
    skips: bool
    count: int = 0
    rows: list[int] = field(default_factory=list)


class Survey:
    """Judges letter by letter, and keeps those that may go outside of memory, rendered. A copy follows its main letter.

    `keep=False` only looks: nothing is rendered, and nothing can be queued. To be used in a `with` block, which
    throws away what it kept.
    """

    def __init__(self, ledger: Ledger, *, terms: Terms, now: datetime, keep: bool = True) -> None:
        self.judge = Judge(ledger, terms, now)
        self._known, self._shelf = Known(), Shelf()
        self._keep = keep
        self._groups: dict[tuple[str, str, str], _Count] = {}
        self._reasons: dict[tuple[str, str, str], _Why] = {}
        self._warnings: list[Message] = []
        self._main: tuple[Planned, int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._known.close()
        self._shelf.close()

    def add(self, prepared: Prepared) -> bool:
        """Judge one letter: whether it may go. One that cannot be rendered is refused by gate 4, the others go on.

        Raises:
            UserError: There is no room on the disk for what is kept.
        """
        case, office, ledger = prepared.case.id, prepared.authority.id, self.judge.ledger
        marks = ledger.marks(prepared.signer)
        twin = self._known.has(case, office, marks)
        slot = self.judge.slot(prepared, marks)
        self.judge.look_back(prepared, marks)
        question = self.judge.question(prepared, slot=slot, marks=marks)
        main = self._main_of(prepared, marks)
        refused = judging.refusals(question, prepared, twin=twin, main=main)
        self._warnings += [warning for warning in gates.warnings(question) if warning not in self._warnings]
        self._note(refused, prepared)
        passes = (not refused or self.judge.terms.rehearsal) and not twin
        if passes:
            planned = Planned(prepared=prepared, slot=slot, marks=marks, due=self.judge.now, after=main)
            passes = self._put(planned)
        if passes or slot.holder:
            self._known.add(case, office, marks)
        return passes

    def outlook(self, *, jitter: Callable[[], float], pace_of: PaceOf = pace.pace_for) -> Outlook:
        """What would happen, with the time at which each letter would leave; `jitter` gives numbers in [0, 1)."""
        ledger, now = self.judge.ledger, self.judge.now
        book = Book(ledger, now)
        groups: list[Group] = []
        room: dict[str, int] = {}
        for group in self._groups.values():
            first = group.first
            count = sum(number < room.get(first.copy_of, 0) for number in group.mains) if first.copy_of else group.count
            times, late = [now] * count, list[Refusal]()
            if first.channel is ChannelName.EMAIL and not self.judge.terms.rehearsal:
                limits = pace_of(first.authority, first.case)
                times, late = slots(first, count, book, mails=group.mails, jitter=jitter, limits=limits)
            room.setdefault(first.authority.id, len(times))
            groups.append(Group(first=first, times=tuple(times), late=len(late), copied=group.mails > 1))
            for refusal in late:
                self._count(refusal, first, skips=False)
        told = [Reason(why.refusal, why.case, why.count, tuple(why.rows), why.skips) for why in self._reasons.values()]
        return Outlook(
            groups=tuple(groups),
            reasons=tuple(told),
            warnings=tuple(self._warnings),
            terms=self.judge.terms,
            printed=self.judge.printed,
        )

    def enqueue(self, outlook: Outlook, *, now: datetime) -> Enqueued:
        """Queue every letter that the outlook has a time for, all or none; notes that their rounds are open.

        Raises:
            UserError: The ledger cannot record: then nothing is queued.
        """
        ledger = self.judge.ledger
        for case, round_ in sorted({(group.first.case.id, group.first.case.round) for group in outlook.groups}):
            ledger.note_round(case, round_, RoundState.OPEN, now=now)
        return ledger.enqueue(self._timed(outlook), now=now)

    def _timed(self, outlook: Outlook) -> Iterator[NewDelivery]:
        """What was kept, each letter with its time; one that its office has no time for stays, and so does its copy."""
        left = {_place(group.first): iter(group.times) for group in outlook.groups}
        main = ""
        for letter in self._shelf.letters():
            if letter.after and letter.after != main:
                continue
            due = next(left[letter.case, letter.authority, letter.channel], None)
            if not letter.after:
                main = letter.key if due is not None else ""
            if due is not None:
                yield replace(letter, due=due)

    def _main_of(self, prepared: Prepared, marks: tuple[str, ...]) -> str:
        """The key of the letter just judged, where this is a copy of it and it goes."""
        if self._main is None or not prepared.copy_of:
            return ""
        main, _ = self._main
        same = main.prepared.authority.id == prepared.copy_of and main.marks == marks
        return main.slot.key if same else ""

    def _put(self, planned: Planned) -> bool:
        """Keep a letter that goes; False where it cannot be rendered, which is noted."""
        prepared = planned.prepared
        if self._keep:
            try:
                letter = judging.delivery(planned, self.judge.terms)
            except UserError as error:
                self._note((Refusal(gates.CHECK, error.message),), prepared)
                return False
            self._shelf.put(letter)
        group = self._groups.setdefault(_place(prepared), _Count(prepared))
        group.count += 1
        group.mails = max(group.mails, prepared.mails)
        if not prepared.copy_of:
            self._main = (planned, group.count - 1)
        elif self._main:
            group.mains.append(self._main[1])
        return True

    def _note(self, refused: tuple[Refusal, ...], prepared: Prepared) -> None:
        for refusal in refused:
            self._count(refusal, prepared, skips=judging.is_skip(refused), row=prepared.signer.row)

    def _count(self, refusal: Refusal, prepared: Prepared, *, skips: bool, row: int = 0) -> None:
        """Count by what is said to which office, and which rule has spoken."""
        rule = refusal.findings[0].rule if refusal.findings else ""
        why = self._reasons.setdefault(
            (refusal.message.id, rule, prepared.authority.id), _Why(refusal, prepared.case.id, skips)
        )
        why.count += 1
        why.skips = why.skips and skips
        if row and len(why.rows) < SHOWN:
            why.rows.append(row)


def _place(prepared: Prepared) -> tuple[str, str, str]:
    return (prepared.case.id, prepared.authority.id, prepared.channel)
