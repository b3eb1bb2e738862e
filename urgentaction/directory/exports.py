"""A file of the directory, downloaded by hand: record by record, whatever its size and shape.

JSON as the interface exports it (a list), as it answers (`{"results": […]}`), as the bulk file has it
(`{"service": […]}`); CSV with `;` or `,`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from urgentaction.errors import UserError

CHUNK = 1 << 20
LARGEST = 16 << 20
"""Characters of one record; the largest are some 20 KB."""

_HEAD = 64 << 10
"""Characters within which the list must begin."""

_PACKED = (b"\x1f\x8b", b"BZh", b"PK\x03\x04", b"\xfd7zXZ")
_LIST = re.compile(r'\s*(?:\[|\{\s*(?:"[^"]*"\s*:\s*(?:-?[\d.]+|"[^"]*"|null|true|false)\s*,\s*)*"[^"]*"\s*:\s*\[)')


def read(path: Path) -> Iterator[Any]:
    """The records of a file, one after the other; some may be anything.

    Raises:
        UserError: It cannot be read, is packed, or is neither of these.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe or a device would wait or never end
            raise UserError("directory.not-a-file", path=str(path))
        with path.open("rb") as raw:
            start = raw.read(8)
            raw.seek(0)
            if start.startswith(_PACKED):
                raise UserError("directory.packed", path=str(path))
            with io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file:
                yield from _records(file, path)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UserError("directory.unreadable", path=str(path), reason=reason) from problem
    except UnicodeDecodeError as problem:
        raise UserError("directory.not-export", path=str(path)) from problem


def _records(file: TextIO, path: Path) -> Iterator[Any]:
    start = file.read(_HEAD)
    if start.lstrip()[:1] in {"[", "{"}:
        yield from _json(file, start, path)
    else:
        file.seek(0)
        yield from _csv(file, path)


def _json(file: TextIO, buffer: str, path: Path) -> Iterator[Any]:
    begin = _LIST.match(buffer)
    if begin is None:
        raise UserError("directory.not-export", path=str(path))
    at = _past(buffer, begin.end())
    while buffer[at : at + 1] != "]":
        found, end = _decoded(buffer, at, path)
        if end < len(buffer):
            yield found
            at = _past(buffer, end)
            continue
        # It may go on in the next part; twice as much each time, so that a long record is read in a few goes.
        more = file.read(max(CHUNK, len(buffer) - at))
        if not more or len(buffer) - at > LARGEST:
            raise UserError("directory.broken-off", path=str(path))
        buffer = buffer[at:] + more
        at = _past(buffer, 0)


def _decoded(buffer: str, at: int, path: Path) -> tuple[Any, int]:
    """A value and where it ends: at the end of the buffer where it may not be whole."""
    try:
        return _DECODER.raw_decode(buffer, at)
    except ValueError:
        return None, len(buffer)
    except RecursionError as problem:
        raise UserError("directory.not-export", path=str(path)) from problem


_DECODER = json.JSONDecoder()


def _past(buffer: str, at: int) -> int:
    """The next place that is neither a space nor a comma."""
    found = _GAP.match(buffer, at)
    return found.end() if found else at


_GAP = re.compile(r"[\s,]*")


def _csv(file: TextIO, path: Path) -> Iterator[Any]:
    head = file.readline(_HEAD)
    file.seek(0)
    before = csv.field_size_limit(LARGEST)
    try:
        reader = csv.DictReader(file, delimiter=max(";,\t", key=head.count), strict=True)
        if not {"id", "nom"} <= set(reader.fieldnames or ()):
            raise UserError("directory.not-export", path=str(path))
        yield from reader
    except csv.Error as problem:
        raise UserError("directory.broken-off", path=str(path)) from problem
    finally:
        csv.field_size_limit(before)
