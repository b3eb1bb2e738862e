"""Two ledgers become one: what either has sent stays sent, what may still leave from one does not leave from the other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.letters import DOUBTFUL, REFUSED, begin, known, new_letter, person, queue, send
from urgentaction.errors import message
from urgentaction.ledger import Gap, HoldKind, Ledger, Taken, Which, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import RoundState
from urgentaction.model.delivery import State
from urgentaction.model.signer import Signer

LATER = timedelta(hours=1)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with another secret."""
    opened = open_ledger(tmp_path / "other" / "ledger.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def twin(ledger: Ledger, tmp_path: Path, now: datetime) -> Iterator[Ledger]:
    """A copy of the ledger as it is when the test first writes in it: see `part`."""
    opened = open_ledger(tmp_path / "twin" / "ledger.sqlite")
    part(ledger, opened, now)
    yield opened
    opened.close()


def part(ledger: Ledger, twin: Ledger, now: datetime) -> None:
    """Bring a twin up to date."""
    twin.take_in(ledger.items(secret=True, now=now), now=now, settled=True)


def take(ledger: Ledger, other: Ledger, now: datetime, *, secret: bool = True, settled: bool = False) -> Taken:
    taken = ledger.take_in(other.items(secret=secret, now=now), now=now, settled=settled)
    assert not ledger.check()
    return taken


# --- Of one ledger, two copies -----------------------------------------------------------------------------------------


def test_what_the_other_has_sent_is_sent_here_too(ledger: Ledger, twin: Ledger, now: datetime) -> None:
    (key,) = queue(ledger, now, "Ana")
    part(ledger, twin, now)
    send(twin, now + LATER, key)
    assert take(ledger, twin, now, settled=True).newer == 1
    assert ledger.get(key).state is State.SENT
    assert [event.what for event in ledger.history(key)] == ["queued", "sending", "sent"]
    assert ledger.slot("example-2026", 1, "fr/ministry", marks=ledger.marks(person("Ana"))).holder == key


def test_what_only_the_other_knows_comes_along_with_its_text(ledger: Ledger, twin: Ledger, now: datetime) -> None:
    (key,) = queue(twin, now, "Ana")
    assert take(ledger, twin, now, settled=True).new == 1
    assert ledger.get(key).state is State.QUEUED
    assert ledger.body(key) == twin.body(key)


def test_what_waits_in_both_may_leave_from_both_and_is_uncertain(ledger: Ledger, twin: Ledger, now: datetime) -> None:
    (key,) = queue(ledger, now, "Ana")
    part(ledger, twin, now)
    assert take(ledger, twin, now + LATER).doubts == 1
    assert ledger.get(key).state is State.UNCERTAIN
    assert ledger.lease("w", now=now + LATER, channel=ChannelName.EMAIL) is None
    assert ledger.sent_times(now=now + LATER, authority="fr/ministry"), "the pace counts it as left"
    assert ledger.resolve(key, sent=False, now=now).state is State.QUEUED


def test_what_waits_there_is_uncertain_here(ledger: Ledger, twin: Ledger, now: datetime) -> None:
    (key,) = queue(twin, now, "Ana")
    assert take(ledger, twin, now).doubts == 1
    assert ledger.get(key).state is State.UNCERTAIN
    assert ledger.history(key)[-1].data["message"] == "ledger.may-have-left"


def test_whoever_says_that_nothing_has_left_since_keeps_the_queue(ledger: Ledger, twin: Ledger, now: datetime) -> None:
    (key,) = queue(ledger, now, "Ana")
    part(ledger, twin, now)
    assert take(ledger, twin, now, settled=True).kept == 1
    assert ledger.get(key).state is State.QUEUED
    assert ledger.gap() is None


def test_the_same_ledger_twice_brings_nothing_the_second_time(ledger: Ledger, twin: Ledger, now: datetime) -> None:
    sent, waiting = queue(twin, now, "Ana", "Béa")
    send(twin, now, sent)
    take(ledger, twin, now)
    before = known(ledger, now)
    again = take(ledger, twin, now)
    assert (again.new, again.newer, again.kept, again.doubts) == (0, 0, 2, 0)
    assert known(ledger, now) == before
    assert ledger.get(waiting).state is State.UNCERTAIN


def test_an_old_copy_undoes_nothing(ledger: Ledger, twin: Ledger, now: datetime) -> None:
    sent, cancelled = queue(ledger, now, "Ana", "Béa")
    part(ledger, twin, now)
    send(ledger, now + LATER, sent)
    ledger.cancel(Which(keys=(cancelled,)), now=now + LATER, reason=message("ledger.denied"))
    assert take(ledger, twin, now).kept == 2
    assert [ledger.get(key).state for key in (sent, cancelled)] == [State.SENT, State.CANCELLED]


def test_a_doubt_that_a_person_has_resolved_stays_resolved(ledger: Ledger, twin: Ledger, now: datetime) -> None:
    (key,) = queue(ledger, now, "Ana")
    send(ledger, now, key, DOUBTFUL)
    part(ledger, twin, now)
    ledger.resolve(key, sent=False, now=now + LATER)
    send(ledger, now + LATER, key, REFUSED)
    assert take(ledger, twin, now).kept == 1
    assert ledger.get(key).state is State.REFUSED


def test_of_two_histories_that_went_apart_the_sent_one_is_believed(ledger: Ledger, twin: Ledger, now: datetime) -> None:
    here, there = queue(ledger, now, "Ana", "Béa")
    part(ledger, twin, now)
    send(ledger, now + LATER, here)
    send(twin, now + 2 * LATER, here, REFUSED)
    ledger.cancel(Which(keys=(there,)), now=now + LATER, reason=message("ledger.denied"))
    send(twin, now + 2 * LATER, there)
    take(ledger, twin, now, settled=True)
    assert [ledger.get(key).state for key in (here, there)] == [State.SENT, State.SENT]
    assert [event.what for event in ledger.history(there)] == ["queued", "cancelled", "sending", "sent"]


def test_what_was_sent_from_both_is_said(ledger: Ledger, twin: Ledger, now: datetime) -> None:
    (key,) = queue(ledger, now, "Ana")
    part(ledger, twin, now)
    send(ledger, now + LATER, key)
    send(twin, now + 2 * LATER, key)
    assert take(ledger, twin, now).twice == 1
    assert len(ledger.sent_times(now=now + 2 * LATER, authority="fr/ministry")) == 2


def test_what_waits_here_gives_way_to_what_left_there_for_the_same_signer(
    ledger: Ledger, twin: Ledger, now: datetime
) -> None:
    ana = person("Ana")
    by_mail = ledger.marks(ana)
    (here,) = queue(ledger, now, "Ana")
    # There, a sheet without e-mail addresses: another key, the same person by name and postcode.
    sheet = new_letter(twin, now, Signer(name="Ana", postcode="13100"))
    (there,) = twin.enqueue([sheet], now=now).added
    assert set(sheet.marks) < set(by_mail)
    send(twin, now, there)
    taken = take(ledger, twin, now, settled=True)
    assert (taken.new, taken.dropped) == (1, 1)
    assert [ledger.get(key).state for key in (here, there)] == [State.CANCELLED, State.SENT]


def test_what_waits_there_gives_way_to_what_left_here_for_the_same_signer(
    ledger: Ledger, twin: Ledger, now: datetime
) -> None:
    sheet = new_letter(ledger, now, Signer(name="Ana", postcode="13100"))
    (here,) = ledger.enqueue([sheet], now=now).added
    send(ledger, now, here)
    (there,) = queue(twin, now, "Ana")
    assert take(ledger, twin, now, settled=True).dropped == 1
    assert [ledger.get(key).state for key in (here, there)] == [State.SENT, State.CANCELLED]


def test_two_that_left_for_the_same_signer_both_stay_and_are_said(ledger: Ledger, twin: Ledger, now: datetime) -> None:
    sheet = new_letter(ledger, now, Signer(name="Ana", postcode="13100"))
    (here,) = ledger.enqueue([sheet], now=now).added
    send(ledger, now, here)
    (there,) = queue(twin, now, "Ana")
    send(twin, now, there)
    assert take(ledger, twin, now, settled=True).twice == 1
    assert [ledger.get(key).state for key in (here, there)] == [State.SENT, State.SENT]


def test_stops_holds_and_withdrawals_of_the_other_hold_here(ledger: Ledger, twin: Ledger, now: datetime) -> None:
    (key,) = queue(ledger, now, "Ana")
    part(ledger, twin, now)
    twin.note_round("example-2026", 1, RoundState.STOPPED, now=now)
    twin.hold(HoldKind.CASE, "old-2019", now=now)
    twin.forget(twin.marks(person("Ana")), now=now)
    take(ledger, twin, now, settled=True)
    assert ledger.round_state("example-2026", 1) is RoundState.STOPPED
    assert ledger.holds()
    assert ledger.withdrawn(ledger.marks(person("Ana")))
    assert ledger.get(key).state is State.CANCELLED
    assert ledger.body(key) is None


def test_whoever_is_forgotten_here_does_not_come_back_from_there(ledger: Ledger, twin: Ledger, now: datetime) -> None:
    (key,) = queue(twin, now, "Ana")
    ledger.forget(ledger.marks(person("Ana")), now=now)
    take(ledger, twin, now, settled=True)
    assert (ledger.get(key).state, ledger.body(key), ledger.get(key).consent) == (State.CANCELLED, None, None)
    assert "ana@example.org" not in str(list(ledger.items(secret=False, now=now)))


# --- Two ledgers with secrets of their own -----------------------------------------------------------------------------


def test_with_its_secret_the_signers_of_another_ledger_are_recognised(
    ledger: Ledger, other: Ledger, now: datetime
) -> None:
    queue(ledger, now, "Zoé")
    (key,) = queue(other, now, "Ana")
    send(other, now, key)
    taken = take(ledger, other, now)
    assert (taken.same, taken.recognised, taken.new) == (False, True, 1)
    assert new_letter(ledger, now, "Ana").key != key
    slot = ledger.slot("example-2026", 1, "fr/ministry", marks=ledger.marks(person("Ana")))
    assert slot.holder == key
    assert ledger.enqueue([new_letter(ledger, now, "Ana")], now=now).already == (key,)
    assert len(queue(ledger, now, "Béa")) == 1
    assert len(ledger.marks(person("Ana"))) == 4


def test_without_its_secret_they_are_not_and_that_is_said(ledger: Ledger, other: Ledger, now: datetime) -> None:
    queue(ledger, now, "Zoé")
    (key,) = queue(other, now, "Ana")
    send(other, now, key)
    taken = take(ledger, other, now, secret=False)
    assert (taken.same, taken.recognised, taken.new) == (False, False, 1)
    assert ledger.get(key).state is State.SENT
    assert not ledger.slot("example-2026", 1, "fr/ministry", marks=ledger.marks(person("Ana"))).holder


def test_the_withdrawn_of_another_ledger_are_withdrawn_here(ledger: Ledger, other: Ledger, now: datetime) -> None:
    queue(ledger, now, "Zoé")
    other.add_tombstone(other.marks(person("Ana")), now=now)
    take(ledger, other, now)
    assert ledger.withdrawn(ledger.marks(person("Ana")))
    assert not ledger.withdrawn(ledger.marks(person("Béa")))


def test_a_third_ledger_recognises_the_signers_of_all_three(
    ledger: Ledger, other: Ledger, tmp_path: Path, now: datetime
) -> None:
    third = open_ledger(tmp_path / "third" / "ledger.sqlite")
    for one, name in ((ledger, "Zoé"), (other, "Ana"), (third, "Béa")):
        send(one, now, *queue(one, now, name))
    take(other, third, now, settled=True)
    take(ledger, other, now, settled=True)
    for name in ("Zoé", "Ana", "Béa"):
        assert ledger.enqueue([new_letter(ledger, now, name)], now=now).already, name
    third.close()


def test_what_another_secret_sealed_is_sent_from_here_when_nothing_leaves_there(
    ledger: Ledger, other: Ledger, now: datetime
) -> None:
    queue(ledger, now + LATER, "Zoé")
    (key,) = queue(other, now, "Ana")
    take(ledger, other, now, settled=True)
    assert send(ledger, now, key) == key


# --- What may be missing -----------------------------------------------------------------------------------------------


def test_a_new_ledger_does_not_know_until_a_person_vouches(ledger: Ledger, now: datetime) -> None:
    assert ledger.gap() == Gap()
    ledger.vouch(now=now)
    assert ledger.gap() is None


def test_a_ledger_that_has_written_knows(ledger: Ledger, now: datetime) -> None:
    queue(ledger, now, "Ana")
    assert ledger.gap() is None


def test_what_the_other_may_have_sent_since_is_a_gap_until_a_person_vouches(
    ledger: Ledger, twin: Ledger, now: datetime
) -> None:
    queue(twin, now, "Ana")
    take(ledger, twin, now)
    assert ledger.gap() == Gap(since=now)
    ledger.vouch(now=now)
    assert ledger.gap() is None


# --- Whatever happens --------------------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["queue", "send", "refuse", "doubt", "cancel", "begin"]), st.sampled_from(["Ana", "Béa", "Cléo"])),
    max_size=14,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=STEPS, after=STEPS, settled=st.booleans())
def test_whatever_two_copies_did_nothing_that_left_is_forgotten_and_nothing_leaves_twice_unsaid(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[tuple[str, str, str]],
    after: list[tuple[str, str, str]],
    settled: bool,
) -> None:
    folder = tmp_path_factory.mktemp("pair")
    now = datetime.fromisoformat("2026-11-24T09:00:00Z")
    a, b = (open_ledger(folder / name / "ledger.sqlite") for name in "ab")
    try:
        now = happen({"a": a, "b": a}, before, now)
        part(a, b, now)
        now = happen({"a": a, "b": b}, after, now)
        left = {one.key for ledger in (a, b) for one in ledger.list(limit=1000) if one.state in GONE}
        waits_there = {one.key for one in b.list(limit=1000) if one.state is State.QUEUED}
        take(a, b, now, settled=settled)
        assert all(a.get(key).state in GONE for key in left)
        if not settled:
            assert not any(a.get(key).state is State.QUEUED for key in waits_there)
        live = [one for one in a.list(limit=1000) if one.state is State.QUEUED]
        assert len(live) <= 3
    finally:
        a.close()
        b.close()


GONE = {State.SENT, State.UNCERTAIN, State.SENDING}


def happen(ledgers: dict[str, Ledger], steps: list[tuple[str, str, str]], now: datetime) -> datetime:
    for which, what, name in steps:
        now += timedelta(seconds=1)
        ledger = ledgers[which]
        holder = ledger.slot("example-2026", 1, "fr/ministry", marks=ledger.marks(person(name))).holder
        if what == "queue":
            queue(ledger, now, name)
        elif holder and ledger.get(holder).state is State.QUEUED:
            act(ledger, holder, what, now)
    return now


def act(ledger: Ledger, key: str, what: str, now: datetime) -> None:
    if what == "cancel":
        ledger.cancel(Which(keys=(key,)), now=now, reason=message("ledger.denied"))
    elif what == "begin":
        begin(ledger, now, key)
    else:
        send(ledger, now, key, **({} if what == "send" else {"outcome": REFUSED if what == "refuse" else DOUBTFUL}))


def test_a_merge_that_fails_in_the_middle_leaves_everything_as_it_was(
    ledger: Ledger, twin: Ledger, now: datetime
) -> None:
    queue(ledger, now, "Ana")
    queue(twin, now, "Béa", "Cléo")
    before = known(ledger, now)

    def breaking() -> Iterator[tuple[str, dict[str, object]]]:
        for number, item in enumerate(twin.items(secret=True, now=now)):
            if number == 2:
                raise sqlite3.OperationalError("the stick was pulled")
            yield item

    with pytest.raises(sqlite3.OperationalError):
        ledger.take_in(breaking(), now=now)
    assert known(ledger, now) == before
    assert ledger.marks(person("Ana"))
