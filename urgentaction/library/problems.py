"""A problem at a key of a file, and how it becomes a fault with line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from urgentaction.errors import Fault, Message, message
from urgentaction.library.positions import KeyPath, Place, Spot, positions
from urgentaction.library.reading import TomlFile


@dataclass(frozen=True)
class Problem:
    """Something wrong at a key path: shown at its value, or (`at_key`) at the key itself."""

    path: KeyPath
    message: Message
    at_key: bool = False


def problem(path: KeyPath, id_: str, **values: object) -> Problem:
    """One problem at a value, or at a key that is missing."""
    return Problem(path, message(id_, **values))


def faults_of(file: TomlFile, problems: Iterable[Problem]) -> tuple[Fault, ...]:
    """The faults of a file, in the order of its lines; of several at one key only the first."""
    first: dict[KeyPath, Problem] = {}
    for found in problems:
        first.setdefault(found.path, found)
    if not first:
        return ()
    places = _places(file.text)
    faults = [_fault(file.path, found, places) for found in first.values()]
    return tuple(sorted(faults, key=lambda fault: (fault.line, fault.column, fault.key)))


@lru_cache(maxsize=4)
def _places(text: str) -> Mapping[KeyPath, Place]:
    """Looked for once in a file, not once for each of its entries."""
    return positions(text)


def key_text(path: KeyPath) -> str:
    """A key path as a person would write it: `demands[1].text.fr`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if re.fullmatch(r"[\w-]+", part) else f".{part!r}"
    return text.removeprefix(".")


def _fault(path: str, found: Problem, places: Mapping[KeyPath, Place]) -> Fault:
    spot = _spot(found, places)
    return Fault(found.message, path=path, line=spot.line, column=spot.column, key=key_text(found.path))


def _spot(found: Problem, places: Mapping[KeyPath, Place]) -> Spot:
    """Where the key or value stands; what is missing is missed where the table around it begins."""
    path = found.path
    while path and path not in places:
        path = path[:-1]
    if not path:
        return Spot(1, 1)
    return places[path].key if found.at_key else places[path].value
