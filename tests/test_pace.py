"""When an e-mail may go: limits, office hours across clock changes, schedules, and backing off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.specimens import CASE, OFFICE
from urgentaction import pace as pacing
from urgentaction.model.authority import Authority, Limits
from urgentaction.model.case import Case, CasePace
from urgentaction.pace import UNLIMITED, Account, Pace, Times

PARIS = Pace(
    per_hour=6,
    per_day=30,
    per_domain_hour=30,
    days=frozenset(range(5)),
    opens=8 * 60,
    closes=18 * 60,
    timezone="Europe/Paris",
)
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)  # 10:00 in Paris
MINUTE = timedelta(minutes=1)


def half() -> float:
    return 0.5


def case(**pace: int) -> Case:
    return replace(CASE, pace=CasePace(**pace))


def authority(per_hour: int = 6, per_day: int = 30) -> Authority:
    return replace(OFFICE, limits=Limits(per_hour=per_hour, per_day=per_day))


def slot(pace: Pace, now: datetime, *, authority: Sequence[datetime] = (), domain: Sequence[datetime] = ()) -> datetime:
    return pacing.next_slot(pace, Times(sorted(authority), sorted(domain)), now=now)


def local(at: datetime, zone: str = "Europe/Paris") -> str:
    return at.astimezone(ZoneInfo(zone)).strftime("%a %H:%M")


def test_the_ceilings_hold_whatever_a_file_says() -> None:
    found = pacing.pace_for(authority(per_hour=500, per_day=9000), case(per_hour=700, per_day=800))
    assert (found.per_hour, found.per_day, found.per_domain_hour) == (6, 30, 30)


def test_the_strictest_of_office_and_case_wins() -> None:
    assert pacing.pace_for(authority(per_hour=3, per_day=20), case(per_hour=5, per_day=4)).per_hour == 3
    found = pacing.pace_for(authority(per_hour=3, per_day=20), case(per_hour=5, per_day=4, total=100))
    assert (found.per_day, found.total) == (4, 100)


def test_a_limit_below_one_is_a_mistake_and_not_no_limit() -> None:
    with pytest.raises(ValueError, match="below 1"):
        pacing.pace_for(authority(), case(per_hour=0))


@pytest.mark.parametrize(
    ("text", "days"),
    [("mon-fri", {0, 1, 2, 3, 4}), ("sun-thu", {6, 0, 1, 2, 3}), ("mon,wed,fri", {0, 2, 4}), ("sat", {5})],
)
def test_office_days_are_read(text: str, days: set[int]) -> None:
    assert pacing.parse_days(text) == days


@pytest.mark.parametrize("text", ["", "mon-", "lundi", "mon-fri-sat", "MON"])
def test_what_is_no_weekday_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not in"):
        pacing.parse_days(text)


def test_opening_hours_are_read_in_minutes() -> None:
    assert pacing.parse_hours("08:00-18:30") == (480, 1110)
    assert pacing.parse_hours("00:00-24:00") == (0, 1440)


@pytest.mark.parametrize("text", ["8-18", "18:00-08:00", "08:00-08:00", "08:60-18:00", "08:00-24:01", "08:00–18:00"])
def test_what_are_no_opening_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not opening hours"):
        pacing.parse_hours(text)


def test_a_letter_leaves_at_once_where_there_is_room() -> None:
    assert slot(PARIS, TUESDAY) == TUESDAY


def test_the_seventh_letter_waits_until_the_first_is_an_hour_old() -> None:
    sent = [TUESDAY - (50 - 5 * number) * MINUTE for number in range(6)]
    assert slot(PARIS, TUESDAY, authority=sent) == sent[0] + timedelta(hours=1)


def test_the_thirty_first_letter_waits_for_the_next_day() -> None:
    sent = [TUESDAY - timedelta(hours=2) + number * MINUTE * 0.5 for number in range(30)]
    assert slot(PARIS, TUESDAY, authority=sent) == sent[0] + timedelta(hours=24)


def test_all_authorities_of_a_domain_share_its_hour() -> None:
    sent = [TUESDAY - MINUTE] * 30
    assert slot(PARIS, TUESDAY, domain=sent) == TUESDAY + 59 * MINUTE


def test_letters_planned_for_later_leave_room_before_them() -> None:
    planned = [TUESDAY + timedelta(hours=2) + number * MINUTE for number in range(6)]
    assert slot(PARIS, TUESDAY, authority=planned) == TUESDAY


def test_a_letter_goes_into_no_window_that_planned_ones_fill() -> None:
    planned = [TUESDAY + (10 + number) * MINUTE for number in range(6)]
    assert slot(PARIS, TUESDAY, authority=planned) == TUESDAY + 70 * MINUTE


def test_an_evening_letter_waits_for_the_office_to_open() -> None:
    assert local(slot(PARIS, datetime(2026, 11, 24, 18, tzinfo=UTC))) == "Wed 08:00"


def test_a_friday_evening_letter_waits_for_monday() -> None:
    assert local(slot(PARIS, datetime(2026, 11, 27, 17, tzinfo=UTC))) == "Mon 08:00"


def test_six_in_the_evening_is_too_late_and_a_minute_before_is_not() -> None:
    assert local(slot(PARIS, datetime(2026, 11, 24, 16, 59, tzinfo=UTC))) == "Tue 17:59"
    assert local(slot(PARIS, datetime(2026, 11, 24, 17, 0, tzinfo=UTC))) == "Wed 08:00"


def test_office_hours_follow_the_clock_of_the_office_when_it_changes() -> None:
    summer, winter = datetime(2026, 10, 23, 20, tzinfo=UTC), datetime(2026, 10, 25, 20, tzinfo=UTC)
    assert slot(PARIS, summer - timedelta(days=1)).hour == 6
    assert slot(PARIS, winter).hour == 7


def test_hours_within_a_clock_change_are_read_the_narrow_way() -> None:
    night = replace(PARIS, days=frozenset(range(7)), opens=150, closes=170)
    spring = slot(night, datetime(2026, 3, 28, 23, tzinfo=UTC))
    assert local(spring) == "Mon 02:30"  # 02:30 does not exist on that Sunday
    autumn = slot(night, datetime(2026, 10, 24, 22, tzinfo=UTC))
    assert local(autumn) == "Mon 02:30"  # on that Sunday 02:50 comes, as far as anyone can tell, before 02:30


def test_office_hours_are_those_of_a_zone_without_a_full_hour() -> None:
    kathmandu = replace(PARIS, timezone="Asia/Kathmandu", days=pacing.parse_days("sun-fri"))
    found = slot(kathmandu, datetime(2026, 11, 27, 13, tzinfo=UTC))
    assert local(found, "Asia/Kathmandu") == "Sun 08:00"


def test_a_schedule_takes_fourteen_days_for_what_the_design_says_takes_fourteen() -> None:
    planned = pacing.schedule(PARIS, 405, now=datetime(2026, 11, 24, 7, tzinfo=UTC), jitter=half)
    days = {time.astimezone(ZoneInfo("Europe/Paris")).date() for time in planned}
    assert len(planned) == 405
    assert len(days) == 14


def test_a_few_letters_are_spread_over_the_hour_and_many_over_the_day() -> None:
    few = pacing.schedule(PARIS, 4, now=TUESDAY, jitter=lambda: 0.0)
    assert [time - TUESDAY for time in few] == [10 * MINUTE * number for number in range(4)]
    many = pacing.schedule(PARIS, 40, now=TUESDAY, jitter=lambda: 0.0)
    assert many[1] - many[0] == 20 * MINUTE


def test_the_first_letter_is_never_held_by_jitter() -> None:
    assert pacing.schedule(PARIS, 1, now=TUESDAY, jitter=half) == (TUESDAY,)


def test_what_finds_no_room_before_the_deadline_is_not_planned() -> None:
    end = TUESDAY + timedelta(minutes=25)
    planned = pacing.schedule(PARIS, 10, now=TUESDAY, jitter=lambda: 0.0, closes=end)
    assert len(planned) == 3
    assert planned[-1] < end


def test_no_pace_at_all_plans_everything_for_now() -> None:
    assert set(pacing.schedule(UNLIMITED, 1000, now=TUESDAY, jitter=half)) == {TUESDAY}


def test_ten_thousand_letters_are_scheduled_in_linear_time() -> None:
    planned = pacing.schedule(PARIS, 10_000, now=TUESDAY, jitter=half)
    assert len(planned) == 10_000
    assert planned[-1] - planned[0] > timedelta(days=400)


def test_a_pace_without_office_hours_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no office hours"):
        replace(PARIS, days=frozenset())


def test_backing_off_doubles_from_five_minutes_to_six_hours() -> None:
    waits = [pacing.backoff(attempts, 1.0) for attempts in (1, 2, 3, 4, 20)]
    assert waits == [timedelta(minutes=m) for m in (5, 10, 20, 40, 360)]


def test_backing_off_by_chance_is_at_least_half_the_time() -> None:
    assert pacing.backoff(3, 0.0) == timedelta(minutes=10)


def test_what_the_other_side_asked_for_is_waited_for() -> None:
    assert pacing.backoff(1, 0.5, at_least=timedelta(days=2)) == timedelta(days=2)


TIMES = st.lists(st.integers(0, 3 * 24 * 60), max_size=80).map(
    lambda minutes: sorted(TUESDAY + minute * MINUTE for minute in minutes)
)
PACES = st.builds(
    Pace,
    per_hour=st.one_of(st.none(), st.integers(1, 6)),
    per_day=st.one_of(st.none(), st.integers(1, 30)),
    per_domain_hour=st.one_of(st.none(), st.integers(1, 30)),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    opens=st.integers(0, 20 * 60),
    closes=st.integers(20 * 60 + 1, 24 * 60),
    timezone=st.sampled_from(["Europe/Paris", "Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
NOWS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + minute * MINUTE)


def fullest(times: Sequence[datetime], span: timedelta) -> int:
    """The most times in any window of a span (its end not included)."""
    return max((sum(first <= time < first + span for time in times) for first in times), default=0)


@settings(max_examples=120, deadline=None)
@given(PACES, NOWS, st.integers(1, 60), st.randoms(use_true_random=False))
def test_over_any_schedule_every_window_keeps_its_limit(pace: Pace, now: datetime, count: int, chance: Random) -> None:
    planned = pacing.schedule(pace, count, now=now, jitter=chance.random)
    zone = ZoneInfo(pace.timezone)
    assert len(planned) == count
    assert list(planned) == sorted(planned)
    assert fullest(planned, timedelta(hours=1)) <= min(pace.per_hour or count, pace.per_domain_hour or count)
    assert fullest(planned, timedelta(days=1)) <= (pace.per_day or count)
    for time in planned:
        there = time.astimezone(zone)
        assert there.weekday() in pace.days
        assert pace.opens <= there.hour * 60 + there.minute < pace.closes


@settings(max_examples=200, deadline=None)
@given(TIMES, TIMES, st.integers(0, 3 * 24 * 60))
def test_one_more_letter_never_overfills_a_window(
    authority_times: list[datetime], domain_times: list[datetime], minute: int
) -> None:
    found = slot(PARIS, TUESDAY + minute * MINUTE, authority=authority_times, domain=domain_times)
    for times, span, limit in (
        (authority_times, timedelta(hours=1), 6),
        (authority_times, timedelta(days=1), 30),
        (domain_times, timedelta(hours=1), 30),
    ):
        around = [time for time in times if abs(time - found) < span]
        with_it = [first for first in [*around, found] if first <= found < first + span]
        assert all(sum(first <= time < first + span for time in [*times, found]) <= limit for first in with_it)


def test_an_account_with_a_limit_waits_for_its_own_window() -> None:
    pace = replace(UNLIMITED, account=Account(per_minute=2, per_hour=3))
    planned = pacing.schedule(pace, 5, now=TUESDAY, jitter=lambda: 0.0)
    assert [(at - TUESDAY) / MINUTE for at in planned] == [0, 0, 1, 60, 60]


def test_a_letter_with_a_copy_is_two_mails_to_the_account() -> None:
    pace = replace(UNLIMITED, account=Account(per_hour=4))
    planned = pacing.schedule(pace, 5, now=TUESDAY, jitter=lambda: 0.0, mails=2)
    assert [(at - TUESDAY) / MINUTE for at in planned] == [0, 0, 60, 60, 120]


def test_an_account_of_one_mail_an_hour_still_sends_a_letter_with_its_copy() -> None:
    pace = replace(UNLIMITED, account=Account(per_hour=1))
    assert len(pacing.schedule(pace, 2, now=TUESDAY, jitter=lambda: 0.0, mails=2)) == 2


def test_what_an_account_sent_to_others_counts_too() -> None:
    pace = replace(UNLIMITED, account=Account(per_day=2))
    before = [TUESDAY - timedelta(hours=2), TUESDAY - timedelta(hours=1)]
    (first,) = pacing.schedule(pace, 1, now=TUESDAY, jitter=lambda: 0.0, times=Times(account=before))
    assert first == before[0] + timedelta(days=1)


def test_an_account_limit_below_one_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="below 1"):
        Account(per_hour=0)


@settings(max_examples=80, deadline=None)
@given(
    st.builds(
        Account,
        per_minute=st.one_of(st.none(), st.integers(2, 5)),
        per_hour=st.one_of(st.none(), st.integers(2, 20)),
        per_day=st.one_of(st.none(), st.integers(2, 40)),
    ),
    PACES,
    st.integers(1, 2),
    st.randoms(use_true_random=False),
)
def test_over_any_schedule_the_account_keeps_its_limits(
    account: Account, pace: Pace, mails: int, chance: Random
) -> None:
    paced = replace(pace, account=account)
    first = pacing.schedule(paced, 15, now=TUESDAY, jitter=chance.random, mails=mails)
    sent = sorted(first * mails)
    second = pacing.schedule(paced, 15, now=TUESDAY, jitter=chance.random, times=Times(account=sent), mails=mails)
    times = sorted([*sent, *second * mails])
    for span, limit in ((MINUTE, account.per_minute), (pacing.HOUR, account.per_hour), (pacing.DAY, account.per_day)):
        assert limit is None or fullest(times, span) <= limit
