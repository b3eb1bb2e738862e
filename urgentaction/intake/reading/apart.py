"""A document that anybody may have made is read and recognised in a process of its own: little memory, few seconds.

What that process cannot do in its limits is refused; whatever happens to it, ours goes on, and believes nothing of what
it says but its shape and size.
"""

from __future__ import annotations

import hashlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from urgentaction import errors, files
from urgentaction.errors import UserError
from urgentaction.intake import plainly
from urgentaction.intake.found import Found
from urgentaction.intake.lines import Document

LARGEST = 10 * 1024 * 1024
MEMORY = 384 * 1024 * 1024
"""Bytes of address space; with what our own process needs, an import stays below 500 MB."""

SECONDS = 8.0
"""From start to end of that process, so that a whole import is over in ten."""

MOST_TOLD = 8 * 1024 * 1024
"""Bytes of its answer: twenty times what the longest document that is read makes."""

_CHUNK = 1 << 16
_HOME = Path(__file__).parents[3]
_KEPT = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "SYSTEMROOT")
"""What it sees of our environment: no password that stands there."""


@dataclass(frozen=True)
class Received:
    """What was recognised in a document; `form` is its format, `digest` the SHA-256 of its bytes."""

    found: Found
    form: str
    digest: str


def read(data: bytes, *, seconds: float = SECONDS, memory: int = MEMORY) -> Document:
    """Read the lines of a document of any known format.

    Raises:
        UserError: It is too large or too long, of a format that is not read, or cannot be read within the limits.
    """
    told = _told(data, "lines", "", seconds=seconds, memory=memory)
    with _believing():
        rows = tuple(plainly.line(*row) for row in told["lines"])
        return Document(rows, str(told["form"]), hashlib.sha256(data).hexdigest())


def found(data: bytes, language: str = "", *, seconds: float = SECONDS, memory: int = MEMORY) -> Received:
    """Read a document and recognise what it says; `language` where a person says it.

    Raises:
        UserError: As of `read`; or recognising takes too long, or finds more than any action has.
    """
    told = _told(data, "found", language, seconds=seconds, memory=memory)
    with _believing():
        return Received(plainly.made(told["found"]), str(told["form"]), hashlib.sha256(data).hexdigest())


@contextmanager
def _believing() -> Iterator[None]:
    """An answer of another shape is none."""
    try:
        yield
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError):
        raise UserError("intake.gave-up") from None


def _told(data: bytes, task: str, language: str, *, seconds: float, memory: int) -> Mapping[str, Any]:
    if len(data) > LARGEST:
        raise UserError("intake.too-large", megabytes=LARGEST >> 20)
    # -P: whatever lies in the working folder is not imported.
    limits = [str(memory), str(int(seconds) + 1)]
    command = [sys.executable, "-P", "-m", "urgentaction.intake.reading.child", *limits, task, language]
    return _understood(_answer(command, data, seconds))


def _understood(answer: bytes) -> Mapping[str, Any]:
    """What it told.

    Raises:
        UserError: It refused the document, or its answer is none.
    """
    with _believing():
        told: Mapping[str, Any] = json.loads(answer)
        if "refused" not in told:
            return told
        refused = UserError(f"intake.{told['refused'].removeprefix('intake.')}", **told["values"])
        errors.words(refused.message)  # it is one of ours, and says what its entry shows
    raise refused


def _answer(command: list[str], data: bytes, seconds: float) -> bytes:
    """What the command says to these bytes on its standard input."""
    ends = time.monotonic() + seconds
    with tempfile.TemporaryFile() as given:
        try:
            given.write(data)
            given.seek(0)
        except OSError as full:
            raise files.told(full, Path(tempfile.gettempdir())) from full
        with subprocess.Popen(  # noqa: S603 - our own module
            command,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=_environment(),
        ) as running:
            try:
                assert running.stdout is not None  # noqa: S101 - it is a pipe
                return _heard(running.stdout, ends, seconds)
            finally:
                _end(running)


def _heard(answer: IO[bytes], ends: float, seconds: float) -> bytes:
    """All that it says; not longer than it may take, and not more than it may say."""
    told = bytearray()
    with selectors.DefaultSelector() as ready:
        ready.register(answer, selectors.EVENT_READ)
        while len(told) <= MOST_TOLD:
            left = ends - time.monotonic()
            if left <= 0 or not ready.select(left):
                raise UserError("intake.too-slow", seconds=round(seconds))
            chunk = os.read(answer.fileno(), _CHUNK)
            if not chunk:
                return bytes(told)
            told += chunk
    raise UserError("intake.gave-up")


def _end(running: subprocess.Popen[bytes]) -> None:
    """End it with everything it started, should it still be there."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(running.pid, signal.SIGKILL)


def _environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, (str(_HOME), os.environ.get("PYTHONPATH", ""))))
    return {**{name: os.environ[name] for name in _KEPT if name in os.environ}, "PYTHONPATH": path}
