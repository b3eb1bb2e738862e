"""What a person does to the queue, and what the ledger tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from support.letters import begin_leased
from urgentaction.errors import Exit, UsageError, message, words
from urgentaction.ledger import Hold, HoldKind, Ledger, NewDelivery, Record, Which
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import RoundState
from urgentaction.model.delivery import (
    Accepted,
    Handed,
    LeaseLost,
    Outcome,
    Receipt,
    ReceiptKind,
    Refused,
    State,
    Uncertain,
    Withdrawn,
)
from urgentaction.pace import UNLIMITED

NewLetter = Callable[..., NewDelivery]
REASON = message("ledger.denied")
TAKEN = Accepted(Receipt(kind=ReceiptKind.ACCEPTED))
EMAIL = (ChannelName.EMAIL,)


def send(ledger: Ledger, now: datetime, outcome: Outcome = TAKEN) -> str:
    found = ledger.lease("w", now=now, channel=ChannelName.EMAIL)
    assert found is not None
    begin_leased(ledger, found[0].key, worker="w", now=now, date=now, pace=UNLIMITED)
    ledger.settle(found[0].key, outcome, worker="w", now=now)
    return found[0].key


def test_an_uncertain_letter_is_resolved_as_sent(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    key = send(ledger, now, Uncertain(REASON))
    assert ledger.resolve(key, sent=True, now=now).state is State.SENT
    assert ledger.history(key)[-1].what == "resolved"


def test_an_uncertain_letter_that_was_not_sent_is_queued_again_with_the_same_bytes(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    new = letter()
    ledger.enqueue([new], now=now)
    key = send(ledger, now, Uncertain(REASON))
    assert ledger.resolve(key, sent=False, now=now).state is State.QUEUED
    again = ledger.lease("w2", now=now, channel=ChannelName.EMAIL)
    assert again is not None
    assert (again[1].body, again[1].message_id, again[1].date) == (new.body, new.message_id, now)


def test_a_handed_letter_is_resolved_either_way(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter("A"), letter("B")], now=now)
    assert ledger.resolve(send(ledger, now, Handed()), sent=True, now=now).state is State.SENT
    assert ledger.resolve(send(ledger, now, Handed()), sent=False, now=now).state is State.CANCELLED


def test_there_is_nothing_to_resolve_about_a_letter_that_waits(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    (key,) = ledger.enqueue([letter()], now=now).added
    with pytest.raises(UsageError, match=f"Letter {key[:8]} is waiting: there is nothing to resolve") as error:
        ledger.resolve(key, sent=True, now=now)
    assert error.value.exit is Exit.USAGE
    assert "est en attente" in words(error.value.message, "fr").text


def test_a_waiting_letter_is_cancelled_and_its_place_is_free(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    (key,) = ledger.enqueue([letter()], now=now).added
    (found,) = ledger.cancel(Which(keys=(key,)), now=now, reason=REASON)
    assert (found.state, found.note) == (State.CANCELLED, "A person says that it was not sent.")
    assert len(ledger.enqueue([letter()], now=now).added) == 1


def test_a_case_is_cancelled_with_all_that_waits_and_nothing_that_left(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    main = letter("B")
    copy = letter("B", authority="kz/embassy", after=main.key)
    ledger.enqueue([letter("A"), letter("C", case="other")], now=now)
    sent = send(ledger, now)
    ledger.enqueue([main, copy], now=now)
    cancelled = ledger.cancel(Which(case="example-2026"), now=now, reason=REASON)
    assert {found.key for found in cancelled} == {main.key, copy.key}
    assert ledger.get(sent).state is State.SENT
    assert [count.count for count in ledger.counts("other")] == [1]


def test_a_letter_that_was_sent_cannot_be_cancelled(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    key = send(ledger, now)
    with pytest.raises(UsageError, match="is sent: it can no longer be cancelled"):
        ledger.cancel(Which(keys=(key,)), now=now, reason=REASON)


def test_an_uncertain_letter_cannot_be_cancelled_only_resolved(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    ledger.enqueue([letter()], now=now)
    key = send(ledger, now, Uncertain(REASON))
    with pytest.raises(UsageError, match="is uncertain"):
        ledger.cancel(Which(keys=(key,)), now=now, reason=REASON)
    assert ledger.cancel(Which(case="example-2026"), now=now, reason=REASON) == ()


def test_a_refused_letter_is_tried_again(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    key = send(ledger, now, Refused(REASON))
    found = ledger.retry(key, now=now)
    assert (found.state, found.attempts, found.settled, found.note) == (State.QUEUED, 0, None, "")
    assert ledger.enqueue([letter()], now=now).already == (key,)
    assert send(ledger, now) == key


def test_a_waiting_letter_is_brought_forward(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    (key,) = ledger.enqueue([letter(due=now + timedelta(days=1))], now=now).added
    assert ledger.retry(key, now=now).due == now


def test_a_letter_in_whose_place_another_stands_is_not_tried_again(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    ledger.enqueue([letter()], now=now)
    old = send(ledger, now, Refused(REASON))
    (new,) = ledger.enqueue([letter()], now=now).added
    with pytest.raises(UsageError, match=f"{new[:8]} stands in its place"):
        ledger.retry(old, now=now)


@pytest.mark.parametrize(("outcome", "state"), [(TAKEN, "sent"), (Uncertain(REASON), "uncertain")])
def test_what_has_or_may_have_left_is_not_tried_again(
    ledger: Ledger, letter: NewLetter, now: datetime, outcome: Outcome, state: str
) -> None:
    ledger.enqueue([letter()], now=now)
    key = send(ledger, now, outcome)
    with pytest.raises(UsageError, match=f"is {state}: it is not queued again"):
        ledger.retry(key, now=now)


def test_a_copy_that_went_down_with_its_main_letter_is_tried_again_behind_it(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    main = letter()
    copy = letter(authority="kz/embassy", after=main.key)
    ledger.enqueue([main, copy], now=now)
    send(ledger, now, Refused(REASON))
    ledger.retry(main.key, now=now)
    assert ledger.retry(copy.key, now=now).held
    send(ledger, now)
    assert not ledger.get(copy.key).held


def test_texts_of_finished_letters_are_erased_after_a_month(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter("Old", body=b"FIRSTBODY" * 50), letter("New", body=b"SECOND")], now=now)
    old = send(ledger, now, Refused(REASON))
    waiting = next(found.key for found in ledger.list() if found.state is State.QUEUED)
    later = now + timedelta(days=30, seconds=1)
    assert ledger.purge(now=now + timedelta(days=29)) == 0
    assert ledger.purge(now=later) == 1
    assert ledger.body(old) is None
    assert ledger.body(waiting) == b"SECOND"
    assert ledger.get(old).state is State.REFUSED
    with pytest.raises(UsageError, match="has been erased"):
        ledger.retry(old, now=later)


def test_a_letter_queued_again_keeps_its_text(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter()], now=now)
    key = send(ledger, now, Refused(REASON))
    ledger.retry(key, now=now)
    assert ledger.purge(now=now + timedelta(days=99)) == 0


def test_a_stop_is_never_undone_by_an_open_file(ledger: Ledger, now: datetime) -> None:
    assert ledger.round_state("example-2026", 1) is None
    ledger.note_round("example-2026", 1, RoundState.OPEN, now=now)
    assert ledger.round_state("example-2026", 1) is RoundState.OPEN
    ledger.note_round("example-2026", 1, RoundState.STOPPED, now=now)
    ledger.note_round("example-2026", 1, RoundState.OPEN, now=now)
    assert ledger.round_state("example-2026", 1) is RoundState.STOPPED


def test_a_newer_round_supersedes_the_older_ones(ledger: Ledger, now: datetime) -> None:
    ledger.note_round("example-2026", 1, RoundState.OPEN, now=now)
    ledger.note_round("example-2026", 3, RoundState.OPEN, now=now)
    assert ledger.round_state("example-2026", 1) is RoundState.SUPERSEDED
    assert ledger.round_state("example-2026", 2) is RoundState.SUPERSEDED
    assert ledger.round_state("example-2026", 3) is RoundState.OPEN
    assert ledger.round_state("example-2026", 4) is None
    assert ledger.round_state("other", 1) is None


def test_a_stop_cancels_what_waits_in_its_round_and_in_those_before(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    ledger.enqueue([letter(), letter("Zoé"), letter("Bo", round=2), letter("Cy", case="other-2026")], now=now)
    sent = send(ledger, now)
    gone = ledger.turn_round("example-2026", 2, RoundState.STOPPED, now=now, reason=REASON)
    assert {(one.round, one.state) for one in gone} == {(1, State.CANCELLED), (2, State.CANCELLED)}
    assert ledger.get(sent).state is State.SENT
    assert [one.case for one in ledger.list() if one.state is State.QUEUED] == ["other-2026"]
    assert ledger.history(gone[0].key)[-1].data["message"] == "ledger.denied"
    assert ledger.round_state("example-2026", 2) is RoundState.STOPPED


def test_a_round_that_opens_cancels_what_waits_in_those_before_it(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    ledger.enqueue([letter(), letter("Bo", round=2)], now=now)
    gone = ledger.turn_round("example-2026", 2, RoundState.OPEN, now=now, reason=REASON)
    assert [one.round for one in gone] == [1]
    assert ledger.round_state("example-2026", 1) is RoundState.SUPERSEDED
    assert not ledger.turn_round("example-2026", 2, RoundState.OPEN, now=now, reason=REASON)


def test_a_letter_on_its_way_while_its_round_is_stopped_does_not_leave(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    ledger.enqueue([letter()], now=now)
    found = ledger.lease("w", now=now, channel=ChannelName.EMAIL)
    assert found is not None
    ledger.turn_round("example-2026", 1, RoundState.STOPPED, now=now, reason=REASON)
    with pytest.raises(LeaseLost):
        begin_leased(ledger, found[0].key, worker="w", now=now, date=now, pace=UNLIMITED)


def test_a_signer_who_withdrew_is_known_by_any_mark(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    new = letter()
    assert not ledger.withdrawn(new.marks)
    ledger.add_tombstone(new.marks[-1:], now=now)
    ledger.add_tombstone(new.marks[-1:], now=now)
    assert ledger.withdrawn(new.marks)
    assert not ledger.withdrawn(new.marks[:1])


def test_a_letter_is_found_by_the_start_of_its_key(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    (key,) = ledger.enqueue([letter()], now=now).added
    assert ledger.find(key[:4]).key == key
    assert ledger.find(f" {key[:12].upper()} ").key == key
    assert ledger.find(key).key == key


def test_a_start_that_is_too_short_unknown_or_common_is_told(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter("A", key="abcd" + "0" * 28), letter("B", key="abcd" + "1" * 28)], now=now)
    for typed, said in (
        ("abc", "too short"),
        ("ffff", "No letter"),
        ("abcd", "Several letters"),
        ("%___", "No letter"),
    ):
        with pytest.raises(UsageError, match=said):
            ledger.find(typed)


def test_letters_are_listed_newest_first_and_narrowed(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter(name, batch=name) for name in ("A", "B", "C")], now=now)
    ledger.enqueue([letter(case="other")], now=now)
    send(ledger, now)
    names = [found.batch for found in ledger.list(Which(case="example-2026"))]
    assert names == ["C", "B", "A"]
    assert [found.batch for found in ledger.list(Which(batch="B"))] == ["B"]
    assert [found.batch for found in ledger.list(Which(states=(State.SENT,)))] == ["A"]
    both = ledger.list(Which(states=(State.SENT, State.QUEUED), case="example-2026"))
    assert [found.batch for found in both] == names
    assert len(ledger.list(limit=2)) == 2
    assert ledger.list(Which(authority="fr/x")) == ()


def test_the_log_tells_the_newest_events_with_their_letters(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter("A"), letter("B", case="other")], now=now)
    send(ledger, now)
    told = [(event.what, delivery.case) for event, delivery in ledger.log()]
    assert told == [
        ("sent", "example-2026"),
        ("sending", "example-2026"),
        ("queued", "other"),
        ("queued", "example-2026"),
    ]
    assert len(ledger.log(Which(case="other"))) == 1


def test_counts_follow_every_change(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter(name) for name in ("A", "B", "C")], now=now)
    send(ledger, now)
    send(ledger, now, Refused(REASON))
    found = {count.state: count.count for count in ledger.counts("example-2026")}
    assert found == {State.QUEUED: 1, State.SENT: 1, State.REFUSED: 1}
    assert ledger.counts("other") == ()


def test_the_next_and_the_last_to_leave_are_known(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    assert ledger.next_due(EMAIL) is None
    first, last = now + timedelta(hours=1), now + timedelta(days=3)
    ledger.enqueue([letter("A", due=first), letter("B", due=last), letter("C", channel=ChannelName.PRINT)], now=now)
    assert (ledger.next_due(EMAIL), ledger.last_due(EMAIL)) == (first, last)
    assert ledger.next_due((ChannelName.EMAIL, ChannelName.PRINT)) == now
    assert ledger.next_due(EMAIL, Which(case="other")) is None


def test_the_times_for_the_pace_are_known_by_office_and_domain(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    ledger.enqueue([letter("A"), letter("B"), letter("C", authority="fr/x", due=now + timedelta(hours=2))], now=now)
    send(ledger, now)
    send(ledger, now + timedelta(hours=1))
    later = now + timedelta(hours=24, minutes=30)
    assert ledger.sent_times(now=later, authority="fr/ministry") == (now + timedelta(hours=1),)
    assert ledger.sent_times(now=now + timedelta(hours=2), domain="justice.example", most=1) == (
        now + timedelta(hours=1),
    )
    assert ledger.planned_times(authority="fr/x") == ledger.planned_times(domain="justice.example")
    assert ledger.planned_times(authority="fr/ministry") == ()


@pytest.mark.parametrize(("kind", "id_"), [(HoldKind.CASE, "example-2026"), (HoldKind.AUTHORITY, "fr/ministry")])
def test_what_is_on_hold_is_not_leased_until_it_is_released(
    ledger: Ledger, letter: NewLetter, now: datetime, kind: HoldKind, id_: str
) -> None:
    held, free = letter("A"), letter("B", case="other", authority="fr/x")
    ledger.enqueue([held, free], now=now)
    assert ledger.hold(kind, id_, now=now)
    assert not ledger.hold(kind, id_, now=now + timedelta(days=1))
    assert ledger.holds() == (Hold(kind=kind, id=id_, since=now),)
    assert ledger.lease("w", now=now, channel=ChannelName.EMAIL, which=Which(keys=(held.key,))) is None
    assert ledger.next_due(EMAIL, Which(case="example-2026")) is None
    assert ledger.last_due(EMAIL, Which(case="example-2026")) is None
    assert send(ledger, now) == free.key
    assert ledger.lease("w", now=now, channel=ChannelName.EMAIL) is None
    assert ledger.release(kind, id_)
    assert not ledger.release(kind, id_)
    assert ledger.holds() == ()
    assert send(ledger, now) == held.key


def test_a_hold_reaches_a_letter_that_is_about_to_be_sent(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    due = now - timedelta(hours=1)
    (key,) = ledger.enqueue([letter(due=due)], now=now).added
    ledger.lease("w", now=now, channel=ChannelName.EMAIL)
    ledger.hold(HoldKind.AUTHORITY, "fr/ministry", now=now)
    with pytest.raises(Withdrawn) as no:
        begin_leased(ledger, key, worker="w", now=now, date=now, pace=UNLIMITED)
    assert str(no.value.reason) == "fr/ministry is on hold."
    assert no.value.until == due
    assert ledger.get(key).state is State.LEASED


def test_what_is_on_hold_can_be_cancelled(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    (key,) = ledger.enqueue([letter()], now=now).added
    ledger.hold(HoldKind.CASE, "example-2026", now=now)
    assert ledger.cancel(Which(keys=(key,)), now=now, reason=REASON)[0].state is State.CANCELLED


def test_what_was_done_by_hand_is_noted_without_a_name(ledger: Ledger, now: datetime) -> None:
    posted = Record(
        case="example-2026",
        round=1,
        authority="fr/ministry",
        channel=ChannelName.PRINT,
        day=date(2026, 11, 23),
        count=47,
        at=now,
    )
    for done in (posted, replace(posted, case="other"), replace(posted, count=-7)):
        ledger.record(done)
    assert [done.count for done in ledger.records("example-2026")] == [47, -7]
    assert ledger.records()[1] == replace(posted, case="other")


def test_the_times_for_the_pace_are_known_by_account(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    ledger.enqueue([letter("A"), letter("B", sender="you@example.org"), letter("C", authority="fr/x")], now=now)
    send(ledger, now)
    assert ledger.sent_times(now=now, sender="me@example.org") == (now,)
    assert ledger.sent_times(now=now, sender="you@example.org") == ()
    assert ledger.planned_times(sender="me@example.org") == (now,)
    assert ledger.planned_times(sender="you@example.org") == (now,)


def test_a_letter_keeps_its_copy_and_its_bundle(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    new = letter(copy="ana@example.org")
    (key,) = ledger.enqueue([replace(new, bundle=new.key)], now=now).added
    assert (ledger.get(key).copy, ledger.get(key).bundle) == ("ana@example.org", key)
    found = ledger.lease("w", now=now, channel=ChannelName.EMAIL)
    assert found is not None
    assert found[1].copy == "ana@example.org"
