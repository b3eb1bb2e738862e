"""When may an e-mail go? Pure: limits as values, the next free instant, a schedule for many, how long to back off."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from urgentaction.model.authority import Authority
from urgentaction.model.case import Case

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

CEILING_HOUR = 6
"""No authority gets more e-mails in a rolling hour, whatever a file says (design §6)."""

CEILING_DAY = 30
"""No authority gets more e-mails in a rolling day (design §6)."""

CEILING_DOMAIN_HOUR = 30
"""No receiving mail domain gets more e-mails in a rolling hour, all its authorities together (design §6)."""

FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"(\d\d):([0-5]\d)-(\d\d):([0-5]\d)")
_FULL_DAY = 24 * 60


def _refuse_below_one(*limits: int | None) -> None:
    if any(limit is not None and limit < 1 for limit in limits):
        raise ValueError(f"a limit below 1: {limits}")


@dataclass(frozen=True, kw_only=True)
class Account:
    """How many mails an account may send in a rolling minute, hour and day, to whomever. None: no limit is known."""

    per_minute: int | None = None
    per_hour: int | None = None
    per_day: int | None = None

    def __post_init__(self) -> None:
        _refuse_below_one(self.per_minute, self.per_hour, self.per_day)

    @property
    def most(self) -> int:
        """How many of its last mails have to be looked at; 0 where nothing limits it."""
        return max(limit or 0 for limit in (self.per_minute, self.per_hour, self.per_day))


FREE = Account()
"""An account without a known limit."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How many e-mails may go in a rolling hour and day, and when. None: no limit.

    `days` are weekdays (Monday is 0); `opens` and `closes` (exclusive) are minutes since midnight in `timezone`.
    `total` bounds all e-mails of one case to one authority, ever; it is kept when letters are queued. `account` is what
    the sending account may send in all, to every authority.
    """

    per_hour: int | None
    per_day: int | None
    per_domain_hour: int | None
    days: frozenset[int]
    opens: int
    closes: int
    timezone: str
    total: int | None = None
    account: Account = FREE

    def __post_init__(self) -> None:
        _refuse_below_one(self.per_hour, self.per_day, self.per_domain_hour)
        if not self.days or not 0 <= self.opens < self.closes <= _FULL_DAY:
            raise ValueError(f"no office hours: {sorted(self.days)} {self.opens}-{self.closes}")


@dataclass(frozen=True)
class Times:
    """When other e-mails left or will: to the office, to its mail domain, from the account (mail by mail); sorted."""

    authority: Sequence[datetime] = ()
    domain: Sequence[datetime] = ()
    account: Sequence[datetime] = ()


NO_TIMES = Times()
"""No other e-mail."""

UNLIMITED = Pace(
    per_hour=None,
    per_day=None,
    per_domain_hour=None,
    days=frozenset(range(7)),
    opens=0,
    closes=_FULL_DAY,
    timezone="UTC",
)
"""No limit at all: for paper, tests and benchmarks. No flag or file leads here for e-mail (design §6)."""


def pace_for(authority: Authority, case: Case) -> Pace:
    """The strictest of the ceilings, the authority's limits and the case's pace.

    Raises:
        ValueError: The authority's days or hours cannot be read (the library has validated them).
    """
    limits, wish = authority.limits, case.pace
    opens, closes = parse_hours(limits.hours)
    return Pace(
        per_hour=_strictest(CEILING_HOUR, limits.per_hour, wish.per_hour),
        per_day=_strictest(CEILING_DAY, limits.per_day, wish.per_day),
        per_domain_hour=CEILING_DOMAIN_HOUR,
        days=parse_days(limits.days),
        opens=opens,
        closes=closes,
        timezone=authority.timezone,
        total=wish.total,
    )


def parse_days(text: str) -> frozenset[int]:
    """Read `mon-fri`, `sun-thu`, `mon,wed,fri` into weekdays (Monday is 0).

    Raises:
        ValueError: It is not a list of weekdays.
    """
    days: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        start, end = _DAYS.index(first), _DAYS.index(last if dash else first)
        days.update(day % 7 for day in range(start, end + 1 if end >= start else end + 8))
    return frozenset(days)


def parse_hours(text: str) -> tuple[int, int]:
    """Read `08:00-18:00` into minutes since midnight; `24:00` is the end of the day.

    Raises:
        ValueError: It is not two times, or the second is not later.
    """
    found = _HOURS.fullmatch(text)
    if not found:
        raise ValueError(f"not opening hours: {text!r}")
    open_hour, open_minute, close_hour, close_minute = map(int, found.groups())
    opens, closes = open_hour * 60 + open_minute, close_hour * 60 + close_minute
    if not opens < closes <= _FULL_DAY:
        raise ValueError(f"not opening hours: {text!r}")
    return opens, closes


def is_free(pace: Pace, now: datetime) -> bool:
    """Whether an e-mail may go now whatever has gone before: there is no limit, and the office is open."""
    limits = (pace.per_hour, pace.per_day, pace.per_domain_hour, pace.account.most or None)
    return all(limit is None for limit in limits) and _office_time(pace, now) == now


def next_slot(pace: Pace, times: Times, *, now: datetime, mails: int = 1) -> datetime:
    """The first instant from `now` on at which one more e-mail keeps every limit; `now` itself when there is room.

    No rolling window with any of the other e-mails, past or planned, is overfilled. `mails` is how many mails the
    letter is to the account: 2 with a copy.
    """
    account = pace.account
    slot = now
    while True:
        free = _office_time(pace, slot)
        free = _free(times.authority, limit=pace.per_hour, span=HOUR, at=free)
        free = _free(times.authority, limit=pace.per_day, span=DAY, at=free)
        free = _free(times.domain, limit=pace.per_domain_hour, span=HOUR, at=free)
        free = _free(times.account, limit=_less(account.per_minute, mails), span=MINUTE, at=free)
        free = _free(times.account, limit=_less(account.per_hour, mails), span=HOUR, at=free)
        free = _free(times.account, limit=_less(account.per_day, mails), span=DAY, at=free)
        if free == slot:
            return slot
        slot = free


def schedule(
    pace: Pace,
    count: int,
    *,
    now: datetime,
    jitter: Callable[[], float],
    times: Times = NO_TIMES,
    mails: int = 1,
    closes: datetime | None = None,
) -> tuple[datetime, ...]:
    """Plan up to `count` e-mails to one authority: spread evenly, each moved later by up to half a gap of jitter.

    `jitter` gives numbers in [0, 1); `times` are those of other e-mails. Fewer than `count` times come back where the
    rest has no room before `closes` (exclusive).
    """
    gap = _gap(pace, count)
    authority, domain, account = (list(known) for known in (times.authority, times.domain, times.account))
    planned: list[datetime] = []
    base = now
    for _number in range(count):
        wish = base + gap * 0.5 * jitter() if planned else base
        slot = next_slot(pace, Times(authority, domain, account), now=wish, mails=mails)
        if closes is not None and slot >= closes:
            break
        planned.append(slot)
        insort(authority, slot)
        insort(domain, slot)
        for _ in range(mails):
            insort(account, slot)
        # The grid moves on from where this letter was meant to leave, so that jitter never adds up to a slower pace.
        base = (base if slot <= base + gap * 0.5 else slot) + gap
    return tuple(planned)


def backoff(attempts: int, rng: float, *, at_least: timedelta = timedelta()) -> timedelta:
    """How long to wait after so many attempts that failed for now: from 5 minutes doubling to 6 hours, half by chance.

    `rng` is in [0, 1); `at_least` is what the other side asked for (Retry-After).
    """
    full: timedelta = min(LONGEST_WAIT, FIRST_WAIT * (1 << min(max(attempts - 1, 0), 10)))
    return max(at_least, full * (0.5 + rng / 2))


def _less(limit: int | None, mails: int) -> int | None:
    """The limit for a letter that is several mails; one that is more than the limit still goes, alone."""
    return None if limit is None else max(1, limit - mails + 1)


def _strictest(*limits: int | None) -> int:
    return min(limit for limit in limits if limit is not None)


def _gap(pace: Pace, count: int) -> timedelta:
    """The even distance between two e-mails: by the hour, or over the office day where it takes more than one day."""
    hourly = HOUR / pace.per_hour if pace.per_hour else timedelta()
    if pace.per_day is None or count <= pace.per_day:
        return hourly
    return max(hourly, timedelta(minutes=pace.closes - pace.opens) / pace.per_day)


def _free(times: Sequence[datetime], *, limit: int | None, span: timedelta, at: datetime) -> datetime:
    """The first instant from `at` on that lies in no window of `span` already holding `limit` of the sorted times."""
    if limit is None:
        return at
    while True:
        oldest = bisect_right(times, at - span)
        newest = oldest + limit - 1
        if newest >= len(times) or times[newest] >= at + span:
            return at
        at = times[oldest] + span


def _office_time(pace: Pace, at: datetime) -> datetime:
    """The first instant from `at` on within office days and hours; `at` itself if it is."""
    if pace.closes - pace.opens == _FULL_DAY and len(pace.days) == len(_DAYS):
        return at
    day = at.astimezone(ZoneInfo(pace.timezone)).date()
    for ahead in range(15):
        opens, closes = _office_day(pace, day + timedelta(days=ahead))
        if max(at, opens) < closes:
            return max(at, opens)
    raise ValueError(f"no office hours within two weeks of {at}")


@lru_cache(maxsize=256)
def _office_day(pace: Pace, day: date) -> tuple[datetime, datetime]:
    """From when to when the office is open on a day, in UTC; equal on a day when it is not."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(pace.timezone))
    if day.weekday() not in pace.days:
        return midnight.astimezone(UTC), midnight.astimezone(UTC)
    # Where clocks change within the hours given, the narrower reading: open late, close early.
    return (
        max(_instant(midnight, pace.opens, fold) for fold in (0, 1)),
        min(_instant(midnight, pace.closes, fold) for fold in (0, 1)),
    )


def _instant(midnight: datetime, minutes: int, fold: int) -> datetime:
    """A wall-clock time on the day that starts at `midnight` (`timedelta` adds wall-clock time within one zone)."""
    return (midnight + timedelta(minutes=minutes)).replace(fold=fold).astimezone(UTC)
