"""`ua signers new`: an empty list for the spreadsheet and a sheet for the stall, with the same columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors, files
from urgentaction.cli import show as screen
from urgentaction.cli import wiring
from urgentaction.model.case import demands_for

if TYPE_CHECKING:
    from urgentaction.cli.world import World
    from urgentaction.documents.stall import Stall
    from urgentaction.model.authority import Authority
    from urgentaction.model.case import Case


def new(world: World, name: str, *, to: Sequence[str], lang: str, output: str, force: bool) -> None:
    """Write the list and the sheet; a list that is there is somebody's work, and is never written over."""
    from urgentaction import signers
    from urgentaction.documents import stall

    desk = wiring.desk(world)
    world, case = desk.world, desk.library.case(name)
    offices = wiring.targets(desk, case, to) if to else wiring.main_targets(desk, case)
    language = _language(desk, case, lang)
    sheet = stall.pdf(
        _stall(desk, case, offices, language),
        layout=desk.library.layout("sheet.typ"),
        on=wiring.letter_date(desk, case),
    )
    folder = Path(output or ".")
    page, listed = folder / f"{case.id}_sheet_{language}.pdf", folder / f"{case.id}_signers_{language}.csv"
    files.write_whole(page, sheet.data, overwrite=force)
    if listed.exists():
        screen.say(world, "stall.kept-list", path=str(listed), style="yellow")
    else:
        files.write_whole(listed, signers.blank(language, case=case.id, privacy=case.privacy))
    pages = errors.message("stall.pages", count=sheet.pages)
    screen.say(world, "stall.written", sheet=str(page), list=str(listed), pages=pages)
    _told(desk, case, listed)


def _told(desk: wiring.Desk, case: Case, listed: Path) -> None:
    """What is missing, and what comes next."""
    world, group = desk.world, desk.config.group
    if not case.is_open:
        screen.say(world, "stall.over", style="yellow")
    if not (group and group.name and group.contact):
        screen.say(world, "stall.no-group", style="yellow")
    screen.say(world, "stall.next", list=str(listed), case=case.id)


def _language(desk: wiring.Desk, case: Case, wanted: str) -> str:
    """The sheet's language: the one wanted, else that of the prompts, else the first that case and sheet both speak.

    Raises:
        UsageError: The sheet or the case does not speak it.
    """
    from urgentaction import signers

    known = [code for code in signers.languages() if code in case.title]
    if wanted and wanted not in known:
        raise errors.UsageError("stall.no-language", language=wanted, known=known)
    for code in (wanted, desk.world.language, *known):
        if code in known:
            return code
    raise errors.UsageError("stall.no-language", language=desk.world.language, known=signers.languages())


def _stall(desk: wiring.Desk, case: Case, offices: Sequence[Authority], language: str) -> Stall:
    from urgentaction import signers
    from urgentaction.documents.stall import Stall

    on, group = wiring.letter_date(desk, case), desk.config.group
    letters = tuple(
        wiring.composer(desk, case, one, wiring.language(desk, case, one, language), on).letter(None, ruled=True)
        for one in offices
    )
    leaves_in = (wiring.language(desk, case, one, "") for one in offices)
    return Stall(
        language=language,
        title=case.title[language],
        summary=case.summary.get(language, ""),
        demands=_asked(case, offices, language),
        offices=tuple(one.name(language) for one in offices),
        columns=tuple((column.field, column.title) for column in signers.blank_columns(language, case.privacy)),
        choices=signers.privacy_choices(language, case.privacy),
        letters=letters,
        sent_in=tuple(dict.fromkeys(leaves_in)),
        group=group.name if group else "",
        contact=group.contact if group else "",
        deadline=case.deadline,
        number=case.number,
        notice=letters[0].notice,
    )


def _asked(case: Case, offices: Sequence[Authority], language: str) -> tuple[str, ...]:
    """What the publisher asks, in its order, of any of these offices; each letter has the wording for its own."""
    wanted = {
        demand.carries_out or demand.id
        for one in offices
        for demand in demands_for(case, role=one.role, authority=one.id)
    }
    return tuple(demand.text[language] for demand in case.demands if demand.id in wanted)
