"""What was found in a document, on the screen: each value, and with `--explain` its line and how sure it is."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any, Final

from urgentaction import grammar
from urgentaction.cli import show as screen

if TYPE_CHECKING:
    from urgentaction.cli.world import World
    from urgentaction.intake.found import Found, Value

SIDE_BY_SIDE: Final = 140
"""Characters of a terminal that holds a value and its line beside each other."""


def explain(world: World, found: Found, *, as_json: bool) -> None:
    """Each value beside its line and how sure it is; on a narrow terminal the line stands below."""
    from urgentaction.intake import explained

    if as_json:
        screen.as_json(world, explained.data(found))
        return
    _read_as(world, found)
    if world.stdout.isatty() and shutil.get_terminal_size().columns < SIDE_BY_SIDE:
        _below(world, found)
        return
    rows = [
        (_key(world, key), cut(_shown(value), 60), place(world, value), _sure(world, value), cut(value.line.text, 90))
        for key, value in explained.rows(found)
    ]
    screen.columns(world, rows, styles=("bold", "", "dim", "yellow"), answer=True)


def show(world: World, found: Found) -> None:
    """How a document was read, and each value."""
    from urgentaction.intake import explained

    _read_as(world, found)
    rows = [(_key(world, key), cut(_shown(value), 90)) for key, value in explained.rows(found)]
    screen.columns(world, rows, styles=("bold",))


def _read_as(world: World, found: Found) -> None:
    layout = screen.word(world, f"intake.layout-{found.layout.value}")
    screen.say(world, "intake.read-as", layout=layout, language=found.language)
    seems = grammar.looks_like(" ".join(_running(found)))
    if seems and seems != found.language:
        language = screen.word(world, f"drafting.language-{seems}")
        screen.say(world, "intake.seems", language=language, code=seems, style="yellow")


def _running(found: Found) -> list[str]:
    """What was found in whole sentences."""
    texts = (*(fact.text for fact in found.facts), *found.demands, *found.background, *found.letter)
    return [value.said for value in (*texts, *((found.summary,) if found.summary else ()))]


def _below(world: World, found: Found) -> None:
    from urgentaction.intake import explained

    rows = [(_key(world, key), value) for key, value in explained.rows(found)]
    wide = max((len(key) for key, _ in rows), default=0)
    for key, value in rows:
        screen.columns(world, [(key.ljust(wide), cut(_shown(value), 200))], styles=("bold",), answer=True)
        where = f"{place(world, value)}, {_sure(world, value)}: {cut(value.line.text, 200)}"
        screen.columns(world, [(" " * wide, where)], styles=("", "dim"), answer=True)


def place(world: World, value: Value[Any]) -> str:
    """Where a value stands, in the person's language."""
    from urgentaction.intake import drafting

    return drafting.place_of(value, lambda name, **values: screen.word(world, f"intake.{name}", **values))


def _key(world: World, key: str) -> str:
    """What a value is, in the person's language: `salutation fr` has its language behind it."""
    name, _, language = key.partition(" ") if key.startswith("salutation ") else (key, "", "")
    return f"{screen.word(world, 'intake.key-' + name.replace(' ', '-').replace('_', '-'))} {language}".strip()


def _sure(world: World, value: Value[Any]) -> str:
    return screen.word(world, f"intake.sure-{value.sure.value}")


def _shown(value: Value[Any]) -> str:
    return str(value.value)


def cut(text: str, length: int) -> str:
    """The beginning of a long text."""
    return text if len(text) <= length else text[: length - 1] + "…"
