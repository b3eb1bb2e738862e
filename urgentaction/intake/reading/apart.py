"""A document that anybody may have made is read in a process of its own: little memory, few seconds, no way out.

What that process cannot do in its limits is refused; whatever happens to it, ours goes on.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from urgentaction.errors import UserError
from urgentaction.intake.lines import Document, Line
from urgentaction.intake.reading.refusals import Refused

LARGEST = 10 * 1024 * 1024
MEMORY = 500 * 1024 * 1024
SECONDS = 10.0
MOST_LINES = 20_000

_HOME = Path(__file__).parents[3]


def read(data: bytes, *, seconds: float = SECONDS, memory: int = MEMORY) -> Document:
    """Read a document of any known format.

    Raises:
        UserError: It is too large, of a format that is not read, or cannot be read within the limits.
    """
    if len(data) > LARGEST:
        raise UserError("intake.too-large", megabytes=LARGEST >> 20)
    path = os.pathsep.join(filter(None, (str(_HOME), os.environ.get("PYTHONPATH", ""))))
    # -P: whatever lies in the working folder is not imported.
    command = [sys.executable, "-P", "-m", "urgentaction.intake.reading.apart", str(memory), str(int(seconds) + 1)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command,
            input=data,
            capture_output=True,
            check=False,
            timeout=seconds,
            env={**os.environ, "PYTHONPATH": path},
        )
    except subprocess.TimeoutExpired:
        raise UserError("intake.too-slow", seconds=int(seconds)) from None
    return _answer(done, hashlib.sha256(data).hexdigest())


def _answer(done: subprocess.CompletedProcess[bytes], digest: str) -> Document:
    try:
        told: Mapping[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise UserError("intake.gave-up") from None
    if "refused" in told:
        raise UserError(told["refused"], **told["values"])
    rows = [
        Line(text, number, page, paragraph, tuple(links), big)
        for text, number, page, paragraph, links, big in told["lines"]
    ]
    if not rows:
        raise UserError("intake.empty")
    return Document(tuple(rows), told["form"], digest)


def _told(data: bytes) -> Mapping[str, Any]:
    from urgentaction.intake.reading import formats

    try:
        form, found = formats.lines(data)
    except Refused as refused:
        return {"refused": refused.message.id, "values": dict(refused.message.values)}
    except (MemoryError, RecursionError):
        return {"refused": "intake.gave-up", "values": {}}
    rows = [[one.text, one.number, one.page, one.paragraph, one.links, one.big] for one in found[:MOST_LINES]]
    return {"form": form, "lines": rows}


def limit(memory: int, seconds: int) -> None:
    """Take away what reading does not need: memory, processor time, files to write; where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the seconds that are waited for are the limit
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # macOS has no limit on the address space
            continue


def main() -> None:
    """Read the document from standard input, write its lines as JSON."""
    data = sys.stdin.buffer.read()
    limit(int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.buffer.write(json.dumps(_told(data)).encode())


if __name__ == "__main__":
    main()
