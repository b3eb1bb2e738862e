"""Numbers without a name: how many letters, what may be shown of it, what several groups did together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from urgentaction.errors import UsageError
from urgentaction.ledger import Hour, Record

LEAST = 5
"""Letters that a number must count to be shared: fewer may point to a person."""

BY_HAND = "by-hand"
"""The state of what was recorded, and left without this program."""


@dataclass(frozen=True, kw_only=True, order=True)
class Place:
    """Letters of one round to one office by one way, in one state (one of the ledger's, or `by-hand`)."""

    case: str
    round: int
    authority: str
    channel: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Cell:
    """How many letters in a place came to it on a day; without a day: on several.

    `withheld`: there are some more, fewer than may be told; with a count of 0, nothing else is told.
    """

    place: Place
    day: date | None
    count: int
    withheld: bool = False


@dataclass(frozen=True, kw_only=True)
class Source:
    """Whose numbers: the group as it calls itself, its ledger's name (tells nothing), and when they were taken."""

    group: str
    ledger: str
    made: datetime


@dataclass(frozen=True, kw_only=True)
class Report:
    """Numbers of one group or several; `shared`: what is small is withheld, so that it may be given away."""

    sources: tuple[Source, ...]
    cells: tuple[Cell, ...]
    shared: bool = False


def count(hours: Iterable[Hour], records: Iterable[Record], *, zone: tzinfo | None = None) -> tuple[Cell, ...]:
    """What the ledger knows by day, in a zone (None: this machine's), and what was recorded by hand."""
    found: Counter[tuple[Place, date]] = Counter()
    for hour in hours:
        found[_place(hour, hour.state), hour.hour.astimezone(zone).date()] += hour.count
    for record in records:
        found[_place(record, BY_HAND), record.day] += record.count
    return _sorted(Cell(place=place, day=day, count=number) for (place, day), number in found.items() if number > 0)


def share(report: Report, *, least: int = LEAST) -> Report:
    """The same numbers, none below `least`, nor anything below it to be had by adding and subtracting them.

    No letter is counted in two numbers: days that are small are told together, with the smallest other day where they
    are still too few; what is too little even so is withheld, and part of no other number.
    """
    cells = [cell for place, mine in _by_place(report.cells).items() for cell in _shared(place, mine, least)]
    return Report(sources=report.sources, cells=_sorted(cells), shared=True)


def merge(reports: Iterable[Report]) -> Report:
    """What several groups did together; it may be given away only if each of theirs may.

    Raises:
        UsageError: `report.twice`: the numbers of one ledger are there twice.
    """
    given = tuple(reports)
    sources = tuple(source for report in given for source in report.sources)
    ledgers = Counter(source.ledger for source in sources)
    for source in sources:
        if ledgers[source.ledger] > 1:
            raise UsageError("report.twice", group=source.group or source.ledger)
    found: Counter[tuple[Place, date | None]] = Counter()
    withheld = {(cell.place, cell.day) for report in given for cell in report.cells if cell.withheld}
    for cell in (cell for report in given for cell in report.cells):
        found[cell.place, cell.day] += cell.count
    cells = (
        Cell(place=place, day=day, count=number, withheld=(place, day) in withheld)
        for (place, day), number in found.items()
    )
    return Report(sources=sources, cells=_sorted(cells), shared=all(report.shared for report in given))


def _shared(place: Place, cells: Iterable[Cell], least: int) -> Iterator[Cell]:
    """The cells of one place that may be told: its large days, and the others together."""
    days: Counter[date | None] = Counter()
    withheld = False
    for cell in cells:
        days[cell.day] += cell.count
        withheld = withheld or cell.withheld
    large = {day: number for day, number in days.items() if day is not None and number >= least}
    rest = days.total() - sum(large.values())
    if 0 < rest < least and large:
        smallest = min(large, key=lambda day: (large[day], day))
        rest += large.pop(smallest)
    for day, number in large.items():
        yield Cell(place=place, day=day, count=number)
    if rest or withheld:
        enough = rest >= least
        yield Cell(place=place, day=None, count=rest if enough else 0, withheld=withheld or not enough)


def _place(found: Hour | Record, state: str) -> Place:
    return Place(
        case=found.case, round=found.round, authority=found.authority, channel=str(found.channel), state=str(state)
    )


def _by_place(cells: Iterable[Cell]) -> Mapping[Place, list[Cell]]:
    found: dict[Place, list[Cell]] = defaultdict(list)
    for cell in cells:
        found[cell.place].append(cell)
    return found


def _sorted(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple(sorted(cells, key=lambda cell: (cell.place, cell.day is None, cell.day or date.min)))
