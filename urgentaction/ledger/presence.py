"""Which workers are alive: each locks a file beside the ledger, and the system unlocks it when the process dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def attend(folder: Path) -> Iterator[str]:
    """A new worker's token; its file is locked while the block runs."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    token = secrets.token_hex(8)
    handle = os.open(folder / token, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield token
    finally:
        (folder / token).unlink(missing_ok=True)
        os.close(handle)


def is_gone(folder: Path, token: str) -> bool:
    """Whether this worker's process has died. A worker without a file is unknown here, and taken to be alive."""
    try:
        handle = os.open(folder / token, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def bury(folder: Path, token: str) -> None:
    """Remove what a dead worker left, once nothing is under its name any more."""
    with contextlib.suppress(OSError):
        (folder / token).unlink()
