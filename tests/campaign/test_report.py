"""Numbers that may be shared: nothing small is told, and nothing small can be had from what is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.campaign import report
from urgentaction.campaign.report import LEAST, Cell, Place, Report, Source
from urgentaction.errors import UsageError
from urgentaction.ledger import Hour, Record
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import State

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PLACE = Place(case="example-2026", round=1, authority="xx/minister", channel="email", state="sent")
OURS = Source(group="Groupe 27", ledger="a", made=NOW)


def day(number: int) -> date:
    return date(2026, 11, 1) + timedelta(days=number)


def told(*counts: int, place: Place = PLACE, source: Source = OURS) -> Report:
    """A report of one place with these counts, day by day."""
    cells = tuple(Cell(place=place, day=day(n), count=number) for n, number in enumerate(counts) if number)
    return Report(sources=(source,), cells=cells)


def counts(found: Report) -> list[tuple[int | None, int, bool]]:
    return [(cell.day.day - 1 if cell.day else None, cell.count, cell.withheld) for cell in found.cells]


def hour(at: datetime, number: int, **changes: object) -> Hour:
    values = {"channel": ChannelName.EMAIL, "state": State.SENT} | changes
    return Hour(case="example-2026", round=1, authority="xx/minister", hour=at, count=number, **values)  # type: ignore[arg-type]  # a test's own keywords


@pytest.mark.parametrize(
    ("days", "shared"),
    [
        ((30, 17), [(0, 30, False), (1, 17, False)]),
        ((30, 3), [(None, 33, False)]),
        ((30, 3, 2), [(0, 30, False), (None, 5, False)]),
        ((30, 9, 3), [(0, 30, False), (None, 12, False)]),
        ((1, 1, 1, 1, 1), [(None, 5, False)]),
        ((4,), [(None, 0, True)]),
        ((1, 2), [(None, 0, True)]),
        ((), []),
    ],
)
def test_days_that_are_small_are_told_together_or_not_at_all(
    days: tuple[int, ...], shared: list[tuple[int | None, int, bool]]
) -> None:
    assert counts(report.share(told(*days))) == shared


@given(st.lists(st.integers(min_value=0, max_value=12), max_size=9))
def test_nothing_small_can_be_had_from_what_is_told(days: list[int]) -> None:
    """Every number that sums and differences of the told ones give for a set of letters is 0, or large enough."""
    found = report.share(told(*days))
    numbers = [cell.count for cell in found.cells if cell.count]
    assert all(number >= LEAST for number in numbers)
    # The told cells count disjoint sets of letters: a difference that stands for letters is a union of them.
    for size in range(1, len(numbers) + 1):
        assert all(sum(some) >= LEAST for some in combinations(numbers, size))
    total = sum(days)
    hidden = total - sum(numbers)
    assert hidden == 0 or (0 < hidden < LEAST and not numbers), "what is withheld is part of no other number"


@given(st.lists(st.integers(min_value=0, max_value=12), max_size=9))
def test_sharing_twice_changes_nothing(days: list[int]) -> None:
    once = report.share(told(*days))
    assert report.share(once) == once


def test_no_place_is_told_through_another() -> None:
    """There is no total over places from which a withheld one could be taken."""
    refused = replace(PLACE, state="refused")
    whole = Report(sources=(OURS,), cells=(*told(30, 17).cells, Cell(place=refused, day=day(0), count=2)))
    found = report.share(whole)
    assert [(cell.place.state, cell.count, cell.withheld) for cell in found.cells] == [
        ("refused", 0, True),
        ("sent", 30, False),
        ("sent", 17, False),
    ]


def test_letters_are_counted_on_the_day_it_was_there() -> None:
    east = timezone(timedelta(hours=5))
    late = datetime(2026, 11, 24, 20, tzinfo=UTC)
    found = report.count([hour(NOW, 3), hour(late, 4), hour(late, 2, state=State.REFUSED)], (), zone=east)
    assert [(cell.place.state, cell.day, cell.count) for cell in found] == [
        ("refused", date(2026, 11, 25), 2),
        ("sent", date(2026, 11, 24), 3),
        ("sent", date(2026, 11, 25), 4),
    ]


def test_what_was_done_by_hand_is_counted_with_its_corrections() -> None:
    posted = Record(
        case="example-2026", round=1, authority="xx/minister", channel=ChannelName.POST, day=day(0), count=47, at=NOW
    )
    found = report.count(
        (),
        [
            posted,
            replace(posted, count=-7),
            replace(posted, day=day(1), count=1),
            replace(posted, day=day(1), count=-1),
        ],
    )
    assert [(cell.place.channel, cell.place.state, cell.day, cell.count) for cell in found] == [
        ("post", "by-hand", day(0), 40)
    ]


def test_groups_are_added_up() -> None:
    theirs = replace(OURS, group="Group 9", ledger="b")
    found = report.merge([told(30, 3), told(1, 17, source=theirs)])
    assert counts(found) == [(0, 31, False), (1, 20, False)]
    assert [source.group for source in found.sources] == ["Groupe 27", "Group 9"]
    assert not found.shared


def test_what_one_group_withheld_stays_withheld() -> None:
    theirs = replace(OURS, ledger="b")
    found = report.merge([report.share(told(4)), report.share(told(3, 3, source=theirs))])
    assert counts(found) == [(None, 6, True)]
    assert found.shared
    assert counts(report.share(found)) == [(None, 6, True)]


def test_numbers_of_one_ledger_are_not_added_twice() -> None:
    with pytest.raises(UsageError) as twice:
        report.merge([told(30), told(47)])
    assert twice.value.message.id == "report.twice"


@given(st.lists(st.lists(st.integers(min_value=0, max_value=12), max_size=5), min_size=1, max_size=4))
def test_the_order_of_groups_does_not_matter(groups: list[list[int]]) -> None:
    given_ = [told(*days, source=replace(OURS, ledger=str(n))) for n, days in enumerate(groups)]
    assert report.merge(given_).cells == report.merge(given_[::-1]).cells
