"""`ua authority report`: what is wrong with an office's entry, as a patch that whoever keeps the file can apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from urgentaction import errors, files
from urgentaction.cli import asking, typed, wiring
from urgentaction.cli import show as screen
from urgentaction.library import correcting

if TYPE_CHECKING:
    from urgentaction.cli.world import World
    from urgentaction.library.correcting import Setting


@dataclass(frozen=True)
class Told:
    """What the command line says of a correction."""

    settings: tuple[str, ...]
    source: str
    on: str


def report(world: World, id_: str, told: Told, *, output: str, force: bool) -> None:
    """Prepare the patch, asking for what the command line does not say; no file of offices is changed.

    Raises:
        UsageError: Nothing to change or no source is given where nobody can be asked, or the day has not come.
        Faults: The office could not be read with these values.
    """
    desk = wiring.desk(world)
    world = desk.world
    office = wiring.one_authority(desk, id_).id
    settings = [correcting.setting(text) for text in told.settings] or _asked(desk, office)
    if not settings:
        screen.say(world, "correcting.nothing")
        return
    source = told.source or _source(world)
    on = _day(world, told.on)
    made = correcting.correction(desk.library, office, settings, source=source, on=on)
    if not made.diff:
        screen.say(world, "correcting.nothing")
        return
    if output and output != "-":
        files.write_whole(Path(output), made.diff, overwrite=force)
    else:
        screen.data(world, made.diff.decode())
    where = output if output and output != "-" else screen.word(world, "correcting.the-patch")
    screen.say(world, "correcting.made", name=made.name, path=where)


def _asked(desk: wiring.Desk, id_: str) -> list[Setting]:
    """Show what the entry says, and ask for what it should say, until Enter."""
    world = desk.world
    _, _, entry = desk.library.place_of(id_)
    rows = list(_leaves(entry.table))
    if world.terminal:
        screen.columns(world, [("", key, value) for key, value in rows], styles=("", "bold"))
    found: list[Setting] = []
    while key := _key(world, first=not found):
        now = dict(rows).get(key, "")
        screen.say(world, "correcting.now" if now else "correcting.not-there", key=key, value=now)
        value = screen.ask(world, "correcting.value", flag="--set", key=key).strip()
        found.append(correcting.Setting(correcting.key_of(key), value))
    return found


def _key(world: World, *, first: bool) -> str:
    def judge(text: str) -> str | errors.Message:
        try:
            correcting.key_of(text)
        except errors.UsageError as wrong:
            return wrong.message
        return text

    what = errors.message("correcting.which" if first else "correcting.which-more")
    return asking.good(world, what, judge, flag="--set KEY=VALUE", optional=True)


def _source(world: World) -> str:
    return asking.good(world, errors.message("correcting.source"), asking.visible, flag="--source")


def _day(world: World, text: str) -> date:
    """The day on which the source was looked at: today where nobody says another."""
    today = world.clock().date()
    on = typed.day(text, world.language) if text else today
    if on is None:
        raise errors.UsageError("correcting.no-day", key="--on", found=text)
    if on > today + timedelta(days=1):  # a day is left for time zones
        raise errors.UsageError("correcting.not-yet", on=on)
    return on


def _leaves(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Each value of the entry by the key that `--set` takes."""
    for key, value in table.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{name}.")
        elif isinstance(value, Sequence) and value and isinstance(value[0], Mapping):
            for index, row in enumerate(value):
                yield from _leaves(row, f"{name}[{index}].")
        elif isinstance(value, list):
            yield name, "; ".join(map(str, value))
        else:
            yield name, str(value)
