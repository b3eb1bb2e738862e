"""A TOML file on disk becomes its text and its data, or the one fault that keeps it from being read."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from urgentaction.errors import Fault, Faults, Message, message
from urgentaction.library.layers import shown

LARGEST = 1 << 20
"""Bytes; the longest urgent actions are some 20 KB, so a file of a megabyte is something else."""

DEEPEST = 50
"""Tables and lists inside each other; ours are seven deep."""

_PART = r"(?:[\w-]++|\"(?:[^\"\\\n]|\\.)*+\"|'[^'\n]*+')[ \t]*+"
_LONG_KEY = re.compile(rf"(?<![\w-])(?:{_PART}\.[ \t]*+){{{DEEPEST}}}")
"""A dotted key with more parts than that: tomllib needs minutes for one that fills a file."""


@dataclass(frozen=True)
class TomlFile:
    """A file that is TOML: the path a person would type, its text, and what tomllib makes of it."""

    path: str
    text: str
    data: Mapping[str, Any]


def read_toml(path: Path) -> TomlFile:
    """Read a TOML file.

    Raises:
        Faults: The file cannot be read, is too large, is not UTF-8 or is not TOML (one fault, with line and column).
    """
    return parsed(read_text(path), path=shown(path))


def parsed(text: str, *, path: str) -> TomlFile:
    """A text as the file that it is, or would be.

    Raises:
        Faults: It is not TOML (one fault, with line and column).
    """
    try:
        data = tomllib.loads(text) if not _LONG_KEY.search(text) else None
    except RecursionError:
        data = None
    except ValueError as problem:  # TOMLDecodeError, or a number of more than 4,300 digits
        raise Faults([_syntax(str(problem), text, path)]) from problem
    if data is None or _is_deep(data):
        raise Faults([Fault(message("library.too-deep"), path=path)])
    return TomlFile(path, text, data)


def _is_deep(data: Mapping[str, Any]) -> bool:
    """Whether tables and lists are nested deeper than whoever walks through them can follow."""
    level: list[Any] = [data]
    for _ in range(DEEPEST):
        level = [one for part in level for one in _inside(part) if isinstance(one, dict | list)]
        if not level:
            return False
    return True


def _inside(part: Any) -> Iterable[Any]:
    return part.values() if isinstance(part, dict) else part


def read_text(path: Path) -> str:
    r"""Read a text file: UTF-8, with or without a byte order mark; line ends become `\n`.

    Raises:
        Faults: The file cannot be read, is too large or is not UTF-8 (one fault).
    """
    try:
        raw = _bytes(path)
    except OSError as problem:
        raise Faults([Fault(_unreadable(problem), path=shown(path))]) from problem
    if len(raw) > LARGEST:
        raise Faults([Fault(message("library.too-large-file", megabytes=LARGEST >> 20), path=shown(path))])
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise Faults([Fault(message("library.not-utf-8"), path=shown(path), line=line, column=1)]) from problem


def _bytes(path: Path) -> bytes:
    if not stat.S_ISREG(path.stat().st_mode):  # a pipe or a device would wait or never end
        raise OSError(0, "not a file")
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _unreadable(problem: OSError) -> Message:
    match problem:
        case FileNotFoundError():
            return message("library.file-missing")
        case PermissionError():
            return message("library.file-forbidden")
        case _ if problem.errno == 0:
            return message("library.not-a-file")
        case _:
            return message("library.unreadable", reason=problem.strerror or str(problem))


# Python 3.11 gives the position only in words; later versions say the same words.
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")

_SYNTAX = (
    ("library.toml-twice", r"Cannot|Duplicate"),
    ("library.toml-equals", r"Expected '='"),
    ("library.toml-header", r"Expected '\]"),
    ("library.toml-after", r"Expected newline"),
    ("library.toml-string", r"Unterminated string|Illegal character '\\n'|Expected (\"'|'\"|'''|\"\"\")"),
    ("library.toml-character", r"Found invalid character|Illegal character"),
    ("library.toml-list", r"Unclosed array"),
    ("library.toml-table", r"Unclosed inline table"),
    ("library.toml-escape", r"Unescaped|Invalid hex|Escaped character"),
    ("library.toml-date", r"Invalid date"),
    ("library.toml-value", r"Invalid value"),
    ("library.toml-key", r"Invalid initial|Invalid statement"),
)
"""What tomllib says, by what a person did."""


def _syntax(problem: str, text: str, path: str) -> Fault:
    place = _PLACE.search(problem)
    said = problem[: place.start()] if place else problem
    name = next((name for name, pattern in _SYNTAX if re.match(pattern, said)), "library.toml")
    line, column = _end(text)
    if place and place[1]:
        line, column = int(place[1]), int(place[2])
    return Fault(message(name, said=said), path=path, line=line, column=column)


def _end(text: str) -> tuple[int, int]:
    lines = text.rstrip("\n").split("\n")
    return len(lines), len(lines[-1]) + 1
