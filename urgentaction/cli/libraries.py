"""`ua library add`, `update`, `remove`, `list`: cases and offices that others keep."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors, library, origins
from urgentaction.cli import libnews, wiring
from urgentaction.cli import show as screen
from urgentaction.library import layers
from urgentaction.library.near import meant_by, near
from urgentaction.origins import Kind, Origin

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.library.layers import Layer
    from urgentaction.origins import Unpacked

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
RESERVED = frozenset({"user", "built-in"})
"""Layers are told apart by their names; these are our own."""


def add(world: World, source: str, *, name: str) -> None:
    """Add a library.

    Raises:
        UsageError: The name is no name, or taken.
        UserError: The source is nothing that can be added, cannot be reached, or holds no library.
    """
    desk = wiring.desk(world)
    kind, data = origins.kind_of(source), desk.config.places.data
    chosen = name or _named(source)
    if not NAME.fullmatch(chosen) or chosen in RESERVED:
        raise errors.UsageError("libraries.bad-name", name=chosen)
    if chosen in {one.name for one in origins.known(data)}:
        raise errors.UsageError("libraries.taken", name=chosen)
    place = str(Path(source).expanduser().absolute()) if kind is not Kind.GIT or Path(source).exists() else source
    root = Path(place) if kind is Kind.FOLDER else origins.folder_of(data, chosen)
    if kind is Kind.FOLDER:
        _need_library(root)
    else:
        _say_left(desk.world, origins.fetch(kind, place, root))
    made = Origin(name=chosen, kind=kind, source=place, root=root, updated=_now(world))
    origins.noted(data, made)
    _say_what(desk, made)


def update(world: World, name: str) -> None:
    """Bring libraries up to date; one that cannot be reached is said, and does not keep the others.

    Raises:
        UsageError: No library has this name.
    """
    desk = wiring.desk(world)
    wanted = [one for one in _known(desk, name) if one.kind is not Kind.FOLDER]
    if not wanted:
        screen.say(desk.world, "libraries.nothing-to-update")
    failed = [one for one in wanted if not brought(desk, one, aloud=True)]
    if failed:
        raise SystemExit(errors.Exit.ERROR)


def remove(world: World, name: str, *, yes: bool) -> None:
    """Use a library no more.

    Raises:
        UsageError: No library has this name.
    """
    desk = wiring.desk(world)
    (one,) = _known(desk, name)
    if yes or screen.confirm(desk.world, "libraries.ask-remove", flag="--yes", name=name):
        origins.forgotten(desk.config.places.data, name)
        if one.kind is not Kind.FOLDER:
            shutil.rmtree(one.root.parent, ignore_errors=True)
        screen.say(desk.world, "libraries.removed", name=name)


def list_(world: World, *, as_json: bool) -> None:
    """List the libraries in use."""
    desk = wiring.desk(world)
    from_ = {one.name: one for one in origins.known(desk.config.places.data)}
    rows = [_row(layer, from_.get(layer.name)) for layer in desk.library.layers]
    gone = [one for one in from_.values() if not one.root.is_dir()]
    if as_json:
        screen.as_json(world, rows)
    else:
        shown = [
            (row["name"], _counted(desk.world, row), row["source"], _age(desk.world, from_.get(str(row["name"]))))
            for row in rows
        ]
        screen.columns(desk.world, [tuple(map(str, row)) for row in shown], styles=("bold",), answer=True)
        for layer in desk.library.layers:
            if layer.added:
                _say_faults(desk, layer)
    for one in gone:
        screen.say(desk.world, "libraries.gone", name=one.name, source=one.source, style="yellow")


def brought(desk: Desk, origin: Origin, *, aloud: bool) -> bool:
    """Bring one library up to date; False where its origin cannot be reached (said where `aloud`)."""
    before = libnews.held(origin) if aloud else {}
    try:
        done = origins.fetch(origin.kind, origin.source, origin.root)
        origins.touched(desk.config.places.data, origin.name, _now(desk.world))
    except errors.UserError as problem:
        if aloud:
            screen.tell(desk.world, problem.message, style="yellow")
        return False
    if aloud:
        screen.say(desk.world, "libraries.updated", name=origin.name, count=done.taken)
        libnews.tell(desk.world, before, libnews.held(origin))
        _say_faulty(desk.world, done)
    return True


def _known(desk: Desk, name: str) -> tuple[Origin, ...]:
    found = origins.known(desk.config.places.data)
    if not name:
        return found
    named = tuple(one for one in found if one.name == name)
    if not named:
        names = [one.name for one in found]
        raise errors.UsageError("libraries.unknown", name=name, meant=meant_by(near(name, names)), known=names or "–")
    return named


def _named(source: str) -> str:
    """A name from the last part of an address: `https://example.org/Letters-2026.git` → `letters-2026`."""
    last = re.split(r"[/\\:]", source.rstrip("/\\"))[-1]
    last = last.removesuffix(".git").removesuffix(".zip").lower()
    return re.sub(r"[^a-z0-9]+", "-", last).strip("-")[:40]


def _need_library(root: Path) -> None:
    if not ((root / "cases").is_dir() or (root / "authorities").is_dir()):
        raise errors.UserError("origins.no-library", path=layers.shown(root))


def _say_left(world: World, done: Unpacked) -> None:
    if done.left:
        screen.say(world, "libraries.left", count=done.left)
    _say_faulty(world, done)


def _say_faulty(world: World, done: Unpacked) -> None:
    for name in done.faulty:
        screen.say(world, "libraries.faulty", name=name, style="yellow")


def _say_what(desk: Desk, one: Origin) -> None:
    """What it brings, and its faults."""
    row = _row(one.layer(), one)
    screen.say(desk.world, "libraries.added", name=one.name, what=_counted(desk.world, row))
    _say_faults(desk, one.layer())


def _say_faults(desk: Desk, layer: Layer) -> None:
    """What is wrong in somebody else's files: their offices are then as we know them, or not there."""
    alone = library.open_library([layer, library.built_in()])
    for case in alone.cases():
        if isinstance(case, errors.Faults):
            screen.faults(desk.world, case.faults)
    for read in (alone.authorities, alone.laws):
        try:
            read()
        except errors.Faults as found:
            screen.faults(desk.world, found.faults)


def _row(layer: Layer, origin: Origin | None) -> dict[str, object]:
    cases = layers.names([layer], "cases", suffix=".toml")
    countries = layers.names([layer], "authorities", suffix=".toml")
    return {
        "name": layer.name,
        "kind": origin.kind.value if origin else "built-in" if layer.built_in else "folder",
        "source": origin.source if origin else layers.shown(layer.root),
        "updated": origin.updated.isoformat() if origin and origin.kind is not Kind.FOLDER else None,
        "cases": list(cases),
        "countries": list(countries),
    }


def _counted(world: World, row: dict[str, object]) -> str:
    cases, countries = row["cases"], row["countries"]
    parts = [screen.word(world, "libraries.cases", count=len(cases))] if isinstance(cases, list) else []
    if isinstance(countries, list) and countries:
        parts.append(", ".join(name.upper() for name in countries))
    return " · ".join(parts)


def _age(world: World, origin: Origin | None) -> str:
    if origin is None or origin.kind is Kind.FOLDER:
        return ""
    hours = max(_now(world) - origin.updated, timedelta()) // timedelta(hours=1)
    return screen.word(world, "libraries.age", count=hours) if hours else screen.word(world, "libraries.now")


def _now(world: World) -> datetime:
    return world.clock().astimezone(UTC).replace(microsecond=0)
