"""Plans: who may write, who is left out and why, when each letter leaves; and queueing a plan whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from urgentaction import campaign
from urgentaction.campaign import LeftOut, Plan, Prepared, Terms
from urgentaction.errors import UserError, message
from urgentaction.ledger import Ledger
from urgentaction.model.authority import Authority, ChannelName, Contact, Level, Limits, Provenance
from urgentaction.model.case import Case, CasePace, CaseState, Privacy, RoundState, Status
from urgentaction.model.delivery import State, Waiver
from urgentaction.model.finding import Finding, Severity
from urgentaction.model.signer import Signer
from urgentaction.pace import UNLIMITED, Pace

Letter = Callable[..., Prepared]
Office = Callable[..., Authority]


def plan(letters: list[Prepared], ledger: Ledger, now: datetime, terms: Terms | None = None) -> Plan:
    return campaign.plan(letters, ledger, terms=terms or Terms(), now=now, jitter=lambda: 0.0)


def reasons(left_out: tuple[LeftOut, ...]) -> list[str]:
    return [refusal.message.id for item in left_out for refusal in item.refusals]


def test_one_letter_is_planned_for_now_and_nothing_is_touched(ledger: Ledger, letter: Letter, now: datetime) -> None:
    found = plan([letter()], ledger, now)
    assert [item.due for item in found.queued] == [now]
    assert (found.skipped, found.refused, found.warnings) == ((), (), ())
    assert ledger.list() == ()


def test_a_plan_is_queued_with_everything_that_sending_needs(ledger: Ledger, letter: Letter, now: datetime) -> None:
    terms = Terms(waivers=frozenset({Waiver.EXPLICIT}), still_true_on=now.date(), batch="b1")
    (key,) = campaign.enqueue(plan([letter()], ledger, now, terms), ledger, now=now).added
    found = ledger.get(key)
    assert (found.case, found.round, found.authority, found.language) == ("example-2026", 1, "fr/ministry", "fr")
    assert (found.recipient, found.domain) == ("cabinet@justice.example", "justice.example")
    assert (found.consent, found.batch) == (date(2026, 11, 20), "b1")
    assert set(found.waivers) == {Waiver.EXPLICIT, Waiver.STILL_TRUE}
    assert found.message_id == f"<ua.{key}@example.org>"
    assert ledger.body(key) == f"Message-ID: {found.message_id}\r\n\r\nAna".encode()
    assert ledger.round_state("example-2026", 1) is RoundState.OPEN


def test_repeating_the_command_plans_nothing_more(ledger: Ledger, letter: Letter, now: datetime) -> None:
    (key,) = campaign.enqueue(plan([letter()], ledger, now), ledger, now=now).added
    again = plan([letter()], ledger, now)
    assert again.queued == ()
    assert reasons(again.skipped) == ["gates.written"]
    assert again.skipped[0].holder == key


def test_asking_for_a_second_letter_plans_one(ledger: Ledger, letter: Letter, now: datetime) -> None:
    campaign.enqueue(plan([letter()], ledger, now), ledger, now=now)
    again = plan([letter()], ledger, now, Terms(again=True))
    assert len(campaign.enqueue(again, ledger, now=now).added) == 1


def test_two_plans_made_together_queue_one_letter(ledger: Ledger, letter: Letter, now: datetime) -> None:
    first, second = plan([letter()], ledger, now), plan([letter()], ledger, now)
    assert len(campaign.enqueue(first, ledger, now=now).added) == 1
    done = campaign.enqueue(second, ledger, now=now)
    assert (len(done.added), len(done.already)) == (0, 1)


@pytest.mark.parametrize("again", [False, True])
def test_two_rows_of_one_signer_make_one_letter(ledger: Ledger, letter: Letter, now: datetime, again: bool) -> None:
    found = plan([letter("Ana"), letter("ANA")], ledger, now, Terms(again=again))
    assert len(found.queued) == 1
    assert reasons(found.skipped) == ["campaign.twice"]


def test_a_signer_without_consent_is_skipped_and_the_others_go(ledger: Ledger, letter: Letter, now: datetime) -> None:
    found = plan([letter("Ana", consent=None), letter("Bo")], ledger, now)
    assert [item.prepared.signer.name for item in found.queued] == ["Bo"]
    assert reasons(found.skipped) == ["gates.no-consent"]


def test_a_signer_who_withdrew_is_skipped(ledger: Ledger, letter: Letter, now: datetime) -> None:
    ledger.add_tombstone(ledger.marks(letter().signer), now=now)
    assert reasons(plan([letter()], ledger, now).skipped) == ["gates.withdrawn"]


def test_a_closed_case_refuses_every_letter(ledger: Ledger, letter: Letter, case: Case, now: datetime) -> None:
    over = replace(case, status=Status(state=CaseState.CLOSED, why={"en": "Over."}))
    found = plan([letter(case=over), letter("Bo", case=over)], ledger, now)
    assert found.queued == ()
    assert reasons(found.refused) == ["gates.case-closed"] * 2


def test_a_stop_in_the_ledger_beats_an_open_file(ledger: Ledger, letter: Letter, now: datetime) -> None:
    ledger.note_round("example-2026", 1, RoundState.STOPPED, now=now)
    assert reasons(plan([letter()], ledger, now).refused) == ["gates.round-stopped"]


def test_an_error_in_one_letter_refuses_that_one(ledger: Ledger, letter: Letter, now: datetime) -> None:
    error = Finding("length", Severity.ERROR, message("campaign.twice"))
    found = plan([letter("Ana", findings=(error,)), letter("Bo")], ledger, now)
    assert len(found.queued) == 1
    assert found.refused[0].refusals[0].findings == (error,)


def test_the_stricter_privacy_of_case_and_signer_wins(
    ledger: Ledger, letter: Letter, case: Case, now: datetime
) -> None:
    shy = replace(letter("Ana").signer, privacy=Privacy.NAME_ONLY)
    found = plan(
        [letter("Ana", signer=shy), letter("Bo", case=replace(case, privacy=Privacy.INITIALS_TOWN)), letter("Cy")],
        ledger,
        now,
        Terms(own_account=True),
    )
    assert reasons(found.refused) == ["gates.own-account"] * 2
    assert [item.prepared.signer.name for item in found.queued] == ["Cy"]


def test_printing_for_an_unsure_address_is_planned_with_one_warning(
    ledger: Ledger, letter: Letter, office: Office, now: datetime
) -> None:
    unsure = office()
    assert unsure.postal is not None
    unsure = replace(
        unsure,
        postal=replace(unsure.postal, provenance=Provenance(source="x", verified_on=None, level=Level.UNVERIFIED)),
    )
    letters = [letter(n, authority=unsure, channel=ChannelName.PRINT, recipient=unsure.id) for n in ("Ana", "Bo")]
    found = plan(letters, ledger, now)
    assert [item.due for item in found.queued] == [now, now]
    assert [warning.id for warning in found.warnings] == ["gates.unverified-print"]


def test_many_letters_are_spread_at_the_pace_of_the_office(ledger: Ledger, letter: Letter, now: datetime) -> None:
    found = plan([letter(f"s{number}") for number in range(40)], ledger, now)
    dues = [item.due for item in found.queued]
    assert dues == sorted(dues)
    assert max(Counter(due.date() for due in dues).values()) <= 30
    assert all(later - early >= timedelta(hours=1) for early, later in zip(dues, dues[6:], strict=False))


def test_what_waits_already_is_counted_in(ledger: Ledger, letter: Letter, now: datetime) -> None:
    campaign.enqueue(plan([letter(f"s{number}") for number in range(6)], ledger, now), ledger, now=now)
    (item,) = plan([letter("late")], ledger, now).queued
    assert item.due >= now + timedelta(hours=1)


def test_offices_behind_one_domain_share_its_hour(
    ledger: Ledger, letter: Letter, office: Office, now: datetime
) -> None:
    offices = [office(f"fr/o{number}") for number in range(8)]
    letters = [letter(f"s{number}", authority=one) for one in offices for number in range(6)]
    dues = sorted(item.due for item in plan(letters, ledger, now).queued)
    assert len(dues) == 48
    assert all(later - early >= timedelta(hours=1) for early, later in zip(dues, dues[30:], strict=False))


def test_a_slow_office_holds_up_no_other_of_its_domain(
    ledger: Ledger, letter: Letter, office: Office, now: datetime
) -> None:
    slow = office("fr/slow", limits=Limits(per_hour=1))
    letters = [letter(f"s{number}", authority=slow) for number in range(20)] + [letter("Ana")]
    assert plan(letters, ledger, now).queued[-1].due == now


def test_what_has_no_room_before_the_deadline_is_left_out_and_said(
    ledger: Ledger, letter: Letter, case: Case, now: datetime
) -> None:
    soon = replace(case, deadline=date(2026, 11, 24))
    found = plan([letter(f"s{number}", case=soon) for number in range(100)], ledger, now)
    assert 6 < len(found.queued) <= 30
    assert set(reasons(found.refused)) == {"gates.no-room"}
    assert len(found.queued) + len(found.refused) == 100
    assert max(item.due for item in found.queued) < datetime(2026, 11, 24, 23, tzinfo=now.tzinfo)


def test_a_total_that_the_case_sets_is_kept_over_all_plans(
    ledger: Ledger, letter: Letter, case: Case, now: datetime
) -> None:
    few = replace(case, pace=CasePace(total=3))
    campaign.enqueue(plan([letter("Ana", case=few)], ledger, now), ledger, now=now)
    found = plan([letter(f"s{number}", case=few) for number in range(5)], ledger, now)
    assert len(found.queued) == 2
    assert reasons(found.refused) == ["gates.total"] * 3
    on_paper = [letter("Z", case=few, channel=ChannelName.PRINT, recipient="fr/ministry")]
    assert len(plan(on_paper, ledger, now).queued) == 1


def test_a_copy_waits_for_the_main_letter_of_its_signer(
    ledger: Ledger, letter: Letter, office: Office, now: datetime
) -> None:
    embassy = office("kz/embassy", mail="a@mfa.example")
    letters = [
        made
        for name in ("Ana", "Bo")
        for made in (letter(name), letter(name, authority=embassy, copy_of="fr/ministry", recipient="a@mfa.example"))
    ]
    found = plan(letters, ledger, now)
    mains = {item.prepared.signer.name: item.slot.key for item in found.queued if not item.after}
    assert {item.prepared.signer.name: item.after for item in found.queued if item.after} == mains
    campaign.enqueue(found, ledger, now=now)
    assert [one.held for one in ledger.list()] == [True, False, True, False]


def test_a_copy_without_its_main_letter_does_not_go(
    ledger: Ledger, letter: Letter, office: Office, now: datetime
) -> None:
    alone = letter(authority=office("kz/embassy"), copy_of="fr/ministry")
    assert reasons(plan([alone], ledger, now).refused) == ["campaign.copy-alone"]


def test_a_copy_of_a_letter_that_was_written_before_goes(
    ledger: Ledger, letter: Letter, office: Office, now: datetime
) -> None:
    (main,) = campaign.enqueue(plan([letter()], ledger, now), ledger, now=now).added
    (item,) = plan([letter(), letter(authority=office("kz/embassy"), copy_of="fr/ministry")], ledger, now).queued
    assert item.after == main


def test_a_copy_whose_main_letter_finds_no_room_is_left_out_with_it(
    ledger: Ledger, letter: Letter, office: Office, case: Case, now: datetime
) -> None:
    few = replace(case, pace=CasePace(total=1))
    embassy = office("kz/embassy", mail="a@mfa.example")
    letters = [
        made
        for name in ("Ana", "Bo")
        for made in (
            letter(name, case=few),
            letter(name, case=few, authority=embassy, channel=ChannelName.PRINT, copy_of="fr/ministry"),
        )
    ]
    found = plan(letters, ledger, now)
    assert [item.prepared.signer.name for item in found.queued] == ["Ana", "Ana"]
    assert reasons(found.refused) == ["gates.total", "campaign.copy-alone"]


def test_a_plan_says_who_writes_to_whom_in_groups(
    ledger: Ledger, letter: Letter, office: Office, now: datetime
) -> None:
    other = office("fr/other", mail="x@other.example")
    found = plan([letter("A"), letter("B", authority=other), letter("C")], ledger, now)
    assert [[item.prepared.signer.name for item in group] for group in found.groups()] == [["A", "C"], ["B"]]


def test_a_letter_that_cannot_be_rendered_queues_nothing(ledger: Ledger, letter: Letter, now: datetime) -> None:
    def broken(_id: str) -> bytes:
        raise UserError("ledger.no-delivery", key="x")

    found = plan([letter("A"), letter("B", body=broken)], ledger, now)
    with pytest.raises(UserError, match="No letter"):
        campaign.enqueue(found, ledger, now=now)
    assert ledger.list() == ()


def test_a_rehearsal_plans_what_would_be_refused_and_says_so(
    ledger: Ledger, letter: Letter, case: Case, now: datetime
) -> None:
    over = replace(case, status=Status(state=CaseState.CLOSED, why={"en": "Over."}))
    night = now + timedelta(hours=12)
    for _ in range(2):
        found = plan([letter(case=over, consent=None)], ledger, night, Terms(rehearsal=True))
        assert [item.due for item in found.queued] == [night]
        assert reasons(found.refused) == ["gates.case-closed", "gates.no-consent"]
        assert len(campaign.enqueue(found, ledger, now=night).added) == 1


def test_a_faster_pace_can_be_handed_in(ledger: Ledger, letter: Letter, now: datetime) -> None:
    def fast(_authority: Authority, _case: Case) -> Pace:
        return UNLIMITED

    letters = [letter(f"s{number}") for number in range(100)]
    found = campaign.plan(letters, ledger, terms=Terms(), now=now, jitter=lambda: 0.0, pace_of=fast)
    assert {item.due for item in found.queued} == {now}


def test_paper_has_no_message_id(ledger: Ledger, letter: Letter, now: datetime) -> None:
    paper = letter(channel=ChannelName.PRINT, recipient="fr/ministry", sender="")
    (key,) = campaign.enqueue(plan([paper], ledger, now), ledger, now=now).added
    assert (ledger.get(key).message_id, ledger.get(key).domain) == ("", "")


def test_an_unconfirmed_address_is_refused_until_a_person_confirms(
    ledger: Ledger, letter: Letter, office: Office, now: datetime
) -> None:
    seen = Provenance(source="the action", verified_on=None, level=Level.PUBLISHED)
    published = office(emails=(Contact(value="a@b.example", provenance=seen),))
    assert reasons(plan([letter(authority=published)], ledger, now).refused) == ["gates.unconfirmed"]
    confirmed = Terms(waivers=frozenset({Waiver.PUBLISHED}))
    assert len(plan([letter(authority=published)], ledger, now, confirmed).queued) == 1


def test_two_thousand_letters_are_planned_and_queued_at_once(
    ledger: Ledger, letter: Letter, case: Case, now: datetime
) -> None:
    base = letter()
    far = replace(case, deadline=None)
    letters = [
        replace(base, case=far, signer=Signer(name=f"s{n}", email=f"{n}@example.org", consent=base.signer.consent))
        for n in range(2000)
    ]
    found = plan(letters, ledger, now)
    assert len(campaign.enqueue(found, ledger, now=now).added) == 2000
    assert {count.state: count.count for count in ledger.counts()} == {State.QUEUED: 2000}
