"""The gates: each refusal with its words, in their order, and what a person can say yes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from support import specimens
from urgentaction import gates
from urgentaction.errors import Message, words
from urgentaction.gates import Question
from urgentaction.model.authority import (
    ChannelName,
    Contact,
    Forms,
    Level,
    NotPublished,
    Postal,
    Provenance,
    Role,
)
from urgentaction.model.case import Case, CasePace, CaseState, Privacy, RoundState, Status
from urgentaction.model.delivery import Delivery, State, Waiver
from urgentaction.model.finding import Finding, Severity
from urgentaction.model.signer import Consent

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)
OVER = {"en": "The decree was annulled.", "fr": "Le décret a été annulé."}


def provenance(level: Level = Level.OFFICIAL, verified_on: date | None = TODAY) -> Provenance:
    return Provenance(source="the ministry's own site", verified_on=verified_on, level=level)


CASE = replace(specimens.CASE, round=2, deadline=date(2026, 12, 24))
MINISTRY = replace(
    specimens.OFFICE,
    id="fr/justice/garde-des-sceaux",
    office={"fr": Forms(any="Garde des Sceaux"), "en": Forms(any="Minister of Justice")},
    channels=(ChannelName.EMAIL, ChannelName.POST, ChannelName.PRINT),
    postal=Postal(lines=(), street="", postcode="75001", city="Paris", country="FR", provenance=provenance()),
    emails=(Contact(value="cabinet@justice.example", provenance=provenance()),),
    review_by=date(2027, 5, 24),
)
ASKED = Question(
    case=CASE,
    authority=MINISTRY,
    channel=ChannelName.EMAIL,
    now=NOW,
    consent=Consent(case="example-2026", on=date(2026, 11, 20)),
)


def reasons(question: Question) -> list[str]:
    return [refusal.message.id for refusal in gates.refusals(question)]


def closed(state: CaseState = CaseState.CLOSED) -> Case:
    return replace(CASE, status=Status(state=state, on=date(2016, 12, 9), why=OVER))


def at_level(
    level: Level, channel: ChannelName = ChannelName.EMAIL, *, on: date | None = TODAY, **changes: Any
) -> Question:
    postal = replace(MINISTRY.postal, provenance=provenance(level, on)) if MINISTRY.postal else None
    known = replace(MINISTRY, postal=postal, emails=(Contact(value="a@b.example", provenance=provenance(level, on)),))
    return replace(ASKED, authority=known, channel=channel, **changes)


def test_a_letter_to_an_open_case_may_go() -> None:
    assert gates.refusals(ASKED) == ()
    assert gates.warnings(ASKED) == ()


def test_a_closed_case_is_refused_with_the_news_and_the_way_on() -> None:
    refusal = gates.refusals(replace(ASKED, case=closed()))[0]
    said = words(refusal.message)
    assert said.text == "Not sent: this case is over. The decree was annulled."
    assert "ua cases" in said.hint
    assert "--rehearse" in said.hint
    assert (refusal.gate, refusal.lasting) == (1, True)
    assert "Le décret a été annulé." in words(refusal.message, "fr").text


def test_a_stopped_action_is_refused_in_its_own_words() -> None:
    assert reasons(replace(ASKED, case=closed(CaseState.STOPPED))) == ["gates.case-stopped"]


def test_the_deadline_is_inclusive_in_the_zone_of_the_office() -> None:
    last_minute = datetime(2026, 12, 24, 22, 59, tzinfo=UTC)  # 23:59 in Paris
    looked = {"still_true_on": date(2026, 12, 24)}
    assert reasons(replace(ASKED, now=last_minute, still_true_on=looked["still_true_on"])) == []
    over = replace(ASKED, now=last_minute + timedelta(minutes=1), still_true_on=looked["still_true_on"])
    assert reasons(over) == ["gates.deadline"]


def test_a_case_without_a_deadline_closes_never() -> None:
    assert gates.closes(replace(CASE, deadline=None), MINISTRY) is None


@pytest.mark.parametrize("state", [RoundState.STOPPED, RoundState.CLOSED, RoundState.SUPERSEDED])
def test_what_the_ledger_knows_beats_an_open_file(state: RoundState) -> None:
    assert reasons(replace(ASKED, round_state=state)) == [f"gates.round-{state}"]


def test_a_round_that_the_ledger_knows_as_open_may_go() -> None:
    assert reasons(replace(ASKED, round_state=RoundState.OPEN)) == []


def test_a_case_nobody_looked_at_for_two_weeks_is_asked_about() -> None:
    unseen = replace(ASKED, case=replace(CASE, checked_on=date(2026, 11, 9)))
    (refusal,) = gates.refusals(unseen)
    assert "--still-true" in words(refusal.message).hint
    assert "9 Nov 2026 (15 days)" in words(refusal.message).text
    assert not refusal.lasting
    assert reasons(replace(ASKED, case=replace(CASE, checked_on=date(2026, 11, 10)))) == []


def test_saying_that_it_is_still_true_holds_for_two_weeks() -> None:
    unseen = replace(ASKED, case=replace(CASE, checked_on=date(2026, 1, 1)))
    assert reasons(replace(unseen, still_true_on=TODAY)) == []
    assert reasons(replace(unseen, still_true_on=TODAY - timedelta(days=15))) == ["gates.unchecked"]


def test_an_office_is_written_to_by_its_own_channels_only() -> None:
    (refusal,) = gates.refusals(replace(ASKED, channel=ChannelName.WEBFORM))
    assert (
        words(refusal.message).text
        == "Minister of Justice takes letters by e-mail, by post, on paper, not by web form."
    )
    assert words(refusal.message).hint == "--by email"
    assert "courrier postal" in words(refusal.message, "fr").text


def test_an_office_that_takes_paper_but_no_company_is_said_to() -> None:
    paper = replace(MINISTRY, channels=(ChannelName.EMAIL, ChannelName.PRINT))
    (refusal,) = gates.refusals(replace(ASKED, channel=ChannelName.POST, authority=paper))
    told = "Minister of Justice takes letters by e-mail, on paper, not through a company that prints and posts."
    assert words(refusal.message).text == told
    assert words(refusal.message).hint == "--by print"
    assert "par une société qui imprime et poste" in words(refusal.message, "fr").text


def test_an_office_that_publishes_no_email_is_said_to() -> None:
    none = NotPublished(source="DILA", on=date(2026, 7, 14))
    silent = replace(MINISTRY, emails=(), email_none=none, channels=(ChannelName.POST, ChannelName.PRINT))
    (refusal,) = gates.refusals(replace(ASKED, authority=silent))
    assert words(refusal.message).text == "Minister of Justice: no e-mail is published (DILA, 14 Jul 2026)."
    assert words(refusal.message).hint == "On paper: --by print"


def test_an_office_whose_address_is_missing_is_not_guessed_at() -> None:
    assert reasons(replace(ASKED, authority=replace(MINISTRY, emails=()))) == ["gates.no-contact"]
    paper = replace(ASKED, channel=ChannelName.POST, authority=replace(MINISTRY, postal=None))
    assert reasons(paper) == ["gates.no-contact"]


def test_the_persons_own_mail_program_may_be_used_where_email_may() -> None:
    assert reasons(replace(ASKED, channel=ChannelName.MAILTO)) == []
    only_that = replace(MINISTRY, channels=(ChannelName.MAILTO,))
    assert reasons(replace(ASKED, authority=only_that)) == ["gates.channel"]


def test_the_best_known_mailbox_is_used() -> None:
    unsure = Contact(value="old@b.example", provenance=provenance(Level.UNVERIFIED))
    found = replace(MINISTRY, emails=(unsure, *MINISTRY.emails)).mailbox
    assert found is not None
    assert found.value == "cabinet@justice.example"
    assert replace(MINISTRY, emails=()).mailbox is None


@pytest.mark.parametrize("channel", [ChannelName.EMAIL, ChannelName.POST])
def test_an_unverified_address_needs_a_persons_yes(channel: ChannelName) -> None:
    assert reasons(at_level(Level.UNVERIFIED, channel)) == ["gates.unverified"]
    assert reasons(at_level(Level.UNVERIFIED, channel, waivers=frozenset({Waiver.UNVERIFIED}))) == []


def test_printing_for_an_unverified_address_only_warns() -> None:
    asked = at_level(Level.UNVERIFIED, ChannelName.PRINT)
    assert gates.refusals(asked) == ()
    assert [warning.id for warning in gates.warnings(asked)] == ["gates.unverified-print"]


def test_an_address_past_its_review_needs_a_persons_yes() -> None:
    overdue = replace(ASKED, authority=replace(MINISTRY, review_by=TODAY - timedelta(days=1)))
    assert reasons(overdue) == ["gates.overdue"]
    assert reasons(replace(overdue, waivers=frozenset({Waiver.UNVERIFIED}))) == []
    assert reasons(replace(ASKED, authority=replace(MINISTRY, review_by=TODAY))) == []


def test_an_address_from_the_action_is_confirmed_once() -> None:
    assert reasons(at_level(Level.PUBLISHED, on=None)) == ["gates.unconfirmed"]
    assert reasons(at_level(Level.PUBLISHED, on=None, waivers=frozenset({Waiver.PUBLISHED}))) == []


def test_an_address_from_the_action_that_somebody_compared_is_good_until_its_review() -> None:
    asked = at_level(Level.PUBLISHED)
    assert reasons(asked) == []
    assert reasons(replace(asked, authority=replace(asked.authority, review_by=TODAY))) == []
    late = replace(asked, authority=replace(asked.authority, review_by=TODAY - timedelta(days=1)))
    assert reasons(late) == ["gates.overdue"]


def test_a_court_is_written_to_only_by_name_and_never_from_a_batch() -> None:
    court = replace(ASKED, authority=replace(MINISTRY, role=Role.COURT))
    assert reasons(court) == ["gates.court"]
    named = replace(court, waivers=frozenset({Waiver.EXPLICIT}))
    assert reasons(named) == []
    assert reasons(replace(named, batch=True)) == ["gates.court-batch"]


def test_a_hidden_sender_does_not_write_from_their_own_account() -> None:
    hidden = replace(ASKED, privacy=Privacy.INITIALS_TOWN, own_account=True)
    assert reasons(hidden) == ["gates.own-account"]
    assert reasons(replace(hidden, channel=ChannelName.PRINT)) == []
    assert reasons(replace(hidden, own_account=False)) == []


@pytest.mark.parametrize(
    ("consent", "reason"),
    [
        (None, "gates.no-consent"),
        (Consent(case="other", on=TODAY), "gates.other-consent"),
        (Consent(case="example-2026", on=date(2026, 10, 31)), "gates.early-consent"),
        (Consent(case="example-2026", on=date(2026, 11, 26)), "gates.future-consent"),
    ],
)
def test_consent_is_to_this_case_and_between_its_issue_and_today(consent: Consent | None, reason: str) -> None:
    (refusal,) = gates.refusals(replace(ASKED, consent=consent))
    assert (refusal.message.id, refusal.gate) == (reason, 3)


def test_a_signer_who_is_a_day_ahead_of_the_office_has_consented_today() -> None:
    evening = replace(ASKED, now=datetime(2026, 11, 24, 21, tzinfo=UTC))
    assert reasons(replace(evening, consent=Consent(case="example-2026", on=date(2026, 11, 25)))) == []


def test_nobody_writes_twice_in_a_round_without_asking_to() -> None:
    assert reasons(replace(ASKED, written=True)) == ["gates.written"]
    assert reasons(replace(ASKED, written=True, again=True)) == []


def test_nobody_writes_for_a_signer_who_withdrew() -> None:
    assert reasons(replace(ASKED, withdrawn=True)) == ["gates.withdrawn"]


def test_an_error_in_the_letter_stops_it_and_a_remark_does_not() -> None:
    remark = Finding("own-words", Severity.REMARK, Message("gates.withdrawn"))
    error = Finding("length", Severity.ERROR, Message("gates.no-email", {"office": "X", "source": "Y", "on": TODAY}))
    assert reasons(replace(ASKED, findings=(remark,))) == []
    (refusal,) = gates.refusals(replace(ASKED, findings=(remark, error)))
    assert refusal.findings == (error,)
    assert words(refusal.message).text.startswith("1 error in the letter: X: no e-mail")


def test_an_email_that_cannot_leave_before_the_deadline_is_refused() -> None:
    end = gates.closes(CASE, MINISTRY)
    assert end == datetime(2026, 12, 24, 23, tzinfo=UTC)
    assert reasons(replace(ASKED, leaves=end)) == ["gates.no-room"]
    assert reasons(replace(ASKED, leaves=end - timedelta(seconds=1))) == []
    assert reasons(replace(ASKED, leaves=end, channel=ChannelName.PRINT)) == []


def test_a_letter_by_post_must_arrive_by_the_deadline() -> None:
    posted = replace(ASKED, channel=ChannelName.POST, recipient="pingen/standard", transit=7)
    last = datetime(2026, 12, 17, 22, 59, 59, tzinfo=UTC)
    seen = replace(posted, still_true_on=last.date(), now=last)
    assert reasons(seen) == [], "seven days before the end of the deadline's day, at the office"
    late = replace(seen, now=last + timedelta(seconds=1))
    assert reasons(late) == ["gates.too-slow"]
    assert reasons(replace(late, case=replace(CASE, deadline=None))) == []
    assert reasons(replace(late, transit=0)) == []


def test_of_a_case_that_is_over_nothing_is_said_of_writing_again() -> None:
    asked = replace(ASKED, written=True)
    assert gates.without_again(gates.refusals(asked)) == gates.refusals(asked)
    over = replace(asked, case=closed(), consent=None)
    assert [why.message.id for why in gates.without_again(gates.refusals(over))] == [
        "gates.case-closed",
        "gates.no-consent",
    ]


def test_every_reason_is_given_in_the_order_of_the_gates() -> None:
    asked = replace(at_level(Level.UNVERIFIED), case=closed(), consent=None, written=True)
    assert [refusal.gate for refusal in gates.refusals(asked)] == [1, 2, 3, 3]


def delivery(**changes: Any) -> Delivery:
    base = Delivery(
        key="0123456789abcdef",
        case="example-2026",
        round=2,
        authority=MINISTRY.id,
        channel=ChannelName.EMAIL,
        language="fr",
        recipient="cabinet@justice.example",
        domain="justice.example",
        state=State.LEASED,
        created=NOW,
        due=NOW,
        consent=date(2026, 11, 20),
    )
    return replace(base, **changes)


def asked_again(waiting: Delivery, *, case: Case = CASE, now: datetime = NOW) -> list[str]:
    return reasons(gates.at_begin(waiting, case=case, authority=MINISTRY, now=now, round_state=RoundState.OPEN))


def test_the_gates_are_read_again_with_what_was_said_when_it_was_queued() -> None:
    assert asked_again(delivery()) == []
    assert asked_again(delivery(consent=None)) == ["gates.no-consent"]
    assert asked_again(delivery(), case=closed()) == ["gates.case-closed"]


def test_a_yes_to_still_true_is_as_old_as_the_letter() -> None:
    said = delivery(waivers=(Waiver.STILL_TRUE,))
    unseen = replace(CASE, checked_on=date(2026, 11, 1))
    assert asked_again(said, case=unseen) == []
    assert asked_again(said, case=unseen, now=NOW + timedelta(days=15)) == ["gates.unchecked"]


def test_a_letter_of_an_older_round_does_not_leave() -> None:
    assert asked_again(delivery(round=1)) == ["gates.round-superseded"]


def test_a_letter_waits_where_the_case_file_is_behind_it() -> None:
    waiting = delivery(round=3)
    question = gates.at_begin(waiting, case=CASE, authority=MINISTRY, now=NOW, round_state=RoundState.OPEN)
    (refusal,) = gates.refusals(question)
    assert (refusal.message.id, refusal.lasting) == ("gates.behind", False)


def test_a_case_with_a_total_says_when_it_is_reached() -> None:
    refusal = gates.total_reached(replace(CASE, pace=CasePace(total=40)), MINISTRY)
    assert "limits the e-mails to this office to 40" in words(refusal.message).text
