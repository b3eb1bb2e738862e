"""The same case or authority in several layers: the first says what it is, every other can only restrict it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from urgentaction.library.layers import Layer
from urgentaction.model.authority import Authority, ChannelName, Limits
from urgentaction.model.case import Case, CasePace, Silence
from urgentaction.pace import parse_days, parse_hours


def restricted_case(first: Case, others: Sequence[Case]) -> Case:
    """The first layer's case with the status, deadline and pace of whichever layer is strictest."""
    over = next((case.status for case in (first, *others) if not case.is_open), first.status)
    deadlines = [case.deadline for case in (first, *others) if case.deadline]
    paces = [case.pace for case in (first, *others)]
    return replace(
        first,
        status=over,
        deadline=min(deadlines, default=None),
        pace=CasePace(
            per_hour=_lowest(*(pace.per_hour for pace in paces)),
            per_day=_lowest(*(pace.per_day for pace in paces)),
            total=_lowest(*(pace.total for pace in paces)),
        ),
    )


@dataclass(frozen=True)
class CaseEntry:
    """A case as one layer gives it; `added`: by a library that somebody else wrote."""

    case: Case
    added: bool = False


def silences(entries: Sequence[CaseEntry]) -> tuple[Silence, ...]:
    """What is silenced of a case: what the first layer that was not added says.

    Of a case that only added libraries have, what all of them say: none may loosen another's case.
    """
    ours = [entry.case for entry in entries if not entry.added]
    first, *others = ours[:1] or [entry.case for entry in entries]
    return tuple(
        one for one in first.silenced if all(one.rule in {also.rule for also in case.silenced} for case in others)
    )


@dataclass(frozen=True)
class Entry:
    """An authority as one layer gives it."""

    layer: Layer
    authority: Authority


def restricted_authority(entries: Sequence[Entry]) -> Authority:
    """The first layer's authority with the channels and limits that all layers allow.

    Layers that were added come last (`open_library`), so that they can only restrict an office that others know.
    """
    merged = entries[0].authority
    for other in (entry.authority for entry in entries[1:]):
        merged = _restrict(merged, other)
    return merged


def _restrict(first: Authority, other: Authority) -> Authority:
    channels = tuple(channel for channel in first.channels if channel in other.channels)
    limits = _stricter(first.limits, other.limits)
    if limits is None:  # no hour suits both: no e-mail at all
        channels = tuple(channel for channel in channels if channel is not ChannelName.EMAIL)
    review = min((day for day in (first.review_by, other.review_by) if day), default=None)
    return replace(first, channels=channels, limits=limits or first.limits, review_by=review)


def _stricter(first: Limits, other: Limits) -> Limits | None:
    days = parse_days(first.days) & parse_days(other.days)
    opens, closes = zip(parse_hours(first.hours), parse_hours(other.hours), strict=True)
    if not days or max(opens) >= min(closes):
        return None
    return Limits(
        per_hour=min(first.per_hour, other.per_hour),
        per_day=min(first.per_day, other.per_day),
        days=first.days if days == parse_days(first.days) else ",".join(_DAYS[day] for day in sorted(days)),
        hours=f"{_clock(max(opens))}-{_clock(min(closes))}",
    )


_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _lowest(*limits: int | None) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)
