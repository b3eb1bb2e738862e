"""A process that drains a ledger into the server of the test, as a run of `ua` would; it may be killed at any instant.

Usage: worker.py LEDGER PORT
"""

from __future__ import annotations

import socket
import sys
from datetime import UTC, datetime

from urgentaction.errors import message
from urgentaction.ledger import open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import (
    Accepted,
    Begin,
    Delivery,
    Job,
    Outcome,
    Receipt,
    ReceiptKind,
    Unavailable,
    Uncertain,
)
from urgentaction.outbox import Recheck, Tools, drain
from urgentaction.pace import UNLIMITED


class Line:
    """Hands a letter over as SMTP does: the server is ready, `begin`, the text with its end, the answer."""

    name = ChannelName.EMAIL

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._file = self._socket.makefile("rb")

    def send(self, job: Job, begin: Begin) -> Outcome:
        self._socket.sendall(b"DATA\n")
        if self._file.readline() != b"354\n":
            return Unavailable(message("ledger.lease-over"))
        begin()
        self._socket.sendall(job.body + b"\n")
        answer = self._file.readline()
        if answer != b"250\n":
            return Uncertain(message("ledger.worker-died"))
        return Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference="250"))

    def waits_for(self, _job: Job) -> bool:
        return False

    def close(self) -> None:
        self._file.close()
        self._socket.close()


def free(_delivery: Delivery, _now: datetime) -> Recheck:
    return Recheck(pace=UNLIMITED)


def main(where: str, port: str) -> None:
    ledger, line = open_ledger(where), Line(int(port))
    with ledger.attend() as worker:
        tools = Tools(
            ledger=ledger,
            channels={ChannelName.EMAIL: line},
            recheck=free,
            clock=lambda: datetime.now(UTC),
            worker=worker,
        )
        drain(tools)
    line.close()
    ledger.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
