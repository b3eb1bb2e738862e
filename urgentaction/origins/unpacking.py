"""A ZIP file somebody gave becomes a library folder: only what a library holds, bounded, and nothing outside it."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from urgentaction.errors import UserError
from urgentaction.library.layers import shown
from urgentaction.library.reading import LARGEST

MOST_FILES = 10_000
"""Entries of an archive that are looked at: a library of a thousand cases with their rounds has fewer."""

MOST_BYTES = 64 << 20
"""Bytes of an archive once unpacked, counted while they are read: what its directory says may be a lie."""

_KEPT = ((("cases",), ".toml"), (("authorities",), ".toml"), (("law",), ".toml"), (("forms",), ".toml"))
_CHUNK = 1 << 16


@dataclass(frozen=True)
class Unpacked:
    """How many files were taken, how many not because no library holds such, and which for their faults."""

    taken: int
    left: int
    faulty: tuple[str, ...] = ()


def unpack(archive: Path, into: Path) -> Unpacked:
    """Write the library in an archive into an empty folder; one folder above it (`name-main/letters/`) is left out.

    Nothing is executed and no link is made. Files that a library does not hold are left.

    Raises:
        UserError: It is no ZIP file, has a path that leads out of it, is too large, or holds no library.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = _entries(opened, archive)
            top = _top(entries, archive)
            wanted = {path.relative_to(top): info for path, info in entries.items() if _is_kept(path, top)}
            size = 0
            for path, info in wanted.items():
                size = _write(opened, info, into / path, size=size, archive=archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, LookupError) as problem:
        # RuntimeError: a password; NotImplementedError: a way of packing that we do not know; zlib tells ValueError
        raise UserError("origins.not-zip", path=shown(archive)) from problem
    except OSError as problem:
        raise UserError("origins.unreadable", path=shown(archive), reason=problem.strerror or str(problem)) from problem
    return Unpacked(len(wanted), len(entries) - len(wanted))


def _entries(opened: zipfile.ZipFile, archive: Path) -> dict[PurePosixPath, zipfile.ZipInfo]:
    infos = opened.infolist()
    if len(infos) > MOST_FILES:
        raise UserError("origins.too-many", path=shown(archive), limit=MOST_FILES)
    found: dict[PurePosixPath, zipfile.ZipInfo] = {}
    for info in infos:
        path = PurePosixPath(info.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in info.filename or ":" in info.filename:
            raise UserError("origins.leads-out", path=shown(archive), name=info.filename)
        if not (info.is_dir() or stat.S_ISLNK(info.external_attr >> 16)):
            found[path] = info
    return found


def _top(entries: dict[PurePosixPath, zipfile.ZipInfo], archive: Path) -> PurePosixPath:
    """The folder in which the library's own folders lie: the one nearest to the top, and no two."""
    tops = {above for path in entries for above in _above(path)}
    if not tops:
        raise UserError("origins.no-library", path=shown(archive))
    return min(tops, key=lambda top: (len(top.parts), str(top)))


def _above(path: PurePosixPath) -> Iterator[PurePosixPath]:
    if path.suffix == ".toml" and path.parent.name in {"cases", "authorities"}:
        yield path.parent.parent


def _is_kept(path: PurePosixPath, top: PurePosixPath) -> bool:
    if not path.is_relative_to(top):
        return False
    parts = path.relative_to(top).parts
    folder, name = parts[:-1], parts[-1]
    if any(part.startswith(".") for part in parts):
        return False
    rounds = (
        folder[:1] == ("cases",) and len(folder) == len(("cases", "<id>.rounds")) and folder[-1].endswith(".rounds")
    )
    template = folder[:1] == ("templates",) and name.endswith(".j2")
    return template or (rounds and name.endswith(".toml")) or any(folder == f and name.endswith(s) for f, s in _KEPT)


def _write(opened: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, *, size: int, archive: Path) -> int:
    """Write one file and give how much was written in all; a library's file is at most a megabyte."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = 0
    with opened.open(info) as source, path.open("wb") as target:
        while chunk := source.read(_CHUNK):
            own += len(chunk)
            if own > LARGEST or size + own > MOST_BYTES:
                raise UserError("origins.too-large", path=shown(archive), name=info.filename)
            target.write(chunk)
    return size + own
