"""What an update of a library brought: its cases that are new, changed, gone, and those that it stops, first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from urgentaction.cli import show as screen

if TYPE_CHECKING:
    from urgentaction.cli.world import World
    from urgentaction.origins import Origin

Held = Mapping[str, bytes]
"""The files of a library below its root."""


def held(origin: Origin) -> Held:
    """What it holds now; nothing where it is not there."""
    return {str(path.relative_to(origin.root)): path.read_bytes() for path in sorted(origin.root.glob("*/**/*.toml"))}


def tell(world: World, before: Held, after: Held) -> None:
    """Say what differs: stops first, then cases, then how many other files."""
    if before == after:
        screen.say(world, "libraries.same")
        return
    differ = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    cases = [name for name in differ if name.startswith("cases/") and name.count("/") == 1]
    stopped = [name for name in cases if _is_over(after.get(name)) and not _is_over(before.get(name))]
    for name in stopped:
        screen.say(world, "libraries.stops", case=_id(name), style="yellow")
    for id_, names in (
        ("new", [name for name in cases if name not in before and name not in stopped]),
        ("changed", [name for name in cases if name in before and name in after and name not in stopped]),
        ("taken-away", [name for name in cases if name not in after]),
    ):
        if names:
            screen.say(world, f"libraries.{id_}", cases=[_id(name) for name in names])
    if others := len(differ) - len(cases):
        screen.say(world, "libraries.others", count=others)


def _id(name: str) -> str:
    return name.removeprefix("cases/").removesuffix(".toml")


def _is_over(text: bytes | None) -> bool:
    """Whether a case file says that the case is over; one that does not load says nothing."""
    import tomllib

    try:
        status = tomllib.loads(text.decode()).get("status", {}) if text else {}
    except (ValueError, RecursionError):
        return False
    return isinstance(status, dict) and status.get("state") in {"stopped", "closed"}
