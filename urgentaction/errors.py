"""Every error a person can meet: an id, its values and an exit code; the words are in one catalogue, en and fr."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "fr")


class Exit(IntEnum):
    """What the program says to the shell (docs/commands.md); final since the first release."""

    DONE = 0
    ERROR = 1
    USAGE = 2
    FINDINGS = 3
    UNDELIVERED = 4
    GATED = 5
    INTERRUPTED = 130


@dataclass(frozen=True)
class Message:
    """Something to tell a person: `room.name` in `words/<language>/<room>.toml`, and the values it shows."""

    id: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return words(self).text


@dataclass(frozen=True)
class Words:
    """A message in one language: what is wrong and where, and what to type next (may be empty)."""

    text: str
    hint: str = ""


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file that a person wrote; line and column count from 1, 0 where unknown."""

    message: Message
    path: str = ""
    line: int = 0
    column: int = 0
    key: str = ""


class UserError(Exception):
    """Something a person caused or can mend; `cli` shows its words, and never a traceback."""

    def __init__(self, id_: str, *, exit_: Exit = Exit.ERROR, **values: object) -> None:
        super().__init__(id_)
        self.message = Message(id_, values)
        self.exit = exit_

    def __str__(self) -> str:
        return str(self.message)


class UsageError(UserError):
    """The command line asks for something that is not there, or leaves out something needed."""

    def __init__(self, id_: str, **values: object) -> None:
        super().__init__(id_, exit_=Exit.USAGE, **values)


class Faults(UserError):
    """A file that a person wrote is not as it must be; every fault at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("errors.faults", exit_=Exit.FINDINGS, count=len(faults))
        self.faults = tuple(faults)


def message(id_: str, **values: object) -> Message:
    """Make a message from an id and the values it shows."""
    return Message(id_, values)


_NAMELESS = frozenset({"character", "envelope", "provider", "providers", "other", "country", "paper", "got"})
"""Values that are texts and tell of nobody."""


def nameless(item: Message) -> Message:
    """A message without what it quotes, which may name a person: for a history that is never erased."""
    return Message(item.id, {name: _nameless(name, value) for name, value in item.values.items()})


def _nameless(name: str, value: object) -> object:
    match value:
        case Message():
            return nameless(value)
        case int() | float() | date():
            return value
        case _:
            return value if name in _NAMELESS else "…"


def words(item: Message, language: str = "en") -> Words:
    """Put a message into words.

    Values may be messages themselves (worded in the same language), texts by language, dates (written out) and
    sequences (joined by commas). An entry with `one` and `other` is chosen by the value `count`: English has one for
    1, French for 0 and 1.

    Raises:
        KeyError: The catalogue has no such entry (a bug; a test looks up every id the code uses).
    """
    room, _, name = item.id.partition(".")
    entry = _catalogue(language, room)[name]
    shown = {key: _shown(value, language) for key, value in item.values.items()}
    return Words(_form(entry, item.values, language).format_map(shown), entry.get("hint", "").format_map(shown))


def _form(entry: Mapping[str, str], values: Mapping[str, object], language: str) -> str:
    if "text" in entry:
        return entry["text"]
    count = values["count"]
    single = isinstance(count, int) and (count == 1 or (language == "fr" and count == 0))
    return entry["one" if single else "other"]


def _shown(value: object, language: str) -> object:
    match value:
        case Message():
            return words(value, language).text
        case datetime():
            return f"{_shown(value.date(), language)} {value:%H:%M}"
        case date():
            return f"{value.day} {_MONTHS[language][value.month - 1]} {value.year}"
        case Mapping():
            return value.get(language) or value.get("en") or next(iter(value.values()), "")
        case tuple() | list():
            return ", ".join(str(_shown(part, language)) for part in value)
        case _:
            return value


@cache
def _catalogue(language: str, room: str) -> Mapping[str, Mapping[str, str]]:
    text = (files("urgentaction") / "words" / language / f"{room}.toml").read_text(encoding="utf-8")
    return {name: {"text": entry} if isinstance(entry, str) else entry for name, entry in tomllib.loads(text).items()}


_MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
}
