"""What `ua doctor` looks at on this machine: program, folders, disk, ledger, keyring, PDF engine, zones, clock."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import __version__, errors
from urgentaction.cli import mailbox
from urgentaction.errors import Message, message

if TYPE_CHECKING:
    from urgentaction.cli.world import World
    from urgentaction.config import Places
    from urgentaction.ledger import Ledger

ENOUGH = 100_000_000
"""Bytes that should be free: the letters of a campaign of 5,000 are about half of it."""

BRIEF = 2.0
"""Seconds to wait for another program that writes: somebody is watching."""

FIRST_RELEASE = date(2026, 11, 1)
"""A clock before this day is wrong: the program did not exist."""

_OTHERS = 0o077


class State(StrEnum):
    """What came out: in order; something to know, which need not be changed; wrong."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True)
class Check:
    """One thing looked at (`name`: `doctor.name-…`), and what is to be said of it."""

    name: str
    state: State
    message: Message


def ok(name: str, id_: str, /, **values: object) -> Check:
    """All is well."""
    return Check(name, State.OK, message(f"doctor.{id_}", **values))


def note(name: str, id_: str, /, **values: object) -> Check:
    """Something to know."""
    return Check(name, State.NOTE, message(f"doctor.{id_}", **values))


def wrong(name: str, said: Message) -> Check:
    """Something to mend."""
    return Check(name, State.WRONG, said)


def python() -> Check:
    """Which program this is, and which Python runs it."""
    return ok("python", "python", version=__version__, python=platform.python_version())


def program(path: str) -> Check:
    """Which program answers to `ua`: on some systems another tool owns /usr/bin/ua."""
    short, long = (shutil.which(name, path=path) for name in ("ua", "urgentaction"))
    if short and _is_ours(Path(short)):
        return ok("program", "program", path=short)
    if short:
        return note("program", "other-program" if long else "other-program-no-long", path=short)
    return note("program", "only-long-name" if long else "not-on-path", path=long or "")


def _is_ours(program: Path) -> bool:
    """The scripts that pip, pipx and uv write import the package by its name."""
    try:
        with program.open("rb") as file:
            return b"urgentaction" in file.read(10_000)
    except OSError:
        return False


def settings_file(path: Path) -> Check:
    """Whether only its owner can read it; what is in it is another matter."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return note("settings", "no-settings", path=str(path))
    except OSError as failure:
        return wrong("settings", message("doctor.settings-unreadable", path=str(path), reason=failure.strerror or ""))
    if mode & _OTHERS:
        return wrong("settings", message("doctor.settings-open", path=str(path)))
    return ok("settings", "settings", path=str(path))


def folders(places: Places) -> Iterator[Check]:
    """Whether settings, letters and rehearsals can be written; folders that are not there can be made."""
    wanted = dict.fromkeys((places.config_file.parent, places.data, places.rehearsal.parent))
    shut = [folder for folder in wanted if not _can_be_written(folder)]
    for folder in shut:
        yield wrong("folders", message("doctor.folder-shut", path=str(folder)))
    if not shut:
        yield ok("folders", "folders", path=str(places.data))


def disk(folder: Path, *, free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free) -> Check:
    """Whether there is room for the letters of a campaign."""
    try:
        room = free(_existing(folder))
    except OSError as failure:
        return wrong("disk", message("doctor.disk-unknown", path=str(folder), reason=failure.strerror or ""))
    if room < ENOUGH:
        return wrong("disk", message("doctor.disk-full", path=str(folder), megabytes=room // 1_000_000))
    return ok("disk", "disk", megabytes=room // 1_000_000)


def ledger(path: Path) -> Check:
    """Whether the ledger opens; where there is none, whether one may be there."""
    from urgentaction.ledger import open_ledger, place

    try:
        if not path.exists():
            place.check(path, place.mount_table)
            return ok("ledger", "no-ledger", path=str(path))
        letters = _letters(open_ledger(path, patience=BRIEF))
    except errors.UserError as said:
        return wrong("ledger", said.message)
    return ok("ledger", "ledger", count=letters)


def shared_ledger(url: str, secret: Callable[[], str]) -> Check:
    """Whether the server of a shared ledger lets us in."""
    from urgentaction.ledger import open_ledger

    try:
        letters = _letters(open_ledger(url, patience=BRIEF, secret=secret))
    except errors.UserError as said:
        return wrong("ledger", said.message)
    return ok("ledger", "shared-ledger", count=letters, url=url)


def copies(folder: Path | None, data: Path) -> Check:
    """Whether there is a place for copies of the ledger, and when the last one was made."""
    from urgentaction.cli import backing

    if folder is None:
        return note("copies", "no-copies")
    try:
        backing.need_drive(folder, data)
        made = max((path.stat().st_mtime for path in folder.glob("ua-ledger-*.sqlite")), default=None)
    except errors.UserError as said:
        return Check("copies", State.NOTE, said.message)
    except OSError as failure:
        why = failure.strerror or str(failure)
        return Check("copies", State.NOTE, message("ledger.copy-failed", folder=str(folder), why=why))
    if made is None:
        return note("copies", "copies-none", folder=str(folder))
    return ok("copies", "copies", folder=str(folder), at=datetime.fromtimestamp(made).astimezone())


def _letters(opened: Ledger) -> int:
    with closing(opened):
        return sum(count.count for count in opened.counts())


def keyring(world: World) -> Check:
    """Whether passwords can be kept; a machine without a desktop rarely has a keyring."""
    return ok("keyring", "keyring") if mailbox.has_keyring(world) else note("keyring", "no-keyring")


def pdf(layout: Callable[[str], Path]) -> Check:
    """Whether the PDF engine sets a word, and our layout is there."""
    try:
        import typst

        layout("letter.typ")
        typst.compile(b"Aix", font_paths=typst.Fonts(include_system_fonts=False))
    except errors.UserError as said:
        return wrong("pdf", said.message)
    except (ImportError, RuntimeError, OSError, ValueError) as failure:
        return wrong("pdf", message("doctor.no-pdf", reason=str(failure)))
    return ok("pdf", "pdf", version=metadata.version("typst"))


def zones(names: Iterable[str]) -> Check:
    """Whether the time zones of the offices are known here: office hours are theirs, not ours."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    unknown: list[str] = []
    for name in dict.fromkeys(names):
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            unknown.append(name)
    return wrong("zones", message("doctor.no-zones", names=unknown)) if unknown else ok("zones", "zones")


def clock(now: datetime) -> Check:
    """Whether the clock is not far behind: dates, deadlines and certificates hang on it."""
    local = now.astimezone()
    if local.date() < FIRST_RELEASE:
        return wrong("clock", message("doctor.clock", now=local))
    return ok("clock", "clock-right", now=local, zone=local.tzname() or "")


def _can_be_written(folder: Path) -> bool:
    there = _existing(folder)
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def _existing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return next((place for place in (path, *path.parents) if os.path.lexists(place)), Path("/"))
