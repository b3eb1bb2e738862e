"""Files written whole or not at all: to a temporary name beside the goal, synced, then renamed."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from urgentaction import errors

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

PART = ".part"
"""How the name of a file ends that is not whole yet."""


def write_whole(path: Path, data: bytes, *, overwrite: bool = False, mode: int = PRIVATE_FILE) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut.

    Missing folders are made, for the owner only. Without `overwrite` a file that is there stays as it is, even if it
    appears while we write.

    Raises:
        UserError: It exists; the folder cannot be written; the disk is full.
    """
    if path.is_dir():
        raise errors.UserError("files.is-folder", path=str(path))
    if not overwrite and path.exists():
        raise errors.UserError("files.exists", path=str(path))
    try:
        folder(path.parent)
    except OSError as failure:
        raise told(failure, path) from failure
    try:
        _write(path, data, overwrite=overwrite, mode=mode)
    except FileExistsError as there:
        raise errors.UserError("files.exists", path=str(path)) from there
    except OSError as failure:
        raise told(failure, path) from failure


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file of any size over what has its name, whole or not at all; its folder must be there.

    It is for its owner only, where the drive knows of owners.

    Raises:
        UserError: The folder is gone or cannot be written; the disk is full; what makes the parts failed so.
    """
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=PART, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                for part in parts:
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(temporary).unlink()
            raise
        sync_folder(path.parent)
    except OSError as failure:
        raise told(failure, path) from failure


def folder(path: Path) -> None:
    """Make a folder and its missing parents, for the owner only; one that exists is left as it is."""
    for missing in reversed([one for one in (path, *path.parents) if not one.exists()]):
        # One by one: mkdir(parents=True) would make the parents with the usual mode.
        missing.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))


def told(failure: OSError, path: Path) -> errors.UserError:
    """Put a failure of the file system into an error that says what to do."""
    entry = {
        errno.ENOSPC: "files.disk-full",
        errno.EDQUOT: "files.disk-full",
        errno.EACCES: "files.no-permission",
        errno.EPERM: "files.no-permission",
        errno.EROFS: "files.no-permission",
        errno.ENOTDIR: "files.no-folder",
        errno.EEXIST: "files.no-folder",
        errno.ENAMETOOLONG: "files.name-too-long",
    }.get(failure.errno or 0, "files.failed")
    return errors.UserError(entry, path=str(path), reason=failure.strerror or str(failure))


def _write(path: Path, data: bytes, *, overwrite: bool, mode: int) -> None:
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=PART, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        if overwrite or not _linked(temporary, path):
            Path(temporary).replace(path)
        sync_folder(path.parent)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise


def _linked(temporary: str, path: Path) -> bool:
    """Give the file its name unless that is taken (FileExistsError): a rename would replace what another wrote.

    False on a disk without hard links (FAT, some network shares), where the name was taken by an empty file.
    """
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
        return False
    Path(temporary).unlink()
    return True


def sync_folder(path: Path) -> None:
    """Make sure that a power cut does not undo a rename in this folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
