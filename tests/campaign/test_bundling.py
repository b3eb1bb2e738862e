"""A bundle: the gates of each signer, one place in the pace, everybody's key in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from urgentaction.campaign import Plan, Prepared, Terms, bundling
from urgentaction.campaign.bundling import Bundle
from urgentaction.errors import UserError
from urgentaction.gates import PACE, Refusal
from urgentaction.ledger import Ledger
from urgentaction.model.authority import Authority, ChannelName, Role
from urgentaction.model.case import Case
from urgentaction.model.delivery import State
from urgentaction.model.signer import Consent, Signer
from urgentaction.pace import UNLIMITED

NewLetter = Callable[..., Prepared]
TERMS = Terms(batch="b-1")


def whole(ledger: Ledger, letter: NewLetter, gathered: Plan, now: datetime, **changes: Any) -> Bundle | Refusal:
    consent = Consent(case="example-2026", on=date(2026, 11, 20))
    carrier = letter("Group", signer=Signer(name="Group", id="bundle b-1", consent=consent))
    return bundling.bundle(gathered, carrier, ledger, now=now, jitter=lambda: 0.0, **changes)


def gather(ledger: Ledger, letters: list[Prepared], now: datetime, terms: Terms = TERMS) -> Plan:
    return bundling.gather(letters, ledger, terms=terms, now=now)


def made(found: Bundle | Refusal) -> Bundle:
    assert isinstance(found, Bundle)
    return found


def test_a_bundle_takes_every_signers_place_at_once(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    gathered = gather(ledger, [letter("Ana"), letter("Ben")], now)
    key = bundling.enqueue(made(whole(ledger, letter, gathered, now)), ledger, now=now)
    assert ledger.get(key).bundle == key
    assert ledger.body(key)
    again = gather(ledger, [letter("Ana"), letter("Ben"), letter("Cem")], now)
    assert [item.prepared.signer.name for item in again.queued] == ["Cem"]
    assert [item.refusals[0].message.id for item in again.skipped] == ["gates.written"] * 2
    assert {(count.channel, count.state, count.count) for count in ledger.counts()} == {
        (ChannelName.EMAIL, State.QUEUED, 1),
        (ChannelName.BUNDLE, State.QUEUED, 2),
    }


def test_whoever_has_written_has_not_signed(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    from urgentaction.campaign import enqueue, plan

    own = plan([letter("Ana")], ledger, terms=Terms(), now=now, jitter=lambda: 0.0)
    enqueue(own, ledger, now=now)
    gathered = gather(ledger, [letter("Ana"), letter("Ben"), letter("Cem", consent=None)], now)
    assert [item.prepared.signer.name for item in gathered.queued] == ["Ben"]
    assert [item.refusals[0].message.id for item in gathered.skipped] == ["gates.written", "gates.no-consent"]


def test_two_rows_of_one_person_are_one_signature(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    gathered = gather(ledger, [letter("Ana"), letter("Ana")], now)
    assert len(gathered.queued) == 1


def test_somebody_written_for_in_between_undoes_the_whole_bundle(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    from urgentaction.campaign import enqueue, plan

    planned = made(whole(ledger, letter, gather(ledger, [letter("Ana"), letter("Ben")], now), now))
    enqueue(plan([letter("Ben")], ledger, terms=Terms(), now=now, jitter=lambda: 0.0), ledger, now=now)
    with pytest.raises(UserError) as overtaken:
        bundling.enqueue(planned, ledger, now=now)
    assert overtaken.value.message.id == "ledger.overtaken"
    assert [one.channel for one in ledger.list()] == [ChannelName.EMAIL]


def test_the_pace_counts_one_mail_however_many_sign(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    one_an_hour = replace(UNLIMITED, per_hour=1, per_day=10)
    people = [letter(f"Signer{n}") for n in range(50)]
    first = made(whole(ledger, letter, gather(ledger, people, now), now, pace_of=lambda _a, _c: one_an_hour))
    assert len(first.signed) == 50
    assert first.carrier.due < now + timedelta(hours=1)
    bundling.enqueue(first, ledger, now=now)
    assert len(ledger.planned_times(authority="fr/ministry")) == 1


def test_without_room_before_the_deadline_there_is_a_refusal(
    ledger: Ledger, letter: NewLetter, case: Case, now: datetime
) -> None:
    soon = replace(case, deadline=now.date())
    full = replace(UNLIMITED, per_hour=1, per_day=1)
    people = [letter("Ana", case=soon), letter("Ben", case=soon)]
    first = made(whole(ledger, letter, gather(ledger, people, now), now, pace_of=lambda _a, _c: full))
    bundling.enqueue(first, ledger, now=now)
    gathered = gather(ledger, [letter("Cem", case=soon), letter("Dua", case=soon)], now)
    carrier = letter("Group", case=soon, signer=Signer(name="Group", id="bundle b-2"))
    refused = bundling.bundle(gathered, carrier, ledger, now=now, jitter=lambda: 0.0, pace_of=lambda _a, _c: full)
    assert isinstance(refused, Refusal)
    assert refused.gate == PACE


def test_paper_leaves_at_once(ledger: Ledger, letter: NewLetter, now: datetime) -> None:
    people = [letter(name, channel=ChannelName.PRINT, recipient="fr/ministry") for name in ("Ana", "Ben")]
    carrier = letter("Group", channel=ChannelName.PRINT, recipient="fr/ministry", body=lambda _id: b"%PDF-1.7")
    found = bundling.bundle(gather(ledger, people, now), carrier, ledger, now=now, jitter=lambda: 0.0)
    assert made(found).carrier.due == now


def test_a_court_is_never_written_to_in_a_bundle(
    ledger: Ledger, letter: NewLetter, office: Callable[..., Authority], now: datetime
) -> None:
    court = office("fr/court", role=Role.COURT)
    gathered = gather(ledger, [letter("Ana", authority=court), letter("Ben", authority=court)], now)
    assert not gathered.queued
    assert {item.refusals[0].message.id for item in gathered.refused} == {"gates.court-batch"}


def test_the_ledger_keeps_no_text_address_or_account_for_a_signature(
    ledger: Ledger, letter: NewLetter, now: datetime
) -> None:
    gathered = gather(ledger, [letter("Ana", copy_to="ana@example.org"), letter("Ben")], now)
    bundling.enqueue(made(whole(ledger, letter, gathered, now)), ledger, now=now)
    for item in gathered.queued:
        kept = ledger.get(item.slot.key)
        assert (kept.recipient, kept.domain, kept.message_id, kept.copy) == ("fr/ministry", "", "", "")
        assert kept.consent == date(2026, 11, 20)
        assert ledger.body(item.slot.key) is None
