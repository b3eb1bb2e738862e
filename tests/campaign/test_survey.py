"""Plans for thousands: the same answers as a plan for a few, times counted out office by office, nothing in memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from urgentaction import campaign
from urgentaction.campaign import Outlook, Prepared, Survey, Terms
from urgentaction.errors import UserError, message
from urgentaction.ledger import Enqueued, Ledger, open_ledger
from urgentaction.model.authority import Authority, ChannelName
from urgentaction.model.case import Case, CasePace, CaseState, Privacy, RoundState, Status
from urgentaction.model.delivery import State
from urgentaction.model.finding import Finding, Severity
from urgentaction.model.signer import Consent, Signer
from urgentaction.pace import UNLIMITED, Account, Pace

Letter = Callable[..., Prepared]
Office = Callable[..., Authority]


def survey(
    letters: Iterable[Prepared], ledger: Ledger, now: datetime, terms: Terms | None = None, **how: Any
) -> tuple[Outlook, Enqueued]:
    """Plan and queue."""
    with Survey(ledger, terms=terms or Terms(batch="b"), now=now) as asked:
        for letter in letters:
            asked.add(letter)
        outlook = asked.outlook(jitter=lambda: 0.0, **how)
        return outlook, asked.enqueue(outlook, now=now)


def reasons(outlook: Outlook) -> dict[str, int]:
    return {reason.refusal.message.id: reason.count for reason in outlook.reasons}


def fast(_authority: Authority, _case: Case) -> Pace:
    return UNLIMITED


def test_letters_of_many_signers_are_planned_and_queued(ledger: Ledger, letter: Letter, now: datetime) -> None:
    outlook, queued = survey([letter("A"), letter("B"), letter("C")], ledger, now)
    assert outlook.letters == 3
    assert len(queued.added) == 3
    assert [ledger.body(key) for key in queued.added] == [
        f"Message-ID: <ua.{key}@example.org>\r\n\r\n{name}".encode()
        for key, name in zip(queued.added, "ABC", strict=True)
    ]
    assert ledger.round_state("example-2026", 1) is RoundState.OPEN
    assert {one.batch for one in ledger.list()} == {"b"}


def test_looking_touches_nothing(ledger: Ledger, letter: Letter, now: datetime) -> None:
    with Survey(ledger, terms=Terms(batch="b"), now=now, keep=False) as asked:
        asked.add(letter(body=lambda _id: pytest.fail("rendered")))
        assert asked.outlook(jitter=lambda: 0.0).letters == 1
    assert ledger.list() == ()
    assert ledger.round_state("example-2026", 1) is None


def test_who_is_left_out_is_counted_by_reason_with_the_first_lines(
    ledger: Ledger, letter: Letter, now: datetime
) -> None:
    def at(row: int, **changes: Any) -> Prepared:
        made = letter(f"s{row}", **changes)
        return replace(made, signer=replace(made.signer, row=row))

    survey([letter("s2"), letter("s3")], ledger, now)
    outlook, queued = survey([at(row) for row in range(2, 12)], ledger, now)
    assert (reasons(outlook), len(queued.added)) == ({"gates.written": 2}, 8)
    outlook, _ = survey([at(row, consent=None) for row in range(20, 40)], ledger, now)
    (why,) = outlook.reasons
    assert (why.count, why.rows, why.skips) == (20, (20, 21, 22, 23, 24), True)
    assert not outlook.refused


def test_two_rows_of_one_signer_make_one_letter_to_each_office(
    ledger: Ledger, letter: Letter, office: Office, now: datetime
) -> None:
    other = office("fr/other", mail="x@other.example")
    rows = [made for name in ("Ana", "Bo", "ANA") for made in (letter(name), letter(name, authority=other))]
    outlook, queued = survey(rows, ledger, now, Terms(batch="b", again=True))
    assert len(queued.added) == 4
    assert [(why.refusal.message.id, why.count) for why in outlook.reasons] == [("campaign.twice", 1)] * 2


def test_a_row_that_may_not_sign_does_not_stand_in_the_way_of_a_later_one(
    ledger: Ledger, letter: Letter, now: datetime
) -> None:
    _, queued = survey([letter("Ana", consent=None), letter("Ana")], ledger, now)
    assert len(queued.added) == 1


def test_what_has_no_room_is_not_queued_and_said(ledger: Ledger, letter: Letter, case: Case, now: datetime) -> None:
    soon = replace(case, deadline=now.date())
    outlook, queued = survey([letter(f"s{n}", case=soon) for n in range(60)], ledger, now)
    (group,) = outlook.groups
    assert group.late == 60 - len(group.times) > 0
    assert len(queued.added) == len(group.times)
    assert reasons(outlook) == {"gates.no-room": group.late}
    assert outlook.refused


def test_a_case_that_wants_few_letters_gets_few(ledger: Ledger, letter: Letter, case: Case, now: datetime) -> None:
    few = replace(case, pace=CasePace(total=2))
    outlook, queued = survey([letter(f"s{n}", case=few) for n in range(5)], ledger, now)
    assert (len(queued.added), reasons(outlook)) == (2, {"gates.total": 3})


def test_the_accounts_limit_is_shared_by_all_offices(
    ledger: Ledger, letter: Letter, office: Office, now: datetime
) -> None:
    other = office("fr/other", mail="x@other.example")
    rows = [
        made
        for n in range(4)
        for made in (letter(f"s{n}", copy_to=f"s{n}@example.org"), letter(f"s{n}", authority=other))
    ]
    limited = replace(UNLIMITED, account=Account(per_hour=4))
    outlook, _ = survey(rows, ledger, now, pace_of=lambda _authority, _case: limited)
    hours = [sorted((at - now) / timedelta(hours=1) for at in group.times) for group in outlook.groups]
    assert hours == [[0, 0, 1, 1], [2, 2, 2, 2]]


def test_a_letter_that_cannot_be_rendered_is_refused_and_the_others_go(
    ledger: Ledger, letter: Letter, now: datetime
) -> None:
    def broken(_id: str) -> bytes:
        raise UserError("ledger.no-delivery", key="x")

    outlook, queued = survey([letter("A"), letter("B", body=broken), letter("C")], ledger, now)
    assert len(queued.added) == 2
    assert reasons(outlook) == {"ledger.no-delivery": 1}
    assert outlook.refused


def test_a_letter_that_another_process_queued_meanwhile_is_not_queued_twice(
    ledger: Ledger, letter: Letter, now: datetime
) -> None:
    with Survey(ledger, terms=Terms(batch="b"), now=now) as asked:
        asked.add(letter("A"))
        asked.add(letter("B"))
        outlook = asked.outlook(jitter=lambda: 0.0)
        survey([letter("A")], ledger, now)
        queued = asked.enqueue(outlook, now=now)
    assert (len(queued.added), len(queued.already)) == (1, 1)


def test_errors_of_letters_are_told_rule_by_rule(ledger: Ledger, letter: Letter, now: datetime) -> None:
    def wrong(rule: str) -> tuple[Finding, ...]:
        return (Finding(rule, Severity.ERROR, message("campaign.twice")),)

    outlook, _ = survey(
        [letter("A", findings=wrong("pages")), letter("B", findings=wrong("courtesy")), letter("C")], ledger, now
    )
    assert [(why.refusal.findings[0].rule, why.count) for why in outlook.reasons] == [("pages", 1), ("courtesy", 1)]


def test_a_rehearsal_plans_everything_for_now(ledger: Ledger, letter: Letter, case: Case, now: datetime) -> None:
    over = replace(case, status=Status(state=CaseState.CLOSED, why={"en": "Over."}))
    outlook, queued = survey([letter(f"s{n}", case=over) for n in range(40)], ledger, now, Terms(rehearsal=True))
    assert len(queued.added) == 40
    assert {one.due for one in ledger.list()} == {now}
    assert reasons(outlook) == {"gates.case-closed": 40}


def test_the_own_account_of_whoever_wants_less_shown_is_refused(ledger: Ledger, letter: Letter, now: datetime) -> None:
    made = letter("Ana", own_account=True)
    shy = replace(made, signer=replace(made.signer, privacy=Privacy.NAME_ONLY))
    outlook, queued = survey([shy, letter("Bo", own_account=True)], ledger, now)
    assert (len(queued.added), reasons(outlook)) == (1, {"gates.own-account": 1})


NAMES = st.sampled_from(["Ana", "ANA", "Bo", "Cy", "Di"])
ROWS = st.lists(st.tuples(NAMES, st.booleans(), st.booleans()), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, before=st.sets(NAMES), again=st.booleans())
def test_a_plan_for_many_says_what_a_plan_for_few_says(
    tmp_path_factory: pytest.TempPathFactory,
    letter: Letter,
    now: datetime,
    rows: list[tuple[str, bool, bool]],
    before: set[str],
    again: bool,
) -> None:
    ledger = open_ledger(tmp_path_factory.mktemp("ledger") / "data" / "ledger.sqlite3")
    try:
        consent = Consent(case="example-2026", on=date(2026, 11, 20))
        error = Finding("x", Severity.ERROR, message("campaign.twice"))
        made = [
            letter(name, consent=consent if agreed else None, findings=(error,) if wrong else ())
            for name, agreed, wrong in rows
        ]
        survey([letter(name) for name in sorted(before)], ledger, now)
        terms = Terms(batch="b", again=again)
        few = campaign.plan(made, ledger, terms=terms, now=now, jitter=lambda: 0.0)
        outlook, queued = survey(made, ledger, now, terms)
        assert list(queued.added) == [item.slot.key for item in few.queued]
        assert [ledger.get(key).due for key in queued.added] == [item.due for item in few.queued]
        assert outlook.refused == bool(few.refused)
        said = {refusal.message.id for item in (*few.skipped, *few.refused) for refusal in item.refusals}
        assert set(reasons(outlook)) == said
    finally:
        ledger.close()


def test_memory_does_not_grow_with_the_letters(tmp_path: Path, letter: Letter, case: Case, now: datetime) -> None:
    ledger = open_ledger(tmp_path / "data" / "ledger.sqlite3")
    base = letter(case=replace(case, deadline=None))
    text = b"x" * 4000

    def rows(count: int) -> Iterable[Prepared]:
        for n in range(count):
            signer = Signer(name=f"s{n}", email=f"{n}@example.org", consent=base.signer.consent)
            yield replace(base, signer=signer, body=lambda _id: text)

    try:
        tracemalloc.start()
        outlook, queued = survey(rows(6000), ledger, now, pace_of=fast)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        ledger.close()
    assert (outlook.letters, len(queued.added)) == (6000, 6000)
    assert peak < 12 << 20  # the letters alone are 24 MB


def test_paper_leaves_at_once_and_has_no_copy(ledger: Ledger, letter: Letter, now: datetime) -> None:
    papers = [letter(f"s{n}", channel=ChannelName.PRINT, recipient="fr/ministry", sender="") for n in range(50)]
    outlook, _ = survey(papers, ledger, now)
    (group,) = outlook.groups
    assert (len(group.times), set(group.times), group.copied) == (50, {now}, False)
    assert {count.state: count.count for count in ledger.counts()} == {State.QUEUED: 50}
