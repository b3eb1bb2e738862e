"""From a list to the last letter: over any schedule the pace is kept, and no letter is lost between plan and sending."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from urgentaction import gates, outbox
from urgentaction.campaign import Outlook, Prepared, Survey, Terms
from urgentaction.errors import message
from urgentaction.ledger import Ledger, Which, open_ledger
from urgentaction.model.authority import Authority, ChannelName
from urgentaction.model.case import Case
from urgentaction.model.delivery import (
    Accepted,
    Begin,
    Delivery,
    Job,
    Outcome,
    Receipt,
    ReceiptKind,
    State,
    Unavailable,
)
from urgentaction.pace import DAY, HOUR, MINUTE, Account, Pace

Letter = Callable[..., Prepared]
Office = Callable[..., Authority]
TAKEN = Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference="1"))


@dataclass
class Post:
    """A mail server that notes when what left, and is now and then not there."""

    clock: Callable[[], datetime]
    chance: Random
    name: ChannelName = ChannelName.EMAIL
    left: list[tuple[datetime, Job]] = field(default_factory=list)

    def send(self, job: Job, begin: Begin) -> Outcome:
        if self.chance.random() < 0.1:
            return Unavailable(message("ledger.denied"))
        begin()
        self.left.append((self.clock(), job))
        return TAKEN

    def waits_for(self, _job: Job) -> bool:
        return False

    def close(self) -> None:
        """Nothing is kept."""


@dataclass
class Evening:
    """A campaign in a world of its own: its clock, its pace, its post."""

    ledger: Ledger
    now: datetime
    pace: Pace
    chance: Random
    case: Case
    offices: Sequence[Authority]

    def __post_init__(self) -> None:
        self.post = Post(lambda: self.now, self.chance)

    def queue(self, letters: Sequence[Prepared]) -> Outlook:
        with Survey(self.ledger, terms=Terms(batch="b"), now=self.now) as survey:
            for letter in letters:
                survey.add(letter)
            outlook = survey.outlook(jitter=self.chance.random, pace_of=lambda _authority, _case: self.pace)
            queued = survey.enqueue(outlook, now=self.now)
        assert len(queued.added) == outlook.letters
        return outlook

    def run(self, worker: str, limit: int | None = None) -> None:
        tools = outbox.Tools(
            ledger=self.ledger,
            channels={ChannelName.EMAIL: self.post},
            recheck=self._recheck,
            clock=lambda: self.now,
            worker=worker,
            jitter=self.chance.random,
        )
        outbox.drain(tools, limit=limit)

    def _recheck(self, delivery: Delivery, now: datetime) -> outbox.Recheck:
        office = next(one for one in self.offices if one.id == delivery.authority)
        question = gates.at_begin(delivery, case=self.case, authority=office, now=now, round_state=None)
        closes = gates.closes(self.case, office)
        return outbox.Recheck(pace=self.pace, refusals=gates.refusals(question), closes=closes)


PACES = st.builds(
    Pace,
    per_hour=st.one_of(st.none(), st.integers(1, 6)),
    per_day=st.one_of(st.none(), st.integers(2, 12)),
    per_domain_hour=st.one_of(st.none(), st.integers(2, 8)),
    days=st.frozensets(st.integers(0, 6), min_size=3),
    opens=st.integers(0, 10 * 60),
    closes=st.integers(12 * 60, 24 * 60),
    timezone=st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kathmandu"]),
    account=st.builds(
        Account,
        per_minute=st.one_of(st.none(), st.integers(2, 4)),
        per_hour=st.one_of(st.none(), st.integers(2, 9)),
        per_day=st.one_of(st.none(), st.integers(4, 20)),
    ),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pace=PACES,
    signers=st.integers(1, 12),
    days=st.integers(0, 6),
    starts=st.lists(st.integers(0, 600), max_size=6),
    chance=st.randoms(use_true_random=False),
)
def test_every_queued_letter_leaves_in_time_or_is_said_to_have_no_room(
    tmp_path_factory: pytest.TempPathFactory,
    letter: Letter,
    office: Office,
    case: Case,
    now: datetime,
    pace: Pace,
    signers: int,
    days: int,
    starts: list[int],
    chance: Random,
) -> None:
    ledger = open_ledger(tmp_path_factory.mktemp("ledger") / "data" / "ledger.sqlite3")
    soon = replace(case, deadline=now.date() + timedelta(days=days))
    offices = (office(), office("fr/other", mail="other@justice.example"))
    evening = Evening(ledger, now, pace, chance, soon, offices)
    letters = [
        letter(
            f"s{n}", case=soon, authority=one, recipient=one.emails[0].value, copy_to=f"s{n}@x.example" if n % 2 else ""
        )
        for n in range(signers)
        for one in offices
    ]
    try:
        with ledger.attend() as worker:
            outlook = evening.queue(letters)
            for minutes in starts:
                evening.now += timedelta(minutes=minutes)
                evening.run(worker, limit=chance.choice([None, 1, 3]))
            goes_on(evening, worker)
        check(evening, outlook, letters)
    finally:
        ledger.close()


def goes_on(evening: Evening, worker: str) -> None:
    """Run whenever something is due, late by chance, until nothing waits."""
    for _ in range(2000):
        due = evening.ledger.next_due((ChannelName.EMAIL,))
        if due is None:
            return
        evening.now = max(evening.now, due) + timedelta(minutes=evening.chance.choice([0, 0, 0, 1, 45, 400]))
        evening.run(worker)
    raise AssertionError("letters wait for ever")


def check(evening: Evening, outlook: Outlook, letters: Sequence[Prepared]) -> None:
    late = sum(group.late for group in outlook.groups)
    assert outlook.letters + late == len(letters)
    assert late == sum(reason.count for reason in outlook.reasons)
    found = evening.ledger.list(Which(batch="b"), limit=1000)
    states = [one.state for one in found]
    assert len(states) == outlook.letters
    assert set(states) <= {State.SENT, State.CANCELLED}
    closes = gates.closes(evening.case, evening.offices[0])
    over = message("gates.deadline", case=evening.case.id, deadline=evening.case.deadline)
    said = {str(message("outbox.no-room", closes=closes)), str(over)}
    assert {one.note for one in found if one.state is State.CANCELLED} <= said
    assert len(evening.post.left) == states.count(State.SENT)
    kept(evening)


def kept(evening: Evening) -> None:
    """Every window of every limit, and the deadline."""
    pace, left = evening.pace, evening.post.left
    for office in evening.offices:
        times = [at for at, job in left if job.authority == office.id]
        closes = gates.closes(evening.case, office)
        assert all(closes is None or at < closes for at in times)
        assert fullest(times, HOUR) <= (pace.per_hour or len(left))
        assert fullest(times, DAY) <= (pace.per_day or len(left))
    assert fullest([at for at, _ in left], HOUR) <= (pace.per_domain_hour or len(left))
    mails = [at for at, job in left for _ in range(2 if job.copy else 1)]
    account = pace.account
    for span, limit in ((MINUTE, account.per_minute), (HOUR, account.per_hour), (DAY, account.per_day)):
        assert limit is None or fullest(mails, span) <= limit


def fullest(times: Sequence[datetime], span: timedelta) -> int:
    """The most times in any window of a span (its end not included)."""
    return max((sum(first <= time < first + span for time in times) for first in times), default=0)
