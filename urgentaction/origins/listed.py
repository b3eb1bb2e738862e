"""Libraries that were added, where each comes from, and when it was last brought up to date."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from urgentaction import files
from urgentaction.errors import Faults, UserError, words
from urgentaction.library.layers import Layer, shown
from urgentaction.library.reading import read_toml

FILE = "libraries.toml"
LOCK = f".{FILE}.lock"


class Kind(StrEnum):
    """What a library was added from; only `git` can be unreachable."""

    FOLDER = "folder"
    ZIP = "zip"
    GIT = "git"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """An added library. `root` is its folder; `updated` (UTC) when it was last the same as its origin."""

    name: str
    kind: Kind
    source: str
    root: Path
    updated: datetime

    def layer(self) -> Layer:
        """The library as one of the layers; it came from somebody else."""
        return Layer(name=self.name, root=self.root, added=True)


def known(data: Path) -> tuple[Origin, ...]:
    """The libraries that were added, in that order; `data` is the folder of the user's data.

    Raises:
        UserError: The list cannot be read.
    """
    path = data / FILE
    if not path.exists():
        return ()
    try:
        return tuple(_origin(row, data) for row in read_toml(path).data.get("library", ()))
    except Faults as found:
        reason = words(found.faults[0].message).text
        raise UserError("origins.list-unreadable", path=shown(path), reason=reason) from found
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise UserError("origins.list-unreadable", path=shown(path), reason=str(problem)) from problem


def noted(data: Path, origin: Origin) -> None:
    """Note a library; one of this name is replaced in its place.

    Raises:
        UserError: The list cannot be read or written.
    """
    with _alone(data):
        there = {one.name: one for one in known(data)} | {origin.name: origin}
        _write(data, tuple(there.values()))


def forgotten(data: Path, name: str) -> None:
    """Take a library off the list (see `noted`)."""
    with _alone(data):
        _write(data, tuple(one for one in known(data) if one.name != name))


def touched(data: Path, name: str, now: datetime) -> None:
    """Note that a library is the same as its origin at this time; one that was let go of meanwhile stays so."""
    with _alone(data):
        there = known(data)
        if any(one.name == name for one in there):
            _write(data, tuple(replace(one, updated=now) if one.name == name else one for one in there))


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """While nobody else writes the list: an update notes its time at the hour at which somebody adds a library."""
    path = data / LOCK
    try:
        files.folder(data)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, files.PRIVATE_FILE)
    except OSError as problem:
        raise files.told(problem, path) from problem
    try:
        with suppress(OSError):  # a disk that knows no locks (some network shares)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def folder_of(data: Path, name: str) -> Path:
    """Where a fetched library lies: a link to its present version, turned at once when a new one is there."""
    return data / "libraries" / name / "current"


def _origin(row: dict[str, Any], data: Path) -> Origin:
    kind, name = Kind(row["kind"]), str(row["name"])
    root = Path(row["source"]) if kind is Kind.FOLDER else folder_of(data, name)
    updated = row["updated"]
    if not (isinstance(updated, datetime) and updated.tzinfo):
        raise TypeError("updated")  # not its value: a number of thousands of digits cannot be said
    return Origin(name=name, kind=kind, source=str(row["source"]), root=root, updated=updated)


def _write(data: Path, origins: tuple[Origin, ...]) -> None:
    import tomli_w

    rows = [{"name": one.name, "kind": one.kind.value, "source": one.source, "updated": one.updated} for one in origins]
    text = "# Libraries that were added (ua library add). Order counts: the first goes before the others.\n\n"
    files.write_whole(data / FILE, (text + tomli_w.dumps({"library": rows})).encode(), overwrite=True)
