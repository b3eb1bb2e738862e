"""The queue: one live letter per place, leases, the point of no return, and what every outcome becomes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from support.letters import begin_leased
from urgentaction.errors import Message, message
from urgentaction.ledger import LeaseLost, Ledger, NewDelivery, Which, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import RoundState
from urgentaction.model.delivery import (
    Accepted,
    Cancelled,
    Delivery,
    Halted,
    Handed,
    Job,
    Outcome,
    Receipt,
    ReceiptKind,
    Refused,
    Scope,
    State,
    Unavailable,
    Uncertain,
    Waiver,
    Withdrawn,
)
from urgentaction.model.signer import Signer
from urgentaction.pace import UNLIMITED, Pace

NewLetter = Callable[..., NewDelivery]
MINUTE = timedelta(minutes=1)
DIES = """
import os, sys
from urgentaction.ledger import open_ledger

with open_ledger(sys.argv[1]).attend() as worker:
    print(worker, flush=True)
    os._exit(1)
"""
REASON = message("ledger.confirmed")
TAKEN = Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference="2f9c"))
SLOW = Pace(per_hour=2, per_day=3, per_domain_hour=2, days=frozenset(range(7)), opens=0, closes=1440, timezone="UTC")


def lease(ledger: Ledger, now: datetime, worker: str = "w1") -> tuple[Delivery, Job]:
    found = ledger.lease(worker, now=now, channel=ChannelName.EMAIL)
    assert found is not None
    return found


def begin(ledger: Ledger, now: datetime, worker: str = "w1", pace: Pace = UNLIMITED) -> Delivery:
    delivery, job = lease(ledger, now, worker)
    begin_leased(ledger, delivery.key, worker=worker, now=now, date=job.date, pace=pace)
    return ledger.get(delivery.key)


def send(ledger: Ledger, now: datetime, outcome: Outcome = TAKEN, worker: str = "w1") -> Delivery:
    return ledger.settle(begin(ledger, now, worker).key, outcome, worker=worker, now=now)


def test_a_letter_is_queued_with_all_that_was_given(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    new = letter("Ana Silva", waivers=(Waiver.EXPLICIT,), batch="b1")
    (key,) = ledger.enqueue([new], now=now).added
    found = ledger.get(key)
    assert (found.state, found.case, found.round, found.authority) == (State.QUEUED, "example-2026", 1, "fr/ministry")
    assert (found.due, found.created, found.consent) == (now, now, new.consent)
    assert (found.waivers, found.batch, found.held) == ((Waiver.EXPLICIT,), "b1", False)
    assert found.message_id == f"<ua.{key}@example.org>"
    assert ledger.body(key) == new.body


def test_the_same_letter_is_queued_once_however_often_it_is_asked(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    (key,) = ledger.enqueue([letter()], now=now).added
    for _ in range(3):
        again = ledger.enqueue([letter()], now=now)
        assert (again.added, again.already) == ((), (key,))
    assert len(ledger.list()) == 1


@pytest.mark.parametrize(
    "same",
    [Signer(name="A. S.", email="ANA.SILVA@example.org"), Signer(name="ana  silva", postcode="13100", id="s-1")],
)
def test_a_signer_who_comes_by_another_mark_is_the_same(
    ledger: Ledger, letter: NewLetter, now: datetime, same: Signer
) -> None:
    (key,) = ledger.enqueue([letter("Ana Silva")], now=now).added
    assert ledger.enqueue([letter("x", marks=ledger.marks(same))], now=now).already == (key,)


def test_another_case_round_office_or_signer_is_another_letter(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    letters = [letter(), letter(case="other"), letter(round=2), letter(authority="fr/x"), letter("Bo Li")]
    assert len(ledger.enqueue(letters, now=now).added) == 5


def test_two_rows_of_one_signer_make_one_letter(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    done = ledger.enqueue([letter(), letter()], now=now)
    assert (len(done.added), done.already) == (1, done.added)


def test_asking_again_counts_up_and_the_first_stays(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    (first,) = ledger.enqueue([letter()], now=now).added
    (second,) = ledger.enqueue([letter(again=True)], now=now).added
    (third,) = ledger.enqueue([letter(again=True)], now=now).added
    assert len({first, second, third}) == 3
    assert ledger.enqueue([letter()], now=now).added == ()


def test_a_refused_letter_sets_its_place_free(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    (first,) = ledger.enqueue([letter()], now=now).added
    assert send(ledger, now, Refused(REASON)).state is State.REFUSED
    (second,) = ledger.enqueue([letter()], now=now).added
    assert second != first
    send(ledger, now, Refused(REASON))
    assert len(ledger.enqueue([letter()], now=now).added) == 1


def test_without_the_first_the_second_still_counts_as_written(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    (first,) = ledger.enqueue([letter()], now=now).added
    (second,) = ledger.enqueue([letter(again=True)], now=now).added
    ledger.cancel(Which(keys=(first,)), now=now, reason=REASON)
    assert ledger.enqueue([letter()], now=now).already == (second,)


def test_a_plan_made_before_the_first_was_refused_adds_nothing(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    planned = letter()
    ledger.enqueue([planned], now=now)
    send(ledger, now, Refused(REASON))
    assert ledger.enqueue([planned], now=now).already == (planned.key,)


def test_the_letter_that_is_due_longest_is_leased_first(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    dues = {"A": now - MINUTE, "B": now - 3 * MINUTE, "C": now - 2 * MINUTE, "D": now + MINUTE}
    ledger.enqueue([letter(name, due=due) for name, due in dues.items()], now=now)
    found = [lease(ledger, now)[1].body.split(b"\r\n")[0] for _ in range(3)]
    assert found == [b"Subject: B", b"Subject: C", b"Subject: A"]
    assert ledger.lease("w1", now=now, channel=ChannelName.EMAIL) is None


def test_only_the_channel_the_case_and_the_keys_asked_for_are_leased(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    mail, paper = letter("A", batch="b1"), letter("B", channel=ChannelName.PRINT)
    ledger.enqueue([mail, paper], now=now)
    take = ledger.lease

    def none(which: Which) -> bool:
        return take("w", now=now, channel=ChannelName.EMAIL, which=which) is None

    assert none(Which(case="other"))
    assert none(Which(authority="fr/x"))
    assert none(Which(batch="b2"))
    assert none(Which(keys=(paper.key,)))
    found = take("w", now=now, channel=ChannelName.PRINT)
    assert found is not None
    assert found[0].key == paper.key
    assert take("w", now=now, channel=ChannelName.EMAIL, which=Which(keys=(mail.key,))) is not None


def test_a_leased_letter_is_nobody_elses(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    delivery, _ = lease(ledger, now)
    assert ledger.lease("w2", now=now, channel=ChannelName.EMAIL) is None
    with pytest.raises(LeaseLost):
        begin_leased(ledger, delivery.key, worker="w2", now=now, date=now, pace=UNLIMITED)


def test_nothing_begins_after_its_lease(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    delivery, _ = lease(ledger, now)
    with pytest.raises(LeaseLost):
        begin_leased(ledger, delivery.key, worker="w1", now=now + 15 * MINUTE, date=now, pace=UNLIMITED)
    assert ledger.get(delivery.key).state is State.LEASED


def test_nothing_begins_twice(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    key = begin(ledger, now).key
    with pytest.raises(LeaseLost):
        begin_leased(ledger, key, worker="w1", now=now, date=now, pace=UNLIMITED)


def test_the_date_is_fixed_at_the_first_attempt_and_the_bytes_stay(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    ledger.enqueue([letter()], now=now)
    first, job = lease(ledger, now)
    begin_leased(ledger, first.key, worker="w1", now=now + MINUTE, date=job.date, pace=UNLIMITED)
    ledger.settle(first.key, Unavailable(REASON), worker="w1", now=now + MINUTE)
    later, again = lease(ledger, now + timedelta(hours=1))
    assert later.first_attempt == job.date == again.date == now
    assert again == job


def test_a_stop_that_another_process_noted_is_heard_at_the_last_moment(
    ledger: Ledger, where: str, letter: NewLetter, now: datetime
) -> None:
    ledger.enqueue([letter()], now=now)
    delivery, job = lease(ledger, now)
    other = open_ledger(where)
    other.note_round("example-2026", 1, RoundState.STOPPED, now=now)
    other.close()
    with pytest.raises(Withdrawn) as no:
        begin_leased(ledger, delivery.key, worker="w1", now=now, date=job.date, pace=UNLIMITED)
    assert (no.value.reason.id, no.value.until) == ("gates.round-stopped", None)


def test_a_withdrawal_is_heard_at_the_last_moment(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    new = letter()
    ledger.enqueue([new], now=now)
    ledger.add_tombstone(new.marks[:1], now=now)
    with pytest.raises(Withdrawn, match=r"gates\.withdrawn"):
        begin(ledger, now)


def test_the_pace_is_counted_over_all_processes_where_sending_is_written(
    ledger: Ledger, where: str, letter: NewLetter, now: datetime
) -> None:
    ledger.enqueue([letter(name) for name in ("A", "B", "C")], now=now)
    other = open_ledger(where)
    begin(ledger, now, pace=SLOW)
    begin(other, now + MINUTE, "w2", pace=SLOW)
    other.close()
    with pytest.raises(Withdrawn) as no:
        begin(ledger, now + 2 * MINUTE, pace=SLOW)
    assert no.value.until == now + 60 * MINUTE


def test_paper_has_no_pace(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter(name, channel=ChannelName.PRINT, domain="") for name in ("A", "B", "C")], now=now)
    for _ in range(3):
        found = ledger.lease("w1", now=now, channel=ChannelName.PRINT)
        assert found is not None
        begin_leased(ledger, found[0].key, worker="w1", now=now, date=now, pace=SLOW)


def test_times_that_a_clock_put_into_the_future_count_as_now(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter(name) for name in ("A", "B", "C")], now=now)
    for hours in (1000, 1001):
        send(ledger, now + timedelta(hours=hours))
    assert ledger.sent_times(now=now, authority="fr/ministry") == (now, now)
    with pytest.raises(Withdrawn) as no:
        begin(ledger, now, pace=SLOW)
    assert no.value.until == now + 60 * MINUTE


@pytest.mark.parametrize(
    ("outcome", "state", "note"),
    [
        (TAKEN, State.SENT, ""),
        (Handed("window"), State.HANDED, "window"),
        (Refused(REASON), State.REFUSED, "A person says that it was sent."),
        (Unavailable(REASON), State.QUEUED, "A person says that it was sent."),
        (Uncertain(REASON), State.UNCERTAIN, "A person says that it was sent."),
        (Halted(Scope.ACCOUNT, REASON), State.QUEUED, "A person says that it was sent."),
        (Cancelled(REASON), State.CANCELLED, "A person says that it was sent."),
    ],
)
def test_every_outcome_becomes_its_state(
    ledger: Ledger, letter: NewLetter, now: datetime, outcome: Outcome, state: State, note: str
) -> None:
    ledger.enqueue([letter()], now=now)
    found = send(ledger, now, outcome)
    assert (found.state, found.note) == (state, note)
    assert found == ledger.get(found.key)
    assert (found.settled is None) is (state is State.QUEUED)


def test_a_receipt_is_kept_with_the_letter_and_in_its_history(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    found = send(ledger, now)
    assert found.receipt == TAKEN.receipt
    assert [event.what for event in ledger.history(found.key)] == ["queued", "sending", "sent"]
    assert ledger.history(found.key)[-1].data["reference"] == "2f9c"


def test_what_is_unavailable_waits_longer_each_time(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    waits = []
    for _ in range(3):
        found = send(ledger, now, Unavailable(REASON))
        waits.append(found.due - now)
        now = found.due
    assert waits == [timedelta(minutes=minutes) for minutes in (3.75, 7.5, 15)]
    assert ledger.list()[0].attempts == 3


def test_what_the_other_side_asked_to_wait_is_waited(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    until = now + timedelta(days=1)
    assert send(ledger, now, Unavailable(REASON, until)).due == until


def test_a_halt_charges_no_attempt(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    found = send(ledger, now, Halted(Scope.ACCOUNT, REASON, now + MINUTE))
    assert (found.attempts, found.due) == (0, now + MINUTE)


def test_a_letter_put_back_has_lost_nothing(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    delivery, _ = lease(ledger, now)
    found = ledger.put_back(delivery.key, worker="w1", now=now, due=now + MINUTE, reason=REASON)
    assert (found.state, found.due, found.attempts) == (State.QUEUED, now + MINUTE, 0)
    assert ledger.put_back(delivery.key, worker="w1", now=now, due=now, reason=REASON) == found


def test_a_lease_that_ran_out_goes_back_into_the_queue(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    key = lease(ledger, now)[0].key
    assert ledger.sweep(now=now + 14 * MINUTE) == ()
    assert ledger.get(key).state is State.LEASED
    assert ledger.sweep(now=now + 15 * MINUTE) == ()
    assert ledger.get(key).state is State.QUEUED


def test_what_was_being_sent_when_the_worker_went_is_uncertain(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    ledger.enqueue([letter()], now=now)
    key = begin(ledger, now).key
    (found,) = ledger.sweep(now=now + 16 * MINUTE)
    assert (found.key, found.state) == (key, State.UNCERTAIN)
    assert "may or may not have arrived" in found.note
    assert ledger.lease("w2", now=now + timedelta(days=9), channel=ChannelName.EMAIL) is None


def test_the_owners_late_answer_settles_what_was_uncertain(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    key = begin(ledger, now).key
    ledger.sweep(now=now + 16 * MINUTE)
    assert ledger.settle(key, TAKEN, worker="w1", now=now + 17 * MINUTE).state is State.SENT


def test_the_late_answer_of_another_is_only_noted(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    key = lease(ledger, now)[0].key
    ledger.sweep(now=now + 16 * MINUTE)
    begin(ledger, now + 16 * MINUTE, "w2")
    found = ledger.settle(key, Refused(REASON), worker="w1", now=now + 17 * MINUTE)
    assert found.state is State.SENDING
    assert ledger.history(key)[-1].what == "late"


def test_a_clock_that_was_set_back_frees_leases_that_would_never_end(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    ledger.enqueue([letter("A"), letter("B")], now=now)
    begin(ledger, now + timedelta(days=400))
    lease(ledger, now + timedelta(days=400))
    assert len(ledger.sweep(now=now)) == 1
    assert sorted(found.state for found in ledger.list()) == [State.QUEUED, State.UNCERTAIN]


def test_a_copy_waits_for_its_main_letter(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    main = letter()
    copy = letter(authority="kz/embassy", after=main.key)
    ledger.enqueue([main, copy], now=now)
    assert ledger.get(copy.key).held
    assert begin(ledger, now).key == main.key
    assert ledger.lease("w2", now=now, channel=ChannelName.EMAIL) is None
    ledger.settle(main.key, TAKEN, worker="w1", now=now)
    assert not ledger.get(copy.key).held
    assert lease(ledger, now)[0].key == copy.key


def test_a_copy_of_a_letter_that_was_sent_before_does_not_wait(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    ledger.enqueue([letter()], now=now)
    main = send(ledger, now)
    ledger.enqueue([letter(authority="kz/embassy", after=main.key)], now=now)
    assert lease(ledger, now)[0].authority == "kz/embassy"


def test_a_copy_goes_down_with_its_main_letter(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    main = letter()
    copy = letter(authority="kz/embassy", after=main.key)
    ledger.enqueue([main, copy], now=now)
    send(ledger, now, Refused(REASON))
    found = ledger.get(copy.key)
    assert (found.state, found.held) == (State.CANCELLED, False)
    assert len(ledger.enqueue([letter(authority="kz/embassy")], now=now).added) == 1


def test_a_copy_waits_while_nobody_knows_whether_its_main_letter_left(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    main = letter()
    copy = letter(authority="kz/embassy", after=main.key)
    ledger.enqueue([main, copy], now=now)
    begin(ledger, now)
    late = now + timedelta(hours=1)
    assert [found.state for found in ledger.sweep(now=late)] == [State.UNCERTAIN]
    assert ledger.get(copy.key).held
    ledger.resolve(main.key, sent=False, now=late)
    assert ledger.get(copy.key).held
    assert begin(ledger, late).key == main.key
    ledger.sweep(now=late + timedelta(hours=1))
    ledger.resolve(main.key, sent=True, now=late)
    assert lease(ledger, late)[0].key == copy.key


def test_a_copy_of_a_letter_that_already_waits_waits_for_that_one(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    (first,) = ledger.enqueue([letter()], now=now).added
    other = letter(marks=(*letter().marks[:1], "0" * 32))
    copy = letter(authority="kz/embassy", after=other.key)
    ledger.enqueue([other, copy], now=now)
    assert ledger.get(copy.key).after == first


def test_recording_never_fails_on_words(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    found = send(ledger, now, Refused(Message("ledger.no-such-entry", {"why": "x"})))
    assert found.note == "ledger.no-such-entry"
    assert ledger.history(found.key)[-1].data == {"message": "ledger.no-such-entry", "why": "x"}


def test_a_time_without_a_zone_is_a_mistake(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        ledger.enqueue([letter()], now=now.replace(tzinfo=None))


def test_a_worker_that_has_died_is_swept_at_once(ledger: Ledger, where: str, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter("A"), letter("B")], now=now)
    died = subprocess.run([sys.executable, "-c", DIES, where], capture_output=True, text=True, check=False)
    worker = died.stdout.strip()
    sending = begin(ledger, now, worker).key
    leased = lease(ledger, now, worker)[0].key
    assert [found.key for found in ledger.sweep(now=now)] == [sending]
    assert ledger.get(leased).state is State.QUEUED


def test_a_worker_that_is_alive_or_unknown_keeps_its_letters(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter("A"), letter("B")], now=now)
    with ledger.attend() as alive:
        lease(ledger, now, alive)
        lease(ledger, now, "elsewhere")
        assert ledger.sweep(now=now) == ()
        assert {found.state for found in ledger.list()} == {State.LEASED}
