"""Holders change: a letter of a day is to whoever is known to have held the office then, else to the office alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from urgentaction.model.authority import Authority, ChannelName, Forms, Holder, Reply, Role
from urgentaction.model.case import Gender

SHE = Holder(name="Ana Sol", gender=Gender.F, source="gazette", from_=date(2020, 3, 1), to=date(2023, 6, 30))
HE = Holder(name="Ion Mar", gender=Gender.M, source="gazette", from_=date(2023, 6, 30), verified_on=date(2026, 9, 1))
OFFICE = Authority(
    id="xx/office",
    country="XX",
    role=Role.MINISTRY,
    body={"fr": "Ministère"},
    office={"fr": Forms(m="Ministre", f="Ministre")},
    salutation={"fr": Forms(m="Monsieur le Ministre,", f="Madame la Ministre,", any="Madame, Monsieur,")},
    closing={"fr": "haute considération"},
    languages=("fr",),
    timezone="Europe/Paris",
    reply=Reply.ASK,
    channels=(ChannelName.PRINT,),
    holders=(SHE, HE),
)


@pytest.mark.parametrize(
    ("on", "holder"),
    [
        (date(2020, 2, 29), None),
        (date(2020, 3, 1), SHE),
        (date(2023, 6, 29), SHE),
        (date(2023, 7, 1), HE),
        (date(2026, 11, 24), HE),
    ],
)
def test_who_holds_an_office_depends_on_the_day(on: date, holder: Holder | None) -> None:
    assert OFFICE.holder_on(on) == holder


def test_on_the_day_of_handing_over_the_office_alone_is_written_to() -> None:
    assert OFFICE.holder_on(date(2023, 6, 30)) is None


def test_whoever_nobody_looked_at_for_ninety_days_is_not_believed() -> None:
    assert OFFICE.holder_on(date(2026, 11, 30)) == HE
    assert OFFICE.holder_on(date(2026, 12, 1)) is None


def test_from_review_by_on_only_holders_whose_end_is_known_are_believed() -> None:
    overdue = replace(OFFICE, review_by=date(2026, 10, 1))
    assert overdue.holder_on(date(2026, 9, 30)) == HE
    assert overdue.holder_on(date(2026, 10, 1)) is None
    assert replace(OFFICE, review_by=date(2021, 1, 1)).holder_on(date(2022, 1, 1)) == SHE


def test_whoever_was_last_seen_in_office_is_believed_until_then_however_often_somebody_looked() -> None:
    seen = replace(HE, seen=date(2024, 1, 1))
    office = replace(OFFICE, holders=(seen,))
    assert office.holder_on(date(2024, 1, 1)) == seen
    assert office.holder_on(date(2024, 1, 2)) is None


def test_a_holder_without_any_day_is_never_believed() -> None:
    office = replace(OFFICE, holders=(Holder(name="X", gender=Gender.M, source="a page"),))
    assert office.holder_on(date(2026, 11, 24)) is None


def test_the_form_for_nobody_in_particular_is_for_x_and_for_nobody_known() -> None:
    assert OFFICE.gender_on(date(2022, 1, 1)) is Gender.F
    assert OFFICE.gender_on(date(1990, 1, 1)) is None
    assert replace(OFFICE, holders=(replace(SHE, gender=Gender.X),)).gender_on(date(2022, 1, 1)) is None
