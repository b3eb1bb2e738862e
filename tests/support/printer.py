"""A process that prints what waits, and dies where it is told: `printer.py LEDGER FOLDER BATCH WHERE`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from urgentaction import files
from urgentaction.errors import message
from urgentaction.ledger import open_ledger
from urgentaction.model.delivery import Delivery, Job
from urgentaction.outbox import Pressed, Recheck, Tools, stacking
from urgentaction.pace import UNLIMITED


@dataclass
class Press:
    """Puts the bodies of letters into one file, a line each; one that says so cannot be set."""

    folder: Path
    dies: str = ""
    most: int = 4

    def set(self, jobs: Sequence[Job]) -> Pressed:
        self._die("setting")
        spoilt = {job.key: message("handoff.not-a-pdf") for job in jobs if job.body == b"spoilt"}
        good = [job.body for job in jobs if job.key not in spoilt]
        return Pressed(b"\n".join(good), (1,) * len(good), spoilt)

    def write(self, reference: str, jobs: Sequence[Job], pressed: Pressed, now: datetime) -> None:
        del jobs, now
        self._die("begun")
        files.write_whole(self.folder / reference, pressed.file)
        self._die("written")

    def has(self, reference: str) -> bool:
        return (self.folder / reference).is_file()

    def _die(self, where: str) -> None:
        # With a number: only once so many files are there.
        at, _, count = self.dies.partition(":")
        if at == where and len(list(self.folder.rglob("*.pdf"))) >= int(count or 0):
            os.kill(os.getpid(), signal.SIGKILL)


def free(_delivery: Delivery, _now: datetime) -> Recheck:
    return Recheck(pace=UNLIMITED)


def main(where: str, folder: str, batch: str, dies: str = "") -> None:
    ledger = open_ledger(where)
    with ledger.attend() as worker:
        tools = Tools(ledger=ledger, channels={}, recheck=free, clock=lambda: datetime.now(UTC), worker=worker)
        ledger.sweep(now=tools.clock())
        press = Press(Path(folder), dies)
        stacking.recover(ledger, press, now=tools.clock())
        stacking.print_batch(tools, batch, press)
    ledger.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
