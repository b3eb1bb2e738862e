"""`ua report`: numbers by case, office, way, state and day; shared without what is small; added up over groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors, files
from urgentaction.campaign import report as numbers
from urgentaction.cli import copying, ways, wiring
from urgentaction.cli import show as screen
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import State

if TYPE_CHECKING:
    from urgentaction.campaign.report import Cell, Place, Report
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World


def report(world: World, paths: Sequence[str], *, case: str, merge: bool, share: bool, as_json: bool) -> None:
    """Show what became of the letters, or add up what groups have sent."""
    _together(paths, merge=merge)
    desk = wiring.desk(world)
    found = numbers.merge(map(_read, paths)) if merge else _ours(desk, case)
    found = numbers.share(_only(found, case)) if share else _only(found, case)
    if as_json:
        from urgentaction.campaign import report_file

        screen.data(desk.world, report_file.dump(found))
        return
    _show(desk, found)


def _together(paths: Sequence[str], *, merge: bool) -> None:
    if merge and not paths:
        raise errors.UsageError("report.no-files")
    if paths and not merge:
        raise errors.UsageError("report.files-without-merge", first=paths[0])


def _ours(desk: Desk, case: str) -> Report:
    """What this ledger knows."""
    with ways.ledger(desk, looking=True) as ledger:
        cells = numbers.count(ledger.by_hour(case), ledger.records(case))
        group = desk.config.group.name if desk.config.group else ""
        source = numbers.Source(group=group, ledger=ledger.name, made=desk.world.clock())
    return numbers.Report(sources=(source,), cells=cells)


def _read(path: str) -> Report:
    from urgentaction.campaign import report_file

    try:
        with Path(path).open("rb") as file:
            raw = file.read(report_file.LARGEST + 1)
    except FileNotFoundError:
        raise errors.UsageError("reading.no-file", path=path) from None
    except OSError as failure:
        raise files.told(failure, Path(path)) from failure
    if len(raw) > report_file.LARGEST:
        raise errors.UserError("report.too-large", path=path)
    return report_file.load(raw.decode("utf-8-sig", "replace"), path=path)


def _only(found: Report, case: str) -> Report:
    cells = tuple(cell for cell in found.cells if not case or cell.place.case == case)
    return numbers.Report(sources=found.sources, cells=cells, shared=found.shared)


def _show(desk: Desk, found: Report) -> None:
    world = desk.world
    if len(found.sources) > 1:
        groups = [source.group or source.ledger for source in found.sources]
        screen.say(world, "report.sources", count=len(groups), groups=groups)
    if not found.cells:
        screen.say(world, "report.nothing")
        return
    for (case, round_), cells in _by_case(found.cells).items():
        screen.answer(world, screen.word(world, "report.case", case=case, round=round_), style="bold")
        screen.columns(world, [row for place in _places(cells) for row in _rows(desk, *place)], answer=True)
    if found.shared:
        screen.say(world, "report.shared", least=numbers.LEAST)
    elif any(cell.count < numbers.LEAST for cell in found.cells):
        screen.say(world, "report.not-shared", style="yellow")
    for case in dict.fromkeys(cell.place.case for cell in found.cells):
        _where_to(desk, case)


def _by_case(cells: Iterable[Cell]) -> dict[tuple[str, int], list[Cell]]:
    found: dict[tuple[str, int], list[Cell]] = defaultdict(list)
    for cell in cells:
        found[cell.place.case, cell.place.round].append(cell)
    return found


def _places(cells: Sequence[Cell]) -> list[tuple[Place, list[Cell]]]:
    places = list(dict.fromkeys(cell.place for cell in cells))
    return [(place, [cell for cell in cells if cell.place == place]) for place in places]


def _rows(desk: Desk, place: Place, cells: Sequence[Cell]) -> list[tuple[str, ...]]:
    """An office and way with its number, then day by day where there is more than one."""
    world = desk.world
    total = sum(cell.count for cell in cells)
    withheld = any(cell.withheld for cell in cells)
    printed = place.channel == ChannelName.PRINT and place.state == State.SENT
    state = screen.word(world, f"report.state-{'printed' if printed else place.state}")
    way = screen.word(world, f"gates.by-{place.channel}")
    if _gets_copies(desk, place):
        way = screen.word(world, "report.copies", way=way)
    rows: list[tuple[str, ...]] = [("", place.authority, way, state, _number(world, total, withheld=withheld))]
    days = [("", "", "", _day(world, cell), _number(world, cell.count, withheld=cell.withheld)) for cell in cells]
    return rows + (days if len(days) > 1 or cells[0].day else [])


def _gets_copies(desk: Desk, place: Place) -> bool:
    """Whether what this office got are copies for information, as far as its case is here and says so."""
    try:
        return copying.is_for(desk.library.case(place.case), desk.library.authority(place.authority))
    except errors.UserError:
        return False


def _number(world: World, count: int, *, withheld: bool) -> str:
    if not withheld:
        return str(count)
    return screen.word(world, "report.and-more" if count else "report.withheld", count=count, least=numbers.LEAST)


def _day(world: World, cell: Cell) -> str:
    return cell.day.isoformat() if cell.day else screen.word(world, "report.several-days")


def _where_to(desk: Desk, name: str) -> None:
    """Where the case wants its numbers; numbers of a case that is not here any more are shown all the same."""
    try:
        case = desk.library.case(name)
    except errors.UserError:
        return
    wanted = case.report
    if not wanted.to:
        screen.say(desk.world, "report.no-report-to", case=name, style="dim")
        return
    method, tag = (f", {part}" if part else "" for part in (wanted.method, wanted.subject_tag))
    screen.say(desk.world, "report.goes-to", to=wanted.to, method=method, tag=tag)
