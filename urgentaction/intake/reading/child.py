"""The process in which a document is read: it gives up what it does not need, reads, and answers in plain JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from threading import Thread
from typing import Any

from urgentaction.intake import layouts, plainly
from urgentaction.intake.lines import Document
from urgentaction.intake.reading import bounds, formats
from urgentaction.intake.reading.refusals import Refused


def main() -> None:
    """Read the document from standard input, write what it says."""
    memory, seconds, task, language = sys.argv[1:]
    limit(int(memory), int(seconds))
    sys.stdout.buffer.write(json.dumps(_told(sys.stdin.buffer.read(), task, language)).encode())


def _told(data: bytes, task: str, language: str) -> Mapping[str, Any]:
    try:
        form, read = formats.lines(data)
        rows = bounds.kept(read)
        if task == "lines":
            return {"form": form, "lines": [plainly.row(one) for one in rows]}
        found = layouts.found(Document(tuple(rows), form), language)
        bounds.check(found)
        return {"form": form, "found": plainly.told(found)}
    except Refused as refused:
        return {"refused": refused.message.id, "values": dict(refused.message.values)}
    except (MemoryError, RecursionError):
        return {"refused": "intake.gave-up", "values": {}}


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
        except (ValueError, OSError):
            continue
    if sys.platform == "darwin":  # it takes a limit on the address space, and does not keep it
        Thread(target=watch, args=(memory,), daemon=True).start()


def watch(memory: int) -> None:
    """End this process as soon as it has had more memory than this (bytes)."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit <= memory:
        time.sleep(0.05)
    os._exit(1)


if __name__ == "__main__":
    main()
