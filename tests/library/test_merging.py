from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from urgentaction.library.layers import Layer
from urgentaction.library.merge import Entry, restricted_authority, restricted_case
from urgentaction.model.authority import (
    Authority,
    ChannelName,
    Contact,
    Forms,
    Level,
    Limits,
    Provenance,
    Reply,
    Role,
)
from urgentaction.model.case import Case, CasePace, CaseState, Status
from urgentaction.pace import parse_days, parse_hours

DAY = date(2026, 11, 1)

CASE = Case(
    id="valley-2026",
    round=1,
    kind="death-penalty",
    country="XX",
    title={"en": "x"},
    summary={"en": "x"},
    issued=DAY,
    as_of=DAY,
    checked_on=DAY,
    status=Status(),
    sources=(),
    people=(),
    facts=(),
    demands=(),
    targets=(),
)
OFFICE = Authority(
    id="xx/office",
    country="XX",
    role=Role.MINISTRY,
    body={"en": "x"},
    office={"en": Forms(any="Minister")},
    salutation={"en": Forms(any="Dear Minister,")},
    closing={"en": "Yours sincerely,"},
    languages=("en",),
    timezone="UTC",
    reply=Reply.ASK,
    channels=tuple(ChannelName),
)

counts = st.none() | st.integers(1, 100)
cases = st.builds(
    lambda state, days, hour, day, total: replace(
        CASE,
        status=Status(state=state),
        deadline=None if days is None else DAY + timedelta(days=days),
        pace=CasePace(per_hour=hour, per_day=day, total=total),
    ),
    st.sampled_from(CaseState),
    st.none() | st.integers(0, 60),
    counts,
    counts,
    counts,
)


def strictest(values: list[int | None]) -> int | None:
    return min((value for value in values if value is not None), default=None)


@given(st.lists(cases, min_size=1, max_size=4))
def test_no_layer_can_loosen_what_another_says_of_a_case(found: list[Case]) -> None:
    merged = restricted_case(found[0], found[1:])
    assert merged.is_open == all(case.is_open for case in found)
    assert merged.deadline == min((case.deadline for case in found if case.deadline), default=None)
    assert merged.pace.per_hour == strictest([case.pace.per_hour for case in found])
    assert merged.pace.per_day == strictest([case.pace.per_day for case in found])
    assert merged.pace.total == strictest([case.pace.total for case in found])


def test_a_case_in_one_layer_only_stays_as_it_is() -> None:
    assert restricted_case(CASE, []) == CASE


names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
limits = st.builds(
    lambda hour, day, start, end, opens, length: Limits(
        per_hour=hour, per_day=day, days=f"{start}-{end}", hours=f"{opens:02}:00-{opens + length:02}:00"
    ),
    st.integers(1, 6),
    st.integers(1, 30),
    st.sampled_from(names),
    st.sampled_from(names),
    st.integers(0, 16),
    st.integers(1, 8),
)
offices = st.builds(
    lambda bounds, channels, address, added: Entry(
        Layer("x", Path(), added=added),
        replace(
            OFFICE,
            limits=bounds,
            channels=tuple(channels),
            emails=(Contact(value=address, provenance=Provenance(source="x", verified_on=None, level=Level.OFFICIAL)),),
        ),
    ),
    limits,
    st.lists(st.sampled_from(ChannelName), min_size=1, unique=True),
    st.sampled_from(["a@office.example", "b@office.example", "c@office.example"]),
    st.booleans(),
)


@given(st.lists(offices, min_size=1, max_size=4))
def test_no_layer_can_loosen_what_another_says_of_an_authority(found: list[Entry]) -> None:
    merged = restricted_authority(found)
    for entry in found:
        assert set(merged.channels) <= set(entry.authority.channels)
        assert merged.limits.per_hour <= 6
        if ChannelName.EMAIL in merged.channels:
            bounds = entry.authority.limits
            assert merged.limits.per_hour <= bounds.per_hour
            assert merged.limits.per_day <= bounds.per_day
            assert parse_days(merged.limits.days) <= parse_days(bounds.days)
            opens, closes = parse_hours(merged.limits.hours)
            assert parse_hours(bounds.hours)[0] <= opens < closes <= parse_hours(bounds.hours)[1]


@given(st.lists(offices, min_size=1, max_size=4))
def test_contact_data_never_comes_from_an_added_layer_where_another_has_it(found: list[Entry]) -> None:
    trusted = [entry for entry in found if not entry.layer.added] or found
    in_order = sorted(found, key=lambda entry: entry.layer.added)  # as `open_library` puts them
    assert restricted_authority(in_order).emails == trusted[0].authority.emails


def test_the_earliest_review_counts_so_that_no_layer_keeps_contacts_fresh() -> None:
    later = replace(OFFICE, review_by=date(2030, 1, 1))
    sooner = replace(OFFICE, review_by=date(2027, 1, 1))
    for first, second in ((later, sooner), (sooner, later), (OFFICE, sooner)):
        entries = [Entry(Layer("a", Path()), first), Entry(Layer("b", Path()), second)]
        assert restricted_authority(entries).review_by == date(2027, 1, 1)
