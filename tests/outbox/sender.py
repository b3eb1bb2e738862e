"""A process that drains a ledger into a mail server with the program's own channel, without a pace.

Usage: sender.py LEDGER PORT CONNECTIONS LEASE (seconds). The pace is handed in here: no flag of the program can.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

from urgentaction.channels.settings import Auth, Security, Settings
from urgentaction.channels.smtp import Smtp
from urgentaction.ledger import open_ledger
from urgentaction.model.delivery import Delivery
from urgentaction.outbox import Recheck, Tools, drain, drain_together
from urgentaction.pace import UNLIMITED


def free(_delivery: Delivery, _now: datetime) -> Recheck:
    return Recheck(pace=UNLIMITED)


def main(where: str, port: str, connections: str, lease: str) -> None:
    settings = Settings("127.0.0.1", int(port), Security.PLAIN, auth=Auth.NONE, timeout=20, reply_timeout=20)

    @contextmanager
    def line() -> Iterator[Tools]:
        smtp = Smtp(settings, str)
        with closing(open_ledger(where)) as ledger, closing(smtp), ledger.attend() as worker:
            yield Tools(
                ledger=ledger,
                channels={smtp.name: smtp},
                recheck=free,
                clock=lambda: datetime.now(UTC),
                worker=worker,
                ttl=timedelta(seconds=float(lease)),
                cut=smtp.cut,
            )

    with line() as tools:
        if connections == "1":
            drain(tools)
        else:
            drain_together(tools, [line] * int(connections))


if __name__ == "__main__":
    main(*sys.argv[1:])
